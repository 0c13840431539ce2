"""Worker: a process that holds one library's contenders and runs one round when it is told to.

It reads one JSON object a line and answers each with one line. What libraries print goes to stderr, never between
the answers.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time

import numpy as np

from tools.bench.nets import NETS

TRIAL_BATCHES = 64  # that a variant is given to show how fast it is


def data_for(name: str, rows: int):
    """Return the examples of a net as float32, and their targets."""
    if name == "line":
        x = np.array([[1.0], [2], [3], [4], [5], [7], [8], [9], [11]], "float32")
        return x, 2 * x + 1
    from handmade import datasets

    (x, y), _ = datasets.load_mnist()
    return (x[:rows].astype("float32") / 255).reshape(-1, *NETS[name].input_shape), y[:rows].astype("int64")


class Worker:
    """The contenders of one library, made when they are first asked for."""

    def __init__(self, library: str, rows: int) -> None:
        self.contenders = importlib.import_module(f"tools.bench.{library}_contenders")
        self.rows, self.data, self.runs, self.chosen = rows, {}, {}, {}

    def answer(self, task: dict) -> dict:
        """Run the round that ``task`` describes; return its seconds and the processor's."""
        key = task["contender"], task["net"], task["batch"]
        run, answer = self.run_of(*key), {"wall": 0.0, "cpu": 0.0}
        for _ in range(task["repeats"]):
            wall, cpu, told = timed(run, task["rows"], task["epochs"])
            answer["wall"] += wall
            answer["cpu"] += cpu
        return answer | {"parts": told.get("parts"), "set_up": told.get("set_up"), "settings": self.chosen[key]}

    def run_of(self, contender: str, net: str, batch: int):
        """Return the contender's ``run``, made if need be; of several variants the fastest."""
        key = contender, net, batch
        if key not in self.runs:
            shape = NETS[net].input_shape
            if shape not in self.data:
                self.data[shape] = data_for(net, self.rows)
            x, y = self.data[shape]
            variants = self.contenders.VARIANTS.get(contender, ({},))
            runs = [self.contenders.MAKERS[contender](NETS[net], batch, x, y, **variant) for variant in variants]
            seconds = [trial(run, len(x), batch) for run in runs] if len(runs) > 1 else [0.0]
            fastest = int(np.argmin(seconds))
            self.runs[key], self.chosen[key] = runs[fastest], variants[fastest]
        return self.runs[key]


def timed(run, rows: int, epochs: int) -> tuple[float, float, dict]:
    """Return the seconds of a run, those of the processor on all its cores, and what the run tells."""
    began = time.perf_counter(), time.process_time()
    told = run(rows, epochs) or {}
    ended = time.perf_counter(), time.process_time()
    return ended[0] - began[0], ended[1] - began[1], told


def trial(run, rows: int, batch: int) -> float:
    """Return the seconds of a few batches, once everything is compiled; the better of two."""
    few, epochs = (min(rows // batch, TRIAL_BATCHES) * batch, 1) if rows > batch else (rows, 500)
    run(few, epochs)
    return min(timed(run, few, epochs)[0] for _ in range(2))


def main() -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    library, rows = sys.argv[1], int(sys.argv[2])
    worker = Worker(library, rows)
    for line in sys.stdin:
        try:
            answer = worker.answer(json.loads(line))
        except Exception as error:  # a contender that fails is reported, and the others go on
            answer = {"error": f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
