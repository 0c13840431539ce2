"""Rectifiers: activations that let the positive pass and hold the negative back, sharply or gently."""

import math

import numpy as np

from handmade.activations.base import Elementwise, into
from handmade.activations.squashing import sigmoid
from handmade.array_types import Array
from handmade.validation import require_number


class ReLU(Elementwise):
    r"""Pass what is positive, block the rest: max(z, 0), with slope 0 at 0.

    Keras: ``keras.activations.relu``.
    Source: Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines, section 2.
    Explained in :ref:`ch-hidden-layers`.

    >>> relu(np.array([-2.0, 3.0])), relu.gradient(np.array([-2.0, 3.0]))
    (array([0., 3.]), array([0., 1.]))
    """

    name = "relu"

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return max(z, 0), the shape of ``z``."""
        return np.maximum(z, np.zeros(z.shape[1:], z.dtype), out=out)  # zeros for one example: half the time of one 0

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return da/dz."""
        return z > 0


class LeakyReLU(Elementwise):
    r"""Pass what is positive, let a little of the rest leak through: z where z > 0, otherwise slope * z.

    Keras: ``keras.activations.leaky_relu``, whose default ``negative_slope`` is 0.2, too.
    Source: Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic models, section 2.
    Explained in :ref:`ch-vanishing-signals`.
    Raises ``ValueError`` for a negative slope below 0.

    >>> leaky_relu(np.array([-2.0, 3.0])), LeakyReLU(negative_slope=0.01)(np.array([-2.0, 3.0]))
    (array([-0.4,  3. ]), array([-0.02,  3.  ]))
    """

    name = "leaky_relu"

    def __init__(self, negative_slope: float = 0.2) -> None:
        self.negative_slope = _at_least_0("negative_slope", negative_slope)

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return z, or ``negative_slope`` times z on the left; the shape of ``z``."""
        return into(out, np.where(z > 0, z, self.negative_slope * z))

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return da/dz."""
        return np.where(z > 0, 1.0, self.negative_slope)


class ELU(Elementwise):
    r"""Pass what is positive, bend the rest smoothly toward -alpha.

    .. math:: a = z \text{ where } z > 0, \text{ otherwise } \alpha (e^z - 1), \qquad
              a' = 1 \text{ where } z > 0, \text{ otherwise } \alpha e^z

    Keras: ``keras.activations.elu``.
    Source: Clevert, Unterthiner and Hochreiter (2016), Fast and accurate deep network learning by exponential linear
    units, section 3.
    Explained in :ref:`ch-vanishing-signals`.
    Raises ``ValueError`` for an alpha below 0.

    >>> elu(np.array([-1000.0, 3.0]))
    array([-1.,  3.])
    """

    name = "elu"

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = _at_least_0("alpha", alpha)

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return the bent ``z``, in its shape."""
        return into(out, np.where(z > 0, z, self.alpha * np.expm1(np.minimum(z, 0))))

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return da/dz."""
        return np.where(z > 0, 1.0, self.alpha * np.exp(np.minimum(z, 0)))


class Softplus(Elementwise):
    r"""A rectifier with a round corner, whose slope is the sigmoid.

    .. math:: a = \log(1 + e^z) = \max(z, 0) + \log(1 + e^{-|z|}), \qquad a' = \sigma(z)

    Keras: ``keras.activations.softplus``.
    Source: Dugas et al. (2001), Incorporating second-order functional knowledge for better option pricing, section 3.
    Explained in :ref:`ch-cross-entropy`.

    >>> softplus(np.array([-100.0, 0.0, 100.0])).round(2)
    array([  0.  ,   0.69, 100.  ])
    """

    name = "softplus"

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return log(1 + exp(z)), the shape of ``z``."""
        return np.add(np.maximum(z, 0), np.log1p(np.exp(-np.abs(z))), out=out)

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return da/dz."""
        return sigmoid(z)


class GELU(Elementwise):
    r"""Pass each z as often as a standard normal number lies below it: z Φ(z).

    .. math:: a = z \Phi(z) = \frac z 2 \operatorname{erfc}\Big(\frac{-z}{\sqrt 2}\Big), \qquad
              a' = \Phi(z) + z \varphi(z), \qquad \varphi(z) = \frac{e^{-z^2/2}}{\sqrt{2 \pi}}

    It is exact, and slow: NumPy has no erfc, so Python's is asked once for every number, about 0.1 µs each.

    Keras: ``keras.activations.gelu(approximate=False)``.
    Source: Hendrycks and Gimpel (2016), Gaussian error linear units, section 2.
    Explained in :ref:`ch-language-model`.

    >>> gelu(np.array([-1.0, 0.0, 1.0, 100.0])).round(2)
    array([ -0.16,   0.  ,   0.84, 100.  ])
    """

    name = "gelu"

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return z Φ(z), the shape of ``z``."""
        return np.multiply(z, _normal_cdf(z), out=out)

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return da/dz."""
        near = np.clip(z, -40, 40)  # φ is 0 beyond, and z² cannot overflow
        return _normal_cdf(z) + near * np.exp(-(near**2) / 2) / math.sqrt(2 * math.pi)


_erfc = np.frompyfunc(math.erfc, 1, 1)


def _normal_cdf(z: Array) -> Array:
    return np.asarray(_erfc(z * -math.sqrt(0.5)), z.dtype) / 2


def _at_least_0(name: str, value: float) -> float:
    if not require_number(name, value) >= 0:
        raise ValueError(f"{name} must be at least 0, or the negative side would turn over, but it is {value}")
    return float(value)


relu, leaky_relu, elu, softplus, gelu = ReLU(), LeakyReLU(), ELU(), Softplus(), GELU()
