"""Errors: how far predicted numbers are from the true ones.

Both arrays have the same shape, usually (m, 1). An error beyond the largest float is infinite, without a warning.
"""

import numpy as np

from handmade.array_types import Array
from handmade.validation import as_float, require_same_shape


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def mean_squared_error(y_true: Array, y_pred: Array) -> float:
    r"""Mean of the squared distances; in squared units of y.

    .. math:: \text{MSE} = \frac{1}{m} \sum_i (\hat y_i - y_i)^2

    Keras: the metric ``"mse"``; scikit-learn: ``sklearn.metrics.mean_squared_error``.
    Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 2.4.
    Explained in :ref:`ch-losses`. Raises ``ValueError`` for different shapes and for no predictions.

    >>> mean_squared_error(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    2.0
    """
    return float(np.mean(_distance(y_true, y_pred) ** 2))


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def mean_absolute_error(y_true: Array, y_pred: Array) -> float:
    r"""Mean of the distances; in units of y, and calmer about outliers.

    .. math:: \text{MAE} = \frac{1}{m} \sum_i |\hat y_i - y_i|

    Keras: the metric ``"mae"``; scikit-learn: ``sklearn.metrics.mean_absolute_error``.
    Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 2.4.
    Explained in :ref:`ch-losses`. Raises ``ValueError`` for different shapes and for no predictions.

    >>> mean_absolute_error(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    1.0
    """
    return float(np.mean(np.abs(_distance(y_true, y_pred))))


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def r2_score(y_true: Array, y_pred: Array) -> float:
    r"""Share of the variance that the predictions explain: 1 is perfect, 0 is no better than the mean of y.

    .. math:: R^2 = 1 - \frac{\sum_i (\hat y_i - y_i)^2}{\sum_i (y_i - \bar y)^2}

    Where y is constant there is nothing to explain: 1 for perfect predictions, otherwise 0.

    scikit-learn: ``sklearn.metrics.r2_score``. Source: James, Witten, Hastie and Tibshirani (2021), An Introduction
    to Statistical Learning, section 3.1.3. Explained in :ref:`ch-linear-regression`.
    Raises ``ValueError`` for shapes other than (m,) or (m, 1) in both, and for fewer than 2 rows.

    >>> r2_score(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 2.0]))
    0.5
    """
    error, y_true = _distance(y_true, y_pred), as_float(y_true)
    if error.size < 2 or error.shape not in ((error.size,), (error.size, 1)):
        raise ValueError(f"y_true has shape {error.shape}, but R² compares at least 2 rows of shape (m,) or (m, 1)")
    unexplained, total = np.sum(error**2), np.sum((y_true - y_true.mean()) ** 2)
    if total == 0:
        return float(unexplained == 0)
    return float(1 - unexplained / total)


def _distance(y_true: Array, y_pred: Array) -> Array:
    y_true, y_pred = as_float(y_true), as_float(y_pred)
    require_same_shape(y_true, y_pred)
    if y_pred.size == 0:
        raise ValueError("the error of no predictions is not defined; y_pred is empty")
    return y_pred - y_true
