"""Figures of the chapter *Why one layer is not enough*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, DASHES, GRAY, GREEN, MARKERS, ORANGE, RED, axes

Array = np.ndarray
Net = Callable[[Array], Array]  # from points (m, 2) to answers, (m,) or (m, 1)

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def dots(ax: Axes, points: Array, y: Array, size: float) -> None:
    """Draw points: filled where y is 1, empty where it is 0."""
    ones = np.ravel(y) == 1
    ax.plot(*points[ones].T, "o", color=BLUE, markersize=size, markeredgecolor=BLUE)
    ax.plot(*points[~ones].T, "s", markerfacecolor="none", markeredgecolor=ORANGE, markersize=size * 0.9)


def sides(ax: Axes, net: Net, low: float, high: float) -> None:
    """Shade where the net says 1, and draw the boundary."""
    ticks = np.linspace(low, high, 300)
    x1, x2 = np.meshgrid(ticks, ticks)
    answer = np.asarray(net(np.column_stack([x1.ravel(), x2.ravel()])), dtype=float).reshape(x1.shape)
    ax.contourf(x1, x2, answer, levels=[0.5, 1.5], colors=[BLUE], alpha=0.2)
    ax.contour(x1, x2, answer, levels=[0.5], colors=[BLUE], linewidths=1.6)


def square(ax: Axes, low: float, high: float, ticks: Sequence[float]) -> None:
    """Make a panel square, with few ticks and no grid."""
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal", xticks=ticks, yticks=ticks, xlabel="x₁")
    ax.grid(visible=False)


def above(weights: Sequence[float], points: Array) -> Array:
    """Return where a neuron with these numbers, the bias first, says 1."""
    yes: Array = points @ np.array(weights[1:]) + weights[0] > 0  # (m, 2) @ (2,) -> (m,)
    return yes


def gates(answers: Mapping[str, Array], weights: Mapping[str, tuple[float, ...]]) -> Figure:
    """Draw the four corners for each gate, and the line of its neuron where there is one."""
    figure, panels = axes(len(answers), width=8.0, height=2.5, sharey=True)
    for ax, (name, answer) in zip(panels, answers.items(), strict=True):
        if name in weights:
            sides(ax, partial(above, weights[name]), -0.5, 1.5)
        else:
            for ends in ([0, 3], [1, 2]):
                ax.plot(*CORNERS[ends].T, color=GRAY, linestyle="--", linewidth=1.2)
            ax.plot(0.5, 0.5, "x", color=GRAY, markersize=8, markeredgewidth=2)
        dots(ax, CORNERS, answer, 9)
        square(ax, -0.5, 1.5, [0, 1])
        ax.set(title=name)
    panels[0].set(ylabel="x₂")
    return figure


def fold(hidden: Net) -> Figure:
    """Draw the sensors' plane in lines of equal sum, and the place of each line for two hidden neurons."""
    figure, (left, right) = axes(2, width=7.8, height=3.7)
    along, sums = np.array([-0.3, 1.3]), np.linspace(-0.6, 2.6, 17)
    for total in sums:
        left.plot(along, total - along, color=GRAY, linewidth=0.6, alpha=0.7)
    for cut, name, color, dash in ((0.5, "OR", GREEN, "--"), (1.5, "NAND", RED, "-.")):
        left.plot(along, cut - along, color=color, linestyle=dash, label=name)
    for total, word in enumerate(("none", "one", "both")):
        left.annotate(word, (total / 2, total / 2), xytext=(10, 4), textcoords="offset points")
    wire = np.linspace(-0.6, 2.6, 200) / 2
    right.plot(*hidden(np.column_stack([wire, wire])).T, color=GRAY, linewidth=1.2)
    right.plot(*hidden(np.column_stack([sums, sums]) / 2).T, ".", color=GRAY, markersize=5)
    exactly_one = CORNERS.sum(axis=1) == 1
    dots(left, CORNERS, exactly_one, 9)
    seen = hidden(CORNERS)
    dots(right, seen, exactly_one, 9)
    cut = (seen[1].sum() + seen[0].sum()) / 2  # halfway, across the diagonal
    right.plot([cut - 1.1, 1.1], [1.1, cut - 1.1], color=BLUE, label="the last neuron's line")
    for word, place, away in zip(
        ("none", "one", "both"), seen[[0, 1, 3]], ((-2, -18), (10, 6), (-36, -4)), strict=True
    ):
        right.annotate(word, place, xytext=away, textcoords="offset points")
    square(left, -0.3, 1.3, [0, 1])
    square(right, -0.05, 1.15, [0, 1])
    left.set(ylabel="x₂", title="what the sensors say")
    left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)
    right.set(xlabel="first hidden neuron (OR)", ylabel="second (NAND)", title="what the last neuron sees")
    right.legend(loc="lower left")
    return figure


def guards(nets: Mapping[str, Net], points: Array, y: Array) -> Figure:
    """Draw readings of two thermometers, and where each guard sounds the alarm."""
    figure, panels = axes(len(nets), width=8.0, height=3.0, sharey=True)
    for ax, (name, net) in zip(panels, nets.items(), strict=True):
        sides(ax, net, -100, 100)
        dots(ax, points, y, 3.5)
        square(ax, -100, 100, [-100, 0, 100])
        ax.set(title=name)
    panels[0].set(ylabel="x₂")
    return figure


def walks(runs: Mapping[str, Sequence[tuple[Sequence[float], bool]]]) -> Figure:
    """Draw a panel of loss curves for each net: solid where all rows came out right, dashed where not."""
    figure, panels = axes(len(runs), width=7.8, height=3.3, sharey=True)
    for ax, (name, made) in zip(panels, runs.items(), strict=True):
        for losses, solved in made:
            look = {"color": BLUE, "linewidth": 1.2} if solved else {"color": ORANGE, "linestyle": "--"}
            ax.plot(losses, **look)
        failed = sum(not solved for _, solved in made)
        ax.plot([], [], color=BLUE, label=f"{len(made) - failed} solve it")
        ax.plot([], [], color=ORANGE, linestyle="--", label=f"{failed} do not")
        ax.set(title=name, xlabel="epoch", ylim=(0, 1))
        ax.legend(loc="upper right")
    panels[0].set(ylabel="loss")
    return figure


def rings(nets: Mapping[str, Net], points: Array, y: Array) -> Figure:
    """Draw points inside and outside of a circle, and where each net says inside."""
    figure, panels = axes(len(nets), width=8.0, height=3.0, sharey=True)
    turn = np.linspace(0, 2 * np.pi, 200)
    for ax, (name, net) in zip(panels, nets.items(), strict=True):
        sides(ax, net, -1, 1)
        dots(ax, points, y, 2.5)
        ax.plot(0.7 * np.cos(turn), 0.7 * np.sin(turn), color=GRAY, linestyle="--", linewidth=1.2)
        square(ax, -1, 1, [-1, 0, 1])
        ax.set(title=name)
    panels[0].set(ylabel="x₂")
    return figure


def bumps(x: Array, curve: Array, net: Array, sizes: Array, errors: Array) -> Figure:
    """Draw a curve and its imitation by bumps, and the largest error against the number of bumps."""
    figure, (left, right) = axes(2, width=7.8, height=3.3)
    left.axvspan(0, 2 * np.pi, color=GRAY, alpha=0.12, linewidth=0)
    left.plot(x, curve, color=GRAY, linestyle="--", label="sine")
    left.plot(x, net, color=BLUE, label="the net")
    left.set(xlabel="x", ylim=(-1.2, 1.75))
    left.legend(loc="upper right", ncols=2)
    right.loglog(sizes, np.pi / sizes, color=GRAY, linestyle=DASHES[1], label="bound, π / n")
    right.loglog(sizes, errors, MARKERS[0], color=BLUE, label="measured")
    right.set(xlabel="bumps n", ylabel="largest error", xticks=sizes, xticklabels=[f"{n}" for n in sizes])
    right.set(yticks=[0.03, 0.1, 0.3], yticklabels=["0.03", "0.1", "0.3"])
    right.minorticks_off()
    right.legend()
    return figure
