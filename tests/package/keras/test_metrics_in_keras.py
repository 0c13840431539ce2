import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import metrics
from handmade.metrics import accuracy, mean_absolute_error, mean_squared_error, precision, r2_score, recall

pytestmark = pytest.mark.chapter("cross-entropy")
SEEDS = st.integers(0, 10_000)


def by_keras(metric, y_true, y_pred):
    metric.update_state(y_true, y_pred)
    return float(metric.result())


@given(seed=SEEDS, m=st.integers(1, 40), k=st.integers(2, 6), column=st.booleans())
def test_accuracy_of_class_numbers_agrees(seed, m, k, column):
    rng = np.random.default_rng(seed)
    labels, scores = rng.integers(0, k, (m, 1) if column else m), rng.random((m, k))
    twin = by_keras(keras.metrics.SparseCategoricalAccuracy(), labels, scores)
    assert accuracy(labels, scores) == pytest.approx(twin)


@given(seed=SEEDS, m=st.integers(1, 40), k=st.integers(2, 6))
def test_accuracy_of_one_hot_rows_agrees(seed, m, k):
    rng = np.random.default_rng(seed)
    one_hot, scores = np.eye(k)[rng.integers(0, k, m)], rng.random((m, k))
    assert accuracy(one_hot, scores) == pytest.approx(by_keras(keras.metrics.CategoricalAccuracy(), one_hot, scores))


@given(seed=SEEDS, m=st.integers(1, 40))
def test_accuracy_of_probabilities_agrees(seed, m):
    rng = np.random.default_rng(seed)
    labels, probabilities = rng.integers(0, 2, (m, 1)), rng.integers(0, 11, (m, 1)) / 10  # 0.5 itself occurs
    assert accuracy(labels, probabilities) == pytest.approx(
        by_keras(keras.metrics.BinaryAccuracy(), labels, probabilities)
    )


@given(seed=SEEDS, m=st.integers(1, 20), share=st.sampled_from([0.0, 0.5, 1.0]))
def test_precision_and_recall_agree_also_where_they_are_of_nothing(seed, m, share):
    rng = np.random.default_rng(seed)
    y_true, y_pred = rng.random(m) < share, rng.random(m) < share
    assert precision(y_true, y_pred) == pytest.approx(by_keras(keras.metrics.Precision(), y_true, y_pred))
    assert recall(y_true, y_pred) == pytest.approx(by_keras(keras.metrics.Recall(), y_true, y_pred))


@given(seed=SEEDS, m=st.integers(2, 20))
def test_errors_agree(seed, m):
    rng = np.random.default_rng(seed)
    y_true, y_pred = rng.normal(size=(2, m, 1)).astype(np.float32)
    for ours, theirs in [
        (mean_squared_error, keras.metrics.MeanSquaredError()),
        (mean_absolute_error, keras.metrics.MeanAbsoluteError()),
        (r2_score, keras.metrics.R2Score()),
    ]:
        assert ours(y_true, y_pred) == pytest.approx(by_keras(theirs, y_true, y_pred), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", ["mse", "MSE", "mean_squared_error", "mae", "MAE", "mean_absolute_error"])
def test_names_mean_what_they_mean_in_keras(name):
    y_true, y_pred = np.float32([[1], [2]]), np.float32([[1.5], [5]])
    assert metrics.get(name)(y_true, y_pred) == pytest.approx(float(np.mean(keras.metrics.get(name)(y_true, y_pred))))
