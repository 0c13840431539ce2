import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from handmade.activations import LeakyReLU, relu
from handmade.convolution import Conv2D, MaxPooling2D, correlate2d, correlate2d_loops, output_size, patches, plain
from handmade.convolution.window import Window, fresh, margin, pair
from handmade.gradients import check_gradient
from handmade.layers import Dense, Flatten, Input
from handmade.models import Sequential, load_model
from handmade.training import learning

RNG = np.random.default_rng(6)
of_arithmetic = pytest.mark.parametrize("arithmetic", [plain, patches], ids=["plain", "patches"])
both_correlations = pytest.mark.parametrize("correlate", [correlate2d, correlate2d_loops])
sides = array_shapes(min_dims=2, max_dims=2, max_side=6)


def conv2d(channels, *args, arithmetic=patches, dtype="float64", seed=0, **kwargs):
    """A Conv2D layer whose bias is not zero."""
    layer = Conv2D(*args, dtype=dtype, seed=seed, **kwargs)
    layer.arithmetic = arithmetic
    layer.build((9, 9, channels))
    if layer.use_bias:
        layer.bias[...] = np.random.default_rng(seed).normal(size=layer.filters)
    return layer


def passes(layer, x, slopes):
    """What a layer answers, forward and back."""
    out = layer(x)
    return [out, layer.backward(slopes[: out.size].reshape(out.shape)), *layer.gradients]


@pytest.mark.chapter("convolution")
class TestCorrelate2D:
    @both_correlations
    @given(
        image_shape=sides,
        kernel_shape=sides,
        padding=st.sampled_from(["valid", "same"]),
        scale=st.sampled_from([1e-3, 1.0, 255.0]),
        seed=st.integers(0, 999),
    )
    def test_agrees_with_scipy(self, correlate, image_shape, kernel_shape, padding, scale, seed):
        rng = np.random.default_rng(seed)
        image = rng.normal(size=image_shape, scale=scale)
        kernel = rng.normal(size=np.minimum(image_shape, kernel_shape))
        expected = scipy.signal.correlate2d(image, kernel, mode=padding)
        np.testing.assert_allclose(correlate(image, kernel, padding), expected, rtol=1e-12, atol=1e-12 * scale)

    @both_correlations
    @given(strides=st.tuples(st.integers(1, 4), st.integers(1, 4)), kernel_shape=sides)
    def test_strides_leave_out_places(self, correlate, strides, kernel_shape):
        image, kernel = RNG.normal(size=(7, 8)), RNG.normal(size=kernel_shape)
        every = scipy.signal.correlate2d(image, kernel, mode="valid")
        np.testing.assert_allclose(correlate(image, kernel, strides=strides), every[:: strides[0], :: strides[1]])
        np.testing.assert_allclose(correlate(image, kernel, "valid", strides[0]), every[:: strides[0], :: strides[0]])

    @given(
        shape=sides, kernel_shape=sides, strides=st.tuples(st.integers(1, 3), st.integers(1, 3)), seed=st.integers(0, 9)
    )
    def test_loops_and_fast_agree_where_a_margin_and_strides_meet(self, shape, kernel_shape, strides, seed):
        rng = np.random.default_rng(seed)
        image, kernel = rng.normal(size=shape), rng.normal(size=kernel_shape)
        np.testing.assert_allclose(
            correlate2d(image, kernel, "same", strides), correlate2d_loops(image, kernel, "same", strides), atol=1e-12
        )

    @both_correlations
    @pytest.mark.parametrize(
        ("image", "kernel", "answer"),
        [("f4", "f4", "f4"), ("f4", "f8", "f8"), ("f8", "f4", "f8"), ("f4", "i4", "f8"), ("i4", "f4", "f8")],
    )
    def test_the_answer_has_the_dtype_that_numpy_gives_a_product(self, correlate, image, kernel, answer):
        assert correlate(np.ones((3, 3), image), np.ones((2, 2), kernel)).dtype == answer

    @both_correlations
    def test_a_well_known_vertical_edge(self, correlate):
        rows = ["301274", "158931", "272513", "013178", "421628", "245239"]
        image = np.array([[int(digit) for digit in row] for row in rows], dtype=np.uint8)
        answer = correlate(image, np.array([[1, 0, -1]] * 3))
        assert answer.tolist() == [[-5, -4, 0, 8], [-10, -2, 2, 3], [0, -2, -4, -7], [-3, -2, -3, -16]]

    def test_one_pixel_of_a_photograph(self):
        pixels = np.array([[0, 64, 128], [48, 192, 144], [42, 226, 168]])
        kernel = np.array([[-1, 0, -2], [0.5, 4.5, -1.5], [1.5, 2, -3]])
        assert correlate2d(pixels, kernel).item() == 427

    def test_convolution_of_mathematics_flips_the_kernel(self):
        image, kernel = RNG.normal(size=(5, 6)), RNG.normal(size=(2, 3))
        flipped = correlate2d(image, kernel[::-1, ::-1])
        np.testing.assert_allclose(flipped, scipy.signal.convolve2d(image, kernel, mode="valid"))

    @both_correlations
    def test_bytes_do_not_overflow_and_floats_keep_their_dtype(self, correlate):
        image, kernel = np.full((3, 3), 200, np.uint8), np.ones((3, 3), np.uint8)
        assert correlate(image, kernel).tolist() == [[1800.0]]
        assert correlate(np.ones((3, 3), np.float32), np.ones((2, 2), np.float32)).dtype == np.float32

    def test_products_too_small_for_the_dtype_are_zero(self):
        with np.errstate(all="raise"):
            assert correlate2d(np.full((2, 2), 1e-300), np.full((2, 2), 1e-300)).item() == 0

    @both_correlations
    @pytest.mark.parametrize(
        ("shapes", "message"),
        [
            (((4, 4, 3), (2, 2)), r"image must be \(height, width\).*shape \(4, 4, 3\); .*image\[\.\.\., 0\]"),
            (((4, 4), (2,)), r"kernel must be \(height, width\).*shape \(2,\)$"),
            (((0, 4), (1, 1)), r"image must be .* hold numbers, but it has shape \(0, 4\)"),
            (((4, 4), (5, 1)), r"a window of 5 pixels does not fit into an image of 4.*padding=\"same\""),
            (((4, 4), (1, 5)), "a window of 5 pixels does not fit"),
        ],
    )
    def test_what_cannot_be_correlated_is_refused(self, correlate, shapes, message):
        with pytest.raises(ValueError, match=message):
            correlate(np.ones(shapes[0]), np.ones(shapes[1]))

    @both_correlations
    def test_unknown_padding_and_strides_are_refused(self, correlate):
        image, kernel = np.ones((4, 4)), np.ones((2, 2))
        with pytest.raises(ValueError, match='padding must be "valid" or "same", but it is \'full\''):
            correlate(image, kernel, "full")
        with pytest.raises(ValueError, match="strides must be at least 1, but it is 0"):
            correlate(image, kernel, strides=0)
        with pytest.raises(TypeError, match=r"strides must be a whole number, but it is 1\.5"):
            correlate(image, kernel, strides=(1, 1.5))


@pytest.mark.chapter("convolution")
class TestWindow:
    @given(size=st.integers(1, 12), window=st.integers(1, 12), stride=st.integers(1, 5))
    def test_output_size_counts_the_places(self, size, window, stride):
        places = len(range(0, size - window + 1, stride))
        if places:
            assert output_size(size, window, stride) == places
        else:
            with pytest.raises(ValueError, match=f"a window of {window} pixels does not fit into an image of {size}"):
                output_size(size, window, stride)
        assert output_size(size, window, stride, padding="same") == len(range(0, size, stride))

    @given(size=st.integers(1, 12), window=st.integers(1, 12), stride=st.integers(1, 5))
    def test_a_margin_is_just_large_enough_and_the_odd_pixel_comes_after(self, size, window, stride):
        before, after = margin(size, window, stride, "same")
        assert 0 <= before <= after <= before + 1
        places = output_size(size, window, stride, "same")
        assert output_size(max(before + size + after, window), window, stride) == places
        if before + after:
            assert before + size + after == (places - 1) * stride + window

    def test_sizes_of_the_digit_network(self):
        assert [output_size(28, 3), output_size(26, 2, 2), output_size(13, 3), output_size(11, 2, 2)] == [26, 13, 11, 5]
        assert output_size(28, 3, padding="same") == 28
        assert margin(28, 3, 1, "same") == (1, 1)
        assert margin(28, 3, 2, "same") == (0, 1)
        assert margin(28, 4, 1, "same") == (1, 2)
        assert margin(28, 3, 2, "valid") == (0, 0)

    def test_pad_without_margins_copies_nothing_and_crop_undoes_pad(self):
        x = RNG.normal(size=(2, 4, 5, 3))
        assert Window((3, 3), (1, 1), "valid").pad(x) is x
        window = Window((2, 4), (1, 1), "same")
        padded = window.pad(x, fill=7)
        assert padded.shape == window.padded_shape(x.shape) == (2, 5, 8, 3)
        np.testing.assert_array_equal(window.crop(padded, 4, 5), x)
        assert (padded[:, 4] == 7).all()
        assert (padded[:, :, [0, 6, 7]] == 7).all()

    def test_taps_are_views_of_what_each_pixel_of_the_window_sees(self):
        x = np.arange(30.0).reshape(1, 5, 6, 1)
        taps = Window((2, 3), (2, 1), "valid").taps(x)
        assert len(taps) == 6
        assert taps[0][0, ..., 0].tolist() == [[0, 1, 2, 3], [12, 13, 14, 15]]
        assert taps[5][0, ..., 0].tolist() == [[8, 9, 10, 11], [20, 21, 22, 23]]
        assert all(np.shares_memory(tap, x) for tap in taps)

    def test_sizes_are_one_number_or_two(self):
        assert pair("pool_size", [2, 3]) == (2, 3)
        assert pair("pool_size", np.int64(2)) == (2, 2)
        for wrong in [(1, 2, 3), (), [4]]:
            with pytest.raises(ValueError, match="pool_size must be one whole number or a pair"):
                pair("pool_size", wrong)
        for wrong in [(0, 1), (1, 0), -1]:
            with pytest.raises(ValueError, match="pool_size must be at least 1"):
                pair("pool_size", wrong)
        for wrong in ["22", True, None, (1, 2.0)]:
            with pytest.raises((TypeError, ValueError), match="pool_size must be"):
                pair("pool_size", wrong)
        for name, numbers in [("size", (0, 1, 1)), ("window", (1, 0, 1)), ("stride", (1, 1, 0))]:
            with pytest.raises(ValueError, match=f"{name} must be at least 1"):
                output_size(*numbers)


@pytest.mark.chapter("backpropagation", "convolutional-networks")
class TestConv2D:
    @of_arithmetic
    @pytest.mark.parametrize("channels", [1, 2, 5])
    @pytest.mark.parametrize(
        ("kernel_size", "strides", "padding"),
        [
            ((2, 3), 1, "valid"),
            ((3, 2), (2, 1), "valid"),
            ((3, 4), (1, 2), "same"),
            (2, (3, 2), "same"),
            (1, 1, "valid"),
            ((5, 6), 1, "valid"),
        ],
    )
    def test_gradients_agree_with_finite_differences(self, arithmetic, channels, kernel_size, strides, padding):
        layer = conv2d(channels, 2, kernel_size, strides, padding, activation="tanh", arithmetic=arithmetic)
        x = RNG.normal(size=(2, 5, 6, channels))
        weights = RNG.normal(size=layer(x).shape)

        def loss(value, variable):
            kept = variable.copy()
            variable[...] = value
            total = np.sum(weights * layer(x))
            variable[...] = kept
            return total

        d_x = layer.backward(weights)
        check_gradient(lambda x: np.sum(weights * layer(x)), d_x, x)
        for gradient, variable in zip(layer.gradients, [layer.kernel, layer.bias], strict=True):
            check_gradient(lambda value, variable=variable: loss(value, variable), gradient, variable)

    @given(
        m=st.integers(0, 5),
        size=st.tuples(st.integers(1, 8), st.integers(1, 8)),
        channels=st.integers(1, 6),
        kernel_size=st.tuples(st.integers(1, 8), st.integers(1, 8)),
        strides=st.tuples(st.integers(1, 3), st.integers(1, 3)),
        padding=st.sampled_from(["valid", "same"]),
        numbers=st.sampled_from([1, 300, 2**19]),
        seed=st.integers(0, 99),
    )
    def test_plain_and_fast_arithmetic_agree(self, m, size, channels, kernel_size, strides, padding, numbers, seed):
        kernel_size = tuple(map(min, kernel_size, size)) if padding == "valid" else kernel_size
        rng = np.random.default_rng(seed)
        x, slopes = rng.normal(size=(m, *size, channels)), rng.normal(size=5 * 64 * 3)
        fast, slow = (
            conv2d(channels, 3, kernel_size, strides, padding, activation="relu", arithmetic=how)
            for how in (patches, plain)
        )
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(patches, "NUMBERS_AT_A_TIME", numbers)
            fast, slow = passes(fast, x, slopes), passes(slow, x, slopes)
        for ours, theirs in zip(fast, slow, strict=True):
            assert ours.shape == theirs.shape
            np.testing.assert_allclose(ours, theirs, atol=1e-12)

    @of_arithmetic
    @given(padding=st.sampled_from(["valid", "same"]), kernel_size=sides, strides=st.integers(1, 3))
    def test_a_filter_is_a_sum_of_correlations_and_a_bias(self, arithmetic, padding, kernel_size, strides):
        layer = conv2d(3, 2, kernel_size, strides, padding, arithmetic=arithmetic)
        x = RNG.normal(size=(2, 6, 7, 3))
        out = layer(x)
        for f in range(2):
            channels = [correlate2d(x[1, ..., c], layer.kernel[..., c, f], padding, strides) for c in range(3)]
            np.testing.assert_allclose(out[1, ..., f], np.sum(channels, axis=0) + layer.bias[f])

    def test_an_image_moved_is_an_answer_moved(self):
        layer, x = conv2d(1, 2, 3), np.zeros((1, 9, 9, 1))
        x[0, 2:5, 2:5] = RNG.normal(size=(3, 3, 1))
        moved = np.roll(x, (1, 2), axis=(1, 2))
        np.testing.assert_allclose(layer(moved)[:, 1:, 2:], layer(x)[:, :-1, :-2])

    def test_a_kernel_of_the_size_of_the_image_is_a_dense_layer(self):
        layer, x = conv2d(3, 4, (5, 6), activation="tanh"), RNG.normal(size=(2, 5, 6, 3))
        dense = Dense(4, activation="tanh", dtype="float64")
        dense.build((90,))
        dense.set_weights([layer.kernel.reshape(90, 4), layer.bias])
        np.testing.assert_allclose(layer(x).reshape(2, 4), dense(x.reshape(2, 90)))
        slopes = RNG.normal(size=(2, 4))
        np.testing.assert_allclose(
            layer.backward(slopes.reshape(2, 1, 1, 4)).reshape(2, 90), dense.backward(slopes), atol=1e-12
        )

    def test_the_digit_network_has_as_many_weights_as_the_book_says(self):
        model = digit_network()
        assert [layer.count_params() for layer in model.layers] == [320, 0, 9248, 0, 0, 102528, 1290]
        assert model.output_shapes[:5] == [(26, 26, 32), (13, 13, 32), (11, 11, 32), (5, 5, 32), (800,)]

    def test_weights_have_keras_order_layout_and_dtype_and_a_seed(self):
        x = np.ones((1, 6, 6, 3))
        first, again, other = (Conv2D(4, (2, 5), seed=seed) for seed in (1, 1, 2))
        np.testing.assert_array_equal(first(x), again(x))
        assert not np.array_equal(first(x), other(x))
        kernel, bias = first.get_weights()
        assert (kernel.shape, bias.shape, kernel.dtype) == ((2, 5, 3, 4), (4,), np.float32)
        assert np.abs(kernel).max() <= np.sqrt(6 / (2 * 5 * (3 + 4)))
        assert not bias.any()

    def test_defaults_and_choices(self):
        layer = Conv2D(2, 3)
        assert (layer.strides, layer.padding, layer.activation.name) == ((1, 1), "valid", "linear")
        assert (layer.use_bias, layer.dtype, layer.kernel_size) == (True, "float32", (3, 3))
        bare = Conv2D(2, 3, use_bias=False, kernel_initializer="ones")
        assert (bare(np.ones((1, 3, 3, 1))) == 9).all()
        bare.backward(np.ones((1, 1, 1, 2)))
        assert len(bare.gradients) == len(bare.trainable_variables) == 1
        assert (Conv2D(2, 3, kernel_initializer="zeros", bias_initializer="ones")(np.ones((1, 3, 3, 1))) == 1).all()

    def test_the_activation_bends_the_scores(self):
        x, slopes = RNG.normal(size=(2, 4, 4, 1)), RNG.normal(size=(2, 2, 2, 3))
        bent, straight = conv2d(1, 3, 3, activation="relu"), conv2d(1, 3, 3)
        z = straight(x)
        np.testing.assert_array_equal(bent(x), relu(z))
        np.testing.assert_array_equal(bent.backward(slopes), straight.backward(relu.gradient(z, slopes)))

    @of_arithmetic
    def test_direct_calls_return_arrays_that_nobody_else_holds(self, arithmetic):
        x, layer = RNG.normal(size=(2, 5, 5, 2)), conv2d(2, 3, 3, arithmetic=arithmetic)
        out = layer(x)
        slopes = np.ones_like(out)
        d_x, gradients = layer.backward(slopes), layer.gradients
        expected = [d_x.copy(), *(g.copy() for g in gradients)]
        out[...] = 99
        again = [layer.backward(slopes), *layer.gradients]
        for a, b, first in zip(again, expected, [d_x, *gradients], strict=True):
            np.testing.assert_array_equal(a, b)
            assert not np.shares_memory(a, first)
        assert not np.shares_memory(layer(x), layer(x))

    @of_arithmetic
    def test_lent_memory_changes_no_answer_and_the_first_layer_spares_the_input(self, arithmetic):
        big, small = RNG.normal(size=(4, 7, 7, 2)), RNG.normal(size=(3, 7, 7, 2))
        slopes = RNG.normal(size=4 * 49 * 3)
        for padding in ("valid", "same"):
            layer, alone = (conv2d(2, 3, 3, 2, padding, activation="relu", arithmetic=arithmetic) for _ in range(2))
            with learning([layer]):
                layer.needs_input_gradient = True
                for x in (big, small, big):
                    for ours, theirs in zip(passes(layer, x, slopes), passes(alone, x, slopes), strict=True):
                        np.testing.assert_array_equal(ours, theirs)
                layer.needs_input_gradient = False
                _, d_x, *gradients = passes(layer, small, slopes)
                assert len(d_x) == 0
                np.testing.assert_array_equal(gradients[0], passes(alone, small, slopes)[2])

    def test_in_fit_sums_and_slopes_lie_in_the_memory_of_the_step_before(self):
        layer, x = conv2d(2, 3, 3), RNG.normal(size=(2, 5, 5, 2))
        slopes = np.ones((2, 3, 3, 3))
        layer.lent = {}
        layer(x)
        z, d_x = layer.z, layer.backward(slopes)
        layer(x)
        assert np.shares_memory(layer.z, z)
        assert np.shares_memory(layer.backward(slopes), d_x)

    def test_only_so_many_patches_are_laid_out_at_once(self, monkeypatch):
        monkeypatch.setattr(patches, "NUMBERS_AT_A_TIME", 600)
        asked = []

        def room(name, shape, dtype):
            asked.append((name, shape[0]))
            return fresh(name, shape, dtype)

        window = Window((2, 3), (1, 1), "valid")  # on 5 by 6: 16 places of 12 numbers, 192 an image
        for channels, few in ((2, 3), (10, 1)):
            x, kernel = RNG.normal(size=(7, 5, 6, channels)), RNG.normal(size=(2, 3, channels, 4))
            asked.clear()
            patches.correlate(x, kernel, window, room)
            sizes = [n for name, n in asked if name == "patches"]
            assert max(sizes) == few * 96 * channels
            assert sum(sizes) == 7 * 96 * channels
        assert [s.start for s in patches.a_few_at_a_time(np.ones((7, 5, 6, 2)), window)] == [0, 3, 6]

    def test_patches_of_photographs_lie_pixel_by_pixel_and_those_of_many_channels_place_by_place(self):
        assert patches.NUMBERS_AT_A_TIME * np.dtype("float32").itemsize == 2 * 1024**2
        for channels, transposed in ((1, True), (3, True), (4, False), (5, False)):
            rows = patches.lay_out(RNG.normal(size=(2, 5, 6, channels)), Window((2, 3), (1, 1), "valid"), fresh)
            assert rows.shape == (2 * 4 * 4, 2 * 3 * channels)
            assert (rows.flags.f_contiguous, rows.flags.c_contiguous) == (transposed, not transposed)

    @of_arithmetic
    def test_a_layer_in_float32_works_in_float32_throughout(self, arithmetic):
        layer = conv2d(2, 3, 3, activation="sigmoid", dtype="float32", arithmetic=arithmetic)
        x, slopes = RNG.normal(size=(2, 5, 5, 2)), RNG.normal(size=(2, 3, 3, 3)).ravel()
        rounded = passes(layer, x.astype(np.float32), slopes.astype(np.float32))
        for ours, theirs in zip(passes(layer, x, slopes), rounded, strict=True):
            assert ours.dtype == np.float32
            np.testing.assert_array_equal(ours, theirs)

    @of_arithmetic
    def test_the_arithmetic_alone_keeps_the_dtype(self, arithmetic):
        x, kernel, window = np.ones((2, 5, 5, 2), "f4"), np.ones((3, 3, 2, 4), "f4"), Window((3, 3), (1, 1), "valid")
        z = arithmetic.correlate(x, kernel, window)
        assert z.dtype == arithmetic.kernel_gradient(x, z, window).dtype == np.float32
        assert arithmetic.input_gradient(z, kernel, window, x.shape).dtype == np.float32

    def test_a_bias_gradient_sums_many_places_almost_exactly(self):
        layer = conv2d(1, 2, 1, dtype="float32")
        slopes = RNG.uniform(size=(32, 40, 40, 2)).astype(np.float32)
        layer(np.ones((32, 40, 40, 1)))
        layer.backward(slopes)
        np.testing.assert_allclose(layer.gradients[1], slopes.sum(axis=(0, 1, 2), dtype=np.float64), rtol=1e-6)

    def test_extreme_numbers_give_finite_answers(self):
        for value in (1e-30, 1000.0):
            x, layer = np.full((2, 4, 4, 3), value, np.float32), conv2d(3, 2, 3, dtype="float32")
            layer.kernel[...] = value
            with np.errstate(all="raise"):
                out = layer(x)
                assert np.isfinite(out).all()
                assert np.isfinite(layer.backward(np.full_like(out, value))).all()
                assert np.isfinite(layer.gradients[0]).all()

    def test_an_empty_batch_stays_empty(self):
        layer = conv2d(2, 3, 3)
        assert layer(np.ones((0, 5, 5, 2))).shape == (0, 3, 3, 3)
        assert layer.backward(np.ones((0, 3, 3, 3))).shape == (0, 5, 5, 2)
        assert not layer.gradients[0].any()

    @pytest.mark.parametrize(
        ("shape", "message"),
        [
            ((5, 28, 28), r"\(5, 28, 28\); add the channel axis with x\[\.\.\., np\.newaxis\]"),
            ((28, 28, 3), r"one image with channels becomes a batch with x\[np\.newaxis\]"),
            ((5, 784), r"x\.reshape\(-1, 28, 28, 1\)"),
            ((5,), "give it these four axes"),
            ((1, 5, 5, 2, 2), "give it these four axes"),
            ((5, 28, 28, 3), "was built for 1 channels"),
            ((5, 2, 28, 1), "a window of 3 pixels does not fit into an image of 2"),
            ((5, 28, 2, 1), "a window of 3 pixels does not fit into an image of 2"),
        ],
    )
    def test_inputs_of_a_wrong_shape_are_refused_with_the_cure(self, shape, message):
        with pytest.raises(ValueError, match=message):
            conv2d(1, 2, 3)(np.ones(shape))

    def test_refusals_name_the_layer_and_the_axis(self):
        with pytest.raises(ValueError, match=r"Conv2D .*\(5, 28, 28\)"):
            conv2d(1, 2, 3)(np.ones((5, 28, 28)))
        with pytest.raises(ValueError, match="channels must be at least 1"):
            Conv2D(1, 3).build((5, 5, 0))

    def test_arguments_of_a_wrong_kind_are_refused(self):
        with pytest.raises(ValueError, match="filters must be at least 1"):
            Conv2D(0, 3)
        with pytest.raises(ValueError, match="kernel_size must be at least 1"):
            Conv2D(1, (3, 0))
        with pytest.raises(ValueError, match="strides must be at least 1"):
            Conv2D(1, 3, strides=0)
        with pytest.raises(ValueError, match='padding must be "valid" or "same"'):
            Conv2D(1, 3, padding="SAME")
        with pytest.raises(TypeError, match="positional"):  # data_format has this place in Keras
            Conv2D(1, 3, 1, "same", "relu")
        with pytest.raises(ValueError, match=r"one example has shape \(28, 28\); .*\(28, 28, 1\)"):
            Sequential([Input((28, 28)), Conv2D(1, 3)])
        with pytest.raises(ValueError, match="it was not called yet"):
            Conv2D(1, 3).backward(np.ones((1, 1, 1, 1)))
        layer = conv2d(1, 2, 3)
        layer(np.ones((1, 5, 5, 1)))
        with pytest.raises(ValueError, match=r"its last output had shape \(1, 3, 3, 2\)"):
            layer.backward(np.ones((1, 3, 3, 1)))

    def test_a_model_file_keeps_all_arguments(self, tmp_path):
        layers = [
            Input((9, 9, 2)),
            Conv2D(3, (3, 2), (2, 1), "same", activation="relu", use_bias=False),
            MaxPooling2D(2, 1),
        ]
        model = Sequential(layers)
        model.save(tmp_path / "cnn.npz")
        again = load_model(tmp_path / "cnn.npz")
        x = RNG.normal(size=(4, 9, 9, 2))
        np.testing.assert_array_equal(again.predict(x), model.predict(x))
        assert again.layers[0].get_config() == model.layers[0].get_config()
        assert again.layers[0].get_config() == {
            "filters": 3,
            "kernel_size": [3, 2],
            "strides": [2, 1],
            "padding": "same",
            "activation": {"name": "relu"},
            "use_bias": False,
            "dtype": "float32",
        }

    def test_an_activation_keeps_its_parameters_in_a_model_file(self, tmp_path):
        model = Sequential([Input((4, 4, 1)), Conv2D(1, 3, activation=LeakyReLU(0.01))], seed=0)
        model.save(tmp_path / "leaky.npz")
        again = load_model(tmp_path / "leaky.npz")
        x = RNG.normal(size=(4, 4, 4, 1))
        np.testing.assert_array_equal(again.predict(x), model.predict(x))
        assert again.layers[0].activation.negative_slope == 0.01


def digit_network():
    return Sequential(
        [
            Input((28, 28, 1)),
            Conv2D(32, 3, activation="relu"),
            MaxPooling2D(),
            Conv2D(32, 3, activation="relu"),
            MaxPooling2D(),
            Flatten(),
            Dense(128, activation="relu"),
            Dense(10, activation="softmax"),
        ]
    )


@pytest.mark.chapter("convolutional-networks")
@pytest.mark.parametrize("threads", [1, 2])
def test_a_hundred_steps_by_either_arithmetic_give_the_same_weights(threads):
    def trained(arithmetic, threads):
        layers = [
            Input((10, 10, 1)),
            Conv2D(4, 3, padding="same", activation="relu"),
            MaxPooling2D(),
            Conv2D(5, 2, strides=2, activation="relu"),
            Flatten(),
            Dense(3, activation="softmax"),
        ]
        model = Sequential(layers, seed=3)
        for layer in model.layers:
            layer.arithmetic = arithmetic
        model.compile("sgd", "sparse_categorical_crossentropy")
        rng = np.random.default_rng(0)
        x, y = rng.normal(size=(90, 10, 10, 1)).astype(np.float32), rng.integers(0, 3, 90)
        history = model.fit(x, y, batch_size=20, epochs=20, verbose=0, threads=threads)  # 4 batches of 20, 1 of 10
        assert history.history["loss"][-1] < history.history["loss"][0] - 0.05
        return model.get_weights()

    for ours, theirs in zip(trained(patches, threads), trained(plain, 1), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)
