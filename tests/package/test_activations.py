import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import special, stats

from handmade import activations
from handmade.activations import (
    ELU,
    LeakyReLU,
    elu,
    gelu,
    leaky_relu,
    linear,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
)
from handmade.gradients import check_gradient

pytestmark = pytest.mark.chapter("sigmoid", "softmax", "hidden-layers", "vanishing-signals")

ELEMENTWISE = [linear, sigmoid, tanh, relu, leaky_relu, LeakyReLU(0.5), elu, ELU(2.0), softplus, gelu]
ALL = [*ELEMENTWISE, softmax]
RNG = np.random.default_rng(2)


def label(activation):
    return "-".join(map(str, activation.get_config().values()))


every_activation = pytest.mark.parametrize("activation", ALL, ids=label)
both_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])

matrices = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=5), elements=st.floats(-60, 60))
extremes = np.array([[-1000.0, -90.0, 0.0], [1000.0, 90.0, 1e-30], [1e-39, -1e-39, -1e-20]])


class TestEveryActivation:
    @every_activation
    def test_gradient_agrees_with_finite_differences(self, activation):
        z, weights = RNG.normal(size=(3, 4)), RNG.normal(size=(3, 4))
        check_gradient(lambda z: np.sum(weights * activation(z)), lambda z: activation.gradient(z, weights), z)

    @pytest.mark.parametrize("activation", ELEMENTWISE, ids=label)
    def test_gradient_without_upstream_is_the_slope(self, activation):
        z = RNG.normal(size=(3, 4))
        check_gradient(lambda z: np.sum(activation(z)), activation.gradient(z), z)
        np.testing.assert_array_equal(activation.gradient(z, 2.0), 2 * activation.gradient(z))

    @every_activation
    @both_dtypes
    def test_extreme_inputs_give_finite_numbers_of_the_same_dtype_without_a_warning(self, activation, dtype):
        with np.errstate(under="ignore"):
            z = extremes.astype(dtype)
        with np.errstate(all="raise"):
            results = activation(z), activation.gradient(z), activation.gradient(z, 1e-20 * np.ones_like(z))
        assert all(np.isfinite(result).all() and result.dtype == dtype for result in results)
        assert all(result.shape == z.shape for result in results)

    @every_activation
    def test_the_gradient_keeps_the_dtype_of_z_whatever_upstream_has(self, activation):
        z = RNG.normal(size=(2, 3)).astype(np.float32)
        assert activation.gradient(z, np.ones((2, 3))).dtype == np.float32
        assert activation.gradient(z, [[1, 2, 3], [4, 5, 6]]).dtype == np.float32

    @every_activation
    def test_integers_and_lists_are_welcome_and_the_answer_is_a_fresh_array(self, activation):
        from_list = activation([[0, 2, -3]])
        assert from_list.dtype == np.float64
        np.testing.assert_array_equal(from_list, activation(np.array([[0.0, 2.0, -3.0]])))
        z, upstream = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])
        assert not np.shares_memory(activation(z), z)
        assert not np.shares_memory(activation.gradient(z, upstream), upstream)
        np.testing.assert_array_equal([z, upstream], [[[1, 2]], [[3, 4]]])

    @every_activation
    @both_dtypes
    def test_out_receives_the_same_answer_and_may_be_the_input(self, activation, dtype):
        z, upstream = RNG.normal(size=(2, 3, 4)).astype(dtype)
        answer, slopes = activation(z), activation.gradient(z, upstream)
        for given_z, out in [(z, np.empty_like(z)), (kept := z.copy(), kept)]:
            assert activation(given_z, out=out) is out
            np.testing.assert_array_equal(out, answer)
        for given_upstream, out in [(upstream, np.empty_like(z)), (kept := upstream.copy(), kept)]:
            assert activation.gradient(z, given_upstream, out=out) is out
            np.testing.assert_array_equal(out, slopes)

    @every_activation
    @both_dtypes
    def test_the_slopes_may_be_computed_from_the_answer(self, activation, dtype):
        z, upstream = RNG.normal(size=(2, 3, 4)).astype(dtype)
        a = activation(z)
        slopes = activation.gradient(z, upstream, a=a)
        assert slopes.dtype == dtype
        near = {"rtol": 1e-5, "atol": 1e-6} if dtype == np.float32 else {"rtol": 1e-12, "atol": 1e-15}
        np.testing.assert_allclose(slopes, activation.gradient(z, upstream), **near)
        np.testing.assert_array_equal(a, activation(z))

    @every_activation
    @pytest.mark.parametrize("shape", [(4,), (3, 1), (1, 4), (4, 3)])
    def test_an_upstream_that_would_broadcast_is_refused(self, activation, shape):
        with pytest.raises(ValueError, match=r"upstream has shape .* but z has shape \(3, 4\); upstream is dJ/da"):
            activation.gradient(np.zeros((3, 4)), np.ones(shape))

    @every_activation
    def test_no_examples_have_no_activations(self, activation):
        assert activation(np.zeros((0, 3), np.float32)).shape == (0, 3)
        assert activation.gradient(np.zeros((0, 3)), np.zeros((0, 3))).shape == (0, 3)

    @pytest.mark.parametrize("activation", ELEMENTWISE, ids=label)
    def test_a_number_is_welcome(self, activation):
        assert activation(0.7) == activation(np.array([0.7]))[0]
        assert activation.gradient(0.7, 3) == activation.gradient(np.array([0.7]), np.array([3.0]))[0]

    @every_activation
    def test_what_is_not_a_number_stays_visible(self, activation):
        assert np.isnan(activation(np.array([[0.0, np.nan]]))[0, 1])


class TestSquashing:
    def test_slope_of_the_sigmoid_is_largest_in_the_middle_and_alike_on_both_sides(self):
        z = np.linspace(-20, 20, 401)
        slope = sigmoid.gradient(z)
        assert slope.max() == slope[200] == 0.25
        np.testing.assert_allclose(slope, slope[::-1], rtol=1e-12)
        assert sigmoid.gradient(np.float32([20.0])).item() == pytest.approx(np.exp(-20), rel=1e-5)

    def test_softmax_works_along_the_last_axis_of_any_array(self):
        z = RNG.normal(size=(2, 3, 4))
        np.testing.assert_allclose(softmax(z), special.softmax(z, axis=-1), rtol=1e-13)
        np.testing.assert_allclose(softmax(z[0, 0]), special.softmax(z[0, 0]), rtol=1e-13)

    def test_slopes_come_from_the_answer_where_there_is_one(self):
        a, z = np.array([[0.25, 0.75]]), np.zeros((1, 2))
        np.testing.assert_array_equal(sigmoid.gradient(z, a=a), [[0.1875, 0.1875]])
        np.testing.assert_array_equal(tanh.gradient(z, a=a), [[0.9375, 0.4375]])
        np.testing.assert_array_equal(softmax.gradient(z, np.array([[1.0, 0.0]]), a=a), [[0.1875, -0.1875]])

    @both_dtypes
    def test_slope_of_tanh_is_exact_where_tanh_rounds_to_1(self, dtype):
        z = np.array([-40, -10, 0, 10, 40, np.finfo(dtype).max], dtype)
        with np.errstate(all="raise"):
            slope = tanh.gradient(z)
        far = [4 * math.exp(-80), 4 * math.exp(-20) / (1 + math.exp(-20)) ** 2]
        np.testing.assert_allclose(slope, [*far, 1, *far[::-1], 0], rtol=1e-5 if dtype == np.float32 else 1e-14)

    def test_the_slopes_of_softmax_run_along_the_last_axis_of_any_array(self):
        z, upstream = RNG.normal(size=(2, 2, 3, 4))
        check_gradient(lambda z: np.sum(upstream * softmax(z)), softmax.gradient(z, upstream), z)

    def test_softmax_of_an_even_upstream_has_no_slope(self):
        np.testing.assert_allclose(softmax.gradient(np.array([[1.0, 2.0]])), 0, atol=1e-15)
        np.testing.assert_allclose(softmax.gradient(RNG.normal(size=(3, 4)), 5.0), 0, atol=1e-15)

    @pytest.mark.parametrize("z", [3.0, np.zeros((3, 0))])
    def test_softmax_without_scores_is_refused(self, z):
        with pytest.raises(ValueError, match=r"chooses along the last axis, but z has shape \((3, 0)?\)"):
            softmax(z)


@given(z=arrays(np.float64, 7, elements=st.floats(-800, 800)))
def test_squashing_agrees_with_scipy_in_every_digit_that_counts(z):
    np.testing.assert_allclose(sigmoid(z), special.expit(z), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(softmax(z), special.softmax(z), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(tanh(z), special.expit(2 * z) - special.expit(-2 * z), rtol=1e-12, atol=1e-15)


@given(z=matrices)
def test_sigmoid_and_its_mirror_image_sum_to_1(z):
    np.testing.assert_allclose(sigmoid(z) + sigmoid(-z), 1, rtol=1e-14)


@given(z=matrices, shift=st.sampled_from([-1000.0, 1000.0]))
def test_rows_of_softmax_sum_to_1_and_survive_a_shift(z, shift):
    np.testing.assert_allclose(softmax(z).sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-9, atol=1e-50)


class TestRectifiers:
    def test_values_and_slopes_by_hand(self):
        z = np.array([-2.0, 0.0, 3.0])
        np.testing.assert_array_equal(relu(z), [0, 0, 3])
        np.testing.assert_array_equal(relu.gradient(z), [0, 0, 1])
        np.testing.assert_array_equal(leaky_relu(z), [-0.4, 0, 3])
        np.testing.assert_array_equal(leaky_relu.gradient(z), [0.2, 0.2, 1])
        np.testing.assert_array_equal(LeakyReLU(0)(z), [0, 0, 3])
        np.testing.assert_array_equal(ELU(3).gradient(z)[1:], [3, 1])
        np.testing.assert_allclose(ELU(3)(z), [3 * (np.exp(-2) - 1), 0, 3], rtol=1e-15)

    def test_slopes_just_above_zero_are_1(self):
        tiny = np.array([1e-300])
        for activation in (relu, leaky_relu, ELU(3)):
            assert activation.gradient(tiny).item() == 1

    def test_gelu_at_the_ends_is_a_rectifier(self):
        ends = np.array([-1e200, -50.0, 50.0, 1e200])
        with np.errstate(all="raise"):
            np.testing.assert_array_equal(gelu(ends), [0, 0, 50, 1e200])
            np.testing.assert_array_equal(gelu.gradient(ends), [0, 0, 1, 1])

    def test_parameters_have_keras_defaults(self):
        assert LeakyReLU().negative_slope == 0.2
        assert ELU().alpha == 1.0

    @pytest.mark.parametrize(("make", "name"), [(LeakyReLU, "negative_slope"), (ELU, "alpha")])
    def test_parameters_that_turn_the_negative_side_over_are_refused(self, make, name):
        with pytest.raises(ValueError, match=rf"{name} must be at least 0, or .* turn over, but it is -0\.1"):
            make(-0.1)
        with pytest.raises(TypeError, match=f"{name} must be a number"):
            make("0.1")


@given(z=matrices)
def test_elu_softplus_and_gelu_agree_with_scipy(z):
    np.testing.assert_allclose(elu(z), np.where(z > 0, z, special.expm1(np.minimum(z, 0))), rtol=1e-13)
    np.testing.assert_allclose(softplus(z), -special.log_expit(-z), rtol=1e-13)
    np.testing.assert_allclose(gelu(z), z * stats.norm.cdf(z), rtol=1e-12, atol=1e-300)
    slope = stats.norm.cdf(z) + z * stats.norm.pdf(z)
    np.testing.assert_allclose(gelu.gradient(z), slope, rtol=1e-12, atol=1e-15)


class TestGet:
    def test_it_knows_names_activations_and_none(self):
        for activation in (linear, sigmoid, tanh, relu, leaky_relu, elu, softplus, gelu, softmax):
            assert activations.get(activation.name) is activation
            assert activations.get(activation) is activation
        assert activations.get(None) is linear

    @every_activation
    def test_a_configuration_gives_the_same_activation_again(self, activation):
        again = activations.get(activation.get_config())
        assert type(again) is type(activation)
        assert again.get_config() == activation.get_config()

    def test_a_configuration_says_all_and_is_left_alone(self):
        config = {"name": "leaky_relu", "negative_slope": 0.1}
        assert activations.get(config).get_config() == config == {"name": "leaky_relu", "negative_slope": 0.1}
        assert leaky_relu.get_config() == {"name": "leaky_relu", "negative_slope": 0.2}
        assert elu.get_config() == {"name": "elu", "alpha": 1.0}
        assert softmax.get_config() == {"name": "softmax"}

    def test_an_activation_of_ones_own_is_called_as_the_others_are(self):
        class Square:
            def __call__(self, z):
                return z**2

            def gradient(self, z, upstream=1.0):
                return 2 * z * upstream

        square, z = activations.get(Square()), np.array([3.0, 4.0])
        assert activations.get(square) is square
        assert square.name == "Square"
        np.testing.assert_array_equal(square(z), [9, 16])
        np.testing.assert_array_equal(square.gradient(z, np.array([1.0, 2.0]), a=square(z)), [6, 16])
        assert square(z, out=z) is z
        assert square.gradient(z, out=z) is z
        np.testing.assert_array_equal(z, [18, 32])
        with pytest.raises(ValueError, match=r"Square is not one of handmade's, .* model\.get_weights\(\)"):
            square.get_config()

    def test_an_activation_of_ones_own_must_keep_the_shape(self):
        class Largest:
            def __call__(self, z):
                return z.max(axis=-1, keepdims=True)

            def gradient(self, z, upstream=1.0):
                return upstream[0]

        largest, z = activations.get(Largest()), np.zeros((2, 3))
        with pytest.raises(
            ValueError, match=r"activation Largest returned shape \(2, 1\), but z has shape \(2, 3\); give"
        ):
            largest(z, out=np.empty_like(z))
        with pytest.raises(ValueError, match=r"Largest has a gradient of shape \(3,\), but z has shape \(2, 3\)"):
            largest.gradient(z, np.ones((2, 3)))

    def test_an_activation_of_ones_own_may_have_a_name(self):
        class Same:
            name = "same"
            __call__ = gradient = staticmethod(lambda z, upstream=1.0: z)

        assert activations.get(Same()).name == "same"

    @pytest.mark.parametrize("unknown", ["sigmoyd", {"name": "sigmoyd"}, {"alpha": 1.0}])
    def test_unknown_names_are_refused_with_the_known_ones(self, unknown):
        with pytest.raises(ValueError, match=r"is not a known activation; known names: elu, gelu, leaky_relu, linear"):
            activations.get(unknown)

    @pytest.mark.parametrize("wrong", [np.tanh, LeakyReLU, 3])
    def test_what_is_no_activation_is_refused(self, wrong):
        with pytest.raises(TypeError, match=r"name or a gradient method, .*write activation=\"relu\" or LeakyReLU"):
            activations.get(wrong)
