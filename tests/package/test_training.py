import sys

import keras
import numpy as np
import pytest

from handmade.datasets import load_mnist
from handmade.gradients import check_gradient
from handmade.layers import Activation, Dense, Flatten, Input
from handmade.losses import MeanSquaredError
from handmade.models import Sequential
from handmade.optimizers import SGD

X = np.array([[1.0], [2], [3], [4], [5], [7], [8], [9], [11]])  # the first chapter's nine points
Y = 2 * X + 1
RNG = np.random.default_rng(7)


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


@pytest.mark.parametrize(("momentum", "nesterov"), [(0.0, False), (0.9, True)])
def test_the_neuron_learns_as_in_keras(momentum, nesterov):
    model = Sequential([Input((1,)), Dense(1)], seed=1)
    twin = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    twin.set_weights(model.get_weights())
    model.compile(SGD(0.002, momentum, nesterov), "mse")
    twin.compile(keras.optimizers.SGD(0.002, momentum, nesterov), "mse")
    ours = model.fit(X, Y, epochs=10, batch_size=4, shuffle=False, verbose=0)
    theirs = twin.fit(X, Y, epochs=10, batch_size=4, shuffle=False, verbose=0)
    for a, b in zip(model.get_weights(), twin.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-5)
    np.testing.assert_allclose(ours.history["loss"], theirs.history["loss"], rtol=1e-5)
    assert ours.epoch == theirs.epoch


def test_the_digit_reader_learns_as_in_keras(digits):
    (x, y), (x_val, y_val) = (digits[0][:330], digits[1][:330]), (digits[0][330:], digits[1][330:])
    model = digit_reader()
    flat, hidden, out = keras.layers.Flatten(), keras.layers.Dense(128, "sigmoid"), keras.layers.Dense(10, "softmax")
    twin = keras.Sequential([keras.Input((28, 28)), flat, hidden, out])
    twin.set_weights(model.get_weights())
    twin.compile(keras.optimizers.SGD(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    how = {"batch_size": 32, "shuffle": False, "verbose": 0, "validation_data": (x_val, y_val)}
    ours, theirs = model.fit(x, y, **how), twin.fit(x, y, **how)  # ten whole batches and a short one
    for a, b in zip(model.get_weights(), twin.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-5)
    assert set(ours.history) == set(theirs.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    for name in ours.history:
        np.testing.assert_allclose(ours.history[name], theirs.history[name], atol=1e-5, err_msg=name)
    np.testing.assert_allclose(model.evaluate(x, y), twin.evaluate(x, y, verbose=0), atol=1e-5)
    np.testing.assert_allclose(model.predict(x), twin.predict(x, verbose=0), atol=1e-5)


def test_validation_split_takes_the_last_rows_as_in_keras():
    model = neuron(0.001)
    twin = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    twin.set_weights(model.get_weights())
    twin.compile(keras.optimizers.SGD(0.001), "mse")
    ours = model.fit(X, Y, epochs=2, validation_split=0.25, shuffle=False, verbose=0)
    theirs = twin.fit(X, Y, epochs=2, validation_split=0.25, shuffle=False, verbose=0)
    for name in ("loss", "val_loss"):
        np.testing.assert_allclose(ours.history[name], theirs.history[name], rtol=1e-5)


def test_evaluate_gives_a_list_only_where_there_is_a_metric_as_in_keras():
    model = neuron()
    assert isinstance(model.evaluate(X, Y), float)
    model.compile("sgd", "mse", metrics=["accuracy", lambda y_true, y_pred: 0.5])
    assert model.evaluate(X, Y)[2] == 0.5


def test_the_neuron_finds_two_x_plus_one():
    model = neuron()
    model.fit(X, Y, epochs=500, verbose=0)
    np.testing.assert_allclose(model.predict([[13], [-5]]), [[27], [-9]], atol=0.02)


@pytest.mark.parametrize("last", ["softmax", "activation", "sigmoid"])
def test_gradients_of_a_whole_model_agree_with_finite_differences(last):
    head = {
        "softmax": [Dense(3, activation="softmax", dtype="float64")],
        "activation": [Dense(3, dtype="float64"), Activation("softmax")],
        "sigmoid": [Dense(3, activation="sigmoid", dtype="float64")],
    }[last]
    model = Sequential([Input((2, 2)), Flatten(), Dense(5, activation="sigmoid", dtype="float64"), *head], seed=1)
    model.set_weights([RNG.normal(size=w.shape) for w in model.get_weights()])
    x = RNG.normal(size=(6, 2, 2))
    y = RNG.random((6, 3)) if last == "sigmoid" else RNG.integers(0, 3, 6)
    model.compile("sgd", "mse" if last == "sigmoid" else "sparse_categorical_crossentropy")
    model.objective.backward(y, model(x), model.layers)
    gradients = [g.copy() for g in model.gradients]
    for gradient, variable in zip(gradients, model.trainable_variables, strict=True):

        def loss(value, variable=variable):
            variable[...] = value
            return model.objective.logs(y, model(x))["loss"]

        kept = variable.copy()
        check_gradient(loss, gradient, kept)
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


def test_a_callback_sees_every_epoch_and_can_stop():
    class Watch:
        def __init__(self):
            self.seen = []

        def on_epoch_end(self, epoch, logs):
            self.seen.append((epoch, logs["loss"]))
            self.model.stop_training = epoch == 2

    watch, model = Watch(), neuron()
    history = model.fit(X, Y, epochs=50, callbacks=[watch], verbose=0)
    assert history.epoch == [0, 1, 2]
    assert watch.seen == list(enumerate(history.history["loss"]))
    assert model.history is history


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_loss_that_explodes_is_refused_with_what_to_try_and_the_history_stays(dtype):
    model = neuron(0.1)
    with pytest.raises(ValueError, match=r"became inf in epoch \d+.*smaller learning rate \(it is 0\.1.*1 to 11"):
        model.fit(X.astype(dtype), Y, epochs=500, verbose=0)
    assert model.history.history["loss"][-1] > 1e30
    assert model.layers[0].backward(np.ones((9, 1))) is not None


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
