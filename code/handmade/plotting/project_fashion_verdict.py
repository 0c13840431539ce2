"""Figures of the project *The Fashion verdict*."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, axes

Array = np.ndarray


def pairs(accuracies: Mapping[str, Array]) -> Figure:
    """Draw what each seed reached without and with the change, joined by a line."""
    figure, (ax,) = axes(width=4.6, height=3.2)
    ends = 100 * np.array(list(accuracies.values()))  # (2, seeds)
    ax.plot([0, 1], ends, "o-", color=BLUE, alpha=0.8)
    ax.set(xlim=(-0.3, 1.3), ylabel="percent right")
    ax.set_xticks([0, 1], list(accuracies))
    return figure
