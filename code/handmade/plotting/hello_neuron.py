"""Figures of the chapter *Hello, neuron*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, MARKERS, ORANGE, axes, canvas

Array = np.ndarray


def neuron_diagram() -> Figure:
    """Draw one neuron: input, weight, sum with the bias, output."""
    figure, ax = canvas(6.4, 2.1)
    for (x, y), radius, text in (
        ((0.7, 1.35), 0.38, "$x$"),
        ((3.1, 1.05), 0.55, "$wx + b$"),
        ((5.6, 1.05), 0.38, "$\\hat y$"),
    ):
        ax.add_patch(Circle((x, y), radius, facecolor="none", edgecolor=BLUE, linewidth=2))
        ax.text(x, y, text, ha="center", va="center", fontsize=13)
    for start, end in (((1.08, 1.33), (2.56, 1.13)), ((2.0, 0.35), (2.7, 0.66)), ((3.65, 1.05), (5.22, 1.05))):
        ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=16, linewidth=1.8, color=GRAY))
    ax.text(1.75, 1.38, "weight $w$", ha="center", color=ORANGE)
    ax.text(1.9, 0.3, "bias $b$", ha="right", color=ORANGE)
    for x, text in ((0.7, "input"), (3.1, "the neuron"), (5.6, "prediction")):
        ax.text(x, 1.83, text, ha="center", va="center", color=GRAY)
    return figure


def points_and_lines(x: Array, y: Array, lines: Sequence[tuple[float, float]]) -> Figure:
    """Draw the examples and, for each (w, b), the line that neuron would predict."""
    figure, (ax,) = axes()
    ends = np.array([0.0, x.max() + 1.0])
    for i, (w, b) in enumerate(lines):
        ax.plot(ends, w * ends + b, color=COLORS[i], linestyle=DASHES[i], label=f"w = {w:g}, b = {b:g}")
    ax.plot(x, y, "o", color="black", markersize=6, label="the nine examples")
    ax.set(xlabel="input x", ylabel="output y", ylim=(-2, 28))
    ax.legend()
    return figure


def errors_of_a_line(x: Array, y: Array, w: float, b: float) -> Figure:
    """Draw one line and the error of each of its predictions."""
    figure, (ax,) = axes()
    y_pred = w * x + b
    ax.vlines(x.ravel(), y.ravel(), y_pred.ravel(), color=ORANGE, linestyle=":", linewidth=2, label="errors")
    ax.plot(x, y_pred, "-s", color=BLUE, markersize=5, label=f"predictions of w = {w:g}, b = {b:g}")
    ax.plot(x, y, "o", color="black", markersize=6, label="targets")
    ax.set(xlabel="input x", ylabel="output y")
    ax.legend()
    return figure


def losses_by_epoch(losses: Mapping[str, Sequence[float]]) -> Figure:
    """Draw one curve of losses for each name, on a logarithmic axis."""
    figure, (ax,) = axes()
    for i, (name, values) in enumerate(losses.items()):
        epochs = np.arange(1, len(values) + 1)
        every = max(1, len(values) // 10)
        ax.plot(epochs, values, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], markevery=every, label=name)
    ax.set(yscale="log", xlabel="epoch", ylabel="mean squared error")
    ax.legend()
    return figure
