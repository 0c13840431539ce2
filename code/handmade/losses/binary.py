"""Binary: the loss of a question with two answers, yes (1) and no (0)."""

import numpy as np

from handmade.array_types import Array
from handmade.losses.base import EPSILON, CrossEntropy, require_smoothing, slope_of_clipped


class BinaryCrossentropy(CrossEntropy):
    r"""Average surprise at the answers to yes-or-no questions.

    .. math:: J = -\frac{1}{mk} \sum_{i=1}^{m} \sum_{j=1}^{k}
              \big( y_{ij} \log p_{ij} + (1 - y_{ij}) \log (1 - p_{ij}) \big)

    .. math:: \frac{\partial J}{\partial p} = \frac{1}{mk} \frac{p - y}{p (1 - p)}, \qquad
              \frac{\partial J}{\partial z} = \frac{1}{mk} (p - y)

    With ``from_logits=True``, ``y_pred`` holds scores z and p is their sigmoid. Otherwise it holds probabilities,
    clipped to [1e-7, 1 - 1e-7] as in Keras. ``label_smoothing=s`` moves every target toward the middle:
    y (1 - s) + s / 2.

    Keras: ``keras.losses.BinaryCrossentropy``.
    Source: Bishop (2006), Pattern recognition and machine learning, section 4.3.2.
    Derived in :ref:`ch-cross-entropy`.
    Raises ``ValueError`` for targets outside [0, 1], other shapes than those of the predictions, and empty batches.
    Shapes: any with at least one axis, usually (m, k).

    >>> round(BinaryCrossentropy()(np.array([[1.0], [0.0]]), np.array([[0.5], [0.5]])), 4)  # ln 2: as wise as a coin
    0.6931
    """

    pairs_with = "sigmoid"

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0) -> None:
        super().__init__(from_logits)
        self.label_smoothing = require_smoothing(label_smoothing)

    def targets(self, y_true: Array, y_pred: Array) -> Array:
        """Return ``y_true`` in the dtype of the predictions, once it fits them and lies between 0 and 1.

        >>> BinaryCrossentropy().targets([[True], [False]], np.float32([[0.5], [0.5]])).tolist()
        [[1.0], [0.0]]
        """
        y = super().targets(y_true, y_pred)
        lowest, highest = y.min(), y.max()
        if lowest < 0 or highest > 1:
            cure = "for more than two classes there is SparseCategoricalCrossentropy"
            if lowest < 0:
                cure = "turn the labels -1 and 1 into 0 and 1 with (y + 1) / 2"
            raise ValueError(
                f"y_true ranges from {lowest:g} to {highest:g}, but targets of BinaryCrossentropy are 0 (no), 1 (yes) "
                f"or between; {cure}"
            )
        return y

    def of_scores(self, y: Array, z: Array) -> tuple[float, Array, Array]:
        """Return the loss, dJ/dz and p = σ(z), both the shape of z; a surprise is log(1 + exp(z)) - y z."""
        y = self._smoothed(y)
        e = np.exp(-np.abs(z))  # at most 1
        surprise = np.maximum(z, 0) + np.log1p(e) - y * z  # (m, k), as all others here
        p = np.maximum(e, z >= 0) / (1 + e)
        return float(surprise.sum() / z.size), (p - y) / z.size, p

    def of_probabilities(self, y: Array, p: Array) -> tuple[float, Array]:
        """Return the loss and dJ/dp, the shape of p, usually (m, k)."""
        y = self._smoothed(y)
        clipped = np.clip(p, EPSILON, 1 - EPSILON)
        surprise = -(y * np.log(clipped) + (1 - y) * np.log(1 - clipped))
        slope = slope_of_clipped(p, clipped, (clipped - y) / (clipped * (1 - clipped)))
        return float(surprise.sum() / p.size), slope / p.size

    def _smoothed(self, y: Array) -> Array:
        return y * (1 - self.label_smoothing) + self.label_smoothing / 2 if self.label_smoothing else y
