"""Driver: starts the workers and has them run round after round, so that all contenders see the same machine.

In every round each contender trains once, on every net; only one works at a time. What the machine does meanwhile
falls on all of them alike, and medians over the rounds forget the rest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.bench.nets import AT_MORE_BATCHES, CONTENDERS, LINE_EPOCHS, NETS, worker_of

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "_build" / "bench"
THREADS = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
    "TF_ENABLE_ONEDNN_OPTS",
)
MODULES = {"numpy": "numpy", "tensorflow": "keras", "jax": "keras"}  # worker → tools.bench.<module>_contenders
SLOW_EPOCHS = 50  # of the line, in one round of Keras's fit: all 500 take some twenty seconds
LONGER = {"keras-tf": 2, "keras-tf-steps": 2}  # a call has a fixed cost, which a short round would make too much of


@dataclass
class Job:
    """One contender on one net with one batch: how much it does in a round, and how long the rounds took."""

    contender: str
    net: str
    batch: int
    rows: int = 0
    epochs: int = 1
    repeats: int = 1
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    set_up: list[float] = field(default_factory=list)  # seconds of a run before it trains, where a contender tells
    parts: list[dict[str, float]] = field(default_factory=list)
    settings: dict = field(default_factory=dict)
    error: str = ""

    @property
    def amount(self) -> int:
        """Examples in a round; for the line epochs."""
        return self.epochs * self.repeats * (1 if self.net == "line" else self.rows)

    def task(self) -> dict:
        """Return what the worker is told."""
        return {name: getattr(self, name) for name in ("contender", "net", "batch", "rows", "epochs", "repeats")}


def environment(worker: str, jax: Path | None = None) -> dict[str, str]:
    """Return the environment of a worker: one BLAS thread for NumPy; the Keras ones as a reader would start them."""
    ours = {name: value for name, value in os.environ.items() if name not in (*THREADS, "KERAS_BACKEND")}
    paths = [str(ROOT), str(ROOT / "code")]
    if worker == "numpy":
        ours |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    else:
        ours |= {"KERAS_BACKEND": worker, "TF_CPP_MIN_LOG_LEVEL": "3"}
        ours |= {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu"}  # processors are compared, not cards
        paths += [str(jax)] if worker == "jax" and jax else []
    return ours | {"PYTHONPATH": os.pathsep.join(paths)}


class Process:
    """A worker process."""

    def __init__(self, worker: str, rows: int, environment: Mapping[str, str]) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.log = (FOLDER / f"{worker}.log").open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.bench.worker", MODULES[worker], str(rows)],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            encoding="utf-8",
        )

    def ask(self, task: dict) -> dict:
        """Have one round run, and return the answer."""
        try:
            self.process.stdin.write(json.dumps(task) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        return json.loads(line) if line else {"error": f"the worker ended; see {self.log.name}"}

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()


def jobs_for(nets: Iterable[str], contenders: Iterable[str] | None, workers: Iterable[str], curve: bool) -> list[Job]:
    """Return all that is to be measured, in the order of a round."""
    jobs = [Job("ceiling", "mlp", 1)]
    for net in nets:
        batches = [*NETS[net].batches, *(NETS[net].more_batches if curve else ())]
        for batch in batches:
            asked = CONTENDERS[net] if batch in NETS[net].batches else AT_MORE_BATCHES
            jobs += [Job(name, net, batch) for name in asked if contenders is None or name in contenders]
            if net == "mlp" and batch == NETS[net].batches[0]:
                jobs += [Job("parts", net, batch), Job("spared", net, batch)]
    return [job for job in jobs if worker_of(job.contender) in workers]


def calibrate(job: Job, process: Process, rows: int, seconds: float) -> None:
    """Find out how much the contender does in about ``seconds``, which also warms it up."""
    if job.net == "line":
        job.rows, job.epochs = 9, SLOW_EPOCHS if job.contender == "keras-tf" else LINE_EPOCHS
    elif job.contender == "ceiling":
        job.rows = 1
    else:
        job.rows = min(8, rows // job.batch) * job.batch
    seconds *= LONGER.get(job.contender, 1)
    took = 0.0
    while took < seconds / 2:
        for _ in range(1 if took else 2):  # the first of all compiles, and is not counted
            answer = process.ask(job.task())
            if error := answer.get("error"):
                job.error = error
                return
        took = answer["wall"]
        resize(job, rows, min(seconds / took, 8))


def resize(job: Job, rows: int, factor: float) -> None:
    """Make a round ``factor`` times as much: more rows while there are, then more epochs."""
    if job.net == "line" or job.contender == "ceiling":
        job.repeats = max(1, round(job.repeats * factor))
        return
    wanted = job.amount * factor
    most = rows // job.batch * job.batch
    job.rows = min(max(1, round(wanted / job.batch)) * job.batch, most)
    job.epochs = max(1, round(wanted / job.rows))


def run_rounds(jobs: list[Job], processes: Mapping[str, Process], rounds: int) -> Iterator[str]:
    """Run all rounds, the first for warm-up only; yield a line about each. Every other round goes backwards."""
    for number in range(rounds + 1):
        working = [job for job in jobs if not job.error]
        for job in working if number % 2 else reversed(working):
            answer = processes[worker_of(job.contender)].ask(job.task())
            job.error = answer.get("error", "")
            if number and not job.error:
                job.wall.append(answer["wall"])
                job.cpu.append(answer["cpu"])
                job.parts += [answer["parts"]] if answer["parts"] else []
                job.set_up += [answer["set_up"]] if answer.get("set_up") else []
            job.settings = answer.get("settings", {})
        yield f"round {number} of {rounds}" if number else "the round for warming up"
