"""Recipes: how the networks of ml-draw-digit are trained."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

import matplotlib
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "code"), str(ROOT / "book" / "_ext")]

from dependencies import cell_sources  # noqa: E402
from handmade.convolution import Conv2D, MaxPooling2D  # noqa: E402
from handmade.datasets import load_mnist  # noqa: E402
from handmade.layers import Dense, Flatten, Input  # noqa: E402
from handmade.models import Sequential  # noqa: E402

EPOCHS, BATCH = 2, 64  # of the convolutional network


def cells_until(slug: str, last: str) -> dict:
    """Run the cells of a chapter, up to the first that contains `last`; return the names that they defined."""
    names: dict = {"__name__": slug}
    matplotlib.use("Agg")  # the chapter draws, and nobody looks; in this process alone
    for source in cell_sources((ROOT / "book" / f"{slug}.md").read_text(encoding="utf-8")):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, f"book/{slug}.md", "exec"), names)
        if last in source:
            return names
    raise ValueError(f"no cell of book/{slug}.md contains {last!r}")


def dense() -> Sequential:
    """Return the network of the chapter on handwritten digits, as it is trained there by hand."""
    return cells_until("digits", "history = network.fit(")["network"]


def dense_in_keras():
    """Return the same network as Keras trains it in the chapter, from the same start."""
    return cells_until("digits", "model.fit(")["model"]


def convolutional() -> Sequential:
    """Return a small convolutional network, trained by hand."""
    (images, labels), _ = load_mnist()
    network = Sequential(
        [
            Input((28, 28, 1)),
            Conv2D(8, 3, activation="relu"),
            MaxPooling2D(),
            Conv2D(16, 3, activation="relu"),
            MaxPooling2D(),
            Flatten(),
            Dense(10, activation="softmax"),
        ],
        seed=0,
    )
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    network.fit(pixels(images)[..., None], labels, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return network


def convolutional_in_keras():
    """Return the same layers in Keras, with the weights of `convolutional`."""
    import keras

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.set_weights(convolutional().get_weights())
    return model


def pixels(images: np.ndarray) -> np.ndarray:
    """Return images as both networks take them: 0 for paper, 1 for ink."""
    return images.astype("float32") / 255
