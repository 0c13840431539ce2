"""Cases of the chapter *Cross-entropy*."""

from typing import Any

import numpy as np

from handmade.activations import sigmoid
from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

LOWEST, HIGHEST = np.array([30.6, 30.4]), np.array([99.1, 99.6])  # of the hundred applicants
W_WALK, B_WALK = np.array([[15.256], [16.022]]), -14.613


def prices(y: Array, p: Array) -> Any:
    """Return the surprise at each outcome."""
    return -y * np.log(p) - (1 - y) * np.log(1 - p)


def random_forecasts(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw outcomes and the probabilities that were given to a yes."""
    return rng.integers(0, 2, size=6).astype(float), rng.uniform(0.02, 0.98, size=6)


def slopes(X: Array, y: Array, w: Array, b: Array) -> Any:
    """Return the gradient of the cross-entropy in the weights."""
    return X.T @ (sigmoid(X @ w + b) - y) / len(X)  # (n, m) @ (m, 1) -> (n, 1)


def random_neuron(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Draw a design matrix, labels, weights and a bias."""
    labels = rng.integers(0, 2, size=(7, 1)).astype(float)
    return rng.normal(size=(7, 3)), labels, rng.normal(size=(3, 1)), rng.normal(size=1)


def of_raw(marks: Array) -> Any:
    """Return the probabilities of applicants by their raw marks."""
    return sigmoid((marks - LOWEST) / (HIGHEST - LOWEST) @ W_WALK + B_WALK)  # (k, 2) @ (2, 1) -> (k, 1)


def scaled_anew(marks: Array) -> Any:
    """Scale by the range of those who ask."""
    low, high = marks.min(axis=0), marks.max(axis=0)
    return sigmoid((marks - low) / np.where(high > low, high - low, 1) @ W_WALK + B_WALK)


CASES = [
    Case(
        "ex-cross-entropy-eight",
        reference=prices,
        mistakes=[
            Mistake(lambda y, p: -prices(y, p), "The signs are turned: a price is never below zero."),
            Mistake(
                lambda y, p: -y * np.log(p),
                "Right for a yes. For a no this is always 0: the second term is missing.",
            ),
            Mistake(
                lambda y, p: -y * np.log(p) + (1 - y) * np.log(1 - p),
                "Right for a yes. For a no the price is negative: the minus belongs to both terms.",
            ),
            Mistake(
                lambda y, p: -y * np.log(p) - (1 - y) * np.log(p),
                "For a no, what happened had been given the rest of the probability, not p.",
            ),
            Mistake(
                lambda y, p: prices(1 - y, p), "Yes and no are exchanged: for a yes, what happened had been given p."
            ),
            Mistake(lambda y, p: prices(y, p).mean(), "That is their mean, J. Asked for is the price of each."),
            Mistake(lambda y, p: prices(y, p).sum(), "That is their sum. Asked for is the price of each."),
            Mistake(
                lambda y, p: prices(y, p) / np.log(10), "That is the logarithm to base 10; np.log is the natural one."
            ),
            Mistake(
                lambda y, p: prices(y, p) / np.log(2), "That is the logarithm to base 2; np.log is the natural one."
            ),
            Mistake(lambda y, p: (y - p) ** 2, "That is the squared error. The price of a surprise is a logarithm."),
            Mistake(lambda y, p: np.abs(y - p), "That is the distance. The price of a surprise is a logarithm."),
        ],
        hint="For a yes the price is -log p, for a no -log(1 - p). Which factors switch one of them off?",
        stronger="Two terms, each with a minus: y times the logarithm of p, and 1 - y times that of 1 - p.",
        inputs=[
            (
                np.array([1, 1, 1, 1, 0, 0, 0, 0]),
                np.array([0.99999, 0.7, 0.1, 1e-6, 1e-6, 0.3, 0.9, 0.999999]),
            )
        ],
        random_inputs=random_forecasts,
    ),
    Case(
        "ex-cross-entropy-bug",
        reference=slopes,
        mistakes=[
            Mistake(
                lambda X, y, w, b: (sigmoid(X @ w + b) - y).mean(),
                "Still the friend's: one number for all weights. Each weight has a slope of its own.",
            ),
            Mistake(
                lambda X, y, w, b: (sigmoid(X @ w + b) - y) / len(X),
                "One number for each row. A gradient has the shape of what it belongs to, here of w.",
            ),
            Mistake(
                lambda X, y, w, b: slopes(X, y, w, b) * len(X), "The loss is a mean: divide by the number of rows."
            ),
            Mistake(lambda X, y, w, b: 2 * slopes(X, y, w, b), "Twice too much: no square brings down a 2 here."),
            Mistake(lambda X, y, w, b: -slopes(X, y, w, b), "The sign is turned: the error is prediction minus label."),
            Mistake(
                lambda X, y, w, b: X.T @ (X @ w + b - y) / len(X),
                "The sigmoid is missing: the error is between a probability and a label.",
            ),
            Mistake(
                lambda X, y, w, b: X.T @ ((sigmoid(X @ w + b) - y) * sigmoid.gradient(X @ w + b)) / len(X),
                "The slope of the sigmoid is in it twice too often: the logarithm has canceled it.",
            ),
            Mistake(
                lambda X, y, w, b: slopes(X, y, w, b) * len(X) / X.shape[1],
                "You divided by n, the columns; the mean is over the m rows.",
            ),
            Mistake(lambda X, y, w, b: slopes(X, y, w, b).ravel(), "Right numbers, flat. w is a column, (n, 1)."),
        ],
        hint="Each weight's slope is a mean of error times *its* input. Where are the inputs in your line?",
        stronger="The errors are (m, 1) and X is (m, n). Which product of the two has the shape (n, 1)?",
        random_inputs=random_neuron,
    ),
    Case(
        "ex-cross-entropy-one-exam",
        reference=[0.71, 0.8],
        rtol=0,
        atol=0.001,
        mistakes=[
            Mistake([0.8, 0.71], "The other way around: the first exam first."),
            Mistake([0.9, 0.9], "That is the neuron with both exams. Each of the two sees one column."),
            Mistake([0.29, 0.2], "Those are the shares of wrong answers."),
            Mistake(
                [0.52, 0.52], "No better than always saying no: did the walk start, and does it see a column (100, 1)?"
            ),
            Mistake([71, 80], "As shares, please: 1 means all of them."),
        ],
        hint="scaled[:, [0]] is a column of shape (100, 1), and then w is (1, 1).",
        stronger="train(e, y, np.zeros((1, 1)), np.zeros(1)) with such a column e gives w and b for share_right.",
    ),
    Case(
        "ex-cross-entropy-everyone",
        reference=of_raw,
        rtol=1e-6,
        mistakes=[
            Mistake(
                lambda marks: sigmoid(marks @ W_WALK + B_WALK),
                "Everybody still gets in. In which units did the neuron learn?",
            ),
            Mistake(
                scaled_anew,
                "Scaled, but by the range of those who ask. Which range did the neuron learn with?",
            ),
            Mistake(
                lambda marks: sigmoid(marks / 100 @ W_WALK + B_WALK),
                "Percent are between 0 and 1, but they are not what the neuron was trained on.",
            ),
            Mistake(
                lambda marks: sigmoid((marks - 30) / 70 @ W_WALK + B_WALK),
                "Marks could range from 30 to 100; those of the hundred, by which the neuron learned, do not quite.",
            ),
            Mistake(
                lambda marks: (marks - LOWEST) / (HIGHEST - LOWEST) @ W_WALK + B_WALK,
                "That is the score z. A probability lies between 0 and 1.",
            ),
            Mistake(lambda marks: of_raw(marks) >= 0.5, "That is the decision. Asked for is the probability."),
            Mistake(lambda marks: of_raw(marks).ravel(), "Right numbers, flat. The answer has shape (k, 1)."),
        ],
        hint="What was done to the marks before the neuron saw them in training?",
        stronger="The scaler of this chapter remembers the range of the hundred; it can transform new rows.",
        inputs=[np.array([[30.0, 30.0], [38.0, 75.0], [90.0, 90.0]])],
        random_inputs=lambda rng: rng.uniform(31, 99, size=(5, 2)),
    ),
    Case(
        "ex-cross-entropy-convex",
        reference=-float(np.log(2)),
        rtol=0,
        atol=0.006,
        mistakes=[
            Mistake(0.693, "The size is right, the sign is not: it lies between -2 and 0."),
            Mistake(1 / 3, "That is the probability there. Asked for is w."),
            Mistake(0.0, "At 0 the sigmoid itself turns over; its squared distance from 1 does so elsewhere."),
            Mistake(-1.0, "The middle of the interval. Which sign has the curvature there?"),
            Mistake(
                -0.71,
                "Near it; two decimals are asked for.",
                when=lambda w: 0.006 < abs(w + 0.6931) < 0.05,
            ),
        ],
        hint="Keep a w with negative and one with positive curvature, and try the middle.",
        stronger="curvature(lambda w: (1 - sigmoid(np.array(w))) ** 2, middle) tells which end the middle replaces.",
    ),
    Case(
        "ex-cross-entropy-features",
        reference=[0.9755, 0.9855],
        rtol=0,
        atol=0.0006,
        mistakes=[
            Mistake([0.9855, 0.9755], "The other way around: the product first."),
            Mistake([1.0, 1.0], "That is on the hundred they learned from. How do they do on fresh applicants?"),
            Mistake([0.98, 0.99], "Too few digits to tell who guessed and who measured: leave both as they are."),
            Mistake([0.566, 0.434], "A coin does as well. In which units do the neurons get the fresh applicants?"),
            Mistake(
                [0.9765, 0.9835], "Scaled by the range of the fresh applicants. Which range did the neurons learn with?"
            ),
            Mistake([97.55, 98.55], "As shares, please: 1 means all of them."),
        ],
        hint="Train on crossed(scaled), then on e and e**2 side by side; measure each on fresh, scaled as before.",
        stronger="For fresh rows: scaler.transform, never fit again; then the same extra columns; then share_right.",
    ),
    Case(
        "ex-cross-entropy-explain",
        reference="ADE",
        accept=lambda letters: isinstance(letters, str) and set(letters.upper()) - set(" ,") == set("ADE"),
        mistakes=[
            Mistake(
                "ABDE",
                "B: between 30 and 100 steps above, did the share only rise while the loss fell?",
                when=lambda letters: isinstance(letters, str) and "B" in letters.upper(),
            ),
            Mistake(
                "ACDE",
                "C: the loss fell on while the share stood still. Can it do that without a slope?",
                when=lambda letters: isinstance(letters, str) and "C" in letters.upper(),
            ),
            Mistake(
                "AD",
                "One more is true: think of twice the weights.",
                when=lambda letters: "E" not in str(letters).upper(),
            ),
            Mistake(
                "DE",
                "One more is true: what does the loss ask that the share does not?",
                when=lambda letters: "A" not in str(letters).upper(),
            ),
            Mistake(
                "AE",
                "One more is true: move a weight by a hair. How many answers change sides?",
                when=lambda letters: "D" not in str(letters).upper(),
            ),
        ],
        hint="Look at the figure with the two curves, and take the sentences one by one.",
        stronger="Three of the five are true, and one of them is about separable classes.",
    ),
]
