"""What every layer promises, asked of all of them: dtypes, memory, tiny numbers, what it is made of."""

import json

import numpy as np
import pytest

from handmade.layers import Activation, BatchNormalization, Dense, Dropout, Flatten, Input, Layer

pytestmark = pytest.mark.chapter("backpropagation")

RNG = np.random.default_rng(12)
LAYERS = {
    "Dense": lambda: Dense(4, seed=1),
    "Dense sigmoid": lambda: Dense(4, "sigmoid", seed=1),
    "Activation softmax": lambda: Activation("softmax"),
    "Activation sigmoid": lambda: Activation("sigmoid"),
    "BatchNormalization": BatchNormalization,
    "Dropout": lambda: Dropout(0.3, seed=2),
    "Flatten": Flatten,
    "Input": lambda: Input((3,)),
}
every_layer = pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)


def pass_through(layer, x, d_out=None):
    """The output in training, dJ/dx and the gradients."""
    out = layer(x, training=True)
    d_x = layer.backward(np.ones_like(out) if d_out is None else d_out)
    return [out, d_x, *layer.gradients]


@every_layer
def test_a_layer_in_float32_works_in_float32_throughout(make):
    assert {result.dtype for result in pass_through(make(), RNG.normal(size=(5, 3)).astype("float32"))} == {
        np.dtype("float32")
    }


@pytest.mark.parametrize(
    "make", [LAYERS[name] for name in LAYERS if name.split()[0] in ("Dense", "BatchNormalization")]
)
def test_layers_with_weights_round_what_comes_in_to_their_own_dtype(make):
    x, probe = RNG.normal(size=(5, 3)), make()
    d_out = RNG.normal(size=probe(x).shape)
    exact = pass_through(make(), x, d_out)
    for a, b in zip(exact, pass_through(make(), x.astype("float32"), d_out.astype("float32")), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["sigmoid", "softmax", "relu", "linear"])
def test_slopes_come_in_the_dtype_of_what_an_activation_layer_saw(name, dtype):
    bend, x = Activation(name), RNG.normal(size=(5, 3)).astype(dtype)
    d_out = RNG.normal(size=(5, 3)).astype(dtype)
    bend(x)
    expected = bend.backward(d_out)
    assert expected.dtype == dtype
    if dtype == "float32":
        np.testing.assert_array_equal(bend.backward(d_out.astype("float64")), expected)


@every_layer
def test_what_is_too_small_for_the_dtype_is_0_and_no_error(make):
    with np.errstate(all="raise"):
        out, d_x, *_ = pass_through(make(), np.full((4, 3), 1e-38, np.float32))
        again = make()
        shape = again(np.full((4, 3), 1e-30, np.float32), training=True).shape
        tiny = again.backward(np.full(shape, 1e-38, np.float32))
    assert all(np.isfinite(result).all() for result in (out, d_x, tiny))


@every_layer
def test_the_smallest_numbers_there_are_go_through_and_back_without_a_warning(make):
    layer, smallest = make(), np.float32(1.4e-45)
    with np.errstate(all="raise"):
        out = layer(np.arange(12, dtype=np.float32).reshape(4, 3) * smallest, training=True)
        d_x = layer.backward(np.arange(out.size, dtype=np.float32).reshape(out.shape) * smallest)
    assert np.abs(d_x).max() < 1e-40


@every_layer
def test_the_answer_of_a_direct_call_is_the_caller_s_to_overwrite(make):
    layer, x = make(), RNG.normal(size=(5, 3)).astype("float32")
    out = layer(x, training=True)
    d_out = RNG.normal(size=out.shape).astype("float32")
    expected = layer.backward(d_out)
    out[...] = 99
    np.testing.assert_array_equal(layer.backward(d_out), expected)


@every_layer
def test_memory_that_fit_lends_is_written_again_at_every_step(make):
    layer, x = make(), RNG.normal(size=(5, 3)).astype("float32")
    expected = pass_through(make(), x)
    layer.lent = {}
    d_out = np.ones_like(expected[0])
    first = [layer(x, training=True), layer.backward(d_out)]
    for result, fresh in zip(first, expected, strict=False):
        np.testing.assert_array_equal(result, fresh)
    again = [layer(x, training=True), layer.backward(d_out)]
    if not isinstance(layer, Input):  # which hands out copies: fit does not let data go through it
        assert all(np.shares_memory(a, b) for a, b in zip(first, again, strict=True))


def test_in_fit_the_sums_of_a_dense_layer_lie_where_those_of_the_step_before_lay():
    layer, x = Dense(4, "sigmoid", seed=1), np.ones((5, 3), np.float32)
    layer.lent = {}
    layer(x)
    z = layer.z
    layer(x)
    assert np.shares_memory(layer.z, z)


def test_the_seed_decides_the_bias_too_and_it_has_the_dtype_of_the_layer():
    first, again = (Dense(4, bias_initializer="random_normal", seed=1) for _ in range(2))
    for layer in (first, again):
        layer.build((3,))
    np.testing.assert_array_equal(first.bias, again.bias)
    assert first.bias.any()
    assert first.bias.dtype == np.float32


def test_weights_that_do_not_fit_are_refused_by_name_with_the_cure_that_helps():
    layer = Dense(4)
    with pytest.raises(ValueError, match=r"^this Dense layer has weights .*it has no weights yet"):
        layer.set_weights([np.ones((3, 4)), np.ones(4)])
    layer.build((3,))
    with pytest.raises(ValueError, match=r"^this Dense layer has weights ") as error:
        layer.set_weights([np.ones((4, 3)), np.ones(4)])
    assert "no weights yet" not in str(error.value)


def test_in_fit_flatten_lends_on_what_it_was_lent():
    layer, x = Flatten(), RNG.normal(size=(5, 3, 2))
    layer.lent = {}
    out = layer(x)
    assert np.shares_memory(out, x)
    assert np.shares_memory(layer.backward(out), out)


@every_layer
def test_before_the_first_way_back_there_are_no_gradients(make):
    assert make().gradients == []


@every_layer
def test_a_layer_is_made_again_from_its_arguments(make):
    layer = make()
    config = layer.get_config()
    twin = type(layer)(**json.loads(json.dumps(config)))
    assert twin.get_config() == config


def test_the_arguments_of_every_layer_are_those_it_was_given():
    assert Dense(4, "relu", use_bias=False, dtype="float64").get_config() == {
        "units": 4,
        "activation": {"name": "relu"},
        "use_bias": False,
        "dtype": "float64",
    }
    assert Activation("relu").get_config() == {"activation": {"name": "relu"}}
    assert Dropout(0.25).get_config() == {"rate": 0.25}
    assert Input((4, 3)).get_config() == {"shape": [4, 3]}
    normalization = {"momentum": 0.5, "epsilon": 0.01, "dtype": "float64"}
    assert BatchNormalization(**normalization).get_config() == normalization
    assert BatchNormalization().get_config() == {"momentum": 0.99, "epsilon": 0.001, "dtype": "float32"}
    assert Flatten().get_config() == Layer().get_config() == {}


@every_layer
def test_a_layer_that_is_not_built_has_no_weights(make):
    layer = make()
    assert layer.weights == layer.trainable_variables == layer.get_weights() == []
    assert layer.count_params() == 0
    assert not layer.built
    layer.build((3,))
    assert layer.built


def test_input_lets_through_what_it_promised_both_ways():
    layer, x = Input((3,)), RNG.normal(size=(5, 3))
    np.testing.assert_array_equal(layer(x), x)
    np.testing.assert_array_equal(layer.backward(2 * x), 2 * x)
    assert layer([[1, 2, 3]]).tolist() == [[1, 2, 3]]


def test_a_loss_that_knows_the_slope_at_z_enters_an_activation_layer_behind_it():
    layer, d_z = Activation("softmax"), RNG.normal(size=(5, 3))
    layer(RNG.normal(size=(5, 3)))
    np.testing.assert_array_equal(layer.backward_from_z(d_z), d_z)


@pytest.mark.parametrize("layer", [Dense(1, "sigmoid", dtype="float64"), Activation("sigmoid")])
def test_slopes_come_from_the_answer_so_where_it_rounds_to_1_there_is_none_as_in_keras(layer):
    layer.build((1,))
    if layer.weights:
        layer.set_weights([[[1.0]], [0.0]])
    layer(np.array([[40.0]]))
    assert layer.backward(np.ones((1, 1))) == 0
    assert layer.activation.gradient(np.array([[40.0]])) > 0  # asked without the answer, it is exact


@pytest.mark.parametrize("name", ["sigmoid", "softmax"])
def test_a_layer_that_leaves_its_activation_to_the_loss_answers_with_what_it_would_have_bent(name):
    dense, straight, bend = Dense(4, name, seed=1), Dense(4, seed=1), Activation(name)
    dense.leaves_activation = bend.leaves_activation = True
    x = RNG.normal(size=(5, 4)).astype("float32")
    np.testing.assert_array_equal(dense(x), straight(x))
    np.testing.assert_array_equal(bend(x), x)


def test_a_copy_for_another_thread_draws_otherwise_and_reproducibly():
    x = np.ones((20, 20))

    def drawn_apart():
        layer = Dropout(0.5, seed=3)
        layer.build((20,))
        layer.draw_apart()
        return layer(x, training=True)

    np.testing.assert_array_equal(drawn_apart(), drawn_apart())
    assert not np.array_equal(drawn_apart(), Dropout(0.5, seed=3)(x, training=True))


def test_slopes_keep_the_dtype_of_the_batch_that_was_dropped_from():
    layer = Dropout(0.5, seed=0)
    layer(np.ones((5, 3), np.float32), training=True)
    assert layer.backward(np.ones((5, 3))).dtype == np.float32


def test_with_momentum_0_the_averages_are_those_of_the_last_batch():
    layer = BatchNormalization(momentum=0, dtype="float64")
    layer(np.array([[1.0], [5.0]]), training=True)
    assert [w.item() for w in layer.get_weights()[2:]] == [3, 4]


def test_epsilon_is_added_to_the_variance():
    out = BatchNormalization(dtype="float64")(np.array([[0.0], [0.2]]), training=True)
    np.testing.assert_allclose(out[1, 0], 0.1 / np.sqrt(0.01 + 0.001))


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda wrong: BatchNormalization(momentum=wrong), "momentum"),
        (lambda wrong: BatchNormalization(epsilon=wrong), "epsilon"),
        (lambda wrong: Dropout(wrong), "rate"),
    ],
)
def test_an_argument_that_is_no_number_is_refused_by_name(make, name):
    with pytest.raises(TypeError, match=f"^{name} must be a number"):
        make("0.5")


def test_images_get_the_advice_to_flatten_and_single_numbers_that_to_stand_up():
    layer = Dense(4)
    for shape, advice in [((5,), "reshape"), ((5, 2, 2), "Flatten"), ((5, 2, 2, 3), "Flatten")]:
        with pytest.raises(ValueError, match=advice):
            layer(np.ones(shape))
    with pytest.raises(ValueError, match=r"put Flatten\(\) before it"):
        layer.build((28, 28))
