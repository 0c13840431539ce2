"""Squashing: activations whose answers stay inside a fixed range.

An exponential that underflows to 0 is the right answer here: ``np.errstate(under="ignore")``, which matters only where
NumPy is told to raise on underflow.
"""

import numpy as np

from handmade.activations.base import Config, Elementwise, require_upstream
from handmade.array_types import Array
from handmade.validation import as_float


class Sigmoid(Elementwise):
    r"""Squash any number into (0, 1).

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^z}{1 + e^z}, \qquad
              \sigma' = \sigma (1 - \sigma) = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{e^z}{(1 + e^z)^2}

    The code takes the first form of σ, whose exponential overflows to infinity far on the left, where 1 / ∞ = 0 is the
    right answer. Of σ' it takes the last two forms at once, :math:`e / (1 + e)^2` with :math:`e = e^{-|z|}`: the
    absolute value keeps the exponential from overflowing, and no digits cancel where σ rounds to 1.

    Keras: ``keras.activations.sigmoid``.
    Source: Bishop (2006), Pattern recognition and machine learning, section 4.2.
    Explained in :ref:`ch-sigmoid`.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """

    name = "sigmoid"

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return σ(z), the shape of ``z``."""
        a = np.negative(z, out=np.empty_like(z) if out is None else out)
        np.exp(a, out=a)
        a += 1
        return np.reciprocal(a, out=a)

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return da/dz."""
        if a is None:  # exact also where σ rounds to 1
            return _slope_of_sigmoid(_exp_of_minus_abs(z))
        slope = np.subtract(1, a, out=np.empty_like(z))  # as Keras: 1 - σ is 0 there
        return np.multiply(a, slope, out=slope)


class Tanh(Elementwise):
    r"""Squash any number into (-1, 1), and 0 to 0.

    .. math:: \tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}} = 2 \sigma(2 z) - 1, \qquad
              \tanh' z = 1 - \tanh^2 z = 4 \sigma'(2 z)

    The last form is exact also where tanh rounds to 1; the one before it serves where ``a`` is given.

    Keras: ``keras.activations.tanh``.
    Source: Bishop (2006), Pattern recognition and machine learning, section 5.3.2.
    Explained in :ref:`ch-vanishing-signals`.

    >>> tanh(np.array([-1000.0, 0.0, 1000.0]))
    array([-1.,  0.,  1.])
    """

    name = "tanh"

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return tanh(z), the shape of ``z``."""
        return np.tanh(z, out=out)

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return da/dz."""
        if a is None:
            slope = _slope_of_sigmoid(np.square(_exp_of_minus_abs(z)))  # exp(-|z|)² = exp(-|2z|), where 2z may overflow
            slope *= 4
            return slope
        slope = np.square(a, out=np.empty_like(z))
        return np.subtract(1, slope, out=slope)


class Softmax:
    r"""Turn scores into probabilities that sum to 1 along the last axis.

    .. math:: p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}, \qquad
              \frac{\partial J}{\partial z_j} = p_j \Big(u_j - \sum_k u_k p_k\Big)

    where :math:`u = \partial J / \partial p` is ``upstream``. Adding a number to all scores changes nothing, so the
    largest is shifted to 0 first: no exponential can overflow.

    Keras: ``keras.activations.softmax``.
    Source: Bishop (2006), Pattern recognition and machine learning, section 4.3.4.
    Explained in :ref:`ch-softmax`.
    Raises ``ValueError`` where z has no last axis, or nothing in it.

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
        """Return dJ/dz, (m, k) as z and upstream: each probability depends on every score, so all slopes take part."""
        z = as_float(z)
        require_upstream(z, upstream)
        p = self(z) if a is None else a
        d_z = np.multiply(upstream, p, out=out, dtype=z.dtype)  # (m, k) * (m, k)
        d_z -= p * d_z.sum(axis=-1, keepdims=True)  # (m, k) * (m, 1) -> (m, k)
        return d_z

    def get_config(self) -> Config:
        """Return the name, from which ``get`` knows the activation."""
        return {"name": self.name}


def _exp_of_minus_abs(z: Array) -> Array:
    e = np.abs(z, out=np.empty_like(z))
    np.negative(e, out=e)
    return np.exp(e, out=e)


def _slope_of_sigmoid(e: Array) -> Array:
    e /= np.square(1 + e)
    return e


sigmoid, tanh, softmax = Sigmoid(), Tanh(), Softmax()
