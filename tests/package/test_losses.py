import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.special import expit, huber, log_expit, log_softmax, softmax

from handmade import losses
from handmade.gradients import check_gradient
from handmade.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Huber,
    MeanAbsoluteError,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
)

pytestmark = pytest.mark.chapter("losses", "cross-entropy", "softmax")

RNG = np.random.default_rng(3)
NUMBERS, YES_NO, LABELS = RNG.normal(size=(3, 2)), np.array([[1.0, 0.0], [0.0, 0.3], [1.0, 1.0]]), np.array([3, 0, 1])
ONE_HOT = np.eye(4)[LABELS]
SCORES, PROBABILITIES = RNG.normal(size=(3, 2)), RNG.uniform(0.1, 0.9, size=(3, 2))
CLASS_SCORES, CLASS_PROBABILITIES = RNG.normal(size=(3, 4)), RNG.uniform(0.1, 0.9, size=(3, 4))

REGRESSION = [MeanSquaredError(), MeanAbsoluteError(), Huber(), Huber(delta=0.3)]
CASES = [(loss, NUMBERS, SCORES) for loss in REGRESSION] + [
    (BinaryCrossentropy(), YES_NO, PROBABILITIES),
    (BinaryCrossentropy(label_smoothing=0.2), YES_NO, PROBABILITIES),
    (BinaryCrossentropy(from_logits=True), YES_NO, SCORES),
    (BinaryCrossentropy(from_logits=True, label_smoothing=0.2), YES_NO, SCORES),
    (CategoricalCrossentropy(), ONE_HOT, CLASS_PROBABILITIES),
    (CategoricalCrossentropy(label_smoothing=0.2), ONE_HOT, CLASS_PROBABILITIES),
    (CategoricalCrossentropy(from_logits=True), ONE_HOT, CLASS_SCORES),
    (CategoricalCrossentropy(from_logits=True, label_smoothing=0.2), ONE_HOT, CLASS_SCORES),
    (SparseCategoricalCrossentropy(), LABELS, CLASS_PROBABILITIES),
    (SparseCategoricalCrossentropy(from_logits=True), LABELS, CLASS_SCORES),
]


def label(case):
    return "-".join(str(part) for part in (type(case[0]).__name__, *vars(case[0]).values()))


every_loss = pytest.mark.parametrize(("loss", "y_true", "y_pred"), CASES, ids=map(label, CASES))
both_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])
both_methods = pytest.mark.parametrize("method", ["__call__", "gradient"])


@st.composite
def numbers(draw):
    shape = draw(array_shapes(min_dims=2, max_dims=2, max_side=6))
    floats = arrays(np.float64, shape, elements=st.floats(-100, 100))
    return draw(floats), draw(floats)


@st.composite
def labels_and_scores(draw, limit=50):
    m, k = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    labels = draw(arrays(np.int64, m, elements=st.integers(0, k - 1)))
    return labels, draw(arrays(np.float64, (m, k), elements=st.floats(-limit, limit)))


class TestEveryLoss:
    @every_loss
    def test_gradient_agrees_with_finite_differences(self, loss, y_true, y_pred):
        check_gradient(lambda y: loss(y_true, y), lambda y: loss.gradient(y_true, y), y_pred)

    @every_loss
    def test_value_is_a_plain_float_and_the_gradient_has_shape_and_dtype_of_the_predictions(self, loss, y_true, y_pred):
        assert type(loss(y_true, y_pred.astype(np.float32))) is float
        for dtype in (np.float32, np.float64):
            gradient = loss.gradient(y_true, y_pred.astype(dtype))
            assert gradient.dtype == dtype
            assert gradient.shape == y_pred.shape

    @every_loss
    def test_float32_agrees_with_float64_and_arguments_are_left_alone(self, loss, y_true, y_pred):
        y_before, small = y_true.copy(), y_pred.astype(np.float32)
        before = small.copy()
        assert loss(y_true, small) == pytest.approx(loss(y_true, y_pred), rel=1e-5)
        np.testing.assert_allclose(loss.gradient(y_true, small), loss.gradient(y_true, y_pred), rtol=1e-4, atol=1e-6)
        np.testing.assert_array_equal(small, before)
        np.testing.assert_array_equal(y_true, y_before)

    @every_loss
    def test_lists_and_columns_first_arrays_are_welcome(self, loss, y_true, y_pred):
        assert loss(y_true.tolist(), y_pred.tolist()) == pytest.approx(loss(y_true, y_pred), rel=1e-14)
        turned = np.asfortranarray(y_pred)
        assert loss(y_true, turned) == pytest.approx(loss(y_true, y_pred), rel=1e-14)
        np.testing.assert_allclose(loss.gradient(y_true, turned), loss.gradient(y_true, y_pred), rtol=1e-14)

    @every_loss
    def test_the_mean_of_a_batch_and_itself_is_the_same_and_each_slope_half(self, loss, y_true, y_pred):
        twice = np.concatenate([y_true, y_true]), np.concatenate([y_pred, y_pred])
        assert loss(*twice) == pytest.approx(loss(y_true, y_pred), rel=1e-12)
        np.testing.assert_allclose(2 * loss.gradient(*twice)[:3], loss.gradient(y_true, y_pred), rtol=1e-12)

    @every_loss
    @both_methods
    def test_an_empty_batch_is_refused(self, method, loss, y_true, y_pred):
        with pytest.raises(ValueError, match=r"mean over examples, but y_pred has shape \(0, \d\); give at least one"):
            getattr(loss, method)(y_true[:0], y_pred[:0])

    @every_loss
    @both_methods
    def test_targets_that_are_not_numbers_are_refused(self, method, loss, y_true, y_pred):
        broken = y_true.astype(np.float64)
        broken[1] = np.nan
        with pytest.raises(ValueError, match=r"y_true .*(nan|NaN)"):
            getattr(loss, method)(broken, y_pred)

    @every_loss
    def test_predictions_that_are_not_numbers_make_a_loss_that_is_none(self, loss, y_true, y_pred):
        broken = y_pred.copy()
        broken[1] = np.nan
        assert np.isnan(loss(y_true, broken))
        assert np.isnan(loss.gradient(y_true, broken)[1]).all()
        np.testing.assert_array_equal(loss.gradient(y_true, broken)[0], loss.gradient(y_true, y_pred)[0])

    @both_dtypes
    @pytest.mark.parametrize("extreme", [[1000, -1000, 0, 1e-30], [-1000, 1000, 1e-30, 0]])
    @every_loss
    def test_extreme_predictions_have_finite_losses_without_a_warning(self, loss, y_true, y_pred, extreme, dtype):
        y_pred = np.array([extreme] * 3, dtype)[:, : y_pred.shape[1]]
        if not getattr(loss, "from_logits", True):
            y_pred = np.abs(y_pred) / 1000  # probabilities 0 and 1
        with np.errstate(all="raise"):
            value, gradient = loss(y_true, y_pred), loss.gradient(y_true, y_pred)
        assert np.isfinite(value)
        assert np.isfinite(gradient).all()

    @pytest.mark.parametrize(
        ("loss", "y_true", "y_pred"),
        [(loss, [[0.0], [0.0]], [[5e-324], [0.0]]) for loss in REGRESSION]
        + [
            (BinaryCrossentropy(), [[5e-324]], [[0.3]]),
            (BinaryCrossentropy(from_logits=True), [[5e-324]], [[0.3]]),
            (CategoricalCrossentropy(), [[1.0, 5e-324]], [[0.3, 0.7]]),
            (CategoricalCrossentropy(from_logits=True), [[1.0, 5e-324]], [[0.3, 0.7]]),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_the_smallest_errors_and_shares_there_are_need_no_warning(self, loss, y_true, y_pred):
        with np.errstate(all="raise"):
            assert np.isfinite(loss(y_true, y_pred))
            assert np.isfinite(loss.gradient(y_true, y_pred)).all()


class TestDistances:
    @pytest.mark.parametrize(
        ("loss", "value", "slopes"),
        [
            (MeanSquaredError(), 2.3125, [[0.25, 0], [-1.5, 0.0]]),
            (MeanAbsoluteError(), 0.875, [[0.25, 0], [-0.25, 0]]),
            (Huber(), 0.65625, [[0.125, 0], [-0.25, 0]]),
            (Huber(delta=2), 1.03125, [[0.125, 0], [-0.5, 0]]),
        ],
    )
    def test_values_by_hand(self, loss, value, slopes):
        y_true, y_pred = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.5, 2.0], [0.0, 4.0]])
        assert loss(y_true, y_pred) == value
        np.testing.assert_array_equal(loss.gradient(y_true, y_pred), slopes)

    def test_huber_pulls_with_at_most_delta(self):
        far = Huber(delta=3.0).gradient(np.zeros((1, 2)), np.array([[1e6, -1e6]]))
        np.testing.assert_array_equal(far, [[1.5, -1.5]])

    @pytest.mark.parametrize("loss", REGRESSION, ids=lambda loss: type(loss).__name__)
    @both_dtypes
    def test_distances_too_small_for_their_squares_are_no_warning(self, loss, dtype):
        smallest = np.finfo(dtype).smallest_subnormal
        with np.errstate(all="raise"):
            y_true, y_pred = np.zeros((2, 2), dtype), np.full((2, 2), smallest, dtype)
            assert loss(y_true, y_pred) == pytest.approx(0, abs=1e-40)
            assert np.isfinite(loss.gradient(y_true, y_pred)).all()

    def test_huber_bends_at_1_by_default(self):
        assert Huber().delta == 1.0

    @pytest.mark.parametrize("delta", [0, -1.0, np.nan, np.inf])
    def test_a_delta_that_is_no_distance_is_refused(self, delta):
        with pytest.raises(ValueError, match="delta must be"):
            Huber(delta)

    def test_a_delta_that_is_no_number_is_refused(self):
        with pytest.raises(TypeError, match="delta must be a number"):
            Huber("1")


@given(pair=numbers())
def test_distances_agree_with_numpys_norms_and_scipys_huber(pair):
    error, near = (pair[0] - pair[1]).ravel(), {"rel": 1e-12, "abs": 1e-300}
    assert MeanSquaredError()(*pair) == pytest.approx(np.linalg.norm(error) ** 2 / error.size, **near)
    assert MeanAbsoluteError()(*pair) == pytest.approx(np.linalg.norm(error, 1) / error.size, **near)
    for delta in (0.5, 1.0, 7.0):
        assert Huber(delta)(*pair) == pytest.approx(np.mean(huber(delta, error)), **near)


class TestBinary:
    def test_values_by_hand(self):
        y_true, p = np.array([[1.0], [0.0]]), np.array([[0.8], [0.4]])
        assert BinaryCrossentropy()(y_true, p) == pytest.approx(-np.log([0.8, 0.6]).mean(), rel=1e-14)
        np.testing.assert_allclose(BinaryCrossentropy().gradient(y_true, p), [[-0.625], [1 / 1.2]], rtol=1e-14)

    def test_the_slope_along_the_scores_is_probability_minus_target(self):
        gradient = BinaryCrossentropy(from_logits=True).gradient(YES_NO, SCORES)
        np.testing.assert_allclose(gradient, (expit(SCORES) - YES_NO) / 6, rtol=1e-12)

    def test_certain_and_wrong_costs_16_and_is_flat_as_in_keras(self):
        y_true, p = np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]])
        assert BinaryCrossentropy()(y_true, p) == pytest.approx(-np.log(1e-7), rel=1e-8)
        np.testing.assert_array_equal(BinaryCrossentropy().gradient(y_true, p), [[0], [0]])

    def test_certain_and_right_costs_next_to_nothing_and_is_flat_as_in_keras(self):
        y_true = np.array([[1.0], [0.0]])
        assert BinaryCrossentropy()(y_true, y_true) == pytest.approx(1e-7, rel=1e-6)
        np.testing.assert_array_equal(BinaryCrossentropy().gradient(y_true, y_true), [[0], [0]])

    def test_a_probability_at_the_border_is_not_clipped(self):
        border = np.array([[1e-7], [1 - 1e-7]])
        np.testing.assert_allclose(
            BinaryCrossentropy().gradient(np.array([[1.0], [0.0]]), border), [[-0.5e7], [0.5e7]], rtol=1e-6
        )

    def test_smoothed_targets_are_targets_nearer_to_the_middle(self):
        smoothed = np.where(np.array([[1], [0]]) == 1, 0.95, 0.05)
        for loss in (BinaryCrossentropy(label_smoothing=0.1), BinaryCrossentropy(True, 0.1)):
            plain = BinaryCrossentropy(loss.from_logits)
            y_pred = np.array([[0.7], [0.2]])
            assert loss(np.array([[1], [0]]), y_pred) == pytest.approx(plain(smoothed, y_pred), rel=1e-14)

    @pytest.mark.parametrize(
        ("y_true", "message"),
        [
            ([[-1], [1]], r"from -1 to 1, .*\(y \+ 1\) / 2"),
            ([[0], [2]], "from 0 to 2, .*more than two classes there is SparseCategoricalCrossentropy"),
            ([[0], [1.001]], "from 0 to 1.001"),
            ([[np.nan], [1]], "y_true has 1 entries that are NaN or infinite"),
            ([[-0.001], [1]], "from -0.001 to 1"),
        ],
    )
    @both_methods
    def test_targets_that_are_neither_yes_nor_no_are_refused(self, method, y_true, message):
        with pytest.raises(ValueError, match=message):
            getattr(BinaryCrossentropy(), method)(y_true, [[0.5], [0.5]])


@given(pair=labels_and_scores())
def test_binary_crossentropy_agrees_with_scipys_logarithm_of_the_sigmoid(pair):
    y_true, z = (pair[0] > 0).astype(np.float64), pair[1][:, 0]
    expected = -log_expit(np.where(y_true == 1, z, -z)).mean()
    assert BinaryCrossentropy(from_logits=True)(y_true, z) == pytest.approx(expected, abs=1e-13)  # 50 - 50 rounds


@given(z=arrays(np.float64, (3, 2), elements=st.floats(-15, 15)))
def test_probabilities_of_yes_cost_what_their_scores_do(z):
    of_scores = BinaryCrossentropy(from_logits=True)(YES_NO, z)
    assert BinaryCrossentropy()(YES_NO, expit(z)) == pytest.approx(of_scores, rel=1e-8)


class TestCategorical:
    def test_knowing_nothing_about_ten_classes_costs_ln_10(self):
        nothing = np.full((10, 10), 0.1)
        assert SparseCategoricalCrossentropy()(np.arange(10), nothing) == pytest.approx(np.log(10), rel=1e-14)
        assert CategoricalCrossentropy()(np.eye(10), nothing) == pytest.approx(np.log(10), rel=1e-14)

    def test_a_loss_of_scores_is_exact_where_a_probability_rounds_to_zero(self):
        z = np.array([[1000.0, 0.0]])
        assert SparseCategoricalCrossentropy(from_logits=True)(np.array([1]), z) == 1000
        assert CategoricalCrossentropy(from_logits=True)(np.array([[0, 1]]), z) == 1000
        assert np.copysign(1, SparseCategoricalCrossentropy(from_logits=True)(np.array([0]), z)) == 1  # 0.0, not -0.0

    def test_certain_and_wrong_costs_16_and_is_flat_as_in_keras(self):
        p = np.array([[1.0, 0.0]])
        for loss, y_true in [(SparseCategoricalCrossentropy(), [1]), (CategoricalCrossentropy(), [[0, 1]])]:
            assert loss(y_true, p) == pytest.approx(-np.log(1e-7), rel=1e-7)
            np.testing.assert_array_equal(loss.gradient(y_true, p), [[0, 0]])

    def test_certain_and_right_costs_next_to_nothing_and_is_flat_as_in_keras(self):
        p = np.array([[1.0, 0.0]])
        for loss, y_true in [(SparseCategoricalCrossentropy(), [0]), (CategoricalCrossentropy(), [[1, 0]])]:
            assert loss(y_true, p) == pytest.approx(1e-7, rel=1e-6)
            np.testing.assert_array_equal(loss.gradient(y_true, p), [[0, 0]])

    def test_rows_of_probabilities_are_divided_by_their_sum(self):
        p = np.array([[0.2, 0.6]])
        assert CategoricalCrossentropy()([[0, 1]], p) == pytest.approx(-np.log(0.75), rel=1e-14)
        assert SparseCategoricalCrossentropy()([1], p) == pytest.approx(-np.log(0.75), rel=1e-14)
        np.testing.assert_allclose(CategoricalCrossentropy().gradient([[0, 1]], p), [[1.25, 1.25 - 1 / 0.6]])
        np.testing.assert_allclose(SparseCategoricalCrossentropy().gradient([1], p), [[1.25, 1.25 - 1 / 0.6]])

    def test_smoothed_targets_share_a_part_among_all_classes(self):
        mixed = np.array([[0.025, 0.925, 0.025, 0.025]])
        for loss in (CategoricalCrossentropy(label_smoothing=0.1), CategoricalCrossentropy(True, 0.1)):
            plain = CategoricalCrossentropy(loss.from_logits)
            y_pred = np.array([[0.1, 0.2, 0.3, 0.4]])
            assert loss([[0, 1, 0, 0]], y_pred) == pytest.approx(plain(mixed, y_pred), rel=1e-12)

    def test_targets_may_be_soft(self):
        soft = np.array([[0.3, 0.7]])
        assert CategoricalCrossentropy()(soft, np.array([[0.5, 0.5]])) == pytest.approx(np.log(2))

    @pytest.mark.parametrize("dtype", [bool, np.uint8, np.int8, np.uint64, np.float32])
    @pytest.mark.parametrize("from_logits", [False, True])
    def test_class_numbers_may_have_any_dtype_that_counts(self, dtype, from_logits):
        loss, labels = SparseCategoricalCrossentropy(from_logits), np.array([1, 0, 1])
        assert loss(labels.astype(dtype), CLASS_PROBABILITIES) == loss(labels, CLASS_PROBABILITIES)
        np.testing.assert_array_equal(
            loss.gradient(labels.astype(dtype), CLASS_PROBABILITIES), loss.gradient(labels, CLASS_PROBABILITIES)
        )

    @pytest.mark.parametrize(
        ("y_true", "message"),
        [
            (np.eye(3), r"one-hot targets need CategoricalCrossentropy, or y_true\.argmax\(axis=1\)"),
            ([0, 1], r"shape \(2,\) and y_pred has shape \(3, 3\)"),
            ([0.5, 1.0, 2.0], "not whole"),
            ([0, 1, 3], "classes 0 to 3, but y_pred has columns for 0 to 2; count classes from 0"),
            ([-1, 1, 2], "classes -1 to 2"),
            ([np.nan, 1, 2], "classes nan to nan, .*; give numbers without NaN"),
            ([0, 1, 2, 3], r"shape \(4,\) and y_pred has shape \(3, 3\)"),
            ([0, 1, 3.5], "classes 0.0 to 3.5, .*; count classes from 0"),
        ],
    )
    @both_methods
    def test_targets_that_are_no_class_numbers_are_refused(self, method, y_true, message):
        with pytest.raises(ValueError, match=message):
            getattr(SparseCategoricalCrossentropy(), method)(y_true, np.full((3, 3), 1 / 3))

    def test_names_of_classes_are_refused(self):
        with pytest.raises(TypeError, match="its dtype is <U3; number the names"):
            SparseCategoricalCrossentropy()(["cat", "dog"], np.full((2, 2), 0.5))

    @pytest.mark.parametrize("shape", [(3,), (3, 2, 2)])
    def test_predictions_that_are_no_table_are_refused(self, shape):
        with pytest.raises(ValueError, match=r"predictions \(m, k\)"):
            SparseCategoricalCrossentropy()([0, 1, 1], np.full(shape, 0.5))
        with pytest.raises(ValueError, match=r"both must be \(m, k\)"):
            CategoricalCrossentropy()(np.full(shape, 0.5), np.full(shape, 0.5))

    @pytest.mark.parametrize(
        ("y_true", "message"),
        [
            ([0, 1, 2], r"shape \(3,\) and y_pred has shape \(3, 3\), .* need SparseCategoricalCrossentropy"),
            ([[0], [1], [2]], r"shape \(3, 1\) .* need SparseCategoricalCrossentropy"),
            (np.ones((3, 3)), "range from 1 to 1 and its rows sum to 3 to 3; class numbers"),
            ([[1, 0, 0], [0, 1, 0], [0, 0, 0]], "range from 0 to 1 and its rows sum to 0 to 1"),
            ([[1, 0, 0], [0, 1, 0], [2, -1, 0]], "range from -1 to 2"),
            ([[1, 0, 0], [0, 1, 0], [0.99, 0, 0]], "rows sum to 0.99 to 1; class numbers need Sparse"),
            ([[1, 0, 0], [0, 1, 0], [np.nan, 0, 0]], "rows sum to nan to nan; give numbers without NaN"),
        ],
    )
    @both_methods
    def test_targets_that_are_not_one_hot_are_refused(self, method, y_true, message):
        with pytest.raises(ValueError, match=message):
            getattr(CategoricalCrossentropy(), method)(y_true, np.full((3, 3), 1 / 3))

    def test_probabilities_that_are_all_zero_are_refused(self):
        with pytest.raises(ValueError, match=r"row of y_pred sums to 0, but .* or choose from_logits=True for"):
            CategoricalCrossentropy()([[0, 1], [0, 1]], np.array([[0.5, 0.5], [0.0, 0.0]]))
        assert CategoricalCrossentropy()([[0, 1]], np.array([[0.0, 1e-7]])) == pytest.approx(1e-7, rel=1e-6)


@given(pair=labels_and_scores())
def test_categorical_crossentropies_agree_with_scipy_of_scores(pair):
    labels, z = pair
    expected = -log_softmax(z, axis=1)[np.arange(len(z)), labels].mean()
    slopes = (softmax(z, axis=1) - np.eye(z.shape[1])[labels]) / len(z)
    sparse, dense = SparseCategoricalCrossentropy(from_logits=True), CategoricalCrossentropy(from_logits=True)
    for loss, y_true in [(sparse, labels), (sparse, labels[:, None]), (dense, np.eye(z.shape[1])[labels])]:
        assert loss(y_true, z) == pytest.approx(expected, rel=1e-12, abs=1e-15)
        np.testing.assert_allclose(loss.gradient(y_true, z), slopes, rtol=1e-12, atol=1e-15)


@given(pair=labels_and_scores(limit=7))
def test_probabilities_of_classes_cost_what_their_scores_do(pair):
    labels, z = pair
    expected = -log_softmax(z, axis=1)[np.arange(len(z)), labels].mean()
    assert SparseCategoricalCrossentropy()(labels, softmax(z, axis=1)) == pytest.approx(expected, rel=1e-9)
    one_hot = np.eye(z.shape[1])[labels]
    assert CategoricalCrossentropy()(one_hot, softmax(z, axis=1)) == pytest.approx(expected, rel=1e-9)


@given(pair=labels_and_scores(limit=7))
def test_class_scores_and_their_softmax_have_the_same_slope(pair):
    labels, z = pair
    p = softmax(z, axis=1)
    upstream = SparseCategoricalCrossentropy().gradient(labels, p)
    through_softmax = p * (upstream - (upstream * p).sum(axis=1, keepdims=True))
    of_scores = SparseCategoricalCrossentropy(from_logits=True).gradient(labels, z)
    np.testing.assert_allclose(of_scores, through_softmax, atol=1e-12)


class TestFromLogits:
    @every_loss
    def test_loss_and_slope_in_one_pass_are_the_two_in_two(self, loss, y_true, y_pred):
        value, gradient = loss.with_gradient(y_true, y_pred)
        assert value == loss(y_true, y_pred)
        np.testing.assert_array_equal(gradient, loss.gradient(y_true, y_pred))

    @pytest.mark.parametrize(
        ("loss", "y_true", "bend"),
        [
            (BinaryCrossentropy(label_smoothing=0.1), np.array([[1.0, 0.0, 0.0, 1.0]] * 3), expit),
            (CategoricalCrossentropy(label_smoothing=0.1), ONE_HOT, lambda z: softmax(z, axis=1)),
            (SparseCategoricalCrossentropy(), LABELS, lambda z: softmax(z, axis=1)),
        ],
    )
    def test_scores_and_the_probabilities_they_become_cost_the_same(self, loss, y_true, bend):
        value, d_scores, p = loss.of_scores(y_true, CLASS_SCORES)
        assert value == pytest.approx(loss(y_true, bend(CLASS_SCORES)), rel=1e-12)
        np.testing.assert_allclose(p, bend(CLASS_SCORES), rtol=1e-12)
        check_gradient(lambda z: loss.of_scores(y_true, z)[0], d_scores, CLASS_SCORES)

    def test_each_names_the_activation_it_pairs_with(self):
        assert BinaryCrossentropy.pairs_with == "sigmoid"
        assert CategoricalCrossentropy.pairs_with == SparseCategoricalCrossentropy.pairs_with == "softmax"

    @pytest.mark.parametrize("kind", [BinaryCrossentropy, CategoricalCrossentropy])
    def test_settings_come_in_keras_order(self, kind):
        assert vars(kind()) == {"from_logits": False, "label_smoothing": 0.0}
        assert vars(kind(True, 1)) == {"from_logits": True, "label_smoothing": 1.0}

    @pytest.mark.parametrize("kind", [BinaryCrossentropy, CategoricalCrossentropy])
    @pytest.mark.parametrize("smoothing", [-0.1, 1.1])
    def test_smoothing_that_is_no_share_is_refused(self, kind, smoothing):
        with pytest.raises(ValueError, match="label_smoothing must be at least 0 and at most 1"):
            kind(label_smoothing=smoothing)
        with pytest.raises(TypeError, match="label_smoothing must be a number"):
            kind(label_smoothing="little")


@both_methods
@pytest.mark.parametrize("loss", [*REGRESSION, BinaryCrossentropy()], ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize(
    ("true_shape", "pred_shape", "cure"),
    [((3,), (3, 1), r"y\.reshape\(-1, 1\)"), ((3, 1), (3,), r"y_pred\.reshape\(-1, 1\)"), ((3, 1), (3, 2), "same")],
)
def test_shapes_that_would_broadcast_are_refused(method, loss, true_shape, pred_shape, cure):
    with pytest.raises(ValueError, match=cure):
        getattr(loss, method)(np.ones(true_shape), np.ones(pred_shape))


@pytest.mark.parametrize("loss", [*REGRESSION, BinaryCrossentropy()], ids=lambda loss: type(loss).__name__)
def test_a_bare_number_is_no_batch(loss):
    with pytest.raises(ValueError, match=r"y_pred has shape \(\)"):
        loss(1.0, 0.5)
    assert loss([1.0], [1.0]) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (MeanSquaredError, ["mse", "MSE", "mean_squared_error", "MeanSquaredError"]),
        (MeanAbsoluteError, ["mae", "MAE", "mean_absolute_error", "MeanAbsoluteError"]),
        (Huber, ["huber", "Huber"]),
        (BinaryCrossentropy, ["bce", "BCE", "binary_crossentropy", "BinaryCrossentropy"]),
        (CategoricalCrossentropy, ["categorical_crossentropy", "CategoricalCrossentropy"]),
        (SparseCategoricalCrossentropy, ["sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"]),
    ],
)
def test_get_knows_the_names_and_gives_the_defaults(kind, names):
    for name in names:
        assert type(losses.get(name)) is kind
        assert vars(losses.get(name)) == vars(kind())


def test_get_gives_a_loss_back_and_refuses_what_is_none():
    loss = MeanSquaredError()
    assert losses.get(loss) is loss
    with pytest.raises(ValueError, match="'msd' is not a known loss; known names: bce, binary_crossentropy, "):
        losses.get("msd")
    for wrong in (MeanSquaredError, np.mean, None):
        with pytest.raises(TypeError, match=r"write MeanSquaredError\(\)"):
            losses.get(wrong)
