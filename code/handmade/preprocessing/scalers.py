"""Scalers: every column brought to a common range, so that one learning rate suits all weights.

``fit`` learns from the columns of X (m, n), ``transform`` applies it to any rows. float32 stays float32, all else
becomes float64. A constant column has nothing to divide by, so it is divided by 1. NaN is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from handmade.array_types import Array
from handmade.validation import as_rows, require_number


@contextmanager
def _overflow_refused() -> Iterator[None]:
    """Refuse numbers that leave the range of floats on their way; what is too small to tell from 0 may be 0."""
    try:
        with np.errstate(all="raise", under="ignore"):
            yield
    except FloatingPointError:
        raise ValueError("X holds numbers too large to scale; divide its columns by a constant first") from None


class _Scaler:
    """What a scaler knows of its columns: how many there are, and how many rows told it so."""

    n_features_in_: int
    n_samples_seen_: int
    scale_: Array

    def _new_columns(self, X: Array) -> Array:
        X = as_rows("X", X)
        self.n_samples_seen_, self.n_features_in_ = X.shape
        return X

    def _known_columns(self, X: Array) -> Array:
        if not hasattr(self, "scale_"):
            raise ValueError(f"this {type(self).__name__} has not seen any data; call fit on the training data first")
        return as_rows("X", X, self.n_features_in_)


class MinMaxScaler(_Scaler):
    r"""The smallest value of each column becomes 0, the largest 1.

    .. math:: x' = \frac{x - x_{\min}}{x_{\max} - x_{\min}} (b - a) + a, \qquad (a, b) = \text{feature\_range}

    computed as ``X * scale_ + min_``. After ``fit``: ``data_min_``, ``data_max_``, ``data_range_``, ``scale_`` and
    ``min_``, all (n,). New rows may leave the range.

    scikit-learn: ``sklearn.preprocessing.MinMaxScaler``, which lets NaN pass. Source: Han, Kamber and Pei (2011),
    Data Mining, section 3.5.2. Explained in :ref:`ch-scaling`. Raises ``ValueError`` for shapes other than (m, n),
    NaN, other columns than in ``fit``, and before ``fit``.

    >>> MinMaxScaler().fit_transform(np.array([[1000.0, 5.0], [2000.0, 6.0], [2500.0, 2.0]])).round(3)
    array([[0.   , 0.75 ],
           [0.667, 1.   ],
           [1.   , 0.   ]])
    """

    data_min_: Array
    data_max_: Array
    data_range_: Array
    scale_: Array
    min_: Array

    def __init__(self, feature_range: tuple[float, float] = (0, 1)) -> None:
        low, high = (require_number("feature_range", end) for end in feature_range)
        if not low < high:
            raise ValueError(f"feature_range must rise, but it is {feature_range}; (0, 1) is usual")
        self.feature_range = feature_range

    @_overflow_refused()
    def fit(self, X: Array) -> "MinMaxScaler":
        """Learn the ranges of the columns of ``X`` (m, n), and return the scaler."""
        X = self._new_columns(X)
        low, high = np.array(self.feature_range, X.dtype)
        self.data_min_, self.data_max_ = X.min(axis=0), X.max(axis=0)  # (m, n) -> (n,)
        self.data_range_ = self.data_max_ - self.data_min_
        constant = self.data_range_ < 10 * np.finfo(X.dtype).eps  # scikit-learn's measure of "no range at all"
        self.scale_ = (high - low) / np.where(constant, X.dtype.type(1), self.data_range_)
        self.min_ = low - self.data_min_ * self.scale_
        return self

    @_overflow_refused()
    def transform(self, X: Array) -> Array:
        """Return ``X`` (m, n) scaled, as a new array."""
        X = self._known_columns(X)
        scaled = X * self.scale_ + self.min_  # (m, n) * (n,) + (n,) -> (m, n)
        return scaled.astype(X.dtype, copy=False)

    def fit_transform(self, X: Array) -> Array:
        """Learn from ``X`` (m, n) and return it scaled."""
        return self.fit(X).transform(X)

    @_overflow_refused()
    def inverse_transform(self, X: Array) -> Array:
        """Return scaled ``X`` (m, n) in its old units, as a new array."""
        X = self._known_columns(X)
        original = (X - self.min_) / self.scale_
        return original.astype(X.dtype, copy=False)


class StandardScaler(_Scaler):
    r"""Each column gets mean 0 and standard deviation 1.

    .. math:: x' = \frac{x - \mu}{\sigma}, \qquad \mu = \frac{1}{m} \sum_i x_i, \qquad
              \sigma^2 = \frac{1}{m} \sum_i (x_i - \mu)^2

    After ``fit``: ``mean_``, ``var_`` and ``scale_`` (σ), all (n,) and float64.

    scikit-learn: ``sklearn.preprocessing.StandardScaler``, which lets NaN pass. Source: LeCun, Bottou, Orr and
    Müller (1998), Efficient BackProp, section 4.3. Explained in :ref:`ch-scaling`. Raises what ``MinMaxScaler`` does.

    >>> scaler = StandardScaler().fit(np.array([[1.0], [3.0]]))
    >>> scaler.transform(np.array([[1.0], [2.0], [5.0]])).ravel(), scaler.mean_, scaler.scale_
    (array([-1.,  0.,  3.]), array([2.]), array([1.]))
    """

    mean_: Array
    var_: Array
    scale_: Array

    @_overflow_refused()
    def fit(self, X: Array) -> "StandardScaler":
        """Learn means and spreads of the columns of ``X`` (m, n), and return the scaler."""
        X = self._new_columns(X)
        m = len(X)
        self.mean_ = X.mean(axis=0, dtype=np.float64)  # (m, n) -> (n,)
        deviation = X - self.mean_  # (m, n) - (n,) -> (m, n)
        # The second sum is 0 but for the rounding of the mean, which it takes back. And a variance that rounding
        # alone can cause is no variance. Both from Chan, Golub and LeVeque (1983), Algorithms for computing the
        # sample variance; both as in scikit-learn.
        self.var_ = ((deviation**2).sum(axis=0) - deviation.sum(axis=0) ** 2 / m) / m
        eps = np.finfo(np.float64).eps
        constant = self.var_ <= m * eps * self.var_ + (m * self.mean_ * eps) ** 2
        self.scale_ = np.sqrt(np.where(constant, 1.0, self.var_))
        return self

    @_overflow_refused()
    def transform(self, X: Array) -> Array:
        """Return ``X`` (m, n) scaled, as a new array."""
        X = self._known_columns(X)
        scaled: Array = (X - self.mean_.astype(X.dtype)) / self.scale_.astype(X.dtype)  # (m, n) - (n,) -> (m, n)
        return scaled

    def fit_transform(self, X: Array) -> Array:
        """Learn from ``X`` (m, n) and return it scaled."""
        return self.fit(X).transform(X)

    @_overflow_refused()
    def inverse_transform(self, X: Array) -> Array:
        """Return scaled ``X`` (m, n) in its old units, as a new array."""
        X = self._known_columns(X)
        original: Array = X * self.scale_.astype(X.dtype) + self.mean_.astype(X.dtype)
        return original
