"""Cases of the chapter *Many features, and their scales*."""

from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

MATRIX = np.array([[1000.0, 5, 70], [2000, 6, 90], [2500, 2, 95]])


def between(rows: Array, low: Any, high: Any) -> Any:
    """Return where the rows stand between two ends: 0 at the low one, 1 at the high one."""
    return (rows - low) / (high - low)


def by_columns(train: Array, rows: Array) -> Any:
    """Scale every column by its range in the training rows."""
    return between(rows, train.min(axis=0), train.max(axis=0))


def by_rows(train: Array, rows: Array) -> Any:
    """Scale every row by its own range."""
    return between(rows, rows.min(axis=1, keepdims=True), rows.max(axis=1, keepdims=True))


def by_rows_of_train(train: Array, rows: Array) -> Any:
    """Scale every row by the range of the training row beside it."""
    return between(rows, train.min(axis=1, keepdims=True), train.max(axis=1, keepdims=True))


def by_spread(train: Array, rows: Array) -> Any:
    """Standardize every column by the training rows."""
    return (rows - train.mean(axis=0)) / train.std(axis=0)


def random_tables(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw training rows and others, as many, so that the wrong axis does not stop with an error."""
    return rng.normal(5, 2, size=(5, 3)), rng.normal(5, 2, size=(5, 3))


def hessian(X: Array, ones: bool = True) -> Array:
    """Return the table of curvatures of the mean squared error."""
    X1 = np.column_stack([X, np.ones(len(X))]) if ones else X
    table: Array = 2 / len(X) * X1.T @ X1  # (n + 1, m) @ (m, n + 1) -> (n + 1, n + 1)
    return table


def condition(X: Array, ones: bool = True) -> Any:
    """Return the largest curvature over the smallest."""
    curvatures = np.linalg.eigvalsh(hessian(X, ones))
    return curvatures[-1] / curvatures[0]


def unscale(w: Array, b: float, low: Array, high: Array) -> tuple[Any, Any]:
    """Return weights and bias in plain units."""
    plain = w / (high - low)
    return plain, b - np.sum(plain * low)


def random_model(rng: np.random.Generator) -> tuple[Any, ...]:
    """Draw scaled weights and bias, and the ranges of three columns."""
    low = rng.normal(size=3)
    return rng.normal(size=3), float(rng.normal()), low, low + rng.uniform(0.5, 3, size=3)


def prepared(train: Array, test: Array) -> tuple[Any, Any]:
    """Scale both tables as the training rows say."""
    return by_columns(train, train), by_columns(train, test)


def prepared_together(train: Array, test: Array) -> tuple[Any, Any]:
    """Let the test rows have their say in the ranges."""
    both = np.vstack([train, test])
    return by_columns(both, train), by_columns(both, test)


def letters(answer: Any) -> set[str]:
    """Return the letters of an answer such as "AC", "a and c" or ["A", "C"]."""
    return {letter for letter in "".join(answer).upper().replace("AND", "") if letter.isalpha()}


CASES = [
    Case(
        "ex-scaling-by-hand",
        reference=by_columns(MATRIX, MATRIX),
        rtol=0,
        atol=0.005,
        mistakes=[
            Mistake(by_rows(MATRIX, MATRIX), "You scaled along the rows. A feature is a column: go down, not across."),
            Mistake(
                between(MATRIX, MATRIX.min(), MATRIX.max()),
                "You took one range for the whole matrix. Each column has its own.",
            ),
            Mistake(MATRIX / MATRIX.max(axis=0), "You divided by the largest. First take the smallest away."),
            Mistake(
                (MATRIX - MATRIX.min(axis=0)) / MATRIX.max(axis=0),
                "The smallest is taken away; but then divide by the range, not by the largest.",
            ),
            Mistake(
                (MATRIX - MATRIX.mean(axis=0)) / MATRIX.std(axis=0),
                "That is standardization. Here the smallest of each column becomes 0 and the largest 1.",
            ),
        ],
        hint="For each column: what is the smallest value, what is the range, and how far along is each value?",
        stronger="The second column has the smallest value 2 and the range 4; the third 70 and 25.",
    ),
    Case(
        "ex-scaling-five-lines",
        reference=by_columns,
        mistakes=[
            Mistake(
                lambda train, rows: by_columns(rows, rows),
                "Your rows are scaled by their own ranges. Take both ends from train.",
            ),
            Mistake(by_rows, "You went across the rows. The minimum of a column goes down: which axis is that?"),
            Mistake(by_rows_of_train, "You took the ends of the training rows; wanted are those of its columns."),
            Mistake(
                lambda train, rows: between(rows, train.min(), train.max()),
                "One range for the whole table. Each column has its own: give min and max an axis.",
            ),
            Mistake(
                lambda train, rows: (rows - train.min(axis=0)) / train.max(axis=0),
                "Divide by the range, largest minus smallest, not by the largest.",
            ),
            Mistake(lambda train, rows: by_columns(train, train), "You scaled train itself. Scaled rows are wanted."),
            Mistake(
                by_spread, "That is standardization. Wanted is the share of the way from the smallest to the largest."
            ),
            Mistake(
                lambda train, rows: rows - train.min(axis=0) / (train.max(axis=0) - train.min(axis=0)),
                "Division comes before subtraction: a pair of parentheses is missing.",
            ),
            Mistake(
                lambda train, rows: rows / (train.max(axis=0) - train.min(axis=0)),
                "The range is right. But the smallest value of train should become 0.",
            ),
            Mistake(
                lambda train, rows: by_columns(np.vstack([train, rows]), rows),
                "The rows helped to set the ends. Only train may.",
            ),
            Mistake(
                lambda train, rows: np.clip(by_columns(train, rows), 0, 1),
                "You cut off what is outside 0 and 1. A row may lie beyond everything in train, and should say so.",
            ),
        ],
        hint="Two arrays of shape (n,) from train: the smallest and the largest of each column. Then the formula.",
        stronger="train.min(axis=0) has one number per column; it is subtracted from every row of rows.",
        random_inputs=random_tables,
    ),
    Case(
        "ex-scaling-off",
        reference=1e-5,
        mistakes=[
            Mistake(
                1e-4,
                "Close: for some hundred steps it prints finite numbers. Are they getting smaller?",
            ),
            Mistake(
                7e-5,
                "It holds, but it is none of the rates that were asked for: those are powers of ten.",
                when=lambda rate: 1.1e-5 < rate < 7.06e-5,
            ),
            Mistake(
                1e-6,
                "It falls, slowly. Is there a larger one of these that falls, too?",
                when=lambda rate: 0 < rate < 9e-6,
            ),
            Mistake(
                0.02,
                "With this rate the loss is beyond all numbers within the thousand steps. Where is the cliff?",
                when=lambda rate: rate > 2e-4,
            ),
        ],
        hint="Try them one after the other, and compare the loss after 1,000 steps with the loss of all zeros.",
        stronger="The cliff of the raw houses is in the table of the five bowls. Which power of ten is just below it?",
    ),
    Case(
        "ex-scaling-condition",
        reference=condition,
        mistakes=[
            Mistake(
                lambda X: condition(X, ones=False),
                "The bias is missing: its column of ones belongs to the bowl, too.",
            ),
            Mistake(
                lambda X: condition(X, ones=False) ** 0.5,
                "That is of the bare table. The bowl has a column of ones for the bias, and is made of its square.",
            ),
            Mistake(
                lambda X: condition(X) ** 0.5,
                "Your number is the square root of it: that of the table X1 itself. The bowl is made of its square.",
            ),
            Mistake(lambda X: 1 / condition(X), "Upside down: the steepest divided by the flattest."),
            Mistake(lambda X: np.linalg.eigvalsh(hessian(X))[-1], "That is the steepest curvature alone."),
            Mistake(
                lambda X: condition(X - X.mean(axis=0)),
                "You centered the columns first. That is another bowl; wanted is that of the table as it comes.",
            ),
            Mistake(
                lambda X: X.std(axis=0).max() / X.std(axis=0).min(),
                "That compares the spreads of the columns. Means and likeness of columns shape the bowl, too.",
            ),
            Mistake(
                lambda X: hessian(X).max() / hessian(X).min(),
                "Those are entries of the table, not its curvatures. The axes of the ellipse are tilted.",
            ),
        ],
        hint="First the table of curvatures, then its own directions, then one ratio.",
        stronger="np.linalg.eigvalsh(hessian(X)) returns the curvatures, smallest first.",
        random_inputs=lambda rng: rng.normal(2, [1.0, 3.0], size=(9, 2)),
    ),
    Case(
        "ex-scaling-unscale",
        reference=unscale,
        mistakes=[
            Mistake(
                lambda w, b, low, high: (w * (high - low), b - np.sum(w * (high - low) * low)),
                "You multiplied by the range. A wide range makes the plain weight small: one unit is little of it.",
            ),
            Mistake(
                lambda w, b, low, high: (w / (high - low), b),
                "The weights are right. But where all features have their smallest values, b must be what it says.",
            ),
            Mistake(
                lambda w, b, low, high: (w / (high - low), b + np.sum(w / (high - low) * low)),
                "The weights are right; mind the sign of what goes over to the bias.",
            ),
            Mistake(
                lambda w, b, low, high: (w / (high - low), b - np.sum(w * low)),
                "The weights are right; what goes over to the bias is made of the *plain* weights.",
            ),
            Mistake(
                lambda w, b, low, high: (w * (high - low) + low, b),
                "That turns scaled features into plain ones. A weight goes the other way, for it multiplies them.",
            ),
            Mistake(
                lambda w, b, low, high: (w / (high - low), b - w / (high - low) * low),
                "The weights are right. Every feature sends something to the bias, and there is one bias: add them up.",
            ),
            Mistake(
                lambda w, b, low, high: (w / (high - low), b - np.sum(w / (high - low) * (low + high) / 2)),
                "The weights are right. But which value of a feature became 0: the middle?",
            ),
        ],
        hint="Write the scaled prediction with (x - low) / (high - low) put in, and sort by x.",
        stronger="One term has x in it: its factor is the plain weight. The other has low in it: it joins the bias.",
        random_inputs=random_model,
    ),
    Case(
        "ex-scaling-bug",
        reference=prepared,
        mistakes=[
            Mistake(
                lambda train, test: (by_rows(train, train), by_rows(test, test)),
                "Still as given. Try it on two rows by hand: which numbers does each minimum compare?",
            ),
            Mistake(
                lambda train, test: (by_columns(train, train), by_columns(test, test)),
                "The axis is mended. But the same house would get two scales, one in each table.",
            ),
            Mistake(
                lambda train, test: (by_rows(train, train), by_rows_of_train(train, test)),
                "The test rows are scaled by the training rows now. But a square meter is compared with a bedroom.",
            ),
            Mistake(
                prepared_together,
                "Both tables have one scale now, but the test rows helped to make it. They are not known yet.",
            ),
            Mistake(
                lambda train, test: (by_columns(test, train), by_columns(test, test)),
                "One scale for both tables, and of columns. But it comes from the test rows, which are not known yet.",
            ),
            Mistake(
                lambda train, test: (by_spread(train, train), by_spread(train, test)),
                "That is sound, and it is standardization. Your friend wants values from 0 to 1 on the training rows.",
            ),
            Mistake(
                lambda train, test: (
                    between(train, train.min(), train.max()),
                    between(test, train.min(), train.max()),
                ),
                "One scale for all, from the training rows. But square meters and bedrooms share it now.",
            ),
            Mistake(
                lambda train, test: (by_columns(train, train), np.clip(by_columns(train, test), 0, 1)),
                "Nearly. You cut off what is outside 0 and 1, so that all very large houses look alike.",
            ),
        ],
        hint="There are two bugs. One is about which numbers are compared, the other about whose they are.",
        stronger="Both ends come from the columns of one table. Which of the two tables is known before the test?",
        random_inputs=random_tables,
    ),
    Case(
        "ex-scaling-twice",
        reference=np.array([10.00821, 10.00821]),
        rtol=0.01,
        mistakes=[
            Mistake(
                np.array([20.016, 20.016]),
                "Together they would count the area twice. What must the two of them add up to?",
            ),
            Mistake(np.array([20.016, 0.0]), "That is one floor of many. From zero, why would one of them stay there?"),
            Mistake(np.array([0.0, 20.016]), "That is a floor, too. From zero, is there anything to tell them apart?"),
            Mistake(
                np.array([0.20216, 0.01878]),
                "These weights are for plain units. Asked are those that the walk finds for the standardized columns.",
                when=lambda found: np.shape(found) == (2,) and np.all(np.abs(found) < 1),
            ),
            Mistake(
                np.array([9.5, 9.5]),
                "Equal they are. Is your walk at the floor? Double the steps and see whether the weights still move.",
                when=lambda found: np.shape(found) == (2,) and 1 <= found[0] < 9.9 and abs(found[0] - found[1]) < 1e-3,
            ),
            Mistake(
                np.array([np.nan, np.nan]),
                "It exploded: two columns pull together now, so the steepest curvature is larger. Try 0.2.",
                when=lambda found: not np.all(np.isfinite(found)) or np.max(np.abs(found)) > 100,
            ),
        ],
        hint="Both columns are equal once they are standardized. What does that say about their slopes?",
        stronger="Two weights with equal slopes and an equal start stay equal. What must their sum be?",
    ),
    Case(
        "ex-scaling-explain",
        reference="AC",
        accept=lambda answer: letters(answer) == {"A", "C"},
        mistakes=[
            Mistake(
                "ABC",
                "B says that scaling finds a better line. Did the three neurons predict differently on their floors?",
                when=lambda answer: "B" in letters(answer),
            ),
            Mistake(
                "ACD",
                "D names a rate. Where is the cliff of the standardized houses, in the table of the five bowls?",
                when=lambda answer: "D" in letters(answer),
            ),
            Mistake("A", "True, and half of it: your friend still does not know what scaling is for."),
            Mistake("C", "True. But your friend observed something, and it was right. Say why."),
        ],
        hint="Two of the four are true. Find for each sentence the place in this chapter that decides it.",
        stronger="What does the formula not do that gradient descent does? And what does a bowl's shape decide?",
    ),
]
