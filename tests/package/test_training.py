import sys
import tracemalloc

import numpy as np
import pytest

from handmade.datasets import load_mnist
from handmade.gradients import check_gradient
from handmade.layers import Activation, BatchNormalization, Dense, Dropout, Flatten, Input
from handmade.losses import MeanSquaredError
from handmade.models import Sequential
from handmade.optimizers import SGD

X = np.array([[1.0], [2], [3], [4], [5], [7], [8], [9], [11]])  # the first chapter's nine points
Y = 2 * X + 1
RNG = np.random.default_rng(7)

pytestmark = pytest.mark.chapter("linear-regression")


def neuron(learning_rate=0.02, seed=0, **how):
    model = Sequential([Input((1,)), Dense(1)], seed=seed)
    model.compile(SGD(learning_rate), "mse", **how)
    return model


def digit_reader(seed=0):
    layers = [Input((28, 28)), Flatten(), Dense(128, activation="sigmoid"), Dense(10, activation="softmax")]
    model = Sequential(layers, seed=seed)
    model.compile(SGD(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


@pytest.fixture(scope="module")
def digits():
    (x, y), _ = load_mnist()
    return x[:400] / 255, y[:400]


def test_evaluate_gives_a_list_only_where_there_is_a_metric_as_in_keras():
    model = neuron()
    assert isinstance(model.evaluate(X, Y), float)
    model.compile("sgd", "mse", metrics=["mae", lambda y_true, y_pred: 0.5])
    assert model.evaluate(X, Y)[2] == 0.5


def test_the_neuron_finds_two_x_plus_one():
    model = neuron()
    model.fit(X, Y, epochs=500, verbose=0)
    np.testing.assert_allclose(model.predict([[13], [-5]]), [[27], [-9]], atol=0.02)


@pytest.mark.chapter("backpropagation")
@pytest.mark.parametrize(
    ("last", "loss"),
    [
        ("softmax", "sparse_categorical_crossentropy"),
        ("activation", "sparse_categorical_crossentropy"),
        ("softmax", "categorical_crossentropy"),
        ("sigmoid", "binary_crossentropy"),
        ("sigmoid", "mse"),
        ("softmax", "mse"),
    ],
)
def test_gradients_of_a_whole_model_agree_with_finite_differences(last, loss):
    head = {
        "softmax": [Dense(3, activation="softmax", dtype="float64")],
        "activation": [Dense(3, dtype="float64"), Activation("softmax")],
        "sigmoid": [Dense(3, activation="sigmoid", dtype="float64")],
    }[last]
    model = Sequential([Input((2, 2)), Flatten(), Dense(5, activation="sigmoid", dtype="float64"), *head], seed=1)
    model.set_weights([RNG.normal(size=w.shape) for w in model.get_weights()])
    x = RNG.normal(size=(6, 2, 2))
    y = {
        "sparse_categorical_crossentropy": RNG.integers(0, 3, 6),
        "categorical_crossentropy": np.eye(3)[[0, 1, 2, 2, 1, 0]],
    }
    y = y.get(loss, RNG.integers(0, 2, (6, 3)).astype(float))
    model.compile("sgd", loss)
    logs = model.objective.backward(y, model(x), model.layers)
    assert logs == model.objective.logs(y, model(x), model.layers)
    gradients = [g.copy() for g in model.gradients]
    for gradient, variable in zip(gradients, model.trainable_variables, strict=True):

        def measured(value, variable=variable):
            variable[...] = value
            return model.objective.logs(y, model(x), model.layers)["loss"]

        kept = variable.copy()
        check_gradient(measured, gradient, kept)
        variable[...] = kept


def test_fit_changes_nothing_but_the_weights(digits):
    x, y = digits
    x_before, y_before = x.copy(), y.copy()
    model = digit_reader()
    held = model.trainable_variables
    model.fit(x, y, verbose=0)
    np.testing.assert_array_equal(x, x_before)
    np.testing.assert_array_equal(y, y_before)
    assert all(a is b for a, b in zip(held, model.trainable_variables, strict=True))
    assert model.backward(np.ones_like(model(x[:2]))).shape == (2, 28, 28)  # fit alone skips the input's gradient


def test_the_same_seed_gives_the_same_run_and_shuffling_makes_another(digits):
    first, again, unshuffled = digit_reader(3), digit_reader(3), digit_reader(3)
    histories = [m.fit(*digits, epochs=2, verbose=0).history for m in (first, again)]
    unshuffled.fit(*digits, epochs=2, shuffle=False, verbose=0)
    assert histories[0] == histories[1]
    np.testing.assert_array_equal(first.get_weights()[0], again.get_weights()[0])
    assert not np.array_equal(first.get_weights()[0], unshuffled.get_weights()[0])


def test_every_row_is_seen_once_in_an_epoch():
    seen = []

    def spy(y_true, y_pred):
        seen.extend(y_true[:, 0].tolist())
        return 0.0

    neuron(0.001, metrics=[spy]).fit(X, Y, batch_size=4, verbose=0)
    assert sorted(seen) == sorted(Y[:, 0].tolist())
    assert seen != Y[:, 0].tolist()


def test_a_sure_and_wrong_network_still_learns():
    model = Sequential([Input((1,)), Dense(2, activation="softmax")])
    model.compile(SGD(1.0), "sparse_categorical_crossentropy")
    model.set_weights([np.array([[200.0, -200.0]]), np.zeros(2)])  # the softmax rounds the truth to 0
    history = model.fit(np.ones((4, 1)), np.ones(4), verbose=0)
    assert history.history["loss"] == [400.0]
    np.testing.assert_allclose(model.get_weights()[0], [[199.0, -199.0]])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_loss_that_explodes_is_refused_with_what_to_try_and_the_history_stays(dtype):
    model = neuron(0.1)
    with pytest.raises(ValueError, match=r"became inf in epoch \d+.*smaller learning rate \(it is 0\.1.*1 to 11"):
        model.fit(X.astype(dtype), Y, epochs=500, verbose=0)
    assert model.history.history["loss"][-1] > 1e30
    assert model.layers[0].backward(np.ones((9, 1))) is not None


def test_validation_data_leaves_no_row_out():
    seen = []

    def spy(y_true, y_pred):
        seen.extend(y_true[:, 0].tolist())
        return 0.0

    neuron(0.001, metrics=[spy]).fit(X, Y, validation_data=(X[:1], Y[:1]), validation_split=0.5, verbose=0)
    assert len(seen) == len(X) + 1


@pytest.mark.chapter("cross-entropy")
def test_an_activation_of_the_readers_own_is_not_taken_for_another_of_its_name():
    class Steep:
        name = "sigmoid"

        def __call__(self, z):
            return 1 / (1 + np.exp(-5 * z))

        def gradient(self, z, upstream=1.0):
            a = self(z)
            return 5 * a * (1 - a) * upstream

    model = Sequential([Input((1,)), Dense(1, Steep(), dtype="float64")])
    model.compile("sgd", "binary_crossentropy")
    x, y = np.array([[0.1], [-0.2]]), np.array([[1.0], [0.0]])
    p = model.predict(x)
    assert not model.objective.paired
    assert model.evaluate(x, y) == pytest.approx(-np.mean(np.log([p[0, 0], 1 - p[1, 0]])))


@pytest.mark.chapter("backpropagation")
def test_after_fit_a_direct_backward_uses_what_the_last_call_left(digits):
    model = digit_reader()
    model.fit(*digits, verbose=0)
    last, x = model.layers[-1], RNG.normal(size=(4, 128))
    fresh = Dense(10, activation="softmax")
    fresh(x)
    fresh.set_weights(last.get_weights())
    weights = RNG.normal(size=(4, 10))
    last(x)
    fresh(x)
    np.testing.assert_array_equal(last.backward(weights), fresh.backward(weights))


def test_weights_that_became_infinite_in_the_last_step_are_reported():
    model = neuron(1e30)
    with pytest.raises(ValueError, match="a weight became infinite or NaN in epoch 1, step 1"):
        model.fit(X * 1e5, Y, verbose=0)


@pytest.mark.chapter("many-machines")
@pytest.mark.parametrize("threads", [1, 2])
def test_images_of_another_size_are_refused_by_any_number_of_threads(threads):
    model = digit_reader()
    with pytest.raises(ValueError, match=r"this model takes \(m, 28, 28\); reshape the examples"):
        model.fit(np.zeros((4, 30, 28)), np.zeros(4, int), threads=threads, verbose=0)


@pytest.mark.chapter("hello-neuron")
@pytest.mark.parametrize("threads", [1, 2])
def test_the_step_that_cannot_be_taken_leaves_the_weights_as_they_were(threads):
    model = neuron()
    model.set_weights([[[1e30]], [0.0]])
    with pytest.raises(
        ValueError, match=r"became inf in epoch 1, step 1: before any step .*x from 1 to 11 and y from 3 to 23"
    ):
        model.fit(X, Y, threads=threads, verbose=0)
    assert model.get_weights()[0].item() == np.float32(1e30)


@pytest.mark.parametrize("where", ["x", "y", "validation x"])
def test_nan_in_the_data_is_refused_with_its_place(where):
    data = {"x": X.copy(), "y": Y.copy(), "validation x": X.copy()}
    data[where][4, 0] = np.nan
    with pytest.raises(ValueError, match=rf"^{where} has 1 entries that are NaN or infinite, the first at \(4, 0\)"):
        neuron().fit(data["x"], data["y"], validation_data=(data["validation x"], Y), verbose=0)


@pytest.mark.parametrize(
    ("x", "y", "how", "error", "message"),
    [
        (X, Y[:5], {}, ValueError, "every row of x needs its target"),
        (X[:0], Y[:0], {}, ValueError, "at least one"),
        (X, Y[:, 0], {}, ValueError, r"y\.reshape\(-1, 1\)"),
        (X, Y, {"epochs": 0}, ValueError, "epochs must be at least 1"),
        (X, Y, {"batch_size": 2.5}, TypeError, "batch_size must be a whole number"),
        (X, Y, {"validation_split": 1.0}, ValueError, "validation_split must be"),
        (X, Y, {"validation_split": 0.99}, ValueError, "leaves one part empty"),
        (X, Y, {"verbose": 3}, ValueError, "verbose must be 0"),
        (X, Y, {"threads": 0}, ValueError, "threads must be at least 1"),
        (X.astype(str), Y, {}, TypeError, "x must hold numbers, but its dtype is <U"),
        (X, Y.astype(object), {}, TypeError, "y must hold numbers, but its dtype is object"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(x, y, how, error, message):
    with pytest.raises(error, match=message):
        neuron().fit(x, y, **({"verbose": 0} | how))


def test_a_model_without_weights_has_nothing_to_learn():
    model = Sequential([Input((1,)), Activation("relu")])
    model.compile("sgd", MeanSquaredError())
    with pytest.raises(ValueError, match="nothing to learn"):
        model.fit(X, Y, verbose=0)


def plain_network(x, y, weights, steps, learning_rate=0.01):
    """The digit reader as one would write it down: nothing shared, nothing spared, nothing reused."""
    w1, b1, w2, b2 = weights
    for step in range(steps):
        rows = slice(32 * step, 32 * (step + 1))
        x_batch, targets = x[rows].reshape(-1, 784), np.eye(10, dtype=np.float32)[y[rows]]
        a = 1 / (1 + np.exp(-(x_batch @ w1 + b1)))
        scores = np.exp(a @ w2 + b2)
        d_scores = (scores / scores.sum(axis=1, keepdims=True) - targets) / 32
        d_z = (d_scores @ w2.T) * a * (1 - a)
        w2, b2 = w2 - learning_rate * a.T @ d_scores, b2 - learning_rate * d_scores.sum(axis=0)
        w1, b1 = w1 - learning_rate * x_batch.T @ d_z, b1 - learning_rate * d_z.sum(axis=0)
    return [w1, b1, w2, b2]


@pytest.mark.chapter("digits")
def test_a_hundred_steps_of_fit_are_those_of_the_plain_network():
    (x, y), _ = load_mnist()
    x, y, model = (x[:3200] / 255).astype(np.float32), y[:3200], digit_reader()
    start = model.get_weights()
    model.fit(x, y, shuffle=False, verbose=0)
    for fast, plain, before in zip(model.get_weights(), plain_network(x, y, start, steps=100), start, strict=True):
        np.testing.assert_allclose(fast, plain, atol=1e-6)
        assert np.abs(fast - before).max() > 1e-3


@pytest.mark.chapter("backpropagation")
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_memory_that_is_lent_changes_no_bit(optimizer):
    def reader():
        bent = [Dense(20, activation="tanh"), Dropout(0.2), Dense(15, activation="relu"), BatchNormalization()]
        model = Sequential([Input((8, 8)), Flatten(), *bent, Dense(10, activation="softmax")], seed=4)
        model.compile(optimizer, "sparse_categorical_crossentropy")
        return model

    x, y = RNG.random((1607, 8, 8)).astype(np.float32), RNG.integers(0, 10, 1607)
    fitted, plain = reader(), reader()
    fitted.fit(x, y, batch_size=16, shuffle=False, verbose=0)
    for start in range(0, len(x), 16):  # 101 steps; the last batch is short
        x_batch, y_batch = x[start : start + 16], y[start : start + 16]
        plain.objective.backward(y_batch, plain(x_batch, training=True), plain.layers)
        plain.optimizer.apply(plain.gradients, plain.trainable_variables)
    for a, b in zip(fitted.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.chapter("digits")
@pytest.mark.parametrize("rows", [32, 128])
def test_training_needs_little_memory_beyond_the_data(rows):
    x, y = RNG.random((rows * 32, 784)).astype(np.float32), RNG.integers(0, 10, rows * 32)
    model = Sequential([Input((784,)), Dense(16, activation="sigmoid"), Dense(10, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    tracemalloc.start()
    try:
        model.fit(x, y, verbose=0)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 0.5 * x.nbytes


def test_what_fit_leaves_behind_is_not_written_again():
    model = neuron(0.001)
    model.fit(X, Y, verbose=0)
    assert model.gradients == []  # the optimizer wrote into them
    assert not model.optimizer.may_overwrite
    out = model(X)
    kept = out.copy()
    model.fit(X, Y, epochs=3, verbose=0)
    np.testing.assert_array_equal(out, kept)
    assert model.layers[0].lent is None


def test_a_silent_fit_is_silent(capsys):
    neuron().fit(X, Y, epochs=3, verbose=0)
    assert capsys.readouterr() == ("", "")


def test_the_bar_goes_to_standard_output_and_counts_steps(capsys):
    neuron().fit(X, Y, epochs=3, batch_size=4)
    out, err = capsys.readouterr()
    assert "9/9" in out
    assert err == ""


def test_without_tqdm_about_ten_lines_tell_the_progress(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    neuron().fit(X, Y, epochs=50)
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 10
    assert out.splitlines()[-1].startswith("epoch 50/50  loss ")
    assert err == ""


def test_verbose_2_gives_a_line_for_every_epoch(capsys):
    neuron().fit(X, Y, epochs=12, verbose=2)
    assert len(capsys.readouterr().out.splitlines()) == 12


def test_evaluate_prints_only_when_asked(capsys):
    neuron().evaluate(X, Y, verbose=1)
    assert capsys.readouterr().out.startswith("loss ")
