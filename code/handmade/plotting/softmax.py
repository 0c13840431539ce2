"""Figures of the chapter *Softmax: ten neurons side by side*."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, GRAY, ORANGE, SETTINGS, axes

Array = np.ndarray

FOR_AND_AGAINST = LinearSegmentedColormap.from_list("for_and_against", [ORANGE, "#ffffff", BLUE])


def _picture(ax: Axes, image: Array, title: str) -> None:
    ax.imshow(image, cmap="gray_r", interpolation="nearest")
    ax.set_title(title, fontsize=10.5)
    ax.axis("off")


def _pattern(ax: Axes, weights: Array, title: str, most: float) -> None:
    ax.imshow(weights, cmap=FOR_AND_AGAINST, vmin=-most, vmax=most, interpolation="nearest")
    ax.set_title(title, fontsize=10.5)
    ax.axis("off")


def beliefs(image: Array, shares: Mapping[str, Array]) -> Figure:
    """Draw an image, and beside it one panel of ten bars for each way to answer."""
    plt.rcParams.update(SETTINGS)
    ratios = (1.0, *[1.7] * len(shares))
    figure, panels = plt.subplots(
        1, len(ratios), figsize=(1.6 + 2.9 * len(shares), 2.6), width_ratios=ratios, layout="constrained"
    )
    _picture(panels[0], image, "the scribble")
    for ax, (name, row) in zip(panels[1:], shares.items(), strict=True):
        yes = row >= 0.5
        ax.bar(np.arange(10)[yes], row[yes], 0.75, color=BLUE)
        ax.bar(np.arange(10)[~yes], row[~yes], 0.75, facecolor="none", edgecolor=BLUE, linewidth=1.4)
        ax.axhline(0.5, color=GRAY, linewidth=1, linestyle="--")
        ax.set(ylim=(0, 1), xticks=range(10), title=f"{name}: sum {row.sum():.2f}")
    return figure


def scores_to_shares(scores: Array, names: list[str]) -> Figure:
    """Draw scores, their powers of e and their shares as three panels of bars."""
    figure, panels = axes(3, width=7.4, height=2.7)
    powers = np.exp(scores)
    steps = {"scores z": scores, "powers of e": powers, "shares p": powers / powers.sum()}
    for ax, (title, values) in zip(panels, steps.items(), strict=True):
        ax.bar(names, values, 0.6, color=[BLUE if v > 0 else ORANGE for v in values])
        ax.axhline(0, color=GRAY, linewidth=0.8)
        for i, v in enumerate(values):
            lift = (0, 3) if v >= 0 else (0, -12)
            ax.annotate(f"{v:.2f}", (i, v), xytext=lift, textcoords="offset points", ha="center", fontsize=9.5)
        ax.set(title=title)
        ax.margins(y=0.18)
    return figure


def templates(patterns: Array) -> Figure:
    """Draw ten patterns of weights, (10, 28, 28): blue speaks for the digit, orange against it."""
    plt.rcParams.update(SETTINGS)
    figure, table = plt.subplots(2, 5, figsize=(7.0, 3.1), layout="constrained")
    most = np.quantile(np.abs(patterns), 0.98)
    for digit, (ax, pattern) in enumerate(zip(table.ravel(), patterns, strict=True)):
        _pattern(ax, pattern, str(digit), float(most))
    return figure


def verdict(image: Array, won: Array, true: Array, names: tuple[str, str]) -> Figure:
    """Draw an image, the patterns of the digit that won and of the true one, and what every pixel said between them."""
    plt.rcParams.update(SETTINGS)
    figure, panels = plt.subplots(1, 4, figsize=(8.0, 2.4), layout="constrained")
    most = float(np.quantile(np.abs(np.stack([won, true])), 0.99))
    _picture(panels[0], image, "the image")
    _pattern(panels[1], won, f"pattern of the {names[0]}", most)
    _pattern(panels[2], true, f"pattern of the {names[1]}", most)
    votes = image * (won - true)
    _pattern(panels[3], votes, f"votes: blue {names[0]}, orange {names[1]}", float(np.abs(votes).max()))
    return figure


def trust(said: Array, right: Array, half: Array) -> Figure:
    """Draw how often answers were right against the share that they were given, with 95 % intervals."""
    figure, (ax,) = axes(width=4.6, height=3.6)
    ax.plot([0.3, 1], [0.3, 1], color=GRAY, linestyle="--", label="says what it is")
    ax.errorbar(said, right, yerr=half, fmt="o", color=BLUE, capsize=4, label="measured, with its interval")
    ax.set(xlabel="largest share, on average", ylabel="answers that are right", xlim=(0.3, 1.02), ylim=(0.3, 1.02))
    ax.legend(loc="lower right")
    return figure
