"""Prices on a net of 2, 2 and 1 neurons: gradients of handmade's layers and loss, for several inputs and targets."""

import numpy as np

from handmade.layers import Dense
from handmade.losses import MeanSquaredError

WEIGHTS = [[[1.0, 0.5], [-1.0, 1.0]], [1.0, -1.0]], [[[1.5], [-1.0]], [0.5]]
NAMES = ["w11", "w12", "w21", "w22", "b1", "b2", "v1", "v2", "c", "x1", "x2", "z1", "z2", "h1", "h2", "y"]


def net() -> tuple[Dense, Dense, Dense]:
    """Return the hidden layer, its bend apart so that z has a price of its own, and the output."""
    hidden, output = (Dense(units, dtype="float64") for units in (2, 1))
    bend = Dense(2, activation="relu", use_bias=False, dtype="float64")
    for layer, weights in zip((hidden, bend, output), (WEIGHTS[0], [np.eye(2)], WEIGHTS[1]), strict=True):
        layer.build((2,))
        layer.set_weights([np.array(part) for part in weights])
    return hidden, bend, output


def numbers() -> list[dict]:
    """Return inputs, targets, values, loss and prices under the names of the ledger."""
    found = []
    for x1, x2, y in ((2.0, 1.0, 1.0), (2.0, 1.0, 4.0), (-1.5, 2.5, 0.5), (-2.0, -2.0, -1.0), (3.0, -0.5, 0.0)):
        hidden, bend, output = net()
        z = hidden(np.array([[x1, x2]])).copy()
        h = bend(z).copy()
        y_hat = output(h).copy()
        loss, d_y = MeanSquaredError().with_gradient(np.array([[y]]), y_hat)
        d_h = output.backward(d_y).copy()
        d_z = bend.backward(d_h).copy()
        d_x = hidden.backward(d_z)
        slopes = [np.ravel(slope) for slope in (*hidden.gradients, *output.gradients, d_x, d_z, d_h, d_y)]
        values = {"z1": z[0, 0], "z2": z[0, 1], "h1": h[0, 0], "h2": h[0, 1], "y": y_hat[0, 0], "loss": loss}
        prices = dict(zip(NAMES, np.concatenate(slopes), strict=True))
        found.append({"state": {"x1": x1, "x2": x2, "y": y}, "values": values, "prices": prices})
    return found
