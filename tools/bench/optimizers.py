"""Optimizers: the digit reader under five optimizers, tuned alike, from five starts each (`make optimizers`).

Every optimizer gets the same eleven learning rates. They are tried on 50,000 training images and judged on the other
10,000; the best rate then learns from all 60,000, five times, and only these networks meet the test images.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from handmade.datasets import load_mnist
from handmade.layers import Dense, Flatten, Input
from handmade.models import Sequential
from handmade.optimizers import SGD, Adagrad, Adam, Optimizer, RMSprop
from tools.bench.driver import ROOT
from tools.bench.report import provenance, write

RESULT = ROOT / "book" / "results" / "optimizers.json"
OPTIMIZERS: dict[str, Callable[[float], Optimizer]] = {
    "SGD": SGD,
    "Momentum": partial(SGD, momentum=0.9),
    "Adagrad": Adagrad,
    "RMSprop": RMSprop,
    "Adam": Adam,
}
RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
EPOCHS, SEEDS, TUNING_SEED, HELD_BACK = 5, range(5), 5, 10_000
Part = tuple[np.ndarray, np.ndarray]


def reader(optimizer: Optimizer, seed: int) -> Sequential:
    """Return the network of the chapter on digits, not yet trained."""
    layers = [Input((28, 28)), Flatten(), Dense(128, activation="sigmoid"), Dense(10, activation="softmax")]
    network = Sequential(layers, seed=seed)
    network.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


def trained(optimizer: Optimizer, seed: int, learn: Part, judge: Part | None, epochs: int) -> dict:
    """Train, and return loss and accuracy after every epoch; a walk that explodes ends early."""
    network, seen = reader(optimizer, seed), {"fit": [], "learned": [], "loss": [], "accuracy": []}
    order = np.random.default_rng(seed).permutation(len(learn[1]))
    images, labels = learn[0][order], learn[1][order]
    for _ in range(epochs):
        try:
            history = network.fit(images, labels, epochs=1, shuffle=False, verbose=0)
        except ValueError:
            break
        seen["fit"].append(history.history["loss"][0])
        if judge:
            seen["learned"].append(network.evaluate(images[:HELD_BACK], labels[:HELD_BACK])[0])
            loss, accuracy = network.evaluate(*judge)
            seen["loss"].append(loss)
            seen["accuracy"].append(accuracy)
    rounded = {name: [round(float(value), 5) for value in values] for name, values in seen.items() if values}
    return rounded | ({} if judge else {"network": network})


def tuned(learn: Part, judge: Part, rates: tuple[float, ...], epochs: int) -> list[dict]:
    """Return what every learning rate of every optimizer comes to, from one start."""
    rows = []
    for name, make in OPTIMIZERS.items():
        for rate in rates:
            rows.append({"optimizer": name, "rate": rate, **trained(make(rate), TUNING_SEED, learn, judge, epochs)})
            print(name, rate, rows[-1].get("accuracy", "exploded"), flush=True)
    return rows


def best_rates(rows: list[dict]) -> dict[str, float]:
    """Return for each optimizer the learning rate with the best accuracy on the images held back."""
    return {
        name: max((r for r in rows if r["optimizer"] == name), key=lambda r: r.get("accuracy", [0])[-1])["rate"]
        for name in OPTIMIZERS
    }


def finals(learn: Part, test: Part, chosen: dict[str, float], epochs: int) -> list[dict]:
    """Train the default SGD, and every optimizer with its chosen rate, from every start; test each once."""
    rows = []
    for name, rate in [("SGD, untuned", 0.01), *chosen.items()]:
        for seed in SEEDS:
            began = time.process_time()
            found = trained(OPTIMIZERS[name.split(",")[0]](rate), seed, learn, None, epochs)
            seconds = time.process_time() - began
            loss, accuracy = found.pop("network").evaluate(*test)
            row = {"optimizer": name, "rate": rate, "seed": seed, "fit": found["fit"]}
            rows.append(row | {"loss": round(loss, 5), "accuracy": round(accuracy, 4), "seconds": round(seconds, 1)})
            print(rows[-1], flush=True)
    return rows


def main() -> int:
    """Measure, and write the file that the book reads."""
    (x, y), (x_test, y_test) = load_mnist()
    pixels, test = x.astype("float32") / 255, (x_test.astype("float32") / 255, y_test)
    part = len(x) - HELD_BACK
    rows = tuned((pixels[:part], y[:part]), (pixels[part:], y[part:]), RATES, EPOCHS)
    chosen = best_rates(rows)
    found = {
        **provenance(
            "the digit reader under five optimizers: eleven learning rates each, then five starts with the best",
            "make optimizers",
        ),
        "epochs": EPOCHS,
        "held_back": HELD_BACK,
        "tuning_seed": TUNING_SEED,
        "tuning": rows,
        "chosen": chosen,
        "finals": finals((pixels, y), test, chosen, EPOCHS),
    }
    write(RESULT, found)
    print(f"Written: {RESULT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
