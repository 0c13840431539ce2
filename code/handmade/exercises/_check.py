"""Check: one line about an answer to an exercise; right, or what is wrong and a hint.

A reader is never met with an exception and never shown the right answer. With ``HANDMADE_STRICT=1``, as the
book is built, a published solution that is wrong raises instead, and so the build fails.
"""

from __future__ import annotations

import difflib
import os
import pkgutil
import reprlib
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from handmade.exercises._compare import difference, kind_of
from handmade.exercises._try import Outcome, outcomes
from handmade.exercises.case import Case, Mistake, evaluated, is_usable

PACKAGE = "handmade.exercises"
failed_tries: Counter[str] = Counter()  # by label, in this kernel


class WrongAnswerError(Exception):
    """A published answer fails its own check. Raised only with ``HANDMADE_STRICT=1``."""


def check(label: str, answer: Any = None) -> None:
    """Print whether ``answer`` solves the exercise ``label``; if not, what is wrong, and a hint.

    ``answer`` may be a number, an array, a list, a string, a bool, a function or a model. A second failing
    try gets a stronger hint. Nothing is raised, unless the environment says ``HANDMADE_STRICT=1``.
    """
    strict = os.environ.get("HANDMADE_STRICT") == "1"
    try:
        fine, line = _verdict(label, answer, strict)
    except Exception as error:
        if strict:
            raise
        fine, line = (
            False,
            f"the check itself failed ({_said(error)}). That is a mistake of the book's, not yours.",
        )
    line = " ".join(f"{label}: {line}".split())
    if strict and not fine:
        raise WrongAnswerError(line)
    print(line)


def _verdict(label: str, answer: Any, strict: bool) -> tuple[bool, str]:
    """Return whether the build may go on, and the line to print."""
    case = find_case(label)
    if case is None:
        return False, f"there is no exercise of this name.{_suggestion(label)}"
    if _is_blank(answer):
        return True, "not started."
    rng = np.random.default_rng()  # fresh inputs at each check: memorized answers do not pass
    finding, mistake = examine(case, answer, rng, seconds=None if strict else case.seconds)
    if finding is None:
        return True, "right."
    if finding is NOT_STARTED:
        return True, "not started (your function returns nothing yet)."
    failed_tries[label] += 1
    return False, f"not yet. {finding} Hint: {_hint(case, mistake, failed_tries[label])}"


NOT_STARTED = "not started"


def examine(
    case: Case, answer: Any, rng: np.random.Generator, seconds: float | None = None
) -> tuple[str | None, Mistake | None]:
    """Return what is wrong with ``answer`` (None: nothing) and the known mistake that it is, if any."""
    if case.accept is not None:
        return _examine_open(case, case.accept, answer, seconds)
    if case.is_behavior:
        return _examine_behavior(case, answer, rng, seconds)
    if callable(answer) and not callable(case.expected) and hasattr(answer, "__name__"):
        return f"Your answer is {kind_of(answer)}; call it and pass its result.", None
    found = _differs(case, answer, case.expected, case.dtype)
    if found is None:
        return None, None
    for mistake in case.mistakes:
        if _recognizes(mistake, answer) or _differs(case, answer, evaluated(mistake.wrong)) is None:
            return f"Your answer {found}", mistake
    return f"Your answer {found}", None


def _examine_open(
    case: Case, accept: Callable[[Any], Any], answer: Any, seconds: float | None
) -> tuple[str | None, Mistake | None]:
    """Examine an answer that the case's own ``accept`` decides on; a function has only so many seconds."""
    limit = seconds if callable(answer) and hasattr(answer, "__name__") else None
    finding = "Your answer does not do what the exercise asks for."
    try:
        (decided,) = outcomes(lambda tried: bool(accept(tried)), answer, [()], limit)
        if decided.error is None and decided.value:
            return None, None
        if decided.error is not None:
            finding = f"Your answer is {kind_of(answer)} and could not be tried ({_said(decided.error)})."
    except TimeoutError:
        return f"Your function was still running after {seconds:g} seconds: does a loop never end?", None
    except RuntimeError as error:
        return f"Your function could not be tried: {error}.", None
    for mistake in case.mistakes:
        if _recognizes(mistake, answer) or _differs(case, answer, evaluated(mistake.wrong)) is None:
            return finding, mistake
    return finding, None


def _examine_behavior(
    case: Case, answer: Any, rng: np.random.Generator, seconds: float | None
) -> tuple[str | None, Mistake | None]:
    """Examine a function, class or model by what it does on the inputs, beside the reference."""
    if not is_usable(answer):
        return (
            f"Your answer is {kind_of(answer)}; pass the function (or model) itself, without calling it.",
            None,
        )
    calls = case.calls(rng)
    try:
        given = outcomes(case.observe, answer, calls, seconds)
    except TimeoutError:
        return f"Your function was still running after {seconds:g} seconds: does a loop never end?", None
    except RuntimeError as error:
        return f"Your function could not be tried: {error}.", None
    if given and all(outcome.error is None and _is_blank(outcome.value) for outcome in given):
        return NOT_STARTED, None
    wanted = outcomes(case.observe, case.reference, calls, None)
    for arguments, mine, right in zip(calls, given, wanted, strict=False):
        if right.error is not None:
            raise right.error
        if (found := _outcome_differs(case, mine, right)) is not None:
            return f"For the input {_shown(arguments)} your function {found}", _known_mistake(
                case, answer, given, calls
            )
    return None, None


def _outcome_differs(case: Case, mine: Outcome, right: Outcome) -> str | None:
    """Return what is wrong with what one call came to, or None."""
    if isinstance(mine.error, RecursionError):
        return "calls itself without end (RecursionError)."
    if mine.error is not None:
        return f"raises {_said(mine.error)}."
    if _is_blank(mine.value):
        return "returns nothing: is a return missing?"
    found = _differs(case, mine.value, right.value, case.dtype)
    return None if found is None else f"returns a value that {found}"


def _known_mistake(case: Case, answer: Any, given: list[Outcome], calls: list[tuple[Any, ...]]) -> Mistake | None:
    """Return the listed mistake that behaves like the answer on every input."""
    for mistake in case.mistakes:
        if _recognizes(mistake, answer):
            return mistake
        if not is_usable(mistake.wrong):
            continue
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


def _hint(case: Case, mistake: Mistake | None, tries: int) -> str:
    """Return the mistake's own hint or the case's, and from the second try on the stronger one."""
    if mistake is not None:
        return mistake.hint if tries < 2 else f"{mistake.hint} {case.stronger}"
    return case.hint if tries < 2 else case.stronger


def _is_blank(answer: Any) -> bool:
    """Return whether the answer is still what the starter cell holds: ``...``, None, or a list of these."""
    if isinstance(answer, (list, tuple)) and len(answer):
        return all(_is_blank(item) for item in answer)
    return answer is None or answer is Ellipsis


def _shown(arguments: tuple[Any, ...]) -> str:
    """Return the arguments of a call, short enough for one line: small numbers of values, and shapes of the rest."""
    shorten = reprlib.Repr()
    shorten.maxother = shorten.maxstring = 60
    return ", ".join(_shown_array(a) if isinstance(a, np.ndarray) else shorten.repr(a) for a in arguments)


def _shown_array(values: np.ndarray) -> str:
    """Return up to four numbers of an array, or else its shape."""
    if values.size > 4:
        return f"an array of shape {values.shape}"
    return np.array2string(values, precision=4, separator=", ").replace("\n", "")


def _said(error: BaseException) -> str:
    """Return the exception's name and its message's first line, cut where it gets long."""
    message = str(error).strip().split("\n")[0]
    message = message if len(message) <= 120 else message[:119] + "…"
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def case_modules() -> list[str]:
    """Return the names of the chapters' modules of cases, longest first."""
    package = import_module(PACKAGE)
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    return sorted((n for n in names if not n.startswith("_") and n != "case"), key=len, reverse=True)


def find_case(label: str) -> Case | None:
    """Return the case of ``label`` from its chapter's module: the longest slug that begins the label."""
    for name in case_modules():
        if f"{label}-".startswith(f"ex-{name.replace('_', '-')}-"):
            cases: list[Case] = import_module(f"{PACKAGE}.{name}").CASES
            for case in cases:
                if case.label == label:
                    return case
    return None


def _suggestion(label: str) -> str:
    """Return " Did you mean …?" for the nearest label of all chapters, or nothing."""
    labels = [case.label for name in case_modules() for case in import_module(f"{PACKAGE}.{name}").CASES]
    near = difflib.get_close_matches(str(label), labels, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""
