import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.special import expit
from scipy.special import softmax as scipy_softmax

from handmade import activations
from handmade.activations import elu, gelu, leaky_relu, linear, relu, sigmoid, softmax, softplus, tanh
from handmade.gradients import check_gradient

ALL = [linear, sigmoid, tanh, softmax, relu, leaky_relu, elu, softplus, gelu]
RNG = np.random.default_rng(2)

matrices = arrays(
    np.float32, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=5), elements=st.floats(-60, 60, width=32)
)
extremes = np.array([[-1000.0, -90.0, 0.0], [1000.0, 90.0, 1e-30]])


@pytest.mark.parametrize("activation", ALL, ids=lambda a: a.name)
def test_gradient_agrees_with_finite_differences(activation):
    z, weights = RNG.normal(size=(3, 4)), RNG.normal(size=(3, 4))
    check_gradient(lambda z: np.sum(weights * activation(z)), lambda z: activation.gradient(z, weights), z)


@pytest.mark.parametrize("activation", ALL, ids=lambda a: a.name)
@given(z=matrices)
def test_values_agree_with_keras(activation, z):
    twin = keras.activations.get(activation.name)
    np.testing.assert_allclose(activation(z), np.asarray(twin(z)), rtol=1e-5, atol=1e-7)


@given(z=arrays(np.float64, 7, elements=st.floats(-800, 800)))
def test_sigmoid_and_softmax_agree_with_scipy_in_every_digit_that_counts(z):
    np.testing.assert_allclose(sigmoid(z), expit(z), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(softmax(z), scipy_softmax(z), rtol=1e-13, atol=1e-300)


@pytest.mark.parametrize("activation", ALL, ids=lambda a: a.name)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extreme_inputs_give_finite_numbers_without_a_warning(activation, dtype):
    z = extremes.astype(dtype)
    with np.errstate(all="raise"):
        results = activation(z), activation.gradient(z), activation.gradient(z, np.ones_like(z))
    assert all(np.isfinite(result).all() and result.dtype == dtype and result.shape == z.shape for result in results)


@given(z=matrices, shift=st.sampled_from([-1000.0, 1000.0]))
def test_rows_of_softmax_sum_to_1_and_survive_a_shift(z, shift):
    z = z.astype(np.float64)
    np.testing.assert_allclose(softmax(z).sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-9, atol=1e-50)


@given(z=matrices)
def test_sigmoid_and_its_mirror_image_sum_to_1(z):
    np.testing.assert_allclose(sigmoid(z) + sigmoid(-z), 1, rtol=1e-6)


def test_slope_of_the_sigmoid_is_largest_in_the_middle_and_alike_on_both_sides():
    z = np.linspace(-20, 20, 401)
    slope = sigmoid.gradient(z)
    assert slope.max() == slope[200] == 0.25
    np.testing.assert_allclose(slope, slope[::-1], rtol=1e-12)


@pytest.mark.parametrize("activation", ALL, ids=lambda a: a.name)
def test_integers_and_lists_are_welcome_and_the_answer_is_a_fresh_array(activation):
    from_list = activation([[0, 2, -3]])
    assert from_list.dtype == np.float64
    np.testing.assert_array_equal(from_list, activation(np.array([[0.0, 2.0, -3.0]])))
    z = np.array([[1.0, 2.0]])
    assert not np.shares_memory(activation(z), z)
    assert not np.shares_memory(activation.gradient(z, z), z)


def test_relu_is_flat_at_zero_as_in_keras():
    assert relu.gradient(np.zeros(1)).item() == 0


def test_get_knows_names_activations_and_none():
    assert activations.get("softmax") is softmax
    assert activations.get(None) is linear
    assert activations.get(relu) is relu


def test_unknown_activations_are_refused_with_the_known_names():
    with pytest.raises(ValueError, match=r"'sigmoyd' is not a known activation; known names: elu, gelu, leaky_relu, linear, relu"):
        activations.get("sigmoyd")
    with pytest.raises(TypeError, match="name or a gradient method"):
        activations.get(np.tanh)
