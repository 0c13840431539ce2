"""Descent: two losses of one neuron with their gradients, and the walk down."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from handmade.activations import sigmoid
from handmade.array_types import Array, Seed
from handmade.linear.tables import with_ones
from handmade.optimizers import SGD

Objective: TypeAlias = Callable[[Array, Array, Array], tuple[float, Array]]


def squared_error(X1: Array, y: Array, w: Array) -> tuple[float, Array]:
    r"""Loss and gradient of linear regression.

    .. math:: J = \frac{1}{m} \lVert X w - y \rVert^2, \qquad \nabla J = \frac{2}{m} X^\top (X w - y)

    ``X1`` (m, n + 1) begins with ones, ``y`` is (m,), ``w`` and the gradient are (n + 1,).
    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 5.1.4.
    Derived in :ref:`ch-gradient-descent`.

    >>> squared_error(np.array([[1.0, 2.0], [1.0, 4.0]]), np.array([1.0, 1.0]), np.array([0.0, 1.0]))
    (5.0, array([ 4., 14.]))
    """
    error = X1 @ w - y  # (m, n + 1) @ (n + 1,) -> (m,)
    return float(np.mean(error**2)), 2 / len(y) * X1.T @ error  # (n + 1, m) @ (m,) -> (n + 1,)


def cross_entropy(X1: Array, y: Array, w: Array) -> tuple[float, Array]:
    r"""Loss and gradient of logistic regression, computed from the scores z = Xw, where nothing rounds to log 0.

    .. math:: J = \frac{1}{m} \sum_i \big[\log(1 + e^{z_i}) - y_i z_i\big], \qquad
              \nabla J = \frac{1}{m} X^\top (\sigma(X w) - y)

    Shapes are those of ``squared_error``. Source: Bishop (2006), Pattern Recognition and Machine Learning,
    section 4.3.2. Derived in :ref:`ch-cross-entropy`.

    >>> loss, gradient = cross_entropy(np.array([[1.0, 2.0], [1.0, 4.0]]), np.array([0.0, 1.0]), np.zeros(2))
    >>> round(loss, 4), gradient  # ln 2: as wise as a coin
    (0.6931, array([ 0. , -0.5]))
    """
    z = X1 @ w  # (m, n + 1) @ (n + 1,) -> (m,)
    loss = np.mean(np.logaddexp(0, z) - y * z)
    return float(loss), X1.T @ (sigmoid(z) - y) / len(y)  # (n + 1, m) @ (m,) -> (n + 1,)


def descend(
    objective: Objective, X: Array, y: Array, optimizer: SGD, epochs: int, batch_size: int, seed: Seed = None
) -> tuple[Array, list[float]]:
    r"""Walk downhill from w = 0: the weights (n + 1,), and the loss of every epoch.

    .. math:: w \leftarrow w - \alpha \nabla J

    A step sees ``batch_size`` rows; in every epoch each row is seen once, in a new order (unless one batch is all).
    The loss of an epoch is the mean of its batches', each before its step, as in Keras's history.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.1.3. Explained in
    :ref:`ch-linear-regression`. Raises ``ValueError`` where the walk leads to infinity.

    >>> X, y = np.array([[1.0], [3.0]]), np.array([2.0, 6.0])
    >>> w, losses = descend(squared_error, X, y, SGD(0.1), epochs=2, batch_size=2)
    >>> w.round(6), np.round(losses, 6)
    (array([0.64, 1.68]), array([20.  ,  0.64]))
    """
    X1, m, rng = with_ones(X), len(X), np.random.default_rng(seed)
    w, history = np.zeros(X1.shape[1]), []
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):  # divergence is told below, in words
        for epoch in range(epochs):
            order = np.arange(m) if batch_size >= m else rng.permutation(m)
            total = 0.0
            for start in range(0, m, batch_size):
                rows = order[start : start + batch_size]
                loss, gradient = objective(X1[rows], y[rows], w)
                optimizer.apply([gradient], [w])
                total += loss * len(rows)
            history.append(total / m)
            if not (np.isfinite(total) and np.isfinite(w).all()):
                raise ValueError(_diverged(history[-1], epoch, optimizer.learning_rate, X))
    return w, history


def _diverged(loss: float, epoch: int, learning_rate: float, X: Array) -> str:
    return (
        f"the loss was {loss:.3g} in epoch {epoch + 1}, and the walk leads to infinity: its steps are too large. Try a "
        f"smaller learning rate (it is {learning_rate}; divide it by 10), or scale the columns of X (they range from "
        f"{X.min():.3g} to {X.max():.3g}; between 0 and 1 is easier)"
    )
