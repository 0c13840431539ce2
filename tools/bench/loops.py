"""Loops: the same dot product by Python's loops and by NumPy, for arrays of many lengths (`make loops`).

Every way gets what suits it: the loops get lists of Python's own numbers, NumPy gets arrays.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from operator import mul
from timeit import Timer

import numpy as np

from tools.bench.driver import ROOT
from tools.bench.report import band, provenance, write

RESULT = ROOT / "book" / "results" / "loops.json"
LENGTHS = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)
ROUNDS, SECONDS = 9, 0.05  # a round repeats the product for about so long


def by_loop(a: Sequence[float], b: Sequence[float]) -> float:
    """Add up the products one after the other."""
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def by_comprehension(a: Sequence[float], b: Sequence[float]) -> float:
    """Make a list of the products, and sum it."""
    return sum([x * y for x, y in zip(a, b, strict=True)])


def by_map(a: Sequence[float], b: Sequence[float]) -> float:
    """Let map multiply."""
    return sum(map(mul, a, b))


def by_numpy(a: np.ndarray, b: np.ndarray) -> float:
    """Let NumPy do all of it."""
    return a @ b


WAYS: dict[str, Callable] = {
    "for loop": by_loop,
    "list comprehension": by_comprehension,
    "map": by_map,
    "NumPy": by_numpy,
}


def times(lengths: Sequence[int], rounds: int, seconds: float) -> list[dict]:
    """Return the microseconds of one product for each way and length; in a round each way has its turn."""
    found = []
    for n in lengths:
        a, b = np.random.default_rng(0).normal(size=(2, n))
        given = {name: (a, b) if name == "NumPy" else (a.tolist(), b.tolist()) for name in WAYS}
        timers = {name: Timer(lambda way=way, pair=given[name]: way(*pair)) for name, way in WAYS.items()}
        turns = {name: max(1, round(seconds / (timer.timeit(3) / 3))) for name, timer in timers.items()}
        seen: dict[str, list[float]] = {name: [] for name in WAYS}
        for _ in range(rounds):
            for name, timer in timers.items():
                seen[name].append(1e6 * timer.timeit(turns[name]) / turns[name])
        found += [{"way": name, "n": n, "microseconds": band(values)} for name, values in seen.items()]
    return found


def main() -> int:
    """Measure, and write the file that the book reads."""
    found = {
        **provenance("how long one dot product of n numbers takes, by loops of Python and by NumPy", "make loops"),
        "seed": 0,
        "rounds": ROUNDS,
        "rows": times(LENGTHS, ROUNDS, SECONDS),
    }
    write(RESULT, found)
    print(f"Written: {RESULT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
