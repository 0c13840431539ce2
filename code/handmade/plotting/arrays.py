"""Figures of the chapter *Arrays, and the dot product as likeness*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, GREEN, MARKERS, ORANGE, SETTINGS, axes, canvas

Array = np.ndarray
Point = tuple[float, float]
PIXEL = 0.38  # the side of a large pixel; all drawings are narrow, so that a phone need not shrink their words


def question(scribble: Array, patterns: Array) -> Figure:
    """Draw a scribble, and beside it ten patterns in two rows."""
    plt.rcParams.update(SETTINGS)
    figure = plt.figure(figsize=(7.2, 2.7), layout="constrained")
    places = figure.add_gridspec(2, 7)
    ax = figure.add_subplot(places[:, :2])
    ax.imshow(scribble, cmap="gray_r", interpolation="nearest")
    ax.set_title("the scribble")
    ax.axis("off")
    for digit, pattern in enumerate(patterns):
        ax = figure.add_subplot(places[digit // 5, 2 + digit % 5])
        ax.imshow(pattern, cmap="gray_r", interpolation="nearest")
        ax.set_title(str(digit), color=BLUE)
        ax.axis("off")
    return figure


def agreement(scribble: Array, patterns: Mapping[str, Array]) -> Figure:
    """Draw, one row for each pattern of 3 × 3 pixels, the scribble, the pattern, and the sign of every product."""
    figure, ax = canvas(5.5, 1.6 * len(patterns))
    for i, (name, pattern) in enumerate(patterns.items()):
        top, signs = 1.6 * (len(patterns) - i) - 0.35, scribble * pattern
        for left, title, picture in ((0.1, "shaky", scribble), (1.6, name, pattern)):
            _pixels(ax, (left, top), picture)
            ax.text(left + 0.57, top + 0.1, title, ha="center", color=GRAY)
        ax.text(1.42, top - 0.57, "×", ha="center", va="center", fontsize=16)
        ax.text(2.92, top - 0.57, "=", ha="center", va="center", fontsize=16)
        for k, sign in enumerate(signs.ravel()):
            x, y, agree = 3.1 + PIXEL * (k % 3), top - PIXEL * (k // 3 + 1), sign > 0
            ax.add_patch(Rectangle((x, y), PIXEL, PIXEL, facecolor="none", edgecolor=GRAY, linewidth=0.8))
            ax.text(
                x + PIXEL / 2,
                y + PIXEL / 2,
                "+1" if agree else "−1",
                ha="center",
                va="center",
                color=BLUE if agree else ORANGE,
                fontweight="bold" if agree else "normal",
            )
        plus, minus = int((signs > 0).sum()), int((signs < 0).sum())
        ax.text(4.35, top - 0.57, f"{plus} − {minus} = {plus - minus}".replace("= -", "= −"), va="center", fontsize=12)
    return figure


def _pixels(ax: Axes, at: Point, picture: Array) -> None:
    """Draw 3 × 3 pixels: ink where the value is positive."""
    for k, value in enumerate(picture.ravel()):
        corner, color = (at[0] + PIXEL * (k % 3), at[1] - PIXEL * (k // 3 + 1)), "#333333" if value > 0 else "none"
        ax.add_patch(Rectangle(corner, PIXEL, PIXEL, facecolor=color, edgecolor=GRAY, linewidth=0.8))


def both_axes(table: Array) -> Figure:
    """Draw a small table, with its sums along axis 0 below it and its sums along axis 1 at its right."""
    rows, columns = table.shape
    figure, ax = canvas(5.0, 2.5)
    left, top, size = 1.15, 2.2, 0.46
    _table(ax, (left, top), table, size=size)
    for j, total in enumerate(table.sum(axis=0)):
        x = left + (j + 0.5) * size
        _arrow(ax, (x, top - rows * size - 0.04), (x, top - rows * size - 0.42), BLUE)
        ax.text(x, top - rows * size - 0.57, str(total), ha="center", va="center", color=BLUE, fontweight="bold")
    for i, total in enumerate(table.sum(axis=1)):
        y, end = top - (i + 0.5) * size, left + columns * size
        _arrow(ax, (end + 0.04, y), (end + 0.42, y), ORANGE)
        ax.text(end + 0.6, y, str(total), ha="center", va="center", color=ORANGE, fontweight="bold")
    ax.text(left + columns * size / 2, 0.25, f"sum(axis=0): shape ({columns},)", ha="center", color=BLUE)
    ax.text(left + columns * size + 0.85, top - size, f"sum(axis=1):\nshape ({rows},)", va="center", color=ORANGE)
    ax.text(left - 0.15, top - size, "axis 0\ngoes down", ha="right", va="center", color=GRAY)
    ax.text(left + columns * size / 2, top + 0.12, "axis 1 goes across", ha="center", color=GRAY)
    return figure


def product(left: Array, right: Array) -> Figure:
    """Draw a matrix product; two of its entries are colored, with the row and the column that each is made of."""
    made = left @ right  # (m, n) @ (n, k) -> (m, k)
    (m, n), k, size = left.shape, right.shape[1], 0.44
    figure, ax = canvas((n + 2 * k) * size + 1.3, size * max(m, n) + 0.8)
    middle = (size * max(m, n) + 0.8) / 2 - 0.1
    columns = (0.1, 0.1 + n * size + 0.5, 0.1 + (n + k) * size + 1.1)
    marks: list[dict[tuple[int, int], tuple[str, str]]] = [{}, {}, {}]
    for (i, j), look in (((0, 0), (BLUE, "///")), ((m - 1, k - 1), (ORANGE, "..."))):
        marks[0] |= {(i, t): look for t in range(n)}
        marks[1] |= {(t, j): look for t in range(n)}
        marks[2][i, j] = look
    for x, values, marked in zip(columns, (left, right, made), marks, strict=True):
        top = middle + len(values) * size / 2
        _table(ax, (x, top), values, marked, size=size)
        ax.text(x + values.shape[1] * size / 2, top + 0.12, str(values.shape), ha="center", color=GRAY)
    ax.text(columns[1] - 0.25, middle, "@", ha="center", va="center", fontsize=15)
    ax.text(columns[2] - 0.3, middle, "=", ha="center", va="center", fontsize=15)
    return figure


def _table(
    ax: Axes,
    at: Point,
    values: Array,
    marked: Mapping[tuple[int, int], tuple[str, str]] | None = None,
    size: float = 0.5,
) -> None:
    """Draw a table of whole numbers; marked cells have a color and a hatch."""
    for (i, j), value in np.ndenumerate(values):
        corner = at[0] + j * size, at[1] - (i + 1) * size
        color, hatch = (marked or {}).get((i, j), (GRAY, ""))
        if hatch:
            ax.add_patch(Rectangle(corner, size, size, facecolor=color, alpha=0.25, hatch=hatch, linewidth=0))
        ax.add_patch(Rectangle(corner, size, size, facecolor="none", edgecolor=GRAY, linewidth=0.8))
        text = str(value).replace("-", "−")
        ax.text(corner[0] + size / 2, corner[1] + size / 2, text, ha="center", va="center")


def _arrow(ax: Axes, start: Point, end: Point, color: str, width: float = 1.8) -> None:
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=14, linewidth=width, color=color))


def times(rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw the shortest time of each way of computing a dot product against its length."""
    figure, (ax,) = axes(width=5.4, height=3.7)
    for i, way in enumerate(dict.fromkeys(row["way"] for row in rows)):
        line = [(row["n"], row["microseconds"]["low"]) for row in rows if row["way"] == way]
        ax.loglog(*zip(*line, strict=True), color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], label=way)
    ax.set(xlabel="numbers in each array", ylabel="microseconds")
    ax.legend()
    return figure


def arrows(picture: Point, patterns: Mapping[str, Point]) -> Figure:
    """Draw pictures of two pixels as arrows from the origin, the first one thick."""
    figure, (ax,) = axes(width=5.2, height=4.0)
    for i, (name, tip) in enumerate(patterns.items()):
        color = (BLUE, ORANGE, GREEN)[i]
        ax.annotate("", tip, (0, 0), arrowprops={"arrowstyle": "-|>", "color": color, "lw": 2, "ls": DASHES[i]})
        ax.annotate(name, tip, (-8, 4), textcoords="offset points", ha="right", color=color)
    ax.plot(*picture, "o", color="black", markersize=9, fillstyle="none")
    ax.annotate("the picture", picture, (10, -4), textcoords="offset points")
    ax.set(xlabel="ink in pixel 1", ylabel="ink in pixel 2", xlim=(0, 5), ylim=(0, 4.6), aspect="equal")
    return figure
