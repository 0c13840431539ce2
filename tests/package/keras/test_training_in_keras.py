import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handmade import layers, optimizers
from handmade.callbacks import EarlyStopping
from handmade.datasets import load_admissions, load_mnist
from handmade.models import Sequential

X = np.array([[1.0], [2], [3], [4], [5], [7], [8], [9], [11]])  # the first chapter's nine points
Y = 2 * X + 1

OPTIMIZERS = {
    "SGD": {"learning_rate": 0.05},
    "momentum": {"learning_rate": 0.02, "momentum": 0.9, "nesterov": True},
    "RMSprop": {"learning_rate": 0.003},
    "Adagrad": {"learning_rate": 0.05},
    "Adadelta": {"learning_rate": 1.0},
    "Adam": {"learning_rate": 0.003},
    "AdamW": {"learning_rate": 0.003},
}


@pytest.fixture(scope="module")
def digits():
    (x, y), _ = load_mnist()
    return (x[:640] / 255).astype(np.float32), y[:640].astype(int)


def twins(layers_of, seed=0):
    """The same stack of layers from handmade and from Keras, with the same weights."""
    ours = Sequential(layers_of(layers), seed=seed)
    theirs = keras.Sequential(layers_of(keras.layers))
    theirs.set_weights(ours.get_weights())
    return ours, theirs


def compile_both(ours, theirs, name, loss, **how):
    kind = "SGD" if name == "momentum" else name
    ours.compile(getattr(optimizers, kind)(**OPTIMIZERS[name]), loss, **how)
    theirs.compile(getattr(keras.optimizers, kind)(**OPTIMIZERS[name]), loss, **how)


def assert_same_weights(ours, theirs, atol=1e-5):
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, atol=atol)


@pytest.mark.chapter("optimizers")
@pytest.mark.parametrize("name", OPTIMIZERS)
@settings(max_examples=2)
@given(
    hidden=st.integers(2, 12), activation=st.sampled_from(["sigmoid", "tanh", "relu", "elu"]), seed=st.integers(0, 99)
)
def test_ten_steps_of_every_optimizer_are_those_of_keras(name, hidden, activation, seed, digits):
    rng = np.random.default_rng(seed)
    x, y = digits[0][: 10 * 16].reshape(-1, 784)[:, rng.choice(784, 60, replace=False)], digits[1][: 10 * 16]
    ours, theirs = twins(lambda l: [l.Input((60,)), l.Dense(hidden, activation), l.Dense(10, "softmax")], seed)
    compile_both(ours, theirs, name, "sparse_categorical_crossentropy")
    a = ours.fit(x, y, batch_size=16, shuffle=False, verbose=0)
    b = theirs.fit(x, y, batch_size=16, shuffle=False, verbose=0)
    assert_same_weights(ours, theirs)
    np.testing.assert_allclose(a.history["loss"], b.history["loss"], rtol=1e-5)


@pytest.mark.chapter("digits")
def test_thirty_epochs_end_at_the_loss_of_keras(digits):
    x, y = digits
    ours, theirs = twins(lambda l: [l.Input((28, 28)), l.Flatten(), l.Dense(32, "sigmoid"), l.Dense(10, "softmax")])
    compile_both(ours, theirs, "SGD", "sparse_categorical_crossentropy", metrics=["accuracy"])
    how = {"epochs": 30, "batch_size": 32, "shuffle": False, "verbose": 0}
    a, b = ours.fit(x, y, **how), theirs.fit(x, y, **how)
    np.testing.assert_allclose(a.history["loss"], b.history["loss"], rtol=1e-3)
    np.testing.assert_allclose(ours.evaluate(x, y), theirs.evaluate(x, y, verbose=0), rtol=1e-3)
    np.testing.assert_allclose(ours.predict(x), theirs.predict(x, verbose=0), atol=1e-3)


@pytest.mark.chapter("cross-entropy")
@pytest.mark.parametrize("loss", ["binary_crossentropy", "mse", "mae", "huber"])
def test_a_neuron_that_admits_learns_as_in_keras(loss):
    x, y = load_admissions()
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    ours, theirs = twins(lambda l: [l.Input((2,)), l.Dense(1, "sigmoid")])
    compile_both(ours, theirs, "SGD", loss, metrics=["accuracy"])
    how = {"epochs": 5, "batch_size": 32, "shuffle": False, "verbose": 0}
    a, b = ours.fit(x, y, **how), theirs.fit(x, y, **how)
    assert_same_weights(ours, theirs)
    for name in a.history:
        np.testing.assert_allclose(a.history[name], b.history[name], rtol=1e-5, err_msg=name)


@pytest.mark.chapter("going-deeper")
def test_a_network_with_batch_normalization_learns_as_in_keras(digits):
    x, y = digits
    ours, theirs = twins(
        lambda l: [
            l.Input((28, 28)),
            l.Flatten(),
            l.Dense(16),
            l.BatchNormalization(),
            l.Activation("relu"),
            l.Dense(10, "softmax"),
        ]
    )
    compile_both(ours, theirs, "SGD", "sparse_categorical_crossentropy")
    how = {"batch_size": 64, "shuffle": False, "verbose": 0}
    ours.fit(x, y, **how)
    theirs.fit(x, y, **how)
    assert_same_weights(ours, theirs)


@pytest.mark.chapter("hello-neuron")
def test_the_neuron_learns_as_in_keras_with_a_validation_split():
    ours, theirs = twins(lambda l: [l.Input((1,)), l.Dense(1)])
    ours.compile(optimizers.SGD(0.001), "mse", metrics=["mae"])
    theirs.compile(keras.optimizers.SGD(0.001), "mse", metrics=["mae"])
    how = {"epochs": 2, "validation_split": 0.25, "shuffle": False, "verbose": 0}
    a, b = ours.fit(X, Y, **how), theirs.fit(X, Y, **how)
    assert set(a.history) == set(b.history) == {"loss", "mae", "val_loss", "val_mae"}
    for name in a.history:
        np.testing.assert_allclose(a.history[name], b.history[name], rtol=1e-5)
    assert a.epoch == b.epoch


@pytest.mark.chapter("regularization")
@pytest.mark.parametrize("restore", [True, False])
def test_early_stopping_stops_where_keras_does(restore, digits):
    x, y = digits[0][:200], digits[1][:200]
    how = {"patience": 2, "restore_best_weights": restore, "min_delta": 0.1}
    ours, theirs = twins(lambda l: [l.Input((28, 28)), l.Flatten(), l.Dense(32, "relu"), l.Dense(10, "softmax")])
    compile_both(ours, theirs, "SGD", "sparse_categorical_crossentropy")
    stopping, twin = EarlyStopping(**how), keras.callbacks.EarlyStopping(**how)
    fit = {"epochs": 40, "batch_size": 20, "shuffle": False, "verbose": 0, "validation_split": 0.5}
    a, b = ours.fit(x, y, callbacks=[stopping], **fit), theirs.fit(x, y, callbacks=[twin], **fit)
    assert a.epoch == b.epoch
    assert (stopping.stopped_epoch, stopping.best_epoch) == (twin.stopped_epoch, twin.best_epoch)
    assert_same_weights(ours, theirs, atol=1e-4)
