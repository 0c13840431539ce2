"""Run the study of the chapter on experiments: `make experiments`.

A quarter of an hour on one idle core. Each run is kept in `_build/experiments` as it ends; started again, the study
goes on where it stopped. The result is `book/results/fashion.json`, which the chapter shows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from tools.bench.driver import ROOT
from tools.bench.report import provenance, rounded, write
from tools.experiments.study import NAMED, ROWS, SEEDS, Pictures, Row, run, to_choose, to_conclude

RESULT = ROOT / "book" / "results" / "fashion.json"
PAGE = ROOT / "book" / "_ext" / "explorable_static" / "fashion_study.js"  # the same for ml-verdict
RUNS = ROOT / "_build" / "experiments"
TOGETHER = [["base", "epochs-15", "epochs-30"]]  # one long training serves them all


def main() -> int:
    """Train what is not yet there, choose, open the test set, write the result; return the exit status."""
    parser = argparse.ArgumentParser(prog="make experiments", description=__doc__)
    parser.add_argument("--seeds", type=int, default=len(SEEDS), help="how many seeds each row gets")
    seeds = tuple(range(parser.parse_args().seeds))
    runs = all_runs(seeds, to_choose(), RUNS)
    last = sorted({"base", winner(runs)})
    test = all_runs(seeds, to_conclude(), RUNS / "test", [[name] for name in last])
    found = rounded(document(runs, test, to_choose().y_judge, to_conclude().y_judge))
    write(RESULT, found)
    PAGE.write_text(for_the_page(found), encoding="utf-8")
    print(f"Written: {RESULT} and {PAGE}")
    return 0


def plan() -> list[list[str]]:
    """Return the names of the rows, those together that one training serves, the short trainings first."""
    together = {name for group in TOGETHER for name in group}
    return [[row.name] for row in ROWS if row.name not in together] + TOGETHER


def all_runs(
    seeds: tuple[int, ...], pictures: Pictures, folder: Path, groups: list[list[str]] | None = None
) -> dict[str, list[dict]]:
    """Return the runs of each row, one for each seed; those that the folder holds are not trained again."""
    found: dict[str, list[dict]] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        for names in groups or plan():
            rows = [NAMED[name] for name in names]
            files = {row.name: folder / f"{row.name}-{seed}-{fingerprint(row, pictures)}.json" for row in rows}
            if not all(file.exists() for file in files.values()):
                started = time.monotonic()
                for name, told in run(rows, seed, pictures).items():
                    write_run(files[name], told)
                print(f"seed {seed}  {' '.join(names):40}{time.monotonic() - started:7.0f} s", flush=True)
            for name, file in files.items():
                found.setdefault(name, []).append(json.loads(file.read_text(encoding="utf-8")))
    return {row.name: found[row.name] for row in ROWS if row.name in found}


def fingerprint(row: Row, pictures: Pictures) -> str:
    """Return a short name for what the run depends on."""
    matters = replace(row, name="", title="", group="")
    parts = (f"{asdict(matters)}", f"{pictures.x.shape}", f"{pictures.x_judge.shape}")
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:8]


def write_run(file: Path, told: dict) -> None:
    """Write the file in one step."""
    temporary = file.with_suffix(".tmp")
    temporary.write_text(json.dumps(told), encoding="utf-8")
    temporary.replace(file)


def for_the_page(found: dict) -> str:
    """Return the rows as a module of JavaScript, with what ml-verdict needs of them."""
    parts = ("name", "title", "epochs", "train", "validation", "seconds")
    rows = [
        {part: row[part] for part in parts} | {"pictures": list(row["error of pictures"].values())}
        for row in found["rows"]
    ]
    lines = "".join(f"  {json.dumps(row, ensure_ascii=False)},\n" for row in rows)
    source = "// `make experiments` writes this file: the rows of book/results/fashion.json."
    return f"{source}\nexport const STUDY = {{ rows: [\n{lines}] }};\n"


def winner(runs: dict[str, list[dict]]) -> str:
    """Return the row with the highest mean accuracy on the pictures to choose by: the rule, fixed beforehand."""
    return max(runs, key=lambda name: np.mean([told["accuracy"] for told in runs[name]]))


def document(runs: dict[str, list[dict]], test: dict[str, list[dict]], y: np.ndarray, y_test: np.ndarray) -> dict:
    """Return everything that the book is to know of the study."""
    return {
        **provenance("sixteen networks for Fashion-MNIST, each trained from several seeds", "make experiments"),
        "seeds": [told["seed"] for told in runs["base"]],
        "pictures": {"learn": 50_000, "validation": len(y), "test": len(y_test)},
        "rows": [
            {
                **asdict(NAMED[name]),
                "parameters": told[0]["parameters"],
                "train": [one["train"] for one in told],
                "validation": [one["accuracy"] for one in told],
                "seconds": float(np.median([one["seconds"] for one in told])),
                "beside base": [beside(one, base, y) for one, base in zip(told, runs["base"], strict=True)],
                "error of pictures": {other: error_of_pictures(told, runs[other], y) for other in runs},
            }
            for name, told in runs.items()
        ],
        "winner": winner(runs),
        "test": {
            name: {
                "accuracy": [one["accuracy"] for one in told],
                "confusion": confusion(told, y_test).tolist(),
                "beside base": [beside(one, base, y_test) for one, base in zip(told, test["base"], strict=True)],
                "error of pictures": error_of_pictures(told, test["base"], y_test),
            }
            for name, told in test.items()
        },
    }


def right(one: dict, y: np.ndarray) -> np.ndarray:
    """Return which pictures a run named correctly."""
    return np.array([int(c) for c in one["said"]]) == y


def beside(one: dict, base: dict, y: np.ndarray) -> dict[str, int]:
    """Return how many pictures a run alone names correctly, and how many the base of the same seed alone."""
    ours, theirs = right(one, y), right(base, y)
    return {"gained": int((ours & ~theirs).sum()), "lost": int((theirs & ~ours).sum())}


def error_of_pictures(told: list[dict], base: list[dict], y: np.ndarray) -> float:
    """Return the standard error of the mean difference that comes from the choice of pictures."""
    gain = np.mean([right(a, y) * 1.0 - right(b, y) for a, b in zip(told, base, strict=True)], axis=0)
    return float(gain.std(ddof=1) / np.sqrt(len(gain)))


def confusion(told: list[dict], y: np.ndarray) -> np.ndarray:
    """Return how often a picture of each kind was given each name, over all runs."""
    counts = np.zeros((10, 10), dtype=int)
    for one in told:
        np.add.at(counts, (y, np.array([int(c) for c in one["said"]])), 1)
    return counts


if __name__ == "__main__":
    sys.exit(main())
