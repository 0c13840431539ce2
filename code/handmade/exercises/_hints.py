"""Hints: which one a failing try gets, and how many general ones the reader has seen.

A mistake that the case knows gets its own hint. Any other wrong answer gets the case's ``hint``, the next one
the ``stronger``. An answer of the wrong form, and one that was tried before, brings nobody closer to these.
"""

from __future__ import annotations

import inspect
from collections.abc import Hashable
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

import numpy as np

from handmade.exercises._compare import as_array
from handmade.exercises._words import Form, OnlyForm
from handmade.exercises.case import Case, Mistake


@dataclass
class Tries:
    """What one exercise has already said to the reader, in this kernel."""

    general: int = 0  # how many of hint, stronger, stronger, … were shown
    mistakes: int = 0  # how many different answers were known mistakes
    given: dict[Hashable, str] = field(default_factory=dict)  # the hint of every answer so far

    def hint(self, case: Case, answer: Any, finding: str, mistake: Mistake | None) -> str:
        """Return the hint for a failing answer; the same one if it is tried again."""
        key = (fingerprint(answer), mistake and mistake.hint, isinstance(finding, Form))
        if key not in self.given:
            self.given[key] = self._next(case, finding, mistake)
        return self.given[key]

    def _next(self, case: Case, finding: str, mistake: Mistake | None) -> str:
        """Return the hint for an answer that is new."""
        if mistake is not None:
            return self._with_general(case, mistake, finding)
        if isinstance(finding, OnlyForm):
            return "Only the form is left to mend."
        if not isinstance(finding, Form):
            self.general += 1
        return case.hint if self.general < 2 else case.stronger

    def _with_general(self, case: Case, mistake: Mistake, finding: str) -> str:
        """Return a mistake's own hint, and from the second mistake on a general one that gives nothing new away."""
        self.mistakes += 1
        if self.general >= 2 and not isinstance(finding, OnlyForm):
            return f"{mistake.hint} {case.stronger}"
        if self.general == 0 and self.mistakes > 1 and not isinstance(finding, OnlyForm):
            self.general = 1
            return f"{mistake.hint} {case.hint}"
        return mistake.hint


def fingerprint(answer: Any) -> Hashable:
    """Return what two answers share if they are the same: equal numbers, or functions of the same code."""
    if isinstance(answer, type):
        parts = sorted((name, _part(value)) for name, value in vars(answer).items() if not name.startswith("__"))
        return answer.__name__, _part(vars(answer).get("__init__")), tuple(parts)
    if isinstance(getattr(answer, "__code__", None), CodeType):
        return _part(answer)
    if (numbers := as_array(answer)) is not None:
        return numbers.shape, numbers.dtype.kind == "b", repr(np.ravel(numbers).astype(complex).tolist())
    return repr(answer)


def _part(value: Any) -> str:
    """Return a function's code, with the values that it remembers, or what else a class holds."""
    code = getattr(value, "__code__", None)
    if not isinstance(code, CodeType):
        return repr(value)
    return repr((_code(code), value.__defaults__, inspect.getclosurevars(value).nonlocals))


def _code(code: CodeType) -> tuple[Any, ...]:
    """Return what a piece of code does; the lines that it stands on do not count."""
    constants = tuple(_code(c) if isinstance(c, CodeType) else repr(c) for c in code.co_consts)
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, constants
