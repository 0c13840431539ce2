"""Cases of the chapter *Gradient descent*."""

from collections.abc import Callable
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


def only_first_wrong(gradient: Callable[[Array], Array]) -> bool:
    """Return whether entry 1 is right at two places and entry 0 is not."""
    places = [np.array([1.0, 2.0]), np.array([-0.5, 0.3])]
    right = np.array([np.isclose(gradient(w.copy()), mended(w)) for w in places])  # (2 places, 2 entries)
    return right.shape == (2, 2) and bool(right[:, 1].all() and not right[:, 0].all())


CASES = [
    Case(
        "ex-gradient-descent-two-steps",
        reference=6.8,
        mistakes=[
            Mistake(8.0, "That is where one step leads. Feel the slope again there, and take the second."),
            Mistake(
                12.0, "One step, and uphill: the step is *minus* the learning rate times the slope. Then a second."
            ),
            Mistake(14.8, "You went uphill: the step is *minus* the learning rate times the slope."),
            Mistake(6.0, "You used the first slope twice. The slope changes with the place: feel it anew."),
            Mistake(50.0, "You stepped by the whole slope, twice; the learning rate is missing."),
            Mistake(-10.0, "One step by the whole slope: the learning rate and the second step are missing."),
            Mistake(3.2, "That is the walk from 0; this one starts at 10."),
            Mistake(9.48, "That is how high you stand. The question is where: w."),
        ],
        hint="The slope is 4 (w - 5). What is it at 10, and how far does a tenth of it carry you?",
        stronger="At 10 the slope is 20, so the first step ends at 8. Feel the slope there, and step once more.",
    ),
    Case(
        "ex-gradient-descent-one-jump",
        reference=1 / 6,
        mistakes=[
            Mistake(1 / 3, "With this rate it lands exactly as far away on the other side, forever."),
            Mistake(6.0, "That is the curvature itself. The factor is 1 - αh; when is it zero?"),
            Mistake(1 / 12, "With this rate each step leaves half of the error."),
            Mistake(-1.0, "That is where the floor is, a place. Asked for is the learning rate that gets there."),
            Mistake(0.0, "With this rate it never moves."),
            Mistake(
                0.17,
                "Nearly: rounded too coarsely to land on the floor. Give it as a fraction, or with three digits.",
                when=lambda rate: 5e-3 / 6 < abs(rate - 1 / 6) < 0.007,
            ),
            Mistake(0.25, "That was the answer for the other parabola. This one has another curvature."),
        ],
        rtol=5e-3,
        hint="First find the curvature h, the second derivative of the loss. Then ask for a factor of zero.",
        stronger="The slope is 6 (w + 1). How fast does it change? For that h, the factor 1 - αh must be zero.",
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
                lambda X, w, y: 2 / X.size * X.T @ (X @ w - y),
                "You divided by the number of entries of X. The mean is over the m rows: one error each.",
            ),
            Mistake(
                lambda X, w, y: (2 / len(X) * X.T @ (X @ w - y)).ravel(),
                "A gradient has the shape of what it belongs to: (n, 1), like w.",
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
            Mistake(lambda w: mended(w)[::-1], "Right slopes in the wrong order: entry 0 belongs to w[0]."),
            Mistake(
                lambda w: np.array([2 * w[0] * w[1], 2 * w[0] + np.cos(w[1])]),
                "The sine is mended. But in entry 1 only w[1] moves: there w[0] ** 2 is a constant factor.",
            ),
            Mistake(
                lambda w: np.array([2 * w[0] * w[1], np.cos(w[1])]),
                "The sine is mended. But the other term depends on w[1] too, and its slope was there already.",
            ),
            Mistake(
                lambda w: w[0] ** 2 * w[1] + np.sin(w[1]),
                "That is J itself, how high you stand. Asked for are its two slopes, in one array.",
            ),
            Mistake(
                lambda w: np.array([w[0] ** 2 * w[1], mended(w)[1]]),
                "Entry 1 is right. Entry 0 was right as it was given: compare yours with it.",
                when=only_first_wrong,
            ),
        ],
        hint="check_gradient names the entry that is wrong; differentiate that one again. The other may stay.",
        stronger="In entry 1 only w[1] moves. Differentiate the two terms of J by it, one after the other.",
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
            Mistake(
                -0.075,
                "The size is right, the sign is not. On which side does a walker end who starts at 0?",
                when=lambda start: abs(start + 0.07543) < 0.006,
            ),
            Mistake(
                0.076,
                "Near it; three decimals are asked for. Rounded on the way, or stopped halving too soon?",
                when=lambda start: 0.0005 < abs(start - 0.07543) < 0.006,
            ),
        ],
        hint="Keep two starts, one that ends on the left and one that ends on the right, and try the middle.",
        stronger="-0.2 ends left, 0.2 right. Try the middle: it replaces the start that ends where it does. Ten times.",
    ),
]
