"""Figures of the chapter *Notebooks that give the same answer twice*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, MARKERS, ORANGE, axes

Array = np.ndarray
WIDTH = 4.6  # narrow, so that a phone need not shrink the words


def ends(prices: Sequence[float], from_the_page: float) -> Figure:
    """Draw how many histories end with each price; the one that the page itself gives is filled."""
    figure, (ax,) = axes(width=WIDTH, height=2.8)
    for price, count in sorted(Counter(prices).items()):
        readable = np.isclose(price, from_the_page)
        ax.bar(price, count, width=2.6, color=ORANGE if readable else "none", edgecolor=ORANGE if readable else BLUE)
        if readable:
            ax.annotate("restart and run all", (price, count), xytext=(8, 14), textcoords="offset points", color=ORANGE)
    ax.set(xlabel="the price at the end", ylabel="histories that end there")
    ax.grid(visible=False, axis="x")
    return figure


def seeds(scores: Array, named: Mapping[str, float]) -> Figure:
    """Draw the result of every seed as a dot on a line, with some of them named."""
    figure, (ax,) = axes(width=WIDTH, height=2.0)
    values, heights = np.asarray(scores), np.zeros(len(scores))
    for value, times in Counter(values.round(4)).items():  # equal results are stacked
        heights[np.isclose(values, value)] = np.arange(times)
    ax.plot(values, heights, "o", color=BLUE, markersize=7, alpha=0.75)
    ax.axvline(float(np.median(values)), color=GRAY, linestyle="--", label="median")
    for name, value in named.items():
        ax.plot(value, 0, "s", color=ORANGE, markersize=9)
        ax.annotate(name, (value, 0), xytext=(0, -17), textcoords="offset points", ha="center", color=ORANGE)
    ax.margins(x=0.1)
    ax.set(xlabel="accuracy on 1,000 digits", yticks=[], ylim=(-1.4, 2.6))
    ax.legend(loc="upper left")
    return figure


def accuracy_by_epoch(curves: Mapping[str, Sequence[float]]) -> Figure:
    """Draw the accuracy in training, epoch by epoch, for several learning rates."""
    figure, (ax,) = axes(width=WIDTH, height=3.0)
    for i, (name, values) in enumerate(curves.items()):
        epochs, label = range(1, len(values) + 1), f"rate {name}"
        ax.plot(epochs, values, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], markersize=4, label=label)
    ax.set(xlabel="epoch", ylabel="accuracy", ylim=(0, 1), xticks=range(0, len(values) + 1, 5))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(curves))
    return figure


def hours(shares: Mapping[str, float]) -> Figure:
    """Draw shares in percent as horizontal bars, the largest on top."""
    figure, (ax,) = axes(width=WIDTH, height=2.5)
    names = sorted(shares, key=lambda name: (name == "other", -shares[name]))
    bars = ax.barh(names, [shares[name] for name in names], color=BLUE)
    ax.bar_label(bars, fmt="%g %%", padding=4)
    ax.invert_yaxis()
    ax.set(xlabel="percent of answers", xlim=(0, 70))
    ax.grid(visible=False, axis="y")
    return figure
