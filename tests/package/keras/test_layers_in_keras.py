import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from handmade.layers import Activation, BatchNormalization, Dense, Dropout, Flatten

NAMES = ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "softmax"]


def keras_passes(twin, x, weights, **how):
    """Keras's output, and its gradients of sum(weights * output) for x and for every trainable variable."""
    with tf.GradientTape() as tape:
        x = tf.constant(x)
        tape.watch(x)
        out = twin(x, **how)
        total = tf.reduce_sum(out * weights)
    return out.numpy(), *tape.gradient(total, [x, *(v.value for v in twin.trainable_variables)])


def assert_close(ours, theirs):
    """Equal to 1e-5 of the largest entry: sums of many float32 products differ in their last digits."""
    theirs = np.asarray(theirs)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5 * max(1.0, np.abs(theirs).max(initial=0)))


@pytest.mark.chapter("backpropagation")
@given(
    m=st.integers(1, 6),
    n=st.integers(1, 6),
    units=st.integers(2, 6),
    activation=st.sampled_from(NAMES),
    seed=st.integers(0, 999),
)
def test_dense_agrees_with_keras_forward_and_back(m, n, units, activation, seed):
    rng = np.random.default_rng(seed)
    layer = Dense(units, activation=activation, bias_initializer="ones", seed=seed)
    x, weights = rng.normal(size=(m, n)).astype(np.float32), rng.normal(size=(m, units)).astype(np.float32)
    out = layer(x)
    twin = keras.layers.Dense(units, activation=activation)
    twin.build((None, n))
    twin.set_weights(layer.get_weights())
    expected = keras_passes(twin, x, weights)
    for ours, theirs in zip([out, layer.backward(weights), *layer.gradients], expected, strict=True):
        assert_close(ours, theirs)


@pytest.mark.chapter("digits")
@given(shape=st.lists(st.integers(1, 5), min_size=2, max_size=5), seed=st.integers(0, 999))
def test_flatten_agrees_with_keras(shape, seed):
    x = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    np.testing.assert_array_equal(Flatten()(x), keras.layers.Flatten()(x).numpy())


@pytest.mark.chapter("sigmoid")
@pytest.mark.parametrize("name", NAMES)
def test_an_activation_layer_agrees_with_keras(name):
    x, weights = np.random.default_rng(0).normal(size=(2, 5, 4)).astype(np.float32)
    layer = Activation(name)
    out = layer(x)
    for ours, theirs in zip(
        (out, layer.backward(weights)), keras_passes(keras.layers.Activation(name), x, weights), strict=True
    ):
        assert_close(ours, theirs)


@pytest.mark.chapter("going-deeper")
@given(
    shape=st.sampled_from([(2, 3), (5, 1), (7, 4), (3, 2, 2, 3), (2, 5, 4, 1)]),
    training=st.booleans(),
    momentum=st.sampled_from([0.9, 0.99]),
    spread=st.sampled_from([0.1, 1.0, 30.0]),
    seed=st.integers(0, 999),
)
def test_batch_normalization_agrees_with_keras_forward_and_back_and_in_what_it_remembers(
    shape, training, momentum, spread, seed
):
    rng = np.random.default_rng(seed)
    x = rng.normal(spread, spread, size=shape).astype(np.float32)
    weights = rng.normal(size=shape).astype(np.float32)
    layer, twin = BatchNormalization(momentum=momentum), keras.layers.BatchNormalization(momentum=momentum)
    layer.build(shape[1:])
    twin.build(shape)
    start = [rng.uniform(0.5, 2, shape[-1]).astype(np.float32) for _ in range(4)]
    layer.set_weights(start)
    twin.set_weights(start)
    out = layer(x, training=training)
    expected = keras_passes(twin, x, weights, training=training)
    for ours, theirs in zip([out, layer.backward(weights), *layer.gradients], expected, strict=True):
        assert_close(ours, theirs)
    for ours, theirs in zip(layer.get_weights(), twin.get_weights(), strict=True):
        assert_close(ours, theirs)


@pytest.mark.chapter("regularization")
def test_dropout_keeps_the_same_share_at_the_same_size_as_keras():
    x = np.ones((200, 500), np.float32)
    ours, theirs = Dropout(0.3, seed=1)(x, training=True), keras.layers.Dropout(0.3, seed=1)(x, training=True).numpy()
    assert np.unique(ours).tolist() == pytest.approx(np.unique(theirs).tolist())
    assert np.mean(ours == 0) == pytest.approx(np.mean(theirs == 0), abs=0.01)
    np.testing.assert_array_equal(Dropout(0.3)(x), keras.layers.Dropout(0.3)(x).numpy())


@pytest.mark.chapter("backpropagation")
def test_defaults_are_those_of_keras():
    ours, theirs = BatchNormalization(), keras.layers.BatchNormalization()
    assert (ours.momentum, ours.epsilon) == (theirs.momentum, theirs.epsilon)
    ours, theirs = Dense(3), keras.layers.Dense(3)
    assert (ours.use_bias, ours.activation.name) == (theirs.use_bias, theirs.activation.__name__)
