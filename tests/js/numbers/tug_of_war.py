"""Gradient descent on one weight with handmade's sigmoid and losses: where it comes to rest, and who pulls how."""

import numpy as np

from handmade.activations import sigmoid
from handmade.losses import BinaryCrossentropy, MeanSquaredError

X, Y = np.array([[-1.1], [-4.9], [-0.1]]), np.array([[0.0], [1.0], [1.0]])


def numbers() -> dict:
    """Return forces at some weights, the path of 25 steps and the place of rest from some starts, for both losses."""
    return {name: described(name) for name in ("mse", "bce")}


def described(name: str) -> dict:
    """Return what is to be known about one loss."""
    forces = [{"w": w, "loss": slope(name, w)[0], "forces": forces_at(name, w)} for w in (3.0, 1.8, 0.0, -0.4, -2.0)]
    runs = [{"w": w, "path": path(name, w, 25), **rest(name, w)} for w in (3.0, 0.5, -2.0)]
    return {"forces": forces, "runs": runs}


def slope(name: str, w: float, x: np.ndarray = X, y: np.ndarray = Y) -> tuple[float, float]:
    """Return the loss and its slope at w."""
    z = w * x
    if name == "bce":
        loss, d_z = BinaryCrossentropy(from_logits=True).with_gradient(y, z)
    else:
        loss, d_p = MeanSquaredError().with_gradient(y, sigmoid(z))
        d_z = sigmoid.gradient(z, d_p)
    return loss, float((d_z * x).sum())


def forces_at(name: str, w: float) -> list[float]:
    """Return how each point alone pulls: minus the slope of its own loss."""
    return [-slope(name, w, X[[i]], Y[[i]])[1] for i in range(3)]


def path(name: str, w: float, steps: int) -> list[float]:
    """Return w before and after each step of gradient descent with the learning rate 1."""
    seen = [w]
    for _ in range(steps):
        seen.append(seen[-1] - slope(name, seen[-1])[1])
    return seen


def rest(name: str, w: float) -> dict[str, float]:
    """Return where gradient descent ends, and the loss there."""
    for _ in range(20_000):
        w -= slope(name, w)[1]
    return {"rest": w, "loss": slope(name, w)[0]}
