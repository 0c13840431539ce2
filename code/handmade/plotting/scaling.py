"""Figures of the chapter *Many features, and their scales*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, GREEN, MARKERS, ORANGE, axes

Array = np.ndarray


def downhill_around_the_floor(table: Array) -> Figure:
    """Draw the bowl from above with the steepest way down from 16 places around its floor.

    `table` (2, 2) turns distances from the floor into slopes.
    """
    figure, (ax,) = axes(width=4.8, height=4.6)
    _ellipses(ax, table, (0.25, 0.6, 1.0, 1.45, 2.5, 4.5, 7))
    values, own = np.linalg.eigh(table)
    steep = np.arctan2(own[1, 1], own[0, 1])
    for angle in steep + np.radians(np.arange(0, 360, 22.5)):
        place = np.array([np.cos(angle), np.sin(angle)])
        way = -table @ place / np.linalg.norm(table @ place)
        straight = np.abs(own.T @ place).max() > 0.9999
        _arrow(ax, place, place + 0.38 * way, ORANGE if straight else BLUE)
    ax.plot(0, 0, "o", color="black", markersize=5)
    for direction, value, spot in ((own[:, 1], values[1], (1.12, 0.3)), (own[:, 0], values[0], (0.3, -1.46))):
        ax.axline((0, 0), tuple(direction), color=ORANGE, linestyle=":", linewidth=1.4)
        ax.text(*spot, f"{value:.2f}", color=ORANGE, ha="left", va="center")
    ax.set(xlim=(-1.6, 1.6), ylim=(-1.6, 1.6), aspect="equal", xlabel="weight, from the floor")
    ax.set(ylabel="bias, from the floor")
    return figure


def two_masters(curvatures: Mapping[str, float], rate: float, widest: float) -> Figure:
    """Draw the factor of every direction over the learning rate, with one rate marked on all lines."""
    figure, (ax,) = axes(width=5.6, height=3.9)
    rates = np.array([0.0, widest])
    ax.axhspan(-1, 1, color=BLUE, alpha=0.12, linewidth=0)
    ax.axvline(rate, color=GRAY, linestyle=":", linewidth=1.5)
    ax.text(widest * 0.4, 0.06, "errors shrink in the band", ha="left", color=BLUE)
    for i, (name, curvature) in enumerate(curvatures.items()):
        ax.plot(rates, 1 - rates * curvature, color=COLORS[i], linestyle=DASHES[i], label=name)
        ax.plot(rate, 1 - rate * curvature, MARKERS[i], color=COLORS[i], markersize=7)
        label = f"{1 - rate * curvature:.3f}".replace("-", "−")
        below = (6, -14) if curvature == min(curvatures.values()) else (8, 4)
        ax.annotate(label, (rate, 1 - rate * curvature), xytext=below, textcoords="offset points")
    cliff = 2 / max(curvatures.values())
    ax.plot(cliff, -1, "X", color="black", markersize=9)
    ax.annotate(f"cliff {cliff:.5f}", (cliff, -1), xytext=(8, -2), textcoords="offset points")
    ax.set(xlabel="learning rate α", ylabel="one step multiplies the error by", ylim=(-1.6, 1.15), xlim=(0, widest))
    ax.legend(loc="lower left")
    return figure


def bowls_and_walks(panels: Mapping[str, tuple[Array, Sequence[float]]], steps: int) -> Figure:
    """Draw one bowl from above for each name, given by its table (2, 2), and a walk with its best rate.

    A walk begins at the given place, as seen from the floor, and ends at the floor or after the given steps.
    """
    figure, plots = axes(len(panels), width=6.6, height=2.9)
    for ax, (name, (table, start)) in zip(plots, panels.items(), strict=True):
        reach = 1.15 * float(np.abs(start).max())
        _ellipses(ax, table, reach * np.array([0.15, 0.35, 0.6, 0.9, 1.3, 2, 3, 4.5, 6.5, 9, 12]))
        curvatures = np.linalg.eigvalsh(table)
        places = [np.asarray(start, float)]
        while len(places) <= steps and np.abs(places[-1]).max() > 1e-9:
            places.append(places[-1] - 2 / (curvatures[0] + curvatures[1]) * table @ places[-1])
        walk = np.array(places)
        ax.plot(*walk.T, "-o", color=BLUE, linewidth=0.8, markersize=2.5)
        ax.plot(*places[0], "s", color=ORANGE, markersize=7)
        ax.plot(0, 0, "*", color="black", markersize=9)
        walked = f"{len(walk) - 1} steps" if len(walk) > 2 else "1 step"
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", title=f"{name}, {walked}")
        ax.set_xlabel("weight, from the floor")
        ax.grid(visible=False)
    plots[0].set_ylabel("bias, from the floor")
    return figure


def curvature_ranges(curvatures: Mapping[str, Array]) -> Figure:
    """Draw the curvatures of each version of the data as dots on a logarithmic axis, joined from least to largest."""
    figure, (ax,) = axes(width=5.6, height=0.9 + 0.46 * len(curvatures))
    for row, values in enumerate(curvatures.values()):
        color = COLORS[row % 4]
        ax.plot([values.min(), values.max()], [row, row], color=color, linewidth=2)
        ax.plot(values, np.full(len(values), row), MARKERS[row % 4], color=color, markersize=7)
        ratio = f"{values.max() / values.min():,.0f} : 1" if values.max() > 10 * values.min() else None
        ratio = ratio or f"{values.max() / values.min():.1f} : 1"
        ax.annotate(ratio, (values.max(), row), xytext=(9, 0), textcoords="offset points", va="center")
    ax.set(xscale="log", xlabel="curvature of the loss", yticks=range(len(curvatures)), xlim=(0.01, 1.5e6))
    ax.set_yticks(range(len(curvatures)), list(curvatures))
    ax.set_ylim(len(curvatures) - 0.5, -0.5)
    return figure


def races(losses: Mapping[str, Sequence[float]], floor: float) -> Figure:
    """Draw the losses before each step, on logarithmic axes, and the least that a line can have."""
    figure, (ax,) = axes(width=5.6, height=3.8)
    for i, (name, values) in enumerate(losses.items()):
        ax.loglog(np.arange(1, len(values) + 1), values, color=COLORS[i], linestyle=DASHES[i], label=name)
    ax.axhline(floor, color=GRAY, linewidth=1)
    ax.annotate("the best line", (1, floor), xytext=(4, -13), textcoords="offset points", color=GRAY)
    ax.set(xlabel="step", ylabel="mean squared error", ylim=(floor / 1.6, None))
    ax.legend(loc="upper right")
    return figure


def worth_of_a_bedroom(found: Array, best: Array, truth: Array, table: Array) -> Figure:
    """Draw the two weights of many redrawn data sets (k, 2) over the lines of equal loss around the best ones."""
    figure, (ax,) = axes(width=5.6, height=4.2)
    ax.plot(*found.T, "o", color=BLUE, markersize=3, alpha=0.35, label="1,000 redrawn samples", zorder=1)
    values, own = np.linalg.eigh(table)
    around = np.linspace(0, 2 * np.pi, 200)
    for i, rise in enumerate((0.1, 0.3, 0.64)):
        ring = own @ (np.sqrt(2 * rise / values)[:, None] * np.array([np.cos(around), np.sin(around)]))
        label = "lines of equal loss" if i == 0 else None
        ax.plot(*(best[:, None] + ring), color=ORANGE, linewidth=1.5, linestyle="--", label=label)
    ax.plot(*best, "*", color="black", markersize=12, label="least squares, our 156 houses")
    ax.plot(*truth, "X", color=GREEN, markersize=10, label="the rule that made the data")
    ax.set(xlabel="weight of the area, ₱100,000 per m²", ylabel="weight of a bedroom, ₱100,000")
    ax.legend(loc="upper right", fontsize=9)
    return figure


def _ellipses(ax: Axes, table: Array, lengths: Sequence[float] | Array) -> None:
    """Draw lines of equal loss whose long half axis has each of the lengths."""
    values, own = np.linalg.eigh(table)
    angle = float(np.degrees(np.arctan2(own[1, 0], own[0, 0])))
    for length in lengths:
        short = length * np.sqrt(values[0] / values[1])
        ax.add_patch(Ellipse((0, 0), 2 * length, 2 * short, angle=angle, fill=False, edgecolor=GRAY, linewidth=0.8))


def _arrow(ax: Axes, start: Array, end: Array, color: str) -> None:
    ax.annotate("", tuple(end), tuple(start), arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 1.8})
