"""Held back: a network that sorts clothes, with and without remedies against overfitting (`make held-back`).

Every way of training has the same ten seeds. The way is chosen by the validation pictures; only then the test pictures
are opened, for the chosen networks and for those without any remedy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

from handmade.callbacks import Callback, EarlyStopping
from handmade.datasets import load_fashion_mnist
from handmade.layers import Dense, Dropout, Flatten, Input
from handmade.models import Sequential
from handmade.optimizers import AdamW
from tools.bench.driver import ROOT
from tools.bench.report import provenance, write

RESULT = ROOT / "book" / "results" / "held-back.json"
SEEDS, EPOCHS, PATIENCE = range(10), 30, 3
STUDIED, KEPT = 10_000, 10_000  # pictures to compare the ways with, and to choose by
WAYS = {
    "plain": {"rate": 0.0, "decay": 0.0},
    "decay": {"rate": 0.0, "decay": 0.1},
    "dropout": {"rate": 0.3, "decay": 0.0},
    "both": {"rate": 0.3, "decay": 0.1},
}
SIZES = (1000, 2000, 5000, 10_000, 20_000)

Part = tuple[np.ndarray, np.ndarray]
Row = dict[str, Any]
Weights = list[np.ndarray]


class Watch(EarlyStopping):
    """Early stopping that only watches: it keeps the weights that it would have restored, and lets the epochs go on."""

    def __init__(self, sample: Part, judge: Part) -> None:
        super().__init__(patience=PATIENCE, restore_best_weights=True)
        self.sample, self.judge, self.over = sample, judge, False
        self.curves: list[list[float]] = []

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        """Note how the studied and the validation pictures fare, both in prediction."""
        studied = self.model.evaluate(*self.sample, batch_size=1000)
        held_out = self.model.evaluate(*self.judge, batch_size=1000)
        self.curves.append([*studied, *held_out])
        if not self.over:
            super().on_epoch_end(epoch, {**logs, "val_loss": held_out[0]})
            self.over, self.model.stop_training = self.model.stop_training, False

    def on_train_end(self, logs: dict[str, float]) -> None:
        """Leave the model as it is."""


class Stop(Callback):
    """End the training when the watch would have ended it."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        """Ask the watch."""
        self.model.stop_training = self.watch.over


def network(seed: int, rate: float = 0.0, decay: float = 0.0) -> Sequential:
    """Return a compiled network: 128 rectifiers, then ten classes."""
    middle = [Dense(128, activation="relu")] + ([Dropout(rate)] if rate else [])
    made = Sequential([Input((28, 28)), Flatten(), *middle, Dense(10, activation="softmax")], seed=seed)
    made.compile(AdamW(weight_decay=decay), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return made


def trained(model: Sequential, train: Part, judge: Part, epochs: int, stop: bool = False) -> Watch:
    """Train ``model``, and return what was seen on the way."""
    watch = Watch((train[0][: len(judge[0])], train[1][: len(judge[0])]), judge)
    model.fit(*train, epochs=epochs, verbose=0, callbacks=[watch, Stop(watch)][: 1 + stop])
    return watch


def run(way: str, seed: int, train: Part, judge: Part, epochs: int) -> tuple[Row, dict[str, Weights]]:
    """Train one network, and return what was seen, and its weights after the last epoch and where it would stop."""
    model = network(seed, **WAYS[way])
    watch = trained(model, train, judge, epochs)
    curves = np.round(watch.curves, 4).tolist()
    row = {"way": way, "seed": seed, "stopped": watch.best_epoch + 1, "curves": curves}
    print(way, seed, "stopped", curves[watch.best_epoch], "last", curves[-1], flush=True)
    return row, {"last": model.get_weights(), "stopped": watch.best_weights or []}


def opened(rows: list[Row], kept: list[dict[str, Weights]], test: Part) -> dict[str, Any]:
    """Choose the way with the best validation accuracy, and only then test it, and the networks without a remedy."""
    score = {}
    for way in WAYS:
        of = [row for row in rows if row["way"] == way]
        score[way, "last"] = np.mean([row["curves"][-1][3] for row in of])
        score[way, "stopped"] = np.mean([row["curves"][row["stopped"] - 1][3] for row in of])
    chosen = max(score, key=lambda name: score[name])
    tests: dict[str, list] = {"plain": [], "chosen": []}
    for name, (way, end) in (("plain", ("plain", "last")), ("chosen", chosen)):
        for row, weights in zip(rows, kept, strict=True):
            if row["way"] == way:
                model = network(0)
                model.set_weights(weights[end])
                tests[name].append(np.round(model.evaluate(*test, batch_size=1000), 4).tolist())
    return {"rows": rows, "chosen": list(chosen), "test": tests}


def compare(train: Part, judge: Part, test: Part, seeds: Iterable[int], epochs: int) -> dict[str, Any]:
    """Train every way with every seed, choose by ``judge``, and open ``test``."""
    both = [run(way, seed, train, judge, epochs) for seed in seeds for way in WAYS]
    return opened([row for row, _ in both], [weights for _, weights in both], test)


def by_size(train: Part, judge: Part, seeds: Iterable[int], sizes: Iterable[int], epochs: int) -> list[dict[str, Any]]:
    """Train networks without a remedy on the first pictures, stopped early, and return how they fared."""
    found = []
    for m in sizes:
        for seed in seeds:
            watch = trained(network(seed), (train[0][:m], train[1][:m]), judge, epochs, stop=True)
            found.append({"m": m, "seed": seed, "curves": np.round(watch.curves[watch.best_epoch], 4).tolist()})
            print(m, seed, found[-1]["curves"], flush=True)
    return found


def parts() -> tuple[Part, Part, Part]:
    """Return all there is to study, what to choose by, and what to open once."""
    (x, y), (x_test, y_test) = load_fashion_mnist()
    x, x_test = x.astype("float32") / 255, x_test.astype("float32") / 255
    return (x[:-KEPT], y[:-KEPT]), (x[-KEPT:], y[-KEPT:]), (x_test, y_test)


def main() -> int:
    """Train everything, and write the file that the book reads."""
    train, judge, test = parts()
    found = {
        **provenance(
            "a network that sorts clothes, trained with and without remedies against overfitting", "make held-back"
        ),
        "seeds": list(SEEDS),
        "epochs": EPOCHS,
        "patience": PATIENCE,
        "ways": WAYS,
        "columns": ["studied loss", "studied accuracy", "validation loss", "validation accuracy"],
        "sizes": by_size(train, judge, SEEDS[:5], SIZES, 60),
        **compare((train[0][:STUDIED], train[1][:STUDIED]), judge, test, SEEDS, EPOCHS),
    }
    write(RESULT, found)
    print(f"Written: {RESULT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
