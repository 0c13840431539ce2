"""Squashing: activations whose answers stay inside a fixed range.

An exponential that underflows to 0 is the right answer here, so no warning says so.
"""

import numpy as np

from handmade.activations.base import Config, Elementwise, require_upstream
from handmade.array_types import Array
from handmade.validation import as_float


class Sigmoid(Elementwise):
    r"""Squash any number into (0, 1).

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^z}{1 + e^z}, \qquad
              \sigma' = \sigma (1 - \sigma) = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{e^z}{(1 + e^z)^2}

    Keras: ``keras.activations.sigmoid``. The exponential overflows to infinity far on the left, where 1 / ∞ = 0 is the
    right answer. Explained in :ref:`ch-sigmoid`.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """

    name = "sigmoid"

    @np.errstate(under="ignore", over="ignore")
    def __call__(self, z: Array, *, out: Array | None = None) -> Array:
        """Return σ(z), the shape of ``z``."""
        z = as_float(z)
        a = np.negative(z, out=np.empty_like(z) if out is None else out)
        np.exp(a, out=a)
        a += 1
        return np.reciprocal(a, out=a)

    def _slope(self, z: Array, a: Array | None) -> Array:
        if a is None:  # exact also where σ rounds to 1
            e = _exp_of_minus_abs(z)
            e /= np.square(1 + e)
            return e
        slope = np.subtract(1, a, out=np.empty_like(z))  # as Keras: 1 - σ is 0 there
        return np.multiply(a, slope, out=slope)


class Tanh(Elementwise):
    r"""Squash any number into (-1, 1), and 0 to 0.

    .. math:: \tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}} = 2 \sigma(2 z) - 1, \qquad \tanh' = 1 - \tanh^2 z

    Keras: ``keras.activations.tanh``. Explained in :ref:`ch-vanishing-signals`.

    >>> tanh(np.array([-1000.0, 0.0, 1000.0]))
    array([-1.,  0.,  1.])
    """

    name = "tanh"

    @np.errstate(under="ignore")
    def __call__(self, z: Array, *, out: Array | None = None) -> Array:
        """Return tanh(z), the shape of ``z``."""
        return np.tanh(as_float(z), out=out)

    def _slope(self, z: Array, a: Array | None) -> Array:
        slope = np.square(self(z) if a is None else a, out=np.empty_like(z))
        return np.subtract(1, slope, out=slope)


class Softmax:
    r"""Turn scores into probabilities that sum to 1 along the last axis.

    .. math:: p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}, \qquad
              \frac{\partial J}{\partial z_j} = p_j \Big(u_j - \sum_k u_k p_k\Big)

    where :math:`u = \partial J / \partial p` is ``upstream``.

    Keras: ``keras.activations.softmax``. Adding a number to all scores changes nothing, so the largest is
    shifted to 0 first: no exponential can overflow. Explained in :ref:`ch-softmax`.

    >>> softmax(np.array([[1000.0, 1000.0, 0.0]]))
    array([[0.5, 0.5, 0. ]])
    """

    name = "softmax"

    @np.errstate(under="ignore")
    def __call__(self, z: Array, *, out: Array | None = None) -> Array:
        """Return probabilities, the shape of ``z``, usually (m, k)."""
        z = as_float(z)
        if z.ndim == 0 or z.shape[-1] == 0:
            raise ValueError(f"softmax chooses along the last axis, but z has shape {z.shape}; give one score a class")
        e: Array = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)  # (m, k) - (m, 1) -> (m, k)
        np.exp(e, out=e)
        e /= e.sum(axis=-1, keepdims=True)  # (m, k) / (m, 1) -> (m, k)
        return e

    @np.errstate(under="ignore")
    def gradient(
        self, z: Array, upstream: Array | float = 1.0, *, out: Array | None = None, a: Array | None = None
    ) -> Array:
        """Return dJ/dz: every probability depends on every score, so the whole Jacobian takes part."""
        z = as_float(z)
        require_upstream(z, upstream)
        p = self(z) if a is None else a
        d_z = np.multiply(upstream, p, out=out, dtype=z.dtype)
        d_z -= p * d_z.sum(axis=-1, keepdims=True)  # (m, k) * (m, 1) -> (m, k)
        return d_z

    def get_config(self) -> Config:
        """Return the name, from which ``get`` knows the activation."""
        return {"name": self.name}


def _exp_of_minus_abs(z: Array) -> Array:
    e = np.abs(z, out=np.empty_like(z))
    np.negative(e, out=e)
    return np.exp(e, out=e)


sigmoid, tanh, softmax = Sigmoid(), Tanh(), Softmax()
