"""Figures of the project *A question of your own*."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, GRAY, axes

Array = np.ndarray


def errors_left(predicted: Array, errors: Array) -> Figure:
    """Draw what a model missed by, against what it predicted."""
    figure, (ax,) = axes(height=3.2)
    ax.axhline(0, color=GRAY, linewidth=1)
    ax.plot(np.ravel(predicted), np.ravel(errors), "o", color=BLUE, markersize=6, alpha=0.8)
    ax.set(xlabel="predicted price", ylabel="true minus predicted")
    return figure
