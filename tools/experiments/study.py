"""Study: which networks are compared, and how one of them is trained and judged.

Every row is the base with one change, or with several. A run is a row with a seed, from which its first weights and
the order of its batches are drawn; the pictures that it learns from and those that judge it are the same in all runs.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from handmade.callbacks import Callback, Logs
from handmade.datasets import load_fashion_mnist
from handmade.layers import Dense, Flatten, Input
from handmade.models import Sequential
from handmade.optimizers import SGD, Adam

LEARN = 50_000  # of the 60,000 pictures with known labels; the other 10,000 judge
SEEDS = (0, 1, 2, 3, 4)
OTHER_SEEDS = 100  # what the row that changes nothing adds to each seed


@dataclass(frozen=True)
class Row:
    """One network of the study, and how it is trained; the defaults are the base."""

    name: str
    title: str
    group: str  # "base", "six" changes, "control" or "grid"
    units: tuple[int, ...] = (128,)
    activation: str = "sigmoid"
    optimizer: str = "sgd"
    epochs: int = 5
    divide: bool = True
    other_seeds: bool = False


ROWS = (
    Row("base", "base", "base"),
    Row("adam", "Adam", "six", optimizer="adam"),
    Row("relu", "ReLU", "six", activation="relu"),
    Row("units-512", "512 units", "six", units=(512,)),
    Row("units-1024", "1,024 units", "six", units=(1024,)),
    Row("second", "second layer", "six", units=(128, 128)),
    Row("epochs-15", "15 epochs", "six", epochs=15),
    Row("epochs-30", "30 epochs", "six", epochs=30),
    Row("raw", "raw pixels", "six", divide=False),
    Row("nothing", "nothing", "control", other_seeds=True),
    Row("rate", "rate 0.1", "control", optimizer="sgd 0.1"),
    Row("adam-relu", "Adam + ReLU", "grid", optimizer="adam", activation="relu"),
    Row("adam-raw", "Adam + raw", "grid", optimizer="adam", divide=False),
    Row("relu-raw", "ReLU + raw", "grid", activation="relu", divide=False),
    Row("adam-relu-raw", "Adam + ReLU + raw", "grid", optimizer="adam", activation="relu", divide=False),
    Row("relu-second", "ReLU + second layer", "grid", activation="relu", units=(128, 128)),
)
NAMED = {row.name: row for row in ROWS}


@dataclass(frozen=True)
class Pictures:
    """Pictures to learn from and pictures to be judged on, as they come from the file."""

    x: np.ndarray
    y: np.ndarray
    x_judge: np.ndarray
    y_judge: np.ndarray


def to_choose() -> Pictures:
    """Return the first 50,000 labeled pictures to learn from, and the last 10,000 to choose by."""
    (x, y), _ = load_fashion_mnist()
    return Pictures(x[:LEARN], y[:LEARN], x[LEARN:], y[LEARN:])


def to_conclude() -> Pictures:
    """Return the same pictures to learn from, and the test set."""
    (x, y), (x_test, y_test) = load_fashion_mnist()
    return Pictures(x[:LEARN], y[:LEARN], x_test, y_test)


def network(row: Row, seed: int) -> Sequential:
    """Return the row's network, untrained."""
    seed += OTHER_SEEDS * row.other_seeds
    hidden = [Dense(units, activation=row.activation) for units in row.units]
    model = Sequential([Input((28, 28)), Flatten(), *hidden, Dense(10, activation="softmax")], seed=seed)
    optimizer = {"sgd": SGD(0.01), "sgd 0.1": SGD(0.1), "adam": Adam(0.001)}[row.optimizer]
    model.compile(optimizer, "sparse_categorical_crossentropy", ["accuracy"])
    return model


class Judge(Callback):
    """Takes the processor's time of each epoch, without its own, and what the network says after those asked for."""

    def __init__(self, after: tuple[int, ...], x: np.ndarray, x_judge: np.ndarray) -> None:
        self.after, self.x, self.x_judge = after, x, x_judge
        self.seconds: list[float] = []
        self.said: dict[int, tuple[np.ndarray, np.ndarray]] = {}  # epochs -> classes of x and of x_judge

    def on_epoch_begin(self, epoch: int, logs: Logs) -> None:
        """Start the clock."""
        self.began = time.process_time()

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Stop the clock, and look."""
        self.seconds.append(time.process_time() - self.began)
        if epoch + 1 in self.after:
            self.said[epoch + 1] = (self.classes(self.x), self.classes(self.x_judge))

    def classes(self, x: np.ndarray) -> np.ndarray:
        """Return the most probable class of each picture."""
        return self.model.predict(x, batch_size=1000).argmax(axis=1)


def run(rows: list[Row], seed: int, pictures: Pictures) -> dict[str, dict]:
    """Train rows that differ in their epochs only, all in one go; return for each what it was worth."""
    longest = max(rows, key=lambda row: row.epochs)
    if len({replace(row, name="", title="", group="", epochs=1) for row in rows}) > 1:
        raise ValueError("one training can serve only rows that differ in their epochs alone")
    scale = np.float32(255 if longest.divide else 1)
    x, x_judge = (part.astype("float32") / scale for part in (pictures.x, pictures.x_judge))
    model = network(longest, seed)
    judge = Judge(tuple(row.epochs for row in rows), x, x_judge)
    model.fit(x, pictures.y, epochs=longest.epochs, verbose=0, callbacks=[judge])
    found = {}
    for row in rows:
        learned, said = judge.said[row.epochs]
        found[row.name] = {
            "seed": seed,
            "parameters": model.count_params(),
            "train": float(np.mean(learned == pictures.y)),
            "accuracy": float(np.mean(said == pictures.y_judge)),
            "seconds": sorted(judge.seconds[: row.epochs])[row.epochs // 2],  # of an epoch, the median
            "said": "".join(map(str, said)),
        }
    return found
