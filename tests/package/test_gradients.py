import numpy as np
import pytest
from scipy.optimize import rosen, rosen_der

from handmade.gradients import check_gradient, numerical_gradient

pytestmark = pytest.mark.chapter("gradient-descent", "backpropagation")

RNG = np.random.default_rng(1)


def test_numerical_gradient_agrees_with_scipys_derivative_of_rosenbrock():
    x = RNG.normal(size=5)
    np.testing.assert_allclose(numerical_gradient(rosen, x), rosen_der(x), rtol=1e-6)


def test_numerical_gradient_has_the_shape_of_x_and_leaves_x_alone():
    x = RNG.normal(size=(2, 3)).astype(np.float32)
    before = x.copy()
    gradient = numerical_gradient(lambda w: np.sum(w * np.arange(6).reshape(2, 3)), x)
    np.testing.assert_allclose(gradient, [[0, 1, 2], [3, 4, 5]], atol=1e-9)
    np.testing.assert_array_equal(x, before)


def test_numerical_gradient_of_a_number_is_a_number():
    assert numerical_gradient(np.sin, 0.3) == pytest.approx(np.cos(0.3))


def test_check_gradient_measures_a_right_gradient_as_almost_zero():
    assert check_gradient(rosen, rosen_der, np.array([0.4, -1.2, 0.7])) < 1e-7


def test_check_gradient_accepts_the_values_of_a_gradient():
    assert check_gradient(lambda w: np.sum(w**2), np.array([2.0, -6.0]), [1.0, -3.0]) < 1e-9


def test_check_gradient_is_at_rest_where_the_gradient_is_zero():
    assert check_gradient(lambda w: np.sum(np.cos(w)), lambda w: -np.sin(w), np.zeros(3)) < 1e-6


def test_check_gradient_names_the_wrong_entry_and_both_values():
    with pytest.raises(ValueError, match=r"wrong at \(1,\): derived 5, measured 4 "):
        check_gradient(lambda w: np.sum(w**2), lambda w: 2 * w + [0, 1, 0], np.array([1.0, 2.0, 3.0]))


def test_check_gradient_fails_a_gradient_that_is_not_a_number():
    with pytest.raises(ValueError, match="gradient is wrong"):
        check_gradient(lambda w: np.sum(w**2), lambda w: w * np.nan, np.array([1.0]))


def test_check_gradient_without_a_bound_only_measures():
    assert check_gradient(lambda w: np.sum(w**2), lambda w: w, np.array([3.0]), rtol=np.inf) == pytest.approx(0.5)


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"shape \(1, 2\) but x has shape \(2,\)"):
        check_gradient(lambda w: np.sum(w**2), lambda w: 2 * w[np.newaxis], np.ones(2))


@pytest.mark.parametrize(
    ("f", "message"),
    [(lambda w: w, r"returned shape \(2,\); take its mean"), (lambda w: np.inf, "only be measured where f is finite")],
)
def test_a_function_without_one_finite_value_is_refused(f, message):
    with pytest.raises(ValueError, match=message):
        numerical_gradient(f, np.ones(2))


def test_a_step_of_zero_is_refused():
    with pytest.raises(ValueError, match="eps must be greater than 0"):
        numerical_gradient(np.sum, np.ones(2), eps=0.0)


def test_the_relative_error_is_the_gap_over_the_larger_slope_be_it_derived_or_measured():
    def f(w):
        return np.sum(w**2)

    x = np.array([0.01, 0.0])  # slopes far below 1: a scale of 1 would hide the gap
    assert check_gradient(f, 0.5 * 2 * x, x, rtol=np.inf) == pytest.approx(0.5)
    assert check_gradient(f, 4 * 2 * x, x, rtol=np.inf) == pytest.approx(0.75)


def test_slopes_below_the_floor_are_compared_with_the_floor():
    assert check_gradient(lambda w: 0.0, [1e-6], [3.0], rtol=np.inf) == pytest.approx(0.01)


def test_an_error_as_large_as_allowed_passes():
    assert check_gradient(lambda w: 0.0, [0.0], [3.0], rtol=0.0) == 0.0


def test_check_gradient_of_nothing_finds_no_error():
    assert check_gradient(lambda w: 1.0, np.zeros((0, 3)), np.zeros((0, 3))) == 0.0


def test_check_gradient_nudges_by_eps():
    # The central difference of w³ is 3w² + eps² exactly.
    error = check_gradient(lambda w: w[0] ** 3, [12.0], [2.0], eps=2.0, rtol=np.inf)
    assert error == pytest.approx(4 / 16)


def test_a_gradient_function_gets_x_in_float64_whatever_x_was():
    seen = []

    def gradient(w):
        seen.append(w.dtype)
        return 2 * w

    for x in ([1, -3], np.float32([0.1, 0.7])):
        check_gradient(lambda w: np.sum(w**2), gradient, x)
    assert seen == [np.float64, np.float64]
