"""Initializers: the numbers that weights start from.

Each takes a shape, a seed (or a ``numpy.random.Generator``, which it advances) and a dtype.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from handmade.array_types import Array, Seed
from handmade.validation import look_up, require_number

__all__ = ["Initializer", "fans", "get", "glorot_uniform", "he_normal", "ones", "random_normal", "zeros"]

#: What a layer asks of an initializer: a function of a shape, a seed and a dtype.
#: Explained in :ref:`ch-vanishing-signals`.
Initializer = Callable[..., Array]

STDDEV_WITHIN_2 = 0.87962566103423978  # of a standard normal number, once those beyond -2 and 2 are drawn again


def zeros(shape: Sequence[int], seed: Seed = None, dtype: str = "float32") -> Array:
    """Return zeros, the start of every bias.

    Keras: ``keras.initializers.Zeros``. Explained in :ref:`ch-hidden-layers`.

    >>> zeros((2,))
    array([0., 0.], dtype=float32)
    """
    return np.zeros(shape, dtype)


def ones(shape: Sequence[int], seed: Seed = None, dtype: str = "float32") -> Array:
    """Return ones, the start of a factor that is to change nothing yet.

    Keras: ``keras.initializers.Ones``. Explained in :ref:`ch-going-deeper`.

    >>> ones((2,))
    array([1., 1.], dtype=float32)
    """
    return np.ones(shape, dtype)


def random_normal(shape: Sequence[int], seed: Seed = None, dtype: str = "float32", stddev: float = 0.05) -> Array:
    """Return normal numbers around 0, whose spread ``stddev`` is the same for narrow and for wide layers.

    Keras: ``keras.initializers.RandomNormal``. Explained in :ref:`ch-vanishing-signals`.
    For another spread, give a layer ``functools.partial(random_normal, stddev=0.01)``.

    >>> random_normal((2, 3), seed=0).shape
    (2, 3)
    """
    if require_number("stddev", stddev) < 0:
        raise ValueError(f"stddev must be at least 0, but it is {stddev}; 0.05 is usual")
    return np.random.default_rng(seed).normal(0, stddev, shape).astype(dtype)


def glorot_uniform(shape: Sequence[int], seed: Seed = None, dtype: str = "float32") -> Array:
    r"""Return uniform numbers that keep the spread of signals alike on the way forward and back.

    .. math:: w \sim U(-l, l), \qquad l = \sqrt{\frac{6}{n_\text{in} + n_\text{out}}}

    Keras: ``keras.initializers.GlorotUniform``, the default of ``Dense``. Source: Glorot and Bengio (2010),
    Understanding the difficulty of training deep feedforward neural networks, section 4.2.1.
    Derived in :ref:`ch-vanishing-signals`.

    >>> kernel = glorot_uniform((3, 3), seed=0)
    >>> kernel.shape, kernel.dtype, bool(np.abs(kernel).max() <= 1)
    ((3, 3), dtype('float32'), True)
    """
    n_in, n_out = fans(shape)
    limit = math.sqrt(6 / (n_in + n_out))
    return np.random.default_rng(seed).uniform(-limit, limit, shape).astype(dtype)


def he_normal(shape: Sequence[int], seed: Seed = None, dtype: str = "float32") -> Array:
    r"""Return normal numbers that keep the spread of signals alike through layers of ReLU, which block half of them.

    .. math:: w \sim N(0, \sigma^2), \qquad \sigma = \sqrt{\frac{2}{n_\text{in}}}

    As in Keras, numbers beyond two standard deviations are drawn again, from a normal distribution that is wider by as
    much as this narrows it. Keras: ``keras.initializers.HeNormal``. Source: He et al. (2015), Delving deep into
    rectifiers, section 2.2. Derived in :ref:`ch-vanishing-signals`.

    >>> kernel = he_normal((784, 128), seed=0)
    >>> round(float(kernel.std()), 2), round((2 / 784) ** 0.5, 2)
    (0.05, 0.05)
    """
    n_in, _ = fans(shape)
    rng = np.random.default_rng(seed)
    w = rng.standard_normal(shape)
    while (beyond := np.abs(w) > 2).any():
        w[beyond] = rng.standard_normal(np.count_nonzero(beyond))
    return (w * (math.sqrt(2 / n_in) / STDDEV_WITHIN_2)).astype(dtype)


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return how many inputs feed one unit of a kernel, and how many units one input feeds.

    Explained in :ref:`ch-vanishing-signals`. Raises ``ValueError`` for a shape that is no kernel's.

    >>> fans((784, 128)), fans((3, 3, 16, 32))
    ((784, 128), (144, 288))
    """
    if len(shape) < 2 or min(shape) < 1:
        raise ValueError(
            f"a kernel has at least two axes, (inputs, units), none of them empty, but the shape is {tuple(shape)}"
        )
    window = math.prod(shape[:-2])  # 1 for a Dense kernel, height * width for a convolution
    return window * shape[-2], window * shape[-1]


_BY_NAME: dict[str, Initializer] = {
    "zeros": zeros,
    "ones": ones,
    "random_normal": random_normal,
    "glorot_uniform": glorot_uniform,
    "he_normal": he_normal,
}


def get(initializer: str | Initializer) -> Initializer:
    """Return the initializer of that name; a function is itself.

    Keras: ``keras.initializers.get``. Explained in :ref:`ch-vanishing-signals`. Raises ``ValueError`` for an unknown
    name and ``TypeError`` for what cannot be called.

    >>> get("zeros") is zeros
    True
    """
    if isinstance(initializer, str):
        return look_up("initializer", initializer, _BY_NAME)
    if not callable(initializer):
        raise TypeError(f"an initializer must be a name or a function of a shape, but it is {initializer!r}")
    return initializer
