"""Cases of the chapter *How wrong are we?*."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

X = np.array([0.2, 1, 2, 3, 4, 5, 7, 9, 10])
Y = np.array([0.2, 1.8, 4, 7, 9, 11, 12, 14, 13])
LINES = [(0.5, 0.5), (0.7, 0.92), (0.98, 1.2), (1.5, 1.3), (2.85, 2.83)]
PRINTED = np.array([18.864, 7.079, 2.542, 1.397])
KNOWN_X, KNOWN_Y = np.delete(X, 4), np.delete(Y, 4)
ERRORS = np.array([w * X + b - Y for w, b in LINES])  # (5 lines, 9 houses)
MSE = np.mean(ERRORS**2, axis=1)  # (5 lines, 9 houses) -> (5,)


def known_squares(swapped: bool = True) -> Array:
    """Return what the eight known houses add to the sum of squares of the first four lines."""
    pairs = [(b, w) if swapped else (w, b) for w, b in LINES[:4]]
    return np.array([np.sum((w * KNOWN_X + b - KNOWN_Y) ** 2) for w, b in pairs])


LOST = 18 * PRINTED - known_squares()


def costs_with(size: float, price: float) -> list[float]:
    """Return the four costs that are printed when this house is lost."""
    squares = [(b * size + w - price) ** 2 for w, b in LINES[:4]]
    return [round(float(cost), 3) for cost in (known_squares() + squares) / 18]


def lost_house(costs: Sequence[float], swapped: bool = True, houses: int = 9, half: int = 2) -> tuple[Any, Any]:
    """Return the size and the price that explain the four costs best."""
    size, price = np.arange(1, 101).reshape(-1, 1) / 10, np.arange(1, 151) / 10
    worst = np.zeros((100, 150))
    for (w, b), known, cost in zip(LINES, known_squares(swapped), costs, strict=False):
        slope, start = (b, w) if swapped else (w, b)
        square = (slope * size + start - price) ** 2
        worst = np.maximum(worst, abs((known + square) / (half * houses) - cost))
    i, j = np.unravel_index(worst.argmin(), worst.shape)
    return size[i, 0], price[j]


def random_costs(rng: np.random.Generator) -> list[float]:
    """Lose a house and return its four costs."""
    return costs_with(rng.integers(1, 101) / 10, rng.integers(1, 151) / 10)


def cost(X: Array, w: Array, y: Array) -> Any:
    """Return the mean squared error of a linear model."""
    error = X @ w - y  # (m, n) @ (n, 1) -> (m, 1)
    return (error.T @ error).item() / len(y)


def random_model(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Draw a design matrix, weights and targets; the numbers of rows and columns differ."""
    m = int(rng.integers(5, 9))
    return rng.normal(size=(m, 3)), rng.normal(size=(3, 1)), rng.normal(size=(m, 1))


def best_prices(prices: Sequence[float]) -> tuple[Any, Any]:
    """Return the lowest and the highest median."""
    ordered, m = np.sort(np.ravel(prices)), len(prices)
    return ordered[(m - 1) // 2], ordered[m // 2]


def random_prices(rng: np.random.Generator) -> list[float]:
    """Draw an odd or an even number of different prices, unsorted; halves, so that sums of them are exact."""
    drawn = rng.choice(40, size=int(rng.integers(3, 9)), replace=False)
    return [float(price) / 2 for price in drawn]


def letters(answer: Any) -> set[str]:
    """Return which of the five letters are in an answer, whatever stands between them, the word "and" too."""
    return set("abcde") & set(str(answer).lower().replace("and", " "))


CASES = [
    Case(
        "ex-losses-table",
        reference=np.array([[0, 1, 1, 3], [0, 1, 1, 9]]),
        mistakes=[
            Mistake(np.array([[0, -1, 1, 3], [0, 1, 1, 9]]), "An absolute value has no sign; the squares are right."),
            Mistake(
                np.array([[0, 1, -1, -3], [0, 1, 1, 9]]),
                "An absolute value has no sign; the squares are right."
                " (And an error is prediction minus target, so yours have the other one.)",
            ),
            Mistake(
                np.array([[0, 1, 1, 3], [0, 2, 2, 6]]), "You doubled the errors. A square is the error times itself."
            ),
            Mistake(
                np.array([[0, 1, 1, 9], [0, 1, 1, 3]]), "The right numbers in the wrong order: absolute values first."
            ),
            Mistake(np.array([1.25, 2.75]), "Those are the two means. The table wants four entries in each row."),
            Mistake(
                np.array([[4, 3, 5, 7], [16, 9, 25, 49]]),
                "Those are the predictions and their squares. An error is what is left after subtracting the price.",
            ),
        ],
        hint="Subtract the price 4 from each prediction; then drop the sign in one list and square in the other.",
        stronger="The four errors are 4 - 4, 3 - 4, 5 - 4 and 7 - 4.",
    ),
    Case(
        "ex-losses-five",
        reference=MSE,
        mistakes=[
            Mistake(MSE / 2, "Half of each: some books put ½ in front of the mean. Here there is none."),
            Mistake(MSE * 9, "Those are the sums of the squares. A mean divides by the number of houses."),
            Mistake(np.abs(ERRORS).mean(axis=1), "Those are the mean absolute errors. Square the errors instead."),
            Mistake(
                ERRORS.mean(axis=1), "You averaged the errors with their signs, so they cancel. Square them first."
            ),
            Mistake(
                ERRORS.mean(axis=1) ** 2, "You squared the mean error; by then the signs have canceled. Square first."
            ),
            Mistake(
                np.sqrt(MSE), "You took the root as well. That comes later; here the mean of the squares is asked."
            ),
            Mistake(
                np.array([np.mean((b * X + w - Y) ** 2) for w, b in LINES]),
                "Weight and bias are swapped: a line is (w, b), and it is w that multiplies x.",
            ),
            Mistake(
                np.array([np.mean((w * X + b - Y[:, None]) ** 2) for w, b in LINES]),
                "You compared every prediction with every price, 81 differences. Leave both columns, or flatten both.",
            ),
            Mistake(
                np.array([np.mean((w * X + b) ** 2 - Y**2) for w, b in LINES]),
                "You squared prediction and price apart. First the difference, then its square.",
            ),
            Mistake(
                ERRORS**2,
                "Those are the squares of all houses. What makes one number of the nine of a line?",
                when=lambda answer: np.size(answer) == ERRORS.size,
            ),
        ],
        rtol=2e-3,  # two decimals will do
        hint="Three things for each line, from the inside out: the nine errors, their squares, the mean.",
        stronger="The last chapter's loss(w, b) does it for one line. How do you walk through lines.values()?",
    ),
    Case(
        "ex-losses-absolute",
        reference="bcd",
        accept=lambda answer: letters(answer) == set("bcd"),
        mistakes=[
            Mistake(
                "abcd",
                "a: what is the absolute value of -3, and what do the two add up to then?",
                when=lambda answer: "a" in letters(answer),
            ),
            Mistake(
                "bcde",
                "e: look at what the search found for the right prices; are the two lines the same?",
                when=lambda answer: "e" in letters(answer),
            ),
            Mistake(
                "cd",
                "b is missing: add up the bill of one miss by 8, and of eight misses by 1.",
                when=lambda answer: "b" not in letters(answer),
            ),
            Mistake(
                "bd",
                "c is missing: how much does |e| change when e changes a little, near 0.01 and near 8?",
                when=lambda answer: "c" not in letters(answer),
            ),
            Mistake(
                "bc",
                "d is missing: an error is a difference of prices. Does an absolute value change its unit?",
                when=lambda answer: "d" not in letters(answer),
            ),
        ],
        hint="Try each statement on two houses of your own before you believe it.",
        stronger="Draw the V of |e|: how high and how steep is it at 0.01, and at 8? Are the two found lines one?",
    ),
    Case(
        "ex-losses-bug",
        reference=cost,
        mistakes=[
            Mistake(lambda X, w, y: cost(X, w, y) * len(y) ** 2, "Still as given. What should a mean do with m?"),
            Mistake(lambda X, w, y: cost(X, w, y) * len(y), "That is the sum of the squares. Now the mean of them."),
            Mistake(lambda X, w, y: cost(X, w, y) / 2, "Half of it: here, as in Keras, there is no ½."),
            Mistake(lambda X, w, y: np.sqrt(cost(X, w, y)), "You took the root. That is the RMSE, another number."),
            Mistake(lambda X, w, y: cost(X, w, y) * len(y) / X.shape[1], "You divided by the columns; m is the rows."),
            Mistake(
                lambda X, w, y: np.mean((X @ w - y.ravel()) ** 2),
                "You compared every prediction with every target. Leave y a column.",
            ),
            Mistake(lambda X, w, y: cost(X, w, y) / len(y), "You divided by m twice. How often does a mean divide?"),
            Mistake(lambda X, w, y: np.mean(np.abs(X @ w - y)), "That is the mean absolute error, another loss."),
            Mistake(
                lambda X, w, y: np.mean((X @ w - y) @ (X @ w - y).T),
                "A column times a row is a table of m times m products. Which of the two has to lie down?",
            ),
            Mistake(
                lambda X, w, y: np.array([[cost(X, w, y)]]),
                "The number is right, and it still wears its brackets. Take it out with .item().",
            ),
        ],
        hint="Try it on one house with an error of 1, and then on two such houses. What should a mean say?",
        stronger="error.T @ error adds up m squares. To make a mean of a sum, you do what with m?",
        random_inputs=random_model,
    ),
    Case(
        "ex-losses-lost-errors",
        reference=LOST,
        rtol=0,
        atol=0.02,
        mistakes=[
            Mistake(
                18 * PRINTED - known_squares(swapped=False),
                "Some of these are negative, which no square can be. The weights were swapped: b multiplied the size.",
            ),
            Mistake(9 * PRINTED - known_squares(), "The printed costs are halves. Which factor undoes half of a mean?"),
            Mistake(
                16 * PRINTED - known_squares(), "The mean was over nine houses, the lost one among them, not eight."
            ),
            Mistake(
                8 * PRINTED - known_squares(), "The mean was over nine houses, not eight, and the costs are halves."
            ),
            Mistake(18 * PRINTED, "Those are the sums over all nine houses. What do the eight known ones add to them?"),
            Mistake(known_squares(), "That is what the eight known houses add. What is left of the nine?"),
            Mistake(
                np.sqrt(LOST),
                "Those are the errors. Their squares are asked for here.",
                when=lambda answer: np.allclose(np.abs(answer), np.sqrt(LOST), atol=0.02),
            ),
            Mistake(
                np.array([(w * 4 + b - 9) ** 2 for w, b in LINES[:4]]),
                "You put the house into the lines as they are. The printed costs come from swapped ones.",
            ),
        ],
        hint="From a printed cost to the sum of nine squares; then take away the eight squares that you can compute.",
        stronger="Twice nine times a cost is nine squares. Each of the eight known ones is (b x + w - y)².",
    ),
    Case(
        "ex-losses-lost-house",
        reference=lost_house,
        rtol=0,
        atol=1e-6,
        mistakes=[
            Mistake(lambda costs: lost_house(costs)[::-1], "The right numbers in the wrong order: first the size."),
            Mistake(lambda costs: (4.0, 9.0), "That is the house that was really lost. The check loses others."),
            Mistake(
                lambda costs: lost_house(costs, swapped=False),
                "You computed with the right lines. The printed costs come from swapped ones: b multiplied the size.",
            ),
            Mistake(
                lambda costs: lost_house(costs, half=1),
                "You compared with whole mean squared errors; the printed ones are halves.",
            ),
            Mistake(
                lambda costs: lost_house(costs, houses=8),
                "You divided by eight. The mean was over nine houses, with the lost one among them.",
            ),
        ],
        hint="For each candidate: which four costs would have been printed? Keep the one that comes closest.",
        stronger="Rank candidates by their largest miss among the four costs; the right house misses by under 0.001.",
        inputs=[costs_with(4.0, 9.0), costs_with(6.0, 2.5), costs_with(8.3, 12.1)],
        random_inputs=random_costs,
    ),
    Case(
        "ex-losses-median",
        reference=best_prices,
        mistakes=[
            Mistake(lambda prices: (np.mean(prices),) * 2, "That is the mean, which the squares choose. Count heads."),
            Mistake(
                lambda prices: (np.median(prices),) * 2,
                "One best price, not all: with an even number of houses look just beside it. Is it worse there?",
            ),
            Mistake(
                lambda prices: (min(prices), max(prices)),
                "At the cheapest price nearly all are dearer, so the loss still falls there. Count heads.",
            ),
            Mistake(
                lambda prices: (prices[(len(prices) - 1) // 2], prices[len(prices) // 2]),
                "You took what stands in the middle of the list. It is not sorted.",
            ),
            Mistake(
                lambda prices: (sorted(prices)[len(prices) // 2],) * 2,
                "One best price, not all. With four houses, how far down can you go before it gets worse?",
            ),
            Mistake(
                lambda prices: (sorted(prices)[len(prices) // 2 - 1], sorted(prices)[len(prices) // 2]),
                "Right for an even number. With three houses, is the loss at your lowest as small as at your highest?",
            ),
            Mistake(lambda prices: best_prices(prices)[::-1], "The lowest first, then the highest."),
        ],
        hint="Where is the slope zero, or where does it change its sign? Try two, three and four houses on paper.",
        stronger="Sort the prices. Between which neighbors are as many cheaper as dearer? Is there always such a gap?",
        inputs=[[2.0, 3.0, 7.0, 20.0], [5.0, 1.0, 4.0], list(Y)],
        random_inputs=random_prices,
    ),
]
