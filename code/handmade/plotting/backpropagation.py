"""Figures of the chapter *Backpropagation*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, GREEN, MARKERS, ORANGE, axes, canvas

Array = np.ndarray
Curve = Callable[[Array], Array]

# Where the small net's boxes stand (their middles), and from which to which box its wires lead
BOXES = {"x1": (0.62, 3.05), "x2": (0.62, 0.95), "h1": (3.3, 3.05), "h2": (3.3, 0.95), "ŷ": (5.4, 2.0)}
WIRES = {"w11": ("x1", "h1"), "w12": ("x1", "h2"), "w21": ("x2", "h1"), "w22": ("x2", "h2"), "v1": ("h1", "ŷ"),
         "v2": ("h2", "ŷ")}  # fmt: skip
PLACES = {"w11": (1.66, 3.17, "center"), "w12": (1.32, 2.73, "left"), "w21": (1.32, 1.15, "left"),
          "w22": (1.66, 0.72, "center"),
          "v1": (4.42, 2.3, "right"), "v2": (4.42, 1.6, "right"), "b1": (3.3, 3.62, "center"),
          "b2": (3.3, 0.3, "center"),
          "c": (5.4, 2.6, "center")}  # fmt: skip
WIDTHS = {"x1": 0.42, "x2": 0.42, "h1": 0.78, "h2": 0.78, "ŷ": 0.5}  # halves


def small_net(
    values: Mapping[str, float],
    prices: Mapping[str, float] | None = None,
    roads: Sequence[Sequence[str]] = (),
) -> Figure:
    """Draw the net of 2, 2 and 1 neurons with the value of every number, and prices and roads where given.

    A road is a sequence of boxes and wires that stand out.
    """
    figure, ax = canvas(6.2, 3.95)
    colors = {part: (COLORS[i], 3.2, DASHES[i]) for i, road in enumerate(roads) for part in reversed(road)}
    shared = set.intersection(*map(set, roads)) if roads else set()
    for name, (start, end) in WIRES.items():
        color, width, dash = colors.get(name, (GRAY, 1.4, "-"))
        (x, y), (to_x, to_y) = BOXES[start], BOXES[end]
        ax.plot([x + WIDTHS[start], to_x - WIDTHS[end]], [y, to_y], color=color, linewidth=width, linestyle=dash)
    for name, (x, y, side) in PLACES.items():
        color = colors[name][0] if name in colors else "black"
        ax.text(x, y, f"{_written(name)} = {_number(values[name])}", ha=side, fontsize=13.5, color=color)
    for name in BOXES:
        _box(ax, name, values, prices, colors.get(name, (GRAY, 1.4, "-"))[0] if name not in shared else GREEN)
    if not roads:
        error = f"{_number(values['ŷ'])} − {_number(values['y'])}"
        ax.text(5.4, 1.22, f"loss ({error})²\n= {_number(values['loss'])}", ha="center", va="top", fontsize=13.5)
    return figure


def _box(ax: Axes, name: str, values: Mapping[str, float], prices: Mapping[str, float] | None, color: str) -> None:
    (x, y), half = BOXES[name], WIDTHS[name]
    tall = 0.3 if prices is None else 0.36
    ax.add_patch(_rectangle(x, y, half, tall, color))
    unit = name[1:] if name.startswith("h") else ""
    text = f"{_written(name)} = {_number(values[name])}"
    if unit:
        text = f"{_written('z' + unit)} = {_number(values['z' + unit])} → {_written(name)} = {_number(values[name])}"
    ax.text(x, y + (0.13 if prices else 0), text, ha="center", va="center", fontsize=13.5 if not unit else 11)
    if prices is not None:
        price = f"price {_number(prices[name])}" if name in prices else "price ?"
        ax.text(x, y - 0.17, price, ha="center", va="center", fontsize=12.5, color=ORANGE, weight="bold")


def _rectangle(x: float, y: float, half: float, tall: float, color: str) -> FancyBboxPatch:
    return FancyBboxPatch((x - half, y - tall), 2 * half, 2 * tall, boxstyle="round,pad=0,rounding_size=0.08",
                          facecolor="white", edgecolor=color, linewidth=2, zorder=2)  # fmt: skip


def _written(name: str) -> str:
    return f"${name[0]}_{{{name[1:]}}}$" if len(name) > 1 else f"${name}$" if name != "ŷ" else r"$\hat{y}$"


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def blame(prices: Sequence[Array], names: Sequence[str]) -> Figure:
    """Draw the price of every weight as a bar, group by group, each group an array."""
    figure, (ax,) = axes(height=3.5)
    start, ticks = 0, []
    for i, group in enumerate(prices):
        places = start + np.arange(group.size)
        kernel = i % 2 == 0
        ax.bar(places, group.ravel(), color=BLUE if kernel else ORANGE, hatch=None if kernel else "////",
               edgecolor="white", linewidth=0.4)  # fmt: skip
        ticks.append(places.mean())
        if i:
            ax.axvline(start - 1, color=GRAY, linewidth=0.6, linestyle=":")
        start = int(places[-1]) + 2
    ax.axhline(0, color=GRAY, linewidth=0.8)
    ax.set_xticks(ticks, names)
    ax.grid(axis="x", visible=False)
    ax.set(ylabel="price: loss per unit more", xlim=(-1.5, start - 0.5))
    return figure


def plateau(losses: Sequence[Sequence[float]], accuracies: Sequence[Sequence[float]], mark: int) -> Figure:
    """Draw accuracy and loss by epoch, one curve for each start, the first in front, and a line at epoch ``mark``."""
    figure, panels = axes(2, width=6.6, height=3.3)
    for ax, curves, title in zip(
        panels, (accuracies, losses), ("share of right answers", "cross-entropy"), strict=True
    ):
        for i, curve in reversed(list(enumerate(curves))):
            color, width, opacity = (BLUE, 1.6, 1.0) if i == 0 else (GRAY, 0.6, 0.55)
            epochs = np.arange(1, len(curve) + 1)
            ax.plot(epochs, _smooth(np.asarray(curve)), color=color, linewidth=width, alpha=opacity)
        ax.axvline(mark, color=ORANGE, linestyle="--", linewidth=1.4)
        ax.set(title=title, xlabel="epoch")
    panels[0].set(ylim=(0.4, 1.02))
    panels[1].set(ylim=(0, None))
    return figure


def _smooth(curve: Array, width: int = 15) -> Array:
    """Return the mean of the last ``width`` entries, of fewer at the beginning."""
    total = np.cumsum(np.insert(curve, 0, 0.0))
    ends = np.arange(1, len(curve) + 1)
    starts = np.maximum(ends - width, 0)
    averaged: Array = (total[ends] - total[starts]) / (ends - starts)
    return averaged


def edges(X: Array, y: Array, answers: Mapping[str, Curve], rule: Curve, asked: Sequence[float]) -> Figure:
    """Draw the applicants and where each net changes its mind, one panel a net, with the rule and one applicant."""
    figure, panels = axes(len(answers), width=7.0, height=4.8, sharey=True)
    first, second = np.meshgrid(np.linspace(28, 102, 150), np.linspace(28, 102, 150))
    rows = np.column_stack([first.ravel(), second.ravel()])  # (22500, 2)
    for ax, (title, answer) in zip(panels, answers.items(), strict=True):
        admitted = y.ravel() == 1
        ax.plot(*X[admitted].T, "o", color=BLUE, markersize=4, label="admitted")
        ax.plot(*X[~admitted].T, "x", color=ORANGE, markersize=5, markeredgewidth=1.4, label="not admitted")
        ax.contour(first, second, answer(rows).reshape(first.shape), levels=[0.5], colors=[BLUE], linewidths=2.2)
        truth = rule(rows).reshape(first.shape)
        ax.contour(first, second, truth, levels=[0], colors=[GRAY], linewidths=2.0, linestyles="dashdot")
        ax.plot(*asked, "*", color=GREEN, markersize=15, markeredgecolor="white", zorder=3, label="our applicant")
        ax.set(title=title, xlabel="first exam", xlim=(27, 103), ylim=(27, 103), aspect="equal")
    panels[0].set(ylabel="second exam")
    panels[0].plot([], [], color=BLUE, linewidth=2.2, label="net: one half")
    panels[0].plot([], [], "-.", color=GRAY, linewidth=2.0, label="the true rule")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def between(shares: Array, losses: Mapping[str, Array]) -> Figure:
    """Draw the loss on the straight way from one net to another, for several pairs."""
    figure, (ax,) = axes()
    for i, (name, values) in enumerate(losses.items()):
        ax.plot(shares, values, color=COLORS[i], linestyle=DASHES[i], label=name)
        for end in (0, len(shares) // 2, -1):
            ax.plot(shares[end], values[end], MARKERS[i], color=COLORS[i], markersize=7)
    ax.set_xticks([0, 0.5, 1], ["the net", "midpoint: twins", "two units swapped"])
    ax.set(ylabel="cross-entropy", ylim=(0, None))
    ax.legend()
    return figure
