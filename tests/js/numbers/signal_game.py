"""What the layers of a deep net show before training, by handmade's Dense; with the random numbers of the page."""

import math

import numpy as np

from handmade.layers import Dense, Input
from handmade.losses import SparseCategoricalCrossentropy
from handmade.models import Sequential

DEPTH, UNITS, EXAMPLES, ANSWERS = 5, 64, 48, 10


def numbers() -> list[dict]:
    """Return settings, and the spread and the blame of the layers that they lead to."""
    places = (("sigmoid", 0.5), ("sigmoid", 16.0), ("tanh", 1.0), ("tanh", 3.0), ("relu", 2**0.5), ("relu", 0.4))
    return [
        {"activation": activation, "gain": gain, "seed": seed, **shown(activation, gain, seed)}
        for seed, (activation, gain) in enumerate(places, start=1)
    ]


def shown(activation: str, gain: float, seed: int) -> dict:
    """Return the spread between inputs of each hidden layer, and the size of its kernel's gradient."""
    shared, own = np.split(normal(1000, (EXAMPLES + 1) * UNITS).reshape(-1, UNITS), [1])
    x = 0.19 * own + 0.16 * shared  # (48, 64) + (1, 64)
    hidden = [Dense(UNITS, activation, dtype="float64") for _ in range(DEPTH)]
    model = Sequential([Input((UNITS,)), *hidden, Dense(ANSWERS, dtype="float64")])
    drawn, sizes = normal(seed, DEPTH * UNITS**2 + UNITS * ANSWERS) / UNITS**0.5, DEPTH * [UNITS] + [ANSWERS]
    kernels = np.split(drawn, [UNITS**2 * (i + 1) for i in range(DEPTH)])
    for layer, kernel, units in zip(model.layers, kernels, sizes, strict=True):
        scale = gain if layer in hidden else 1.0
        layer.set_weights([scale * kernel.reshape(UNITS, units), np.zeros(units)])
    y, scores = np.arange(EXAMPLES)[:, None] % ANSWERS, model(x)
    model.backward(SparseCategoricalCrossentropy(from_logits=True).gradient(y, scores))
    return {
        "spread": [layer.a.std(axis=0).mean() for layer in hidden],
        "blame": [np.sqrt(np.mean(layer.gradients[0] ** 2)) for layer in hidden],
    }


def normal(seed: int, count: int) -> np.ndarray:
    """Return the standard normal numbers of ``normal`` in numbers.js."""
    uniform = mulberry32(seed)
    pairs = [(next(uniform), next(uniform)) for _ in range(count)]
    return np.array([math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v) for u, v in pairs])


def mulberry32(seed: int):
    """Give the numbers of ``random`` in numbers.js."""
    a, low = seed, 0xFFFFFFFF
    while True:
        a = (a + 0x6D2B79F5) & low
        t = (a ^ (a >> 15)) * (a | 1) & low
        t = (t + ((t ^ (t >> 7)) * (t | 61) & low)) & low ^ t
        yield (t ^ (t >> 14)) / 2**32
