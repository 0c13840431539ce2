import inspect

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from handmade.convolution import AveragePooling2D, Conv2D, GlobalAveragePooling2D, MaxPooling2D, patches, plain
from handmade.layers import Dense, Flatten, Input
from handmade.models import Sequential

pytestmark = pytest.mark.chapter("convolutional-networks")

IMAGES = {
    "m": st.integers(1, 3),
    "size": st.tuples(st.integers(3, 9), st.integers(3, 9)),
    "channels": st.integers(1, 5),
    "seed": st.integers(0, 999),
}


def keras_passes(twin, x, weights):
    """Keras's output, and its gradients of sum(weights * output) for x and for every trainable variable."""
    with tf.GradientTape() as tape:
        x = tf.constant(x)
        tape.watch(x)
        out = twin(x)
        total = tf.reduce_sum(out * weights)
    return out.numpy(), *tape.gradient(total, [x, *(v.value for v in twin.trainable_variables)])


def assert_same_passes(layer, twin, x, seed):
    """Equal to 1e-5 of the largest entry: sums of many float32 products differ in their last digits."""
    out = layer(x)
    weights = np.random.default_rng(seed).normal(size=out.shape).astype(np.float32)
    ours = [out, layer.backward(weights), *layer.gradients]
    for mine, theirs in zip(ours, keras_passes(twin, x, weights), strict=True):
        theirs = np.asarray(theirs)
        assert mine.dtype == theirs.dtype
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-5 * max(1.0, np.abs(theirs).max()))


@pytest.mark.parametrize("arithmetic", [plain, patches], ids=["plain", "patches"])
@settings(max_examples=60)
@given(
    **IMAGES,
    filters=st.integers(1, 5),
    kernel_size=st.integers(1, 3) | st.tuples(st.integers(1, 3), st.integers(1, 3)),
    strides=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same"]),
    activation=st.sampled_from([None, "relu", "tanh"]),
    use_bias=st.booleans(),
)
def test_conv2d_agrees_with_keras_forward_and_back(
    arithmetic, m, size, channels, seed, filters, kernel_size, strides, padding, activation, use_bias
):
    x = np.random.default_rng(seed).normal(size=(m, *size, channels)).astype(np.float32)
    layer = Conv2D(filters, kernel_size, strides, padding, activation=activation, use_bias=use_bias, seed=seed)
    layer.arithmetic = arithmetic
    layer.build(x.shape[1:])
    if use_bias:
        layer.bias[...] = np.random.default_rng(seed + 1).normal(size=filters)
    twin = keras.layers.Conv2D(filters, kernel_size, strides, padding, activation=activation, use_bias=use_bias)
    twin.build(x.shape)
    twin.set_weights(layer.get_weights())
    assert_same_passes(layer, twin, x, seed)


@pytest.mark.parametrize("name", ["MaxPooling2D", "AveragePooling2D"])
@given(
    **IMAGES,
    pool_size=st.integers(1, 3) | st.tuples(st.integers(1, 3), st.integers(1, 3)),
    strides=st.none() | st.integers(1, 4),
    padding=st.sampled_from(["valid", "same"]),
    ties=st.booleans(),
)
def test_poolings_agree_with_keras_forward_and_back(name, m, size, channels, seed, pool_size, strides, padding, ties):
    rng, shape = np.random.default_rng(seed), (m, *size, channels)
    x = (rng.integers(-1, 2, shape) if ties else rng.normal(size=shape) - 5).astype(np.float32)
    ours = {"MaxPooling2D": MaxPooling2D, "AveragePooling2D": AveragePooling2D}[name](pool_size, strides, padding)
    assert_same_passes(ours, getattr(keras.layers, name)(pool_size, strides, padding), x, seed)


@given(**IMAGES)
def test_global_average_pooling_agrees_with_keras_forward_and_back(m, size, channels, seed):
    x = np.random.default_rng(seed).normal(size=(m, *size, channels)).astype(np.float32)
    assert_same_passes(GlobalAveragePooling2D(), keras.layers.GlobalAveragePooling2D(), x, seed)


@pytest.mark.parametrize("ours", [Conv2D, MaxPooling2D, AveragePooling2D, GlobalAveragePooling2D])
def test_arguments_have_keras_names_order_and_defaults(ours):
    theirs = inspect.signature(getattr(keras.layers, ours.__name__)).parameters
    mine = inspect.signature(ours).parameters
    shared = [name for name in mine if name in theirs]
    assert shared == [name for name in theirs if name in mine]
    assert set(mine) - set(shared) <= {"seed", "dtype"}
    for name in shared:
        if theirs[name].default is not inspect.Parameter.empty:
            assert mine[name].default == theirs[name].default


def test_a_network_learns_as_keras_does():
    ours = Sequential(
        [
            Input((12, 12, 1)),
            Conv2D(4, 3, activation="relu"),
            MaxPooling2D(),
            Conv2D(5, 3, padding="same", activation="relu"),
            AveragePooling2D(),
            Flatten(),
            Dense(3, activation="softmax"),
        ]
    )
    layers = keras.layers
    theirs = keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(5, 3, padding="same", activation="relu"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    theirs.set_weights(ours.get_weights())
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(70, 12, 12, 1)).astype(np.float32), rng.integers(0, 3, 70)
    for model in (ours, theirs):
        model.compile("sgd", "sparse_categorical_crossentropy")
        model.fit(x, y, batch_size=20, epochs=10, shuffle=False, verbose=0)
    for mine, others in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, others, atol=1e-5)
    np.testing.assert_allclose(ours.predict(x), theirs.predict(x, verbose=0), atol=1e-5)
