"""Figures of the chapter *Your first shipped model*."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, GRAY, ORANGE, axes, canvas

Array = np.ndarray


def box(ax: Axes, x: float, y: float, words: str, color: str) -> None:
    """Draw words in a frame around the place (x, y)."""
    frame = {"boxstyle": "round,pad=0.5", "facecolor": "none", "edgecolor": color, "linewidth": 1.5}
    ax.text(x, y, words, ha="center", va="center", bbox=frame, fontsize=10, linespacing=1.4)


def arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], color: str = GRAY) -> None:
    """Draw an arrow."""
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 1.5})


def train_once() -> Figure:
    """Draw what happens once, what crosses the line, and what happens at every question."""
    figure, ax = canvas(7.2, 2.9)
    ax.axvline(3.05, ymin=0.06, ymax=0.94, color=GRAY, linestyle="--", linewidth=1.2)
    ax.text(1.5, 2.7, "once, in a notebook", ha="center", color=GRAY)
    ax.text(5.2, 2.7, "at every question, in a program", ha="center", color=GRAY)
    box(ax, 0.85, 1.9, "100 applicants", BLUE)
    box(ax, 2.2, 1.9, "training", BLUE)
    arrow(ax, (1.5, 1.9), (1.75, 1.9))
    box(ax, 2.1, 0.75, "weights, scaler,\nnames, ranges,\nhow good it was", ORANGE)
    arrow(ax, (2.2, 1.64), (2.15, 1.25))
    box(ax, 4.1, 0.75, "bundle", ORANGE)
    arrow(ax, (2.84, 0.75), (3.68, 0.75), ORANGE)
    box(ax, 4.1, 1.9, "two scores,\nas typed", BLUE)
    box(ax, 5.45, 1.35, "check, scale,\nneuron", BLUE)
    arrow(ax, (4.6, 1.8), (4.88, 1.55))
    arrow(ax, (4.5, 0.82), (4.88, 1.15))
    box(ax, 6.6, 1.35, "answer", BLUE)
    arrow(ax, (6.02, 1.35), (6.2, 1.35))
    return figure


def sums(with_scaler: Array, without: Array) -> Figure:
    """Draw how the sums in the neuron are spread, with scaled inputs and with raw ones, each on a scale of its own."""
    figure, panels = axes(2, width=7.4, height=3.0, sharey=True)
    for ax, values, name in zip(panels, (with_scaler, without), ("with the scaler", "without it"), strict=True):
        low, high = min(0.0, float(values.min())), float(values.max())
        ax.hist(np.ravel(values), bins=np.linspace(low, high, 24).tolist(), color=BLUE)
        ax.axvline(0, color=ORANGE, linestyle="--", label="undecided")
        ax.set(title=name, xlabel="sum in the neuron, z")
    panels[0].set(ylabel="applicants")
    panels[1].legend()
    return figure


def record(right: list[int], of: list[int]) -> Figure:
    """Draw, for each fifth of the probabilities, how many answers were right and how many wrong."""
    figure, (ax,) = axes(width=5.6, height=3.0)
    wrong = [m - hits for hits, m in zip(right, of, strict=True)]
    ax.bar(range(5), right, color=BLUE, width=0.8, label="right")
    ax.bar(range(5), wrong, bottom=right, color=ORANGE, width=0.8, hatch="///", edgecolor="white", label="wrong")
    for i, (hits, m) in enumerate(zip(right, of, strict=True)):
        ax.text(i, m + 2, f"{hits} of {m}", ha="center")
    names = [f"{20 * i}–{20 * i + 20}%" for i in range(5)]
    ax.set(ylabel="new applicants", xlabel="probability that the model gave", ylim=(0, 1.15 * max(of)))
    ax.set_xticks(range(5), names)
    ax.legend(loc="upper center")
    return figure
