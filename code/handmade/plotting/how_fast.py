"""Figures of the page *How fast is handmade?*; ``rows`` are those of the result *speed*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from handmade.plotting.style import BLUE, COLORS, DASHES, GRAY, MARKERS, ORANGE, SETTINGS, axes

Row = Mapping[str, Any]


def table(rows: Sequence[Row], titles: Mapping[str, str], batches: Sequence[int] = (32, 128)) -> str:
    """Return, in Markdown, how many times as fast `handmade` is as the others."""
    lines = [
        "Network | Batch | Examples/s | Keras fit | Best Keras | scikit-learn | Plain loop | sgemm",
        " | ".join(["---"] * 8),
    ]
    for row in rows:
        if not row["contender"].startswith("handmade") or row["batch"] not in batches or row["net"] not in titles:
            continue
        place = row["net"], row["batch"]
        others = {r["contender"]: r["per_second"]["median"] for r in rows if (r["net"], r["batch"]) == place}
        keras = {name: rate for name, rate in others.items() if name.startswith("keras")}
        beside = (others.get("keras-tf"), max(keras.values(), default=None), others.get("sklearn"), others.get("plain"))
        own = row["per_second"]["median"]
        threads = ", two threads" if row["contender"] == "handmade-2-threads" else ""
        cells = [titles[row["net"]] + threads, str(row["batch"]), f"{own:,.0f}"]
        cells += [f"{own / other:.1f}×" if other else "–" for other in beside]
        lines.append(" | ".join([*cells, f"{row['share of sgemm']:.0%}"]))
    return "\n".join(f"| {line} |" for line in lines)


def rates(rows: Sequence[Row], nets: Mapping[str, str], batches: Sequence[int] = (32, 128)) -> Figure:
    """Draw examples per second, one panel for each net (name -> title), a line for each contender."""
    plt.rcParams.update(SETTINGS)
    shown = {net: [row for row in rows if row["net"] == net and row["batch"] in batches] for net in nets}
    titles = {net: list(dict.fromkeys(row["title"] for row in found)) for net, found in shown.items()}
    heights = [len(titles[net]) for net in nets]
    figure, panels = plt.subplots(
        len(nets), 1, figsize=(7.2, 0.9 + 0.34 * sum(heights)), height_ratios=heights, sharex=True, layout="constrained"
    )
    looks = ({"color": BLUE, "marker": "o"}, {"color": ORANGE, "marker": "s", "markerfacecolor": "none"})
    for ax, (net, title) in zip(panels, nets.items(), strict=True):
        for batch, look in zip(batches, looks, strict=True):
            here = [row for row in shown[net] if row["batch"] == batch]
            height = [titles[net].index(row["title"]) + (0.14 if batch != batches[0] else -0.14) for row in here]
            speed = [row["per_second"] for row in here]
            ends = [s["low"] for s in speed], [s["high"] for s in speed]
            ax.hlines(height, *ends, color=look["color"], linewidth=1.5)
            ax.plot([s["median"] for s in speed], height, linestyle="none", label=f"batch {batch}", **look)
        ax.set(xscale="log", title=title, ylim=(len(titles[net]) - 0.5, -0.5))
        ax.set_yticks(range(len(titles[net])), titles[net])
    panels[0].legend(loc="lower left")
    panels[-1].set_xlabel("examples per second")
    panels[-1].xaxis.set_major_formatter(FuncFormatter(_thousands))
    return figure


def over_batches(rows: Sequence[Row], net: str, most: float) -> Figure:
    """Draw examples per second against the size of the batch, and ``most``, what the products alone would allow."""
    figure, (ax,) = axes(width=6.8, height=3.9)
    here = [row for row in rows if row["net"] == net]
    several = {row["title"] for row in here if row["batch"] not in (32, 128)}
    titles = [title for title in dict.fromkeys(row["title"] for row in here) if title in several]
    for i, title in enumerate(titles):
        line = sorted((row["batch"], row["per_second"]["median"]) for row in here if row["title"] == title)
        ax.plot(*zip(*line, strict=True), color=COLORS[i], linestyle=DASHES[i], marker=MARKERS[i], label=title)
    ax.axhline(most, color=GRAY, linewidth=1)
    ax.annotate("one core, products alone", (1, most), (0, 4), ("axes fraction", "data"), "offset points", ha="right")
    sizes = sorted({row["batch"] for row in here})
    ax.set(xscale="log", yscale="log", xlabel="examples in a batch", ylabel="examples per second")
    ax.set_xticks(sizes, map(str, sizes))
    ax.minorticks_off()
    ax.yaxis.set_major_formatter(FuncFormatter(_thousands))
    figure.legend(loc="outside lower center", ncols=2)
    return figure


def parts_of_a_step(microseconds: Mapping[str, float]) -> Figure:
    """Draw how long each part of one step takes, with its share of the whole."""
    figure, (ax,) = axes(width=6.4, height=0.7 + 0.36 * len(microseconds))
    names, values = list(microseconds), list(microseconds.values())
    bars = ax.barh(names, values, color=BLUE, height=0.6)
    ax.bar_label(bars, [f"{value / sum(values):.0%}" for value in values], padding=4)
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.grid(False, axis="y")
    ax.set_xlabel("microseconds of one step")
    return figure


def _thousands(value: float, _: int) -> str:
    return f"{value:,.0f}"
