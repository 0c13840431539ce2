"""Cases of the chapter *Vanishing signals*."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from handmade.activations import elu, gelu, leaky_relu, relu
from handmade.array_types import Array
from handmade.exercises.case import Case, Deed, Mistake, observe_leaving_inputs

Draw = Callable[[int, int, np.random.Generator], Array]
Bend = Callable[[Array], Array]
NORMAL = np.random.default_rng(7).normal(size=100_000)  # scores to try a bend on


def with_spread(spread: Callable[[int, int], float]) -> Draw:
    """Return a start whose standard deviation depends on the inputs and the units."""
    return lambda n_in, units, rng: rng.normal(0, spread(n_in, units), (n_in, units))


SPREADS: dict[str, Callable[[int, int], float]] = {
    "right": lambda n_in, units: (2 / n_in) ** 0.5,
    "variance": lambda n_in, units: 2 / n_in,
    "tanh": lambda n_in, units: (1 / n_in) ** 0.5,
    "units": lambda n_in, units: (2 / units) ** 0.5,
    "Glorot": lambda n_in, units: (2 / (n_in + units)) ** 0.5,
    "limit": lambda n_in, units: (2 / n_in / 3) ** 0.5,
    "root of 2": lambda n_in, units: 2**0.5 / n_in,
    "no inputs": lambda n_in, units: 2**0.5,
}


def seen_in(start: Draw, n_in: int, units: int, rng: np.random.Generator) -> Any:
    """Say what a start draws: the right thing, or what is wrong with it first."""
    twin = copy.deepcopy(rng)
    answer = start(n_in, units, rng)
    if answer is None:
        return None
    kernel, again = np.asarray(answer, dtype=float), np.asarray(start(n_in, units, twin), dtype=float)
    if kernel.shape != (n_in, units):
        return Deed(f"returns an array of shape {kernel.shape}")
    if len(np.unique(kernel[0])) == 1 or len(np.unique(kernel[:, 0])) == 1:
        return Deed("repeats one row or one column")
    spread = kernel.std()
    if abs(kernel.mean()) > 0.05 * spread:
        return Deed("draws weights whose mean is not near 0")
    named = [name for name, wanted in SPREADS.items() if abs(spread / wanted(n_in, units) - 1) < 0.02]
    if named[:1] != ["right"]:
        spread = SPREADS[named[0]](n_in, units) if named else spread
        return Deed(f"draws weights with a standard deviation of {spread:.2g}")
    if not np.array_equal(kernel, again) or np.array_equal(kernel, start(n_in, units, np.random.default_rng(1))):
        return Deed("does not draw with `rng`")
    return Deed("draws as it should")


def uniform(limit: Callable[[int], float], low: float = -1.0) -> Draw:
    """Return a start that draws evenly up to a limit, from minus the limit or from 0."""
    return lambda n_in, units, rng: limit(n_in) * rng.uniform(low, 1, (n_in, units))


def in_place(z: Array) -> Array:
    """Write into the scores."""
    z[z < 0] = 0
    return z


def one_by_one(z: Array) -> Any:
    """Let NumPy call Python's max for each entry; the type of the first answer is that of all."""
    return np.vectorize(lambda score: max(0, score))(z)


def size_behind(activation: Bend, gain: float) -> float:
    """Return the root mean square of what a bend makes of scores of this size."""
    return float(np.sqrt(np.mean(activation(gain * NORMAL) ** 2)))


@cache
def gain_of(activation: Bend) -> float:
    """Return the gain that keeps a size of 1, by halving."""
    low, high = 0.0, 10.0
    for _ in range(25):
        middle = (low + high) / 2
        low, high = (middle, high) if size_behind(activation, middle) < 1 else (low, middle)
    return low


def nearly(gain: Callable[[Bend], Any]) -> bool:
    """Return whether two gains that no known mistake comes near are within eight percent of the right ones."""
    return all(abs(float(gain(bend)) / gain_of(bend) - 1) < 0.08 for bend in (relu, gelu))


def absolute(z: Array) -> Array:
    """Turn every score positive."""
    return np.abs(z)


def letters(answer: Any) -> set[str]:
    """Return which of the five letters are in an answer, whatever stands between them, the word "and" too."""
    return set("ABCDE") & set(str(answer).upper().replace("AND", " "))


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
            Mistake([0.025, 0.2], "The second is right. In the first, 400 inputs do more than one."),
            Mistake([0.05, 0.2], "The second is right. In the first, 0.1 is a standard deviation already: no square."),
            Mistake([2.0, 0.2], "The second is right. In the first, the layer also bends: where is the slope?"),
            Mistake([10.0, 0.2], "The second is right. In the first, 400 random terms do not all pull the same way."),
            Mistake([0.2, 0.5], "Both are right, in the wrong order: the factor comes first."),
            Mistake([0.05, 0.04], "You took the variance where the standard deviation stands, both times."),
            Mistake([0.5, 0.04], "The factor is right. The second is a variance; asked is the standard deviation."),
            Mistake([0.5, 0.01], "The factor is right. For the second, 400 random terms grow like a root."),
        ],
        hint="The factor is slope times the root of the number of inputs times the weights' standard deviation.",
        stronger="The root of 400 is 20. For the second number set the product to 1 and solve for s.",
    ),
    Case(
        "ex-vanishing-signals-start",
        reference=with_spread(SPREADS["right"]),
        observe=seen_in,
        inputs=[(400, 300, np.random.default_rng(400)), (300, 500, np.random.default_rng(300))],
        mistakes=[
            Mistake(with_spread(SPREADS["variance"]), "That is the variance; normal wants the root of it."),
            Mistake(
                with_spread(SPREADS["tanh"]),
                "That is the start for tanh. ReLU stops half of the mean square; who makes up for it?",
            ),
            Mistake(
                with_spread(SPREADS["units"]),
                "How long is the sum that a unit takes? It has one term for each input, not for each unit.",
            ),
            Mistake(
                with_spread(SPREADS["Glorot"]),
                "That is Glorot's compromise. Here only the inputs count, and ReLU's half.",
            ),
            Mistake(
                with_spread(SPREADS["root of 2"]), "The root is taken of 2 alone. It is meant for the whole of it."
            ),
            Mistake(
                lambda n_in, units, rng: rng.normal(0, (2 / n_in) ** 0.5, (units, n_in)),
                "A kernel has the shape (inputs, units): a row for each input.",
            ),
            Mistake(
                uniform(lambda n_in: (6 / n_in) ** 0.5, low=0),
                "A sum grows like a root only if its signs are as often minus as plus: the mean has to be 0.",
            ),
            Mistake(
                uniform(lambda n_in: (2 / n_in) ** 0.5),
                "An even draw between -l and l has the standard deviation l / √3, less than l.",
            ),
            Mistake(
                with_spread(SPREADS["no inputs"]),
                "The standard deviation does not depend on the number of inputs yet.",
            ),
            Mistake(
                lambda n_in, units, rng: np.random.default_rng(0).normal(0, (2 / n_in) ** 0.5, (n_in, units)),
                "The weights are of the right size. Let the generator that is passed in draw them: whoever passes "
                "another gets other weights, and the same gets the same.",
            ),
        ],
        hint="Which mean, standard deviation and shape should the kernel have?",
        stronger="rng.normal takes mean, standard deviation and shape, in this order. Mind the root.",
    ),
    Case(
        "ex-vanishing-signals-relu",
        reference=lambda z: np.maximum(0, z),
        observe=observe_leaving_inputs,
        inputs=[np.array([-3.0, 0.0, 3.5])],
        random_inputs=lambda rng: rng.normal(size=(4, 3)),
        mistakes=[
            Mistake(lambda z: z * (z > 0).all(), "One verdict for all entries. Each should have its own."),
            Mistake(lambda z: np.max(z, 0), "np.max looks for the largest *within* z. Which function takes two?"),
            Mistake(in_place, "The answer is right, but z has lost its negative numbers; the way back may need them."),
            Mistake(lambda z: (z > 0) * 1.0, "That is the slope. Asked is the function."),
            Mistake(lambda z: np.abs(z), "Negative scores should give 0, not their size."),
            Mistake(lambda z: np.minimum(0, z), "The other half: this lets the negative scores through."),
            Mistake(
                one_by_one,
                "np.vectorize makes all answers whole numbers if the first one is the whole number 0. Write 0.0, or "
                "take a function that works on arrays by itself.",
            ),
            Mistake(lambda z: z[z > 0], "Here the negative entries are left out. They should be there, as 0."),
        ],
        hint="For each entry, the larger of 0 and that entry; and a new array.",
        stronger="NumPy has a function of two arguments that does what Python's max does, entry by entry.",
    ),
    Case(
        "ex-vanishing-signals-other-bends",
        reference=[0.1, (1 / 52) ** 0.5],
        rtol=0.005,
        mistakes=[
            Mistake(
                [0.1, 0.14], "The first is right. The second needs a third decimal, to be told from its neighbors."
            ),
            Mistake([2**0.5 / 10, (1 / 52) ** 0.5], "The second is right. How much of z² does |z| take away?"),
            Mistake([1.0, 1.3868], "These are gains. Divide by the root of the number of inputs."),
            Mistake([0.1, 2**0.5 / 10], "The first is right. A leaky ReLU does not stop the left half altogether."),
            Mistake(
                [0.1, (1 / 60) ** 0.5], "The first is right. It is the *square* of 0.2 that counts in a mean square."
            ),
            Mistake(
                [0.1, (1 / 1.04) ** 0.5 / 10],
                "The first is right. In the second each share belongs to half of the scores.",
            ),
            Mistake([0.1, 1 / 52], "The first is right. The second is a variance; asked is the standard deviation."),
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
            Mistake("DE", "Another is true: which two factors has a layer?", when=lacks("B")),
            Mistake("BE", "Another is true: look at the first layer, and at who moves its inputs.", when=lacks("D")),
            Mistake("BD", "Another is true: what is left of a slope when Adam divides by its size?", when=lacks("E")),
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
                "Right for bends made of straight pieces, where twice the score gives twice the answer. For the others "
                "it does not, so one division is not enough: search.",
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
            Mistake(
                lambda activation: 1.04 * gain_of(activation),
                "Near, but not within two percent. Draw more numbers, 100,000 say, or make the steps of the search "
                "finer.",
                when=nearly,
            ),
        ],
        hint="For a given gain, how large is what comes out? Larger gains give more: so you can search.",
        stronger="Draw many normal numbers once. Halve the interval from 0 to 10 until gain times z, bent, has size 1.",
    ),
]
