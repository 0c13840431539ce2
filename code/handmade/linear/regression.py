"""Regression: three roads to the line with the least squares."""

import numpy as np

from handmade.array_types import Array, Seed
from handmade.linear.descent import descend, squared_error
from handmade.linear.tables import examples, known_columns, with_ones
from handmade.metrics import r2_score
from handmade.optimizers import SGD
from handmade.validation import require_positive_integer


def normal_equation(X: Array, y: Array) -> Array:
    r"""Weights of the best line as the textbook writes them: where the gradient is 0.

    .. math:: X^\top X w = X^\top y

    Returns the intercept and the slopes, (n + 1,). The condition number of XᵀX is the square of X's, which costs
    twice the digits: ``LinearRegression`` solves the same problem without that product.

    Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 3.2.
    Explained in :ref:`ch-linear-regression`. Raises ``ValueError`` where columns depend on each other, because many
    lines are best then.

    >>> normal_equation(np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 5.0])).round(6)
    array([1., 2.])
    """
    X, y = examples(X, y)
    X1 = with_ones(X)
    if np.linalg.matrix_rank(X1) < X1.shape[1]:
        raise ValueError(
            f"the {X1.shape[1]} columns of X (with ones) depend on each other in these {len(X)} rows, so many lines "
            "are best; give more rows, leave a column out, or use LinearRegression"
        )
    # (n + 1, m) @ (m, n + 1) -> (n + 1, n + 1), and (n + 1, m) @ (m,) -> (n + 1,)
    return np.linalg.solve(X1.T @ X1, X1.T @ y.reshape(-1))


class LinearRegression:
    r"""The line, plane or hyperplane with the least mean squared error.

    .. math:: \hat y = X w + b

    Three roads lead there: ``solver="normal"`` solves for the bottom of the bowl, ``"gd"`` walks down with all rows
    in every step, ``"sgd"`` with ``batch_size`` of them, shuffled by ``seed``. After ``fit``: ``coef_`` (n,) and
    ``intercept_``, or (1, n) and (1,) where y is (m, 1); ``history_`` holds the loss of every epoch of a walk.

    scikit-learn: ``sklearn.linear_model.LinearRegression``, the first road only. Source: Hastie, Tibshirani and
    Friedman (2009), The Elements of Statistical Learning, section 3.2. Explained in :ref:`ch-linear-regression`.
    Raises ``ValueError`` for shapes that do not fit, NaN, an unknown solver, and where a walk leads to infinity.

    >>> X, y = np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 5.0])
    >>> model = LinearRegression().fit(X, y)
    >>> model.coef_.round(6), round(model.intercept_, 6), model.predict(np.array([[13.0]])).round(6)
    (array([2.]), 1.0, array([27.]))
    """

    coef_: Array
    intercept_: Array | float
    history_: list[float]

    def __init__(
        self,
        *,
        solver: str = "normal",
        learning_rate: float = 0.01,
        epochs: int = 500,
        batch_size: int = 32,
        seed: Seed = None,
    ) -> None:
        if solver not in ("normal", "gd", "sgd"):
            raise ValueError(f'solver must be "normal", "gd" or "sgd", but it is {solver!r}')
        self.solver, self.optimizer, self.seed = solver, SGD(learning_rate), seed
        self.epochs = require_positive_integer("epochs", epochs)
        self.batch_size = require_positive_integer("batch_size", batch_size)

    def fit(self, X: Array, y: Array) -> "LinearRegression":
        """Find the weights for X (m, n) and y, (m,) or (m, 1); return the model."""
        X, y = examples(X, y)
        target = y.reshape(-1).astype(np.float64)
        if self.solver == "normal":
            w, self.history_ = least_squares(X, target), []
        else:
            batch_size = len(X) if self.solver == "gd" else self.batch_size
            w, self.history_ = descend(squared_error, X, target, self.optimizer, self.epochs, batch_size, self.seed)
        self.intercept_, self.coef_ = (float(w[0]), w[1:]) if y.ndim == 1 else (w[:1], w[None, 1:])
        return self

    @np.errstate(under="ignore")
    def predict(self, X: Array) -> Array:
        """Return the predictions for X (m, n): (m,) or (m, 1), as y was."""
        X = known_columns(self, getattr(self, "coef_", None), X)
        predictions: Array = X @ self.coef_.T + self.intercept_  # (m, n) @ (n,) -> (m,), or @ (n, 1) -> (m, 1)
        return predictions

    def score(self, X: Array, y: Array) -> float:
        """Return R², the share of the variance of y that the predictions explain."""
        return r2_score(y, self.predict(X))


def least_squares(X: Array, y: Array) -> Array:
    """Return the intercept and slopes of the least squares; of many best lines, the one with the smallest slopes."""
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):  # refused below, in words
        center, middle = X.mean(axis=0), y.mean()  # the best line goes through this point
        X, y = X - center, y - middle
        if np.isfinite(X).all() and np.isfinite(y).all():
            slopes = np.linalg.lstsq(X, y, rcond=None)[0]
            w = np.append(middle - center @ slopes, slopes)
            if np.isfinite(w).all():
                return w
    raise ValueError("the columns of X and y are too large or too small for arithmetic; scale them first")
