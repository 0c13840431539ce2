"""Figures of the chapter *Vanishing signals*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, MARKERS, ORANGE, SETTINGS, axes

Array = np.ndarray
Line = tuple[float, float]  # weight, bias


def stripes(layers: Mapping[str, Sequence[Array]], names: Sequence[int]) -> Figure:
    """Draw one row of panels for each net, one panel for each layer: images down, units across, darker is more."""
    plt.rcParams.update(SETTINGS)
    depth = len(next(iter(layers.values())))
    figure, panels = plt.subplots(
        len(layers), depth, figsize=(7.6, 1.9 * len(layers)), squeeze=False, layout="constrained"
    )
    for row, (net, outputs) in zip(panels, layers.items(), strict=True):
        for i, (ax, a) in enumerate(zip(row, outputs, strict=True)):
            ax.imshow(a, cmap="gray_r", aspect="auto", vmin=a.min(), vmax=a.max(), interpolation="nearest")
            ax.set(xticks=[], yticks=[], title=f"layer {i + 1}")
            ax.grid(False)
        row[0].set(ylabel=net, yticks=range(len(names)))
        row[0].set_yticklabels([str(name) for name in names], fontsize=7)
    return figure


def rows_of_layers(forward: Mapping[str, Sequence[float]], backward: Mapping[str, Sequence[float]]) -> Figure:
    """Draw, layer by layer, how much the images differ and how large the slopes are; logarithmic."""
    figure, panels = axes(2, width=7.6, height=3.3)
    titles = ("forward: spread between images", "backward: size of the weights' slopes")
    for ax, title, rows in zip(panels, titles, (forward, backward), strict=True):
        for i, (name, values) in enumerate(rows.items()):
            layers = np.arange(1, len(values) + 1)
            ax.semilogy(layers, values, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], label=name)
        ax.set(xlabel="hidden layer", title=title, xticks=layers)
    panels[0].set(ylabel="typical size")
    panels[1].legend(loc="lower right")
    return figure


def sizes_through_layers(sizes: Mapping[str, Sequence[float]]) -> Figure:
    """Draw the size of a signal after each of many layers; logarithmic."""
    figure, (ax,) = axes()
    for i, (name, values) in enumerate(sizes.items()):
        layers = np.arange(1, len(values) + 1)
        ax.semilogy(layers, values, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], markersize=4)
        end = (layers[-1], values[-1])
        ax.annotate(name, end, xytext=(8, 0), textcoords="offset points", color=COLORS[i], va="center")
    ax.set(xlabel="layer", ylabel="root mean square of the outputs", xlim=(0, len(layers) * 1.2))
    return figure


def activations(z: Array, curves: Mapping[str, tuple[Array, Array]]) -> Figure:
    """Draw activations on the left and their slopes on the right."""
    figure, panels = axes(2, width=7.6, height=3.1)
    for which, (ax, title) in enumerate(zip(panels, ("activation", "its slope"), strict=True)):
        for i, (name, pair) in enumerate(curves.items()):
            ax.plot(z, pair[which], color=COLORS[i], linestyle=DASHES[i], label=name)
        ax.set(xlabel="score z", title=title)
    panels[0].set(ylim=(-1.2, 2.2))
    panels[1].set(ylim=(-0.1, 1.25))
    panels[0].legend(loc="upper left")
    return figure


def a_unit_dies(x: Array, y: Array, lines: Sequence[Line]) -> Figure:
    """Draw what a ReLU unit answers before its first steps and after each, with the examples."""
    figure, panels = axes(len(lines), width=7.6, height=2.9, sharey=True)
    places = np.linspace(0, x.max() + 1, 200)
    for step, (ax, (w, b)) in enumerate(zip(panels, lines, strict=True)):
        ax.plot(x, y, "o", color=ORANGE, label="wanted")
        ax.plot(places, np.maximum(0, w * places + b), color=BLUE, label="answered")
        ax.set(xlabel="x", title="at the start" if step == 0 else f"after step {step}")
    panels[0].set(ylabel="y", ylim=(-1.5, 1.25 * float(max(y.max(), lines[1][0] * x.max()))))
    panels[0].legend(loc="upper left")
    return figure


def verdicts(accuracies: Mapping[str, Sequence[float]], baseline: float) -> Figure:
    """Draw the accuracy of every run, one line of dots for each net, beside the baseline."""
    figure, (ax,) = axes(width=7.2, height=0.6 + 0.36 * len(accuracies))
    names = list(accuracies)
    for i, name in enumerate(names):
        values = np.asarray(accuracies[name])
        ax.plot(values, np.full(len(values), -i), "o", color=BLUE, markersize=6, alpha=0.6)
        ax.annotate(
            f"{values.mean():.3f}",
            (values.max(), -i),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.axvline(baseline, color=GRAY, linestyle="--", linewidth=1, zorder=0)
    ax.set(xlabel="share of test digits read (dashed: always “1”)", xlim=(0, 1.08), ylim=(-len(names) + 0.5, 0.5))
    ax.set_yticks([-i for i in range(len(names))], names)
    ax.grid(axis="y", visible=False)
    return figure
