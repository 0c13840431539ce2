"""Categorical: losses of a choice among k classes, their targets as rows of probabilities or as class numbers."""

import numpy as np

from handmade.array_types import Array
from handmade.losses.base import EPSILON, CrossEntropy, require_examples, require_smoothing, slope_of_clipped
from handmade.validation import as_float


class CategoricalCrossentropy(CrossEntropy):
    r"""Average surprise at the true class, with one-hot targets: rows that are 1 at the true class, otherwise 0.

    .. math:: J = -\frac{1}{m} \sum_{i=1}^{m} \sum_{j=1}^{k} y_{ij} \log p_{ij}, \qquad
              \frac{\partial J}{\partial z_{ij}} = \frac{1}{m} (p_{ij} - y_{ij})

    Keras: ``keras.losses.CategoricalCrossentropy``. With ``from_logits=True``, ``y_pred`` holds scores z and p is
    their softmax. Otherwise it holds probabilities; as in Keras, each row is divided by its sum and then clipped to
    [1e-7, 1 - 1e-7]. ``label_smoothing=s`` mixes the targets with an even choice: y (1 - s) + s / k.

    Source: Bishop (2006), Pattern recognition and machine learning, section 4.3.4; Szegedy et al. (2016), Rethinking
    the inception architecture for computer vision, section 7. Derived in :ref:`ch-softmax`.

    >>> round(CategoricalCrossentropy()(np.eye(2), np.array([[0.5, 0.5], [0.5, 0.5]])), 4)  # ln 2: as wise as a coin
    0.6931
    """

    pairs_with = "softmax"

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0) -> None:
        super().__init__(from_logits)
        self.label_smoothing = require_smoothing(label_smoothing)

    @np.errstate(under="ignore")  # an exponential too small for the dtype is 0
    def of_scores(self, y_true: Array, z: Array) -> tuple[float, Array, Array]:
        """Return the loss, dJ/dz and p = softmax(z), all from (m, k) arrays."""
        y, z = self._smoothed(*one_hot(y_true, z))
        surprise, p = surprise_and_softmax(z)
        return float(np.sum(y * surprise) / len(y)), (p - y) / len(y), p

    @np.errstate(under="ignore")
    def of_probabilities(self, y_true: Array, p: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dp, both from (m, k) arrays."""
        y, p = self._smoothed(*one_hot(y_true, p))
        total = p.sum(axis=-1, keepdims=True)  # (m, k) -> (m, 1)
        if np.any(total < EPSILON):
            raise ValueError(
                f"a row of y_pred sums to {total.min():g}, but probabilities sum to 1; end the model in a softmax, "
                "or choose from_logits=True for scores"
            )
        share = p / total
        clipped = np.clip(share, EPSILON, 1 - EPSILON)
        d_share = slope_of_clipped(share, clipped, -y / clipped)
        d_total = -(d_share * share).sum(axis=-1, keepdims=True)  # (m, k) -> (m, 1): every entry raises the total
        return float(-np.sum(y * np.log(clipped)) / len(y)), (d_share + d_total) / total / len(y)

    def _smoothed(self, y: Array, y_pred: Array) -> tuple[Array, Array]:
        if self.label_smoothing:
            y = y * (1 - self.label_smoothing) + self.label_smoothing / y.shape[1]
        return y, y_pred


class SparseCategoricalCrossentropy(CrossEntropy):
    r"""Average surprise at the true class, the loss of a choice among k classes.

    .. math:: J = -\frac{1}{m} \sum_{i=1}^{m} \log p_{i, y_i}, \qquad
              \frac{\partial J}{\partial z_{ij}} = \frac{1}{m} (p_{ij} - [j = y_i])

    Keras: ``keras.losses.SparseCategoricalCrossentropy``. "Sparse": the target is the number of the class, (m,) or
    (m, 1). With ``from_logits=True``, ``y_pred`` holds scores z and p is their softmax. Otherwise it holds
    probabilities; as in Keras they are clipped to [1e-7, 1 - 1e-7] and each row is divided by its sum s, so that the
    slope is :math:`(1/s_i - [j = y_i] / \hat y_{ij}) / m`.

    Source: Bishop (2006), Pattern recognition and machine learning, section 4.3.4. Derived in :ref:`ch-softmax`.

    >>> loss = SparseCategoricalCrossentropy()
    >>> round(loss(np.array([0, 1]), np.array([[0.5, 0.5], [0.5, 0.5]])), 4)  # ln 2: as wise as a coin
    0.6931
    """

    pairs_with = "softmax"

    @np.errstate(under="ignore")  # an exponential too small for the dtype is 0
    def of_scores(self, y_true: Array, z: Array) -> tuple[float, Array, Array]:
        """Return the loss, dJ/dz and p = softmax(z); z is (m, k)."""
        labels, z = class_labels(y_true, z), as_float(z)
        surprise, p = surprise_and_softmax(z)
        true_class, slope = (np.arange(len(labels)), labels), p.copy()
        slope[true_class] -= 1
        slope /= len(labels)
        return float(surprise[true_class].sum() / len(labels)), slope, p

    @np.errstate(under="ignore")
    def of_probabilities(self, y_true: Array, p: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dp, (m, k)."""
        p = as_float(p)
        clipped = np.clip(p, EPSILON, 1 - EPSILON)
        loss, d_scores, _ = self.of_scores(y_true, np.log(clipped))  # a row's softmax: the row divided by its sum
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


def one_hot(y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    """Return targets and predictions in the dtype of the predictions, once every row of targets sums to 1.

    >>> one_hot([[0, 1]], np.float32([[0.5, 0.5]]))[0]
    array([[0., 1.]], dtype=float32)
    """
    y_true, y_pred = np.asarray(y_true), as_float(y_pred)
    cure = "class numbers need SparseCategoricalCrossentropy, and one column of yes and no BinaryCrossentropy"
    if y_pred.ndim != 2 or y_true.shape != y_pred.shape:
        raise ValueError(
            f"y_true has shape {y_true.shape} and y_pred has shape {y_pred.shape}, but both must be (m, k), one column "
            f"for each class; {cure}"
        )
    require_examples(y_pred)
    y = y_true.astype(y_pred.dtype, copy=False)
    total = y.sum(axis=-1)  # (m, k) -> (m,)
    if not (y.min() >= 0 and np.abs(total - 1).max() < 1e-3):
        raise ValueError(
            f"every row of y_true must hold probabilities that sum to 1, but its entries range from {y.min():g} to "
            f"{y.max():g} and its rows sum to {total.min():g} to {total.max():g}; {cure}"
        )
    return y, y_pred


def class_labels(y_true: Array, y_pred: Array) -> Array:
    """Return the class numbers in ``y_true``, shape (m,), once they fit the (m, k) predictions.

    >>> class_labels(np.array([[2.0], [0.0]]), np.zeros((2, 3)))
    array([2, 0])
    """
    y_true, shape = np.asarray(y_true), np.shape(y_pred)
    if len(shape) != 2 or y_true.shape not in ((shape[0],), (shape[0], 1)):
        raise ValueError(
            f"y_true has shape {y_true.shape} and y_pred has shape {shape}, but class numbers must be (m,) or (m, 1) "
            "and predictions (m, k); one-hot targets need CategoricalCrossentropy, or y_true.argmax(axis=1)"
        )
    require_examples(np.asarray(y_pred))
    if y_true.dtype.kind not in "iufb":
        raise TypeError(f"y_true must hold class numbers 0, 1, 2, …, but its dtype is {y_true.dtype}; number the names")
    lowest, highest = y_true.min(), y_true.max()
    if not (lowest >= 0 and highest < shape[1]):
        raise ValueError(
            f"y_true has classes {lowest} to {highest}, but y_pred has columns for 0 to {shape[1] - 1}; "
            "count classes from 0 and give the last layer one unit for each"
        )
    labels = y_true.reshape(-1).astype(np.intp, copy=False)
    if y_true.dtype.kind == "f" and not np.array_equal(labels, y_true.reshape(-1)):
        raise ValueError("y_true must hold class numbers 0, 1, 2, …, but some are not whole; is this a regression?")
    return labels
