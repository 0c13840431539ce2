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
    figure, ax = canvas(5.3, 3.8)
    ax.axhline(2.2, xmin=0.03, xmax=0.97, color=GRAY, linestyle="--", linewidth=1.2)
    ax.text(0.2, 3.55, "once, in a notebook", color=GRAY)
    ax.text(0.2, 1.9, "at every question, in a program", color=GRAY)
    box(ax, 0.85, 2.95, "100 applicants", BLUE)
    box(ax, 2.4, 2.95, "training", BLUE)
    arrow(ax, (1.53, 2.95), (1.98, 2.95))
    box(ax, 4.3, 2.95, "weights, scaler,\nnames, ranges,\nhow good it was", ORANGE)
    arrow(ax, (2.82, 2.95), (3.55, 2.95))
    box(ax, 4.3, 1.6, "bundle", ORANGE)
    arrow(ax, (4.3, 2.47), (4.3, 1.83), ORANGE)
    box(ax, 0.85, 0.6, "two scores,\nas typed", BLUE)
    box(ax, 2.6, 0.6, "check, scale,\nneuron", BLUE)
    arrow(ax, (1.42, 0.6), (1.98, 0.6))
    arrow(ax, (3.88, 1.5), (3.1, 1.0))
    box(ax, 4.3, 0.6, "answer", BLUE)
    arrow(ax, (3.22, 0.6), (3.9, 0.6))
    return figure


def sums(with_scaler: Array, without: Array) -> Figure:
    """Draw how the sums in the neuron are spread, with scaled inputs and with raw ones, each on a scale of its own."""
    figure, panels = axes(2, width=6.0, height=2.9, sharey=True)
    for ax, values, name in zip(panels, (with_scaler, without), ("with the scaler", "without it"), strict=True):
        low, high = min(0.0, float(values.min())), float(values.max())
        ax.hist(np.ravel(values), bins=np.linspace(low, high, 24).tolist(), color=BLUE)
        ax.axvline(0, color=ORANGE, linestyle="--")
        ax.set(title=name, xlabel="sum in the neuron, z")
    panels[0].set(ylabel="applicants")
    panels[1].text(0, 0.98, " undecided", color=ORANGE, va="top", transform=panels[1].get_xaxis_transform())
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
