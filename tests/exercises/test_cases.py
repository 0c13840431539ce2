"""Cases of every chapter: the reference passes, each listed wrong answer fails and gets its own hint."""

from importlib import import_module

import numpy as np
import pytest

from handmade.exercises._check import PACKAGE, case_modules, examine
from handmade.exercises.case import Case, Mistake, evaluated

CASES = [(name, case) for name in case_modules() for case in import_module(f"{PACKAGE}.{name}").CASES]


def marked(name, case):
    """Return a case as a test's parameters, marked with the chapter of its exercise."""
    return pytest.param(name, case, marks=pytest.mark.chapter(name.replace("_", "-")), id=case.label)


of_every_chapter = pytest.mark.parametrize(("chapter", "case"), [marked(name, case) for name, case in CASES])


@of_every_chapter
def test_the_reference_passes(chapter, case):
    assert examine(case, case.expected, np.random.default_rng(1)) == (None, None)


@of_every_chapter
def test_each_listed_wrong_answer_fails_and_gets_its_own_hint(chapter, case):
    for mistake in case.mistakes:
        wrong = mistake.wrong if case.is_behavior else evaluated(mistake.wrong)
        finding, known = examine(case, wrong, np.random.default_rng(2))
        assert finding is not None, f"{mistake.wrong!r} passes"
        assert known is mistake, f"{mistake.hint!r} is hidden by {known.hint if known else None!r}"


@of_every_chapter
def test_hints_are_distinct(chapter, case):
    hints = [case.hint, case.stronger, *(mistake.hint for mistake in case.mistakes)]
    assert all(hints)
    assert len(set(hints)) == len(hints)


@of_every_chapter
def test_the_label_begins_with_the_slug_of_its_chapter(chapter, case):
    assert case.label.startswith(f"ex-{chapter.replace('_', '-')}-")


def test_labels_are_unique():
    labels = [case.label for _, case in CASES]
    assert sorted(set(labels)) == sorted(labels)


BAD = {
    "a right answer listed as wrong": Case("ex-bad-a", 1, [Mistake(1, "M")], hint="a", stronger="b"),
    "a mistake hidden by an earlier one": Case(
        "ex-bad-b", 1, [Mistake(2, "M", when=lambda a: a > 1), Mistake(3, "N")], hint="a", stronger="b"
    ),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_a_bad_list_of_mistakes_would_be_seen(case):
    with pytest.raises(AssertionError):
        test_each_listed_wrong_answer_fails_and_gets_its_own_hint("bad", case)


def test_a_reference_that_fails_its_own_case_would_be_seen():
    case = Case("ex-bad-c", 1, accept=lambda a: a > 1, hint="a", stronger="a")
    with pytest.raises(AssertionError):
        test_the_reference_passes("bad", case)
    with pytest.raises(AssertionError):
        test_hints_are_distinct("bad", case)
    with pytest.raises(AssertionError):
        test_the_label_begins_with_the_slug_of_its_chapter("good", case)
