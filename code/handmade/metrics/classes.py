"""Classes: how many answers are right, and which kinds of mistakes the others are.

Precision, recall and F1 of nothing (no positive predicted, or none there) are 0, as in Keras and scikit-learn.
"""

import numpy as np

from handmade.array_types import Array
from handmade.validation import require_finite, require_same_shape


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
    Source: Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 8.3.
    Explained in :ref:`ch-cross-entropy`. Raises ``ValueError`` for forms that are not in the table, for no
    predictions, and for labels that have no column in ``y_pred``.

    >>> accuracy(np.array([2, 0]), np.array([[0.1, 0.2, 0.7], [0.3, 0.4, 0.3]]))
    0.5
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    if y_pred.size == 0:
        raise ValueError("accuracy of no predictions is not defined; y_pred is empty")
    if y_pred.ndim == 2 and y_pred.shape[1] > 1:
        y_true, y_pred = _largest(y_true, y_pred)
    elif y_pred.ndim == 2:
        y_pred = y_pred > 0.5
        _require_classes(y_true, 2)
    elif y_pred.ndim != 1:
        raise ValueError(f"y_pred has shape {y_pred.shape}, but answers have shape (m,), (m, 1) or (m, k)")
    elif y_pred.dtype.kind == "f" and not np.array_equal(y_pred, np.round(y_pred)):
        raise ValueError("y_pred has shape (m,) and holds fractions, not labels; compare y_pred > 0.5 instead")
    require_same_shape(y_true, y_pred)
    return int(np.count_nonzero(y_true == y_pred)) / y_pred.size


def confusion_matrix(y_true: Array, y_pred: Array, *, labels: Array | None = None) -> Array:
    """Count of every kind of answer: row i, column j counts the examples of class i that were called class j.

    Classes are numbers, truth values or words, (m,) or (m, 1); ``labels`` (k,) chooses and orders them, otherwise
    all that occur are sorted. Returns integers (k, k).

    scikit-learn: ``sklearn.metrics.confusion_matrix``. Source: Fawcett (2006), An introduction to ROC analysis,
    section 2. Explained in :ref:`ch-evaluation`. Raises ``ValueError`` for fractions, for other shapes, and for
    labels that are repeated or do not occur in ``y_true``.

    >>> confusion_matrix(np.array([0, 1, 2, 2]), np.array([0, 2, 2, 2]))
    array([[1, 0, 0],
           [0, 0, 1],
           [0, 0, 2]])
    """
    y_true, y_pred = _class_vectors(y_true, y_pred)
    labels = np.unique(np.concatenate([y_true, y_pred])) if labels is None else np.asarray(labels)
    if labels.ndim != 1 or len(np.unique(labels)) < labels.size or not np.isin(y_true, labels).any():
        raise ValueError(
            f"labels is {labels.tolist()}, but it must name each class once, and at least one must be in y_true"
        )
    is_true = (y_true[:, None] == labels).astype(np.int64)  # (m, 1) == (k,) -> (m, k), one-hot
    is_pred = (y_pred[:, None] == labels).astype(np.int64)
    matrix: Array = is_true.T @ is_pred  # (k, m) @ (m, k) -> (k, k): counts the rows where both are 1
    return matrix


def precision(y_true: Array, y_pred: Array, *, average: str = "binary") -> float:
    r"""Share of the predicted positives that are positive: how far to believe an alarm.

    .. math:: \text{precision} = \frac{TP}{TP + FP}

    With ``average="binary"``, answers are 0 and 1 (or truth values), (m,) or (m, 1), and 1 is positive. With
    ``average="macro"``, every class is positive once, and the mean over the classes is returned.

    scikit-learn: ``sklearn.metrics.precision_score``, without its warning where nothing was predicted positive.
    Source: Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 8.3.
    Explained in :ref:`ch-evaluation`. Raises ``ValueError`` for probabilities, other classes or other shapes.

    >>> precision(np.array([1, 0, 1, 1]), np.array([1, 1, 0, 0]))
    0.5
    """
    hits, predicted, _ = _counts(y_true, y_pred, average)
    return _mean_share(hits, predicted)


def recall(y_true: Array, y_pred: Array, *, average: str = "binary") -> float:
    r"""Share of the positives that were found: how few are missed.

    .. math:: \text{recall} = \frac{TP}{TP + FN}

    Arguments, source and errors are those of ``precision``. scikit-learn: ``sklearn.metrics.recall_score``.
    Explained in :ref:`ch-evaluation`.

    >>> recall(np.array([1, 0, 1, 1, 1]), np.array([1, 1, 0, 0, 0]))
    0.25
    """
    hits, _, actual = _counts(y_true, y_pred, average)
    return _mean_share(hits, actual)


def f1(y_true: Array, y_pred: Array, *, average: str = "binary") -> float:
    r"""Harmonic mean of precision and recall: high only where both are.

    .. math:: F_1 = \frac{2 \cdot \text{precision} \cdot \text{recall}}{\text{precision} + \text{recall}}
              = \frac{2\,TP}{(TP + FP) + (TP + FN)}

    Arguments, source and errors are those of ``precision``. scikit-learn: ``sklearn.metrics.f1_score``.
    Explained in :ref:`ch-evaluation`.

    >>> f1(np.array([1, 0, 1, 0]), np.array([1, 1, 0, 0]))
    0.5
    """
    hits, predicted, actual = _counts(y_true, y_pred, average)
    return _mean_share(2 * hits, predicted + actual)


def _largest(y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    """Return the true and the predicted class numbers, both (m,), from predictions (m, k)."""
    if y_true.ndim == 2 and y_true.shape[1] > 1:
        require_same_shape(y_true, y_pred)
        return y_true.argmax(axis=1), y_pred.argmax(axis=1)
    _require_classes(y_true, y_pred.shape[1])
    return y_true[:, 0] if y_true.ndim == 2 else y_true, y_pred.argmax(axis=1)


def _require_classes(y_true: Array, k: int) -> None:
    """Refuse labels outside 0 … k - 1, which no prediction could match."""
    if y_true.size and not ((y_true.dtype.kind == "u" or y_true.min() >= 0) and y_true.max() < k):
        raise ValueError(f"y_true has classes {y_true.min()} to {y_true.max()}, but y_pred knows 0 to {k - 1}")


def _class_vectors(y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    """Return true and predicted classes as vectors (m,), once they are labels that pair up."""
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    require_same_shape(y_true, y_pred)
    if y_true.size == 0 or y_true.shape not in ((y_true.size,), (y_true.size, 1)):
        raise ValueError(f"y_true has shape {y_true.shape}, but classes are (m,) or (m, 1) with at least one row")
    if (y_true.dtype.kind == "U") != (y_pred.dtype.kind == "U"):
        raise TypeError(f"y_true has dtype {y_true.dtype} but y_pred has dtype {y_pred.dtype}; write classes alike")
    for name, y in (("y_true", y_true), ("y_pred", y_pred)):
        require_finite(name, y)
        if y.dtype.kind == "f" and not np.array_equal(y, np.round(y)):
            raise ValueError(f"{name} holds fractions, not classes; compare {name} > 0.5, or take argmax(axis=1)")
    return y_true.reshape(-1), y_pred.reshape(-1)


def _counts(y_true: Array, y_pred: Array, average: str) -> tuple[Array, Array, Array]:
    """Return, for each class that is positive once: the hits, how often it was predicted, how often it is there."""
    if average not in ("binary", "macro"):
        raise ValueError(f'average must be "binary" or "macro", but it is {average!r}')
    labels = None
    if average == "binary":
        labels = np.array([0, 1])
        strangers = np.setdiff1d(np.concatenate(_class_vectors(y_true, y_pred)), labels)
        if strangers.size:
            raise ValueError(f'there are classes {strangers.tolist()} beside 0 and 1; write average="macro"')
    matrix = confusion_matrix(y_true, y_pred, labels=labels)
    positive = slice(1, None) if average == "binary" else slice(None)
    # (k, k) summed down its columns: predicted as j; along its rows: truly i
    return matrix.diagonal()[positive], matrix.sum(axis=0)[positive], matrix.sum(axis=1)[positive]


def _mean_share(part: Array, whole: Array) -> float:
    """Return the mean of part / whole, where a share of nothing is 0."""
    return float(np.mean(np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)))
