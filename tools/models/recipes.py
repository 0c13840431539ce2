"""Recipes: how the networks of ml-draw-digit are trained."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "code"), str(ROOT / "book" / "_ext")]
os.environ.setdefault("MPLBACKEND", "Agg")

EPOCHS = 4  # of the convolutional network


def cells_until(slug: str, last: str) -> dict:
    """Run the cells of a chapter, up to the first that contains `last`; return the names that they defined."""
    from dependencies import cell_sources

    names: dict = {"__name__": slug}
    for source in cell_sources((ROOT / "book" / f"{slug}.md").read_text(encoding="utf-8")):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, f"book/{slug}.md", "exec"), names)
        if last in source:
            return names
    raise ValueError(f"no cell of book/{slug}.md contains {last!r}")


def dense():
    """Return the network of the chapter on handwritten digits, as Keras trained it there."""
    return cells_until("digits", "model.fit(")["model"]


def convolutional():
    """Return a small convolutional network in Keras, trained from seed 0."""
    import keras
    from handmade.datasets import load_mnist

    (images, labels), _ = load_mnist()
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(8, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", steps_per_execution=64)
    model.fit(pixels(images)[..., None], labels, batch_size=64, epochs=EPOCHS, verbose=0)
    return model


def pixels(images: np.ndarray) -> np.ndarray:
    """Return images as both networks take them: 0 for paper, 1 for ink."""
    return images.astype("float32") / 255
