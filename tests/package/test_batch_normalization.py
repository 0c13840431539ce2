import numpy as np
import pytest

from handmade.gradients import check_gradient
from handmade.layers import BatchNormalization

pytestmark = pytest.mark.chapter("going-deeper")

RNG = np.random.default_rng(9)


def normalization(n, **how):
    """A float64 layer whose scale, shift and averages are not those it starts with."""
    layer = BatchNormalization(dtype="float64", **how)
    layer.build((n,))
    layer.set_weights([RNG.uniform(0.5, 2, n) for _ in range(4)])
    return layer


@pytest.mark.parametrize("shape", [(5, 3), (3, 4, 2, 2)])
@pytest.mark.parametrize("training", [True, False])
def test_gradients_agree_with_finite_differences(shape, training):
    layer = normalization(shape[-1], momentum=1.0)  # 1: the averages stand still while the slope is measured
    x, weights = RNG.normal(2, 3, size=shape), RNG.normal(size=shape)
    layer(x, training)
    d_x, (d_gamma, d_beta) = layer.backward(weights), layer.gradients
    check_gradient(lambda x: np.sum(weights * layer(x, training)), d_x, x)

    def loss(value, variable):
        kept = variable.copy()
        variable[...] = value
        total = np.sum(weights * layer(x, training))
        variable[...] = kept
        return total

    check_gradient(lambda value: loss(value, layer.gamma), d_gamma, layer.gamma)
    check_gradient(lambda value: loss(value, layer.beta), d_beta, layer.beta)


@pytest.mark.parametrize("shape", [(50, 3), (10, 4, 5, 3)])
def test_in_training_every_feature_gets_mean_0_and_variance_1_then_scale_and_shift(shape):
    x = RNG.normal([1.0, -20.0, 300.0], [1.0, 5.0, 50.0], size=shape)
    layer = BatchNormalization(epsilon=1e-9, dtype="float64")
    out, axes = layer(x, training=True), tuple(range(len(shape) - 1))
    np.testing.assert_allclose(out.mean(axis=axes), 0, atol=1e-8)
    np.testing.assert_allclose(out.var(axis=axes), 1, rtol=1e-6)
    layer.set_weights([[2.0, 3.0, 4.0], [7.0, 8.0, 9.0], *layer.get_weights()[2:]])
    out = layer(x, training=True)
    np.testing.assert_allclose(out.mean(axis=axes), [7, 8, 9])
    np.testing.assert_allclose(out.std(axis=axes), [2, 3, 4], rtol=1e-6)


def test_prediction_uses_the_averages_and_leaves_them():
    layer = normalization(2, epsilon=0.5)
    before, x = layer.get_weights(), RNG.normal(size=(1, 2))
    gamma, beta, mean, variance = before
    np.testing.assert_allclose(layer(x), gamma * (x - mean) / np.sqrt(variance + 0.5) + beta)
    for a, b in zip(before, layer.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_the_averages_follow_the_batches():
    layer = BatchNormalization(momentum=0.75, dtype="float64")
    x = np.array([[1.0], [5.0]])  # mean 3, variance 4
    layer(x, training=True)
    assert [w.item() for w in layer.get_weights()] == [1, 0, 0.75, 1.75]
    layer(x, training=True)
    assert layer.moving_mean.item() == 0.25 * 3 + 0.75 * 0.75


def test_it_starts_as_keras_does():
    layer = BatchNormalization()
    layer(np.ones((2, 3)))
    assert [w.tolist() for w in layer.get_weights()] == [[1] * 3, [0] * 3, [0] * 3, [1] * 3]
    assert {w.dtype.name for w in layer.get_weights()} == {"float32"}
    assert (len(layer.trainable_variables), layer.count_params()) == (2, 12)


@pytest.mark.parametrize("rows", [1, 4])
def test_one_row_or_a_constant_column_gives_the_shift_and_finite_slopes(rows):
    layer = normalization(3)
    with np.errstate(all="raise"):
        out = layer(np.full((rows, 3), 1000.0), training=True)
        d_x = layer.backward(RNG.normal(size=(rows, 3)))
    np.testing.assert_allclose(out, np.tile(layer.beta, (rows, 1)))
    assert np.isfinite(d_x).all()


def test_what_cannot_be_normalized_is_refused():
    with pytest.raises(ValueError, match="an empty batch has no mean"):
        normalization(3)(np.ones((0, 3)), training=True)
    with pytest.raises(ValueError, match=r"was built for \(m, …, 3\)"):
        normalization(3)(np.ones((2, 4)))
    with pytest.raises(ValueError, match=r"x\.reshape\(-1, 1\)"):
        BatchNormalization()(np.ones(4))
    with pytest.raises(ValueError, match="it was not called yet"):
        normalization(3).backward(np.ones((2, 3)))
    for wrong, message in [({"momentum": 1.5}, "momentum must lie"), ({"epsilon": 0.0}, "epsilon must be greater")]:
        with pytest.raises(ValueError, match=message):
            BatchNormalization(**wrong)
