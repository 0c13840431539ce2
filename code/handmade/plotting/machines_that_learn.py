"""Figures of the chapter *Machines that learn*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, FancyArrowPatch, FancyBboxPatch, Rectangle

from handmade.plotting.style import BLUE, COLORS, GRAY, MARKERS, ORANGE, SETTINGS, axes, canvas

Array = np.ndarray
Point = tuple[float, float]


def paradigms() -> Figure:
    """Draw what goes into and what comes out of a written program and of a learning one."""
    figure, ax = canvas(5.4, 2.3)
    ax.set(xlim=(0.4, 5.8), ylim=(0.02, 2.32))
    for y, name, inputs, output, color in (
        (1.78, "a program as usual", ("rules", "messages"), "labels", BLUE),
        (0.52, "a program that learns", ("messages", "labels"), "rules", ORANGE),
    ):
        ax.add_patch(
            FancyBboxPatch((2.25, y - 0.36), 2.1, 0.72, boxstyle="round,pad=0.04", fill=False, edgecolor=color, lw=2)
        )
        ax.text(3.3, y, name, ha="center", va="center")
        for height, text in zip((0.22, -0.22), inputs, strict=True):
            ax.text(1.35, y + height, text, ha="right", va="center", fontweight="bold" if text == "rules" else None)
            _arrow(ax, (1.45, y + height), (2.18, y + height))
        _arrow(ax, (4.42, y), (5.15, y))
        ax.text(5.25, y, output, va="center", fontweight="bold" if output == "rules" else None)
    return figure


def nested_fields() -> Figure:
    """Draw deep learning inside machine learning inside artificial intelligence."""
    figure, ax = canvas(5.4, 2.6)
    ax.set(xlim=(0, 6.6), ylim=(-0.04, 3.14))
    for center, width, height, color, text, top, example, low in (
        ((3.3, 1.55), 6.4, 2.95, GRAY, "artificial intelligence", 2.73, "hand-written rules, search", 0.33),
        ((3.3, 1.5), 4.9, 1.98, BLUE, "machine learning", 2.22, "our twelve lines", 0.78),
        ((3.3, 1.5), 3.0, 0.95, ORANGE, "deep learning", 1.62, "networks of many layers", 1.32),
    ):
        ax.add_patch(Ellipse(center, width, height, facecolor=color, edgecolor=color, alpha=0.13))
        ax.add_patch(Ellipse(center, width, height, fill=False, edgecolor=color, linewidth=2))
        ax.text(3.3, top, text, ha="center", va="center", fontweight="bold")
        ax.text(3.3, low, example, ha="center", va="center", style="italic")
    return figure


def one_vs_rest(X: Array, kinds: Array, names: Sequence[str]) -> Figure:
    """Draw examples of three classes, and then one panel for each class against the others."""
    plt.rcParams.update(SETTINGS)
    figure, grid = plt.subplots(2, 2, figsize=(5.6, 4.6), sharex=True, sharey=True, layout="constrained")
    panels = grid.ravel()
    for k, name in enumerate(names):  # three of them: the grid has four panels
        mine = kinds == k
        panels[0].plot(*X[mine].T, MARKERS[k], color=COLORS[k], markersize=6, linestyle="none")
        panels[0].annotate(name, X[mine].mean(axis=0), xytext=(0, 17), textcoords="offset points", ha="center")
        ax = panels[k + 1]
        ax.plot(*X[~mine].T, "o", color=GRAY, markersize=5, markerfacecolor="none", linestyle="none")
        ax.plot(*X[mine].T, MARKERS[k], color=COLORS[k], markersize=6, linestyle="none")
        ax.set_title(f"{name} or not?")
    panels[0].set_title("which of three?")
    panels[0].set(xlim=(0, 11), ylim=(0, 1.15), xticks=(0, 5, 10))
    for ax in grid[:, 0]:
        ax.set_ylabel("redness")
    for ax in grid[1]:
        ax.set_xlabel("diameter in cm")
    return figure


def two_neurons() -> Figure:
    """Draw a living nerve cell and, below it part by part, the neuron of this book."""
    figure, ax = canvas(5.5, 4.0)
    ax.set(xlim=(0.1, 6.3), ylim=(0, 4.5))
    _nerve_cell(ax, 3.35)
    words = (("free", 2, "1.2"), ("lunch", 1, "−2.0"), ("bring", 1, "−0.3"))
    heights = (1.98, 1.2, 0.42)
    for (word, count, weight), y in zip(words, heights, strict=True):
        ax.add_patch(Circle((0.95, y), 0.24, fill=False, edgecolor=BLUE, linewidth=2))
        ax.text(0.95, y, str(count), ha="center", va="center")
        ax.text(0.6, y, word, ha="right", va="center", style="italic")
        end = (2.93, 1.2 + 0.32 * (y - 1.2))
        _arrow(ax, (1.22, y), end)
        ax.text(1.62, y + 0.11 - 0.2 * (y - 1.2), f"× {weight}", color=ORANGE, ha="center", va="bottom")
    for x, text in ((3.35, "add up"), (4.6, "squeeze")):
        ax.add_patch(Circle((x, 1.2), 0.43, fill=False, edgecolor=BLUE, linewidth=2))
        ax.text(x, 1.2, text, ha="center", va="center", fontsize=9.5)
    _arrow(ax, (3.35, 0.42), (3.35, 0.74))
    ax.text(3.35, 0.36, "bias", ha="center", va="top", color=ORANGE)
    _arrow(ax, (3.81, 1.2), (4.14, 1.2))
    ax.text(3.97, 1.3, "$z$", ha="center", va="bottom")
    _arrow(ax, (5.06, 1.2), (5.6, 1.2))
    ax.text(5.66, 1.2, "belief", va="center")
    for x, text in ((0.95, "inputs"), (1.95, "weights"), (3.35, "sum"), (4.6, "activation"), (5.9, "output")):
        ax.text(x, 2.4, text, ha="center", va="center", color=GRAY)
    return figure


def network(sizes: Sequence[int], answers: Sequence[str]) -> Figure:
    """Draw layers of neurons, fully connected, with an image going in and answers coming out."""
    figure, ax = canvas(5.3, 2.83)
    ax.set(xlim=(0.12, 6.12), ylim=(0, 3.2))
    xs = np.linspace(2.0, 5.2, len(sizes))
    nodes = [[(float(x), 1.45 + 0.44 * (i - (n - 1) / 2)) for i in range(n)] for x, n in zip(xs, sizes, strict=True)]
    for before, after in pairwise(nodes):
        for start in before:
            for end in after:
                ax.plot(*zip(start, end, strict=True), color=GRAY, linewidth=0.8, zorder=1)
    last = len(sizes) - 1
    for k, layer in enumerate(nodes):
        for node in layer:
            color = ORANGE if 0 < k < last else BLUE
            ax.add_patch(Circle(node, 0.15, facecolor="white", edgecolor=color, linewidth=2, zorder=2))
        name = "input" if k == 0 else "output" if k == last else f"hidden {k}"
        ax.text(xs[k], 2.95, name, ha="center", color=GRAY)
    for k in range(last):
        ax.text((xs[k] + xs[k + 1]) / 2, 0.13, f"weights $W_{k + 1}$", ha="center", color=GRAY, fontsize=9.5)
    _small_image(ax, (0.25, 0.95))
    _arrow(ax, (1.33, 1.45), (1.72, 1.45))
    for node, text in zip(nodes[-1], answers, strict=True):
        ax.text(node[0] + 0.28, node[1], text, va="center")
    return figure


def word_weights(weights: Mapping[str, float], most: int = 10) -> Figure:
    """Draw the words that speak loudest for and against, with their weights as bars."""
    ordered = sorted(weights, key=lambda word: weights[word])
    figure, panels = axes(2, width=5.4, height=3.5)
    sides = ((ordered[:most], "speak against junk", BLUE, ""), (ordered[-most:][::-1], "speak for junk", ORANGE, "//"))
    for ax, (words, title, color, hatch) in zip(panels, sides, strict=True):
        values = [weights[word] for word in words]
        ax.barh(range(len(words)), values, color=color, hatch=hatch, edgecolor="white", linewidth=0)
        ax.set_yticks(range(len(words)), words)
        ax.invert_yaxis()
        ax.grid(visible=False, axis="y")
        ax.set(title=title, xlabel="weight")
    panels[0].yaxis.tick_right()
    panels[0].spines["left"].set_visible(False)
    panels[0].spines["right"].set_visible(True)
    return figure


def _arrow(ax: Axes, start: Point, end: Point) -> None:
    """Draw an arrow."""
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=14, linewidth=1.6, color=GRAY, shrinkB=0))


def _nerve_cell(ax: Axes, y: float) -> None:
    """Draw dendrites, cell body, axon and its endings around the height ``y``."""
    ink: dict[str, Any] = {"color": GRAY, "solid_capstyle": "round"}
    for rise in (0.62, 0.05, -0.55):
        middle = (1.75, y + 0.75 * rise)
        ax.plot([3.1, middle[0]], [y + 0.15 * rise, middle[1]], linewidth=3.5, **ink)
        for fork in (0.2, -0.16):
            ax.plot([middle[0], 0.85], [middle[1], y + rise + fork], linewidth=2, **ink)
    ax.plot([3.5, 4.4, 5.3], [y, y + 0.06, y], linewidth=3.5, **ink)
    for rise in (0.42, 0.0, -0.42):
        ax.plot([5.3, 5.85], [y, y + rise], linewidth=2, **ink)
        ax.add_patch(Circle((5.9, y + rise), 0.07, color=GRAY))
    ax.add_patch(Ellipse((3.35, y), 0.95, 0.85, facecolor="#d9dde3", edgecolor=GRAY, linewidth=2, zorder=3))
    ax.add_patch(Circle((3.35, y), 0.15, color=GRAY, zorder=4))
    for x, text in ((1.35, "dendrites"), (3.35, "cell body"), (4.6, "axon"), (5.9, "endings")):
        ax.text(x, y + 0.95, text, ha="center", va="center", color=GRAY)


def _small_image(ax: Axes, corner: Point, side: float = 0.25) -> None:
    """Draw a small picture of a seven."""
    for row, line in enumerate(("0000", "1110", "0010", "0100")[::-1]):
        for column, ink in enumerate(line):
            place = (corner[0] + side * column, corner[1] + side * row)
            ax.add_patch(Rectangle(place, side, side, facecolor=GRAY if ink == "1" else "none", edgecolor=GRAY, lw=0.8))
    ax.text(corner[0] + 2 * side, corner[1] - 0.2, "an image", ha="center", va="center", color=GRAY)
