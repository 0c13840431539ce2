"""Losses: one number that says how wrong the predictions are, and its slope.

Every loss is the mean over the batch, as Keras's classes compute it: ``loss(y_true, y_pred)``.
Its ``gradient`` is dJ/dy_pred, with the shape of ``y_pred``. Targets are cast to the dtype of the predictions.
"""

from typing import Protocol

import numpy as np

from handmade.validation import as_float, look_up, require_same_shape

Array = np.ndarray

EPSILON = 1e-7  # Keras's distance that a probability keeps from 0 and 1, so that its logarithm stays finite


class Loss(Protocol):
    """What a model asks of a loss."""

    def __call__(self, y_true: Array, y_pred: Array) -> float: ...

    def gradient(self, y_true: Array, y_pred: Array) -> Array: ...


class MeanSquaredError:
    r"""Average squared distance, the loss of regression.

    .. math:: J = \frac{1}{mk} \sum_{i=1}^{m} \sum_{j=1}^{k} (\hat y_{ij} - y_{ij})^2, \qquad
              \frac{\partial J}{\partial \hat y_{ij}} = \frac{2}{mk} (\hat y_{ij} - y_{ij})

    Keras: ``keras.losses.MeanSquaredError``.

    >>> MeanSquaredError()(np.array([[1.0], [2.0]]), np.array([[1.0], [4.0]]))
    2.0
    """

    def __call__(self, y_true: Array, y_pred: Array) -> float:
        """Return the loss of ``y_pred``; both arrays of the same shape, usually (m, k)."""
        return float(np.mean(self._error(y_true, y_pred) ** 2))

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return dJ/dy_pred."""
        error = self._error(y_true, y_pred)
        return 2.0 * error / error.size

    def _error(self, y_true: Array, y_pred: Array) -> Array:
        y_true, y_pred = np.asarray(y_true), as_float(y_pred)
        require_same_shape(y_true, y_pred)
        return y_pred - y_true.astype(y_pred.dtype, copy=False)


class SparseCategoricalCrossentropy:
    r"""Average surprise at the true class, the loss of a choice among k classes.

    .. math:: J = -\frac{1}{m} \sum_{i=1}^{m} \log p_{i, y_i}, \qquad
              \frac{\partial J}{\partial z_{ij}} = \frac{1}{m} (p_{ij} - [j = y_i])

    Keras: ``keras.losses.SparseCategoricalCrossentropy``. "Sparse": the target is the number of the class.
    With ``from_logits=True``, ``y_pred`` holds scores z and p is their softmax. Otherwise it holds probabilities;
    as in Keras they are clipped to [1e-7, 1 - 1e-7] and each row is divided by its sum, so that the slope is
    :math:`(1/s_i - [j = y_i] / \hat y_{ij}) / m` with s the row's sum: what Keras's gradient is, too.

    >>> loss = SparseCategoricalCrossentropy()
    >>> round(loss(np.array([0, 1]), np.array([[0.5, 0.5], [0.5, 0.5]])), 4)  # ln 2: as wise as a coin
    0.6931
    """

    pairs_with = "softmax"  # the activation with which Sequential differentiates this loss in one go

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def __call__(self, y_true: Array, y_pred: Array) -> float:
        """Return the loss; ``y_true`` holds class numbers, (m,) or (m, 1), and ``y_pred`` is (m, k)."""
        labels, y_pred = class_labels(y_true, y_pred), as_float(y_pred)
        log_p = self._log_probabilities(y_pred)
        return float(-np.mean(log_p[np.arange(len(labels)), labels]))

    @np.errstate(under="ignore")
    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return dJ/dy_pred, shape (m, k)."""
        labels, y_pred = class_labels(y_true, y_pred), as_float(y_pred)
        d_scores = np.exp(self._log_probabilities(y_pred))
        d_scores[np.arange(len(labels)), labels] -= 1
        d_scores /= len(labels)
        if self.from_logits:
            return d_scores
        clipped = np.clip(y_pred, EPSILON, 1 - EPSILON)
        return np.where(y_pred == clipped, d_scores / clipped, 0)  # score = log y_pred; flat where it was clipped

    @np.errstate(under="ignore")
    def _log_probabilities(self, y_pred: Array) -> Array:
        scores = y_pred if self.from_logits else np.log(np.clip(y_pred, EPSILON, 1 - EPSILON))
        shifted = scores - scores.max(axis=-1, keepdims=True)  # the exponentials are at most 1
        return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))  # (m, k) - (m, 1) -> (m, k)


def class_labels(y_true: Array, y_pred: Array) -> Array:
    """Return the class numbers in ``y_true``, shape (m,), once they fit the (m, k) predictions.

    >>> class_labels(np.array([[2.0], [0.0]]), np.zeros((2, 3)))
    array([2, 0])
    """
    y_true, shape = np.asarray(y_true), np.shape(y_pred)
    if len(shape) != 2 or y_true.shape not in ((shape[0],), (shape[0], 1)):
        raise ValueError(
            f"y_true has shape {y_true.shape} and y_pred has shape {shape}, but class numbers must be (m,) or (m, 1) "
            "and predictions (m, k); one-hot targets become class numbers with y_true.argmax(axis=1)"
        )
    if y_true.size and not (y_true.min() >= 0 and y_true.max() < shape[1]):
        raise ValueError(
            f"y_true has classes {y_true.min()} to {y_true.max()}, but y_pred has columns for 0 to {shape[1] - 1}; "
            "count classes from 0 and give the last layer one unit for each"
        )
    labels = y_true.reshape(-1).astype(np.intp)
    if y_true.dtype.kind == "f" and not np.array_equal(labels, y_true.reshape(-1)):
        raise ValueError("y_true must hold class numbers 0, 1, 2, …, but some are not whole; is this a regression?")
    return labels


_BY_NAME = {
    "mse": MeanSquaredError,
    "mean_squared_error": MeanSquaredError,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
}


def get(loss: str | Loss) -> Loss:
    """Return the loss of that name, as Keras's ``compile`` accepts it; a loss is itself.

    >>> type(get("mse")).__name__
    'MeanSquaredError'
    """
    if isinstance(loss, str):
        return look_up("loss", loss, _BY_NAME)()
    if isinstance(loss, type) or not (callable(loss) and hasattr(loss, "gradient")):
        raise TypeError(
            f"a loss must be a name or have a gradient method, but it is {loss!r}; write MeanSquaredError()"
        )
    return loss
