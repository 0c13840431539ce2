"""Cases of the chapter *The sigmoid*."""

import re
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


class Watched(np.ndarray):
    """An array that complains when a finite number becomes infinite, even where NumPy was told to be silent."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Compute as plain arrays do, and look at the result."""
        plain = [plainly(item) for item in inputs]
        options = {name: tuple(map(plainly, o)) if name == "out" else plainly(o) for name, o in options.items()}
        finite = all(np.isfinite(item).all() for item in plain)  # before: `out` may be one of them
        with np.errstate(all="ignore"):  # what overflows is seen in the result, below
            result = getattr(ufunc, method)(*plain, **options)
        if finite and np.isinf(result).any():
            raise FloatingPointError(f"a number became infinite in {ufunc.__name__}")
        return result.view(Watched) if isinstance(result, np.ndarray) else result


def plainly(value: Any) -> Any:
    """Return a watched array as a plain one, and all else as it is."""
    return value.view(np.ndarray) if isinstance(value, Watched) else value


def watched(answer: Callable[[Array], Any], z: Array) -> Any:
    """Return what a function makes of z; complain where a number leaves the range on the way."""
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        return plainly(answer(z.view(Watched)))


def as_class(x: Array, w: float, b: float) -> Any:
    """Return 1 where the belief is at least one half."""
    return (w * x + b >= 0).astype(int)


def some_tumors(rng: np.random.Generator) -> tuple[Array, float, float]:
    """Draw a cut and a weight of either sign, and sizes around the cut, one of them on it."""
    w, cut = float(rng.integers(1, 4) * rng.choice([-1, 1])), float(rng.integers(2, 6))
    return cut + np.array([0.0, -1.0, -0.125, 0.125, 1.0, 3.0]), w, -w * cut


def normal_and_distance(w1: float, w2: float, b: float) -> Any:
    """Return the unit normal of the boundary, and its distance from the origin."""
    length = np.hypot(w1, w2)
    return np.array([w1 / length, w2 / length, abs(b) / length])


def chosen(numbers: Any) -> set[int]:
    """Return the numbers that were chosen: 2, "2, 3", [2, 3], {2, 3} or an array."""
    if isinstance(numbers, str):
        return {int(digits) for digits in re.findall(r"\d+", numbers)}
    return {int(n) for n in np.ravel(list(numbers) if isinstance(numbers, Collection) else numbers)}


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
            Mistake(
                lambda z: np.exp(z) / 1 + np.exp(z),
                "The sum below the fraction bar needs parentheses, or Python divides by the 1 alone.",
            ),
            Mistake(lambda z: 3.0**z / (1 + 3.0**z), "Here a score of 1 triples the odds. By how much should it?"),
            Mistake(lambda z: 1 / (1 + 2.0**-z), "Here a score of 1 doubles the odds. By how much should it?"),
            Mistake(lambda z: 1 / (1 + 2.718**-z), "Nearly: 2.718 is only e to three decimals, and -10 shows it."),
            Mistake(
                lambda z: np.where(z >= 0, 1.0, 0.0), "That is a step, the answer yes or no. Asked for is the belief."
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
        "ex-sigmoid-logit",
        reference=lambda p: np.log(p / (1 - p)),
        mistakes=[
            Mistake(lambda p: np.log((1 - p) / p), "The sign is turned: you took the odds of no against yes."),
            Mistake(lambda p: p / (1 - p), "Those are the odds. The score is one step further."),
            Mistake(np.log, "That is the logarithm of the probability. Take it of the odds."),
            Mistake(lambda p: np.log10(p / (1 - p)), "Logarithms are natural in this book, to the base e."),
            Mistake(lambda p: np.log2(p / (1 - p)), "That counts how often the odds double. Which base has the score?"),
            Mistake(lambda p: np.log(p) / np.log(1 - p), "The logarithm of a quotient is no quotient of logarithms."),
            Mistake(lambda p: -np.log(1 - p), "That takes the doubt alone. The odds set the belief against it."),
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
                lambda x, w, b: (x >= -b / w).astype(int),
                "Right for a positive weight. On which side of the cut is the belief high when the weight is negative?",
            ),
            Mistake(
                lambda x, w, b: 1 - as_class(x, w, b), "Turned around: 1 is for the scores where the belief is high."
            ),
        ],
        hint="On which scale is w x + b, and on which is the threshold?",
        stronger="Either turn the score into a belief first, or ask which score a belief of one half has.",
        inputs=[(np.array([3.0, 2.9, 3.04, 3.1, 3.26, 3.27, 3.5, 1.0]), w, -3 * w) for w in (2.0, -2.0)],
        random_inputs=some_tumors,
    ),
    Case(
        "ex-sigmoid-explain",
        reference=[2, 3],
        accept=lambda numbers: chosen(numbers) == {2, 3},
        mistakes=[
            Mistake(
                [2],
                "That one holds. But why does a charge at 23 cm move the cut, far away from it?",
                when=lambda numbers: chosen(numbers) == {2},
            ),
            Mistake(
                [3],
                "That one holds. But what makes the line come down at 23 cm in the first place?",
                when=lambda numbers: chosen(numbers) == {3},
            ),
            Mistake(
                [1, 2, 3],
                "Is the tumor a mistake? Its label is right, and a doctor meets such tumors. It is the method that "
                "cannot bear it.",
                when=lambda numbers: 1 in chosen(numbers) and 4 not in chosen(numbers),
            ),
            Mistake(
                [2, 3, 4],
                "Test the one about balance: add a malignant tumor of ordinary size. Which way does the cut move?",
                when=lambda numbers: 4 in chosen(numbers),
            ),
        ],
        hint="With a seventh tumor of 6 cm the cut hardly moves. Which explanation would have it move just as much?",
        stronger="Two steps lead from 23 cm to the cut: why the line must pay there, and how that moves it elsewhere.",
    ),
    Case(
        "ex-sigmoid-stable",
        reference=split,
        observe=watched,
        mistakes=[
            Mistake(
                believed,
                "On the way a number became infinite, whether NumPy says so or not. "
                "What is exponentiated at -1000, and what at 1000?",
            ),
            Mistake(
                lambda z: believed(np.clip(z, -30, 30)),
                "Clipping keeps NumPy silent, but far out the values are wrong: less than at -30 is left at -40.",
            ),
            Mistake(
                lambda z: believed(np.clip(z, -500, 500)),
                "Clipping keeps NumPy silent, but far out the values are wrong: -600 and -1000 get that of -500.",
            ),
            Mistake(
                lambda z: (1 + np.tanh(z / 2)) / 2,
                "True on paper. But at -40, 1 + tanh rounds to 0 and loses all digits: no difference of near equals.",
            ),
            Mistake(
                lambda z: np.where(z < 0, 1 - believed(np.abs(z)), believed(np.abs(z))),
                "At -40 all digits are gone: a belief near 0 cannot be had as 1 minus one near 1.",
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
        atol=1e-300,  # what is left at -700 passes for 0
        hint="Which exponential can never be larger than 1? Both forms can be written with it.",
        stronger="Compute exp(-|z|) once. For z >= 0 it is exp(-z), for z < 0 exp(z): which form goes with which?",
        inputs=[np.array([-1000.0, -600.0, -40.0, -1.0, 0.0, 1.0, 40.0, 1000.0])],
        random_inputs=lambda rng: rng.normal(scale=30, size=5),
    ),
    Case(
        "ex-sigmoid-boundary",
        reference=normal_and_distance,
        mistakes=[
            Mistake(
                lambda w1, w2, b: np.array([w1, w2, abs(b) / np.hypot(w1, w2)]),
                "The distance is right, and so is the direction. But a normal of length 1 was asked for.",
            ),
            Mistake(
                lambda w1, w2, b: np.array([w1, w2, abs(b)]) / (w1**2 + w2**2),
                "You divided by the square of the length.",
            ),
            Mistake(
                lambda w1, w2, b: np.array([w1, w2, abs(b) * np.hypot(w1, w2)]) / np.hypot(w1, w2),
                "The normal is right. For the distance, walk along it: how fast does the score change on the way?",
            ),
            Mistake(
                lambda w1, w2, b: np.array([w1, w2, -b]) / np.hypot(w1, w2),
                "Nearly: a distance is never negative.",
            ),
            Mistake(
                lambda w1, w2, b: np.array([-w1, -w2, abs(b)]) / np.hypot(w1, w2),
                "The length is right, but that normal points to where the neuron says 0.",
            ),
            Mistake(
                lambda w1, w2, b: np.array([w1 / np.hypot(w1, w2), w2 / np.hypot(w1, w2), abs(b / w2)]),
                "That is where the boundary meets an axis. Its nearest point lies in another direction.",
            ),
            Mistake(
                lambda w1, w2, b: np.array([-w2, w1, abs(b)]) / np.hypot(w1, w2),
                "That is the direction *along* the boundary. The weights stand across it.",
            ),
            Mistake(
                lambda w1, w2, b: np.array([w1, w2, abs(b)]) / np.sqrt(w1**2 + w2**2 + b**2),
                "The bias is no direction: the length of the normal comes from w1 and w2 alone.",
            ),
        ],
        hint="The weights already point the right way. What is their length, and what does that do to the distance?",
        stronger="After a walk of t along the unit normal the score is b + t times the length of w. When is it zero?",
        inputs=[(2.0, 1.0, -5.0), (-1.0, 2.0, 3.0)],
        random_inputs=lambda rng: tuple(rng.normal(size=3)),
    ),
]
