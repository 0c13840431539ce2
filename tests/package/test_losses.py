import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from handmade import losses
from handmade.activations import softmax
from handmade.gradients import check_gradient
from handmade.losses import MeanSquaredError, SparseCategoricalCrossentropy

RNG = np.random.default_rng(3)
LABELS = np.array([3, 0, 1])


def keras_value_and_gradient(loss, y_true, y_pred):
    y_pred = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        value = loss(y_true, y_pred)
    return float(value), np.asarray(tape.gradient(value, y_pred))


@st.composite
def two_alike(draw):
    shape = draw(array_shapes(min_dims=2, max_dims=2, max_side=6))
    numbers = arrays(np.float32, shape, elements=st.floats(-100, 100, width=32))
    return draw(numbers), draw(numbers)


@st.composite
def labels_and(draw, low, high):
    m, k = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    labels = draw(arrays(np.int64, draw(st.sampled_from([(m,), (m, 1)])), elements=st.integers(0, k - 1)))
    return labels, draw(arrays(np.float32, (m, k), elements=st.floats(low, high, width=32)))


@given(pair=two_alike())
def test_mean_squared_error_agrees_with_keras(pair):
    value, gradient = keras_value_and_gradient(keras.losses.MeanSquaredError(), *pair)
    assert MeanSquaredError()(*pair) == pytest.approx(value, rel=1e-5, abs=1e-30)
    np.testing.assert_allclose(MeanSquaredError().gradient(*pair), gradient, rtol=1e-5, atol=1e-6)


@given(pair=labels_and(0, 1))
def test_sparse_crossentropy_of_any_probabilities_agrees_with_keras(pair):
    value, gradient = keras_value_and_gradient(keras.losses.SparseCategoricalCrossentropy(), *pair)
    assert SparseCategoricalCrossentropy()(*pair) == pytest.approx(value, rel=1e-5, abs=1e-6)
    np.testing.assert_allclose(SparseCategoricalCrossentropy().gradient(*pair), gradient, rtol=1e-4, atol=1e-5)


@given(pair=labels_and(-50, 50))
def test_sparse_crossentropy_of_scores_agrees_with_keras(pair):
    twin = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    value, gradient = keras_value_and_gradient(twin, *pair)
    loss = SparseCategoricalCrossentropy(from_logits=True)
    assert loss(*pair) == pytest.approx(value, rel=1e-5, abs=1e-6)
    np.testing.assert_allclose(loss.gradient(*pair), gradient, rtol=1e-4, atol=1e-6)


def test_mean_squared_error_gradient_agrees_with_finite_differences():
    y_true, loss = RNG.normal(size=(3, 2)), MeanSquaredError()
    check_gradient(lambda y: loss(y_true, y), lambda y: loss.gradient(y_true, y), RNG.normal(size=(3, 2)))


@pytest.mark.parametrize("from_logits", [False, True])
def test_sparse_crossentropy_gradient_agrees_with_finite_differences(from_logits):
    loss, y_pred = SparseCategoricalCrossentropy(from_logits), RNG.uniform(0.1, 0.9, size=(3, 4))
    check_gradient(lambda y: loss(LABELS, y), lambda y: loss.gradient(LABELS, y), y_pred)


def test_scores_and_their_softmax_have_the_same_loss_and_the_same_slope():
    z = RNG.normal(size=(3, 4))
    of_scores, of_probabilities = SparseCategoricalCrossentropy(from_logits=True), SparseCategoricalCrossentropy()
    assert of_scores(LABELS, z) == pytest.approx(of_probabilities(LABELS, softmax(z)))
    through_softmax = softmax.gradient(z, of_probabilities.gradient(LABELS, softmax(z)))
    np.testing.assert_allclose(of_scores.gradient(LABELS, z), through_softmax, atol=1e-12)


def test_knowing_nothing_about_ten_classes_costs_ln_10():
    assert SparseCategoricalCrossentropy()(np.arange(10), np.full((10, 10), 0.1)) == pytest.approx(np.log(10))


def test_a_loss_of_scores_is_exact_where_a_probability_rounds_to_zero():
    with np.errstate(all="raise"):
        assert SparseCategoricalCrossentropy(from_logits=True)(np.array([1]), np.array([[1000.0, 0.0]])) == 1000


def test_losses_are_plain_floats_and_gradients_keep_the_dtype():
    y = np.float32([[1], [2]])
    assert type(MeanSquaredError()(y, y + 1)) is float
    assert MeanSquaredError().gradient(y.astype(np.float64), y).dtype == np.float32
    p = np.float32([[0.2, 0.8]])
    assert SparseCategoricalCrossentropy().gradient(np.array([1]), p).dtype == np.float32


@pytest.mark.parametrize("method", ["__call__", "gradient"])
@pytest.mark.parametrize(
    ("true_shape", "pred_shape", "cure"),
    [((3,), (3, 1), r"y\.reshape\(-1, 1\)"), ((3, 1), (3,), r"y_pred\.reshape\(-1, 1\)"), ((3, 1), (3, 2), "same")],
)
def test_shapes_that_would_broadcast_are_refused(method, true_shape, pred_shape, cure):
    with pytest.raises(ValueError, match=cure):
        getattr(MeanSquaredError(), method)(np.ones(true_shape), np.ones(pred_shape))


@pytest.mark.parametrize(
    ("y_true", "message"),
    [
        (np.eye(3), r"argmax\(axis=1\)"),
        ([0, 1], r"shape \(2,\) and y_pred has shape \(3, 3\)"),
        ([0.5, 1.0, 2.0], "not whole"),
        ([0, 1, 3], "classes 0 to 3, but y_pred has columns for 0 to 2"),
        ([-1, 1, 2], "classes -1 to 2"),
        ([np.nan, 1, 2], "classes nan to nan"),
    ],
)
def test_targets_that_are_no_class_numbers_are_refused(y_true, message):
    with pytest.raises(ValueError, match=message):
        SparseCategoricalCrossentropy()(y_true, np.full((3, 3), 1 / 3))


def test_get_knows_keras_names_and_objects():
    loss = MeanSquaredError()
    assert losses.get(loss) is loss
    assert isinstance(losses.get("mean_squared_error"), MeanSquaredError)
    assert isinstance(losses.get("sparse_categorical_crossentropy"), SparseCategoricalCrossentropy)
    with pytest.raises(ValueError, match="'msd' is not a known loss; known names: bce, binary_crossentropy"):
        losses.get("msd")
    with pytest.raises(TypeError, match=r"write MeanSquaredError\(\)"):
        losses.get(MeanSquaredError)
