"""Figures of the chapter *How wrong are we?*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, GREEN, MARKERS, ORANGE, SETTINGS, axes

Array = np.ndarray
Line = tuple[float, float]  # a weight and a bias
SIZE, PRICE = "size in m²", "price in ₱10,000"
WIDTH = 5.0  # narrow, so that a phone need not shrink the words


def stacked(height: float, ratios: Sequence[float] = (1, 1)) -> tuple[Figure, list[Axes]]:
    """Return a figure with two panels, one above the other, over the same horizontal axis."""
    plt.rcParams.update(SETTINGS)
    size = (WIDTH, height)
    figure, made = plt.subplots(2, figsize=size, sharex=True, height_ratios=ratios, layout="constrained")
    return figure, list(made)


def lines_through(x: Array, y: Array, lines: Mapping[str, Line]) -> Figure:
    """Draw the houses and each person's line, with the name at its end."""
    figure, (ax,) = axes(width=WIDTH, height=4.0)
    right, top = 10.6, 19.0
    for i, (name, (w, b)) in enumerate(lines.items()):
        end = min(right, (top - b) / w)
        ends = np.array([0.0, end])
        ax.plot(ends, w * ends + b, color=COLORS[i], linestyle=DASHES[i])
        ax.annotate(name, (end, w * end + b), xytext=(5, 0), textcoords="offset points", va="center", color=COLORS[i])
    ax.plot(x, y, "o", color="black", markersize=6)
    ax.set(xlabel=SIZE, ylabel=PRICE, xlim=(0, 12.2), ylim=(0, 19.8), yticks=[0, 5, 10, 15])
    return figure


def bills(x: Array, y: Array, lines: Mapping[str, Line]) -> Figure:
    """Draw, for each line side by side, what every house adds to the absolute and to the squared errors."""
    figure, panels = stacked(4.6)
    places, width = np.arange(len(x)), 0.8 / len(lines)
    for i, (name, (w, b)) in enumerate(lines.items()):
        errors = np.abs(w * x + b - y).ravel()
        for ax, charge in zip(panels, (errors, errors**2), strict=True):
            left = places + (i - (len(lines) - 1) / 2) * width
            hatch = ("", "///")[i % 2]
            ax.bar(left, charge, width, label=name, color=COLORS[i], hatch=hatch, edgecolor="white", linewidth=0)
    for ax, title in zip(panels, ("absolute error |e|", "squared error e²"), strict=True):
        ax.set_title(title)
        ax.grid(visible=False, axis="x")
    panels[1].set_xticks(places, [f"{size:g}" for size in x.ravel()])
    panels[1].set(xlabel="house of … m²")
    panels[0].legend(loc="upper left")
    return figure


def one_price_for_all(y: Array) -> Figure:
    """Draw both losses of a single price for all houses, with their floors: the mean and the median."""
    figure, panels = stacked(4.8)
    prices = np.sort(y.ravel())
    c = np.union1d(np.linspace(0, 15, 301), prices)
    errors = c[:, None] - prices  # (many, 1) - (m,) -> (many, m)
    for ax, charge, best, name in (
        (panels[0], errors**2, prices.mean(), "mean"),
        (panels[1], np.abs(errors), np.median(prices), "median"),
    ):
        loss = charge.mean(axis=1)
        floor = float(np.interp(best, c, loss))
        ax.plot(c, loss, color=BLUE)
        ax.plot(prices, np.interp(prices, c, loss), "o", color="black", markersize=4)
        ax.plot(best, floor, "D", color=ORANGE, markersize=8)
        ax.annotate(
            f"{name} {best:g}",
            (best, floor),
            xytext=(0, 13),
            textcoords="offset points",
            color=ORANGE,
            ha="center",
        )
        ax.set(ylim=(0, loss.max() * 1.05), xticks=[0, 5, 10, 15])
    panels[0].set(title="mean squared error")
    panels[1].set(title="mean absolute error", xlabel="one price c for all, in ₱10,000")
    return figure


def before_and_after(x: Array, y: Array, typed: Array, pairs: Mapping[str, Sequence[Sequence[float]]]) -> Figure:
    """Draw one panel for each loss: its best line with the right prices and with the typed ones."""
    figure, panels = axes(len(pairs), width=5.6, height=3.9, sharey=True)
    ends, changed, top = np.array([0.0, 10.6]), (typed != y).ravel(), 44.0
    for ax, (name, (before, after)) in zip(panels, pairs.items(), strict=True):
        ax.plot(ends, after[0] * ends + after[1], color=ORANGE, label="with the typing mistake")
        ax.plot(ends, before[0] * ends + before[1], color=BLUE, linestyle="--", label="with the right prices")
        ax.plot(x[~changed], y[~changed], "o", color="black", markersize=5)
        ax.plot(x[changed], y[changed], "o", color="black", markersize=6, fillstyle="none")
        for size, price in zip(x[changed, 0], typed[changed, 0], strict=True):
            ax.annotate(
                f"to {price:g}",
                (size, top - 0.5),
                xytext=(size, top - 7),
                ha="center",
                arrowprops={"arrowstyle": "-|>", "color": GRAY},
            )
        ax.set(title=f"least {name}", xlabel=SIZE, ylim=(0, top), xlim=(0, 10.8), xticks=[0, 5, 10])
    panels[0].set(ylabel=PRICE)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def charges_and_pulls(e: Array, charges: Mapping[str, Sequence[float]], slopes: Mapping[str, Array]) -> Figure:
    """Draw what each loss charges for an error, and its slope."""
    figure, (left, right) = axes(2, width=5.8, height=3.5)
    for i, name in enumerate(charges):
        for ax, values in ((left, charges[name]), (right, slopes[name])):
            ax.plot(e, values, color=COLORS[i], linestyle=DASHES[i], label=name)
    left.set(title="what it charges", xlabel="error e")
    right.set(title="how hard it pulls (slope)", xlabel="error e")
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def bowl(x: Array, y: Array, lines: Mapping[str, Line]) -> Figure:
    """Draw the mean squared error of every line from above, the lines as points in it, and its cut along b = 0."""
    figure, (above, cut) = stacked(6.4, (3, 2))
    w, b = np.meshgrid(np.linspace(0, 3.3, 221), np.linspace(-2.5, 6.5, 221))
    loss = np.mean((w[..., None] * x.ravel() + b[..., None] - y.ravel()) ** 2, axis=-1)
    contours = above.contour(w, b, loss, levels=[3, 5, 10, 20, 40, 80, 160], colors=[GRAY], linewidths=1)
    above.clabel(contours, fontsize=8, fmt="%g")
    above.axhline(0, color=GREEN, linestyle="--", linewidth=1.2)
    beside = {"Ana": (-29, -3), "Ben": (-9, 8), "Faye": (8, -12), "Dino": (9, 5)}
    for i, (name, place) in enumerate(lines.items()):
        color, marker = (*COLORS, "black")[i], (*MARKERS, "P")[i]
        above.plot(*place, marker, color=color, markersize=7)
        above.annotate(name, place, xytext=beside.get(name, (8, 4)), textcoords="offset points", color=color)
    above.set(ylabel="bias b", title="from above")
    weights = np.linspace(0, 3.3, 200)
    heights = np.mean((weights[:, None] * x.ravel() - y.ravel()) ** 2, axis=1)  # (200, 1) * (m,) -> (200, m)
    lowest = float((x * y).sum() / (x**2).sum())
    cut.plot(weights, heights, color=GREEN)
    cut.plot(lowest, np.mean((lowest * x - y) ** 2), "D", color=ORANGE, markersize=7)
    cut.annotate(f"w = {lowest:.2f}", (lowest, 0), xytext=(0, 42), textcoords="offset points", ha="center")
    cut.set(xlabel="weight w", ylabel="MSE", title="cut along b = 0", ylim=(0, heights.max()))
    return figure
