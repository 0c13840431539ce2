"""Check: one line about an answer to an exercise; right, or what is wrong and a hint.

A reader is never met with an exception and never shown the right answer. With ``HANDMADE_STRICT=1``, as the
book is built, a published solution that is wrong raises instead, and so the build fails.
"""

from __future__ import annotations

import difflib
import os
import pkgutil
from collections import defaultdict
from importlib import import_module
from typing import Any

import numpy as np

from handmade.exercises._examine import NOT_STARTED, examine, is_blank
from handmade.exercises._hints import Tries
from handmade.exercises._words import said
from handmade.exercises.case import Case

PACKAGE = "handmade.exercises"
failed_tries: defaultdict[str, Tries] = defaultdict(Tries)  # by label, in this kernel


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
            f"the check itself failed ({said(error)}). That is a mistake of the book's, not yours.",
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
    if is_blank(answer):
        return True, "not started."
    rng = np.random.default_rng()  # fresh inputs at each check: memorized answers do not pass
    finding, mistake = examine(case, answer, rng, seconds=None if strict else case.seconds)
    if finding is None:
        return True, "right."
    if finding is NOT_STARTED:
        return True, "not started (your function returns nothing yet)."
    return False, f"not yet. {finding} Hint: {failed_tries[label].hint(case, finding, mistake)}"


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
