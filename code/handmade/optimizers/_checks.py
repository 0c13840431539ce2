"""Checks: what optimizers and schedules ask about their arguments before they step.

Every message gives the name, the rule, the value and the cure.
"""

import operator
from collections.abc import Sequence

import numpy as np

from handmade.array_types import Array
from handmade.validation import require_number


def require_positive(name: str, value: float, usual: float) -> float:
    """Return ``value`` if it is a number greater than 0."""
    value = require_number(name, value)
    if value <= 0:
        raise ValueError(f"{name} must be greater than 0, but it is {value}; {usual} is usual")
    return value


def require_not_negative(name: str, value: float) -> float:
    """Return ``value`` if it is a number of at least 0."""
    value = require_number(name, value)
    if value < 0:
        raise ValueError(f"{name} must be at least 0, but it is {value}; leave the minus sign out")
    return value


def require_share(name: str, value: float, usual: float) -> float:
    """Return ``value`` if it is a number from 0 up to, but not including, 1: a share of the past that is kept."""
    value = require_number(name, value)
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be at least 0 and less than 1, but it is {value}; {usual} is usual")
    return value


def require_momentum(momentum: float) -> float:
    """Return the momentum if it lies between 0 and 1, as Keras allows."""
    momentum = require_number("momentum", momentum)
    if not 0 <= momentum <= 1:
        raise ValueError(f"momentum must lie between 0 and 1, but it is {momentum}; 0.9 is usual")
    return momentum


def require_learning_rate(learning_rate: float) -> float:
    """Return the learning rate if it is a positive number."""
    return require_positive("learning_rate", learning_rate, 0.01)


def require_learning_rate_at(step: int, learning_rate: float) -> float:
    """Return what a schedule gave for ``step``; it may be 0, where it begins or ends."""
    return require_not_negative(f"the schedule's learning rate for step {step}", learning_rate)


def require_clipping(**given: float | None) -> None:
    """Refuse two kinds of clipping at once, and limits that are not positive."""
    chosen = {name: limit for name, limit in given.items() if limit is not None}
    if len(chosen) > 1:
        both = " and ".join(f"{name}={limit}" for name, limit in chosen.items())
        raise ValueError(f"gradients can be clipped in one way only, but there are {both}; keep one of them")
    for name, limit in chosen.items():
        require_positive(name, limit, 1.0)


def are_the_same(known: Sequence[Array], variables: Sequence[Array]) -> bool:
    """Say whether both lists hold the very same arrays; equal numbers are not enough."""
    return len(known) == len(variables) and all(map(operator.is_, known, variables))


def require_changeable(variables: Sequence[Array]) -> None:
    """Refuse variables that cannot be changed in place."""
    for i, variable in enumerate(variables):
        if not isinstance(variable, np.ndarray) or variable.dtype.kind != "f":
            kind = f"dtype {variable.dtype}" if isinstance(variable, np.ndarray) else f"type {type(variable).__name__}"
            raise TypeError(
                f"variables[{i}] has {kind}, but a step changes an array of floats in place; write np.array([2.0])"
            )
        if not variable.flags.writeable:
            raise ValueError(
                f"variables[{i}] is read-only, but a step changes it in place; pass a copy, np.array(variable)"
            )


def paired_slopes(gradients: Sequence[Array], variables: Sequence[Array]) -> list[Array]:
    """Return each gradient as an array with the dtype of its variable, once its shape is that of the variable."""
    slopes = []
    for i, variable in enumerate(variables):
        slope = np.asarray(gradients[i])
        if slope.shape != variable.shape:
            raise ValueError(
                f"gradients[{i}] has shape {slope.shape} but variables[{i}] has shape {variable.shape}; "
                "a gradient has one slope for every weight"
            )
        if slope.dtype.kind not in "fiub":
            raise TypeError(f"gradients[{i}] has dtype {slope.dtype}, but slopes are numbers; is one missing?")
        slopes.append(slope.astype(variable.dtype, copy=False))
    return slopes


def too_large(error: FloatingPointError, gradients: Sequence[Array], learning_rate: float) -> str:
    """Return what to say about a step whose numbers left the range of their dtype."""
    largest = max(float(np.max(np.abs(gradient), initial=0)) for gradient in gradients)
    return (
        f"this step left the range of its floats ({error}): the largest slope is {largest:.3g} and the learning rate "
        f"{learning_rate:.3g}. The step is half done; start again with scaled inputs, a smaller learning rate, or an "
        "optimizer with clipnorm=1.0"
    )
