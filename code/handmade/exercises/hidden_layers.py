"""Cases of the chapter *Why one layer is not enough*."""

import sys
from collections import Counter
from itertools import product
from typing import Any
from unittest import mock

import numpy as np

from handmade.array_types import Array
from handmade.exercises._letters import has, named
from handmade.exercises.case import Case, Deed, Mistake
from handmade.gates import AND, NAND, OR, Gate, step

ROWS = np.array(list(product([0, 1], repeat=2)))
TRIPLES = np.array(list(product([0, 1], repeat=3)))


def numbers_of(answer: Any) -> Array:
    """Return the numbers of a neuron given as [bias, weights …]; none where it is no such list."""
    try:
        return np.asarray(answer, dtype=float).ravel()
    except (TypeError, ValueError):
        return np.array([])


def heights(numbers: Any, rows: Array) -> Array:
    """Return z of a neuron given as [bias, weights …] in every row; NaN where it is no such list."""
    neuron = numbers_of(numbers)
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


def both_parts(answer: Any, *arguments: Array) -> Any:
    """Return kernel and bias, or what there was instead of two things."""
    pair = answer(*arguments)
    if isinstance(pair, np.ndarray):
        return Deed("returns one array; a kernel and a bias are asked for")
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return pair
    W, b = (np.asarray(part, dtype=float) for part in pair)
    return [W[:, None] if W.ndim == 1 else W, b.ravel()]


def by_three_gates(x1: Array, x2: Array) -> Array:
    """Return XOR from three gates."""
    return AND(OR(x1, x2), NAND(x1, x2))


def with_gates(answer: Any, x1: Array, x2: Array) -> Any:
    """Return what the answer makes of two sensors, or that it was right in another way than by three gates."""
    used: Counter[tuple[float, ...]] = Counter()
    plain = Gate.__call__

    def counted(gate: Gate, *inputs: Array, activation: Any = step) -> Array:
        if sys._getframe(1).f_globals.get("__name__") != Gate.__module__:  # called by the reader, not within xor
            used[(gate.bias, *gate.weights)] += 1
        return plain(gate, *inputs, activation=activation)

    with mock.patch.object(Gate, "__call__", counted):
        value = answer(x1, x2)
    wanted = {(gate.bias, *gate.weights) for gate in (AND, OR, NAND)}
    if np.array_equal(as_numbers(value), exactly_one(x1, x2)) and (set(used) != wanted or len(set(used.values())) > 1):
        return Deed("is right about every row, but not by AND, OR and NAND, each used once")
    return value


def as_numbers(value: Any) -> Array:
    """Return ``value`` as an array of numbers, an empty one if it is none."""
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return np.array([])


RELU_NET = [np.array([[1, -1, 1, -1], [1, -1, -1, 1]]), np.zeros(4), np.array([[-1], [-1], [1], [1]]), np.zeros(1)]


SHAPES: list[list[tuple[int, ...]]] = [[(2, 4)], [(), (1,), (4,), (1, 4)], [(4, 1), (4,)], [(), (1,), (1, 1)]]


def guarded(net: Any, reach: float = 100) -> float:
    """Return the share of readings up to ``reach`` that a net with ReLU gets right; NaN where the shapes do not fit."""
    if not in_shape(net):
        return float("nan")
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in net)
    X = np.random.default_rng(5).uniform(-reach, reach, (2000, 2))
    X = X[np.abs(X).min(axis=1) > reach / 100]  # not on the fence
    z = np.maximum(0, X @ W1 + b1) @ np.reshape(W2, (-1, 1)) + b2
    return float(np.mean((z.ravel() > 0) == (X[:, 0] * X[:, 1] < 0)))


def shapes_of(net: Any) -> list[tuple[int, ...]]:
    """Return the shapes of a list of arrays of numbers; none where it is no such list."""
    try:
        return [np.shape(np.asarray(part, dtype=float)) for part in net]
    except (TypeError, ValueError):
        return []


def in_shape(net: Any) -> bool:
    """Return whether the parts have the shapes of a net with four hidden units."""
    shapes = shapes_of(net)
    return len(shapes) == 4 and all(shape in fit for shape, fit in zip(shapes, SHAPES, strict=True))


def other_width(net: Any) -> bool:
    """Return whether the first kernel is one for two inputs, and not for four units."""
    shapes = shapes_of(net)
    return len(shapes) == 4 and shapes[0][:1] == (2,) and len(shapes[0]) == 2 and shapes[0] != (2, 4)


CASES = [
    Case(
        "ex-hidden-layers-and",
        reference=[-30, 20, 20],
        accept=lambda a: says(a, ROWS, BOTH),
        mistakes=[
            Mistake(
                [-10, 20, 20],
                "That neuron says 1 as soon as *one* sensor is hot: the cut comes too early.",
                when=lambda a: says(a, ROWS, ROWS.sum(axis=1) > 0),
            ),
            Mistake(
                [30, -20, -20],
                "All signs are turned: it says 1 exactly when it should not.",
                when=lambda a: says(a, ROWS, ~BOTH),
            ),
            Mistake(
                [-20, 20, 20],
                "In some row z is exactly 0, on the line itself. Move the bias so that every row is clearly on a side.",
                when=lambda a: on_the_line(a, ROWS),
            ),
            Mistake(
                [20, 20, -30],
                "The bias comes first: [b, w1, w2].",
                when=lambda a: says(np.roll(a, 1), ROWS, BOTH),
            ),
            Mistake(
                [-50, 20, 20],
                "Now even two hot sensors are not enough: the cut comes too late.",
                when=lambda a: (heights(a, ROWS) < 0).all(),
            ),
            Mistake(
                [30, 20, 20],
                "It always says 1, even when none is hot. Which sign must the bias have?",
                when=lambda a: (heights(a, ROWS) > 0).all(),
            ),
            Mistake(
                [20, 20],
                "Three numbers in one list are asked for: the bias, then the two weights.",
                when=lambda a: numbers_of(a).size != 3,
            ),
        ],
        hint="Write down z for all four rows. Which of them must be positive, which negative?",
        stronger="With equal weights the sums are 0, w, w and 2w. The bias must carry only the last one over zero.",
    ),
    Case(
        "ex-hidden-layers-three",
        reference=by_three_gates,
        observe=with_gates,
        mistakes=[
            Mistake(exactly_one, "A fair trick. The puzzle is another: which gate could sit behind the two others?"),
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
            Mistake(
                [-10, 20, 20, 20],
                "One hot sensor is enough for this neuron: an OR of three.",
                when=lambda a: says(a, TRIPLES, TRIPLES.sum(axis=1) > 0),
            ),
            Mistake(
                [-50, 20, 20, 20],
                "This neuron wants all three: an AND.",
                when=lambda a: says(a, TRIPLES, TRIPLES.sum(axis=1) == 3),
            ),
            Mistake(
                [30, -20, -20, -20],
                "It says 1 when *at most one* is hot: the signs are turned.",
                when=lambda a: says(a, TRIPLES, ~MOST),
            ),
            Mistake(
                [20, 20, 20, -30],
                "The bias comes first: [b, w1, w2, w3].",
                when=lambda a: says(np.roll(a, 1), TRIPLES, MOST),
            ),
            Mistake(
                [-40, 20, 20, 20],
                "In some situation z is exactly 0, on the line. Move the bias into a gap between two sums.",
                when=lambda a: on_the_line(a, TRIPLES),
            ),
            Mistake(
                [-30, 20, 20],
                "Four numbers in one list are asked for: the bias and one weight for each of three sensors.",
                when=lambda a: numbers_of(a).size != 4,
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
            Mistake(
                lambda W1, b1, W2, b2: (b1 @ W2 + b2, W1 @ W2), "Both are right, in the wrong order: the kernel first."
            ),
            Mistake(lambda W1, b1, W2, b2: W1 @ W2, "Is that the kernel? A neuron has a bias as well: return (W, b)."),
            Mistake(
                lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2),
                "One neuron has one bias. The eight hidden ones pass through the second kernel first.",
            ),
        ],
        hint="Multiply out (X W1 + b1) W2 + b2, and collect what multiplies X and what does not.",
        stronger="What multiplies X is the product of two matrices. What is left has two terms, one from each layer.",
        atol=1e-6,  # sums of eight products may cancel, and single precision is fine
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
            Mistake(
                0.663,
                "That number was measured. The area gives it without any readings, and exactly.",
                when=lambda share: round(share, 3) in (0.663, 0.698),
            ),
            Mistake(66.7, "As a part of 1, please, not in percent.", when=lambda share: 66 < share < 67),
            Mistake(1 / 3, "That is the share it gets wrong; the share that is right is asked."),
        ],
        hint="The area is a parabola in c that opens downward. Where is its slope zero, and how high is it there?",
        stronger="The slope of 2 + 2c - 1.5c² is 2 - 3c. Put the c where it vanishes into the area, then divide by 4.",
    ),
    Case(
        "ex-hidden-layers-bumps",
        reference=943,
        rtol=0,
        mistakes=[
            Mistake(
                315,
                "Right for the plain sine. How steep is sin 3x where it is steepest?",
                when=lambda n: 314 <= n <= 315,
            ),
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
            Mistake(
                1000, "So many guarantee it, and so do fewer. Which is the smallest number?", when=lambda n: n > 943
            ),
        ],
        hint="The error is at most slope times half the width of a bump. What are the slope and the width here?",
        stronger="The largest slope L is the factor inside the sine. Ask for L · (2π / n) / 2 to be at most 0.01.",
    ),
    Case(
        "ex-hidden-layers-explain",
        reference="AC",
        accept=lambda answer: named(answer) == set("AC"),
        mistakes=[
            Mistake(
                "A",
                "One more can be done. Which one follows from moving a bias and turning a sign?",
                when=lambda answer: named(answer) == {"A"},
            ),
            Mistake(
                "C",
                "One more can be done. For which one do the hot sensors merely have to be counted to a limit?",
                when=lambda answer: named(answer) == {"C"},
            ),
            Mistake(
                "ABC",
                "Look at B again: its yes lies *between* too few and too many. Find two pairs with the same middle.",
                when=has("B"),
            ),
            Mistake(
                "ACD",
                "Look at D again: two opposite corners say yes. What do two others say, and where is their middle?",
                when=has("D"),
            ),
            Mistake(
                "ACE",
                "Look at E again: a third input that does not matter cannot make XOR any easier.",
                when=has("E"),
            ),
        ],
        hint="For each question, look for two corners with yes and two with no whose middles are the same point.",
        stronger="Two of the five can be done. For each of the others, four corners suffice to show that it cannot.",
    ),
    Case(
        "ex-hidden-layers-relu",
        reference=RELU_NET,
        accept=lambda net: guarded(net) == guarded(net, reach=0.01) == 1.0,
        mistakes=[
            Mistake(
                [RELU_NET[0], RELU_NET[1], -RELU_NET[2], RELU_NET[3]],
                "It sounds the alarm exactly when it should not: which of the two sizes has to be larger?",
                when=lambda net: guarded(net) == 0.0,
            ),
            Mistake(
                [RELU_NET[0][:, :2], np.zeros(2), np.array([[-1], [-1]]), np.array([60])],
                "Four hidden neurons are asked for, two for each of two sizes: W1 has the shape (2, 4).",
                when=other_width,
            ),
            Mistake(
                [RELU_NET[0].T, RELU_NET[1], RELU_NET[2], RELU_NET[3]],
                "A list of four arrays is asked for, with the shapes (2, 4), (4,), (4, 1) and (1,), in this order.",
                when=lambda net: not in_shape(net),
            ),
            Mistake(
                [*RELU_NET[:3], np.array([-1])],
                "Right but for readings very near the target. Which biases does a comparison of two sizes need?",
                when=lambda net: guarded(net) == 1.0,
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
