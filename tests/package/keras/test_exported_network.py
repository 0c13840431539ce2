"""The dense network that ml-draw-digit loads is the one that the chapter on digits trains."""

import json

import numpy as np
import pytest

from tools.models.__main__ import ANSWERS, MODELS
from tools.models.encoding import decode
from tools.models.recipes import dense, pixels

pytestmark = pytest.mark.chapter("digits")


@pytest.fixture(scope="module")
def trained():
    return dense()


def test_the_cells_of_the_chapter_train_what_was_exported(trained):
    layers = json.loads((MODELS / "dense.json").read_text(encoding="utf-8"))["layers"]
    exported = decode(layers, (MODELS / "dense.bin").read_bytes())
    for ours, theirs in zip(trained.get_weights(), exported, strict=True):
        step = np.abs(ours).max() / 127  # of the rounding to one byte
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=step / 2 + 1e-4)


def test_it_says_of_the_test_images_what_keras_says(trained):
    from handmade.datasets import load_mnist

    _, (images, _) = load_mnist()
    said = json.loads((ANSWERS / "dense.json").read_text(encoding="utf-8"))["classes"]
    classes = trained.predict(pixels(images)).argmax(axis=1)
    assert np.mean(classes == np.array([*map(int, said)])) >= 0.999
