"""Clipping: a limit to what one step may do, however steep the loss.

Each function returns new arrays and leaves the gradients alone. An optimizer does the same to every step's
gradients with ``clipnorm``, ``clipvalue`` or ``global_clipnorm``. ``np.errstate(under="ignore")`` matters only where
NumPy is told to raise on underflow.
"""

import math
from collections.abc import Sequence

import numpy as np

from handmade.array_types import Array
from handmade.optimizers._checks import require_positive


def clip_by_norm(gradient: Array, clipnorm: float) -> Array:
    r"""Shorten the gradient of one variable to the length ``clipnorm``, if it is longer; it keeps its direction.

    .. math:: g \leftarrow g \cdot \frac{c}{\max(\lVert g \rVert, c)}, \qquad \lVert g \rVert = \sqrt{\sum_i g_i^2}

    Keras: ``clipnorm`` of every optimizer; where the squares leave the range of float32, Keras's gradient becomes 0,
    while this one keeps its direction.
    Source: Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks, section 3.2.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for a limit that is not positive.

    >>> clip_by_norm(np.array([3.0, 4.0]), clipnorm=1.0)
    array([0.6, 0.8])
    """
    limit = require_positive("clipnorm", clipnorm, 1.0)
    return scaled(np.asarray(gradient), shrinking_factor([gradient], limit))


def clip_by_value(gradient: Array, clipvalue: float) -> Array:
    r"""Cut every entry of the gradient off at ``clipvalue`` and its negative; the direction may change.

    .. math:: g_i \leftarrow \min(\max(g_i, -c), c)

    Keras: ``clipvalue`` of every optimizer.
    Source: Goodfellow, Bengio and Courville (2016), Deep learning, section 10.11.1.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for a limit that is not positive.

    >>> clip_by_value(np.array([3.0, -0.5]), clipvalue=1.0)
    array([ 1. , -0.5])
    """
    limit = require_positive("clipvalue", clipvalue, 1.0)
    return np.clip(gradient, -limit, limit)


def clip_by_global_norm(gradients: Sequence[Array], global_clipnorm: float) -> list[Array]:
    r"""Shorten all gradients by one factor, so that together they are no longer than ``global_clipnorm``.

    .. math:: g_k \leftarrow g_k \cdot \frac{c}{\max(G, c)}, \qquad G = \sqrt{\sum_k \lVert g_k \rVert^2}

    As if they were one long vector: its direction stays.

    Keras: ``global_clipnorm`` of every optimizer.
    Source: Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks, algorithm 1.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for a limit that is not positive.

    >>> clip_by_global_norm([np.array([3.0]), np.array([4.0])], global_clipnorm=1.0)
    [array([0.6]), array([0.8])]
    """
    limit = require_positive("global_clipnorm", global_clipnorm, 1.0)
    gradients = [np.asarray(gradient) for gradient in gradients]
    factor = shrinking_factor(gradients, limit)
    return [scaled(gradient, factor) for gradient in gradients]


def shrinking_factor(gradients: Sequence[Array], limit: float) -> float:
    """Return what to multiply all ``gradients`` with, so that together they are no longer than ``limit``."""
    return limit / max(math.hypot(*(_norm(gradient) for gradient in gradients)), limit)


@np.errstate(under="ignore")
def scaled(gradient: Array, factor: float) -> Array:
    """Return ``gradient`` times ``factor``, with the dtype of ``gradient``."""
    return gradient * factor


@np.errstate(over="ignore", under="ignore")  # a square may become infinite: what follows looks for that
def _norm(gradient: Array) -> float:
    length = float(np.linalg.norm(gradient))
    if math.isfinite(length):
        return length
    largest = float(np.max(np.abs(gradient)))
    if not math.isfinite(largest):  # a slope itself is infinite or NaN
        return length
    return largest * float(np.linalg.norm(np.divide(gradient, largest, dtype=np.float64)))  # no square overflows now
