"""Comparison: what is wrong with an answer, in words that do not give the right one away.

Every function here returns ``None`` when all is well, and otherwise words that continue "your answer …".
Gaps are rounded to one digit and come without a sign.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from handmade.exercises._words import Form, OnlyForm, kind_of, prefixed

NUMERIC = "biufc"  # the kinds of dtype that hold numbers


def difference(answer: Any, expected: Any, rtol: float, atol: float, dtype: Any = None) -> str | None:
    """Return what is wrong with ``answer``, or None."""
    if isinstance(expected, (str, set, frozenset, dict)):
        return _plain_difference(answer, expected, rtol, atol)
    right = as_array(expected)
    if right is None:  # a list of arrays of different shapes, or of anything else
        return _list_difference(answer, expected, rtol, atol, dtype)
    return _array_difference(answer, right, rtol, atol, dtype)


def as_array(value: Any) -> np.ndarray | None:
    """Return ``value`` as an array of numbers, or None if it is not one."""
    if isinstance(value, (str, bytes, dict, set, frozenset)) or callable(value):
        return None
    try:
        array = np.asarray(float(value) if isinstance(value, (Fraction, Decimal)) else value)
    except Exception:  # ragged lists, tensors that refuse
        return None
    return array if array.dtype.kind in NUMERIC else None


def _plain_difference(answer: Any, expected: Any, rtol: float, atol: float) -> str | None:
    """Compare strings (case and outer blanks do not count), sets and dicts."""
    if isinstance(expected, str):
        if not isinstance(answer, str):
            return Form(f"is {kind_of(answer)}; a string is asked for.")
        return None if answer.strip().casefold() == expected.strip().casefold() else "is a different string."
    if isinstance(expected, dict):
        if not isinstance(answer, dict):
            return Form(f"is {kind_of(answer)}; a dict is asked for.")
        if set(answer) != set(expected):
            return f"has {len(answer)} keys, and not all of them are the right ones."
        for key in expected:
            if (found := difference(answer[key], expected[key], rtol, atol)) is not None:
                return prefixed(f"goes wrong at the key {key!r}: that entry", found)
        return None
    if not isinstance(answer, (set, frozenset)):
        return Form(f"is {kind_of(answer)}; a set is asked for.")
    return None if answer == expected else "holds elements that do not belong, or lacks some."


def _list_difference(answer: Any, expected: Any, rtol: float, atol: float, dtype: Any) -> str | None:
    """Compare entry by entry; what is no list at all must simply be equal."""
    if not isinstance(expected, (list, tuple)):
        return (
            None if type(answer) is type(expected) and answer == expected else f"is {kind_of(answer)}, and not right."
        )
    if not isinstance(answer, (list, tuple)) and not (isinstance(answer, np.ndarray) and answer.ndim):
        return Form(f"is {kind_of(answer)}; a list of {len(expected)} entries is asked for.")
    if len(answer) != len(expected):
        return Form(f"has {len(answer)} entries; {len(expected)} are asked for.")
    for index, (one, right) in enumerate(zip(answer, expected, strict=True)):
        if (found := difference(one, right, rtol, atol, dtype)) is not None:
            return prefixed(f"goes wrong at entry {index}: that entry", found)
    return None


def _array_difference(answer: Any, right: np.ndarray, rtol: float, atol: float, dtype: Any) -> str | None:
    """Compare numbers and arrays of numbers: kind, shape, dtype, then values."""
    mine = as_array(answer)
    wanted = "True or False" if right.dtype.kind == "b" else "a number"
    wanted = wanted if right.ndim == 0 else f"an array of shape {right.shape}"
    if mine is None:
        if isinstance(answer, (list, tuple)):
            name = type(answer).__name__
            return Form(f"is a {name} that cannot be read as numbers in rows of one length; {wanted} is asked for.")
        return Form(f"is {kind_of(answer)}; {wanted} is asked for.")
    if right.dtype.kind == "b" and mine.dtype.kind != "b":
        return Form("holds numbers; True or False is asked for.")
    if mine.shape != right.shape:
        unpack = "with .item()" if isinstance(answer, np.ndarray) else f"of the {type(answer).__name__}"
        return _shape_difference(mine, right, rtol, atol, wanted, unpack)
    if dtype is not None and mine.dtype != np.dtype(dtype):
        return f"has dtype {mine.dtype}; {np.dtype(dtype)} is asked for."
    close = np.isclose(mine, right, rtol=rtol, atol=atol, equal_nan=True)
    return None if close.all() else _value_difference(mine, right, close)


def _shape_difference(mine: np.ndarray, right: np.ndarray, rtol: float, atol: float, wanted: str, unpack: str) -> Form:
    """Say how the shapes differ, and whether the numbers would be right."""
    said = f"has shape {mine.shape}; {wanted} is asked for." if mine.ndim else f"is one number; {wanted} is asked for."
    if mine.size != right.size:
        return Form(said)
    turned = mine.ndim == 2 and mine.T.shape == right.shape
    if turned and np.allclose(mine.T, right, rtol=rtol, atol=atol):
        return OnlyForm(said + " The numbers are right, but the array is transposed.")
    if not np.allclose(mine.reshape(right.shape), right, rtol=rtol, atol=atol):
        return Form(said)
    return OnlyForm(
        said + (f" The number is right; take it out {unpack}." if right.ndim == 0 else " The numbers are right.")
    )


def _value_difference(mine: np.ndarray, right: np.ndarray, close: np.ndarray) -> str:
    """Say where the values differ and by roughly how much."""
    unfinite = ~np.isfinite(mine) & np.isfinite(right)
    if unfinite.any():
        where = "" if mine.ndim == 0 else f" at index {_first(unfinite)}"
        return f"is {mine[unfinite].flat[0]}{where}: something overflowed, or divided by zero."
    if right.dtype.kind == "b":
        return "is the other one." if right.ndim == 0 else _count(close)
    if np.any(right) and np.allclose(mine, -right, rtol=1e-3, equal_nan=True):
        return "has the opposite sign."
    if right.ndim == 0:
        return _scalar_difference(mine, right)
    if right.dtype.kind in "iu" and mine.dtype.kind in "biu":
        return _count(close)
    if digits := _rounded(mine, right):
        return f"is rounded to {digits} digit{'s' if digits > 1 else ''} after the point: leave them as they are."
    if factor := _factor(mine, right):
        if factor < 0:
            return "is right but for one constant factor, and that is negative: mind the sign first, then the size."
        return "is right but for one constant factor: is a factor missing, or a sum where a mean belongs?"
    with np.errstate(invalid="ignore"):
        gap = np.where(close, 0, np.abs(mine - right))
    gap = np.where(np.isnan(gap), np.inf, gap)
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(gap)), gap.shape))
    here = index[0] if len(index) == 1 else list(index)
    return f"has {_entries(close)} off; the largest gap is about {np.max(gap):.0e}, at index {here}."


def _scalar_difference(mine: np.ndarray, right: np.ndarray) -> str:
    """Say in which direction one number is off, and whether only digits are missing."""
    if mine.dtype.kind == "c" or right.dtype.kind == "c" or not np.isfinite(right):
        return "is not the right number."
    value, wanted = float(mine), float(right)
    if right.dtype.kind == "f" and abs(value - wanted) <= 0.01 * abs(wanted):
        return "is within 1 % of the right number: were digits rounded away?"
    if right.dtype.kind == "f" and wanted and abs(value + wanted) <= 0.01 * abs(wanted):
        return "has the opposite sign, and digits that were rounded away."
    side = "large" if value > wanted else "small"
    far = value * wanted > 0 and not 0.1 < value / wanted < 10
    return f"is too {side}, by more than a factor of ten." if far else f"is too {side}."


def _rounded(mine: np.ndarray, right: np.ndarray) -> int:
    """Return to how many digits, one or more, the right numbers were rounded; 0 if they were not."""
    if mine.dtype.kind != "f" or right.dtype.kind != "f" or np.array_equal(mine, np.round(mine)):
        return 0
    return next((k for k in range(1, 7) if np.allclose(mine, np.round(right, k), rtol=1e-6, atol=1e-9)), 0)


def _factor(mine: np.ndarray, right: np.ndarray) -> float:
    """Return the constant that ``right`` was multiplied by, seen on two entries or more; 0 if there is none."""
    used = right != 0
    if "c" in (mine.dtype.kind, right.dtype.kind) or np.count_nonzero(used) < 2 or not np.any(mine):
        return 0.0
    factors = mine[used] / right[used]
    constant = np.allclose(factors, factors.flat[0], rtol=1e-4) and np.allclose(mine[~used], 0, atol=1e-8)
    return float(factors.flat[0]) if constant else 0.0


def _entries(close: np.ndarray) -> str:
    """Return "3 of 10 entries"."""
    return f"{np.count_nonzero(~close)} of {close.size} entries"


def _count(close: np.ndarray) -> str:
    """Return how many entries are wrong and where the first one stands."""
    return f"has {_entries(close)} wrong, the first at index {_first(~close)}."


def _first(mask: np.ndarray) -> int | list[int]:
    """Return the index of the first true entry, as a number or a list."""
    index = [int(i) for i in np.argwhere(mask)[0]]
    return index[0] if len(index) == 1 else index
