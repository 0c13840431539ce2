"""Loss: what a model asks of one, and what all of them, and the three cross-entropies, share."""

from typing import Protocol

import numpy as np

from handmade.array_types import Array
from handmade.validation import as_float, require_finite, require_number, require_same_shape

#: Keras's distance that a probability keeps from 0 and 1, so that its logarithm stays finite.
#: Explained in :ref:`ch-cross-entropy`.
EPSILON = 1e-7


class Loss(Protocol):
    """What a model asks of a loss: a number, and its slope. Explained in :ref:`ch-losses`."""

    def __call__(self, y_true: Array, y_pred: Array) -> float: ...

    def gradient(self, y_true: Array, y_pred: Array) -> Array: ...


class OnePass:
    """A loss whose number and slope come from one pass, since they share most of the work.

    ``with_gradient`` looks at the targets, then computes. ``fit`` looks at all of its targets once, and then calls
    ``from_targets`` for every batch.
    """

    def __call__(self, y_true: Array, y_pred: Array) -> float:
        """Return the loss, the mean over the batch."""
        return self.with_gradient(y_true, y_pred)[0]

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return dJ/dy_pred, the shape of ``y_pred``."""
        return self.with_gradient(y_true, y_pred)[1]

    def with_gradient(self, y_true: Array, y_pred: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dy_pred, the shape of ``y_pred``."""
        y_pred = as_float(y_pred)
        y = self.targets(y_true, y_pred)
        with np.errstate(under="ignore"):  # a number that is too small for its dtype is 0, which is right
            return self.from_targets(y, y_pred)

    def targets(self, y_true: Array, y_pred: Array) -> Array:
        """Return ``y_true`` as the formula takes it, in the dtype of the predictions, once it fits these."""
        y_true = np.asarray(y_true)
        require_same_shape(y_true, y_pred)
        require_examples(y_pred)
        require_finite("y_true", y_true)
        return y_true.astype(y_pred.dtype, copy=False)

    def from_targets(self, y: Array, y_pred: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dy_pred from what ``targets`` gave."""
        raise NotImplementedError


class CrossEntropy(OnePass):
    """A loss of probabilities, or of the scores (logits) that an activation turns into probabilities.

    The same exponentials give the loss, its slope and the probabilities, so ``of_scores`` computes all three.
    ``pairs_with`` names the activation: ``fit`` leaves the last layer's to the loss, and differentiates both in one go.
    Both it and ``of_probabilities``, which one of your own defines, take what ``targets`` gives.

    Explained in :ref:`ch-cross-entropy`.

    >>> from handmade.losses import BinaryCrossentropy
    >>> loss, d_scores, p = BinaryCrossentropy().of_scores(np.array([[1.0]]), np.array([[0.0]]))
    >>> round(loss, 4), d_scores.item(), p.item()  # the score 0 says one half, and should say 1
    (0.6931, -0.5, 0.5)
    """

    pairs_with: str

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def from_targets(self, y: Array, y_pred: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dy_pred, of scores or of probabilities, from what ``targets`` gave."""
        if not self.from_logits:
            return self.of_probabilities(y, y_pred)
        loss, d_scores, _ = self.of_scores(y, y_pred)
        return loss, d_scores

    def of_scores(self, y: Array, z: Array) -> tuple[float, Array, Array]:
        """Return the loss, dJ/dz and the probabilities p of the scores z: exact also where p rounds to 0 or 1."""
        raise NotImplementedError

    def of_probabilities(self, y: Array, p: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dp of the probabilities p."""
        raise NotImplementedError


def require_examples(y_pred: Array) -> None:
    """Refuse an empty batch, whose mean would be 0 / 0, and a bare number, as Keras does."""
    if y_pred.ndim == 0 or y_pred.size == 0:
        raise ValueError(
            f"a loss is a mean over examples, but y_pred has shape {y_pred.shape}; give at least one, as in [[0.5]]"
        )


def require_smoothing(value: float) -> float:
    """Return ``value`` if it says how much of a target is given away."""
    if not 0 <= require_number("label_smoothing", value) <= 1:
        raise ValueError(f"label_smoothing must be at least 0 and at most 1, but it is {value}; 0.1 is usual")
    return float(value)


def slope_of_clipped(y_pred: Array, clipped: Array, slope: Array) -> Array:
    """Return ``slope``, and 0 where ``y_pred`` was clipped: the loss is flat there, as Keras's is."""
    return np.where((y_pred < clipped) | (y_pred > clipped), 0.0, slope)
