"""Cases of the chapter *Gradient descent*."""

from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake


def slopes(X: Array, w: Array, y: Array) -> Any:
    """Return the gradient of the mean squared error of a linear model."""
    return 2 / len(X) * X.T @ (X @ w - y)  # (n, m) @ (m, 1) -> (n, 1)


def random_model(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Draw a design matrix, weights and targets."""
    return rng.normal(size=(7, 3)), rng.normal(size=(3, 1)), rng.normal(size=(7, 1))


def mended(w: Array) -> Array:
    """Return the slopes of w₀² w₁ + sin w₁."""
    return np.array([2 * w[0] * w[1], w[0] ** 2 + np.cos(w[1])])


def as_given(w: Array) -> Array:
    """Return the slopes with the bug in them."""
    return np.array([2 * w[0] * w[1], w[0] ** 2 + np.sin(w[1])])


def wrong_sign(w: Array) -> Array:
    """Differentiate the sine to minus the cosine."""
    return np.array([2 * w[0] * w[1], w[0] ** 2 - np.cos(w[1])])


CASES = [
    Case(
        "ex-gradient-descent-two-steps",
        reference=6.8,
        mistakes=[
            Mistake(8.0, "That is where one step leads. Feel the slope again there, and take the second."),
            Mistake(14.8, "You went uphill: the step is *minus* the learning rate times the slope."),
            Mistake(6.0, "You used the first slope twice. The slope changes with the place: feel it anew."),
            Mistake(50.0, "You stepped by the whole slope, twice; the learning rate is missing."),
            Mistake(-10.0, "One step by the whole slope: the learning rate and the second step are missing."),
            Mistake(3.2, "That is the walk from 0; this one starts at 10."),
            Mistake(9.48, "That is how high you stand. The question is where: w."),
        ],
        hint="The slope is 4 (w - 5). What is it at 10, and how far does a tenth of it carry you?",
        stronger="At 10 the slope is 20, so the first step ends at 8. At 8 the slope is 12.",
    ),
    Case(
        "ex-gradient-descent-one-jump",
        reference=1 / 6,
        mistakes=[
            Mistake(1 / 3, "With this rate it lands exactly as far away on the other side, forever."),
            Mistake(6.0, "That is the curvature itself. The factor is 1 - αh; when is it zero?"),
            Mistake(1 / 12, "With this rate each step leaves half of the error."),
            Mistake(0.25, "That was the answer for the other parabola. This one has another curvature."),
        ],
        rtol=5e-3,
        hint="First find the curvature h, the second derivative of the loss. Then ask for a factor of zero.",
        stronger="h = 6 here, and 1 - αh = 0.",
    ),
    Case(
        "ex-gradient-descent-mse",
        reference=slopes,
        mistakes=[
            Mistake(lambda X, w, y: slopes(X, w, y) * len(X), "The loss is a mean: divide by the number of rows."),
            Mistake(lambda X, w, y: slopes(X, w, y) / 2, "Half of it: the square brings down a factor 2."),
            Mistake(lambda X, w, y: -slopes(X, w, y), "The sign is turned: the error is prediction minus target."),
            Mistake(
                lambda X, w, y: 2 / X.shape[1] * X.T @ (X @ w - y), "You divided by n, the columns; m is the rows."
            ),
            Mistake(
                lambda X, w, y: (2 / len(X) * X.T @ (X @ w - y)).ravel(),
                "The numbers are right, but a gradient has the shape of what it belongs to: (n, 1), like w.",
            ),
        ],
        hint="Start with one weight: the mean of error times input, twice. Which matrix product adds it up?",
        stronger="error = X @ w - y is (m, 1); X.T @ error sums error times input over the rows.",
        random_inputs=random_model,
    ),
    Case(
        "ex-gradient-descent-bug",
        reference=mended,
        mistakes=[
            Mistake(as_given, "Still as given. What does check_gradient say about entry 1?"),
            Mistake(wrong_sign, "Nearly: mind the sign of the derivative of the sine."),
        ],
        hint="check_gradient names the entry that is wrong. Differentiate that one again.",
        stronger="The derivative of sin is cos.",
        inputs=[np.array([1.0, 2.0]), np.array([-0.5, 0.3])],
        random_inputs=lambda rng: rng.normal(size=2),
    ),
    Case(
        "ex-gradient-descent-watershed",
        reference=0.07543,
        rtol=0,
        atol=0.0005,
        mistakes=[
            Mistake(0.0, "It would be 0 if the two valleys were mirror images. The tilt 0.3 w moves it."),
            Mistake(0.96015, "That is the floor of the right valley. The watershed is where a walker cannot decide."),
            Mistake(-1.03558, "That is the floor of the left valley. The watershed is where a walker cannot decide."),
        ],
        hint="Keep two starts, one that ends on the left and one that ends on the right, and try the middle.",
        stronger="Start with 0 (ends left) and 0.5 (ends right); the slope is zero where you are heading.",
    ),
]
