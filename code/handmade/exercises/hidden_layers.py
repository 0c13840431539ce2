"""Cases of the chapter *Why one layer is not enough*."""

from itertools import product
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

ROWS = np.array(list(product([0, 1], repeat=2)))
TRIPLES = np.array(list(product([0, 1], repeat=3)))


def heights(numbers: Any, rows: Array) -> Array:
    """Return z of a neuron given as [bias, weights …] in every row; NaN where it is no such list."""
    neuron = np.asarray(numbers, dtype=float).ravel()
    if neuron.size != rows.shape[1] + 1:
        return np.full(len(rows), np.nan)
    z: Array = rows @ neuron[1:] + neuron[0]  # (m, n) @ (n,) -> (m,)
    return z


def says(numbers: Any, rows: Array, truth: Array) -> bool:
    """Return whether the neuron is right in every row, and never exactly on the line."""
    z = heights(numbers, rows)
    return bool(np.isfinite(z).all() and np.all((z > 0) == (truth == 1)) and (z != 0).all())


def on_the_line(numbers: Any, rows: Array) -> bool:
    """Return whether some row has z = 0."""
    return bool((heights(numbers, rows) == 0).any())


BOTH = ROWS.sum(axis=1) == 2
MOST = TRIPLES.sum(axis=1) >= 2


def exactly_one(x1: Array, x2: Array) -> Array:
    """Return XOR of two arrays of 0 and 1."""
    return np.where(x1 != x2, 1, 0)


def random_sensors(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw what two sensors say in twelve situations, the four possible ones first."""
    drawn = np.vstack([ROWS, rng.integers(0, 2, (8, 2))])
    return drawn[:, 0], drawn[:, 1]


def merged(W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Array, Array]:
    """Return the kernel and the bias of two layers without a bend between them."""
    return W1 @ W2, b1 @ W2 + b2  # (n, h) @ (h, 1), (h,) @ (h, 1)


def random_layers(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Draw two layers: 2 inputs, 8 hidden neurons, 1 output."""
    return rng.normal(size=(2, 8)), rng.normal(size=8), rng.normal(size=(8, 1)), rng.normal(size=1)


def both_parts(answer: Any, *arguments: Array) -> Array:
    """Return kernel and bias in one row of numbers."""
    W, b = answer(*arguments)
    return np.concatenate([np.ravel(W), np.ravel(b)])


RELU_NET = [np.array([[1, -1, 1, -1], [1, -1, -1, 1]]), np.zeros(4), np.array([[-1], [-1], [1], [1]]), np.zeros(1)]


def guarded(net: Any, seed: int = 5) -> float:
    """Return the share of thermometer readings that a net with ReLU gets right; NaN where the shapes do not fit."""
    try:
        W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in net)
        X = np.random.default_rng(seed).uniform(-100, 100, (2000, 2))
        X = X[np.abs(X).min(axis=1) > 1]  # not on the fence
        z = np.maximum(0, X @ W1 + b1) @ np.reshape(W2, (-1, 1)) + b2
        return float(np.mean((z.ravel() > 0) == (X[:, 0] * X[:, 1] < 0)))
    except (ValueError, TypeError):
        return float("nan")


def four_units(net: Any) -> bool:
    """Return whether the first kernel has shape (2, 4)."""
    try:
        return bool(np.shape(net[0]) == (2, 4))
    except (ValueError, TypeError, IndexError, KeyError):
        return False


def letters(answer: Any) -> str:
    """Return the letters of an answer, sorted."""
    return "".join(sorted({c for c in str(answer).upper() if c in "ABCDE"}))


CASES = [
    Case(
        "ex-hidden-layers-and",
        reference=[-30, 20, 20],
        accept=lambda a: says(a, ROWS, BOTH),
        mistakes=[
            Mistake([-10, 20, 20], "That neuron says 1 as soon as *one* sensor is hot: the cut comes too early."),
            Mistake([30, -20, -20], "All signs are turned: it says 1 exactly when it should not."),
            Mistake(
                [-20, 20, 20],
                "In some row z is exactly 0, on the line itself. Move the bias so that every row is clearly on a side.",
                when=lambda a: on_the_line(a, ROWS),
            ),
            Mistake([20, 20, -30], "The bias comes first: [b, w1, w2]."),
            Mistake([-50, 20, 20], "Now even two hot sensors are not enough: the cut comes too late."),
            Mistake(
                [20, 20],
                "Three numbers are asked for: the bias, then the two weights.",
                when=lambda a: np.size(a) != 3,
            ),
        ],
        hint="Write down z for all four rows. Which of them must be positive, which negative?",
        stronger="With equal weights the sums are 0, w, w and 2w. The bias must carry only the last one over zero.",
    ),
    Case(
        "ex-hidden-layers-three",
        reference=exactly_one,
        mistakes=[
            Mistake(lambda x1, x2: np.where((x1 == 1) | (x2 == 1), 1, 0), "That is OR: it also says 1 for both."),
            Mistake(lambda x1, x2: np.where((x1 == 1) & (x2 == 1), 0, 1), "That is NAND: it also says 1 for none."),
            Mistake(lambda x1, x2: np.where(x1 == x2, 1, 0), "Turned around: it says 1 exactly when they agree."),
            Mistake(
                lambda x1, x2: np.ones_like(x1), "It always says 1: one of OR and NAND holds anywhere. You need both."
            ),
            Mistake(
                lambda x1, x2: np.zeros_like(x1), "It always says 0: who has to agree with whom in your last gate?"
            ),
            Mistake(
                lambda x1, x2: np.where((x1 == 1) & (x2 == 1), 1, 0), "That is AND. What should be said about both hot?"
            ),
        ],
        hint="Finish the sentence: exactly one is hot if at least one is hot, and …",
        stronger="Two gates look at x1 and x2. A third gets what these two say, and nothing else.",
        random_inputs=random_sensors,
    ),
    Case(
        "ex-hidden-layers-majority",
        reference=[-30, 20, 20, 20],
        accept=lambda a: says(a, TRIPLES, MOST),
        mistakes=[
            Mistake([-10, 20, 20, 20], "One hot sensor is enough for this neuron: an OR of three."),
            Mistake([-50, 20, 20, 20], "This neuron wants all three: an AND."),
            Mistake([30, -20, -20, -20], "It says 1 when *at most one* is hot: the signs are turned."),
            Mistake(
                [-40, 20, 20, 20],
                "With two hot sensors z is exactly 0, on the line. Move the bias into the gap.",
                when=lambda a: on_the_line(a, TRIPLES),
            ),
            Mistake(
                [-30, 20, 20],
                "Four numbers are asked for: the bias and one weight for each of three sensors.",
                when=lambda a: np.size(a) != 4,
            ),
        ],
        hint="With equal weights only the number of hot sensors matters. Between which two numbers must the cut lie?",
        stronger="The sums are 0, w, 2w or 3w. Put the cut between one hot sensor and two.",
    ),
    Case(
        "ex-hidden-layers-bug",
        reference=merged,
        observe=both_parts,
        mistakes=[
            Mistake(lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2), "The bias of the output neuron is missing."),
            Mistake(
                lambda W1, b1, W2, b2: (W1 @ W2, b2),
                "The hidden biases do not vanish: they pass through the second kernel.",
            ),
            Mistake(
                lambda W1, b1, W2, b2: (W1 @ W2, b1.sum() + b2),
                "Each hidden bias is weighted on its way out; adding them up is not enough.",
            ),
            Mistake(
                lambda W1, b1, W2, b2: (W1.sum(axis=1, keepdims=True), b1 @ W2 + b2),
                "The bias is right. The kernel: what does a matrix product with W2 do that a sum does not?",
            ),
            Mistake(
                lambda W1, b1, W2, b2: (-(W1 @ W2), -(b1 @ W2 + b2)),
                "The signs are turned.",
            ),
        ],
        hint="Multiply out (X W1 + b1) W2 + b2, and collect what multiplies X and what does not.",
        stronger="What multiplies X is the product of two matrices. What is left has two terms, one from each layer.",
        random_inputs=random_layers,
    ),
    Case(
        "ex-hidden-layers-corner",
        reference=2 / 3,
        rtol=2e-3,
        mistakes=[
            Mistake(
                8 / 3, "That is the area on which the line is right. The whole square has area 4; which share is it?"
            ),
            Mistake(0.5, "That is the line through the center, c = 0. Move it toward the corner."),
            Mistake(0.625, "That is c = 1. The best place lies between 0 and 1."),
            Mistake(0.75, "Three of four is the answer for four corners. Here whole quadrants count."),
            Mistake(1 / 3, "That is the share it gets wrong; the share that is right is asked."),
        ],
        hint="The area is a parabola in c that opens downward. Where is its slope zero, and how high is it there?",
        stronger="The slope of 2 + 2c - 1.5c² is 2 - 3c. Put the c where it vanishes into the area, then divide by 4.",
    ),
    Case(
        "ex-hidden-layers-bumps",
        reference=943,
        rtol=0,
        atol=0.5,
        mistakes=[
            Mistake(315, "Right for the plain sine. How steep is sin 3x where it is steepest?"),
            Mistake(
                1885,
                "No place is farther than *half* a width from the middle of its bump.",
                when=lambda n: abs(n - 1885) < 0.9,
            ),
            Mistake(629, "Twice astray: the curve is three times as steep, and from the middle it is half a width."),
            Mistake(105, "A steeper curve needs more bumps, not fewer."),
            Mistake(
                942, "Just too few: the bound is then a hair above 0.01. Round up.", when=lambda n: 942 <= n < 942.5
            ),
            Mistake(1886, "That counts the hidden neurons, two for each bump. The number of bumps is asked."),
        ],
        hint="The error is at most slope times half the width of a bump. What are the slope and the width here?",
        stronger="The largest slope L is the factor inside the sine. Ask for L · (2π / n) / 2 to be at most 0.01.",
    ),
    Case(
        "ex-hidden-layers-explain",
        reference="AC",
        accept=lambda a: letters(a) == "AC",
        mistakes=[
            Mistake("A", "One more can be done. Which one follows from moving a bias and turning a sign?"),
            Mistake(
                "C", "One more can be done. For which one do the hot sensors merely have to be counted to a limit?"
            ),
            Mistake(
                "ABC",
                "Look at B again: its yes lies *between* too few and too many. Find two pairs with the same middle.",
                when=lambda a: "B" in letters(a),
            ),
            Mistake(
                "ACD",
                "Look at D again: two opposite corners say yes. What do two others say, and where is their middle?",
                when=lambda a: "D" in letters(a),
            ),
            Mistake(
                "ACE",
                "Look at E again: a third input that does not matter cannot make XOR any easier.",
                when=lambda a: "E" in letters(a),
            ),
        ],
        hint="For each question, look for two corners with yes and two with no whose middles are the same point.",
        stronger="Two of the five can be done. For each of the others, four corners suffice to show that it cannot.",
    ),
    Case(
        "ex-hidden-layers-relu",
        reference=RELU_NET,
        accept=lambda net: four_units(net) and guarded(net) == 1.0,
        mistakes=[
            Mistake(
                [RELU_NET[0], RELU_NET[1], -RELU_NET[2], RELU_NET[3]],
                "It sounds the alarm exactly when it should not: which of the two sizes has to be larger?",
                when=lambda net: four_units(net) and guarded(net) == 0.0,
            ),
            Mistake(
                [RELU_NET[0][:, :2], np.zeros(2), np.array([[-1], [-1]]), np.array([60])],
                "That measures one size only, a strip. Four hidden neurons: two for each of the two sizes.",
                when=lambda net: not four_units(net),
            ),
            Mistake(
                [np.array([[1, -1, 0, 0], [0, 0, 1, -1]]), np.zeros(4), np.array([[1], [1], [-1], [-1]]), np.zeros(1)],
                "You compare the sizes of x1 and x2 themselves. Which *combinations* of the two know about the signs?",
            ),
            Mistake(
                [RELU_NET[0], RELU_NET[1], np.array([[-1], [1], [1], [-1]]), RELU_NET[3]],
                "relu(z) - relu(-z) is z again, so nothing is bent. For a size both halves need the same sign.",
            ),
        ],
        hint="Try it with numbers: 60 and 30, 60 and -30. Which is larger each time, |x1 + x2| or |x1 - x2|?",
        stronger="|z| = relu(z) + relu(-z), so two columns of W1 for x1 + x2 and two for x1 - x2. W2 subtracts sizes.",
    ),
]
