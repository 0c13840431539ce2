"""Figures of the chapter *Handwritten digits*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, MARKERS, ORANGE, SETTINGS, axes

Array = np.ndarray


def digit_grid(images: Array, columns: int = 20) -> Figure:
    """Draw images of one size as a single mosaic, row after row, dark ink on light paper."""
    rows = len(images) // columns
    height, width = images.shape[1:]
    table = images[: rows * columns].reshape(rows, columns, height, width)
    mosaic = table.transpose(0, 2, 1, 3).reshape(rows * height, columns * width)
    figure, (ax,) = axes(height=6.4 * rows / columns)
    ax.imshow(mosaic, cmap="gray_r", interpolation="nearest")
    ax.axis("off")
    return figure


def training_curves(losses: Sequence[float], accuracies: Sequence[float]) -> Figure:
    """Draw loss and accuracy by epoch, each in a panel of its own."""
    figure, panels = axes(2, width=7.2, height=2.9)
    epochs = np.arange(1, len(losses) + 1)
    for i, (ax, values, name) in enumerate(zip(panels, (losses, accuracies), ("mean loss", "accuracy"), strict=True)):
        ax.plot(epochs, values, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i])
        ax.set(xlabel="epoch", ylabel=name, xticks=epochs)
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
