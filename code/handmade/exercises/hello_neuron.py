"""Cases of the chapter *Hello, neuron*."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

X = np.array([1.0, 2, 3, 4, 5, 7, 8, 9, 11]).reshape(-1, 1)
Y = 2 * X + 1


def plain(value: Any) -> Any:
    """Return an array of one number as that number; a loop over rows and a matrix product make such arrays."""
    return value.item() if isinstance(value, np.ndarray) and value.size == 1 else value


def plain_numbers(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a reader's function returns, each array of one number as that number."""
    result = function(*arguments)
    return [plain(part) for part in result] if isinstance(result, (tuple, list)) else plain(result)


def step(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Return the weight and the bias after one step downhill."""
    error = w * x + b - y
    return w - learning_rate * 2 * np.mean(error * x), b - learning_rate * 2 * np.mean(error)


def step_uphill(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Go against the cure: add the slope."""
    return step(w, b, x, y, -learning_rate)


def step_without_two(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Forget the 2 of the derivative of a square."""
    return step(w, b, x, y, learning_rate / 2)


def step_with_sum(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Sum where the loss is a mean."""
    return step(w, b, x, y, learning_rate * len(x))


def step_without_input(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Use the slope of the bias for the weight, too."""
    slope = 2 * np.mean(w * x + b - y)
    return w - learning_rate * slope, b - learning_rate * slope


def step_one_after_the_other(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Move the weight first and feel the slope of the bias from the new place."""
    new_w, _ = step(w, b, x, y, learning_rate)
    return new_w, step(new_w, b, x, y, learning_rate)[1]


def slopes_without_step(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Stop at the two slopes."""
    error = w * x + b - y
    return 2 * np.mean(error * x), 2 * np.mean(error)


def step_swapped(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Return the bias first."""
    new_w, new_b = step(w, b, x, y, learning_rate)
    return new_b, new_w


def step_with_two_means(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Multiply the mean error by the mean input."""
    error = w * x + b - y
    return w - learning_rate * 2 * np.mean(error) * np.mean(x), step(w, b, x, y, learning_rate)[1]


def step_with_squares(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Leave the square in the slope."""
    square = (w * x + b - y) ** 2
    return w - learning_rate * 2 * np.mean(square * x), b - learning_rate * 2 * np.mean(square)


def step_of_fixed_rate(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Build in the chapter's learning rate."""
    return step(w, b, x, y, 0.02)


def step_on_the_log(w: float, b: float, x: Array, y: Array, learning_rate: float) -> tuple[Any, Any]:
    """Build in the chapter's nine examples."""
    return step(w, b, X, Y, learning_rate)


def random_step(rng: np.random.Generator) -> tuple[Any, ...]:
    """Draw a state, a data set that is not on a line, and a learning rate."""
    x, y = rng.normal(size=(6, 1)), rng.normal(size=(6, 1))
    return rng.normal(), rng.normal(), x, y, rng.uniform(0.01, 0.2)


def slope_of_weight(w: float, b: float, x: Array, y: Array) -> Any:
    """Return dJ/dw, whatever the shape the targets came in."""
    y = np.reshape(y, np.shape(x))
    return 2 * np.mean((w * x + b - y) * x)


def broadcast_slope(w: float, b: float, x: Array, y: Array) -> Any:
    """Leave the bug in."""
    return 2 * np.mean((w * x + b - y) * x)


def summed_slope(w: float, b: float, x: Array, y: Array) -> Any:
    """Mend the shape, and turn the mean into a sum."""
    return slope_of_weight(w, b, x, y) * len(x)


def half_flat_slope(w: float, b: float, x: Array, y: Array) -> Any:
    """Flatten the input where it makes the error, and not where it multiplies it."""
    return 2 * np.mean((w * x.ravel() + b - y) * x)


def slope_of_bias(w: float, b: float, x: Array, y: Array) -> Any:
    """Mend the shape and lose the input."""
    return 2 * np.mean(w * x.ravel() + b - y)


def letters(answer: Any) -> set[str]:
    """Return which of the four letters are in an answer, whatever stands between them."""
    return set("ABCD") & set(str(answer).upper().replace("AND", " "))


CASES = [
    Case(
        "ex-hello-neuron-by-hand",
        reference=17.5,
        mistakes=[
            Mistake(52.5, "That is the sum of the three squares. A *mean* squared error divides by their number."),
            Mistake(8.75, "Half of it: some books put ½ in front of the mean. Here, as in Keras, there is none."),
            Mistake(16.0, "You averaged first and squared then. Each example pays for its own square."),
            Mistake(
                17.5**0.5,
                "You took the root at the end. The mean squared error stays squared.",
                when=lambda found: abs(found - 17.5**0.5) < 0.01,
            ),
            Mistake(4.0, "You averaged the sizes of the errors. Square each one first."),
            Mistake(-4.0, "You averaged the errors with their signs, so errors above and below could cancel."),
        ],
        hint="For each of the three examples: predict 0.5 · x, subtract the target, square. Then average the three.",
        stronger="The errors are 0.5 - 3, 1 - 5 and 1.5 - 7. Square them, add, divide by 3.",
    ),
    Case(
        "ex-hello-neuron-step",
        reference=step,
        mistakes=[
            Mistake(step_uphill, "You climbed: the new loss is larger. Step against the slope, with a minus."),
            Mistake(step_without_two, "Your steps have half their length: the derivative of a square brings a 2."),
            Mistake(step_with_sum, "Your steps are m times too long: the loss is a mean, so its slopes are means."),
            Mistake(step_without_input, "The slope of the weight needs the input: multiply each error by its x."),
            Mistake(
                step_one_after_the_other,
                "Your bias already sees the moved weight. Compute both slopes first, then move both.",
            ),
            Mistake(slopes_without_step, "These are the two slopes. What is missing is the step from w and b."),
            Mistake(step_swapped, "The right numbers in the wrong order: the weight comes first."),
            Mistake(step_with_two_means, "You multiplied two means. Which x belongs to which error?"),
            Mistake(step_with_squares, "There is a square in your slope. What does a square leave when it is derived?"),
            Mistake(step_of_fixed_rate, "It steps with the rate 0.02 whatever it is given: use learning_rate."),
            Mistake(step_on_the_log, "It looks at the nine examples whatever it is given: use its own x and y."),
        ],
        hint="error = w * x + b - y comes first; both slopes are means over the examples.",
        stronger="Each slope is twice a mean: of the errors for b, of the errors times x for w. Step against both.",
        inputs=[(0.0, 0.0, X, Y, 0.02), (2.0, 1.0, X, Y, 0.02)],
        random_inputs=random_step,
        observe=plain_numbers,
    ),
    Case(
        "ex-hello-neuron-cliff",
        reference=0.02388,
        accept=lambda rate: 0.023875 <= rate <= 0.023896,
        mistakes=[
            Mistake(
                0.02,
                "It arrives, but it is not the largest that does. Halve the gap above it.",
                when=lambda rate: 0 < rate < 0.023875,
            ),
            Mistake(
                0.024,
                "After 500 epochs this one is worse than knowing nothing. The cliff is below it.",
                when=lambda rate: rate > 0.023896,
            ),
        ],
        hint="Keep two rates: one that arrives, one that does not. Try the one in the middle, and replace one of them.",
        stronger="Start with 0.02 (arrives) and 0.03 (does not); after ten halvings the two agree to 0.00001.",
    ),
    Case(
        "ex-hello-neuron-bug",
        reference=slope_of_weight,
        mistakes=[
            Mistake(broadcast_slope, "Print (w * x + b - y).shape for nine examples. Is it what you expect?"),
            Mistake(summed_slope, "The shapes agree now, but a slope of a mean is a mean."),
            Mistake(half_flat_slope, "The errors are right now. What is the shape of their product with x?"),
            Mistake(slope_of_bias, "The shapes agree now, and this is the slope in b. What about w?"),
        ],
        hint="x is a column, (9, 1), and y is flat, (9,). NumPy stretches them against each other.",
        stronger="Make y a column before subtracting: y = y.reshape(-1, 1).",
        inputs=[(0.0, 0.0, X, Y.ravel()), (1.0, -1.0, X, Y.ravel())],
        random_inputs=lambda rng: (*rng.normal(size=2), rng.normal(size=(5, 1)), rng.normal(size=5)),
        observe=plain_numbers,
    ),
    Case(
        "ex-hello-neuron-explain",
        reference="AC",
        accept=lambda answer: letters(answer) == {"A", "C"},
        mistakes=[
            Mistake(
                "ABC",
                "B speaks of every input. At which inputs did the loss look?",
                when=lambda answer: "B" in letters(answer),
            ),
            Mistake(
                "ACD",
                "D asks more neurons. What could one of them know about 13 that is not in the log?",
                when=lambda answer: "D" in letters(answer),
            ),
            Mistake("A", "True, and half of it: could a machine with another rule have written the same log?"),
            Mistake("C", "True. But your friend saw twenty neurons agree: why do they, if the rule may be another?"),
        ],
        hint="Two of the four are true. What does each speak of: the walk, the log, or the machine beyond the log?",
        stronger="What do all twenty neurons have in common, and what can none of them have seen?",
    ),
    Case(
        "ex-hello-neuron-fahrenheit",
        reference=np.array([1.8, 32.0]),
        rtol=0.01,
        mistakes=[
            Mistake(
                [np.array([[1.8]]), np.array([32.0])],
                "Your numbers sit in arrays of their own. Take each out with .item().",
                when=lambda found: any(np.ndim(part) > 0 for part in found),
            ),
            Mistake(
                np.array([1.8, 26.0]),
                "The weight is nearly there; the bias is still on its way. It moves slowly: give it more epochs.",
                when=lambda found: abs(found[0] - 1.8) < 0.5 and abs(found[1]) < 31.68,
            ),
            Mistake(
                np.array([np.nan, np.nan]),
                "It went over the cliff. These inputs are larger, so the cliff lies lower: try a tenth of the rate.",
                when=lambda found: not np.all(np.isfinite(found)) or np.max(np.abs(found)) > 1000,
            ),
            Mistake(np.array([32.0, 1.8]), "The right numbers in the wrong order: the weight comes first."),
        ],
        hint="Plot or print the loss: does it grow, crawl or arrive? Then change the rate or the number of epochs.",
        stronger="Divide the rate by ten until nothing explodes; then look which of the two numbers is still moving.",
    ),
]
