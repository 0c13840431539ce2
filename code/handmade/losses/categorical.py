"""Categorical: losses of a choice among k classes, their targets as rows of probabilities or as class numbers."""

import numpy as np

from handmade.array_types import Array
from handmade.losses.base import EPSILON, CrossEntropy, require_examples, require_smoothing, slope_of_clipped


class CategoricalCrossentropy(CrossEntropy):
    r"""Average surprise at the true class, with one-hot targets: rows that are 1 at the true class, otherwise 0.

    .. math:: J = -\frac{1}{m} \sum_{i=1}^{m} \sum_{j=1}^{k} y_{ij} \log p_{ij}, \qquad
              \frac{\partial J}{\partial z_{ij}} = \frac{1}{m} (p_{ij} - y_{ij})

    With ``from_logits=True``, ``y_pred`` holds scores z and p is their softmax. Otherwise it holds probabilities; as
    in Keras, each row is divided by its sum and then clipped to [1e-7, 1 - 1e-7]. ``label_smoothing=s`` mixes the
    targets with an even choice: y (1 - s) + s / k.

    Keras: ``keras.losses.CategoricalCrossentropy``.
    Source: Bishop (2006), Pattern recognition and machine learning, section 4.3.4; smoothing: Szegedy et al. (2016),
    Rethinking the inception architecture for computer vision, section 7.
    Derived in :ref:`ch-softmax`.
    Raises ``ValueError`` for targets whose rows do not sum to 1, other shapes than (m, k), and empty batches.
    Shapes: (m, k) for both.

    >>> round(CategoricalCrossentropy()(np.eye(2), np.array([[0.5, 0.5], [0.5, 0.5]])), 4)  # ln 2: as wise as a coin
    0.6931
    """

    pairs_with = "softmax"

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0) -> None:
        super().__init__(from_logits)
        self.label_smoothing = require_smoothing(label_smoothing)

    def targets(self, y_true: Array, y_pred: Array) -> Array:
        """Return ``y_true`` in the dtype of the predictions, once both are (m, k) and its rows sum to 1.

        >>> CategoricalCrossentropy().targets([[0, 1]], np.float32([[0.5, 0.5]]))
        array([[0., 1.]], dtype=float32)
        """
        y_true = np.asarray(y_true)
        cure = "class numbers need SparseCategoricalCrossentropy, and one column of yes and no BinaryCrossentropy"
        if y_pred.ndim != 2 or y_true.shape != y_pred.shape:
            raise ValueError(
                f"y_true has shape {y_true.shape} and y_pred has shape {y_pred.shape}, but both must be (m, k), one "
                f"column for each class; {cure}"
            )
        require_examples(y_pred)
        y = y_true.astype(y_pred.dtype, copy=False)
        total = y.sum(axis=-1)  # (m, k) -> (m,)
        if np.isnan(total).any():
            cure = "give numbers without NaN"
        if not (y.min() >= 0 and np.abs(total - 1).max() < 1e-3):
            raise ValueError(
                f"every row of y_true must hold probabilities that sum to 1, but its entries range from {y.min():g} to "
                f"{y.max():g} and its rows sum to {total.min():g} to {total.max():g}; {cure}"
            )
        return y

    def of_scores(self, y: Array, z: Array) -> tuple[float, Array, Array]:
        """Return the loss, dJ/dz and p = softmax(z), both (m, k), as y and z."""
        y = self._smoothed(y)
        surprise, p = surprise_and_softmax(z)
        return float(np.sum(y * surprise) / len(y)), (p - y) / len(y), p

    def of_probabilities(self, y: Array, p: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dp, (m, k), as y and p."""
        y = self._smoothed(y)
        total = p.sum(axis=-1, keepdims=True)  # (m, k) -> (m, 1)
        if np.any(total < EPSILON):
            raise ValueError(
                f"a row of y_pred sums to {total.min():g}, but probabilities sum to 1; end the model in a softmax, "
                "or choose from_logits=True for scores"
            )
        q = p / total  # (m, k) / (m, 1) -> (m, k)
        clipped = np.clip(q, EPSILON, 1 - EPSILON)
        d_q = slope_of_clipped(q, clipped, -y / clipped)
        # q = p / s, s the total: dJ/dp_j = (dJ/dq_j - sum_k dJ/dq_k q_k) / s, because every entry raises the total
        d_p = (d_q - (d_q * q).sum(axis=-1, keepdims=True)) / total  # (m, k) - (m, 1) -> (m, k)
        return float(-np.sum(y * np.log(clipped)) / len(y)), d_p / len(y)

    def _smoothed(self, y: Array) -> Array:
        return y * (1 - self.label_smoothing) + self.label_smoothing / y.shape[1] if self.label_smoothing else y


class SparseCategoricalCrossentropy(CrossEntropy):
    r"""Average surprise at the true class, the loss of a choice among k classes.

    .. math:: J = -\frac{1}{m} \sum_{i=1}^{m} \log p_{i, y_i}, \qquad
              \frac{\partial J}{\partial z_{ij}} = \frac{1}{m} (p_{ij} - [j = y_i])

    "Sparse": the target is the number of the class. With ``from_logits=True``, ``y_pred`` holds scores z and p is
    their softmax. Otherwise it holds probabilities p; as in Keras they are clipped to [1e-7, 1 - 1e-7] and each row is
    divided by its sum s, so that the slope is :math:`(1/s_i - [j = y_i] / p_{ij}) / m`.

    Keras: ``keras.losses.SparseCategoricalCrossentropy``.
    Source: Bishop (2006), Pattern recognition and machine learning, section 4.3.4.
    Derived in :ref:`ch-softmax`.
    Raises ``ValueError`` for class numbers without a column, other shapes than these, and empty batches; ``TypeError``
    for names of classes.
    Shapes: (m,) or (m, 1) for the class numbers, (m, k) for the predictions.

    >>> loss = SparseCategoricalCrossentropy()
    >>> round(loss(np.array([0, 1]), np.array([[0.5, 0.5], [0.5, 0.5]])), 4)  # ln 2: as wise as a coin
    0.6931
    """

    pairs_with = "softmax"

    def targets(self, y_true: Array, y_pred: Array) -> Array:
        """Return the class numbers in ``y_true`` as integers, (m,) or (m, 1), once they fit the (m, k) predictions.

        >>> SparseCategoricalCrossentropy().targets([2.0, 0.0], np.zeros((2, 3)))
        array([2, 0])
        """
        y_true, shape = np.asarray(y_true), y_pred.shape
        if len(shape) != 2 or y_true.shape not in ((shape[0],), (shape[0], 1)):
            raise ValueError(
                f"y_true has shape {y_true.shape} and y_pred has shape {shape}, but class numbers must be (m,) or "
                "(m, 1) and predictions (m, k); one-hot targets need CategoricalCrossentropy, or y_true.argmax(axis=1)"
            )
        require_examples(y_pred)
        if y_true.dtype.kind not in "iufb":
            raise TypeError(
                f"y_true must hold class numbers 0, 1, 2, …, but its dtype is {y_true.dtype}; number the names"
            )
        if not ((y_true.dtype.kind == "u" or y_true.min() >= 0) and y_true.max() < shape[1]):
            lowest, highest = y_true.min(), y_true.max()
            cure = "give numbers without NaN"
            if lowest < 0 or highest >= shape[1]:
                cure = "count classes from 0 and give the last layer one unit for each"
            raise ValueError(
                f"y_true has classes {lowest} to {highest}, but y_pred has columns for 0 to {shape[1] - 1}; {cure}"
            )
        labels = y_true.astype(np.intp, copy=False)
        if y_true.dtype.kind == "f" and not np.array_equal(labels, y_true):
            raise ValueError("y_true must hold class numbers 0, 1, 2, …, but some are not whole; is this a regression?")
        return labels

    def of_scores(self, y: Array, z: Array) -> tuple[float, Array, Array]:
        """Return the loss, dJ/dz and p = softmax(z), both (m, k), as z."""
        (surprise, p), (m, k) = surprise_and_softmax(z), z.shape
        true_class = np.arange(0, m * k, k) + y.reshape(-1)  # (m,): its places, with all rows laid end to end
        slope = p.copy()
        slope.reshape(-1)[true_class] -= 1
        slope /= m
        return float(surprise.take(true_class).sum() / m), slope, p

    def of_probabilities(self, y: Array, p: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dp, (m, k)."""
        clipped = np.clip(p, EPSILON, 1 - EPSILON)
        loss, d_scores, _ = self.of_scores(y, np.log(clipped))  # a row's softmax: the row divided by its sum
        return loss, slope_of_clipped(p, clipped, d_scores / clipped)


def surprise_and_softmax(z: Array) -> tuple[Array, Array]:
    """Return -log p and p, the softmax of the scores ``z``, (m, k); the exponentials are at most 1.

    >>> surprise_and_softmax(np.array([[1000.0, 0.0]]))
    (array([[   0., 1000.]]), array([[1., 0.]]))
    """
    shifted = z - z.max(axis=-1, keepdims=True)  # (m, k) - (m, 1) -> (m, k)
    p = np.exp(shifted)
    total = p.sum(axis=-1, keepdims=True)  # (m, k) -> (m, 1)
    p /= total
    return np.log(total) - shifted, p
