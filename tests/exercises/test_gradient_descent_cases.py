"""Cases of the chapter *Gradient descent*: answers beside the listed ones, and what no hint gives away."""

import numpy as np
import pytest

from handmade.exercises._check import find_case

pytestmark = pytest.mark.chapter("gradient-descent")

NEAR = "three decimals"
TOO_COARSE = "rounded too coarsely"
ENTRY_0 = "Entry 1 is right"


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("two-steps", 12, "One step, and uphill"),
        ("one-jump", -1, "a place"),
        ("one-jump", 0, "never moves"),
        ("one-jump", 0.17, TOO_COARSE),
        ("one-jump", 0.16, TOO_COARSE),
        ("watershed", -0.075, "the sign is not"),
        ("watershed", -0.0754, "the sign is not"),
        ("watershed", 0.0745, NEAR),
        ("watershed", 0.076, NEAR),
        ("watershed", 0.08, NEAR),
    ],
)
def test_a_number_gets_the_hint_of_its_mistake(say, name, answer, words):
    assert words in say(f"ex-gradient-descent-{name}", answer)


@pytest.mark.parametrize(
    ("name", "answer"),
    [("one-jump", 1 / 6), ("one-jump", 0.167), ("watershed", 0.075), ("watershed", 0.0754), ("watershed", 0.0759)],
)
def test_a_number_that_is_rounded_well_is_right(say, name, answer):
    assert say(f"ex-gradient-descent-{name}", answer).endswith("right.")


@pytest.mark.parametrize(("name", "answer"), [("one-jump", 0.2), ("watershed", 0.1), ("watershed", 0.05)])
def test_a_number_far_off_gets_the_general_hint(say, name, answer):
    label = f"ex-gradient-descent-{name}"
    assert say(label, answer).endswith(f"Hint: {find_case(label).hint}")


def slopes_with(first, second):
    return lambda w: np.array([first(w), second(w)])


def right_0(w):
    return 2 * w[0] * w[1]


def right_1(w):
    return w[0] ** 2 + np.cos(w[1])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (slopes_with(right_1, right_0), "wrong order"),
        (slopes_with(right_0, lambda w: 2 * w[0] + np.cos(w[1])), "constant factor"),
        (slopes_with(right_0, lambda w: np.cos(w[1])), "the other term"),
        (slopes_with(lambda w: 2 * w[0], right_1), ENTRY_0),
        (slopes_with(lambda w: w[1], right_1), ENTRY_0),
        (lambda w: w[0] ** 2 * w[1] + np.sin(w[1]), "J itself"),
        (lambda w: np.array([[right_0(w)], [right_1(w)]]), "Only the form"),
    ],
)
def test_the_bug_hunt_looks_at_the_entry_that_is_wrong(say, answer, words):
    assert words in say("ex-gradient-descent-bug", answer)


def test_an_entry_1_that_is_wrong_too_is_not_called_right(say):
    assert ENTRY_0 not in say("ex-gradient-descent-bug", slopes_with(lambda w: w[0], lambda w: w[1]))
    assert ENTRY_0 not in say("ex-gradient-descent-bug", slopes_with(right_0, lambda w: w[1]))


def test_no_general_hint_leaves_only_one_subtraction_or_division():
    given_away = {"two-steps": "12", "one-jump": "h = 6", "bug": "cos"}
    for name, words in given_away.items():
        case = find_case(f"ex-gradient-descent-{name}")
        assert words not in f"{case.hint} {case.stronger}"


def test_a_data_set_that_is_changed_in_place_is_named(say):
    def gradient(X, w, y):
        w[:] = 0
        return 2 / len(X) * X.T @ (X @ w - y)

    assert "writes into its own input, w: work on a copy" in say("ex-gradient-descent-mse", gradient)


def test_a_product_that_lacks_its_transpose_is_told_the_sizes(say):
    line = say("ex-gradient-descent-mse", lambda X, w, y: X @ (X @ w - y))
    assert "A has 3 columns but B has 7 rows" in line
