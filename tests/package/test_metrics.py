import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score

from handmade import metrics
from handmade.metrics import accuracy


@given(seed=st.integers(0, 10_000), m=st.integers(1, 40), k=st.integers(2, 6), column=st.booleans())
def test_accuracy_of_class_numbers_agrees_with_keras(seed, m, k, column):
    rng = np.random.default_rng(seed)
    labels, scores = rng.integers(0, k, (m, 1) if column else m), rng.random((m, k))
    twin = keras.metrics.SparseCategoricalAccuracy()
    twin.update_state(labels, scores)
    assert accuracy(labels, scores) == pytest.approx(float(twin.result()))
    one_hot = np.eye(k)[labels.reshape(-1)]
    assert accuracy(one_hot, scores) == accuracy(labels, scores)


@given(seed=st.integers(0, 10_000), m=st.integers(1, 40))
def test_accuracy_of_probabilities_agrees_with_keras(seed, m):
    rng = np.random.default_rng(seed)
    labels, probabilities = rng.integers(0, 2, (m, 1)), rng.integers(0, 11, (m, 1)) / 10  # 0.5 itself occurs
    twin = keras.metrics.BinaryAccuracy()
    twin.update_state(labels, probabilities)
    assert accuracy(labels, probabilities) == pytest.approx(float(twin.result()))


@given(seed=st.integers(0, 10_000), m=st.integers(1, 40))
def test_accuracy_of_labels_agrees_with_scikit_learn(seed, m):
    rng = np.random.default_rng(seed)
    y_true, y_pred = rng.integers(0, 3, m), rng.integers(0, 3, m)
    assert accuracy(y_true, y_pred) == pytest.approx(accuracy_score(y_true, y_pred))


def test_truth_values_are_welcome():
    assert accuracy(np.array([True, False]), np.array([True, True])) == 0.5
    assert accuracy(np.array([[1], [0]]), np.array([[True], [False]])) == 1.0


@pytest.mark.parametrize(
    ("y_true", "y_pred", "message"),
    [
        ([1, 0, 1], [[0.9], [0.2], [0.4]], r"y\.reshape\(-1, 1\)"),
        ([1, 0], [0.9, 0.2], r"compare y_pred > 0\.5"),
        ([1, 0, 1], [1, 0], r"shape \(3,\) but y_pred has shape \(2,\)"),
        ([], [], "y_pred is empty"),
    ],
)
def test_answers_that_cannot_be_compared_are_refused(y_true, y_pred, message):
    with pytest.raises(ValueError, match=message):
        accuracy(y_true, y_pred)


def test_get_knows_names_and_functions():
    assert metrics.get("accuracy") is accuracy
    assert metrics.get(max) is max
    with pytest.raises(ValueError, match="'acuracy' is not a known metric"):
        metrics.get("acuracy")
    with pytest.raises(TypeError, match="function of y_true and y_pred"):
        metrics.get(0.5)
