"""Figure of the opening page: a neuron finds a line, a network reads digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, GRAY, ORANGE, SETTINGS

Array = np.ndarray


def line_and_digits(
    x: Array, y: Array, lines: Sequence[tuple[str, float, float]], images: Array, said: Array, truth: Array
) -> Figure:
    """Draw the lines (name, w, b) of a neuron that learns, beside images and what a network says of them."""
    plt.rcParams.update(SETTINGS)
    figure = plt.figure(figsize=(7.6, 3.3), layout="constrained")
    halves: Any = figure.subfigures(1, 2, width_ratios=(1.15, 1))  # Any: Matplotlib promises one subfigure
    left, right = halves
    ax = left.subplots()
    ends = np.array([0.0, x.max() + 1])
    for i, (name, w, b) in enumerate(lines):
        ax.plot(ends, w * ends + b, color=BLUE, alpha=(i + 1) / len(lines), linewidth=1 + 1.2 * i / len(lines))
        tip = (ends[1], w * ends[1] + b)
        ax.annotate(name, tip, xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
    ax.plot(x, y, "o", color="black", markersize=5)
    ax.set(title="one neuron", xlabel="input", ylabel="output")
    right.suptitle("138 neurons", fontsize=12.6)
    for cell, image, answer, digit in zip(right.subplots(3, 4).flat, images, said, truth, strict=True):
        cell.imshow(image, cmap="gray_r", interpolation="nearest")
        cell.axis("off")
        wrong = answer != digit
        cell.set_title(f"{answer}{' ✗' if wrong else ''}", fontsize=10, pad=2, color=ORANGE if wrong else GRAY)
    return figure
