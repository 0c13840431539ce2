"""Curves: what a probability is worth at every threshold, and whether it means what it says.

Here y_true holds 0 and 1 (or truth values), and both arrays are (m,) or (m, 1).
"""

import numpy as np

from handmade.array_types import Array
from handmade.validation import as_float, require_finite, require_positive_integer


def roc_curve(y_true: Array, y_score: Array, *, drop_intermediate: bool = True) -> tuple[Array, Array, Array]:
    r"""Alarms at every threshold: the receiver operating characteristic.

    .. math:: \text{fpr} = \frac{FP}{FP + TN}, \qquad \text{tpr} = \frac{TP}{TP + FN}

    counted where :math:`\hat y \ge` threshold. Returns fpr, tpr and the thresholds, falling from infinity (no
    alarm at all). ``drop_intermediate`` leaves out points inside a straight line.

    scikit-learn: ``sklearn.metrics.roc_curve``. Source: Fawcett (2006), An introduction to ROC analysis, section 5.
    Explained in :ref:`ch-evaluation`. Raises ``ValueError`` unless both classes are there, because a rate of
    nothing is not defined (scikit-learn warns and returns NaN).

    >>> fpr, tpr, thresholds = roc_curve(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))
    >>> fpr, tpr, thresholds
    (array([0. , 0. , 0.5, 0.5, 1. ]), array([0. , 0.5, 0.5, 1. , 1. ]), array([ inf, 0.8 , 0.4 , 0.35, 0.1 ]))
    """
    y_true, y_score = _truths_and("y_score", y_true, y_score)
    if y_true.all() or not y_true.any():
        raise ValueError("y_true holds one class only, but a ROC curve compares two; give examples of both")
    order = np.argsort(-y_score, kind="stable")
    y_true, y_score = y_true[order], y_score[order]
    last = np.flatnonzero(np.append(y_score[1:] != y_score[:-1], True))  # equal scores pass a threshold together
    true_alarms = np.cumsum(y_true)[last]
    false_alarms = 1 + last - true_alarms
    if drop_intermediate and len(last) > 2:
        bends = (np.diff(false_alarms, 2) != 0) | (np.diff(true_alarms, 2) != 0)
        corners = np.concatenate([[True], bends, [True]])
        true_alarms, false_alarms, last = true_alarms[corners], false_alarms[corners], last[corners]
    fpr = np.append(0, false_alarms) / false_alarms[-1]
    tpr = np.append(0, true_alarms) / true_alarms[-1]
    return fpr, tpr, np.append(np.inf, y_score[last].astype(np.float64))


@np.errstate(under="ignore")  # a sliver that rounds to 0 adds nothing
def auc(x: Array, y: Array) -> float:
    r"""Area under a curve through the points (x, y), by trapezoids.

    .. math:: \sum_i (x_{i+1} - x_i) \frac{y_i + y_{i+1}}{2}

    Under a ROC curve it is the chance that a positive scores higher than a negative (ties count half).
    ``x`` (p,) rises or falls; p is at least 2.

    scikit-learn: ``sklearn.metrics.auc``. Source: Fawcett (2006), An introduction to ROC analysis, section 7.
    Explained in :ref:`ch-evaluation`. Raises ``ValueError`` where ``x`` turns back.

    >>> auc(np.array([0.0, 0.5, 1.0]), np.array([0.0, 1.0, 1.0]))
    0.75
    """
    x, y = as_float(x), as_float(y)
    if x.ndim != 1 or x.shape != y.shape or len(x) < 2:
        raise ValueError(f"x has shape {x.shape} and y has shape {y.shape}; a curve has at least 2 points in both")
    require_finite("x", x)
    require_finite("y", y)
    steps = np.diff(x)
    if steps.min() < 0 < steps.max():
        raise ValueError("x rises and falls, but an area needs points in order; sort them by x")
    area = float(np.sum(steps * (y[1:] + y[:-1]) / 2.0))
    return -area if steps.min() < 0 else area


@np.errstate(under="ignore")  # the mean of the tiniest probabilities may round to 0
def calibration(y_true: Array, y_prob: Array, *, n_bins: int = 5) -> tuple[Array, Array]:
    """Promise and truth: of all days with "70 % rain", on how many did it rain?

    [0, 1] is cut into ``n_bins`` of equal width (a probability on a cut belongs to the left). Returns, for each bin
    that is not empty, the share of positives and the mean probability: on the diagonal, the model is calibrated.

    scikit-learn: ``sklearn.calibration.calibration_curve`` with ``strategy="uniform"``. Source: Niculescu-Mizil and
    Caruana (2005), Predicting good probabilities with supervised learning, section 4. Explained in
    :ref:`ch-evaluation`. Raises ``ValueError`` for what is no probability.

    >>> prob_true, prob_pred = calibration(np.array([0, 1, 1, 1]), np.array([0.2, 0.4, 0.8, 1.0]), n_bins=2)
    >>> prob_true, prob_pred.round(6)
    (array([0.5, 1. ]), array([0.3, 0.9]))
    """
    y_true, y_prob = _truths_and("y_prob", y_true, y_prob)
    if y_prob.min() < 0 or y_prob.max() > 1:
        raise ValueError(f"y_prob ranges from {y_prob.min()} to {y_prob.max()}, but probabilities lie between 0 and 1")
    cuts = np.linspace(0, 1, require_positive_integer("n_bins", n_bins) + 1)[1:-1]
    bins = np.searchsorted(cuts, y_prob)
    counts = np.bincount(bins)
    filled = counts > 0
    positives = np.bincount(bins, weights=y_true)[filled]
    promised = np.bincount(bins, weights=y_prob)[filled]
    return positives / counts[filled], promised / counts[filled]


def _truths_and(name: str, y_true: Array, scores: Array) -> tuple[Array, Array]:
    """Return truths and finite scores as vectors (m,), once they pair up."""
    y_true, scores = np.asarray(y_true), as_float(scores)
    if y_true.size == 0 or y_true.shape != scores.shape or y_true.shape not in ((y_true.size,), (y_true.size, 1)):
        raise ValueError(
            f"y_true has shape {y_true.shape} and {name} has shape {scores.shape}; "
            "both must be (m,) or both (m, 1), with at least one row"
        )
    if not np.isin(y_true, [0, 1]).all():
        raise ValueError("y_true must hold 0 and 1 only; write y == c to make class c the positive one")
    require_finite(name, scores)
    return y_true.reshape(-1) == 1, scores.reshape(-1)
