"""Depth: five hidden layers on MNIST, as they are, with suspects and with cures, from several starts (`make depth`).

The live cells of the chapter train two of these networks once. This trains all of them, from other weights and in other
orders, which takes far longer than a page may; so the book reads what it wrote.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from handmade import datasets
from handmade.array_types import Array, Seed
from handmade.initializers import glorot_uniform
from handmade.layers import Dense, Input
from handmade.models import Sequential
from handmade.optimizers import SGD, Adam
from tools.bench.driver import ROOT
from tools.bench.report import provenance, write

RESULT = ROOT / "book" / "results" / "depth.json"
Data = tuple[Array, Array, Array, Array]


@dataclass(frozen=True)
class Net:
    """One network and how it is trained; the defaults are the case of 0.1135."""

    name: str
    activation: str = "sigmoid"
    start: float | str = 1.0  # Glorot's weights times this number, or the name of another start
    optimizer: Callable[[], Any] = lambda: SGD(0.01)
    layers: int = 5
    units: int = 64
    epochs: int = 5
    seeds: int = 5


NETS = (
    Net("as found"),
    Net("ReLU", "relu"),
    Net("ReLU, He's start", "relu", "he_normal"),
    Net("start 4 times as large", start=4.0),
    Net("tanh", "tanh"),
    Net("Adam", optimizer=Adam),
    Net("ReLU, start a quarter as large", "relu", 0.25),
    Net("one hidden layer", layers=1, seeds=3),
    Net("ten times the learning rate", optimizer=lambda: SGD(0.1), seeds=3),
    Net("256 units a layer", units=256, seeds=3),
    Net("20 epochs", epochs=20, seeds=3),
)


def start_of(start: float | str) -> Any:
    """Return an initializer: a named one, or Glorot's times a number."""
    if isinstance(start, str):
        return start

    def scaled(shape: Sequence[int], seed: Seed = None, dtype: str = "float32") -> Array:
        return (start * glorot_uniform(shape, seed, dtype)).astype(dtype)

    return scaled


def built(net: Net, seed: int, inputs: int = 784) -> Sequential:
    """Return the network with its first weights."""
    hidden = [Dense(net.units, net.activation, kernel_initializer=start_of(net.start)) for _ in range(net.layers)]
    model = Sequential([Input((inputs,)), *hidden, Dense(10, "softmax")], seed=seed)
    model.compile(net.optimizer(), "sparse_categorical_crossentropy", ["accuracy"])
    return model


def tried(net: Net, data: Data, seeds: Sequence[int]) -> dict:
    """Return what the network is worth after its training, from each start, and how many different answers it gives."""
    x, y, x_test, y_test = data
    found: dict[str, Any] = {"name": net.name, "epochs": net.epochs, "seeds": list(seeds)}
    found |= {"loss": [], "accuracy": [], "answers": [], "commonest": []}
    for seed in seeds:
        model = built(net, seed, x.shape[1])
        model.fit(x, y, epochs=net.epochs, verbose=0)
        said = np.bincount(model.predict(x_test).argmax(axis=1), minlength=10)
        loss, accuracy = model.evaluate(x_test, y_test)
        found["loss"].append(round(float(loss), 4))
        found["accuracy"].append(round(float(accuracy), 4))
        found["answers"].append(int(np.count_nonzero(said)))
        found["commonest"].append(int(said.argmax()))
    return found


def timed(data: Data, rounds: int, nets: Sequence[Net] = NETS[:2]) -> dict[str, list[float]]:
    """Return the processor seconds of an epoch on 10,000 images, in turns, so that a busy moment hits all alike."""
    x, y = data[0][:10_000], data[1][:10_000]
    seconds: dict[str, list[float]] = {net.activation: [] for net in nets}
    for seed in range(rounds + 1):
        for net in nets:
            model = built(net, seed, x.shape[1])
            before = time.process_time()
            model.fit(x, y, epochs=1, verbose=0)
            if seed:  # the first round warms up
                seconds[net.activation].append(round(time.process_time() - before, 4))
    return seconds


def mnist() -> Data:
    """Return prepared images as rows, and labels."""
    (x_train, y_train), (x_test, y_test) = datasets.load_mnist()
    rows = [images.reshape(len(images), -1).astype("float32") / 255 for images in (x_train, x_test)]
    return rows[0], y_train, rows[1], y_test


def main() -> int:
    """Train, and write the file that the book reads; after each network, so that nothing is lost."""
    data = mnist()
    found: dict[str, Any] = {
        **provenance(
            "five hidden layers on MNIST: test accuracy from several starts, and processor seconds of an epoch",
            "make depth",
        ),
        "seconds": timed(data, rounds=5),
        "rows": [],
    }
    for net in NETS:
        found["rows"].append(tried(net, data, range(net.seeds)))
        print(found["rows"][-1], flush=True)
        write(RESULT, found)
    print(f"Written: {RESULT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
