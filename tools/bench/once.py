"""Once: what is measured once, each in a fresh process: the memory of a training, the seconds of an import."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Mapping

MEMORY = """
import json, sys, tracemalloc
from tools.bench.nets import NETS
from tools.bench.handmade_model import handmade_model
from tools.bench.worker import data_for

net, rows, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
x, y = data_for(net, rows)
tracemalloc.start()
model = handmade_model(NETS[net])
weights = sum(w.nbytes for w in model.get_weights())
tracemalloc.reset_peak()
model.fit(x, y, batch_size=batch, epochs=1, verbose=0)
peak = tracemalloc.get_traced_memory()[1]
print(json.dumps({"rows": rows, "batch": batch, "data": x.nbytes, "weights": weights, "beyond_data": peak}))
"""

IMPORT = """
import time
import numpy
start = time.perf_counter()
import {module}
print(time.perf_counter() - start)
"""


def fresh(code: str, *arguments: object, environment: Mapping[str, str]) -> str:
    """Return what ``code`` prints in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["it said nothing"])[-1])
    return done.stdout.strip().splitlines()[-1]


def memory(net: str, rows: int, batch: int, environment: Mapping[str, str]) -> dict:
    """Return the bytes that one epoch of `fit` holds at its peak beyond the data, with the data's and the weights'."""
    found = json.loads(fresh(MEMORY, net, rows, batch, environment=environment))
    found["times_the_data"] = (found["data"] + found["beyond_data"] - found["weights"]) / found["data"]
    return found


def import_seconds(module: str, times: int, environment: Mapping[str, str]) -> dict:
    """Return how long an import takes when NumPy is there already."""
    seconds = sorted(float(fresh(IMPORT.format(module=module), environment=environment)) for _ in range(times))
    return {"median": statistics.median(seconds), "low": seconds[0], "high": seconds[-1]}
