"""Metrics: numbers for people, which need no slope.

Arguments come in the order of Keras and scikit-learn: what is true, then what was predicted. What ``fit`` can call
in every batch, accuracy and the errors, lets NaN predictions pass: ``fit`` itself says where it diverged.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from handmade.array_types import Array
from handmade.metrics.classes import accuracy, confusion_matrix, f1, precision, recall
from handmade.metrics.curves import auc, calibration, roc_curve
from handmade.metrics.errors import mean_absolute_error, mean_squared_error, r2_score
from handmade.validation import look_up

__all__ = [
    "Metric",
    "accuracy",
    "auc",
    "calibration",
    "confusion_matrix",
    "f1",
    "get",
    "mean_absolute_error",
    "mean_squared_error",
    "metrics_by_name",
    "precision",
    "r2_score",
    "recall",
    "roc_curve",
]

#: What a model asks of a metric: a function of (y_true, y_pred). Explained in :ref:`ch-generalization`.
Metric: TypeAlias = Callable[[Array, Array], float]

_BY_NAME: dict[str, Metric] = {
    "acc": accuracy,
    "accuracy": accuracy,
    "mae": mean_absolute_error,
    "MAE": mean_absolute_error,
    "mean_absolute_error": mean_absolute_error,
    "mse": mean_squared_error,
    "MSE": mean_squared_error,
    "mean_squared_error": mean_squared_error,
}


def get(metric: str | Metric) -> Metric:
    """Return the metric of that name, as Keras's ``compile`` accepts it; a function of (y_true, y_pred) is itself.

    ``fit`` averages a metric over the batches, so those that are no averages (precision, R², …) have no name here:
    compute them once, from all predictions.

    Keras: ``keras.metrics.get``. Explained in :ref:`ch-generalization`.
    Raises ``ValueError`` for an unknown name and ``TypeError`` for what cannot be called.

    >>> get("accuracy") is accuracy
    True
    """
    if isinstance(metric, str):
        return look_up("metric", metric, _BY_NAME)
    if not callable(metric):
        raise TypeError(f"a metric must be a name or a function of y_true and y_pred, but it is {metric!r}")
    return metric


def metrics_by_name(chosen: Sequence[str | Metric]) -> dict[str, Metric]:
    """Return the metrics that ``compile`` was asked for, under the names that the history will use.

    Explained in :ref:`ch-generalization`. Raises ``TypeError`` for a single name, ``ValueError`` for two of one name.

    >>> metrics_by_name(["mae"])["mae"] is mean_absolute_error
    True
    """
    if isinstance(chosen, str):
        raise TypeError(f'metrics must be a list, but it is {chosen!r}; write metrics=["{chosen}"]')
    named: dict[str, Metric] = {}
    for metric in chosen:
        name = metric if isinstance(metric, str) else getattr(metric, "__name__", type(metric).__name__.lower())
        if name in named or name == "loss":
            raise ValueError(f"two numbers of an epoch would be called {name!r}; give each metric a name of its own")
        named[name] = get(metric)
    return named
