"""Initializers: the numbers that weights start from.

Each takes a shape, a seed (or a ``numpy.random.Generator``, which it advances) and a dtype.
"""

from collections.abc import Callable

import numpy as np

from handmade.validation import look_up

Array = np.ndarray
Seed = int | np.random.Generator | None
Initializer = Callable[..., Array]


def zeros(shape: tuple[int, ...], seed: Seed = None, dtype: str = "float32") -> Array:
    """Return zeros, the start of every bias. Keras: ``keras.initializers.Zeros``."""
    return np.zeros(shape, dtype)


def ones(shape: tuple[int, ...], seed: Seed = None, dtype: str = "float32") -> Array:
    """Return ones. Keras: ``keras.initializers.Ones``."""
    return np.ones(shape, dtype)


def glorot_uniform(shape: tuple[int, ...], seed: Seed = None, dtype: str = "float32") -> Array:
    r"""Uniform numbers that keep the spread of signals alike on the way forward and back.

    .. math:: w \sim U(-l, l), \qquad l = \sqrt{\frac{6}{n_\text{in} + n_\text{out}}}

    Keras: ``keras.initializers.GlorotUniform``, the default of ``Dense``. Source: Glorot and Bengio (2010),
    Understanding the difficulty of training deep feedforward neural networks, section 4.2.1.

    >>> kernel = glorot_uniform((3, 3), seed=0)
    >>> kernel.shape, kernel.dtype, bool(np.abs(kernel).max() <= 1)
    ((3, 3), dtype('float32'), True)
    """
    n_in, n_out = fans(shape)
    limit = np.sqrt(6 / (n_in + n_out))
    return np.random.default_rng(seed).uniform(-limit, limit, shape).astype(dtype)


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return how many inputs feed one unit of a kernel, and how many units one input feeds.

    >>> fans((784, 128)), fans((3, 3, 16, 32))
    ((784, 128), (144, 288))
    """
    if len(shape) < 2:
        raise ValueError(f"a kernel has at least two axes, (inputs, units), but the shape is {shape}")
    window = int(np.prod(shape[:-2]))  # 1 for a Dense kernel, height * width for a convolution
    return window * shape[-2], window * shape[-1]


_BY_NAME = {"zeros": zeros, "ones": ones, "glorot_uniform": glorot_uniform}


def get(initializer: str | Initializer) -> Initializer:
    """Return the initializer of that name; a function is itself.

    >>> get("zeros") is zeros
    True
    """
    if isinstance(initializer, str):
        return look_up("initializer", initializer, _BY_NAME)
    if not callable(initializer):
        raise TypeError(f"an initializer must be a name or a function of a shape, but it is {initializer!r}")
    return initializer
