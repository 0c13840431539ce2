"""Style: the look that all figures share.

Colors come with a line style and a marker of their own, so that a figure can be read in black and white; backgrounds
are transparent, so that the site can turn a figure dark.
"""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, GRAY = "#0b6fa4", "#c2571a", "#2a7d4f", "#b3203a", "#6b7280"
COLORS = (BLUE, ORANGE, GREEN, RED, GRAY)
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")

SETTINGS: dict[Any, Any] = {  # Any: Matplotlib's own types know each setting by name
    "font.size": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
    "lines.linewidth": 2.0,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.hashsalt": "handmade",
}


def axes(columns: int = 1, width: float = 6.4, height: float = 3.6, sharey: bool = False) -> tuple[Figure, list[Axes]]:
    """Return a figure in the book's style and its axes, side by side."""
    plt.rcParams.update(SETTINGS)
    figure, made = plt.subplots(1, columns, figsize=(width, height), squeeze=False, sharey=sharey, layout="constrained")
    return figure, list(made[0])


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure for a drawing: one unit is one inch, no axes are shown."""
    plt.rcParams.update(SETTINGS)
    figure = plt.figure(figsize=(width, height))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.axis("off")
    return figure, ax
