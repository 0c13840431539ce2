"""The activations and their slopes against Keras and TensorFlow."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from handmade.activations import ELU, LeakyReLU, elu, gelu, leaky_relu, linear, relu, sigmoid, softmax, softplus, tanh

pytestmark = pytest.mark.chapter("sigmoid", "softmax", "hidden-layers", "vanishing-signals")

PAIRS = [
    *((ours, keras.activations.get(ours.name)) for ours in (linear, sigmoid, tanh, softmax, relu, softplus)),
    (leaky_relu, keras.activations.leaky_relu),
    (LeakyReLU(0.05), lambda z: keras.activations.leaky_relu(z, negative_slope=0.05)),
    (elu, keras.activations.elu),
    (ELU(2.5), lambda z: keras.activations.elu(z, alpha=2.5)),
    (gelu, keras.activations.gelu),  # whose default is approximate=False
]

shapes = array_shapes(min_dims=1, max_dims=3, min_side=2, max_side=5)  # a softmax of one score makes Keras warn
# The kink of relu and its kin is drawn on purpose; subnormal numbers are not, because TensorFlow takes them for 0.
numbers = st.sampled_from([0.0, -1000.0, 1000.0]) | st.floats(-60, 60, width=32, allow_subnormal=False)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=lambda f: getattr(f, "name", ""))
@given(shape=shapes, data=st.data())
def test_values_and_slopes_agree(ours, theirs, shape, data):
    z = data.draw(arrays(np.float32, shape, elements=numbers))
    upstream = data.draw(arrays(np.float32, shape, elements=st.floats(-8, 8, width=32, allow_subnormal=False)))
    inputs = tf.constant(z)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        values = theirs(inputs)
    slopes = tape.gradient(values, inputs, output_gradients=tf.constant(upstream))
    np.testing.assert_allclose(ours(z), np.asarray(values), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(ours.gradient(z, upstream), np.asarray(slopes), rtol=1e-5, atol=1e-5)


def test_parameters_have_keras_defaults():
    import inspect

    def default(f, name):
        return inspect.signature(f).parameters[name].default

    assert leaky_relu.negative_slope == default(keras.activations.leaky_relu, "negative_slope")
    assert elu.alpha == default(keras.activations.elu, "alpha")
    assert default(keras.activations.gelu, "approximate") is False
