"""Figures of the chapter *Linear regression, epochs, minibatches*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, GREEN, MARKERS, ORANGE, axes

Array = np.ndarray


def houses(x: Array, y: Array, asked: Sequence[float]) -> Figure:
    """Draw the houses, and the sizes whose price is asked for."""
    figure, (ax,) = axes()
    for size in asked:
        ax.axvline(size, color=ORANGE, linestyle=":")
        ax.text(size + 0.15, 16.4, f"{size:g} m²: ?", color=ORANGE)
    ax.plot(x, y, "o", color="black", markersize=6)
    _house_axes(ax)
    return figure


def pulls(places: Mapping[str, Array]) -> Figure:
    """Draw one panel for each place: where each house alone pulls the weight and the bias (m, 2), and their mean."""
    figure, panels = axes(len(places), width=6.8, height=3.7)
    for ax, (name, each) in zip(panels, places.items(), strict=True):
        ax.axhline(0, color=GRAY, linewidth=0.8)
        ax.axvline(0, color=GRAY, linewidth=0.8)
        for pull in each:
            _arrow(ax, pull, BLUE, 1.3)
        mean = each.mean(axis=0)
        if np.hypot(*mean) > 1e-9:
            _arrow(ax, mean, ORANGE, 3.5)
        else:
            ax.plot(0, 0, "s", color=ORANGE, markersize=8, zorder=4)
            ax.annotate("mean: 0", (0, 0), xytext=(8, -16), textcoords="offset points", color=ORANGE)
        reach = 0.12 * (np.maximum(each.max(axis=0), 0) - np.minimum(each.min(axis=0), 0))
        low, high = np.minimum(each.min(axis=0), 0) - reach, np.maximum(each.max(axis=0), 0) + reach
        ax.set(title=name, xlabel="pull on w", xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    panels[0].set_ylabel("pull on b")
    panels[0].plot([], [], color=BLUE, linewidth=1.3, label="one house")
    panels[0].plot([], [], color=ORANGE, linewidth=3.5, label="their mean")
    panels[0].legend(loc="lower right")
    return figure


def lost_digits(gaps: Array, errors: Mapping[str, Sequence[float]]) -> Figure:
    """Draw how wrong a weight is in each way of solving, against the gap between two columns."""
    figure, (ax,) = axes()
    for i, (name, values) in enumerate(errors.items()):
        ax.loglog(gaps, values, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], markersize=5, label=name)
    ax.axhline(1, color=GRAY, linewidth=0.8)
    ax.text(gaps[-1], 2, "above: no digit is right", color=GRAY, va="bottom", ha="right")
    ax.set(xlabel="gap between the two sizes in m²", ylabel="error of the weight", ylim=(1e-18, 1e3))
    ax.legend(loc="lower left")
    return figure


def above_the_least(losses: Mapping[str, Array], smooth: Array, least: float) -> Figure:
    """Draw one panel for each walk: how far above the least it is after every epoch, beside a smooth walk."""
    figure, panels = axes(len(losses), width=6.8, height=3.3, sharey=True)
    epochs = np.arange(1, len(smooth) + 1)
    for ax, (name, values) in zip(panels, losses.items(), strict=True):
        ax.semilogy(epochs, values - least, color=BLUE, linewidth=0.9, label="one house a step")
        ax.semilogy(epochs, smooth - least, "--", color=ORANGE, label="all nine, α = 0.005")
        ax.set(title=name, xlabel="epoch")
    panels[0].set(ylabel="loss above the least", ylim=(1e-4, 2e2))
    panels[0].legend(loc="upper right")
    return figure


def leftovers(x: Array, errors: Array) -> Figure:
    """Draw what the line leaves over: the error of each prediction."""
    figure, (ax,) = axes(height=2.8)
    ax.axhline(0, color=GRAY, linewidth=1)
    ax.vlines(x.ravel(), 0, errors.ravel(), color=BLUE)
    ax.plot(x, errors, "o", color=BLUE, markersize=7)
    ax.set(xlabel="size in m²", ylabel="prediction − price")
    return figure


def line_and_doubt(x: Array, y: Array, sizes: Array, line: Array, band: Array, curve: Array) -> Figure:
    """Draw a line with the band (2, k) of its doubt, and a curve that fits as well; shade where no house is."""
    figure, (ax,) = axes(height=3.9)
    ax.axvspan(x.max(), sizes.max(), color=GRAY, alpha=0.15, linewidth=0)
    ax.text((x.max() + sizes.max()) / 2, 0.6, "no houses here", ha="center", color=GRAY)
    ax.fill_between(sizes, *band, color=BLUE, alpha=0.2, linewidth=0, label="nine in ten resampled lines")
    ax.plot(sizes, line, color=BLUE, label="the best line")
    ax.plot(sizes, curve, "--", color=GREEN, label="the best parabola")
    ax.plot(x, y, "o", color="black", markersize=6)
    _house_axes(ax)
    ax.set(ylim=(-1, 30), xlim=(0, sizes.max()))
    ax.legend(loc="upper left")
    return figure


def line_and_loss(x: Array, y: Array, sizes: Array, prices: Array, epochs: Array, losses: Array) -> Figure:
    """Draw the fitted line among the houses, and beside it the loss after each epoch."""
    figure, (left, right) = axes(2, width=7.6, height=3)
    left.plot(sizes, prices, color=BLUE)
    left.plot(x, y, "o", color="black", markersize=6)
    _house_axes(left)
    right.plot(epochs, losses, color=BLUE)
    right.set(xlabel="epoch", ylabel="loss")
    return figure


def _arrow(ax: Axes, tip: Array, color: str, width: float) -> None:
    style = {"arrowstyle": "-|>", "color": color, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tuple(tip), xytext=(0, 0), arrowprops=style)


def _house_axes(ax: Axes) -> None:
    ax.set(xlabel="size in m²", ylabel="price in ₱10,000", xlim=(0, 13.6), ylim=(-0.5, 18))
