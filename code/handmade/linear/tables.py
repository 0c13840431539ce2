"""Tables: what both linear models ask of X and y."""

import numpy as np

from handmade.array_types import Array
from handmade.validation import as_rows, require_finite


def examples(X: Array, y: Array) -> tuple[Array, Array]:
    """Return X as float64 (m, n) and y, (m,) or (m, 1), once they pair up."""
    X, y = as_rows("X", X).astype(np.float64, copy=False), np.asarray(y)
    if y.dtype.kind not in "buif":
        raise TypeError(f"y has dtype {y.dtype}, but must hold numbers; turn words into numbers first")
    if y.shape not in ((len(X),), (len(X), 1)):
        raise ValueError(f"X has shape {X.shape} and y has shape {y.shape}; y must be ({len(X)},) or ({len(X)}, 1)")
    require_finite("y", y)
    return X, y


def known_columns(model: object, coef: Array | None, X: Array) -> Array:
    """Return X as float64 (m, n), once the model has weights for its columns."""
    if coef is None:
        raise ValueError(f"this {type(model).__name__} has no weights yet; call fit first")
    return as_rows("X", X, coef.shape[-1]).astype(np.float64, copy=False)


def with_ones(X: Array) -> Array:
    """Return X (m, n) behind a column of ones, (m, n + 1): its weight is the intercept."""
    return np.column_stack([np.ones(len(X)), X])
