"""Metrics: numbers for people, which need no slope.

Arguments come in the order of Keras and scikit-learn: what is true, then what was predicted.
"""

from collections.abc import Callable

import numpy as np

from handmade.validation import look_up, require_same_shape

Array = np.ndarray
Metric = Callable[[Array, Array], float]


def accuracy(y_true: Array, y_pred: Array) -> float:
    """Share of right answers, whatever form the answers have.

    ==================  ==================  ================================================
    ``y_true``          ``y_pred``          right means
    ==================  ==================  ================================================
    (m,) or (m, 1)      (m, k), k > 1       the class is the column with the largest entry
    (m, k)              (m, k), k > 1       both have their largest entry in the same column
    (m, 1)              (m, 1)              y_pred > 0.5 exactly where y_true is 1
    (m,)                (m,) labels         equal
    ==================  ==================  ================================================

    Keras: the metric ``"accuracy"``, which chooses in the same way; scikit-learn: ``accuracy_score`` (last row).

    >>> accuracy(np.array([2, 0]), np.array([[0.1, 0.2, 0.7], [0.3, 0.4, 0.3]]))
    0.5
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    if y_pred.size == 0:
        raise ValueError("accuracy of no predictions is not defined; y_pred is empty")
    if y_pred.ndim == 2 and y_pred.shape[1] > 1:
        y_pred = y_pred.argmax(axis=1)
        if y_true.ndim == 2:
            y_true = y_true[:, 0] if y_true.shape[1] == 1 else y_true.argmax(axis=1)
    elif y_pred.ndim == 2:
        y_pred = y_pred > 0.5
    elif y_pred.dtype.kind == "f" and not np.array_equal(y_pred, np.round(y_pred)):
        raise ValueError("y_pred has shape (m,) and holds fractions, not labels; compare y_pred > 0.5 instead")
    require_same_shape(y_true, y_pred)
    return float(np.mean(y_true == y_pred))


_BY_NAME = {"accuracy": accuracy}


def get(metric: str | Metric) -> Metric:
    """Return the metric of that name; a function of (y_true, y_pred) is itself.

    >>> get("accuracy") is accuracy
    True
    """
    if isinstance(metric, str):
        return look_up("metric", metric, _BY_NAME)
    if not callable(metric):
        raise TypeError(f"a metric must be a name or a function of y_true and y_pred, but it is {metric!r}")
    return metric
