"""Regression: losses for numbers, where an error is a distance."""

import numpy as np

from handmade.array_types import Array
from handmade.losses.base import OnePass
from handmade.validation import require_number


class MeanSquaredError(OnePass):
    r"""Average squared distance, the loss of regression.

    .. math:: J = \frac{1}{mk} \sum_{i=1}^{m} \sum_{j=1}^{k} (\hat y_{ij} - y_{ij})^2, \qquad
              \frac{\partial J}{\partial \hat y_{ij}} = \frac{2}{mk} (\hat y_{ij} - y_{ij})

    Keras: ``keras.losses.MeanSquaredError``.
    Source: Hastie, Tibshirani and Friedman (2009), The elements of statistical learning, section 3.2.
    Derived in :ref:`ch-losses`.
    Raises ``ValueError`` for targets that are not finite or of another shape than the predictions, and empty batches.
    Shapes: any with at least one axis, the same for both, usually (m, k).

    >>> MeanSquaredError()(np.array([[1.0], [2.0]]), np.array([[1.0], [4.0]]))
    2.0
    """

    def from_targets(self, y: Array, y_pred: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dy_pred, the shape of both."""
        error = y_pred - y
        return float((error**2).sum() / error.size), 2.0 * error / error.size


class MeanAbsoluteError(OnePass):
    r"""Average distance: one error ten times as large counts ten times, not a hundred times.

    .. math:: J = \frac{1}{mk} \sum_{i=1}^{m} \sum_{j=1}^{k} |\hat y_{ij} - y_{ij}|, \qquad
              \frac{\partial J}{\partial \hat y_{ij}} = \frac{1}{mk} \operatorname{sign}(\hat y_{ij} - y_{ij})

    Keras: ``keras.losses.MeanAbsoluteError``; in both, the slope at an error of 0, where there is a kink, is 0.
    Source: Hastie, Tibshirani and Friedman (2009), The elements of statistical learning, section 10.6.
    Derived in :ref:`ch-losses`.
    Raises and shapes: those of ``MeanSquaredError``.

    >>> MeanAbsoluteError()(np.array([[1.0], [2.0]]), np.array([[1.0], [4.0]]))
    1.0
    """

    def from_targets(self, y: Array, y_pred: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dy_pred, the shape of both."""
        error = y_pred - y
        return float(np.mean(np.abs(error))), np.sign(error) / error.size


class Huber(OnePass):
    r"""Squared distance up to ``delta``, plain distance beyond: outliers pull, but no harder than ``delta``.

    .. math:: J = \frac{1}{mk} \sum_{i=1}^{m} \sum_{j=1}^{k} c_{ij} \Big(|e_{ij}| - \frac{c_{ij}}{2}\Big), \qquad
              \frac{\partial J}{\partial \hat y_{ij}} = \frac{1}{mk} \operatorname{sign}(e_{ij})\, c_{ij}

    with the error :math:`e = \hat y - y` and :math:`c = \min(|e|, \delta)`: e²/2 inside, and a line outside.

    Keras: ``keras.losses.Huber``.
    Source: Huber (1964), Robust estimation of a location parameter, section 1.
    Derived in :ref:`ch-losses`.
    Raises and shapes: those of ``MeanSquaredError``; ``ValueError`` for a delta that is not positive, too.

    >>> Huber()(np.array([[0.0], [0.0]]), np.array([[1.0], [10.0]]))  # the mean of 0.5 and 9.5
    5.0
    """

    def __init__(self, delta: float = 1.0) -> None:
        if not require_number("delta", delta) > 0:
            raise ValueError(f"delta must be greater than 0, but it is {delta}; 1.0 is usual")
        self.delta = float(delta)

    def from_targets(self, y: Array, y_pred: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dy_pred, the shape of both."""
        error = y_pred - y
        clipped = np.clip(error, -self.delta, self.delta)  # sign(e) c: in the loss the sign cancels
        return float(np.mean(clipped * (error - clipped / 2))), clipped / error.size
