"""Cases of the chapter *Arrays, and the dot product as likeness*."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    return np.stack([X[y == digit].mean(axis=1) for digit in range(10)])


def summed_images(X: Array, y: Array) -> Any:
    """Add the images up."""
    return np.stack([X[y == digit].sum(axis=0) for digit in range(10)])


def share_of_all_images(X: Array, y: Array) -> Any:
    """Divide by the number of all images."""
    return summed_images(X, y) / len(X)


def one_image_each(X: Array, y: Array) -> Any:
    """Choose by place instead of by digit."""
    return np.stack([X[digit] for digit in range(10)])


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


# Where every length is 3, few wrong answers raise, and each shows what it is.
SQUARE = (
    np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 5.0], [4.0, 0.0, 3.0]]),
    np.array([1.0, -2.0, 3.0]),
    np.array([[2.0, 0.0, 1.0], [1.0, 3.0, -1.0], [0.0, 1.0, 7.0]]),
)


def random_loop(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Draw five rows, what to subtract from each, and three patterns."""
    return rng.normal(size=(5, 4)), rng.normal(size=4), rng.normal(size=(4, 3))


def share_right(X: Array, patterns: Array, labels: Array, axis: int = 1, keepdims: bool = False) -> float:
    """Return the share of rows whose most similar pattern is that of their label."""
    lengths = np.linalg.norm(patterns, axis=axis, keepdims=axis == 1)
    scores = X @ (patterns / lengths).T  # (m, n) @ (n, k) -> (m, k)
    return float(np.mean(scores.argmax(axis=1, keepdims=keepdims) == labels))


def share_right_flat_lengths(X: Array, patterns: Array, labels: Array) -> float:
    """Divide by a flat array of lengths: column j by the length of pattern j."""
    scores = X @ (patterns / np.linalg.norm(patterns, axis=1)).T  # (m, n) @ (n, k) -> (m, k)
    return float(np.mean(scores.argmax(axis=1) == labels))


def share_right_of_columns(X: Array, patterns: Array, labels: Array) -> float:
    """Ask each pattern for its picture instead of each picture for its pattern."""
    scores = X @ (patterns / np.linalg.norm(patterns, axis=1, keepdims=True)).T  # (m, n) @ (n, k) -> (m, k)
    return float(np.mean(scores.argmax(axis=0) == labels))


def share_right_of_squares(X: Array, patterns: Array, labels: Array) -> float:
    """Divide by the squared lengths."""
    scores = X @ (patterns / (patterns**2).sum(axis=1, keepdims=True)).T  # (m, n) @ (n, k) -> (m, k)
    return float(np.mean(scores.argmax(axis=1) == labels))


def square_reader() -> list[tuple[Array, Array, Array]]:
    """Return as many pictures as pixels and patterns, so that wrong shapes fit, and show in the value."""
    rng = np.random.default_rng(16)  # chosen so that every wrong version has a share of its own
    patterns = rng.uniform(size=(24, 24)) ** 2 * rng.uniform(0.6, 2.0, size=(24, 1))
    labels = rng.integers(0, 24, size=24)
    return [(patterns[labels] + rng.normal(scale=0.3, size=(24, 24)), patterns, labels)]


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


def lean_distances(A: Array, B: Array) -> Any:
    """Return the same from |a − b|² = a·a + b·b − 2 a·b."""
    return (A**2).sum(axis=1, keepdims=True) + (B**2).sum(axis=1) - 2 * A @ B.T  # (m, 1) + (k,) - (m, k)


def distances_within_memory(answer: Any, A: Array, B: Array) -> Any:
    """Call the answer, and refuse an array with an entry for every row, row and column (large inputs only)."""
    allowed = len(A) * len(B) * A.shape[1] * A.itemsize // 2
    if allowed < 2**20:  # what Python itself needs would drown the measurement
        return answer(A, B)
    with measured_memory() as peak:
        found = answer(A, B)
    if peak() > allowed:
        raise MemoryError(f"{peak() / 1e6:.0f} MB at once; this check has {allowed / 1e6:.0f} MB")
    return found


@contextmanager
def measured_memory() -> Iterator[Callable[[], int]]:
    """Give a function that says how many bytes more than at the start were ever in use."""
    ours = not tracemalloc.is_tracing()
    if ours:
        tracemalloc.start()
    tracemalloc.reset_peak()
    before, found = tracemalloc.get_traced_memory()[0], [0]
    try:
        yield lambda: found[0]
    finally:
        found[0] = tracemalloc.get_traced_memory()[1] - before
        if ours:
            tracemalloc.stop()


def many_rows() -> list[tuple[Array, Array]]:
    """Return two small tables, and two of which all differences would take 16 MB."""
    rng = np.random.default_rng(0)
    return [(SQUARE[0], SQUARE[2]), (rng.normal(size=(100, 250)), rng.normal(size=(80, 250)))]


def distances_plus(A: Array, B: Array) -> Any:
    """Turn the sign of the product."""
    return (A**2).sum(axis=1, keepdims=True) + (B**2).sum(axis=1) + 2 * A @ B.T


def distances_once(A: Array, B: Array) -> Any:
    """Forget that the product occurs twice."""
    return (A**2).sum(axis=1, keepdims=True) + (B**2).sum(axis=1) - A @ B.T


def random_rows(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw two tables with rows of one length."""
    return rng.normal(size=(5, 4)), rng.normal(size=(3, 4))


def flat_plus_flat(A: Array, B: Array) -> Any:
    """Lay both rows of squared lengths along the columns."""
    return (A**2).sum(axis=1) + (B**2).sum(axis=1) - 2 * A @ B.T


SHAPES = [(3,), (8,), (8, 1), (3, 3), (2,), (3, 3)]


def shapes_with(**changed: Any) -> list[Any]:
    """Return the six shapes with some of them changed: ``at_1=(8, 1)``."""
    return [changed.get(f"at_{i}", shape) for i, shape in enumerate(SHAPES)]


def wrong_at(i: int, *shapes: Any) -> Any:
    """Return whether an answer has one of these shapes at entry ``i``; without shapes, any wrong one."""
    return lambda answer: tuple(answer[i]) in shapes if shapes else tuple(answer[i]) != SHAPES[i]


def are_the_shapes(answer: Any) -> bool:
    """Return whether these are the six shapes, as tuples or as lists."""
    return len(answer) == len(SHAPES) and all(
        isinstance(one, (tuple, list)) and tuple(one) == shape for one, shape in zip(answer, SHAPES, strict=True)
    )


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
        stronger="reshape is one way. Another: what does .T make of a table with one row?",
        inputs=[np.array([1, 2, 3, 4])],
        random_inputs=lambda rng: rng.normal(size=rng.integers(2, 7)),
    ),
    Case(
        "ex-arrays-mean-images",
        reference=mean_images,
        mistakes=[
            Mistake(mean_of_each_image, "That is one number for every image. Sum away the axis of the images."),
            Mistake(summed_images, "These are sums: a digit that occurs more often gets a darker pattern."),
            Mistake(share_of_all_images, "Divided by the number of all images. How many show this digit?"),
            Mistake(one_image_each, "X[3] is the image at place 3, whatever it shows. X[y == 3] asks for the digit."),
            Mistake(means_of_all, "Without an axis, mean averages over everything. One axis is to stay."),
            Mistake(without_choosing, "That is the mean of all images, ten times. Choose those of one digit first."),
            Mistake(first_of_each, "That is the first image of each digit, not the mean of all of them."),
            Mistake(lambda X, y: mean_images(X, y).T, "Right numbers, one pattern a column. Give one pattern a row."),
        ],
        hint="X[y == 3] holds the rows of all threes. What do you average over to get one pattern?",
        stronger="Take one digit first: its rows are a table. Which axis has to disappear, so that one row is left?",
        random_inputs=random_classes,
    ),
    Case(
        "ex-arrays-shapes",
        reference=SHAPES,
        accept=are_the_shapes,
        mistakes=[
            Mistake(
                [3, 8, (8, 1), (3, 3), 2, (3, 3)],
                "A shape is a tuple, and that of a flat array is written with a comma, as (5,).",
                when=lambda answer: any(isinstance(one, (int, str)) for one in answer),
            ),
            Mistake(SHAPES[:5], "Six shapes are asked for, in the order of the list.", when=lambda a: len(a) != 6),
            Mistake(
                shapes_with(at_0=(1, 3)),
                "matrix[2]: an index takes an axis away, so no axis of length 1 is left.",
                when=wrong_at(0, (1, 3)),
            ),
            Mistake(
                shapes_with(at_0=(8,)),
                "matrix[2]: the index is a place among the rows. What does one row consist of?",
                when=wrong_at(0),
            ),
            Mistake(
                shapes_with(at_1=(8, 1)),
                "matrix[:, 1]: an index takes its axis away. Which of the six keeps the column a column?",
                when=wrong_at(1, (8, 1), (1, 8)),
            ),
            Mistake(
                shapes_with(at_1=(3,)),
                "matrix[:, 1]: the colon keeps all rows, the index is a place among the columns.",
                when=wrong_at(1),
            ),
            Mistake(
                shapes_with(at_2=(8,)),
                "matrix[:, [1]]: a list keeps its axis, even a list of one.",
                when=wrong_at(2),
            ),
            Mistake(
                shapes_with(at_3=(8, 3)),
                "matrix[[0, 2, 7]] chooses rows. How many rows are left, and how long is each?",
                when=wrong_at(3),
            ),
            Mistake(
                shapes_with(at_4=(2, 1)),
                "matrix[2:4].sum(axis=1): a sum takes its axis away, unless keepdims asks it not to.",
                when=wrong_at(4, (2, 1), (1, 3), (1, 2)),
            ),
            Mistake(
                shapes_with(at_4=(3,)),
                "matrix[2:4].sum(axis=1): first the slice, then the sum. The axis you name is the one that goes.",
                when=wrong_at(4),
            ),
            Mistake(
                shapes_with(at_5=(8, 8)),
                "matrix.T @ matrix: .T swaps the axes of the first. The inner lengths meet and vanish.",
                when=wrong_at(5),
            ),
        ],
        hint="Take the two axes one after the other. An index and a sum take theirs away; a slice and a list do not.",
        stronger="Say the shape after each step: matrix is (8, 3), and what is left of it after the first brackets?",
    ),
    Case(
        "ex-arrays-loops",
        reference=without_loops,
        mistakes=[
            Mistake(lambda X, c, W: X @ W, "c is not subtracted."),
            Mistake(lambda X, c, W: (X + c) @ W, "c is added. The loop subtracts it."),
            Mistake(lambda X, c, W: X - c @ W, "@ binds more tightly than minus: put X - c in parentheses."),
            Mistake(centered_too_late, "Each c[j] meets its own W[j, u] before anything is added up."),
            Mistake(lambda X, c, W: ((X - c) @ W).sum(axis=1), "One number for each i and u: do not sum over u."),
            Mistake(lambda X, c, W: X @ W - c, "c[j] belongs to the column j of X. Subtract before you multiply."),
            Mistake(lambda X, c, W: (X - c[:, None]) @ W, "As a column, c gives one number to each row, not each j."),
            Mistake(lambda X, c, W: (X - c) @ W.T, "W has one pattern a column already. Leave it as it is."),
            Mistake(lambda X, c, W: (X - c) * W, "* leaves entry beside entry. The loop over j adds them up."),
            Mistake(lambda X, c, W: (c - X) @ W, "The signs are turned: X[i, j] - c[j]."),
            Mistake(lambda X, c, W: ((X - c) @ W).T, "Right numbers, transposed: out[i, k] has the rows of X."),
        ],
        hint="Two things happen for every i and u: a subtraction that depends on j alone, and a dot product.",
        stronger="What can a flat array of n numbers do to a table of n columns? And which sign adds up over j?",
        inputs=[SQUARE],
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
                "The comparison is mended. Now: how many lengths should k patterns have?",
            ),
            Mistake(
                share_right_flat_lengths,
                "One length for each pattern, but a flat array is laid along the columns, one for each pixel.",
            ),
            Mistake(
                share_right_of_the_loudest,
                "The loudest pattern still wins. Divide, and each pattern by a length of its own.",
            ),
            Mistake(share_right_of_columns, "That asks each pattern for its best picture. Each picture is to choose."),
            Mistake(share_right_of_squares, "Those are the squares of the lengths."),
            Mistake(count_right, "That is the number of right answers. The share is asked for."),
        ],
        hint="Print the shape of every array, line by line. Which of them is not what its name promises?",
        stronger="There should be one length for each pattern, and one comparison for each row of X.",
        inputs=square_reader,
        random_inputs=random_reader,
    ),
    Case(
        "ex-arrays-distances",
        reference=lean_distances,
        observe=distances_within_memory,
        mistakes=[
            Mistake(
                distances,
                "Right numbers, from an array with m · k · n entries. Multiply out the square and save it.",
            ),
            Mistake(
                flat_plus_flat,
                "Two flat arrays of squared lengths, both laid along the columns. Which of them belongs to the rows?",
            ),
            Mistake(
                lambda A, B: np.sqrt(lean_distances(A, B)), "These are the distances. Their squares are asked for."
            ),
            Mistake(
                lambda A, B: np.sqrt(distances(A, B)), "No root, please: the square of each distance is asked for."
            ),
            Mistake(lambda A, B: distances(B, A), "Each row of the table should belong to a row of A, not of B."),
            Mistake(lambda A, B: (A[:, None] - B) ** 2, "All squares, (m, k, n), but nothing is added up yet."),
            Mistake(
                lambda A, B: ((A[:, None] - B) ** 2).sum(axis=1),
                "From (m, k, n) to (m, k): which axis has to disappear?",
            ),
            Mistake(lambda A, B: lean_distances(B, A), "Right numbers, transposed: one row for each row of A."),
            Mistake(distances_plus, "The sign of the product is turned: alike means near."),
            Mistake(distances_once, "(a - b)² has the product twice."),
            Mistake(lambda A, B: A @ B.T, "These are likenesses. How do they enter (a - b)²?"),
            Mistake(
                lambda A, B: np.abs(A[:, None] - B[None]).sum(axis=2),
                "You summed the sizes of the differences; their squares are asked for.",
            ),
        ],
        hint="Multiply out the square of a difference: three terms. Which of them needs every pair of rows?",
        stronger="One term depends on a alone, one on b alone, and one on both. What shape should each of them have?",
        inputs=many_rows,
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
        stronger="Write down three scores, divide them all by 2, and look for the largest before and after.",
    ),
]
