"""Fit data: what ``fit`` and ``evaluate`` ask of examples and targets before they use them."""

import math

import numpy as np

from handmade.array_types import Array
from handmade.validation import require_finite


def checked_pair(x: Array, y: Array, name: str = "") -> tuple[Array, Array]:
    """Return examples and targets as arrays, once there is one target for each example and all are numbers."""
    x, y = np.asarray(x), np.asarray(y)
    if x.ndim == 0 or y.ndim == 0 or len(x) != len(y) or len(x) == 0:
        raise ValueError(
            f"{name}x has shape {x.shape} and {name}y has shape {y.shape}, but every row of x needs its target in y, "
            "and there must be at least one"
        )
    for letter, values in (("x", x), ("y", y)):
        if values.dtype.kind not in "fiub":
            raise TypeError(
                f"{name}{letter} must hold numbers, but its dtype is {values.dtype}; "
                f"convert it first, for example with np.asarray({letter}, dtype=float), and names to class numbers"
            )
        require_finite(f"{name}{letter}", values)
    return x, y


def hold_out(x: Array, y: Array, split: float) -> tuple[Array, Array, tuple[Array, Array] | None]:
    """Keep the last ``split`` of the rows for validation, as Keras does: before any shuffling."""
    if not 0 <= split < 1:
        raise ValueError(f"validation_split must be at least 0 and less than 1, but it is {split}; 0.2 is usual")
    if split == 0:
        return x, y, None
    kept = math.floor(len(x) * (1 - split))
    if not 0 < kept < len(x):
        raise ValueError(f"validation_split={split} of {len(x)} rows leaves one part empty; choose another or add rows")
    return x[:kept], y[:kept], (x[kept:], y[kept:])
