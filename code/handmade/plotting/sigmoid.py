"""Figures of the chapter *The sigmoid*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, ORANGE, axes

Array = np.ndarray
Curve = Callable[[Array], Array]


def labeled_tumors(X: Array, y: Array, lines: Mapping[str, tuple[float, float]], width: float) -> Figure:
    """Draw tumors by size and label, lines (w, b) fitted to the labels, and where each of them crosses one half."""
    figure, (ax,) = axes()
    ends = np.array([0.0, width])
    ax.axhline(0.5, color=GRAY, linewidth=0.8, linestyle=":")
    for i, (name, (w, b)) in enumerate(lines.items()):
        cut = (0.5 - b) / w
        ax.plot(ends, w * ends + b, color=COLORS[i], linestyle=DASHES[i], label=name)
        ax.plot([cut, cut], [-0.3, 0.5], color=COLORS[i], linewidth=1, linestyle=DASHES[i])
        ax.annotate(
            f"{cut:.2f}", (cut, -0.22), xytext=(6 if i else -6, 0), textcoords="offset points", color=COLORS[i],
            ha="left" if i else "right",
        )  # fmt: skip
    tumors(ax, X, y)
    ax.set(xlabel="size in cm", ylabel="label, and what the line says", ylim=(-0.3, 1.6), xlim=(0, width))
    ax.legend(loc="lower right")
    return figure


def tumors(ax: Axes, X: Array, y: Array) -> None:
    """Draw benign tumors as open dots at 0, malignant ones as filled dots at 1."""
    x, malignant = X.ravel(), y.ravel() == 1
    ax.plot(x[~malignant], y.ravel()[~malignant], "o", color="black", fillstyle="none", label="benign", clip_on=False)
    ax.plot(x[malignant], y.ravel()[malignant], "o", color="black", label="malignant", clip_on=False)


def odds_to_beliefs(sizes: Array, odds: Sequence[str], beliefs: Array, curve: Curve) -> Figure:
    """Draw the probabilities that belong to odds, each tripling the one before, and the curve through them."""
    figure, (ax,) = axes()
    x = np.linspace(0, sizes.max() + 2, 300)
    ax.plot(x, curve(x), color=GRAY, linewidth=1.5)
    ax.plot(sizes, beliefs, "o", color=BLUE, markersize=7)
    for size, words, belief in zip(sizes, odds, beliefs, strict=True):
        ax.annotate(
            words, (size, belief), xytext=(-9, 5), textcoords="offset points", ha="right", color=BLUE
        )  # fmt: skip
    ax.set(xlabel="size in cm", ylabel="probability", ylim=(-0.03, 1.03), xlim=(0, x[-1]))
    return figure


def sigmoid_and_slope(z: Array, values: Array, slopes: Array) -> Figure:
    """Draw the sigmoid, its slope on the same scale, and the straight line that touches it at 0."""
    figure, (ax,) = axes()
    ax.axvspan(-2, 2, color=BLUE, alpha=0.1, linewidth=0)
    ax.plot([-2, 2], [0, 1], color=GRAY, linewidth=1.2, linestyle=":")
    ax.plot(z, values, color=BLUE, label="σ(z)")
    ax.plot(z, slopes, color=ORANGE, linestyle="--", label="its slope σ'(z)")
    ax.set(xlabel="score z", xlim=(z.min(), z.max()), ylim=(-0.02, 1.02), xticks=range(-8, 9, 2))
    ax.set(yticks=[0, 0.25, 0.5, 0.75, 1])
    ax.legend(loc="upper left")
    return figure


def boundaries(w: Array, b: float, X: Array, y: Array) -> Figure:
    """Draw the lines on which a neuron with two inputs is equally sure, with w across them; and points in a circle."""
    figure, (left, right) = axes(2, width=6.4, height=3.3)
    x, length = np.linspace(-1, 5, 2), float(np.linalg.norm(w))
    for p, dash, place in ((0.1, ":", -1), (0.5, "-", 0), (0.9, "--", 1)):
        z = np.log(p / (1 - p))
        left.plot(x, (z - b - w[0] * x) / w[1], color=BLUE, linestyle=dash, label=f"σ(z) = {p}", zorder=2 - abs(place))
    foot = -b * w / length**2  # the point of the line that is nearest to the origin
    start, tip = [float(v) for v in foot], [float(v) for v in foot + w / length * 1.2]
    arrow = {"arrowstyle": "-|>", "color": ORANGE, "linewidth": 2}
    left.annotate("", (tip[0], tip[1]), (start[0], start[1]), arrowprops=arrow)
    left.text(tip[0] + 0.1, tip[1] + 0.05, "w", color=ORANGE, fontsize=13, va="center")
    left.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(-0.5, 4.5), ylim=(-0.5, 4.5), aspect="equal")
    left.legend(loc="upper right")
    inside = y.ravel() == 1
    right.plot(*X[inside].T, "o", color=ORANGE, markersize=4, label="1")
    right.plot(*X[~inside].T, "s", color=BLUE, markersize=4, fillstyle="none", label="0")
    right.set(xlabel="$x_1$", aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    return figure


def beliefs(X: Array, y: Array, fits: Mapping[str, Sequence[tuple[float, float]]], asked: float) -> Figure:
    """Draw the sigmoids (w, b) that rows and their subsets lead to, and the size that the doctor asks about."""
    figure, (ax,) = axes()
    x, sizes = np.linspace(0, 8, 200), X.ravel()
    gap = sizes[y.ravel() == 0].max(), sizes[y.ravel() == 1].min()
    ax.axvspan(*gap, color=GRAY, alpha=0.15, linewidth=0)
    ax.text(sum(gap) / 2, 1.06, "no tumor seen here", ha="center", color=GRAY)
    for i, (name, lines) in enumerate(fits.items()):
        for j, (w, b) in enumerate(lines):
            style = {"label": name, "linewidth": 2.2} if j == 0 else {"linewidth": 0.9, "alpha": 0.7}
            ax.plot(x, 1 / (1 + np.exp(-(w * x + b))), color=COLORS[i], linestyle=DASHES[i], **style)
    ax.plot([asked, asked], [-0.05, 1.0], color="black", linewidth=1)
    tumors(ax, X, y)
    ax.set(xlabel="size in cm", ylabel="probability of malignant", xlim=(0, 8), ylim=(-0.05, 1.14))
    ax.legend(loc="lower right")
    return figure
