"""Cases of the chapter *Handwritten digits*."""

from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises._letters import has, lacks, named
from handmade.exercises.case import Case, Mistake


def prepare(images: Array) -> Array:
    """Return pixels between 0 and 1."""
    return images.astype("float32") / 255


def random_images(rng: np.random.Generator) -> Array:
    """Draw three gray images, as MNIST stores them."""
    return rng.integers(0, 256, size=(3, 28, 28), dtype=np.uint8)


def place(row: Any, column: Any) -> Any:
    """Return the position of a pixel in its flattened image."""
    return 28 * row + column


def a_pixel(rng: np.random.Generator) -> tuple[int, int]:
    """Draw a row and a column that differ."""
    row, column = rng.choice(np.arange(1, 28), size=2, replace=False)
    return int(row), int(column)


def confusion(y_true: Array, y_said: Array) -> Any:
    """Count the answers: true digits down, answers across."""
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (y_true, y_said), 1)
    return counts


def counted_once(y_true: Array, y_said: Array) -> Any:
    """Add 1 by a list of places, which adds it to each place once."""
    counts = np.zeros((10, 10), dtype=int)
    counts[y_true, y_said] += 1
    return counts


def some_answers(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw true digits, and answers that are right about half of the time."""
    y_true = rng.integers(0, 10, size=200)
    return y_true, np.where(rng.random(200) < 0.5, y_true, rng.integers(0, 10, size=200))


def as_large_as_the_answers(y_true: Array, y_said: Array) -> Any:
    """Take the largest digit that occurs for the last one."""
    k = max(y_true.max(), y_said.max()) + 1
    return confusion(y_true, y_said)[:k, :k]


def nearest(x_known: Array, y_known: Array, x: Array) -> Any:
    """Return the label of the nearest known row, for every row of x."""
    distances = ((x[:, None, :] - x_known[None, :, :]) ** 2).sum(axis=2)
    return y_known[distances.argmin(axis=1)]


def farthest(x_known: Array, y_known: Array, x: Array) -> Any:
    """Take the largest distance."""
    distances = ((x[:, None, :] - x_known[None, :, :]) ** 2).sum(axis=2)
    return y_known[distances.argmax(axis=1)]


def nearest_by_sizes(x_known: Array, y_known: Array, x: Array) -> Any:
    """Sum the sizes of the differences instead of their squares."""
    distances = np.abs(x[:, None, :] - x_known[None, :, :]).sum(axis=2)
    return y_known[distances.argmin(axis=1)]


def nearest_position(x_known: Array, y_known: Array, x: Array) -> Any:
    """Return positions for labels."""
    return ((x[:, None, :] - x_known[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)


def largest_product(x_known: Array, y_known: Array, x: Array) -> Any:
    """Take the product for a likeness, and forget the length of the rows."""
    return y_known[(x @ x_known.T).argmax(axis=1)]


def random_neighbors(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Draw known rows with labels, and rows to label."""
    return rng.normal(size=(12, 5)), rng.integers(10, 20, size=12), rng.normal(size=(4, 5))


CASES = [
    Case(
        "ex-digits-flatten",
        reference=place,
        rtol=0,
        mistakes=[
            Mistake(lambda row, column: row + 28 * column, "Rows are laid end to end, not columns."),
            Mistake(lambda row, column: row * column, "How many pixels come before this row, and how many in it?"),
            Mistake(lambda row, column: row + column, "A whole row is passed for every step down, not one pixel."),
            Mistake(
                lambda row, column: 28 * (row - 1) + column - 1, "All count from 0: the first row has the number 0."
            ),
            Mistake(
                lambda row, column: 28 * row + column + 1,
                "One too many: the first pixel of the image is at position 0.",
            ),
            Mistake(
                lambda row, column: 28 * (row + 1) + column, "That is where the pixel below it arrives, one row later."
            ),
            Mistake(lambda row, column: 27 * row + column, "The last number of a row is 27, but it has 28 pixels."),
        ],
        hint="How many whole rows lie before this one, and how many pixels has each?",
        stronger="Rows 0 to row - 1 come first, 28 pixels each; then the pixels of this row that stand before it.",
        inputs=[(14, 20), (0, 5), (3, 0)],
        random_inputs=a_pixel,
    ),
    Case(
        "ex-digits-confusion",
        reference=confusion,
        rtol=0,
        mistakes=[
            Mistake(
                lambda y_true, y_said: confusion(y_said, y_true),
                "The counts are right, but lie on their side: rows are the true digits.",
            ),
            Mistake(
                counted_once,
                "No entry is above 1: += with arrays of places adds to each place once, however often it is named.",
            ),
            Mistake(
                lambda y_true, y_said: confusion(y_true, y_said) - np.diag(np.diag(confusion(y_true, y_said))),
                "These are the mistakes alone. Count the right answers, too, on the diagonal.",
            ),
            Mistake(
                lambda y_true, y_said: np.diag(np.diag(confusion(y_true, y_said))),
                "These are the right answers alone. Count what the others were taken for.",
            ),
            Mistake(
                lambda y_true, y_said: confusion(y_true, y_said) / len(y_true),
                "These are shares of all images. The table holds counts.",
            ),
            Mistake(
                lambda y_true, y_said: (
                    confusion(y_true, y_said) / np.maximum(1, confusion(y_true, y_said).sum(axis=1, keepdims=True))
                ),
                "These are shares of each true digit. The table holds counts.",
            ),
            Mistake(
                as_large_as_the_answers,
                "There are ten digits, and so ten rows and columns, even where a digit does not occur.",
            ),
            Mistake(
                lambda y_true, y_said: np.bincount(y_true, minlength=10),
                "That counts the true digits. The table has an entry for every pair of a truth and an answer.",
            ),
        ],
        hint="Start with a table of zeros. Each image adds 1 to one entry; which one?",
        stronger="Go through both arrays side by side: the true digit chooses the row, the answer the column.",
        inputs=[(np.array([3, 3, 3, 5]), np.array([3, 5, 5, 3]))],
        random_inputs=some_answers,
    ),
    Case(
        "ex-digits-letters",
        reference=0.99 ** (1 / 5),
        rtol=1e-4,  # 0.998 will do
        mistakes=[
            Mistake(0.99, "With 0.99 for each digit, only 95 letters of 100 arrive."),
            Mistake(0.99**5, "You went from digits to letters. The 0.99 belongs to the letters."),
            Mistake(0.99 / 5, "Five digits are not read a fifth each: probabilities of independent events multiply."),
            Mistake(
                0.9977,
                "Try it: take your number to the fifth power. How many letters of 100 is that?",
                when=lambda share: 0.99 < share < 1,
            ),
            Mistake(1.0, "Then every letter arrives. One in a hundred may get lost."),
            Mistake(99.8, "As a part of 1, please, not in percent.", when=lambda share: 90 < share < 100),
            Mistake(
                0.002,
                "That is the share that it may misread. Asked for is the share that it must read.",
                when=lambda share: abs(share - 0.002) < 1e-4,
            ),
            Mistake(1 - 0.01 ** (1 / 5), "The mistakes do not multiply: a letter is lost as soon as one digit is."),
        ],
        hint="If a is the share of digits that are read, which share of letters arrives? Set it to 0.99.",
        stronger="Five equal factors have the product 0.99.",
    ),
    Case(
        "ex-digits-prepare",
        reference=prepare,
        dtype=np.float32,
        mistakes=[
            Mistake(lambda images: images.astype("float32"), "The pixels still go up to 255."),
            Mistake(
                lambda images: images / 255,
                "Right values, in double precision. The network was trained on float32: convert before dividing.",
            ),
            Mistake(
                lambda images: (images / images.max()).astype("float32"),
                "Each batch is divided by its own largest pixel, so the same gray means different things. Use 255.",
            ),
            Mistake(
                lambda images: images.astype("float32") / 256, "Nearly: the largest pixel is 255, so divide by 255."
            ),
            Mistake(
                lambda images: (images // 255).astype("float32"),
                "Whole-number division leaves only 0 and 1: all gray is lost.",
            ),
            Mistake(
                lambda images: images.astype("float32") / 255 / 255, "Once is enough: these pixels are divided twice."
            ),
            Mistake(
                lambda images: prepare(images).reshape(len(images), -1),
                "The values are right. Leave the shape alone: Flatten does that.",
            ),
        ],
        hint="What is the largest value in a uint8 image, and what was it in the training images?",
        stronger="Change the dtype to float32 first, then divide by 255.",
        # an image without full ink or bare paper: its own largest and smallest values are no measure
        inputs=[(np.arange(2 * 28 * 28) % 180 + 40).astype(np.uint8).reshape(2, 28, 28)],
        random_inputs=random_images,
    ),
    Case(
        "ex-digits-explain",
        reference="ACE",
        accept=lambda answer: named(answer) == set("ACE"),
        mistakes=[
            Mistake("ABCE", "B: what did the coin say about images that only one of the two reads?", when=has("B")),
            Mistake("ACDE", "D: what did ten neurons read behind a layer that stayed random?", when=has("D")),
            Mistake("ACEF", "F: what became of the shares when the division was forgotten?", when=has("F")),
            Mistake("CE", "One more is true: look at the training curves of both.", when=lacks("A")),
            Mistake(
                "AE", "One more is true: were the ten neurons ever copied into the large network?", when=lacks("C")
            ),
            Mistake("AC", "One more is true: what is an image, once it is flattened?", when=lacks("E")),
        ],
        hint="Three are true. For each, look for the cell of this chapter that has tried it.",
        stronger="Two of the three are about what the network has learned and what it could; one is about Flatten.",
    ),
    Case(
        "ex-digits-nearest",
        reference=nearest,
        mistakes=[
            Mistake(farthest, "You took the most different image. Small distance means alike."),
            Mistake(nearest_by_sizes, "You summed the sizes of the differences; the exercise asks for their squares."),
            Mistake(nearest_position, "These are positions in the known images. Look up the labels there."),
            Mistake(
                lambda x_known, y_known, x: y_known[(x[:, None, :] - x_known).sum(axis=2).argmin(axis=1)],
                "Differences of both signs cancel in a sum. Square them first.",
            ),
            Mistake(
                lambda x_known, y_known, x: y_known[((x_known**2).sum(axis=1) - x @ x_known.T).argmin(axis=1)],
                "Multiply out (a - b)² again: how often does the product ab come?",
            ),
            Mistake(largest_product, "A large product also comes from a bright image. Measure the distance."),
        ],
        hint="For each new row: the squared distance to every known row, the position of the smallest, its label.",
        stronger="‖a - b‖² = ‖a‖² - 2 a·b + ‖b‖², so all distances come from one matrix product.",
        random_inputs=random_neighbors,
    ),
]
