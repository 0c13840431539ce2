"""Cases of the chapter *Vanishing signals*."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handmade.activations import elu, gelu, leaky_relu, relu
from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

Draw = Callable[[int, int, np.random.Generator], Array]
Bend = Callable[[Array], Array]
NORMAL = np.random.default_rng(7).normal(size=100_000)  # scores to try a bend on


def with_spread(spread: Callable[[int, int], float]) -> Draw:
    """Return a start whose standard deviation depends on the inputs and the units."""
    return lambda n_in, units, rng: rng.normal(0, spread(n_in, units), (n_in, units))


def seen_in(start: Draw, n_in: int, units: int) -> Array:
    """Return the shape of a kernel, and its mean and standard deviation times the root of the inputs."""
    kernel = np.asarray(start(n_in, units, np.random.default_rng(n_in)))
    shape = kernel.shape if kernel.ndim == 2 else (-1, -1)
    return np.array([*shape, kernel.mean() * n_in**0.5, kernel.std() * n_in**0.5])


def in_place(z: Array) -> Array:
    """Write into the scores."""
    z[z < 0] = 0
    return z


def answer_and_scores(bend: Bend, z: Array) -> list[Any]:
    """Return what a bend answers, and what has become of its scores."""
    return [bend(z), z]


def size_behind(activation: Bend, gain: float) -> float:
    """Return the root mean square of what a bend makes of scores of this size."""
    return float(np.sqrt(np.mean(activation(gain * NORMAL) ** 2)))


def gain_of(activation: Bend) -> float:
    """Return the gain that keeps a size of 1, by halving."""
    low, high = 0.0, 10.0
    for _ in range(25):
        middle = (low + high) / 2
        low, high = (middle, high) if size_behind(activation, middle) < 1 else (low, middle)
    return low


def absolute(z: Array) -> Array:
    """Turn every score positive."""
    return np.abs(z)


def letters(answer: Any) -> set[str]:
    """Return the letters of an answer, however they are written."""
    joined = answer if isinstance(answer, str) else "".join(map(str, answer)) if isinstance(answer, list | set) else ""
    return set(joined.upper()) & set("ABCDE")


def has(letter: str) -> Callable[[Any], bool]:
    """Return whether an answer holds this letter."""
    return lambda answer: letter in letters(answer)


def lacks(letter: str) -> Callable[[Any], bool]:
    """Return whether an answer does not hold this letter."""
    return lambda answer: letter not in letters(answer)


CASES = [
    Case(
        "ex-vanishing-signals-factor",
        reference=[0.5, 0.2],
        rtol=0.01,
        mistakes=[
            Mistake([10.0, 0.01], "You let all 400 terms pull the same way. Random signs: how does such a sum grow?"),
            Mistake([2.0, 0.05], "That is the sum alone. A layer also bends: where is the slope?"),
            Mistake([0.5, 0.05], "The factor is right. For the second number the slope counts, too."),
            Mistake([0.05, 0.2], "The second is right. In the first, 400 inputs do more than one."),
            Mistake([0.2, 0.5], "Both are right, in the wrong order: the factor comes first."),
            Mistake([0.05, 2.0], "You took the variance where the standard deviation stands, or the other way around."),
            Mistake([0.5, 0.04], "The factor is right. The second is a variance; asked is the standard deviation."),
        ],
        hint="The factor is slope times the root of the number of inputs times the weights' standard deviation.",
        stronger="The root of 400 is 20. For the second number set the product to 1 and solve for s.",
    ),
    Case(
        "ex-vanishing-signals-start",
        reference=with_spread(lambda n_in, units: (2 / n_in) ** 0.5),
        observe=seen_in,
        inputs=[(400, 300), (300, 500)],
        rtol=0.02,
        atol=0.02,
        mistakes=[
            Mistake(with_spread(lambda n_in, units: 2 / n_in), "That is the variance; normal wants the root of it."),
            Mistake(
                with_spread(lambda n_in, units: (1 / n_in) ** 0.5),
                "That is the start for tanh. ReLU stops half of the mean square; who makes up for it?",
            ),
            Mistake(
                with_spread(lambda n_in, units: (2 / units) ** 0.5),
                "How long is the sum that a unit takes? It has one term for each input, not for each unit.",
            ),
            Mistake(
                with_spread(lambda n_in, units: (2 / (n_in + units)) ** 0.5),
                "That is Glorot's compromise. Here only the inputs count, and ReLU's half.",
            ),
            Mistake(
                lambda n_in, units, rng: rng.normal(0, (2 / n_in) ** 0.5, (units, n_in)),
                "The numbers are right. A kernel has the shape (inputs, units).",
            ),
            Mistake(
                lambda n_in, units, rng: rng.uniform(0, (6 / n_in) ** 0.5, (n_in, units)),
                "These weights are all positive. The sum grows like a root only if signs are as often minus as plus.",
            ),
            Mistake(
                lambda n_in, units, rng: rng.uniform(-((2 / n_in) ** 0.5), (2 / n_in) ** 0.5, (n_in, units)),
                "An even draw between -l and l has the standard deviation l / √3, less than l.",
            ),
            Mistake(
                lambda n_in, units, rng: rng.normal(size=(n_in, units)) * 2**0.5,
                "The standard deviation does not depend on the number of inputs yet.",
            ),
        ],
        hint="Which mean, standard deviation and shape should the kernel have?",
        stronger="rng.normal takes mean, standard deviation and shape, in this order. Mind the root.",
    ),
    Case(
        "ex-vanishing-signals-relu",
        reference=lambda z: np.maximum(0, z),
        observe=answer_and_scores,
        inputs=[np.array([-3.0, 0.0, 3.0])],
        random_inputs=lambda rng: rng.normal(size=(4, 3)),
        mistakes=[
            Mistake(lambda z: z * (z > 0).all(), "One verdict for all entries. Each should have its own."),
            Mistake(lambda z: np.max(z, 0), "np.max looks for the largest *within* z. Which function takes two?"),
            Mistake(in_place, "The answer is right, but z has lost its negative numbers; the way back may need them."),
            Mistake(lambda z: (z > 0) * 1.0, "That is the slope. Asked is the function."),
            Mistake(lambda z: np.abs(z), "Negative scores should give 0, not their size."),
            Mistake(lambda z: np.minimum(0, z), "The other half: this lets the negative scores through."),
            Mistake(lambda z: z[z > 0], "Here the negative entries are left out. They should be there, as 0."),
        ],
        hint="For each entry, the larger of 0 and that entry; and a new array.",
        stronger="NumPy has a function of two arguments that does what Python's max does, entry by entry.",
    ),
    Case(
        "ex-vanishing-signals-other-bends",
        reference=[0.1, (1 / 52) ** 0.5],
        rtol=0.01,
        mistakes=[
            Mistake([2**0.5 / 10, (1 / 52) ** 0.5], "The second is right. How much of z² does |z| take away?"),
            Mistake([1.0, 1.3868], "These are gains. Divide by the root of the number of inputs."),
            Mistake([0.1, 2**0.5 / 10], "The first is right. A leaky ReLU does not stop the left half altogether."),
            Mistake(
                [0.1, (1 / 60) ** 0.5], "The first is right. It is the *square* of 0.2 that counts in a mean square."
            ),
            Mistake([0.01, 1 / 52], "These are variances; asked are standard deviations."),
            Mistake([0.1, 0.1], "The first is right. Which share of the mean square does the leaky one keep?"),
            Mistake([(1 / 52) ** 0.5, 0.1], "Both are right, in the wrong order: |z| comes first."),
        ],
        hint="Which share of the mean square of z does each bend keep? The weights have to make up for the rest.",
        stronger="n s² times the share must be 1. Half of the scores are positive and half negative: square each half.",
    ),
    Case(
        "ex-vanishing-signals-explain",
        reference="BDE",
        accept=lambda answer: letters(answer) == set("BDE"),
        mistakes=[
            Mistake("ABDE", "A: what did ten new neurons read from the fifth layer?", when=has("A")),
            Mistake("BCDE", "C: what did ReLU do with a start a quarter as large?", when=has("C")),
            Mistake("DE", "One more is true: which two factors has a layer?", when=lacks("B")),
            Mistake("BE", "One more is true: look at the first layer, and at who moves its inputs.", when=lacks("D")),
            Mistake("BD", "One more is true: what is left of a slope when Adam divides by its size?", when=lacks("E")),
        ],
        hint="Each sentence has an experiment in the chapter. Take them one by one.",
        stronger="Three of the five are true.",
    ),
    Case(
        "ex-vanishing-signals-gain",
        reference=gain_of,
        inputs=[relu, leaky_relu, absolute, elu, gelu],
        rtol=0.02,
        seconds=60.0,
        mistakes=[
            Mistake(
                lambda activation: 1 / size_behind(activation, 1.0),
                "Right for bends made of straight pieces. The others bend twice the score by more than twice: search.",
            ),
            Mistake(
                lambda activation: gain_of(activation) ** 2,
                "That looks like a square: compare root mean squares, or take the root at the end.",
            ),
            Mistake(
                lambda activation: 1 / size_behind(activation, 1.0) ** 2,
                "A gain multiplies scores; mean squares grow with its square.",
            ),
            Mistake(lambda activation: 2**0.5, "That is ReLU's. Each bend has its own."),
            Mistake(
                lambda activation: 1 / float(np.std(activation(NORMAL))),
                "std subtracts the mean first. Size here is the root of the mean square: the next layer gets it all.",
            ),
        ],
        hint="For a given gain, how large is what comes out? Larger gains give more: so you can search.",
        stronger="Draw many normal numbers once. Halve the interval from 0 to 10 until gain times z, bent, has size 1.",
    ),
]
