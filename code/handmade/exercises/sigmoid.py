"""Cases of the chapter *The sigmoid*."""

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake


def believed(z: Array) -> Any:
    """Return the sigmoid by the textbook's formula."""
    return 1 / (1 + np.exp(-z))


def split(z: Array) -> Any:
    """Return the sigmoid without an overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def quietly(answer: Callable[[Array], Any], z: Array) -> dict[str, Any]:
    """Return what a function makes of z, and whether a number left the range on the way."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        values = answer(z)
    try:
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            answer(z)
    except FloatingPointError:
        return {"values": values, "overflow": True}
    return {"values": values, "overflow": False}


def cut_of_line(sizes: list[float], labels: list[float]) -> float:
    """Return where the line with the least squares crosses one half."""
    w, b = np.polyfit(sizes, labels, 1)
    return float((0.5 - b) / w)


def near(cut: float) -> Callable[[float], bool]:
    """Return a function that tells whether an answer is this cut, rounded as people do."""
    return lambda answer: abs(answer - cut) < 0.006


SIZES = [0.9, 1.4, 2.2, 3.8, 5.3, 7.4, 12.0]


def as_class(x: Array, w: float, b: float) -> Any:
    """Return 1 where the belief is at least one half."""
    return (w * x + b >= 0).astype(int)


def some_tumors(rng: np.random.Generator) -> tuple[Array, float, float]:
    """Draw a cut and a weight, and sizes around the cut, one of them on it."""
    w, cut = float(rng.integers(1, 4)), float(rng.integers(2, 6))
    return cut + np.array([0.0, -1.0, -0.125, 0.125, 1.0, 3.0]), w, -w * cut


def normal_and_distance(w0: float, w1: float, w2: float) -> Any:
    """Return the unit normal of the boundary, and its distance from the origin."""
    length = np.hypot(w1, w2)
    return np.array([w1 / length, w2 / length, abs(w0) / length])


def explained(numbers: Collection[int], *wanted: int) -> bool:
    """Return whether exactly these explanations were chosen."""
    return sorted(numbers) == list(wanted)


CASES = [
    Case(
        "ex-sigmoid-table",
        reference=believed,
        mistakes=[
            Mistake(lambda z: 1 / (1 + np.exp(z)), "It falls where it should rise: mind the sign in the exponent."),
            Mistake(
                lambda z: 1 / 1 + np.exp(-z),
                "Python divides before it adds: what stands below the fraction bar needs parentheses.",
            ),
            Mistake(np.tanh, "That is the twin that lies between -1 and 1."),
            Mistake(np.exp, "Those are the odds. A probability is odds over one plus odds."),
            Mistake(
                lambda z: np.round(believed(z)),
                "You rounded to whole numbers: that is the answer yes or no. Asked for is the belief.",
            ),
        ],
        hint="Which power of e belongs to the score, and what stands below the fraction bar?",
        stronger="Try it at 0 first: the power is 1 there, so the value must be one half.",
        inputs=[np.array([-10, -8, -4, 0, 0.5, 1, 5])],
        random_inputs=lambda rng: rng.normal(scale=3, size=5),
    ),
    Case(
        "ex-sigmoid-tumors",
        reference=lambda: cut_of_line(SIZES, [0, 0, 0, 1, 1, 1, 1]),
        rtol=2e-3,
        mistakes=[
            Mistake(3.5, "That is the cut for six tumors. Is the seventh in your data?", when=near(3.5)),
            Mistake(4.508, "That is the cut with the tumor of 23 cm. Yours is 12 cm.", when=near(4.508)),
            Mistake(3.208, "That is where the sigmoid neuron has its cut. Asked for is the line's.", when=near(3.208)),
            Mistake(
                lambda: cut_of_line(SIZES, [0, 0, 0, 1, 1, 1, 0]), "The seventh is malignant, too: its label is 1."
            ),
            Mistake(0.5, "That is the height at which the line cuts. At which size is it that high?"),
            Mistake(
                lambda: float(np.polyval(np.polyfit(SIZES, [0, 0, 0, 1, 1, 1, 1], 1), 0.5)),
                "You asked the line about a tumor of 0.5 cm. The other way around: for which size does it say 0.5?",
            ),
        ],
        hint="Fit the line to X12 and y7. Then: for which size is b + w x one half?",
        stronger="Take weight and bias from coef_ and intercept_, and solve b + w x = 0.5 for x.",
    ),
    Case(
        "ex-sigmoid-logit",
        reference=lambda p: np.log(p / (1 - p)),
        mistakes=[
            Mistake(lambda p: np.log((1 - p) / p), "The sign is turned: you took the odds of no against yes."),
            Mistake(lambda p: p / (1 - p), "Those are the odds. The score is one step further."),
            Mistake(np.log, "That is the logarithm of the probability. Take it of the odds."),
            Mistake(lambda p: np.log10(p / (1 - p)), "Logarithms are natural in this book, to the base e."),
            Mistake(lambda p: 1 + np.exp(-p), "That is one over the sigmoid. Its inverse leads from the value to z."),
            Mistake(lambda p: -np.log(1 / p) - 1, "Nearly solved: bring the 1 over before you take the logarithm."),
        ],
        hint="Solve p = 1 / (1 + exp(-z)) for z; or go by way of the odds.",
        stronger="The odds of p are p over 1 - p, and they are e to the power z. Which function undoes that?",
        inputs=[np.array([0.5, 0.9, 0.25, 0.01])],
        random_inputs=lambda rng: rng.uniform(0.05, 0.95, size=4),
    ),
    Case(
        "ex-sigmoid-bug",
        reference=as_class,
        mistakes=[
            Mistake(
                lambda x, w, b: (w * x + b >= 0.5).astype(int),
                "Still as given. What is w x + b: a belief or a score? Which value of it is even odds?",
            ),
            Mistake(lambda x, w, b: (w * x + b > 0).astype(int), "Nearly: what about a belief of exactly one half?"),
            Mistake(
                lambda x, w, b: believed(w * x + b), "Those are the beliefs. The friend's answer is a class, 0 or 1."
            ),
            Mistake(
                lambda x, w, b: (believed(believed(w * x + b)) >= 0.5).astype(int),
                "You squashed twice: then everything is above one half.",
            ),
            Mistake(
                lambda x, w, b: (w * x + b >= 0.55).astype(int),
                "0.55 was the belief in one example. What is the threshold for a *score*?",
            ),
            Mistake(
                lambda x, w, b: 1 - as_class(x, w, b), "Turned around: 1 is for the scores where the belief is high."
            ),
        ],
        hint="On which scale is w x + b, and on which is the threshold?",
        stronger="Either turn the score into a belief first, or ask which score a belief of one half has.",
        inputs=[(np.array([3.0, 2.9, 3.1, 3.26, 3.27, 3.5, 1.0]), 2.0, -6.0)],
        random_inputs=some_tumors,
    ),
    Case(
        "ex-sigmoid-explain",
        reference=[2, 3],
        accept=lambda numbers: explained(numbers, 2, 3),
        mistakes=[
            Mistake([2], "That one holds. But why does a charge at 23 cm move the cut, far away from it?"),
            Mistake([3], "That one holds. But what makes the line come down at 23 cm in the first place?"),
            Mistake(
                [1, 2, 3],
                "Is the tumor a mistake? Its label is right, and a doctor meets such tumors. It is the method that "
                "cannot bear it.",
                when=lambda numbers: 1 in numbers and 4 not in numbers,
            ),
            Mistake(
                [2, 3, 4],
                "Test the one about balance: add a malignant tumor of ordinary size. Which way does the cut move?",
                when=lambda numbers: 4 in numbers,
            ),
        ],
        hint="Ask of each: would it still explain something if the seventh tumor were an ordinary one of 6 cm?",
        stronger="One names the charge, one says how a charge far away gets to the cut. The others blame the data.",
    ),
    Case(
        "ex-sigmoid-stable",
        reference=split,
        observe=quietly,
        mistakes=[
            Mistake(
                believed,
                "The values are right, but on the way something overflowed. What is the exponent for -1000?",
                when=lambda answer: (
                    quietly(answer, np.array([-1000.0]))["overflow"] or quietly(answer, np.array([1000.0]))["overflow"]
                ),
            ),
            Mistake(
                lambda z: believed(np.clip(z, -30, 30)),
                "Clipping keeps NumPy silent, but far out the values are wrong: less than at -30 is left at -40.",
            ),
            Mistake(
                lambda z: 1 / (1 + np.exp(-np.abs(z))),
                "Right for positive scores. For negative ones you need the other form.",
            ),
            Mistake(
                lambda z: np.where(z < 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z))),
                "The two sides are exchanged: a score of 1000 is a belief of 1.",
            ),
        ],
        rtol=1e-9,
        atol=0.0,
        hint="Which exponential can never be larger than 1? Both forms can be written with it.",
        stronger="Compute exp(-|z|) once. For z >= 0 it is exp(-z), for z < 0 exp(z): which form goes with which?",
        inputs=[np.array([-1000.0, -40.0, -1.0, 0.0, 1.0, 40.0, 1000.0])],
        random_inputs=lambda rng: rng.normal(scale=30, size=5),
    ),
    Case(
        "ex-sigmoid-boundary",
        reference=normal_and_distance,
        mistakes=[
            Mistake(
                lambda w0, w1, w2: np.array([w1, w2, abs(w0) / np.hypot(w1, w2)]),
                "The distance is right, and so is the direction. But a normal of length 1 was asked for.",
            ),
            Mistake(
                lambda w0, w1, w2: np.array([w1, w2, abs(w0)]) / (w1**2 + w2**2),
                "You divided by the square of the length.",
            ),
            Mistake(
                lambda w0, w1, w2: np.array([w1, w2, abs(w0) * np.hypot(w1, w2)]) / np.hypot(w1, w2),
                "The normal is right. For the distance, walk along it: how fast does the score change on the way?",
            ),
            Mistake(
                lambda w0, w1, w2: np.array([w1, w2, -w0]) / np.hypot(w1, w2),
                "Nearly: a distance is never negative.",
            ),
            Mistake(
                lambda w0, w1, w2: np.array([-w2, w1, abs(w0)]) / np.hypot(w1, w2),
                "That is the direction *along* the boundary. The weights stand across it.",
            ),
            Mistake(
                lambda w0, w1, w2: np.array([w1, w2, abs(w0)]) / np.sqrt(w0**2 + w1**2 + w2**2),
                "The bias is no direction: the length of the normal comes from w1 and w2 alone.",
            ),
        ],
        hint="The weights already point the right way. What is their length, and what does that do to the distance?",
        stronger="After a walk of t along the unit normal the score is w0 + t times the length of w. When is it zero?",
        inputs=[(-5.0, 2.0, 1.0), (3.0, -1.0, 2.0)],
        random_inputs=lambda rng: tuple(rng.normal(size=3)),
    ),
]
