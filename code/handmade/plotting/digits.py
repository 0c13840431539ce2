"""Figures of the chapter *Handwritten digits*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, MARKERS, ORANGE, SETTINGS, axes

Array = np.ndarray

FOR_AND_AGAINST = LinearSegmentedColormap.from_list("for_and_against", [ORANGE, "#ffffff", BLUE])


def digit_grid(images: Array, columns: int = 20, gap: int = 0) -> Figure:
    """Draw images of one size as a single mosaic, row after row, dark ink on light paper, `gap` pixels apart."""
    rows = len(images) // columns
    images = np.pad(images, ((0, 0), (0, gap), (0, gap)))
    height, width = images.shape[1:]
    table = images[: rows * columns].reshape(rows, columns, height, width)
    mosaic = table.transpose(0, 2, 1, 3).reshape(rows * height, columns * width)
    figure, (ax,) = axes(height=6.4 * rows / columns)
    ax.imshow(mosaic, cmap="gray_r", interpolation="nearest")
    ax.axis("off")
    return figure


def training_curves(runs: Mapping[str, Mapping[str, Sequence[float]]]) -> Figure:
    """Draw loss and accuracy by epoch of several trainings, each quantity in a panel of its own."""
    figure, panels = axes(2, width=7.2, height=2.9)
    for ax, key in zip(panels, ("loss", "accuracy"), strict=True):
        for i, (name, history) in enumerate(runs.items()):
            epochs = np.arange(1, len(history[key]) + 1)
            ax.plot(epochs, history[key], color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], label=name)
        ax.set(xlabel="epoch", ylabel={"loss": "mean loss"}.get(key, key), xticks=epochs)
    panels[0].legend()
    return figure


def hidden_patterns(before: Array, after: Array, units: int = 6) -> Figure:
    """Draw what the first hidden units weigh, (784, units) before and after training, and the difference."""
    plt.rcParams.update(SETTINGS)
    figure, table = plt.subplots(3, units, figsize=(7.4, 4.0), layout="constrained")
    rows = {"start": before, "after": after, "change": after - before}
    most = float(np.quantile(np.abs(after[:, :units]), 0.99))
    for axes_of_row, (name, kernel) in zip(table, rows.items(), strict=True):
        for j, ax in enumerate(axes_of_row):
            ax.imshow(
                kernel[:, j].reshape(28, 28), cmap=FOR_AND_AGAINST, vmin=-most, vmax=most, interpolation="nearest"
            )
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
        axes_of_row[0].set_ylabel(name)
    return figure


def confusion_table(counts: Array) -> Figure:
    """Draw the confusion matrix: true digits down, answers across; the diagonal would outshine all and is blank."""
    figure, (ax,) = axes(width=5.6, height=5.0)
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    ax.imshow(mistakes, cmap="Blues")
    for (i, j), count in np.ndenumerate(mistakes):
        if i != j:
            ax.text(
                j,
                i,
                str(count),
                ha="center",
                va="center",
                fontsize=8.5,
                color="white" if count > mistakes.max() * 0.6 else "black",
            )
    ax.set(xlabel="the network's answer", ylabel="the true digit", xticks=range(10), yticks=range(10))
    ax.grid(False)
    return figure


def answers(images: Array, probabilities: Mapping[str, Array], truths: Sequence[int]) -> Figure:
    """Draw images, and under each the probabilities that each named network gives to the ten digits."""
    plt.rcParams.update(SETTINGS)
    figure, table = plt.subplots(2, len(images), figsize=(7.4, 3.6), height_ratios=(1, 1.2), layout="constrained")
    styles = ({"color": BLUE}, {"facecolor": "none", "edgecolor": ORANGE, "linewidth": 1.6})
    for j, image in enumerate(images):
        table[0, j].imshow(image, cmap="gray_r", interpolation="nearest")
        table[0, j].set_title(f"truth: {truths[j]}")
        table[0, j].axis("off")
        for i, (name, rows) in enumerate(probabilities.items()):
            width = 0.8 / len(probabilities)
            table[1, j].bar(np.arange(10) + i * width, rows[j], width, label=name, **styles[i])
        table[1, j].set(ylim=(0, 1), xticks=range(0, 10, 3), xlabel="answer")
    table[1, 0].set_ylabel("probability")
    if len(probabilities) > 1:
        figure.legend(*table[1, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure
