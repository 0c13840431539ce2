"""Figures of the chapter *Cross-entropy*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, GREEN, ORANGE, axes

Array = np.ndarray
Curve = Callable[[Array], Array]  # from places to heights


def applicants(X: Array, y: Array, asked: Sequence[float]) -> Figure:
    """Draw the applicants by their two marks, and the one whom we ask about."""
    figure, (ax,) = axes(width=5.2, height=5.2)
    _people(ax, X, y)
    ax.plot(*asked, "*", color=GREEN, markersize=17, markeredgecolor="white", zorder=3, label="you?")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=3)
    return figure


def penalties() -> Figure:
    """Draw three prices against the probability that the forecast gave to what happened."""
    figure, (ax,) = axes()
    p = np.linspace(0.004, 1, 400)
    for i, (name, values) in enumerate(
        {"surprise −log p": -np.log(p), "absolute error 1 − p": 1 - p, "squared error (1 − p)²": (1 - p) ** 2}.items()
    ):
        ax.plot(p, values, color=COLORS[i], linestyle=DASHES[i], label=name)
    for given in (0.4, 0.01):
        ax.plot(given, -np.log(given), "o", color=BLUE, markersize=7)
        ax.annotate(f"said {given:g}", (given, -np.log(given)), xytext=(9, 3), textcoords="offset points")
    ax.set(xlabel="probability p that was given to what happened", ylabel="price", ylim=(0, 5.6), xlim=(-0.02, 1.02))
    ax.legend()
    return figure


def two_landscapes(squares: Curve, surprise: Curve, floors: Mapping[str, Sequence[float]]) -> Figure:
    """Draw two losses of one weight beside each other, with the floors of their valleys."""
    figure, panels = axes(2, width=6.4, height=3.2)
    w = np.linspace(-3, 4, 300)
    for ax, (name, places), curve, color in zip(
        panels, floors.items(), (squares, surprise), (ORANGE, BLUE), strict=True
    ):
        ax.plot(w, curve(w), color=color)
        for place in places:
            height = curve(np.array([place])).item()
            ax.plot(place, height, "o", color=GRAY, markersize=7)
            offset = (0, -17) if ax is panels[0] else (0, 10)
            ax.annotate(f"{place:.3g}", (place, height), xytext=offset, textcoords="offset points", ha="center")
        ax.set(title=name, xlabel="w", ylim=(0, None))
    panels[0].set(ylabel="J")
    return figure


def learning(steps: Sequence[int], losses: Sequence[float], accuracies: Sequence[float]) -> Figure:
    """Draw loss and accuracy against the number of steps, on a logarithmic axis."""
    figure, (left, right) = axes(2, width=6.4, height=3.0)
    left.semilogx(steps, losses, "-o", color=BLUE, markersize=5)
    right.semilogx(steps, accuracies, "--s", color=ORANGE, markersize=5)
    left.set(title="cross-entropy", xlabel="steps", ylim=(0, 0.75))
    right.set(title="share of right answers", xlabel="steps", ylim=(0.4, 1.02))
    return figure


def boundary(X: Array, y: Array, probability: Curve, rule: Curve, asked: Sequence[float]) -> Figure:
    """Draw where a neuron changes its mind, where it is nearly sure, and where the true rule does."""
    figure, (ax,) = axes(width=5.2, height=5.4)
    _people(ax, X, y)
    first, second = np.meshgrid(np.linspace(28, 102, 150), np.linspace(28, 102, 150))
    rows = np.column_stack([first.ravel(), second.ravel()])  # (22500, 2)
    p = probability(rows).reshape(first.shape)
    ax.contour(first, second, p, levels=[0.5], colors=[BLUE], linewidths=2.2)
    ax.contour(first, second, p, levels=[0.1, 0.9], colors=[BLUE], linewidths=1, linestyles="dashed")
    ax.contour(
        first, second, rule(rows).reshape(first.shape), levels=[0], colors=[GRAY], linewidths=2.2, linestyles="dashdot"
    )
    ax.plot(*asked, "*", color=GREEN, markersize=17, markeredgecolor="white", zorder=3, label="you?")
    ax.plot([], [], color=BLUE, linewidth=2.2, label="neuron: one half")
    ax.plot([], [], "--", color=BLUE, linewidth=1, label="neuron: 0.1 and 0.9")
    ax.plot([], [], "-.", color=GRAY, linewidth=2.2, label="the true rule")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2)
    return figure


def rays(factors: Array, losses: Mapping[str, Array]) -> Figure:
    """Draw the loss when all weights are multiplied by one factor, for each neuron."""
    figure, (ax,) = axes()
    for i, (name, values) in enumerate(losses.items()):
        ax.plot(factors, values, color=COLORS[i], linestyle=DASHES[i], label=name)
        if 0 < values.argmin() < len(values) - 1:
            ax.plot(factors[values.argmin()], values.min(), "o", color=COLORS[i], markersize=7)
    ax.axvline(1, color=GRAY, linewidth=0.8)
    ax.set(xlabel="all weights and the bias times", ylabel="J", ylim=(0, None))
    ax.legend()
    return figure


def _people(ax: Axes, X: Array, y: Array) -> None:
    admitted = y.ravel() == 1
    ax.plot(*X[admitted].T, "o", color=BLUE, markersize=6, label="admitted")
    ax.plot(*X[~admitted].T, "x", color=ORANGE, markersize=6, markeredgewidth=1.6, label="not admitted")
    ax.set(xlabel="first exam", ylabel="second exam", xlim=(27, 103), ylim=(27, 103), aspect="equal")
