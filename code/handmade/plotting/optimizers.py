"""Figures of the chapter *Optimizers*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, MARKERS, ORANGE, axes

Array = np.ndarray
Surface = Callable[[Array, Array], Array]  # from two coordinates to heights


def zigzag(curvatures: Sequence[float], path: Array) -> Figure:
    """Draw a walk in a ravine from above, and beside it the two slopes that it felt at every step."""
    figure, (above, felt) = axes(2, width=6.6, height=3.0)
    xs, ys = np.meshgrid(np.linspace(-4.6, 1.6, 120), np.linspace(-2.5, 2.5, 120))
    heights = (curvatures[0] * xs**2 + curvatures[1] * ys**2) / 2
    above.contour(xs, ys, heights, [0.3, 2, 8, 20, 45, 80], colors=GRAY, linewidths=0.8)
    above.plot(*path.T, "-o", color=BLUE, linewidth=1, markersize=4)
    above.plot(*path[0], "s", color=ORANGE, markersize=8)
    above.plot(0, 0, "*", color="black", markersize=10)
    above.set(xlabel="$w_1$, the flat direction", ylabel="$w_2$, the steep one")
    for i, name in enumerate(("flat", "steep")):
        slopes = curvatures[i] * path[:, i]
        felt.plot(slopes, MARKERS[i], linestyle=DASHES[i], color=COLORS[i], markersize=5, linewidth=1.2, label=name)
    felt.axhline(0, color=GRAY, linewidth=0.8)
    felt.set(xlabel="step", ylabel="slope", ylim=(-70, 95))
    felt.legend(loc="upper right", ncols=2)
    return figure


def floors(memories: Mapping[str, float]) -> Figure:
    """Draw what a step multiplies the distance by in the long run, over learning rate times curvature."""
    figure, (ax,) = axes(width=5.6, height=3.8)
    products = np.linspace(0, 4.2, 2101)
    ax.axhspan(0, 1, color=BLUE, alpha=0.12, linewidth=0)
    for i, (name, beta) in enumerate(memories.items()):
        half = (1 + beta - products) / 2
        root = np.sqrt(np.asarray(half**2 - beta, complex))
        sizes = np.maximum(np.abs(half + root), np.abs(half - root))
        ax.plot(products, sizes, color=COLORS[i], linestyle=DASHES[i], label=name)
        ax.plot(2 * (1 + beta), 1, "X", color=COLORS[i], markersize=9)
    ax.text(2.2, 0.3, "distances shrink", color=BLUE)
    ax.set(xlabel="learning rate × curvature, α h", ylabel="size of the slowest factor", xlim=(0, 4.2), ylim=(0, 1.32))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, columnspacing=1.2, handlelength=2.4)
    return figure


def ravine_and_valley(ravine: Mapping[str, Array], valley: Mapping[str, Array]) -> Figure:
    """Draw walks (steps + 1, 2) on the ravine of curvatures 1 and 30, and walks in Rosenbrock's valley."""
    figure, plots = axes(2, width=7.0, height=3.9)
    places: list[tuple[str, Surface, Sequence[float], float, Mapping[str, Array]]] = [
        ("the ravine", lambda x, y: (x * x + 30 * y * y) / 2, [0.3, 2, 8, 20, 45, 80], 0.0, ravine),
        ("Rosenbrock's valley", lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, [0.3, 3, 15, 60, 180], 1.0, valley),
    ]
    for ax, (title, surface, levels, floor, paths) in zip(plots, places, strict=True):
        every = np.vstack(list(paths.values()))
        low, high = every.min(axis=0), every.max(axis=0)
        room = 0.12 * (high - low)
        xs, ys = np.meshgrid(*(np.linspace(a, b, 160) for a, b in zip(low - room, high + room, strict=True)))
        ax.contour(xs, ys, surface(xs, ys), levels, colors=GRAY, linewidths=0.7)
        for i, (name, path) in enumerate(paths.items()):
            ax.plot(*path.T, color=COLORS[i], linestyle=DASHES[i], linewidth=1.5, label=name)
            ax.plot(*path[-1], MARKERS[i], color=COLORS[i], markersize=8)
        ax.plot(floor, floor, "*", color="black", markersize=12, zorder=5)
        ax.set(title=title, xlabel="$w_1$")
        ax.grid(visible=False)
    plots[0].set_ylabel("$w_2$")
    handles, names = plots[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=len(names), frameon=False, handlelength=2.8)
    return figure


def windows(rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw the accuracy over the learning rate, a curve for each optimizer, with its best rate marked.

    A row has the keys optimizer, rate, and accuracy: a list, one value for each epoch.
    """
    figure, (ax,) = axes(width=6.0, height=4.2)
    for i, name in enumerate(dict.fromkeys(row["optimizer"] for row in rows)):
        mine = [row for row in rows if row["optimizer"] == name]
        rates, hits = [row["rate"] for row in mine], [row.get("accuracy", [0.0])[-1] for row in mine]
        ax.semilogx(rates, hits, color=COLORS[i], linestyle=DASHES[i], linewidth=1.6, label=name)
        best = int(np.argmax(hits))
        ax.plot(rates[best], hits[best], MARKERS[i], color=COLORS[i], markersize=9)
    ax.set(xlabel="learning rate α", ylabel="accuracy on images held back", ylim=(0.8, 0.985))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
    return figure


def five_starts(found: Mapping[str, Array]) -> Figure:
    """Draw the accuracies of five starts for each optimizer as dots on a line from the least to the largest."""
    figure, (ax,) = axes(width=5.8, height=0.9 + 0.42 * len(found))
    for row, values in enumerate(found.values()):
        color = GRAY if row == 0 else COLORS[(row - 1) % len(COLORS)]
        ax.plot([min(values), max(values)], [row, row], color=color, linewidth=2)
        ax.plot(values, np.full(len(values), row), "o", color=color, markersize=6, alpha=0.6)
        ax.plot(np.mean(values), row, "|", color="black", markersize=15, markeredgewidth=2)
    ax.set_yticks(range(len(found)), list(found))
    ax.set(xlabel="accuracy on the test images", ylim=(len(found) - 0.5, -0.5))
    return figure


def one_curve(rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw accuracy on images held back over the loss on images learned from, a dot for each epoch of each run.

    A row has the keys optimizer, and learned and accuracy: lists, one value for each epoch.
    """
    figure, (ax,) = axes(width=5.8, height=4.0)
    for i, name in enumerate(dict.fromkeys(row["optimizer"] for row in rows)):
        losses = [loss for row in rows if row["optimizer"] == name for loss in row.get("learned", [])]
        hits = [hit for row in rows if row["optimizer"] == name for hit in row.get("accuracy", [])]
        ax.plot(losses, hits, MARKERS[i], color=COLORS[i], markersize=5, alpha=0.7, linestyle="none", label=name)
    ax.set(xscale="log", xlabel="loss on images learned from (falls to the right)", ylabel="accuracy, images held back")
    ax.set(ylim=(0.88, 0.985), xlim=(0.5, 0.03))
    ax.minorticks_off()
    ax.set_xticks([0.5, 0.3, 0.2, 0.1, 0.05, 0.03], ["0.5", "0.3", "0.2", "0.1", "0.05", "0.03"])
    ax.legend(loc="lower right")
    return figure
