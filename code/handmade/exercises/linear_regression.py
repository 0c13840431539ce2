"""Cases of the chapter *Linear regression, epochs, minibatches*."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

RATE = 0.02


def step(w: float, b: float, x: Array, y: Array, learning_rate: float) -> Any:
    """Take the step of the chapter "Hello, neuron"."""
    error = w * x + b - y
    return w - learning_rate * 2 * np.mean(error * x), b - learning_rate * 2 * np.mean(error)


def epoch(w: float, b: float, x: Array, y: Array, learning_rate: float, batch_size: int, order: Array) -> Any:
    """Take one step for each batch of rows."""
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        w, b = step(w, b, x[rows], y[rows], learning_rate)
    return w, b


def without_the_last(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Drop the last, smaller batch."""
    return epoch(w, b, x, y, rate, size, order[: len(order) // size * size])


def only_the_first(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Return after the first batch."""
    return epoch(w, b, x, y, rate, size, order[:size])


def without_order(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Take the rows as they come."""
    return epoch(w, b, x, y, rate, size, np.arange(len(x)))


def only_x_in_order(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Reorder the inputs and forget the targets."""
    return epoch(w, b, x[order], y, rate, size, np.arange(len(x)))


def whole_set(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Use all rows in every step."""
    for _ in range(0, len(order), size):
        w, b = step(w, b, x, y, rate)
    return w, b


def from_one_place(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Compute every batch's step from the weights at the beginning, and add them up."""
    ends = [step(w, b, x[order[i : i + size]], y[order[i : i + size]], rate) for i in range(0, len(order), size)]
    return w + sum(end[0] - w for end in ends), b + sum(end[1] - b for end in ends)


def unequal_mean(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Divide the sum over the last batch by the batch size that was asked for."""
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        w, b = step(w, b, x[rows], y[rows], rate * len(rows) / size)
    return w, b


def without_assigning(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Call ``step`` and drop what it returns."""
    return w, b


def one_by_one(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Take a step for every row, whatever the batch size."""
    return epoch(w, b, x, y, rate, 1, order)


def one_after_the_other(w: float, b: float, x: Array, y: Array, rate: float, size: int, order: Array) -> Any:
    """Move w first, and ask for the slope in b at the new w."""
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        w = step(w, b, x[rows], y[rows], rate)[0]
        b = step(w, b, x[rows], y[rows], rate)[1]
    return w, b


def random_epoch(rng: np.random.Generator) -> tuple[float, float, Array, Array, float, int, Array]:
    """Draw examples, a start and an order, with a last batch that is smaller."""
    x, y = rng.normal(size=(11, 1)), rng.normal(size=(11, 1))
    w, b = rng.normal(size=2)
    return float(w), float(b), x, y, 0.1, 4, rng.permutation(11)


def fit_line(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Train on minibatches in a new order in every epoch."""
    w = b = 0.0
    for _ in range(epochs):
        w, b = epoch(w, b, x, y, RATE, batch_size, rng.permutation(len(x)))
    return w, b


def shuffling_x(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Shuffle the inputs alone, in place: the bug as given."""
    w = b = 0.0
    for _ in range(epochs):
        rng.shuffle(x)
        w, b = epoch(w, b, x, y, RATE, batch_size, np.arange(len(x)))
    return w, b


def shuffling_a_copy(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Shuffle a copy of the inputs alone."""
    return shuffling_x(x.copy(), y, epochs, batch_size, rng)


def shuffling_both(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Shuffle both arrays, each on its own."""
    w = b = 0.0
    for _ in range(epochs):
        rng.shuffle(x)
        rng.shuffle(y)
        w, b = epoch(w, b, x, y, RATE, batch_size, np.arange(len(x)))
    return w, b


def not_shuffling(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Leave the shuffling out."""
    w = b = 0.0
    for _ in range(epochs):
        w, b = epoch(w, b, x, y, RATE, batch_size, np.arange(len(x)))
    return w, b


def shuffling_once(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Draw one order and keep it."""
    order, w, b = rng.permutation(len(x)), 0.0, 0.0
    for _ in range(epochs):
        w, b = epoch(w, b, x, y, RATE, batch_size, order)
    return w, b


def one_epoch(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Return from within the loop over the epochs."""
    return fit_line(x, y, 1, batch_size, rng)


def in_place(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Reorder both arrays of the caller with one order."""
    w = b = 0.0
    for _ in range(epochs):
        order = rng.permutation(len(x))
        x[:], y[:] = x[order], y[order]
        w, b = epoch(w, b, x, y, RATE, batch_size, np.arange(len(x)))
    return w, b


def by_formula(x: Array, y: Array, epochs: int, batch_size: int, rng: np.random.Generator) -> Any:
    """Draw an order for show, and take the line from the formula."""
    rng.permutation(len(x))
    return np.polyfit(x.ravel(), y.ravel(), 1)


def observe_fit(answer: Callable[..., Any], slope: float, height: float) -> list[bool]:
    """Try 1, 2 and 200 epochs: is the line found, step by step, in new orders, and are x and y left alone?"""
    x = np.linspace(-2, 2, 10).reshape(-1, 1)
    y = slope * x + height
    lines, states, kept = [], [repr(np.random.default_rng(0).bit_generator.state)], [True, True]
    for epochs in (1, 2, 200):
        mine, targets, rng = x.copy(), y.copy(), np.random.default_rng(0)
        w, b = answer(mine, targets, epochs, 4, rng)
        lines.append((float(w), float(b)))
        states.append(repr(rng.bit_generator.state))
        kept = [kept[0] and np.array_equal(mine, x), kept[1] and np.array_equal(targets, y)]
    found = np.allclose(lines[-1], (slope, height), rtol=0, atol=0.02)
    return [bool(found), lines[0] != lines[-1], states[0] != states[1], states[1] != states[2], *kept]


def random_lottery(rng: np.random.Generator) -> tuple[Array, Array, int]:
    """Draw slopes, probabilities that are not alike, and a number."""
    p = rng.uniform(0.2, 1, size=6)
    return rng.normal(size=6), p / p.sum(), int(rng.integers(6))


KINDS = {"kernel": "parameter", "bias": "parameter", "x": "data"} | dict.fromkeys(
    ("learning_rate", "epochs", "batch_size", "units"), "hyperparameter"
)


def says(name: str, kind: str) -> Callable[[Any], Any]:
    """Return whether an answer takes ``name`` for ``kind``."""
    return lambda answer: answer[name] == kind


CASES = [
    Case(
        "ex-linear-regression-three",
        reference=[2.3, -0.3],
        atol=1e-3,
        mistakes=[
            Mistake([-0.3, 2.3], "The right two numbers in the wrong order: w first, then b."),
            Mistake([2.3, -0.5], "That line joins the first house with the last. Nothing makes the best one do so."),
            Mistake([2.3, 0.1], "That line goes through the house in the middle. Is the sum of its errors zero?"),
            Mistake([77.8 / 35, 0.0], "That is the best line through the origin: the bias is missing."),
            Mistake(
                [2.3, 0.3], "The weight is right, and the bias has the wrong sign. Put w into the second equation."
            ),
        ],
        hint="You need four sums: of x, of y, of x squared, and of x times y; m is 3.",
        stronger="The second equation, divided by 3, gives b in terms of w. Put it into the first.",
    ),
    Case(
        "ex-linear-regression-epoch",
        reference=epoch,
        mistakes=[
            Mistake(without_the_last, "The last batch is missing: it is smaller, and gets its step all the same."),
            Mistake(only_the_first, "Only the first batch was used. Is the return inside the loop?"),
            Mistake(without_order, "The rows were taken as they come. Which rows a batch has is said by `order`."),
            Mistake(only_x_in_order, "Inputs and targets no longer belong together: pick both with the same rows."),
            Mistake(whole_set, "Every step used all rows. A step uses x[rows] and y[rows] only."),
            Mistake(
                from_one_place, "All steps started from the same w and b. Each one starts where the last one ended."
            ),
            Mistake(without_assigning, "w and b come out as they went in: nobody kept what `step` returned."),
            Mistake(one_by_one, "That is a step for every row. How many rows does a step look at?"),
            Mistake(
                one_after_the_other, "The slope in b was asked for after w had moved. Both belong to the place before."
            ),
            Mistake(unequal_mean, "The last batch's mean is divided by too many: it has fewer rows than the others."),
        ],
        hint="Which rows does the batch that begins at `start` have? They are a slice of `order`.",
        stronger="range(0, len(order), batch_size) gives the starts; x[rows] and y[rows] go into `step`.",
        random_inputs=random_epoch,
    ),
    Case(
        "ex-linear-regression-ask",
        reference=[12.6945, 18.186],
        rtol=2e-3,
        mistakes=[
            Mistake([18.1794, 12.6931], "The right prices in the wrong order: 8 m² first."),
            Mistake([126931, 181794], "In pesos that is right; the model speaks in units of 10,000. Leave it there."),
            Mistake([8, 12], "Those are the sizes. Give them to `model.predict`, as a column."),
            Mistake([10.97, 16.455], "Is the bias in? A line is w x + b."),
        ],
        hint="`predict` wants a column: one row for each size.",
        stronger="Give `model.predict` an array of shape (2, 1), and flatten what comes back.",
    ),
    Case(
        "ex-linear-regression-kinds",
        reference=KINDS,
        mistakes=[
            Mistake(
                KINDS | {"kernel": "hyperparameter"},
                "Nobody set the kernel: `fit` found it.",
                says("kernel", "hyperparameter"),
            ),
            Mistake(
                KINDS | {"bias": "hyperparameter"},
                "Nobody set the bias: `fit` found it.",
                says("bias", "hyperparameter"),
            ),
            Mistake(
                KINDS | {"learning_rate": "parameter"},
                "`learning_rate` is an argument of a function, but is it changed by training?",
                says("learning_rate", "parameter"),
            ),
            Mistake(
                KINDS | {"units": "parameter"},
                "The units say how many neurons there are. No step ever changes that number.",
                says("units", "parameter"),
            ),
            Mistake(
                KINDS | {"epochs": "parameter"},
                "Who decides how many epochs there are: the slopes, or the person who calls `fit`?",
                says("epochs", "parameter"),
            ),
            Mistake(
                KINDS | {"batch_size": "parameter"},
                "The batch size stays what it was told to be, all through the training.",
                says("batch_size", "parameter"),
            ),
            Mistake(KINDS | {"x": "parameter"}, "x was there before the model was.", says("x", "parameter")),
            Mistake(KINDS | {"x": "hyperparameter"}, "x is what is learned from.", says("x", "hyperparameter")),
        ],
        hint="Ask of each name: would another run of `fit` change it?",
        stronger="Two of the seven are changed by the steps of `fit`, and one is what it looks at.",
    ),
    Case(
        "ex-linear-regression-rough",
        reference=0.5**0.5,
        rtol=0.02,
        mistakes=[
            Mistake(0.5, "That is what the colleague thinks. Which batch size halved the spread in the text?"),
            Mistake(
                2**0.5,
                "That is how much rougher the smaller batch is. Asked for is the larger one.",
                lambda a: abs(a - 2**0.5) < 0.02,
            ),
            Mistake(2.0, "A larger batch is not rougher. And does twice the examples do that much?"),
            Mistake(0.25, "That would be more than the colleague hopes for. The root was taken the wrong way."),
            Mistake(
                1 - 0.5**0.5,
                "That is the share that is gone. Asked for is what is left.",
                lambda a: abs(a - 0.293) < 0.01,
            ),
        ],
        hint="The spread falls like one over the square root of the batch size.",
        stronger="Four times the examples halve the spread. Four is twice two: what does doubling do?",
    ),
    Case(
        "ex-linear-regression-bug",
        reference=fit_line,
        observe=observe_fit,
        mistakes=[
            Mistake(shuffling_x, "As given. After the shuffle, which price belongs to which size?"),
            Mistake(shuffling_a_copy, "The caller's x is safe now, but its rows still part from their prices."),
            Mistake(shuffling_both, "Two shuffles are two different orders. Both arrays need the same one."),
            Mistake(not_shuffling, "The line is found, but the order is the same in every epoch: shuffle again."),
            Mistake(shuffling_once, "The line is found, but one order was drawn and kept. Each epoch needs a new one."),
            Mistake(one_epoch, "One epoch or two hundred, your line is the same. Is the return inside the loop?"),
            Mistake(by_formula, "That line does not depend on the number of epochs. Asked for is the walk, mended."),
            Mistake(in_place, "The line is found, but the caller's arrays come back in another order."),
        ],
        hint="What does `rng.shuffle(x)` do to `y`, and to the array of whoever called?",
        stronger="Draw an order of row numbers, and let each batch pick its rows from x and from y with it.",
        inputs=[(2.0, 1.0), (-1.5, 3.0)],
    ),
    Case(
        "ex-linear-regression-lottery",
        reference=lambda slopes, p, i: slopes[i] / (len(slopes) * p[i]),
        mistakes=[
            Mistake(lambda slopes, p, i: slopes[i], "That would be right if all had the same chance."),
            Mistake(lambda slopes, p, i: slopes[i] * p[i], "What comes too often has to count for less, not for more."),
            Mistake(
                lambda slopes, p, i: slopes[i] * p[i] * len(slopes),
                "Nearly, the wrong way round: what comes often counts even more.",
            ),
            Mistake(
                lambda slopes, p, i: slopes[i] / p[i],
                "On average that is the *sum* of the slopes. Asked for is their mean.",
            ),
            Mistake(
                lambda slopes, p, i: slopes[i] / (9 * p[i]),
                "Right for nine houses. Another village has another number of them.",
            ),
            Mistake(
                lambda slopes, p, i: slopes.mean(),
                "Right on average, and it looked at all the houses: use the one drawn.",
            ),
        ],
        hint="House i comes with chance p[i], and in a fair mean it would count 1/m. What makes up for that?",
        stronger="Write the average over the lottery: the sum of p[i] times your number. It must be slopes.mean().",
        random_inputs=random_lottery,
    ),
    Case(
        "ex-linear-regression-one",
        reference=[9.97, 16.4],
        rtol=0,
        atol=0.45,
        mistakes=[
            Mistake([11.6, 15.6], "That is the interval of the line. A single hut misses its line, too."),
            Mistake([10.25, 15.1], "There only the huts scatter, around one line. The lines differ as well."),
            Mistake([9.65, 17.4], "That is the middle 95%. Asked for are 90%, with 5% left out on either side."),
            Mistake([16.4, 9.97], "The lower end first."),
        ],
        hint="Ten thousand lines give ten thousand predictions; each needs a miss of its own.",
        stronger="Draw 10,000 times from the nine misses, add them to the predictions, and take two percentiles.",
    ),
]
