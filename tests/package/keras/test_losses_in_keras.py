"""The losses against Keras and TensorFlow's slopes, and against scikit-learn."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.special import softmax
from sklearn.metrics import log_loss, mean_absolute_error, mean_squared_error

from handmade import losses
from handmade.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Huber,
    MeanAbsoluteError,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
)

pytestmark = pytest.mark.chapter("losses", "cross-entropy", "softmax")

shares = st.sampled_from([0.0, 1.0]) | st.floats(0.0009765625, 1, width=32)  # 0 and 1 are clipped
scores = st.sampled_from([-1000.0, 1000.0]) | st.floats(-50, 50, width=32)
smoothing = st.sampled_from([0.0, 0.25])


def assert_agree(ours, theirs, y_true, y_pred):
    y_pred = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        value = theirs(y_true, y_pred)
    slopes = np.asarray(tape.gradient(value, y_pred))
    y_pred = y_pred.numpy()
    assert ours(y_true, y_pred) == pytest.approx(float(value), rel=1e-5, abs=1e-6)
    np.testing.assert_allclose(ours.gradient(y_true, y_pred), slopes, rtol=1e-5, atol=1e-5)


@st.composite
def tables(draw, elements, like=None):
    """Two float32 tables of one shape; the first has the elements ``like``, those of the second unless told."""
    shape = draw(array_shapes(min_dims=2, max_dims=2, max_side=6))
    floats = [arrays(np.float32, shape, elements=e) for e in (elements if like is None else like, elements)]
    return draw(floats[0]), draw(floats[1])


@st.composite
def labels_and(draw, elements):
    m, k = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    labels = draw(arrays(np.int64, draw(st.sampled_from([(m,), (m, 1)])), elements=st.integers(0, k - 1)))
    return labels, draw(arrays(np.float32, (m, k), elements=elements))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (MeanSquaredError(), keras.losses.MeanSquaredError()),
        (MeanAbsoluteError(), keras.losses.MeanAbsoluteError()),
        (Huber(), keras.losses.Huber()),
        (Huber(2.5), keras.losses.Huber(2.5)),
    ],
    ids=lambda loss: type(loss).__name__,
)
@given(pair=tables(st.sampled_from([0.0, 1.0, 2.5]) | st.floats(-100, 100, width=32, allow_subnormal=False)))
def test_distances_agree(  # TensorFlow takes subnormal numbers for 0
    ours, theirs, pair
):
    assert_agree(ours, theirs, *pair)


@given(pair=tables(shares, like=st.floats(0, 1, width=32)), smoothing=smoothing)
def test_binary_crossentropy_of_probabilities_agrees(pair, smoothing):
    twin = keras.losses.BinaryCrossentropy(label_smoothing=smoothing)
    assert_agree(BinaryCrossentropy(label_smoothing=smoothing), twin, *pair)


@given(pair=tables(scores, like=st.floats(0, 1, width=32)), smoothing=smoothing)
def test_binary_crossentropy_of_scores_agrees(pair, smoothing):
    assert_agree(BinaryCrossentropy(True, smoothing), keras.losses.BinaryCrossentropy(True, smoothing), *pair)


@given(pair=labels_and(shares), smoothing=smoothing)
def test_categorical_crossentropy_of_probabilities_agrees(pair, smoothing):
    labels, p = pair
    assume((p.sum(axis=1) > 0).all())
    one_hot = np.eye(p.shape[1], dtype=np.float32)[labels.ravel()]
    twin = keras.losses.CategoricalCrossentropy(label_smoothing=smoothing)
    assert_agree(CategoricalCrossentropy(label_smoothing=smoothing), twin, one_hot, p)


@given(pair=labels_and(scores), smoothing=smoothing)
def test_categorical_crossentropy_of_scores_agrees(pair, smoothing):
    one_hot = np.eye(pair[1].shape[1], dtype=np.float32)[pair[0].ravel()]
    twin = keras.losses.CategoricalCrossentropy(True, smoothing)
    assert_agree(CategoricalCrossentropy(True, smoothing), twin, one_hot, pair[1])


@given(table=arrays(np.float32, (3, 4), elements=scores), soft=arrays(np.float32, (3, 4), elements=st.floats(0, 5)))
def test_categorical_crossentropy_with_soft_targets_agrees(table, soft):
    assert_agree(CategoricalCrossentropy(True), keras.losses.CategoricalCrossentropy(True), softmax(soft, 1), table)


@given(pair=labels_and(shares))
def test_sparse_crossentropy_of_any_probabilities_agrees(pair):
    assert_agree(SparseCategoricalCrossentropy(), keras.losses.SparseCategoricalCrossentropy(), *pair)


@given(pair=labels_and(scores))
def test_sparse_crossentropy_of_scores_agrees(pair):
    assert_agree(SparseCategoricalCrossentropy(True), keras.losses.SparseCategoricalCrossentropy(True), *pair)


@pytest.mark.parametrize("name", [*losses._BY_NAME, *losses._ALSO])
def test_get_knows_no_name_that_keras_does_not(name):
    theirs = keras.losses.get(name)  # a function, or an object around it
    ours = keras.losses.get(type(losses.get(name)).__name__)
    assert getattr(theirs, "fn", theirs) is ours.fn


@given(pair=tables(st.floats(-100, 100, width=32)))
def test_distances_agree_with_scikit_learn(pair):
    y_true, y_pred = (values.astype(np.float64) for values in pair)
    assert MeanSquaredError()(y_true, y_pred) == pytest.approx(mean_squared_error(y_true, y_pred), rel=1e-12)
    assert MeanAbsoluteError()(y_true, y_pred) == pytest.approx(mean_absolute_error(y_true, y_pred), rel=1e-12)


@given(pair=labels_and(st.floats(-7, 7)))
def test_crossentropies_agree_with_scikit_learn(pair):
    labels, p = pair[0].ravel(), softmax(pair[1].astype(np.float64), axis=1)
    expected = log_loss(labels, p, labels=np.arange(p.shape[1]))
    assert SparseCategoricalCrossentropy()(labels, p) == pytest.approx(expected, rel=1e-10)
    assert CategoricalCrossentropy()(np.eye(p.shape[1])[labels], p) == pytest.approx(expected, rel=1e-10)
    expected = log_loss(labels == 0, p[:, 0], labels=[False, True])
    assert BinaryCrossentropy()(labels == 0, p[:, 0]) == pytest.approx(expected, rel=1e-10)
