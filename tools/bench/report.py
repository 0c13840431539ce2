"""Report: medians, ratios and shares of what the driver measured, as the file that the book reads and as a table."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import statistics
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path

from tools.bench.driver import Job
from tools.bench.nets import KERAS, NETS, SHARE, SKLEARN, TITLES, worker_of

LIBRARIES = ("numpy", "scikit-learn", "keras", "tensorflow")


def band(values: Iterable[float]) -> dict[str, float]:
    """Return the median of ``values`` with the smallest and the largest of them."""
    values = list(values)
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def measured(jobs: list[Job]) -> list[dict]:
    """Return one row for each contender on each net and batch: rates, processor time, ratios, share of the ceiling."""
    peak = ceiling(jobs)["median"]
    rows = [row_of(job, peak) for job in jobs if job.wall and job.contender in TITLES]
    rates = {(row["net"], row["batch"], row["contender"]): row["per_second"]["median"] for row in rows}
    for row in rows:
        for name, other in ((KERAS, "keras-tf"), (SKLEARN, "sklearn")):
            beside = rates.get((row["net"], row["batch"], other))
            row[name] = row["per_second"]["median"] / beside if beside else None
    return rows


def row_of(job: Job, peak: float) -> dict:
    """Return what one contender did: examples a second (for the line epochs), and what follows from it."""
    per_second = band(job.amount / seconds for seconds in job.wall)
    flops = NETS[job.net].flops
    done = per_second["median"] * flops / 1e9 if job.net != "line" else None
    return {
        "net": job.net,
        "batch": job.batch,
        "contender": job.contender,
        "title": TITLES[job.contender],
        "worker": worker_of(job.contender),
        "settings": job.settings,
        "per_round": job.amount,
        "per_second": per_second,
        "set_up_share": statistics.median(job.set_up) * job.repeats / statistics.median(job.wall)
        if job.set_up
        else None,
        "cpu_microseconds": band(1e6 * seconds / job.amount for seconds in job.cpu),
        "gflops": done,
        SHARE: done and done / peak,
    }


def ceiling(jobs: list[Job]) -> dict[str, float]:
    """Return the GFLOP/s of the large product."""
    from tools.bench.numpy_contenders import CEILING_SIZE

    job = next(job for job in jobs if job.contender == "ceiling")
    return band(2 * CEILING_SIZE**3 * job.amount / seconds / 1e9 for seconds in job.wall)


def step(jobs: list[Job]) -> dict | None:
    """Return where the time of one step goes and what it is spared, in microseconds, and how long `fit` takes."""
    asked = {name: next((j for j in jobs if j.contender == name and j.parts), None) for name in ("parts", "spared")}
    if None in asked.values():
        return None
    net, batch = asked["parts"].net, asked["parts"].batch
    found = {
        name: {part: 1e6 * statistics.median(round_[part] for round_ in job.parts) for part in job.parts[0]}
        for name, job in asked.items()
    }
    return {"net": net, "batch": batch, **found}


def provenance(what: str, command: str, libraries: Iterable[str] = ("numpy",)) -> dict:
    """Return the head of a file of results: what it is, and how, when, where and with what it was made."""
    return {
        "what": what,
        "command": command,
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "device": device(),
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in libraries},
        },
    }


def document(jobs: list[Job], options: dict, once: dict) -> dict:
    """Return everything that the book is to know of a run; ``once`` may say what ``failed``."""
    failed = {f"{job.contender} on {job.net}, batch {job.batch}": job.error for job in jobs if job.error}
    failed |= once.pop("failed", {})
    return {
        **provenance("how fast handmade, Keras and scikit-learn train the same networks", "make bench", LIBRARIES),
        "seed": 0,
        **options,
        "nets": {name: {"title": net.title, "flops": net.flops} for name, net in NETS.items()},
        "ceiling": ceiling(jobs),
        "rows": measured(jobs),
        "step": step(jobs),
        **once,
        "missing": failed,
    }


def device() -> dict:
    """Return what the numbers were measured on."""
    info = Path("/proc/cpuinfo")
    models = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    return {"processor": (models or [platform.processor()])[0], "cores": os.cpu_count(), "system": platform.system()}


def write(path: Path, found: dict) -> None:
    """Write the file in one step, so that there is never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(rounded(found), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(path)


def rounded(value):
    """Return ``value`` with all numbers rounded to four digits: more is noise."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list) else value


def table(found: dict) -> str:
    """Return the rows as a table for the terminal, with the goals beside them."""
    lines = [f"one core's sgemm: {found['ceiling']['median']:.0f} GFLOP/s", ""]
    heads = (
        ("per second", 12),
        ("low", 10),
        ("high", 10),
        ("CPU µs", 9),
        ("× Keras", 9),
        ("× sklearn", 10),
        ("sgemm", 7),
    )
    lines.append(" " * 32 + "".join(f"{head:>{width}}" for head, width in heads))
    place = None
    for row in found["rows"]:
        if place != (place := (row["net"], row["batch"])):
            lines.append(f"{found['nets'][row['net']]['title']}, batch {row['batch']}")
        rate, cpu = row["per_second"], row["cpu_microseconds"]["median"]
        lines.append(
            f"  {row['title']:30}{rate['median']:12,.0f}{rate['low']:10,.0f}{rate['high']:10,.0f}{cpu:9.1f}"
            f"{times(row[KERAS]):>9}{times(row[SKLEARN]):>10}{share(row[SHARE]):>7}{goals(row)}"
        )
    for name, error in found["missing"].items():
        lines.append(f"not measured: {name}: {error}")
    return "\n".join(lines)


def times(ratio: float | None) -> str:
    """Return a ratio as it is read."""
    return "" if ratio is None else f"{ratio:.2f}"


def share(value: float | None) -> str:
    """Return a share in percent."""
    return "" if value is None else f"{value:.0%}"


def goals(row: dict) -> str:
    """Return what was aimed at, and whether it was reached."""
    told = ""
    for (batch, contender, measure), least in NETS[row["net"]].goals.items():
        if (batch, contender) == (row["batch"], row["contender"]) and row[measure] is not None:
            told += f"  {measure} ≥ {least:g}: {'yes' if row[measure] >= least else 'NO'};"
    return told
