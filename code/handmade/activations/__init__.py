"""Activations: the bend after the weighted sum, and its slope.

An activation is called with the pre-activation z. Its ``gradient(z, upstream)`` is a vector-Jacobian product:
``upstream`` = dJ/da goes in, dJ/dz comes out. Left out, it counts as 1: elementwise activations then return their
slopes. Softmax has no such slopes, and returns 0: its probabilities sum to 1 whatever z is. Give it ``upstream``.
All answers have the shape and the dtype of z. ``out`` is as in NumPy: an array to write the answer into.
"""

from typing import Any

from handmade.activations.base import ActivationFunction, Adapted, Elementwise, Linear, linear
from handmade.activations.rectifiers import ELU, GELU, LeakyReLU, ReLU, Softplus, elu, gelu, leaky_relu, relu, softplus
from handmade.activations.squashing import Sigmoid, Softmax, Tanh, sigmoid, softmax, tanh
from handmade.validation import look_up

__all__ = [
    "ELU",
    "GELU",
    "ActivationFunction",
    "LeakyReLU",
    "Linear",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Tanh",
    "elu",
    "gelu",
    "get",
    "leaky_relu",
    "linear",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "tanh",
]

_BY_NAME = {f.name: f for f in (linear, sigmoid, tanh, softmax, relu, leaky_relu, elu, softplus, gelu)}


def get(activation: str | dict[str, Any] | ActivationFunction | None) -> ActivationFunction:
    """Return the activation of that name; ``None`` is linear and an activation is itself, as in Keras.

    One of your own needs two methods: ``__call__(z)`` and ``gradient(z, upstream)``. A dictionary, as
    ``get_config`` gives it, holds the name and the parameters. Names are written in lower case, as Keras's are.
    Keras: ``keras.activations.get``.
    Explained in :ref:`ch-sigmoid`.
    Raises ``ValueError`` for an unknown name, ``TypeError`` for what has no gradient.

    >>> get("sigmoid") is sigmoid
    True
    >>> get({"name": "leaky_relu", "negative_slope": 0.1}).negative_slope
    0.1
    """
    if activation is None:
        return linear
    if isinstance(activation, str):
        return look_up("activation", activation, _BY_NAME)
    if isinstance(activation, dict):
        parameters = dict(activation)
        known = look_up("activation", parameters.pop("name", ""), _BY_NAME)
        return type(known)(**parameters) if parameters else known
    if isinstance(activation, type) or not (callable(activation) and hasattr(activation, "gradient")):
        raise TypeError(
            f"an activation must have a name or a gradient method, but it is {activation!r}; "
            'write activation="relu" or LeakyReLU(0.1), for example'
        )
    return activation if isinstance(activation, Elementwise | Softmax | Adapted) else Adapted(activation)
