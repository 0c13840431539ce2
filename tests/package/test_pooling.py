import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade.convolution import AveragePooling2D, GlobalAveragePooling2D, MaxPooling2D
from handmade.gradients import check_gradient
from handmade.layers import Dense, Flatten, Input
from handmade.models import Sequential, load_model
from handmade.training import learning

pytestmark = pytest.mark.chapter("convolutional-networks")

RNG = np.random.default_rng(7)
IMAGE = np.array([[12, 20, 30, 0], [8, 12, 2, 0], [34, 70, 37, 4], [112, 100, 25, 12]]).reshape(1, 4, 4, 1)
both_windows = pytest.mark.parametrize("pooling", [MaxPooling2D, AveragePooling2D])
all_kinds = pytest.mark.parametrize("layer", [MaxPooling2D(), AveragePooling2D(), GlobalAveragePooling2D()])
ARGUMENTS = {
    "pool_size": st.tuples(st.integers(1, 3), st.integers(1, 4)),
    "strides": st.none() | st.tuples(st.integers(1, 4), st.integers(1, 3)),
    "padding": st.sampled_from(["valid", "same"]),
}


def distinct(*shape):
    """Numbers that are far apart, so that a nudge changes no order."""
    return RNG.permutation(np.arange(np.prod(shape)) / 10.0).reshape(shape)


def windows(x, layer):
    """What each window sees, (m, h_out, w_out, channels) lists of pixels, with nothing in the margins."""
    (kh, kw), (sh, sw) = layer.pool_size, layer.strides
    m, height, width, channels = x.shape
    rows, columns = range(0, height, sh), range(0, width, sw)
    top = left = 0
    if layer.padding == "valid":
        rows, columns = range(0, height - kh + 1, sh), range(0, width - kw + 1, sw)
    else:
        top = max((len(rows) - 1) * sh + kh - height, 0) // 2
        left = max((len(columns) - 1) * sw + kw - width, 0) // 2
    seen = np.empty((m, len(rows), len(columns), channels), object)
    for n, y, x_, c in np.ndindex(seen.shape):
        y0, x0 = y * sh - top, x_ * sw - left
        seen[n, y, x_, c] = x[n, max(y0, 0) : y0 + kh, max(x0, 0) : x0 + kw, c].ravel()
    return seen


@given(size=st.tuples(st.integers(3, 7), st.integers(4, 7)), m=st.integers(0, 3), **ARGUMENTS)
def test_each_answer_is_the_largest_or_the_mean_of_its_window(size, m, pool_size, strides, padding):
    x = RNG.normal(size=(m, *size, 2)) - 5  # a margin of zeros would win
    for kind, of in ((MaxPooling2D, np.max), (AveragePooling2D, np.mean)):
        layer = kind(pool_size, strides, padding)
        seen = windows(x, layer)
        expected = np.reshape([of(pixels) for pixels in seen.ravel()], seen.shape)
        np.testing.assert_allclose(layer(x), expected)


@both_windows
@given(**ARGUMENTS)
def test_slopes_agree_with_finite_differences(pooling, pool_size, strides, padding):
    layer, x = pooling(pool_size, strides, padding), distinct(1, 4, 5, 2)
    weights = RNG.normal(size=layer(x).shape)
    d_x = layer.backward(weights)
    check_gradient(lambda x: np.sum(weights * layer(x)), d_x, x)


def test_global_slopes_agree_with_finite_differences():
    layer, x, weights = GlobalAveragePooling2D(), distinct(2, 3, 4, 2), RNG.normal(size=(2, 2))
    np.testing.assert_allclose(layer(x), [[x[n, ..., c].mean() for c in range(2)] for n in range(2)])
    check_gradient(lambda x: np.sum(weights * layer(x)), layer.backward(weights), x)


def test_a_quarter_of_the_pixels_remains():
    assert MaxPooling2D()(IMAGE)[0, ..., 0].tolist() == [[20, 30], [112, 37]]
    assert AveragePooling2D()(IMAGE)[0, ..., 0].tolist() == [[13, 8], [79, 19.5]]
    assert GlobalAveragePooling2D()(IMAGE).tolist() == [[29.875]]


def test_of_equal_pixels_the_first_gets_the_slope():
    layer = MaxPooling2D()
    layer(np.array([[0, 5, 1, 1], [5, 0, 1, 1]]).reshape(1, 2, 4, 1))
    assert layer.backward(np.array([[[[3.0], [4.0]]]]))[0, ..., 0].tolist() == [[0, 3, 4, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize("strides", [(1, 1), (1, 3), (3, 1)])
def test_a_pixel_that_wins_in_several_windows_gets_the_sum_of_their_slopes(strides):
    layer, x = MaxPooling2D(3, strides), np.zeros((1, 5, 5, 1))
    x[0, 2, 2] = 1
    slopes = RNG.normal(size=layer(x).shape)
    d_x = layer.backward(slopes)
    won = slopes[:, : 3 // strides[0], : 3 // strides[1]]
    assert d_x[0, 2, 2, 0] == pytest.approx(won.sum())
    assert d_x.sum() == pytest.approx(slopes.sum())


def test_a_window_of_many_pixels_remembers_its_winner():
    layer, x = MaxPooling2D((20, 20)), np.zeros((1, 20, 20, 1))
    x[0, 19, 18] = 1  # the 399th pixel: more than a byte can count
    layer(x)
    assert np.argwhere(layer.backward(np.ones((1, 1, 1, 1)))).tolist() == [[0, 19, 18, 0]]


def test_the_margin_neither_wins_nor_counts():
    x = np.full((1, 3, 3, 1), -2.0)
    assert (MaxPooling2D(2, padding="same")(x) == -2).all()
    assert (AveragePooling2D(2, padding="same")(x) == -2).all()


def test_pixels_outside_of_all_windows_get_no_slope():
    for layer in (MaxPooling2D(2), AveragePooling2D(2)):
        d_x = layer.backward(np.ones_like(layer(distinct(2, 5, 5, 3))))
        assert not d_x[:, 4].any()
        assert not d_x[:, :, 4].any()
        assert d_x.sum() == pytest.approx(2 * 4 * 3)


@all_kinds
def test_floats_keep_their_dtype_and_all_else_becomes_float64(layer):
    for given_dtype, dtype in ((np.float32, np.float32), (np.float64, np.float64), (np.uint8, np.float64)):
        out = layer(IMAGE.astype(given_dtype))
        assert out.dtype == dtype
        assert layer.backward(np.ones(out.shape)).dtype == dtype
    assert layer.get_weights() == layer.trainable_variables == layer.gradients == []


@all_kinds
def test_direct_calls_return_arrays_that_nobody_else_holds(layer):
    x = RNG.normal(size=(2, 4, 4, 3))
    out = layer(x)
    d_out = np.ones_like(out)
    expected = layer.backward(d_out)
    out[...] = 99
    d_x = layer.backward(d_out)
    np.testing.assert_array_equal(d_x, expected)
    assert not any(np.shares_memory(a, b) for a, b in [(out, x), (out, layer(x)), (d_x, d_out), (d_x, expected)])


@pytest.mark.parametrize(
    "make",
    [MaxPooling2D, AveragePooling2D, GlobalAveragePooling2D, lambda: MaxPooling2D(3, 2, "same")],
)
def test_lent_memory_changes_no_answer(make):
    layer, alone = make(), make()
    layer.lent = {}
    for m in (3, 2, 3):
        x = RNG.normal(size=(m, 5, 4, 2))
        out = alone(x)
        slopes = RNG.normal(size=out.shape)
        np.testing.assert_array_equal(layer(x), out)
        np.testing.assert_array_equal(layer.backward(slopes), alone.backward(slopes))


def test_training_lends_the_memory_for_every_answer():
    model = Sequential([Input((4, 4, 1)), MaxPooling2D(), Flatten(), Dense(1)])
    pool, x = model.layers[0], np.ones((2, 4, 4, 1), np.float32)
    with learning(model.layers):
        assert np.shares_memory(pool(x), pool(x))
        assert np.shares_memory(pool.backward(pool(x)), pool.backward(pool(x)))


@all_kinds
@pytest.mark.parametrize("value", [1e-44, 1000.0, 0.0])
def test_extreme_numbers_and_empty_batches_give_finite_answers(layer, value):
    with np.errstate(all="raise"):
        for m in (1, 0):
            out = layer(np.full((m, 4, 4, 2), value, np.float32))
            assert np.isfinite(out).all()
            assert np.isfinite(layer.backward(np.full_like(out, value))).all()


@all_kinds
def test_what_is_no_batch_of_images_is_refused_with_the_cure(layer):
    name = type(layer).__name__
    with pytest.raises(ValueError, match=rf"{name} takes x .* \(5, 28, 28\); .*x\[\.\.\., np\.newaxis\]"):
        layer(np.ones((5, 28, 28)))
    with pytest.raises(ValueError, match=r"x\.reshape\(-1, 28, 28, 1\)"):
        layer(np.ones((5, 784)))
    with pytest.raises(ValueError, match=r"size must be at least 1|an image without pixels has no mean"):
        layer(np.ones((2, 0, 3, 1)))
    layer(np.ones((2, 4, 4, 3)))
    with pytest.raises(ValueError, match="its last output had shape"):
        layer.backward(np.ones((3, 2, 2, 3)))
    with pytest.raises(ValueError, match="it was not called yet"):
        type(layer)().backward(np.ones((2, 2, 2, 3)))


@both_windows
def test_arguments_of_a_wrong_kind_are_refused(pooling):
    with pytest.raises(ValueError, match="pool_size must be at least 1"):
        pooling(0)
    with pytest.raises(ValueError, match="strides must be at least 1"):
        pooling(2, 0)
    with pytest.raises(ValueError, match='padding must be "valid" or "same", but it is \'full\''):
        pooling(2, padding="full")
    with pytest.raises(ValueError, match="a window of 5 pixels does not fit into an image of 4"):
        pooling(5)(IMAGE)


@both_windows
def test_defaults_are_windows_of_two_by_two_that_touch(pooling):
    assert pooling().get_config() == {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid"}
    assert pooling((2, 3)).get_config()["strides"] == [2, 3]


def test_model_files_keep_all_arguments(tmp_path):
    layers = [Input((9, 9, 2)), MaxPooling2D((2, 3), 1, "same"), AveragePooling2D(3, (2, 1)), GlobalAveragePooling2D()]
    model = Sequential(layers)
    model.save(tmp_path / "pools.npz")
    again = load_model(tmp_path / "pools.npz")
    assert [layer.get_config() for layer in again.layers] == [layer.get_config() for layer in model.layers]
    x = RNG.normal(size=(2, 9, 9, 2))
    np.testing.assert_array_equal(again.predict(x), model.predict(x))


@pytest.mark.parametrize("layer", [MaxPooling2D(3), AveragePooling2D(3), GlobalAveragePooling2D()])
def test_slopes_are_rounded_to_the_dtype_of_the_images(layer):
    out = layer(RNG.normal(size=(2, 6, 6, 3)).astype(np.float32))
    d_out = RNG.normal(size=out.shape)
    d_x = layer.backward(d_out.astype(np.float32))
    assert d_x.dtype == np.float32
    np.testing.assert_array_equal(layer.backward(d_out), d_x)


@all_kinds
def test_what_is_too_small_for_the_dtype_is_0_and_no_error(layer):
    tiny = RNG.integers(1, 1000, size=(2, 4, 6, 3)) * 5e-324  # whole multiples of the smallest number
    with np.errstate(all="raise"):
        out = layer(tiny)
        d_x = layer.backward(np.full(out.shape, 5e-324))
    assert out.max() < 1e-320
    assert d_x.max() <= 5e-324
