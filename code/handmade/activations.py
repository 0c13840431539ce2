"""Activations: the bend after the weighted sum, and its slope.

An activation is called with the pre-activation z. Its ``gradient(z, upstream)`` is a vector-Jacobian product:
``upstream`` = dJ/da goes in, dJ/dz comes out; with ``upstream`` left out, the slopes of the elementwise ones.
An exponential that underflows to 0 is the right answer here, so no warning says so.
"""

from typing import Protocol

import numpy as np

from handmade.validation import as_float, look_up

Array = np.ndarray


class ActivationFunction(Protocol):
    """What a layer asks of an activation; ``name`` is what ``get`` knows it by."""

    name: str

    def __call__(self, z: Array) -> Array: ...

    def gradient(self, z: Array, upstream: Array | float = 1.0) -> Array: ...


class Linear:
    """No bend: a = z. Keras: ``keras.activations.linear``.

    >>> linear(np.array([-2.0, 3.0]))
    array([-2.,  3.])
    """

    name = "linear"

    def __call__(self, z: Array) -> Array:
        """Return a copy of ``z``, so that changing the answer changes nothing else."""
        return as_float(z).copy()

    def gradient(self, z: Array, upstream: Array | float = 1.0) -> Array:
        """Return ``upstream`` unchanged: the slope is 1."""
        return np.ones_like(as_float(z)) * upstream


class Sigmoid:
    r"""Squash any number into (0, 1).

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^z}{1 + e^z}, \qquad
              \sigma' = \sigma (1 - \sigma) = \frac{e^z}{(1 + e^z)^2} = \frac{e^{-z}}{(1 + e^{-z})^2}

    Keras: ``keras.activations.sigmoid``. Each form overflows on one side, so every z gets the one that does not:
    the exponentials below are at most 1.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """

    name = "sigmoid"

    @np.errstate(under="ignore")
    def __call__(self, z: Array) -> Array:
        """Return σ(z), the shape of ``z``."""
        z = as_float(z)
        return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))

    @np.errstate(under="ignore")
    def gradient(self, z: Array, upstream: Array | float = 1.0) -> Array:
        """Return dJ/dz; the slope is at most 1/4."""
        e = np.exp(-np.abs(as_float(z)))
        return upstream * (e / (1 + e) ** 2)


class ReLU:
    r"""Pass what is positive, block the rest: max(z, 0), with slope 0 at 0.

    Keras: ``keras.activations.relu``.

    >>> relu(np.array([-2.0, 3.0])), relu.gradient(np.array([-2.0, 3.0]))
    (array([0., 3.]), array([0., 1.]))
    """

    name = "relu"

    def __call__(self, z: Array) -> Array:
        """Return max(z, 0), the shape of ``z``."""
        return np.maximum(as_float(z), 0)

    def gradient(self, z: Array, upstream: Array | float = 1.0) -> Array:
        """Return dJ/dz: ``upstream`` where z > 0, otherwise 0."""
        z = as_float(z)
        return upstream * (z > 0).astype(z.dtype)


class Softmax:
    r"""Turn scores into probabilities that sum to 1 along the last axis.

    .. math:: p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}, \qquad
              \frac{\partial J}{\partial z_j} = p_j \Big(u_j - \sum_k u_k p_k\Big)

    where :math:`u = \partial J / \partial p` is ``upstream``.

    Keras: ``keras.activations.softmax``. Adding a number to all scores changes nothing, so the largest is
    shifted to 0 first: no exponential can overflow.

    >>> softmax(np.array([[1000.0, 1000.0, 0.0]]))
    array([[0.5, 0.5, 0. ]])
    """

    name = "softmax"

    @np.errstate(under="ignore")
    def __call__(self, z: Array) -> Array:
        """Return probabilities, the shape of ``z``."""
        z = as_float(z)
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)  # (m, k) / (m, 1) -> (m, k)

    @np.errstate(under="ignore")
    def gradient(self, z: Array, upstream: Array | float = 1.0) -> Array:
        """Return dJ/dz: every probability depends on every score, so the whole Jacobian takes part."""
        p = self(z)
        weighted = p * upstream
        return weighted - p * weighted.sum(axis=-1, keepdims=True)  # (m, k) * (m, 1) -> (m, k)


linear, sigmoid, relu, softmax = Linear(), Sigmoid(), ReLU(), Softmax()

_BY_NAME = {activation.name: activation for activation in (linear, sigmoid, relu, softmax)}


def get(activation: str | ActivationFunction | None) -> ActivationFunction:
    """Return the activation of that name; ``None`` is linear and an activation is itself, as in Keras.

    >>> get("sigmoid") is sigmoid
    True
    """
    if activation is None:
        return linear
    if isinstance(activation, str):
        return look_up("activation", activation, _BY_NAME)
    if not (callable(activation) and hasattr(activation, "gradient")):
        raise TypeError(f"an activation must have a name or a gradient method, but {activation!r} has neither")
    return activation
