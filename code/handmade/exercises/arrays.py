"""Cases of the chapter *Arrays, and the dot product as likeness*."""

from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake


def column(flat: Array) -> Any:
    """Return the numbers as a column."""
    return np.reshape(flat, (-1, 1))


def mean_images(X: Array, y: Array) -> Any:
    """Return the mean of the rows of each of ten classes."""
    return np.stack([X[y == digit].mean(axis=0) for digit in range(10)])


def mean_of_each_image(X: Array, y: Array) -> Any:
    """Average over the pixels."""
    return [X[y == digit].mean(axis=1) for digit in range(10)]


def summed_images(X: Array, y: Array) -> Any:
    """Add the images up."""
    return np.stack([X[y == digit].sum(axis=0) for digit in range(10)])


def means_of_all(X: Array, y: Array) -> Any:
    """Average over all pixels and images of a class."""
    return np.array([X[y == digit].mean() for digit in range(10)])


def without_choosing(X: Array, y: Array) -> Any:
    """Take the mean of everybody, ten times."""
    return np.stack([X.mean(axis=0)] * 10)


def first_of_each(X: Array, y: Array) -> Any:
    """Take one image for the mean of all."""
    return np.stack([X[y == digit][0] for digit in range(10)])


def random_classes(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw forty rows of six pixels, each class at least once."""
    y = np.concatenate([np.arange(10), rng.integers(0, 10, size=30)])
    return rng.uniform(size=(40, 6)), rng.permutation(y)


def without_loops(X: Array, c: Array, W: Array) -> Any:
    """Return (X − c) W."""
    return (X - c) @ W  # (m, n) - (n,) -> (m, n), @ (n, k) -> (m, k)


def centered_too_late(X: Array, c: Array, W: Array) -> Any:
    """Subtract after the product, a number from each column."""
    return X @ W - c.sum()


def random_loop(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Draw five rows, what to subtract from each, and three patterns."""
    return rng.normal(size=(5, 4)), rng.normal(size=4), rng.normal(size=(4, 3))


def share_right(X: Array, patterns: Array, labels: Array, axis: int = 1, keepdims: bool = False) -> float:
    """Return the share of rows whose most similar pattern is that of their label."""
    lengths = np.linalg.norm(patterns, axis=axis, keepdims=axis == 1)
    scores = X @ (patterns / lengths).T  # (m, n) @ (n, k) -> (m, k)
    return float(np.mean(scores.argmax(axis=1, keepdims=keepdims) == labels))


def share_right_of_the_loudest(X: Array, patterns: Array, labels: Array) -> float:
    """Leave the division out."""
    return float(np.mean((X @ patterns.T).argmax(axis=1) == labels))


def count_right(X: Array, patterns: Array, labels: Array) -> float:
    """Count where a share is asked for."""
    return share_right(X, patterns, labels) * len(labels)


def random_reader(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Draw patterns, some louder, and noisy copies of them: the answers of every wrong version differ."""
    patterns = rng.uniform(size=(4, 6)) ** 3 * np.array([[1.0], [1.5], [2.5], [4.0]])
    labels = rng.integers(0, 4, size=60)
    return patterns[labels] + rng.normal(scale=0.25, size=(60, 6)), patterns, labels


def distances(A: Array, B: Array) -> Any:
    """Return the squared distance of every row of A to every row of B."""
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2)  # (m, 1, n) - (1, k, n) -> (m, k, n) -> (m, k)


def distances_plus(A: Array, B: Array) -> Any:
    """Turn the sign of the product."""
    return (A**2).sum(axis=1, keepdims=True) + (B**2).sum(axis=1) + 2 * A @ B.T


def distances_once(A: Array, B: Array) -> Any:
    """Forget that the product occurs twice."""
    return (A**2).sum(axis=1, keepdims=True) + (B**2).sum(axis=1) - A @ B.T


def random_rows(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw two tables with rows of one length."""
    return rng.normal(size=(5, 4)), rng.normal(size=(3, 4))


SHAPES = [(3,), (8,), (8, 1), (3, 3), (2,), (3, 3)]


def shapes_with(**changed: Any) -> list[Any]:
    """Return the six shapes with some of them changed: ``at_1=(8, 1)``."""
    return [changed.get(f"at_{i}", shape) for i, shape in enumerate(SHAPES)]


def wrong_at(i: int, shape: Any) -> Any:
    """Return whether an answer has this shape at entry ``i``."""
    return lambda answer: answer[i] == shape


CASES = [
    Case(
        "ex-arrays-column",
        reference=column,
        mistakes=[
            Mistake(lambda flat: np.asarray(flat).T, "Still flat: with one axis there is nothing to swap."),
            Mistake(lambda flat: np.reshape(flat, (1, -1)), "That is a row, (1, 4). A column has one number a row."),
            Mistake(
                lambda flat: np.array([[1], [2], [3], [4]]),
                "That is one column for ever. Make it from whatever flat array comes in.",
            ),
        ],
        hint="A column has as many rows as there are numbers, and one column.",
        stronger="reshape takes -1 for the length that it should find out by itself.",
        inputs=[np.array([1, 2, 3, 4])],
        random_inputs=lambda rng: rng.normal(size=rng.integers(2, 7)),
    ),
    Case(
        "ex-arrays-mean-images",
        reference=mean_images,
        mistakes=[
            Mistake(mean_of_each_image, "That is one number for every image. Sum away the axis of the images."),
            Mistake(summed_images, "These are sums: a digit that occurs more often gets a darker pattern."),
            Mistake(means_of_all, "Without an axis, mean averages over everything. One axis is to stay."),
            Mistake(without_choosing, "That is the mean of all images, ten times. Choose those of one digit first."),
            Mistake(first_of_each, "That is the first image of each digit, not the mean of all of them."),
            Mistake(lambda X, y: mean_images(X, y).T, "Right numbers, one pattern a column. Give one pattern a row."),
        ],
        hint="X[y == 3] holds the rows of all threes. What do you average over to get one pattern?",
        stronger="For each digit: choose its rows, mean over axis 0. np.stack puts the ten results below each other.",
        random_inputs=random_classes,
    ),
    Case(
        "ex-arrays-shapes",
        reference=SHAPES,
        mistakes=[
            Mistake(
                shapes_with(at_0=(1, 3)),
                "matrix[2]: an index takes an axis away, so no axis of length 1 is left.",
                when=wrong_at(0, (1, 3)),
            ),
            Mistake(
                shapes_with(at_0=(8,)),
                "matrix[2] chooses a row, and a row has one number for each column.",
                when=wrong_at(0, (8,)),
            ),
            Mistake(
                shapes_with(at_1=(8, 1)),
                "matrix[:, 1]: an index takes its axis away. Which of the six keeps the column a column?",
                when=wrong_at(1, (8, 1)),
            ),
            Mistake(
                shapes_with(at_2=(8,)),
                "matrix[:, [1]]: a list keeps its axis, even a list of one.",
                when=wrong_at(2, (8,)),
            ),
            Mistake(
                shapes_with(at_3=(8, 3)),
                "matrix[[0, 2, 7]] chooses three rows. How many rows are left?",
                when=wrong_at(3, (8, 3)),
            ),
            Mistake(
                shapes_with(at_4=(3,)),
                "matrix[2:4].sum(axis=1): the axis you name is the one that goes. Which one stays?",
                when=wrong_at(4, (3,)),
            ),
            Mistake(
                shapes_with(at_4=(2, 1)),
                "matrix[2:4].sum(axis=1): a sum takes its axis away, unless keepdims asks it not to.",
                when=wrong_at(4, (2, 1)),
            ),
            Mistake(
                shapes_with(at_5=(8, 8)),
                "matrix.T @ matrix is (3, 8) @ (8, 3). The inner lengths meet and vanish.",
                when=wrong_at(5, (8, 8)),
            ),
            Mistake(
                [3, 8, (8, 1), (3, 3), 2, (3, 3)],
                "The shape of a flat array is written with a comma, as (3,): a tuple of one length.",
                when=lambda answer: 3 in answer[:1] or 8 in answer[1:2] or 2 in answer[4:5],
            ),
        ],
        hint="Take the two axes one after the other. An index and a sum take theirs away; a slice and a list do not.",
        stronger="Three of the six are flat, with one length in the tuple. Which three name a single place, or a sum?",
    ),
    Case(
        "ex-arrays-loops",
        reference=without_loops,
        mistakes=[
            Mistake(lambda X, c, W: X @ W, "c is not subtracted."),
            Mistake(lambda X, c, W: (X + c) @ W, "c is added. The loop subtracts it."),
            Mistake(lambda X, c, W: X - c @ W, "@ binds more tightly than minus: put X - c in parentheses."),
            Mistake(centered_too_late, "Each c[j] meets W[j, k] before the sum. Subtract before you multiply."),
            Mistake(lambda X, c, W: ((X - c) @ W).sum(axis=1), "One number for each i and k: do not sum over k."),
            Mistake(lambda X, c, W: ((X - c) @ W).T, "Right numbers, transposed: out[i, k] has the rows of X."),
        ],
        hint="Two things happen for every i and k: a subtraction that depends on j alone, and a dot product.",
        stronger="c is flat, so it is subtracted from every row of X at once. Then the sum over j is one product.",
        random_inputs=random_loop,
    ),
    Case(
        "ex-arrays-bug",
        reference=share_right,
        mistakes=[
            Mistake(
                lambda X, patterns, labels: share_right(X, patterns, labels, axis=0, keepdims=True),
                "Still as given. Print the shape of every array on the way, and ask what it should be.",
            ),
            Mistake(
                lambda X, patterns, labels: share_right(X, patterns, labels, keepdims=True),
                "The lengths are mended. Now look at the shape of answers == labels.",
            ),
            Mistake(
                lambda X, patterns, labels: share_right(X, patterns, labels, axis=0),
                "The comparison is mended. Now: how many lengths should four patterns have?",
            ),
            Mistake(share_right_of_the_loudest, "Without the division the loudest pattern wins. Mend it instead."),
            Mistake(count_right, "That is the number of right answers. The share is asked for."),
        ],
        hint="Nothing fails, because every shape here can be stretched to fit. Print the shapes, line by line.",
        stronger="There should be one length for each pattern, and one comparison for each row of X.",
        random_inputs=random_reader,
    ),
    Case(
        "ex-arrays-distances",
        reference=distances,
        mistakes=[
            Mistake(lambda A, B: np.sqrt(distances(A, B)), "These are the distances. Their squares are asked for."),
            Mistake(lambda A, B: distances(B, A), "Right numbers, transposed: one row for each row of A."),
            Mistake(distances_plus, "The sign of the product is turned: alike means near."),
            Mistake(distances_once, "(a - b)² has the product twice."),
            Mistake(lambda A, B: A @ B.T, "These are likenesses. How do they enter (a - b)²?"),
            Mistake(
                lambda A, B: np.abs(A[:, None] - B[None]).sum(axis=2),
                "You summed the sizes of the differences; their squares are asked for.",
            ),
        ],
        hint="Multiply out the square of a difference: three terms. Which of them needs every pair of rows?",
        stronger="|a - b|² = a·a + b·b - 2 a·b: a column of squares, a flat row of squares, and one matrix product.",
        random_inputs=random_rows,
    ),
    Case(
        "ex-arrays-explain",
        reference=0,
        mistakes=[
            Mistake(
                10_000,
                "All scores change, true. But an answer is the place of the largest score in its row.",
            ),
            Mistake(
                100,
                "Some, you say. Take two pictures of the same scribble, one twice as dark: do they get two answers?",
                when=lambda count: 0 < count < 10_000,
            ),
        ],
        hint="Each picture is divided by one number of its own. What does that do to the ten scores of its row?",
        stronger="All ten scores of a row are divided by the same positive number. Which is the largest afterwards?",
    ),
]
