"""Figures of the chapter *Would it work on someone new?*."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, GRAY, MARKERS, ORANGE, RED, axes

Array = np.ndarray


def memories(X: Array, labels: Mapping[str, Array], answer: Callable[[Array, Array, Array], Array]) -> Figure:
    """Draw, for each set of labels, what a machine that studied it would answer everywhere in the plane."""
    figure, panels = axes(len(labels), width=5.6, height=3.3, sharey=True)
    ticks = np.linspace(29, 101, 160)
    places = np.column_stack([grid.ravel() for grid in np.meshgrid(ticks, ticks)])  # (160², 2)
    for ax, (name, y) in zip(panels, labels.items(), strict=True):
        says = answer(X, y, places).reshape(len(ticks), len(ticks))
        ax.contourf(ticks, ticks, says, levels=[0.5, 1.5], colors=[BLUE], alpha=0.25)
        for label, color, marker in ((0, ORANGE, MARKERS[1]), (1, BLUE, MARKERS[0])):
            of = y.ravel() == label
            ax.plot(X[of, 0], X[of, 1], marker, color=color, markersize=4, label=f"label {label}")
        ax.set(title=name, xlabel="first exam", xlim=(29, 101), ylim=(29, 101), aspect="equal")
        ax.grid(visible=False)
    panels[0].set_ylabel("second exam")
    handles, names = panels[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=2)
    return figure


def borders(
    X: Array, y: Array, machines: Mapping[str, Callable[[Array], Array]], rule: Callable[[Array], Array]
) -> Figure:
    """Draw what each machine answers everywhere in the plane, and the border of the true rule."""
    figure, panels = axes(len(machines), width=6.8, height=2.9, sharey=True)
    ticks = np.linspace(29, 101, 240)
    places = np.column_stack([grid.ravel() for grid in np.meshgrid(ticks, ticks)])  # (240², 2)
    for ax, (name, machine) in zip(panels, machines.items(), strict=True):
        says = machine(places).reshape(len(ticks), len(ticks))
        ax.contourf(ticks, ticks, says, levels=[0.5, 1.5], colors=[BLUE], alpha=0.25)
        for label, color, marker in ((0, ORANGE, MARKERS[1]), (1, BLUE, MARKERS[0])):
            of = y.ravel() == label
            ax.plot(X[of, 0], X[of, 1], marker, color=color, markersize=3, label=f"label {label}")
        ax.plot(ticks, rule(ticks), ":", color=RED, label="the rule")
        ax.set(title=name, xlabel="first exam", xlim=(29, 101), ylim=(29, 101), aspect="equal")
        ax.grid(visible=False)
    panels[0].set_ylabel("second exam")
    handles, names = panels[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=3)
    return figure


def score_spread(scores: Mapping[int, Array], truth: float) -> Figure:
    """Draw the scores of many test sets, a row of columns for each size of the test set."""
    figure, (ax,) = axes(width=5.6, height=4.0)
    for row, (m, values) in enumerate(reversed(list(scores.items()))):
        width = 0.01 if m <= 100 else 0.002
        edges = np.arange(0.65 - width / 2, 1 + width, width)
        shares, color = np.histogram(values, edges)[0], COLORS[row % len(COLORS)]
        ax.bar(edges[:-1] + width / 2, 0.85 * shares / shares.max(), width, bottom=row, color=color, alpha=0.8)
        ax.text(0.652, row + 0.3, f"{m:,} rows", color=color)
    ax.axvline(truth, color=GRAY, linestyle="--", linewidth=1.2)
    ax.annotate("the truth", (truth, len(scores)), xytext=(-6, -4), textcoords="offset points", ha="right", color=GRAY)
    ax.set(xlabel="accuracy on the test set", yticks=[], ylim=(0, len(scores) + 0.1), xlim=(0.64, 1.01))
    return figure


def curves(x: Array, y: Array, fits: Mapping[int, Callable[[Array], Array]]) -> Figure:
    """Draw points near a wave, and one panel for each of four curves fitted to them."""
    figure, _ = axes(width=5.4, height=4.4)
    figure.clear()
    panels = figure.subplots(2, 2, sharex=True, sharey=True)
    places = np.linspace(0, 1, 600)
    for ax, (degree, fit) in zip(panels.flat, fits.items(), strict=True):
        ax.plot(places, np.sin(2 * np.pi * places), ":", color=GRAY, linewidth=1.6)
        ax.plot(places, fit(places), color=BLUE)
        ax.plot(x, y, "o", color=ORANGE, markersize=5)
        ax.set(title=f"degree {degree}", ylim=(-1.9, 1.9), xlim=(-0.02, 1.02), xticks=[0, 0.5, 1])
    for low, left in zip(panels[1], panels[:, 0], strict=True):
        low.set_xlabel("x")
        left.set_ylabel("y")
    return figure


def noise_studies(studies: Mapping[str, Array]) -> Figure:
    """Draw the test accuracies of many studies as stacked dots, a row for each way of making them."""
    figure, (ax,) = axes(width=5.6, height=4.0)
    for row, (name, values) in enumerate(reversed(list(studies.items()))):
        places, counts = np.unique(values.round(3), return_counts=True)
        for place, count in zip(places, counts, strict=True):
            ax.plot(
                np.full(count, place), row * 1.25 + np.arange(count) / 16, MARKERS[row], color=COLORS[row], markersize=3
            )
        ax.text(0.12, row * 1.25 + 0.5, name.replace(" from ", "\nfrom "), color=COLORS[row])
        ax.plot(values.mean(), row * 1.25 - 0.13, "^", color=COLORS[row], markersize=8)
    ax.axvline(0.5, color=GRAY, linestyle="--", linewidth=1.2)
    ax.annotate("a coin", (0.5, 2.3), xytext=(-5, 0), textcoords="offset points", ha="right", color=GRAY)
    ax.set(xlabel="accuracy on the 20 test rows (triangle: the mean)", yticks=[], ylim=(-0.3, 2.5), xlim=(0.1, 1.02))
    return figure
