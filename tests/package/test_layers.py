import numpy as np
import pytest

from handmade.gradients import check_gradient
from handmade.layers import Activation, Dense, Flatten, Input, Layer
from handmade.layers.layer import sum_over_examples

pytestmark = pytest.mark.chapter("backpropagation")

RNG = np.random.default_rng(5)
NAMES = ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "softplus", "softmax"]


def dense(n, units, activation=None, seed=0, dtype="float64"):
    """A Dense layer whose bias is not zero."""
    layer = Dense(units, activation=activation, dtype=dtype)
    layer.build((n,), seed)
    layer.set_weights([layer.kernel, np.random.default_rng(seed).normal(size=units)])
    return layer


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("use_bias", [True, False])
def test_dense_gradients_agree_with_finite_differences(activation, use_bias):
    layer = Dense(4, activation=activation, use_bias=use_bias, dtype="float64", seed=1)
    x, weights = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 4))
    layer(x)
    layer.set_weights([RNG.normal(size=w.shape) for w in layer.get_weights()])

    def loss(value, variable):
        kept = variable.copy()
        variable[...] = value
        result = np.sum(weights * layer(x))
        variable[...] = kept
        return result

    layer(x)
    d_x = layer.backward(weights)
    check_gradient(lambda x: np.sum(weights * layer(x)), d_x, x)
    assert len(layer.gradients) == len(layer.trainable_variables) == 1 + use_bias
    for gradient, variable in zip(layer.gradients, layer.trainable_variables, strict=True):
        check_gradient(lambda value, variable=variable: loss(value, variable), gradient, variable)


@pytest.mark.parametrize("shape", [(3,), (3, 4), (2, 3, 4), (2, 3, 4, 5)])
@pytest.mark.chapter("digits")
def test_flatten_lays_rows_end_to_end_and_goes_back_to_the_shape_it_came_from(shape):
    x, layer = RNG.normal(size=shape), Flatten()
    flat = layer(x)
    assert flat.tolist() == [np.ravel(example).tolist() for example in x]
    np.testing.assert_array_equal(layer.backward(flat), x)


@pytest.mark.parametrize("name", NAMES)
def test_an_activation_layer_is_the_activation_of_a_dense_layer(name):
    whole, bare, bend = dense(3, 4, name), dense(3, 4), Activation(name)
    x, d_out = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 4))
    np.testing.assert_array_equal(bend(bare(x)), whole(x))
    np.testing.assert_allclose(bare.backward(bend.backward(d_out)), whole.backward(d_out))
    assert bend.get_weights() == bend.trainable_variables == bend.gradients == []


@pytest.mark.parametrize("layer", [Flatten(), Activation("linear"), Activation("relu"), Dense(3), Input((4,))])
def test_direct_calls_return_arrays_that_nobody_else_holds(layer):
    x = np.abs(RNG.normal(size=(5, 4))).astype(np.float32)
    out = layer(x)
    d_out = np.ones_like(out)
    expected = layer.backward(d_out)
    out[...] = 99
    d_x = layer.backward(d_out)
    np.testing.assert_array_equal(d_x, expected)
    assert not any(np.shares_memory(a, b) for a, b in [(out, x), (d_x, d_out), (d_x, expected)])


def test_a_layer_alone_builds_itself_and_its_seed_decides_the_weights():
    x = RNG.normal(size=(5, 3))
    first, again, other = Dense(4, seed=7), Dense(4, seed=7), Dense(4, seed=8)
    np.testing.assert_array_equal(first(x), again(x))
    assert not np.array_equal(first(x), other(x))
    assert first.count_params() == 3 * 4 + 4


def test_weights_have_keras_order_layout_and_dtype():
    layer = Dense(4)
    layer(np.ones((2, 3)))
    kernel, bias = layer.get_weights()
    assert (kernel.shape, bias.shape, kernel.dtype) == ((3, 4), (4,), np.float32)
    assert not bias.any()
    kernel[...] = 0  # a copy: the layer keeps its own
    assert layer.kernel.any()


def test_get_and_set_weights_are_inverse_and_set_is_in_place():
    ours, theirs = dense(3, 4, seed=1), dense(3, 4, seed=2)
    held = ours.trainable_variables
    ours.set_weights(theirs.get_weights())
    for mine, other in zip(held, theirs.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, other)


def test_a_backward_pass_changes_no_weight():
    layer = dense(3, 4)
    before = layer.get_weights()
    layer.backward(np.ones_like(layer(np.ones((5, 3)))))
    assert all(np.array_equal(a, b) for a, b in zip(before, layer.get_weights(), strict=True))


def test_initializers_are_chosen_by_name():
    layer = Dense(4, kernel_initializer="zeros", bias_initializer="ones")
    np.testing.assert_array_equal(layer(np.ones((2, 3))), np.ones((2, 4)))


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((3,), r"x\.reshape\(-1, 1\)"),
        ((2, 5, 5), r"flatten it with Flatten\(\)"),
        ((2, 4), "was built for 3 inputs per example"),
    ],
)
def test_inputs_of_a_wrong_shape_are_refused_with_the_cure(shape, message):
    with pytest.raises(ValueError, match=message):
        dense(3, 4)(np.ones(shape))


def test_a_gradient_for_another_batch_is_refused():
    layer = dense(3, 4)
    layer(np.ones((5, 3)))
    with pytest.raises(ValueError, match=r"d_out has shape \(2, 4\), but its last output had shape \(5, 4\)"):
        layer.backward(np.ones((2, 4)))
    with pytest.raises(ValueError, match="it was not called yet"):
        Dense(4).backward(np.ones((2, 4)))
    for bend in (Flatten(), Activation("relu")):
        with pytest.raises(ValueError, match="it was not called yet"):
            bend.backward(np.ones((2, 4)))


def test_units_must_be_given_as_a_number():
    with pytest.raises(TypeError, match="units must be a whole number, but it is 'relu'"):
        Dense("relu")


def test_weights_of_another_shape_or_too_early_are_refused():
    with pytest.raises(ValueError, match=r"shapes \[\(3, 4\), \(4,\)\], but those given have \[\(4, 3\), \(4,\)\]"):
        dense(3, 4).set_weights([np.ones((4, 3)), np.ones(4)])
    with pytest.raises(ValueError, match="it has no weights yet"):
        Dense(4).set_weights([np.ones((3, 4)), np.ones(4)])


def test_the_shape_of_input_is_a_tuple_of_counts():
    with pytest.raises(TypeError, match=r"write Input\(\(784,\)\)"):
        Input(784)
    with pytest.raises(ValueError, match="shape must be at least 1"):
        Input((0, 3))
    with pytest.raises(ValueError, match=r"Input promised \(m, 3\)"):
        Input((3,))(np.ones((2, 4)))


def test_only_fit_lends_memory_and_what_is_lent_is_used_again():
    layer = dense(3, 4, "sigmoid")
    x, d_out = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 4))
    expected = layer(x), layer.backward(d_out), *layer.gradients
    layer.lent = {}
    first = layer(x), layer.backward(d_out), layer.gradients[0]
    again = layer(x), layer.backward(d_out), layer.gradients[0]
    for fresh, a, b in zip(expected, first, again, strict=False):
        np.testing.assert_array_equal(fresh, b)
        assert np.shares_memory(a, b)
        assert not np.shares_memory(fresh, b)
    np.testing.assert_array_equal(layer(x[:2]), expected[0][:2])  # a short last batch
    np.testing.assert_array_equal(layer(np.vstack([x, x])), np.vstack(2 * [expected[0]]))  # and a longer one


def test_room_fits_its_shape_and_dtype():
    layer = Layer()
    layer.lent = {}
    for shape, dtype in [((2, 3), "float32"), ((2, 3), "float64"), ((2, 4), "float64"), ((9, 4), "float64")]:
        room = layer.room("a", shape, dtype)
        assert (room.shape, room.dtype) == (shape, dtype)
    assert np.shares_memory(layer.room("a", (3, 4), "float64"), room)
    assert not np.shares_memory(layer.room("b", (3, 4), "float64"), room)


@pytest.mark.parametrize("shape", [(7, 3), (4, 5, 3), (2, 4, 5, 3)])
def test_sums_over_examples_are_exact_where_one_sum_in_float32_is_not(shape):
    values = RNG.normal(300, 1, size=shape).astype(np.float32)
    exact = values.astype(np.float64).sum(axis=tuple(range(len(shape) - 1)))
    np.testing.assert_allclose(sum_over_examples(values), exact, rtol=1e-6)


def test_flatten_of_one_number_is_refused():
    with pytest.raises(ValueError, match=r"x is one number; write \[\[x\]\]"):
        Flatten()(3.0)


def test_a_layer_that_need_not_know_its_input_gradient_gives_none():
    layer = dense(3, 4)
    x, d_out = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 4))
    layer(x)
    layer.needs_input_gradient = False
    assert layer.backward(d_out).size == 0
    np.testing.assert_allclose(layer.gradients[0], x.T @ d_out)


def test_an_empty_batch_goes_through_and_back():
    layer = dense(3, 4, "relu")
    assert layer(np.zeros((0, 3))).shape == (0, 4)
    assert layer.backward(np.zeros((0, 4))).shape == (0, 3)
    assert not layer.gradients[0].any()


def test_a_layer_without_passes_says_what_to_define():
    with pytest.raises(NotImplementedError, match="define __call__"):
        Layer()(np.ones(3))
    with pytest.raises(NotImplementedError, match="define backward"):
        Layer().backward(np.ones(3))
