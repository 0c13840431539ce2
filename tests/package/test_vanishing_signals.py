"""The case of 0.1135: what five layers of sigmoids make of MNIST's images before any training, and of the blame."""

import numpy as np
import pytest

from handmade.datasets import load_mnist
from handmade.layers import Dense, Input
from handmade.losses import SparseCategoricalCrossentropy
from handmade.models import Sequential

pytestmark = pytest.mark.chapter("vanishing-signals")


def signals(activation: str) -> tuple[list[float], list[float]]:
    """Return the spread between 2,000 images in each hidden layer, and the size of every kernel's gradient."""
    (images, labels), _ = load_mnist()
    hidden = [Dense(64, activation, dtype="float64") for _ in range(5)]
    model = Sequential([Input((784,)), *hidden, Dense(10, dtype="float64")], seed=0)  # Glorot's weights, as in Keras
    scores = model(images[:2000].reshape(2000, 784) / 255)
    model.backward(SparseCategoricalCrossentropy(from_logits=True).gradient(labels[:2000].reshape(-1, 1), scores))
    spread = [layer.a.std(axis=0).mean() for layer in hidden]  # (2000, 64) -> (64,) -> a number
    return spread, [np.sqrt(np.mean(layer.gradients[0] ** 2)) for layer in model.layers]


def test_images_become_alike_layer_by_layer_of_sigmoids():
    spread, _ = signals("sigmoid")
    assert spread == pytest.approx([0.0820, 0.0194, 0.00445, 0.00103, 0.000237], rel=0.005)


def test_blame_comes_back_6400_times_weaker_through_sigmoids_and_about_as_strong_through_relu():
    _, blame = signals("sigmoid")
    assert (blame[0], blame[-1]) == pytest.approx((7.4e-6, 4.7e-2), rel=0.02)
    assert blame[-1] / blame[0] == pytest.approx(6400, rel=0.02)
    _, blame = signals("relu")
    assert blame[-1] / blame[0] == pytest.approx(2.3, rel=0.03)
