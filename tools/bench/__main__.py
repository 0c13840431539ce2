"""The command line: `make bench`, or `python -m tools.bench --help`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.bench import once, report
from tools.bench.driver import FOLDER, ROOT, Process, calibrate, environment, jobs_for, run_rounds
from tools.bench.jax_wheel import PINNED, jax_folder
from tools.bench.nets import NETS, TITLES, worker_of

RESULT = ROOT / "book" / "results" / "speed.json"
ROWS = 60_000


def main(arguments: list[str] | None = None) -> int:
    """Measure, write the file, print the table; return the exit status."""
    options = read(arguments)
    jax = jax_folder(FOLDER / "jax", options.jax) if "keras-jax" in options.contenders else None
    environments = {name: environment(name, jax) for name in ("numpy", "tensorflow", *(["jax"] if jax else []))}
    jobs = jobs_for(options.nets, options.contenders, environments, options.curve)
    processes = {
        name: Process(name, options.rows, environments[name]) for name in {worker_of(job.contender) for job in jobs}
    }
    try:
        for job in jobs:
            tell(f"warming up: {job.contender} on {job.net}, batch {job.batch}")
            calibrate(job, processes[worker_of(job.contender)], options.rows, options.seconds)
        for line in run_rounds(jobs, processes, options.rounds):
            tell(line)
    finally:
        for process in processes.values():
            process.close()
    tell("memory and imports")
    plan = {"rounds": options.rounds, "seconds": options.seconds, "rows_of_mnist": options.rows}
    plan |= {"jax": PINNED[0].partition("==")[2] if jax else None}
    found = report.document(jobs, plan, measured_once(options, environments))
    report.write(options.output, found)
    tell("")
    print(report.table(found))
    print(f"Written: {options.output}")
    return 1 if found["missing"] else 0


def read(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options; a part of the whole goes into a file of its own, which the book does not read."""
    parser = argparse.ArgumentParser(prog="make bench", description="How fast is handmade?")
    parser.add_argument("--rounds", type=int, help="rounds that count, after one for warming up (5)")
    parser.add_argument("--seconds", type=float, help="about how long a contender works in a round (1.2)")
    parser.add_argument("--quick", action="store_true", help="two short rounds, to see that all works")
    parser.add_argument("--nets", nargs="+", choices=NETS, help="only these nets")
    parser.add_argument("--only", nargs="+", choices=TITLES, dest="contenders", help="only these contenders")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of MNIST (60000)")
    parser.add_argument("--no-jax", action="store_false", dest="jax", help="do not install JAX")
    parser.add_argument("--output", type=Path, help="the file to write (book/results/speed.json for a whole run)")
    options = parser.parse_args(arguments)
    whole = not (options.quick or options.nets or options.contenders or options.rows < ROWS)
    options.output = options.output or (RESULT if whole else FOLDER / "speed.json")
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.seconds = options.seconds or (0.2 if options.quick else 1.2)
    options.curve = not options.quick
    options.nets, options.contenders = options.nets or list(NETS), options.contenders or list(TITLES)
    return options


def measured_once(options: argparse.Namespace, environments: dict) -> dict:
    """Return the memory of a training and the seconds of imports; of a failure, why."""
    numpy, keras = environments["numpy"], environments["tensorflow"]
    asked = {
        "memory": {net: lambda net=net: once.memory(net, options.rows, 32, numpy) for net in ("mlp", "cnn")},
        "imports": {
            "handmade": lambda: once.import_seconds("handmade", 5, numpy),
            "handmade.models": lambda: once.import_seconds("handmade.models", 5, numpy),
            "keras": lambda: once.import_seconds("keras", 3, keras),
        },
    }
    if options.quick:
        del asked["memory"]["cnn"], asked["imports"]["keras"]
    found: dict = {"failed": {}}
    for kind, measures in asked.items():
        found[kind] = {}
        for name, measure in measures.items():
            try:
                found[kind][name] = measure()
            except RuntimeError as error:
                found["failed"][f"{kind} of {name}"] = str(error)
    return found


def tell(line: str) -> None:
    """Show how far we are, on one line of a terminal."""
    print(f"\r{line:78}" if sys.stdout.isatty() else line, end="" if sys.stdout.isatty() else "\n", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nInterrupted; nothing was written.", file=sys.stderr)
        sys.exit(1)
