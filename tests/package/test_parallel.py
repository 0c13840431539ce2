import numpy as np
import pytest

from handmade.layers import BatchNormalization, Dense, Dropout, Flatten, Input
from handmade.models import Sequential
from handmade.optimizers import SGD

pytestmark = pytest.mark.chapter("many-machines")

RNG = np.random.default_rng(10)
X, Y = RNG.normal(size=(50, 2, 3)), RNG.integers(0, 4, 50)


def fitted(threads, layers=(), **how):
    head = [Input((2, 3)), Flatten(), Dense(5, activation="tanh", dtype="float64"), *layers]
    model = Sequential([*head, Dense(4, activation="softmax", dtype="float64")], seed=1)
    model.compile(SGD(0.1, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(X, Y, threads=threads, verbose=0, **({"batch_size": 16, "epochs": 3} | how))
    return model, history.history


@pytest.mark.parametrize("threads", [2, 3])
@pytest.mark.parametrize("batch_size", [16, 7, 1])
def test_threads_learn_what_one_thread_learns(threads, batch_size):
    (one, alone), (many, shared) = fitted(1, batch_size=batch_size), fitted(threads, batch_size=batch_size)
    for a, b in zip(one.get_weights(), many.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12)
    for name in ("loss", "accuracy"):
        np.testing.assert_allclose(alone[name], shared[name], rtol=1e-9)


def test_the_layers_themselves_remember_nothing_of_it():
    model, _ = fitted(2)
    assert all(layer.lent is None and layer.needs_input_gradient for layer in model.layers)
    assert model.backward(np.ones_like(model(X))).shape == X.shape


def test_every_thread_drops_its_own_and_the_seed_decides_which():
    dropout = lambda: [Dropout(0.5)]  # noqa: E731 (a layer is built once: each model needs its own)
    (first, _), (again, _), (other, _) = fitted(2, dropout()), fitted(2, dropout()), fitted(1, dropout())
    np.testing.assert_array_equal(first.get_weights()[0], again.get_weights()[0])
    assert not np.array_equal(first.get_weights()[0], other.get_weights()[0])


def test_statistics_of_whole_batches_cannot_be_shared():
    with pytest.raises(ValueError, match="BatchNormalization keeps statistics of whole batches"):
        fitted(2, [BatchNormalization()])


def test_a_loss_that_explodes_is_refused_as_with_one_thread():
    model = Sequential([Input((1,)), Dense(1)])
    model.compile(SGD(10.0), "mse")
    x = np.arange(1.0, 9.0).reshape(-1, 1)
    with pytest.raises(ValueError, match=r"the loss became .* in epoch \d+, step \d+"):
        model.fit(x, x, epochs=500, threads=2, verbose=0)
