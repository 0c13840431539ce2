"""Examination: what is wrong with an answer, and which known mistake it is."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from handmade.exercises._compare import difference
from handmade.exercises._try import EndedError, Outcome, outcomes
from handmade.exercises._words import Form, kind_of, parameter_names, prefixed, said, shown
from handmade.exercises.case import Case, Deed, Mistake, evaluated, is_usable

NOT_STARTED = "not started"
Found = tuple[str | None, Mistake | None]


def examine(case: Case, answer: Any, rng: np.random.Generator, seconds: float | None = None) -> Found:
    """Return what is wrong with ``answer`` (None: nothing) and the known mistake that it is, if any."""
    try:
        if case.accept is not None:
            return _examine_open(case, case.accept, answer, seconds)
        if case.is_behavior:
            return _examine_behavior(case, answer, rng, seconds)
    except TimeoutError:
        return Form(f"Your function was still running after {seconds:g} seconds: does a loop never end?"), None
    except EndedError as error:
        return Form(f"Your function could not be tried: {error}."), None
    if callable(answer) and not callable(case.expected) and hasattr(answer, "__name__"):
        return Form(f"Your answer is {kind_of(answer)}; call it and pass its result."), None
    found = _differs(case, answer, case.expected, case.dtype)
    if found is None:
        return None, None
    return prefixed("Your answer", found), _known_value(case, answer)


def _examine_open(case: Case, accept: Callable[[Any], Any], answer: Any, seconds: float | None) -> Found:
    """Examine an answer that the case's own ``accept`` decides on; a function has only so many seconds."""
    limit = seconds if callable(answer) and hasattr(answer, "__name__") else None
    (decided,) = outcomes(lambda tried: bool(accept(tried)), answer, [()], limit)
    if decided.error is not None:
        finding: str = Form(f"Your answer is {kind_of(answer)} and could not be tried ({said(decided.error)}).")
    elif decided.value:
        return None, None
    else:
        finding = "Your answer does not do what the exercise asks for."
    return finding, _known_value(case, answer)


def _known_value(case: Case, answer: Any) -> Mistake | None:
    """Return the listed mistake that the answer equals, or that says so itself."""
    for mistake in case.mistakes:
        if _recognizes(mistake, answer) or _differs(case, answer, evaluated(mistake.wrong)) is None:
            return mistake
    return None


def _examine_behavior(case: Case, answer: Any, rng: np.random.Generator, seconds: float | None) -> Found:
    """Examine a function, class or model by what it does on the inputs, beside the reference."""
    if not is_usable(answer):
        said_kind = f"Your answer is {kind_of(answer)}; pass the function (or model) itself, without calling it."
        return Form(said_kind), None
    calls = case.calls(rng)
    given = outcomes(case.observe, answer, calls, seconds)
    if given and all(o.error is None and is_blank(o.value) and not o.printed for o in given):
        return NOT_STARTED, None
    wanted = outcomes(case.observe, case.reference, calls, None)
    for arguments, mine, right in zip(calls, given, wanted, strict=False):
        if right.error is not None:
            raise right.error
        if (found := _outcome_differs(case, mine, right)) is not None:
            extra = _written_into(answer, mine, right)
            finding = prefixed(f"For the input {shown(arguments)} your function", found)
            return type(finding)(finding + extra), _known_mistake(case, answer, given, calls)
    return None, None


def _written_into(answer: Any, mine: Outcome, right: Outcome) -> str:
    """Return a sentence about the inputs that a failing function changed and the reference did not."""
    changed = [position for position in mine.changed if position not in right.changed]
    if not changed:
        return ""
    return f" It also writes into its own input, {parameter_names(answer, changed)}: work on a copy."


def _outcome_differs(case: Case, mine: Outcome, right: Outcome) -> str | None:
    """Return what is wrong with what one call came to, or None."""
    if isinstance(mine.error, RecursionError):
        return Form("calls itself without end (RecursionError).")
    if mine.error is not None:
        return Form(f"raises {said(mine.error)}.")
    if is_blank(mine.value):
        prints = "prints, but returns nothing" if mine.printed else "returns nothing"
        return Form(f"{prints}: is a return missing?")
    found = _differs(case, mine.value, right.value, case.dtype)
    if found is not None and isinstance(mine.value, Deed):
        return f"{mine.value}."
    return None if found is None else prefixed("returns a value that", found)


def _known_mistake(case: Case, answer: Any, given: list[Outcome], calls: list[tuple[Any, ...]]) -> Mistake | None:
    """Return the listed mistake that behaves like the answer on every input."""
    for mistake in case.mistakes:
        if _recognizes(mistake, answer):
            return mistake
        if not is_usable(mistake.wrong):
            continue
        with np.errstate(all="ignore"), warnings.catch_warnings():  # what a listed mistake warns of is no news
            warnings.simplefilter("ignore")
            wrong = outcomes(case.observe, mistake.wrong, calls, None)
        if len(wrong) == len(given) and all(_same(case, a, b) for a, b in zip(given, wrong, strict=True)):
            return mistake
    return None


def _same(case: Case, mine: Outcome, wrong: Outcome) -> bool:
    """Return whether two calls came to the same: equal values, or exceptions of one type."""
    if mine.error is not None or wrong.error is not None:
        return type(mine.error) is type(wrong.error)
    return _differs(case, mine.value, wrong.value) is None


def _differs(case: Case, answer: Any, expected: Any, dtype: Any = None) -> str | None:
    """Compare with the tolerances of the case."""
    return difference(answer, expected, case.rtol, case.atol, dtype)


def _recognizes(mistake: Mistake, answer: Any) -> bool:
    """Return whether the mistake's own ``when`` is true; one that cannot be asked is not."""
    if mistake.when is None:
        return False
    try:
        return bool(mistake.when(answer))
    except Exception:
        return False


def is_blank(answer: Any) -> bool:
    """Return whether the answer is still what the starter cell holds: ``...``, None, or a list of these."""
    if isinstance(answer, (list, tuple)) and len(answer):
        return all(is_blank(item) for item in answer)
    return answer is None or answer is Ellipsis
