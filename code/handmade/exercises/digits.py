"""Cases of the chapter *Handwritten digits*."""

from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake


def prepare(images: Array) -> Array:
    """Return pixels between 0 and 1."""
    return images.astype("float32") / 255


def random_images(rng: np.random.Generator) -> Array:
    """Draw three gray images, as MNIST stores them."""
    return rng.integers(0, 256, size=(3, 28, 28), dtype=np.uint8)


def interval(accuracy: float, m: int) -> tuple[Any, Any]:
    """Return the two ends of the 95 % interval."""
    half = 1.96 * np.sqrt(accuracy * (1 - accuracy) / m)
    return accuracy - half, accuracy + half


def interval_of_one_deviation(accuracy: float, m: int) -> tuple[Any, Any]:
    """Take one standard error."""
    half = np.sqrt(accuracy * (1 - accuracy) / m)
    return accuracy - half, accuracy + half


def interval_of_two_deviations(accuracy: float, m: int) -> tuple[Any, Any]:
    """Round 1.96 up."""
    half = 2 * np.sqrt(accuracy * (1 - accuracy) / m)
    return accuracy - half, accuracy + half


def interval_without_root(accuracy: float, m: int) -> tuple[Any, Any]:
    """Take the variance for the deviation."""
    half = 1.96 * accuracy * (1 - accuracy) / m
    return accuracy - half, accuracy + half


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
        "ex-digits-parameters",
        reference=784 * 64 + 64 + 64 * 32 + 32 + 32 * 10 + 10,
        rtol=0,
        mistakes=[
            Mistake(784 * 64 + 64 * 32 + 32 * 10, "These are the weights. Each neuron also has a bias."),
            Mistake(784 * 64 + 64, "That is the first Dense layer alone."),
            Mistake(784 * 64 + 64 + 64 * 10 + 10, "You left out the layer of 32."),
            Mistake(28 * 64 + 64 + 64 * 32 + 32 + 32 * 10 + 10, "Flatten turns 28 rows of 28 pixels into 784 inputs."),
        ],
        hint="A Dense layer has inputs × units weights and one bias for each unit. Flatten has none.",
        stronger="Three layers: from 784 to 64, from 64 to 32, from 32 to 10. Count weights and biases of each.",
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
        inputs=[np.full((2, 28, 28), 100, dtype=np.uint8)],  # an image without black: its own maximum is no measure
        random_inputs=random_images,
    ),
    Case(
        "ex-digits-interval",
        reference=interval,
        mistakes=[
            Mistake(
                interval_of_one_deviation,
                "That is one standard error; about two thirds of repetitions fall inside. Take 1.96 of them.",
            ),
            Mistake(interval_of_two_deviations, "Nearly: two standard errors are 95.4 %. For 95 % take 1.96."),
            Mistake(interval_without_root, "a (1 - a) / m is a variance. You need its square root."),
            Mistake(lambda accuracy, m: interval(accuracy, m)[::-1], "Both ends are right; give the lower one first."),
        ],
        hint="The standard error of an accuracy a on m images is √(a (1 - a) / m).",
        stronger="Go 1.96 standard errors down from the accuracy, and as far up.",
        inputs=[(0.9, 10_000), (0.9, 100)],
        random_inputs=lambda rng: (rng.uniform(0.5, 0.99), int(rng.integers(50, 5000))),
    ),
    Case(
        "ex-digits-nearest",
        reference=nearest,
        mistakes=[
            Mistake(farthest, "You took the most different image. Small distance means alike."),
            Mistake(nearest_by_sizes, "You summed the sizes of the differences; the exercise asks for their squares."),
            Mistake(nearest_position, "These are positions in the known images. Look up the labels there."),
            Mistake(largest_product, "A large product also comes from a bright image. Measure the distance."),
        ],
        hint="For each new row: the squared distance to every known row, the position of the smallest, its label.",
        stronger="‖a - b‖² = ‖a‖² - 2 a·b + ‖b‖², so all distances come from one matrix product.",
        random_inputs=random_neighbors,
    ),
]
