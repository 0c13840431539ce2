"""Cases of the chapter *Softmax: ten neurons side by side*."""

from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises._letters import has, lacks, named
from handmade.exercises.case import Case, Mistake


def shares(z: Array) -> Any:
    """Return the softmax of one array of scores, by the plain formula."""
    return np.exp(z) / np.exp(z).sum()


def stable(z: Array) -> Any:
    """Return the softmax of every row; no power is above 1."""
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def naive(z: Array) -> Any:
    """Return the softmax of every row by the plain formula, silent about overflow."""
    with np.errstate(all="ignore"):
        return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def less_one_maximum(z: Array) -> Any:
    """Take the largest of all scores off every row."""
    with np.errstate(all="ignore"):
        powers = np.exp(z - z.max())
        return powers / powers.sum(axis=1, keepdims=True)


def down_the_columns(z: Array) -> Any:
    """Divide by the totals of the columns."""
    powers = np.exp(z - z.max(axis=0))
    return powers / powers.sum(axis=0)


def by_one_total(z: Array) -> Any:
    """Divide by the total of the whole matrix."""
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum()


def clipped(z: Array) -> Any:
    """Clip the scores so that nothing overflows."""
    return stable(np.clip(z, -700, 700))


def less_the_mean(z: Array) -> Any:
    """Take the mean off every row instead of the largest score."""
    return naive(z - z.mean(axis=1, keepdims=True))


def undivided(z: Array) -> Any:
    """Return the powers, the largest of each row 1."""
    return np.exp(z - z.max(axis=1, keepdims=True))


def laid_along_the_columns(z: Array) -> Any:
    """Forget that one number a row must stand in a column."""
    with np.errstate(all="ignore"):
        powers = np.exp(z - z.max(axis=1))
        return powers / powers.sum(axis=1)


def runs_on_squares_only(answer: Any) -> bool:
    """Return whether a function of a matrix works where m is K, and fails elsewhere."""
    answer(np.zeros((3, 3)))
    try:
        answer(np.zeros((2, 3)))
    except ValueError:
        return True
    return False


def some_scores(rng: np.random.Generator) -> Any:
    """Draw scores of very different sizes, one example a row."""
    return rng.normal(size=(4, 3)) * np.array([[1.0], [10.0], [1000.0], [1.0]]) + rng.normal(size=(4, 1)) * 3000


def one_hot(y: Array, k: int) -> Any:
    """Return rows with a 1 at the class."""
    return np.eye(k)[np.asarray(y)]


def slope(z: Array, y: Array) -> Any:
    """Return the slope of the mean price in every score."""
    return (stable(z) - one_hot(y, z.shape[1])) / len(z)


def scores_and_classes(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw scores of five examples and four classes, and class numbers."""
    return rng.normal(size=(5, 4)), rng.integers(0, 4, size=5)


def price(p: Array, y: Array) -> Any:
    """Return the mean price of shares, for class numbers."""
    return -np.log(p[np.arange(len(y)), y]).mean()


def shares_and_classes(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw shares of five examples and four classes, and class numbers."""
    z, y = scores_and_classes(rng)
    return stable(z), y


def without_last(W: Array, b: Array) -> tuple[Any, Any]:
    """Return an equal layer whose last neuron is zero."""
    return W - W[:, -1:], b - b[-1]


def last_erased(W: Array, b: Array) -> tuple[Any, Any]:
    """Set the last neuron to zero and leave the others."""
    kept = np.arange(len(b)) < len(b) - 1
    return W * kept, b * kept


def a_layer(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw a kernel and a bias of four units."""
    return rng.normal(size=(3, 4)), rng.normal(size=4)


CASES = [
    Case(
        "ex-softmax-shares",
        reference=shares,
        mistakes=[
            Mistake(np.exp, "These are the powers. Divide them by their total, so that they sum to 1."),
            Mistake(lambda z: z / z.sum(), "You divided the scores themselves; first make all of them positive."),
            Mistake(
                lambda z: np.exp(z / z.sum()), "Divide after taking the powers: a share is a power over all powers."
            ),
            Mistake(
                lambda z: np.exp(z) / z.sum(), "You divided by the total of the scores. Which total is shared out?"
            ),
            Mistake(lambda z: 100 * shares(z), "These are percentages. A share is a part of 1."),
            Mistake(lambda z: np.exp(z) / len(z), "That divides by how many there are. Shares need the total."),
            Mistake(lambda z: np.exp(z) / np.exp(z).max(), "The largest is 1 now, but the sum is not."),
            Mistake(lambda z: np.exp(z) / np.exp(z.sum()), "The power of the sum is not the sum of the powers."),
            Mistake(lambda z: 1 / (1 + np.exp(-z)), "These are sigmoids, each score by itself. They do not sum to 1."),
            Mistake(
                lambda z: 1 / (1 + np.exp(-z)) / (1 / (1 + np.exp(-z))).sum(),
                "These are sigmoids over their total, the candidate that 100 turned into thirds.",
            ),
            Mistake(
                lambda z: 2.0**z / (2.0**z).sum(),
                "With 2 as the base. It works as well, at another temperature: take e.",
            ),
            Mistake(
                lambda z: 10.0**z / (10.0**z).sum(), "With 10 as the base. Another temperature than asked for: take e."
            ),
            Mistake(
                lambda z: np.exp(-z) / np.exp(-z).sum(), "The sign is turned: the lowest score gets the largest share."
            ),
            Mistake(
                lambda z: (z - z.min()) / (z - z.min()).sum(),
                "Positive and ordered, but the lowest class always gets exactly 0, and one owes infinity for a 0.",
            ),
            Mistake(lambda z: z - np.log(np.exp(z).sum()), "These are the logarithms of the shares."),
        ],
        hint="Two steps: a function of each score, then a division by the total of what it gave.",
        stronger="np.exp works on the whole array at once, and .sum() of that is the denominator.",
        inputs=[np.array([2.33, -1.46, 0.56]), np.array([0.5, 1.5])],
        random_inputs=lambda rng: rng.normal(size=4) + 0.5,
    ),
    Case(
        "ex-softmax-stable",
        reference=stable,
        mistakes=[
            Mistake(naive, "The plain formula: rows of large scores became nan. Which number may you take off a row?"),
            Mistake(
                less_one_maximum,
                "One maximum for the whole matrix: rows far below it are left with zeros to divide. Each row its own.",
            ),
            Mistake(down_the_columns, "That runs down the columns; one example is a row."),
            Mistake(by_one_total, "You divided by the total of the whole matrix. Each row must sum to 1 by itself."),
            Mistake(
                clipped,
                "Clipping changes differences: two scores beyond the limit become equal. Shift them instead.",
            ),
            Mistake(
                less_the_mean,
                "Taking off the mean leaves scores far above 0 in a row that is spread widely, and they overflow.",
            ),
            Mistake(
                laid_along_the_columns,
                "This works only where m is K: an array of shape (m,) is laid along the columns."
                " One number a row has the shape (m, 1).",
                when=runs_on_squares_only,
            ),
            Mistake(undivided, "The largest of each row is 1, and nothing overflows. Now divide by the row's total."),
        ],
        hint="A number added to a whole row changes no share. Which one makes its largest power harmless?",
        stronger="Make each row's largest score 0 before np.exp; axis=1 with keepdims=True keeps a column to subtract.",
        inputs=[
            np.array([[1000.0, 998.0], [-1000.0, -1002.0]]),
            np.array([[2.0, 1.0, 0.0], [800.0, 0.0, -5000.0]]),
        ],
        random_inputs=some_scores,
        rtol=1e-3,  # scores of thousands in single precision
        atol=1e-6,
    ),
    Case(
        "ex-softmax-slope",
        reference=slope,
        mistakes=[
            Mistake(lambda z, y: slope(z, y) * len(z), "The price is a mean over the examples: each counts for 1/m."),
            Mistake(
                lambda z, y: -slope(z, y), "The sign is turned: a larger score of the true class lowers the price."
            ),
            Mistake(lambda z, y: stable(z) / len(z), "For the true class 1 has to be taken off."),
            Mistake(
                lambda z, y: (stable(z) - np.asarray(y)[:, None]) / len(z),
                "You took off the class number itself. It is a name: make it a one-hot row first.",
            ),
            Mistake(
                lambda z, y: slope(z, y) / z.shape[1], "You divided by m times K. The mean is over the m examples."
            ),
            Mistake(
                lambda z, y: -one_hot(y, z.shape[1]) / stable(z) / len(z),
                "That is the slope in the shares. The question is how the price moves with the scores.",
            ),
            Mistake(lambda z, y: (z - one_hot(y, z.shape[1])) / len(z), "These are scores minus y; shares are needed."),
            Mistake(
                lambda z, y: (stable(z) - 1) / len(z), "You took 1 off every class. Only the true one is owed that."
            ),
            Mistake(
                lambda z, y: slope(z, y).mean(axis=0) * len(z) / len(z),
                "Those are means over the examples. Each example's scores have slopes of their own: (m, K).",
            ),
            Mistake(
                lambda z, y: stable(z) - one_hot(y, 10),
                "What is taken off the shares must have their shape, (m, K), and K is the number of columns of z.",
            ),
        ],
        hint="For one example it is the shares minus the one-hot row. What does the mean add?",
        stronger="np.eye(K)[y] turns class numbers into rows; every example weighs one m-th in the mean.",
        inputs=[(np.array([[2.0, -1.0, 0.5, 0.0], [0.0, 1.0, 3.0, -2.0], [1.0, 1.5, -1.0, 0.5]]), np.array([0, 2, 1]))],
        random_inputs=scores_and_classes,
    ),
    Case(
        "ex-softmax-price",
        reference=price,
        mistakes=[
            Mistake(lambda p, y: price(p, y) * len(y), "That is the sum. The mean is asked for."),
            Mistake(lambda p, y: -price(p, y), "Logarithms of shares are negative; a price is not."),
            Mistake(
                lambda p, y: -np.log(p[:, y]).mean(),
                "p[:, y] takes for every row the columns of everybody's label. Each row needs its own only.",
            ),
            Mistake(
                lambda p, y: price(p, y) / p.shape[1], "You averaged over the K classes, too. One price an example."
            ),
            Mistake(lambda p, y: -np.log(p[np.arange(len(y)), y].mean()), "First the logarithms, then their mean."),
            Mistake(
                lambda p, y: (1 - p[np.arange(len(y)), y]).mean(), "That is how much is missing, not its surprise."
            ),
            Mistake(lambda p, y: price(p, y) / np.log(2), "That is in bits. This book takes the natural logarithm."),
            Mistake(lambda p, y: price(p, y) / np.log(10), "log10 counts decimal digits. Take the natural logarithm."),
            Mistake(
                lambda p, y: -np.log(p.max(axis=1)).mean(), "That is the price of the favorite. Charge for the truth."
            ),
            Mistake(lambda p, y: -np.log(p[np.arange(len(y)), y]), "These are the prices, one each. Take their mean."),
            Mistake(lambda p, y: price(stable(p), y), "p holds shares already. A second softmax makes them too alike."),
            Mistake(lambda p, y: -np.log(p).mean(), "You charged for all classes. Only the true one has a price."),
        ],
        hint="Which share does each row lose or win with? Pick one per row, then take minus its logarithm.",
        stronger="Two index arrays of the same length pick one entry each: the row numbers and the labels.",
        inputs=[(np.array([[0.04, 0.95, 0.01], [0.10, 0.80, 0.10]]), np.array([1, 2]))],
        random_inputs=shares_and_classes,
    ),
    Case(
        "ex-softmax-twice",
        reference=lambda K: np.log(np.e + K - 1) - 1,
        mistakes=[
            Mistake(lambda K: np.log(K), "That is the price of knowing nothing. Here the network is perfect."),
            Mistake(lambda K: 0.0 * K, "So it should be. But this program takes the shares for scores: do as it does."),
            Mistake(
                lambda K: np.e / (np.e + K - 1), "That is what the truth gets in the end. What does it pay for that?"
            ),
            Mistake(
                lambda K: np.log(np.e + K - 1), "The logarithm of the total; the true class's score of 1 comes off."
            ),
            Mistake(
                lambda K: np.log(np.e + K) - 1, "You counted one zero too many: besides the truth there are K - 1."
            ),
            Mistake(
                lambda K: np.log(np.e + 9) - 1 + 0 * K,
                "Right for ten classes only. Where does K come in?",
                when=lambda f: abs(f(2) - 1.46) < 0.01,
            ),
            Mistake(lambda K: 1 - np.log(np.e + K - 1), "The size is right, the sign is not: a price is not negative."),
            Mistake(
                lambda K: (np.log(np.e + K - 1) - 1) / np.log(2),
                "That is in bits. This book takes the natural logarithm.",
            ),
            Mistake(
                lambda K: (np.log(np.e + K - 1) - 1) / np.log(10),
                "log10 counts decimal digits. Take the natural logarithm.",
            ),
        ],
        hint="A perfect row has a 1 and otherwise zeros. Take these numbers for scores: which shares do they get?",
        stronger="e to the 1, and K - 1 times e to the 0. What share has the first of these, and what is its price?",
        inputs=[2, 10],
        random_inputs=lambda rng: int(rng.integers(3, 50)),
    ),
    Case(
        "ex-softmax-explain",
        reference="ADF",
        accept=lambda answer: named(answer) == set("ADF"),
        mistakes=[
            Mistake("ABDF", "What did the clothes say about B?", when=has("B")),
            Mistake("ACDF", "C adds the same number to every score. Which shares change then?", when=has("C")),
            Mistake("ADEF", "E: how did the ten sigmoids fare at the start of this chapter?", when=has("E")),
            Mistake(
                "AD",
                "One more is true: what can softmax do when nothing fits? Its shares add up to 1.",
                when=lacks("F"),
            ),
            Mistake(
                "DF",
                "One more is true: look again at two units, and at the difference of their scores.",
                when=lacks("A"),
            ),
            Mistake(
                "AF",
                "One more is true: doubling the scores is halving the temperature. What did that do?",
                when=lacks("D"),
            ),
        ],
        hint="Three of the six are true. For each, look for the cell that speaks for it or against it.",
        stronger="Shares know only differences of scores, and they always sum to 1. Judge each statement by that.",
    ),
    Case(
        "ex-softmax-nine",
        reference=without_last,
        mistakes=[
            Mistake(
                last_erased,
                "The last neuron is silent now, but the others still stand where they stood: the differences changed.",
            ),
            Mistake(
                lambda W, b: (W - W[:, -1:], b),
                "The kernel is right. The bias is part of the score as well: treat it alike.",
            ),
            Mistake(
                lambda W, b: (W - W.mean(axis=1, keepdims=True), b - b.mean()),
                "That keeps the shares, too, but the last column is not zero. What else may you take off?",
            ),
            Mistake(
                lambda W, b: ((W - W[:, -1:])[:, :-1], (b - b[-1])[:-1]),
                "Right numbers, but keep the shapes: the last column and the last bias stay, as zeros.",
            ),
            Mistake(lambda W, b: (W + W[:, -1:], b + b[-1]), "You added the last neuron. It has to become zero."),
            Mistake(
                lambda W, b: (W - W[:, :1], b - b[0]), "You took off the first neuron. The last one is to be zero."
            ),
            Mistake(
                lambda W, b: (W - W[:, -1], b - b[-1]),
                "W[:, -1] has the shape (n,), and NumPy lays it along a row. How does it stay a column?",
            ),
            Mistake(lambda W, b: (W - W[-1], b - b[-1]), "W[-1] is the last row, a pixel. A neuron is a column."),
        ],
        hint="For every input, each score may have the same number taken off. Which number makes the last one 0?",
        stronger="The score to take off is the last neuron's own; it consists of a column of W and an entry of b.",
        random_inputs=a_layer,
    ),
]
