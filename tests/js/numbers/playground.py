"""Small nets that learn to tell two classes apart, by handmade's Sequential, Dense, BinaryCrossentropy and SGD."""

import numpy as np

from handmade.layers import Dense, Input
from handmade.losses import BinaryCrossentropy
from handmade.models import Sequential
from handmade.optimizers import SGD

STEPS, RATE = 25, 0.5
NETS = (  # hidden layers, units in each, activation, batch size
    (0, 1, "tanh", 40),
    (1, 4, "tanh", 40),
    (1, 3, "relu", 40),
    (2, 5, "sigmoid", 40),
    (3, 8, "tanh", 8),
    (3, 2, "relu", 8),
)


def numbers() -> list[dict]:
    """Return nets with their first weights, points, learning rate and batch size, and where 25 steps lead them."""
    found = []
    for seed, (layers, units, activation, batch_size) in enumerate(NETS):
        rng = np.random.default_rng(seed)
        hidden = [Dense(units, activation, dtype="float64") for _ in range(layers)]
        model = Sequential([Input((2,)), *hidden, Dense(1, "sigmoid", dtype="float64")])
        first = [rng.normal(0, 0.7, weights.shape) for weights in model.get_weights()]
        model.set_weights(first)
        X = rng.uniform(-1, 1, (40, 2))
        y = (X[:, :1] * X[:, 1:] < 0.1).astype(float)
        given = {"activation": activation, "batch_size": batch_size, "rate": RATE, "first": first, "X": X, "y": y}
        found.append(given | trained(model, X, y, batch_size))
    return found


def trained(model: Sequential, X: np.ndarray, y: np.ndarray, batch_size: int) -> dict:
    """Return the loss after each epoch, the last weights and the last outputs."""
    model.compile(SGD(RATE), BinaryCrossentropy())
    losses = [model.evaluate(X, y, batch_size=len(X))]
    for _ in range(STEPS * batch_size // len(X)):
        model.fit(X, y, batch_size=batch_size, epochs=1, shuffle=False, verbose=0)
        losses.append(model.evaluate(X, y, batch_size=len(X)))
    return {"losses": losses, "weights": model.get_weights(), "outputs": model.predict(X)}
