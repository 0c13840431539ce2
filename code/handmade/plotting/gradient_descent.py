"""Figures of the chapter *Gradient descent*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, MARKERS, ORANGE, axes

Array = np.ndarray
Curve = Callable[[Array], Array]  # from places to heights


def path_on_curve(curve: Curve, path: Sequence[float], span: tuple[float, float]) -> Figure:
    """Draw a curve and the places that a walk on it visited."""
    figure, (ax,) = axes()
    w, places = np.linspace(*span, 200), np.asarray(path)
    ax.plot(w, curve(w), color=GRAY, label="the loss J(w)")
    ax.plot(places, curve(places), "--o", color=BLUE, linewidth=1, markersize=6, label="one step after the other")
    ax.annotate("start", (places[0], curve(places[0])), xytext=(10, 6), textcoords="offset points")
    ax.set(xlabel="w", ylabel="J")
    ax.legend()
    return figure


def fates(curve: Curve, paths: Mapping[str, Sequence[float]], span: tuple[float, float]) -> Figure:
    """Draw one panel for each path: the same curve, walked with another learning rate."""
    figure, panels = axes(len(paths), width=7.6, height=2.9, sharey=True)
    w = np.linspace(*span, 200)
    for ax, (name, path) in zip(panels, paths.items(), strict=True):
        places = np.asarray(path)
        ax.plot(w, curve(w), color=GRAY)
        ax.plot(places, curve(places), "--o", color=BLUE, linewidth=1, markersize=5)
        ax.plot(places[:1], curve(places[:1]), "s", color=ORANGE, markersize=8)
        ax.set(title=name, xlabel="w", xlim=span)
    panels[0].set(ylabel="J", ylim=(0, float(curve(np.array(span)).max())))
    return figure


def factor_chart(curvatures: Mapping[str, float], marked: Sequence[float], widest: float) -> Figure:
    """Draw what one step multiplies the distance by, against the learning rate: a straight line for each curvature."""
    figure, (ax,) = axes(height=3.9)
    rates = np.array([0.0, widest])
    ax.axhspan(-1, 1, color=BLUE, alpha=0.12, linewidth=0)
    ax.text(widest * 0.985, 0.86, "the distance shrinks", ha="right", color=BLUE)
    ax.text(widest * 0.5, -1.3, "the distance grows", ha="center", color=ORANGE)
    for i, (name, curvature) in enumerate(curvatures.items()):
        ax.plot(rates, 1 - rates * curvature, color=COLORS[i], linestyle=DASHES[i], label=name)
        for rate in marked:
            ax.plot(rate, 1 - rate * curvature, MARKERS[i], color=COLORS[i], markersize=7)
            ax.annotate(f"{rate:g}", (rate, 1 - rate * curvature), xytext=(6, 5), textcoords="offset points")
    ax.axhline(0, color=GRAY, linewidth=0.8)
    ax.set(xlabel="learning rate α", ylabel="one step multiplies the distance by", ylim=(-1.6, 1.1), xlim=(0, widest))
    ax.legend(loc="lower left")
    return figure


def nudging_errors(nudges: Array, errors: Mapping[str, Array]) -> Figure:
    """Draw how wrong a measured slope is, against the size of the nudge."""
    figure, (ax,) = axes()
    for i, (name, values) in enumerate(errors.items()):
        ax.loglog(nudges, values, color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], markersize=5, label=name)
    ax.set(xlabel="size of the nudge ε", ylabel="error of the slope")
    ax.legend()
    return figure


def two_valleys(curve: Curve, paths: Mapping[str, Sequence[float]], span: tuple[float, float]) -> Figure:
    """Draw a curve with two valleys and walks from different starts."""
    figure, (ax,) = axes()
    w = np.linspace(*span, 300)
    ax.plot(w, curve(w), color=GRAY)
    for i, (name, path) in enumerate(paths.items()):
        places = np.asarray(path)
        ax.plot(
            places,
            curve(places),
            MARKERS[i],
            linestyle=DASHES[i],
            color=COLORS[i],
            linewidth=1,
            markersize=5,
            label=name,
        )
    ax.set(xlabel="w", ylabel="J")
    ax.legend(loc="upper center")
    return figure
