"""The networks that ml-draw-digit loads: their manifests, and that the networks of the book are what they hold."""

import hashlib
import json

import numpy as np
import pytest

from handmade.datasets import load_mnist
from tools.models.__main__ import ANSWERS, MODELS, PREPARATION
from tools.models.encoding import decode, encode
from tools.models.recipes import convolutional, pixels

NAMES = ["convolutional", "dense"]
BUDGET = 120_000  # bytes of weights that a reader loads at most


def manifest_of(name):
    return json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))


def weights_of(name):
    return decode(manifest_of(name)["layers"], (MODELS / f"{name}.bin").read_bytes())


def keras_says(name):
    return np.array([*map(int, json.loads((ANSWERS / f"{name}.json").read_text(encoding="utf-8"))["classes"])])


def test_there_are_these_networks_and_no_others():
    assert sorted(file.stem for file in MODELS.glob("*.json")) == NAMES
    assert sum(file.stat().st_size for file in MODELS.glob("*.bin")) <= BUDGET


@pytest.mark.parametrize("name", NAMES)
def test_a_manifest_says_what_lies_beside_it(name):
    manifest, data = manifest_of(name), (MODELS / f"{name}.bin").read_bytes()
    assert manifest["weights"] == {
        "file": f"{name}.bin",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    assert manifest["preparation"] == PREPARATION
    assert manifest["parameters"] == sum(weight.size for weight in weights_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_accuracy_is_that_of_keras(name):
    _, (_, labels) = load_mnist()
    assert manifest_of(name)["accuracy"] == pytest.approx(np.mean(keras_says(name) == labels), abs=1e-9)


def test_training_the_convolutional_network_again_gives_as_good_a_one_of_the_same_opinion():
    _, (images, labels) = load_mnist()
    classes = convolutional().predict(pixels(images)[..., None]).argmax(axis=1)
    assert np.mean(classes == labels) == pytest.approx(manifest_of("convolutional")["accuracy"], abs=0.005)
    # Where sums are rounded in another order, training takes another way; half of what differs is a coin's toss
    assert np.mean(classes == keras_says("convolutional")) > 0.97


@pytest.mark.parametrize("shape", [(784, 16), (3, 3, 4, 8)])
@pytest.mark.parametrize(("form", "error"), [("float16", 2.0**-11), ("int8", 0.5 / 127)])
def test_weights_come_back_as_near_as_the_format_allows(shape, form, error):
    rng = np.random.default_rng(5)
    kernel, bias = rng.normal(size=shape).astype("f4"), rng.normal(size=shape[-1]).astype("f4")
    kernel[..., 1] = 0
    layer = {"shape": list(shape), "format": form}
    kernel_again, bias_again = decode([{"type": "Flatten"}, layer], encode(kernel, bias, form))
    largest = np.abs(kernel).reshape(-1, shape[-1]).max(axis=0)
    assert (np.abs(kernel_again - kernel) <= error * np.maximum(largest, 1e-9) * 1.001).all()
    np.testing.assert_allclose(bias_again, bias, atol=2.0**-11 * np.abs(bias).max() * 1.001)


def test_bytes_that_are_left_over_and_unknown_formats_are_refused():
    layer = {"shape": [2, 3], "format": "float16"}
    data = encode(np.ones((2, 3)), np.ones(3), "float16")
    with pytest.raises(ValueError, match="take 18 bytes, but there are 20"):
        decode([layer], data + b"  ")
    with pytest.raises(ValueError, match="'int4', but must be"):
        encode(np.ones((2, 3)), np.ones(3), "int4")
