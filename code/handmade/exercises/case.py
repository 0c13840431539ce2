"""Case: what one exercise accepts, and the wrong answers that people give.

A chapter's module of cases is a list called ``CASES``. Each entry is one of three kinds::

    # code/handmade/exercises/gradient_descent.py
    import numpy as np
    from handmade.exercises.case import Case, Mistake

    CASES = [
        # A value: a number, an array, a list, a string, a bool, a dict, or a list of arrays.
        Case(
            "ex-gradient-descent-one-step",
            reference=1.6,  # from w = 2 on w², with learning rate 0.1
            mistakes=[
                Mistake(2.4, "You climbed: the step goes against the slope."),
                Mistake(-2.0, "You stepped by the whole slope; the learning rate is missing."),
            ],
            hint="The slope of w² is 2w; what is it at w = 2?",
            stronger="Subtract the learning rate times the slope, 0.1 · 2w, from w.",
        ),
        # A behavior: with `inputs` or `random_inputs` the answer is a function, tried beside the reference.
        Case(
            "ex-gradient-descent-slope",
            reference=lambda w: 2 * w,
            mistakes=[Mistake(lambda w: w**2, "That is the curve itself, not its slope.")],
            hint="Differentiate w².",
            stronger="The power comes down as a factor, and one power is left.",
            inputs=[0.0, -1.5],
            random_inputs=lambda rng: rng.normal(size=4),
        ),
        # An open question: `accept` decides, `reference` is one right answer.
        Case(
            "ex-gradient-descent-diverge",
            reference=1.5,
            accept=lambda rate: rate > 1,
            mistakes=[Mistake(0.5, "It still arrives.", when=lambda rate: 0 < rate <= 1)],
            hint="When does one step land farther away than it began?",
            stronger="A step multiplies w by 1 - 2 · rate; when is that beyond -1?",
        ),
    ]
"""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from handmade.exercises._words import parameter_names


def observe_by_calling(answer: Any, *arguments: Any) -> Any:
    """Return what ``answer`` makes of the arguments: a model's prediction or a function's value."""
    if not hasattr(answer, "predict"):
        return answer(*arguments)
    try:
        silent = "verbose" in inspect.signature(answer.predict).parameters
    except (TypeError, ValueError):  # a predict written in C shows no signature
        silent = False
    return answer.predict(*arguments, verbose=0) if silent else answer.predict(*arguments)


class Deed(str):
    """What a function did with an input, for an ``observe`` to return: words that continue "your function …".

    A reader whose function does something else than the reference is told these words, not that they differ.
    """


def observe_leaving_inputs(answer: Any, *arguments: Any) -> Any:
    """Return what ``answer`` makes of copies, or that it writes into them: for an exercise that forbids it."""
    lent = copy.deepcopy(arguments)
    value = observe_by_calling(answer, *lent)
    arrays = [i for i, argument in enumerate(arguments) if isinstance(argument, np.ndarray)]
    changed = [i for i in arrays if not np.array_equal(arguments[i], lent[i])]
    if value is None or not changed:
        return value
    return Deed(f"writes into its own input, {parameter_names(answer, changed)}: work on a copy")


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people give, and the hint that meets the thinking behind it.

    ``wrong`` is an example: a value, or in a case with inputs a function. Without inputs, a function is
    called for the value when that is needed. ``when(answer)`` widens it to every answer for which it is true.
    """

    wrong: Any
    hint: str
    when: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Case:
    """One exercise: its right answer, its known mistakes, its hints.

    ``reference``: the right value. Without inputs, a function is called (once, when needed) and its result is
    the reference. With ``inputs`` or ``random_inputs``, the function whose values the answer must reproduce.
    ``inputs``: a list of arguments, a tuple for each call that takes several; or a function that returns it.
    ``random_inputs``: takes a Generator and returns one such argument or tuple; fresh ones at each check.
    ``observe(answer, *arguments)``: how an answer is tried; by default it is called, and a model predicts.
    Change it for a class (``lambda Layer, x: Layer(3)(x)``) or for a function that works in place;
    ``observe_leaving_inputs`` refuses one that does.
    ``hint``, ``stronger``: for wrong answers that are no listed mistake, the first and every later one. The
    first also follows a second mistake's own hint, so both must fit any wrong answer and give none away.
    ``accept(answer)``: decides instead of a comparison; the reference is then one right answer of many.
    ``dtype``: the dtype that the answer must have, where that is the point of the exercise.
    ``seconds``: how long a reader's function may run in one check.
    """

    label: str
    reference: Any
    mistakes: Sequence[Mistake] = ()
    hint: str = ""
    stronger: str = ""
    rtol: float = 1e-4
    atol: float = 1e-8
    inputs: Iterable[Any] | Callable[[], Iterable[Any]] | None = None
    random_inputs: Callable[[Any], Any] | None = None
    observe: Callable[..., Any] = observe_by_calling
    accept: Callable[[Any], Any] | None = None
    dtype: Any = None
    seconds: float = 10.0

    def __post_init__(self) -> None:
        """Refuse a case that could not help anyone."""
        if not re.fullmatch(r"ex(-[a-z0-9]+)+", self.label):
            raise ValueError(f"label is {self.label!r}; write ex-<slug of the chapter>-<name>, in lower case")
        if not self.hint or not self.stronger:
            raise ValueError(f"{self.label} needs both hint and stronger: a failing reader sees one, then the other")
        if self.accept is not None and self.is_behavior:
            raise ValueError(f"{self.label} has accept and inputs; let accept try the inputs itself")
        if self.is_behavior and not is_usable(self.reference):
            raise ValueError(f"{self.label} has inputs, so its reference must be a function or a model")

    @property
    def is_behavior(self) -> bool:
        """Whether answers are tried on inputs rather than compared as they are."""
        return self.inputs is not None or self.random_inputs is not None

    @cached_property
    def expected(self) -> Any:
        """The reference, evaluated if it is lazy."""
        return self.reference if self.is_behavior else evaluated(self.reference)

    def calls(self, rng: Any, draws: int = 5) -> list[tuple[Any, ...]]:
        """Return the arguments of every call that an answer is tried with."""
        fixed = self.inputs() if callable(self.inputs) else self.inputs
        fresh = [self.random_inputs(rng) for _ in range(draws)] if self.random_inputs else []
        return [item if isinstance(item, tuple) else (item,) for item in [*(fixed or ()), *fresh]]


def is_usable(answer: Any) -> bool:
    """Return whether ``answer`` can be tried on an input: a function, a class, a layer or a model."""
    return callable(answer) or hasattr(answer, "predict")


def evaluated(value: Any) -> Any:
    """Return ``value``, or what it returns if it is a function."""
    return value() if callable(value) else value
