"""Figures of the chapter *Regularization*."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, GREEN, MARKERS, ORANGE, axes

Array = np.ndarray


def learning_curves(curves: Array) -> Figure:
    """Draw losses and accuracies by epoch, (seeds, epochs, 4): studied loss, accuracy, then the same held out."""
    figure, panels = axes(2, width=5.6, height=3.6)
    epochs = np.arange(1, curves.shape[1] + 1)
    for ax, name, columns in zip(panels, ("loss", "accuracy"), ((0, 2), (1, 3)), strict=True):
        for column, who, color, dash in zip(columns, ("studied", "held out"), (BLUE, ORANGE), DASHES, strict=False):
            ax.plot(epochs, curves[:, :, column].T, color=color, linewidth=0.6, alpha=0.5)
            ax.plot(epochs, curves[:, :, column].mean(axis=0), dash, color=color, label=who)
        ax.set(title=name, xlabel="epoch", xlim=(1, len(epochs)))
    panels[0].set_ylim(0, None)
    handles, names = panels[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=2)
    return figure


def surveys(x: Array, wave: Array, fits: Mapping[int, Array]) -> Figure:
    """Draw for each degree the curves fitted to many surveys, (m, surveys), their mean and the truth."""
    figure, panels = axes(len(fits), width=5.6, height=3.3, sharey=True)
    for ax, (degree, curves) in zip(panels, fits.items(), strict=True):
        ax.plot(x, curves[:, :40], color=BLUE, linewidth=0.5, alpha=0.4)
        ax.plot(x, curves.mean(axis=1), color=ORANGE, linewidth=2.4, label="mean of all")
        ax.plot(x, wave, ":", color=GRAY, linewidth=2.4, label="the truth")
        ax.set(title=f"degree {degree}", xlabel="x", xticks=[0, 0.5, 1], ylim=(-1.8, 1.8))
    handles, names = panels[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=2)
    return figure


def more_pictures(sizes: Array, studied: Array, held_out: Array) -> Figure:
    """Draw accuracies, (sizes, seeds), over the number of studied pictures on a logarithmic axis."""
    figure, (ax,) = axes(width=5.6, height=3.6)
    for values, who, color, dash, marker in (
        (studied, "studied", BLUE, "-", "o"),
        (held_out, "held out", ORANGE, "--", "s"),
    ):
        ax.plot(sizes, values, marker, color=color, markersize=3, alpha=0.5)
        ax.plot(sizes, values.mean(axis=1), dash, color=color, label=who)
    ax.set(xscale="log", xlabel="pictures studied", ylabel="accuracy", ylim=(0.78, 0.96))
    ax.set_xticks(sizes, [f"{m // 1000}k" for m in sizes], minor=False)
    ax.set_xticks([], minor=True)
    figure.legend(loc="outside lower center", ncols=2)
    return figure


def priced(prices: Array, weights: Array, errors: Array, best: float) -> Figure:
    """Draw the weights, (prices, n), and the studied and fresh errors, (prices, 2), over the price of a weight."""
    figure, (left, right) = axes(2, width=5.6, height=3.6)
    for column, track in enumerate(weights.T):
        color = COLORS[column % len(COLORS)]
        left.plot(prices, track, linestyle=DASHES[column % len(DASHES)], color=color, linewidth=1.3)
    left.set(title="weights", ylim=(-12, 12))
    for values, who, color, dash in zip(errors.T, ("studied", "fresh"), (BLUE, ORANGE), DASHES, strict=False):
        right.plot(prices, values, dash, color=color, label=who)
    right.set(title="error", yscale="log")
    right.legend(loc="lower right")
    for ax in (left, right):
        ax.axvline(best, color=GRAY, linestyle=":", linewidth=1.2)
        ax.set(xscale="log", xlabel="price λ", xlim=(prices.min(), prices.max()))
    return figure


def remedies(held_out: Mapping[str, Array]) -> Figure:
    """Draw one accuracy for each seed and way, (seeds,), the same seed joined by a line; a dash is the mean."""
    figure, (ax,) = axes(width=5.2, height=4.4)
    table = np.array(list(held_out.values()))  # (ways, seeds)
    places = np.arange(len(table))
    ax.plot(places, table, color=GRAY, linewidth=0.7, alpha=0.6)
    for place, values in zip(places, table, strict=True):
        color = ORANGE if place == 0 else GREEN if values.mean() == table.mean(axis=1).max() else BLUE
        ax.plot(np.full(len(values), place), values, MARKERS[place % 2], color=color, markersize=4)
        ax.plot([place - 0.25, place + 0.25], [values.mean()] * 2, color=color, linewidth=2.6)
    ax.set_xticks(places, [name.replace(" + ", "\n+ ") for name in held_out], fontsize=9)
    ax.set(ylabel="accuracy on held-out pictures")
    ax.grid(axis="x", visible=False)
    return figure
