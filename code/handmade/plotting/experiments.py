"""Figures of the chapter *Experiments like a scientist*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, MARKERS, ORANGE, axes

Array = np.ndarray
Gain = tuple[float, float]  # a difference in points, and half the width of its interval


def clothes_grid(images: Array, labels: Array, names: Sequence[str], columns: int = 12) -> Figure:
    """Draw the first pictures of each kind in a row, with the kind's number and name, dark on light."""
    rows = [images[labels == kind][:columns] for kind in range(len(names))]
    mosaic = np.concatenate([np.concatenate(list(row), axis=1) for row in rows])
    figure, (ax,) = axes(width=5.0, height=4.1)
    ax.imshow(mosaic, cmap="gray_r", interpolation="nearest")
    side = images.shape[1]
    ax.set_yticks(np.arange(len(names)) * side + side / 2, [f"{name}  {kind}" for kind, name in enumerate(names)])
    ax.set_xticks([])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.grid(False)
    return figure


def strips(groups: Mapping[str, Sequence[float]], half: float) -> Figure:
    """Draw the accuracies of single runs, a line for each group, and the interval of the pictures around the first."""
    figure, (ax,) = axes(width=4.6, height=1.1 + 0.45 * len(groups))
    middle = float(np.mean(next(iter(groups.values()))))
    ax.axvspan(100 * (middle - half), 100 * (middle + half), color=GRAY, alpha=0.15, linewidth=0)
    for i, values in enumerate(groups.values()):
        ax.plot(
            100 * np.asarray(values), np.full(len(values), i), MARKERS[i], color=COLORS[i], markersize=8, alpha=0.75
        )
    ax.set_yticks(range(len(groups)), list(groups))
    ax.set(xlabel="validation accuracy in percent", ylim=(len(groups) - 0.5, -0.5))
    return figure


def gains(found: Mapping[str, Gain], low: float = -8.0, high: float = 10.0) -> Figure:
    """Draw differences with their intervals, one below the other; what lies left of ``low`` becomes an arrow."""
    figure, (ax,) = axes(width=4.6, height=0.9 + 0.32 * len(found))
    ax.axvline(0, color=GRAY, linewidth=1.2)
    for i, (mean, half) in enumerate(found.values()):
        color, mark = (GRAY, "D") if abs(mean) <= half else (BLUE, "o") if mean > 0 else (ORANGE, "s")
        if mean < low:
            ax.annotate("", (low, i), (low + 1.2, i), arrowprops={"arrowstyle": "->", "color": color, "linewidth": 2})
            ax.text(low + 1.4, i, f"{mean:.0f}".replace("-", "−"), va="center", color=color)
            continue
        ax.errorbar(mean, i, xerr=half, fmt=mark, color=color, capsize=3, markersize=6)
    ax.set_yticks(range(len(found)), list(found))
    ax.set(xlim=(low, high), ylim=(len(found) - 0.4, -0.6), xlabel="points more than the base")
    ax.grid(False, axis="y")
    return figure


def interactions(
    panels: Mapping[str, Mapping[str, tuple[str, str]]], values: Mapping[str, float], ends: Sequence[str]
) -> Figure:
    """Draw pairs of accuracies, a line for each, in panels side by side: lines that are not parallel interact."""
    figure, plots = axes(len(panels), width=5.2, height=3.2, sharey=True)
    for ax, (title, lines) in zip(plots, panels.items(), strict=True):
        for i, (name, pair) in enumerate(lines.items()):
            heights = [100 * values[row] for row in pair]
            ax.plot([0, 1], heights, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], label=name)
        ax.set(title=title, xlim=(-0.3, 1.3))
        ax.set_xticks([0, 1], ends)
        ax.legend(loc="lower right")
    plots[0].set_ylabel("validation accuracy in percent")
    return figure


def flattery(best: Mapping[str, Sequence[float]], truth: float) -> Figure:
    """Draw what the best of several equal networks scores, as histograms, and what each is worth."""
    figure, (ax,) = axes(width=4.8, height=3.2)
    every = np.concatenate(list(best.values()))
    bins = np.arange(100 * every.min(), 100 * every.max() + 0.1, 0.1).tolist()
    for i, (name, scores) in enumerate(best.items()):
        ax.hist(
            100 * np.asarray(scores),
            bins,
            histtype="step",
            linewidth=2,
            color=COLORS[i],
            linestyle=DASHES[i],
            label=name,
        )
    ax.axvline(100 * truth, color=GRAY, linewidth=1.5)
    ax.set(xlabel="validation accuracy in percent", ylabel="how often")
    figure.legend(loc="outside lower center", ncols=len(best))
    return figure


def confusion_table(counts: Array, names: Sequence[str]) -> Figure:
    """Draw how many of 1,000 pictures of each kind got each name; the diagonal is blank."""
    figure, (ax,) = axes(width=5.0, height=4.7)
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    ax.imshow(mistakes, cmap="Blues")
    for (i, j), count in np.ndenumerate(np.rint(mistakes).astype(int)):
        if i != j:
            color = "white" if count > mistakes.max() * 0.6 else "black" if count > mistakes.max() * 0.15 else GRAY
            ax.text(j, i, str(count), ha="center", va="center", fontsize=8.5, color=color)
    ax.set_xticks(range(len(names)), names, rotation=45, ha="right")
    ax.set_yticks(range(len(names)), names)
    ax.set(xlabel="the network's answer", ylabel="the true kind")
    ax.grid(False)
    return figure
