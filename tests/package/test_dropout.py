import numpy as np
import pytest

from handmade.layers import Dense, Dropout, Input
from handmade.models import Sequential

pytestmark = pytest.mark.chapter("regularization")

RNG = np.random.default_rng(8)


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_in_training_a_share_is_dropped_and_the_rest_grows_by_what_is_missing(rate, dtype):
    x = np.ones((400, 250), dtype)
    out = Dropout(rate, seed=0)(x, training=True)
    assert out.dtype == dtype
    assert np.mean(out == 0) == pytest.approx(rate, abs=0.01)
    np.testing.assert_allclose(out[out != 0], 1 / (1 - rate), rtol=1e-6)


def test_otherwise_nothing_happens():
    x = RNG.normal(size=(5, 4))
    layer = Dropout(0.5, seed=0)
    layer(x, training=True)
    np.testing.assert_array_equal(layer(x), x)
    np.testing.assert_array_equal(layer.backward(x), x)


def test_the_way_back_is_closed_where_the_way_forward_was():
    x, d_out = RNG.normal(size=(2, 5, 4))
    layer = Dropout(0.4, seed=0)
    out = layer(x, training=True)
    d_x = layer.backward(d_out)
    np.testing.assert_allclose(d_x * x, d_out * out)
    assert 0 < np.count_nonzero(d_x) < d_x.size


def test_every_call_drops_others_and_the_seed_decides_which():
    x = np.ones((20, 20))
    layer, same, other = Dropout(0.5, seed=3), Dropout(0.5, seed=3), Dropout(0.5, seed=4)
    first = layer(x, training=True)
    np.testing.assert_array_equal(first, same(x, training=True))
    assert not np.array_equal(first, other(x, training=True))
    assert not np.array_equal(first, layer(x, training=True))


def test_in_a_model_the_seed_of_the_model_decides():
    def fitted(seed):
        model = Sequential([Input((4,)), Dropout(0.5), Dense(1)], seed=seed)
        model.compile("sgd", "mse")
        model.fit(np.ones((8, 4)), np.ones((8, 1)), epochs=3, verbose=0)
        return model.get_weights()[0]

    np.testing.assert_array_equal(fitted(1), fitted(1))
    assert not np.array_equal(fitted(1), fitted(2))


def test_an_empty_batch_stays_empty():
    assert Dropout(0.5)(np.ones((0, 3)), training=True).shape == (0, 3)


@pytest.mark.parametrize("rate", [-0.1, 1.0, 2])
def test_a_rate_that_drops_everything_or_less_than_nothing_is_refused(rate):
    with pytest.raises(ValueError, match="rate must be at least 0 and less than 1"):
        Dropout(rate)


def test_slopes_of_another_batch_are_refused():
    with pytest.raises(ValueError, match="it was not called yet"):
        Dropout(0.5).backward(np.ones((2, 3)))


def test_a_thread_s_copy_draws_its_own():
    layer = Dropout(0.5, seed=0)
    layer.build((3,))
    before = layer._rng
    layer.draw_apart()
    assert layer._rng is not before
