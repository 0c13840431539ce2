"""Logistic regression: a line between two classes, and how sure it is on either side."""

import math

import numpy as np

from handmade.activations import sigmoid
from handmade.array_types import Array
from handmade.linear.descent import cross_entropy, descend
from handmade.linear.tables import examples, known_columns
from handmade.metrics import accuracy
from handmade.optimizers import SGD
from handmade.validation import require_number, require_positive_integer


class LogisticRegression:
    r"""One neuron with a sigmoid: the chance that y is 1.

    .. math:: P(y = 1 \mid x) = \sigma(x \cdot w + b), \qquad
              J = \frac{1}{m} \Big( \sum_i \ell_i + \frac{1}{2C} \lVert w \rVert^2 \Big)

    Gradient descent on the cross-entropy, all rows in every step. A small ``C`` keeps the slopes small; b is free.
    Here C is infinite, no penalty, unless you say otherwise (scikit-learn: 1). Without one, classes that a
    line separates have no best weights: they grow as long as the walk goes on.
    After ``fit``: ``coef_`` (1, n), ``intercept_`` (1,), ``classes_`` (2,) and ``history_``, the loss of every epoch.

    scikit-learn: ``sklearn.linear_model.LogisticRegression``. Source: Hastie, Tibshirani and Friedman (2009), The
    Elements of Statistical Learning, section 4.4. Explained in :ref:`ch-cross-entropy`. Raises ``ValueError`` for
    shapes that do not fit, NaN, classes other than 0 and 1, only one of them, and where the walk leads to infinity.

    >>> X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 1, 0, 1])
    >>> model = LogisticRegression(learning_rate=0.5).fit(X, y)
    >>> model.predict(X), model.predict_proba(np.array([[1.5]])).round(3)
    (array([0, 0, 1, 1]), array([[0.5, 0.5]]))
    """

    coef_: Array
    intercept_: Array
    classes_: Array
    history_: list[float]

    def __init__(self, *, C: float = math.inf, learning_rate: float = 0.1, epochs: int = 1000) -> None:
        self.C = C if isinstance(C, float) and math.isinf(C) else require_number("C", C)
        if self.C <= 0:
            raise ValueError(f"C must be greater than 0, but it is {C}; the smaller, the stronger the penalty")
        self.optimizer, self.epochs = SGD(learning_rate), require_positive_integer("epochs", epochs)

    def fit(self, X: Array, y: Array) -> "LogisticRegression":
        """Find the weights for X (m, n) and y of 0 and 1, (m,) or (m, 1); return the model."""
        X, y = examples(X, y)
        self.classes_ = np.unique(y)
        if not np.array_equal(self.classes_, [0, 1]):
            raise ValueError(f"y has classes {self.classes_.tolist()[:5]}, but must hold 0 and 1, and both of them")
        target = y.reshape(-1).astype(np.float64)
        w, self.history_ = descend(self._objective, X, target, self.optimizer, self.epochs, len(X))
        self.intercept_, self.coef_, self._column = w[:1], w[None, 1:], y.ndim == 2
        return self

    @np.errstate(under="ignore")
    def decision_function(self, X: Array) -> Array:
        """Return the scores z (m,) for X (m, n): positive where 1 is the likelier class."""
        X = known_columns(self, getattr(self, "coef_", None), X)
        z: Array = X @ self.coef_[0] + self.intercept_  # (m, n) @ (n,) + (1,) -> (m,)
        return z

    def predict_proba(self, X: Array) -> Array:
        """Return the probabilities of 0 and 1, (m, 2), for X (m, n)."""
        z = self.decision_function(X)
        return np.column_stack([sigmoid(-z), sigmoid(z)])  # 1 - σ(z) = σ(-z), without the rounding

    def predict(self, X: Array) -> Array:
        """Return the likelier class for X (m, n), in the shape and dtype of y (scikit-learn: always (m,))."""
        likelier = (self.decision_function(X) > 0).astype(np.intp)
        classes: Array = self.classes_[likelier]
        return classes.reshape(-1, 1) if self._column else classes

    def score(self, X: Array, y: Array) -> float:
        """Return the accuracy of the predictions."""
        return accuracy(y, self.predict(X))

    def _objective(self, X1: Array, y: Array, w: Array) -> tuple[float, Array]:
        loss, gradient = cross_entropy(X1, y, w)
        slopes = np.append(0, w[1:])  # the penalty does not touch the intercept
        return loss + slopes @ slopes / (2 * self.C * len(y)), gradient + slopes / (self.C * len(y))
