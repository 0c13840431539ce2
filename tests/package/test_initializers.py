import functools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from handmade import initializers
from handmade.initializers import fans, glorot_uniform, he_normal, ones, random_normal, zeros

pytestmark = pytest.mark.chapter("vanishing-signals")

ALL = [zeros, ones, random_normal, glorot_uniform, he_normal]
RANDOM = ALL[2:]
SHAPES = [(300, 500), (500, 300), (3, 5, 40, 60)]


@pytest.mark.parametrize("shape", SHAPES)
def test_glorot_uniform_is_uniform_up_to_its_limit(shape):
    n_in, n_out = fans(shape)
    limit = (6 / (n_in + n_out)) ** 0.5
    assert stats.kstest(glorot_uniform(shape, 0, "float64").ravel(), stats.uniform(-limit, 2 * limit).cdf).pvalue > 0.01
    assert 0.999 * limit < np.abs(glorot_uniform(shape, 0)).max() <= limit


@pytest.mark.parametrize("shape", SHAPES)
def test_he_normal_is_a_normal_distribution_without_its_tails(shape):
    spread = (2 / fans(shape)[0]) ** 0.5
    w = he_normal(shape, 0, "float64").ravel()
    stretch = spread / stats.truncnorm(-2, 2).std()  # what is cut off narrows the rest
    assert stats.kstest(w, stats.truncnorm(-2, 2, scale=stretch).cdf).pvalue > 0.01
    assert w.std() == pytest.approx(spread, rel=0.01)
    assert 1.99 * stretch < np.abs(w).max() <= 2 * stretch


@pytest.mark.parametrize("stddev", [0.05, 0.7])
def test_random_normal_has_the_spread_asked_for_whatever_the_shape(stddev):
    draw = random_normal if stddev == 0.05 else functools.partial(random_normal, stddev=stddev)
    for shape in SHAPES:
        assert stats.kstest(draw(shape, 0, "float64").ravel(), stats.norm(0, stddev).cdf).pvalue > 0.01
    assert (random_normal((2, 2), stddev=0) == 0).all()


def test_zeros_and_ones_are_what_they_say():
    assert (zeros((2, 3)) == 0).all()
    assert (ones((2, 3)) == 1).all()


@pytest.mark.parametrize("initializer", ALL)
@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 4, 5), [3, 2]])
def test_shape_and_dtype_are_those_asked_for(initializer, shape):
    assert initializer(shape).dtype == np.float32
    for dtype in ("float32", "float64"):
        w = initializer(shape, 0, dtype)
        assert w.shape == tuple(shape)
        assert w.dtype == dtype


@pytest.mark.parametrize("initializer", RANDOM)
def test_the_same_seed_gives_the_same_weights_and_a_generator_moves_on(initializer):
    first = initializer((3, 4), seed=5)
    np.testing.assert_array_equal(initializer((3, 4), seed=5), first)
    assert not np.array_equal(initializer((3, 4), seed=6), first)
    rng = np.random.default_rng(5)
    np.testing.assert_array_equal(initializer((3, 4), rng), first)
    assert not np.array_equal(initializer((3, 4), rng), first)
    assert not np.array_equal(initializer((3, 4)), initializer((3, 4)))  # None: by chance


@given(inputs=st.integers(1, 9), units=st.integers(1, 9), window=st.tuples(st.integers(1, 4), st.integers(1, 4)))
def test_fans_count_the_arrows_into_a_unit_and_out_of_an_input(inputs, units, window):
    assert fans((inputs, units)) == (inputs, units)
    kernel = np.ones((*window, inputs, units))
    assert fans(kernel.shape) == (kernel[..., 0].size, kernel[..., 0, :].size)


@pytest.mark.parametrize("shape", [(), (3,), (0, 3), (3, 0)])
@pytest.mark.parametrize("initializer", [fans, glorot_uniform, he_normal])
def test_a_shape_without_inputs_or_units_is_refused(initializer, shape):
    with pytest.raises(ValueError, match=r"at least two axes, \(inputs, units\), none of them empty, but the shape is"):
        initializer(shape)


def test_a_spread_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"stddev must be at least 0, but it is -0\.1; 0\.05 is usual"):
        random_normal((2, 3), stddev=-0.1)
    with pytest.raises(TypeError, match="stddev must be a number"):
        random_normal((2, 3), stddev="wide")


def test_get_knows_names_and_functions():
    for name in ("zeros", "ones", "random_normal", "glorot_uniform", "he_normal"):
        assert initializers.get(name) is getattr(initializers, name)
    assert initializers.get(ones) is ones


def test_get_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="'xavier' is not a known initializer; known names: glorot_uniform, he_normal"):
        initializers.get("xavier")
    with pytest.raises(TypeError, match="name or a function of a shape, but it is 3"):
        initializers.get(3)
