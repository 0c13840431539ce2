"""Checks: the questions that functions ask about their arguments before they compute.

Every message gives the name, the rule, the value and the cure.
"""

import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from handmade.array_types import Array

T = TypeVar("T")


def as_float(values: ArrayLike) -> Array:
    """Return ``values`` as an array of floats: those keep their dtype, all else becomes float64.

    >>> as_float([1, 2]).dtype, as_float(np.float32([1, 2])).dtype
    (dtype('float64'), dtype('float32'))
    """
    values = np.asarray(values)
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def require_same_shape(y_true: Array, y_pred: Array) -> None:
    """Refuse targets and predictions of different shapes, which would broadcast without a word."""
    if y_true.shape == y_pred.shape:
        return
    cure = "give both the same shape"
    if y_true.ndim + 1 == y_pred.ndim and y_true.size == y_pred.size:
        cure = "reshape the targets with y.reshape(-1, 1)"
    elif y_true.ndim == y_pred.ndim + 1 and y_true.size == y_pred.size:
        cure = "reshape the predictions with y_pred.reshape(-1, 1)"
    raise ValueError(f"y_true has shape {y_true.shape} but y_pred has shape {y_pred.shape}; {cure}")


def require_finite(name: str, values: Array) -> None:
    """Refuse NaN and infinity; the extremes show both, without an array of answers."""
    if values.size == 0 or values.dtype.kind != "f":
        return
    if not (np.isfinite(np.min(values)) and np.isfinite(np.max(values))):
        bad = np.argwhere(~np.isfinite(values))
        raise ValueError(
            f"{name} has {len(bad)} entries that are NaN or infinite, the first at {tuple(bad[0].tolist())}; "
            f"remove or replace those rows before training, for example keep np.isfinite({name})"
        )


def require_positive_integer(name: str, value: int) -> int:
    """Return ``value`` if it counts something: 1, 2, 3, …"""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} must be a whole number, but it is {value!r}; write one without a point or quotes")
    if value < 1:
        raise ValueError(f"{name} must be at least 1, but it is {value}; count from 1")
    return int(value)


def require_number(name: str, value: float) -> float:
    """Return ``value`` if it is one finite number."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(
            f"{name} must be a number, but it is {value!r} ({type(value).__name__}); write it without quotes"
        )
    if not math.isfinite(value):
        raise ValueError(f"{name} must be finite, but it is {value}; give a number of the usual size")
    return float(value)


def look_up(kind: str, name: str, known: Mapping[str, T]) -> T:
    """Return ``known[name]``, or say which names there are."""
    if name not in known:
        raise ValueError(f"{name!r} is not a known {kind}; known names: {', '.join(sorted(known))}")
    return known[name]


def as_rows(name: str, values: Array, columns: int | None = None) -> Array:
    """Return a table of m examples as finite floats (m, n): float32 stays, all else becomes float64.

    >>> as_rows("X", [[1, 2, 3], [4, 5, 6]], columns=3).dtype
    dtype('float64')
    """
    values = np.asarray(values)
    if values.dtype.kind not in "buif":
        raise TypeError(f"{name} has dtype {values.dtype}, but a table holds numbers; turn words into numbers first")
    if values.ndim != 2 or values.size == 0:
        cure = f"write {name}.reshape(-1, 1) for one column" if values.ndim == 1 else "give at least one row and column"
        raise ValueError(f"{name} has shape {values.shape}, but a table has shape (m, n); {cure}")
    if columns is not None and values.shape[1] != columns:
        raise ValueError(f"{name} has {values.shape[1]} columns, but fit saw {columns}; give it the same columns")
    require_finite(name, values)
    return values.astype(np.float32 if values.dtype == np.float32 else np.float64, copy=False)
