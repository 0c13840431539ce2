"""Words: how a finding names the input, an exception, a value, all short enough for one line."""

from __future__ import annotations

import inspect
import re
import reprlib
from collections.abc import Sequence
from typing import Any

import numpy as np

INNER_SIZES = re.compile(r"matmul: .* mismatch in its core dimension .*\(size (\d+) is different from (\d+)\)")


class Form(str):
    """A finding about an answer's form or about its running: the wrong kind or shape, an exception, no end.

    It says nothing about how far the reader has understood the exercise, so it calls for no stronger hint.
    """


class OnlyForm(Form):
    """A finding about the form of an answer whose numbers are right."""


def prefixed(start: str, finding: str) -> str:
    """Return ``start`` and the finding as one, which is still a finding of its kind."""
    return type(finding)(f"{start} {finding}")


def kind_of(value: Any) -> str:
    """Return what ``value`` is, as a person would say it."""
    if isinstance(value, (bool, np.bool_)):
        return "True or False"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, (int, float, complex, np.number)):
        return "a number"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else "a number"
    if callable(value) and hasattr(value, "__name__"):
        return f"the function {value.__name__}" if not isinstance(value, type) else f"the class {value.__name__}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def shown(arguments: tuple[Any, ...]) -> str:
    """Return the arguments of a call: small numbers of values, shapes of other arrays, and names of functions."""
    return ", ".join(_shown(argument) for argument in arguments)


def _shown(value: Any) -> str:
    """Return one argument as a reader can recognize it, without any address in memory."""
    if isinstance(value, np.ndarray):
        return _shown_array(value)
    if isinstance(value, np.random.Generator):
        return "a random generator"
    if callable(value):
        return kind_of(value)
    shorten = reprlib.Repr()
    shorten.maxother = shorten.maxstring = 60
    return shorten.repr(value)


def _shown_array(values: np.ndarray) -> str:
    """Return up to four numbers of an array, or else its shape."""
    if values.size > 4:
        return f"an array of shape {values.shape}"
    return np.array2string(values, precision=4, separator=", ").replace("\n", "")


def said(error: BaseException) -> str:
    """Return the exception's name and its message's first line, cut where it gets long."""
    message = _plainly(str(error).strip().split("\n")[0])
    message = message if len(message) <= 120 else message[:119] + "…"
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def _plainly(message: str) -> str:
    """Put NumPy's words on a matrix product that does not fit into the words of the book."""
    if sizes := INNER_SIZES.search(message):
        right, left = sizes.groups()
        return f"in a product A @ B, A has {left} columns but B has {right} rows; these must be equal"
    if message.startswith("matmul: Input operand") and "enough dimensions" in message:
        return "a product A @ B needs an array on both sides, and one of yours is a single number"
    return message


def parameter_names(function: Any, positions: Sequence[int]) -> str:
    """Return the names of a function's parameters at ``positions``; their numbers where it shows no names."""
    try:
        names = list(inspect.signature(function).parameters)
        return " and ".join(names[i] for i in positions)
    except (TypeError, ValueError, IndexError):
        return "argument " + " and ".join(str(i) for i in positions)
