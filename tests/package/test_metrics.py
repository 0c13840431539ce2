import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

from handmade import metrics
from handmade.metrics import (
    accuracy,
    auc,
    calibration,
    confusion_matrix,
    f1,
    mean_absolute_error,
    mean_squared_error,
    precision,
    r2_score,
    recall,
    roc_curve,
)

pytestmark = pytest.mark.chapter("evaluation")
SEEDS = st.integers(0, 10_000)
SHARES = [(precision, sk.precision_score), (recall, sk.recall_score), (f1, sk.f1_score)]
ERRORS = [(mean_squared_error, sk.mean_squared_error), (mean_absolute_error, sk.mean_absolute_error)]


@st.composite
def two_class_vectors(draw, top=4):
    m, k = draw(st.integers(1, 30)), draw(st.integers(1, top))
    vector = arrays(np.int64, draw(st.sampled_from([(m,), (m, 1)])), elements=st.integers(0, k))
    return draw(vector), draw(vector)


@st.composite
def truths_and_scores(draw, low=0.0, high=1.0):
    m = draw(st.integers(2, 30))
    shape = draw(st.sampled_from([(m,), (m, 1)]))
    truths = draw(arrays(np.bool_, shape))
    truths[0], truths[1] = True, False
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    coarse = st.integers(0, 8).map(lambda i: low + (high - low) * i / 8)  # ties occur
    elements = coarse | st.floats(low, high, width=32)
    return truths, draw(arrays(dtype, shape, elements=elements))


class TestAccuracy:
    pytestmark = pytest.mark.chapter("cross-entropy")

    @given(pair=two_class_vectors())
    def test_of_labels_agrees_with_scikit_learn(self, pair):
        y_true, y_pred = (y.reshape(-1) for y in pair)
        assert accuracy(y_true, y_pred) == sk.accuracy_score(y_true, y_pred)

    @given(seed=SEEDS, m=st.integers(1, 20), k=st.integers(2, 5))
    def test_is_the_same_for_every_form_of_the_targets(self, seed, m, k):
        rng = np.random.default_rng(seed)
        labels, scores = rng.integers(0, k, m), rng.random((m, k))
        expected = sk.accuracy_score(labels, scores.argmax(axis=1))
        for y_true in (labels, labels.reshape(-1, 1), labels.astype(float), np.eye(k)[labels]):
            assert accuracy(y_true, scores) == expected

    def test_of_one_output_cuts_above_one_half(self):
        assert accuracy(np.array([[1], [0], [0], [1]]), np.array([[0.51], [0.5], [0.49], [0.5]])) == 0.75

    def test_one_half_is_no(self):
        assert accuracy(np.array([[0]]), np.array([[0.5]])) == 1.0
        assert accuracy(np.array([[1]]), np.array([[0.5]])) == 0.0

    def test_labels_may_be_words_or_whole_floats(self):
        assert accuracy(np.array(["cat", "dog"]), np.array(["cat", "cat"])) == 0.5
        assert accuracy(np.array([1.0, 2.0]), np.array([1.0, 3.0])) == 0.5

    def test_is_a_plain_float_of_truth_values_too(self):
        assert accuracy(np.array([True, False]), np.array([True, True])) == 0.5
        assert accuracy(np.array([[1], [0]]), np.array([[True], [False]])) == 1.0
        assert accuracy(np.array([[True], [False]]), np.array([[0.9], [0.8]])) == 0.5
        assert type(accuracy(np.array([1]), np.array([1]))) is float

    def test_lets_nan_predictions_pass_so_that_fit_can_say_more(self):
        assert accuracy(np.array([1, 0]), np.array([[np.nan, 1.0], [1.0, 0.0]])) == 0.5

    @pytest.mark.parametrize(
        ("y_true", "y_pred", "message"),
        [
            ([1, 0, 1], [[0.9], [0.2], [0.4]], r"y\.reshape\(-1, 1\)"),
            ([[1], [0]], [1, 0], r"y_pred\.reshape\(-1, 1\)"),
            ([1, 0], [0.9, 0.2], r"compare y_pred > 0\.5"),
            ([1, 0], [1.0, np.nan], r"compare y_pred > 0\.5"),
            ([1, 0, 1], [1, 0], r"shape \(3,\) but y_pred has shape \(2,\)"),
            ([0, 1, 1], [[0.1, 0.9]], r"shape \(3,\) but y_pred has shape \(1,\)"),
            (np.eye(3), np.ones((3, 4)), r"shape \(3, 3\) but y_pred has shape \(3, 4\)"),
            ([], [], "y_pred is empty"),
            ([0, 2], [[0.9, 0.1], [0.9, 0.1]], "classes 0 to 2, but y_pred knows 0 to 1"),
            ([-1, 1], [[0.9, 0.1], [0.9, 0.1]], "classes -1 to 1, but y_pred knows 0 to 1"),
            ([0, np.nan], [[0.9, 0.1], [0.9, 0.1]], "classes nan to nan"),
            ([[0], [2]], [[0.9], [0.1]], "classes 0 to 2, but y_pred knows 0 to 1"),
            (np.zeros((1, 1, 2)), np.zeros((1, 1, 2)), r"shape \(1, 1, 2\), but answers have shape"),
        ],
    )
    def test_refuses_what_cannot_be_compared(self, y_true, y_pred, message):
        with pytest.raises(ValueError, match=message):
            accuracy(y_true, y_pred)


# scikit-learn warns of a (1, 1) matrix, which is right all the same
@pytest.mark.filterwarnings("ignore:A single label was found:UserWarning")
class TestConfusionMatrix:
    @given(pair=two_class_vectors())
    def test_agrees_with_scikit_learn(self, pair):
        ours = confusion_matrix(*pair)
        np.testing.assert_array_equal(ours, sk.confusion_matrix(*pair))
        assert ours.dtype == np.int64

    @given(pair=two_class_vectors(), data=st.data())
    def test_of_chosen_labels_agrees_with_scikit_learn(self, pair, data):
        labels = data.draw(st.permutations(range(6)))[: data.draw(st.integers(1, 6))]
        if not np.isin(pair[0], labels).any():
            with pytest.raises(ValueError, match="at least one must be in y_true"):
                confusion_matrix(*pair, labels=labels)
        else:
            np.testing.assert_array_equal(
                confusion_matrix(*pair, labels=labels), sk.confusion_matrix(*pair, labels=labels)
            )

    def test_rows_are_what_is_true(self):
        assert confusion_matrix([1, 1, 1, 0], [0, 0, 1, 0]).tolist() == [[1, 0], [2, 1]]

    def test_of_whole_floats_is_that_of_their_integers(self):
        assert confusion_matrix([1.0, 2.0, 2.0], [1.0, 1.0, 2.0]).tolist() == [[1, 0], [1, 1]]

    def test_of_words_and_of_truth_values(self):
        assert confusion_matrix(["cat", "dog", "cat"], ["cat", "cat", "cat"]).tolist() == [[2, 0], [1, 0]]
        assert confusion_matrix([True, False, True], [True, True, True]).tolist() == [[0, 1], [0, 2]]

    @pytest.mark.parametrize(
        ("y_true", "y_pred", "message"),
        [
            ([1, 0], [0.9, 0.2], "y_pred holds fractions, not classes"),
            ([0.5, 0], [1, 0], "y_true holds fractions, not classes"),
            ([1.0, np.nan], [1, 0], "y_true has 1 entries that are NaN"),
            ([1, 0], [1.0, np.inf], "y_pred has 1 entries that are NaN or infinite"),
            ([1, 0], [1, 0, 1], r"shape \(2,\) but y_pred has shape \(3,\)"),
            ([1, 0], [[1], [0]], r"y\.reshape\(-1, 1\)"),
            (np.eye(2), np.eye(2), r"y_true has shape \(2, 2\)"),
            (1, 1, r"y_true has shape \(\)"),
            ([], [], r"y_true has shape \(0,\)"),
        ],
    )
    def test_refuses_what_are_no_classes(self, y_true, y_pred, message):
        with pytest.raises(ValueError, match=message):
            confusion_matrix(y_true, y_pred)

    def test_refuses_words_beside_numbers(self):
        with pytest.raises(TypeError, match="write classes alike"):
            confusion_matrix(["0", "1"], [0, 1])

    @pytest.mark.parametrize("labels", [[0, 0], [], [[0, 1]], [7]])
    def test_refuses_labels_that_name_no_class_or_one_twice(self, labels):
        with pytest.raises(ValueError, match="it must name each class once"):
            confusion_matrix([0, 1], [0, 1], labels=labels)


class TestShares:
    @pytest.mark.parametrize(("ours", "theirs"), SHARES)
    @given(pair=two_class_vectors(top=1))
    def test_of_the_positive_class_agree_with_scikit_learn(self, pair, ours, theirs):
        value = ours(*pair)
        assert value == theirs(*pair, zero_division=0.0)
        assert type(value) is float

    @pytest.mark.parametrize(("ours", "theirs"), SHARES)
    @given(pair=two_class_vectors())
    def test_of_all_classes_agree_with_scikit_learn(self, pair, ours, theirs):
        expected = theirs(*pair, average="macro", zero_division=0.0)
        assert ours(*pair, average="macro") == pytest.approx(expected, rel=1e-12)

    @pytest.mark.parametrize(("ours", "expected"), [(precision, 3 / 4), (recall, 3 / 5), (f1, 2 / 3)])
    def test_of_nine_answers_counted_by_hand(self, ours, expected):
        y_true = np.array([1, 1, 1, 1, 1, 0, 0, 0, 0])
        y_pred = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0])
        assert ours(y_true, y_pred) == pytest.approx(expected)
        assert ours(y_true == 1, y_pred == 1) == pytest.approx(expected)

    @pytest.mark.parametrize(("ours", "_theirs"), SHARES)
    def test_of_nothing_are_zero_without_a_warning(self, ours, _theirs):
        with np.errstate(all="raise"):
            assert ours([0, 0], [0, 0]) == 0.0
            assert ours([1, 1], [0, 0]) == 0.0
            assert ours([0, 0], [1, 1]) == 0.0

    @pytest.mark.parametrize(("ours", "_theirs"), SHARES)
    def test_refuse_probabilities_other_classes_and_other_averages(self, ours, _theirs):
        with pytest.raises(ValueError, match="y_pred holds fractions"):
            ours([0, 1], [0.2, 0.8])
        with pytest.raises(ValueError, match=r'classes \[2, 3\] beside 0 and 1; write average="macro"'):
            ours([0, 1, 2], [0, 3, 1])
        with pytest.raises(ValueError, match='average must be "binary" or "macro", but it is \'micro\''):
            ours([0, 1], [0, 1], average="micro")

    def test_precision_of_a_class_that_is_never_named_is_zero(self):
        assert precision([1, 2, 1], [1, 1, 1], average="macro") == pytest.approx((2 / 3 + 0) / 2)


class TestRocCurve:
    @given(pair=truths_and_scores(low=-3.0, high=3.0), drop=st.booleans())
    def test_agrees_with_scikit_learn(self, pair, drop):
        expected = sk.roc_curve(*pair, drop_intermediate=drop)
        for ours, theirs in zip(roc_curve(*pair, drop_intermediate=drop), expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)
            assert ours.dtype == np.float64

    def test_drops_points_inside_a_line_unless_told_otherwise(self):
        y_true, y_score = np.array([1, 1, 1, 0, 0, 0]), np.array([6, 5, 4, 3, 2, 1])
        assert roc_curve(y_true, y_score)[2].tolist() == [np.inf, 6, 4, 1]
        assert len(roc_curve(y_true, y_score, drop_intermediate=False)[2]) == 7

    def test_one_point_inside_a_line_is_dropped_as_by_scikit_learn(self):
        y_true, y_score = np.array([1, 0, 1, 0, 1, 0]), np.array([3, 3, 2, 2, 1, 1])
        assert roc_curve(y_true, y_score)[2].tolist() == sk.roc_curve(y_true, y_score)[2].tolist() == [np.inf, 3, 1]

    @given(pair=truths_and_scores())
    def test_area_is_the_chance_that_a_positive_scores_higher(self, pair):
        truths, scores = pair
        fpr, tpr, _ = roc_curve(truths, scores)
        gaps = scores[truths][:, None] - scores[~truths]  # (p, 1) - (n,) -> (p, n)
        assert auc(fpr, tpr) == pytest.approx(np.mean((gaps > 0) + 0.5 * (gaps == 0)))

    def test_survives_scores_at_the_ends_of_the_floats(self):
        with np.errstate(all="raise"):
            fpr, tpr, thresholds = roc_curve([0, 1, 1], [-1.7e308, 1.7e308, 5e-324])
        assert (fpr.tolist(), tpr.tolist()) == ([0, 0, 0, 1], [0, 0.5, 1, 1])
        assert thresholds.tolist() == [np.inf, 1.7e308, 5e-324, -1.7e308]

    @pytest.mark.parametrize(
        ("y_true", "y_score", "message"),
        [
            ([1, 1], [0.1, 0.2], "y_true holds one class only"),
            ([0, 0], [0.1, 0.2], "y_true holds one class only"),
            ([0, 2], [0.1, 0.2], "y_true must hold 0 and 1 only"),
            ([0, np.nan], [0.1, 0.2], "y_true must hold 0 and 1 only"),
            ([0, 1], [0.1, np.nan], "y_score has 1 entries that are NaN"),
            ([0, 1], [[0.1], [0.2]], r"y_true has shape \(2,\) and y_score has shape \(2, 1\)"),
            ([[0, 1]], [[0.1, 0.2]], r"both must be \(m,\) or both \(m, 1\)"),
            ([], [], "at least one row"),
        ],
    )
    def test_refuses_what_has_no_rates(self, y_true, y_score, message):
        with pytest.raises(ValueError, match=message):
            roc_curve(y_true, y_score)


class TestAuc:
    @given(y=arrays(np.float64, st.integers(2, 10), elements=st.floats(-100, 100)), seed=SEEDS, falling=st.booleans())
    def test_agrees_with_scikit_learn(self, y, seed, falling):
        x = np.sort(np.random.default_rng(seed).integers(-5, 5, len(y)))  # steps of 0 occur
        x = x[::-1] if falling else x
        assert auc(x, y) == pytest.approx(sk.auc(x, y), rel=1e-12, abs=1e-12)

    def test_of_a_triangle_is_half_a_square_in_both_directions(self):
        assert auc([0, 2], [0, 2]) == 2.0
        assert auc([2, 0], [2, 0]) == 2.0
        assert auc([1, 1], [0, 5]) == 0.0

    def test_of_the_tiniest_triangle_needs_no_warning(self):
        with np.errstate(all="raise"):
            assert auc([0.0, 1e-200], [0.0, 1e-200]) == 0.0

    @pytest.mark.parametrize(
        ("x", "y", "message"),
        [
            ([0, 2, 1], [0, 1, 2], "sort them by x"),
            ([0.0], [1.0], "at least 2 points"),
            ([0, 1], [0, 1, 2], r"x has shape \(2,\) and y has shape \(3,\)"),
            ([[0, 1], [1, 2]], [[0, 1], [1, 2]], "at least 2 points"),
            ([0, np.nan], [0, 1], "x has 1 entries that are NaN"),
            ([0, 1], [0, np.inf], "y has 1 entries that are NaN or infinite"),
        ],
    )
    def test_refuses_what_is_no_curve(self, x, y, message):
        with pytest.raises(ValueError, match=message):
            auc(x, y)


class TestCalibration:
    @given(pair=truths_and_scores(), n_bins=st.integers(1, 12))
    def test_agrees_with_scikit_learn(self, pair, n_bins):
        for ours, theirs in zip(
            calibration(*pair, n_bins=n_bins), calibration_curve(*pair, n_bins=n_bins), strict=True
        ):
            np.testing.assert_array_equal(ours, theirs)

    def test_has_five_bins_unless_told_otherwise_and_cuts_belong_to_the_left(self):
        truths, probabilities = [0, 0, 0, 1, 1, 1], [0.0, 0.2, 0.21, 0.5, 0.7, 1.0]
        prob_true, prob_pred = calibration(truths, probabilities)
        assert prob_true.tolist() == [0, 0, 1, 1, 1]
        np.testing.assert_allclose(prob_pred, [0.1, 0.21, 0.5, 0.7, 1.0])

    def test_of_the_tiniest_probabilities_needs_no_warning(self):
        with np.errstate(all="raise"):
            assert calibration([1, 0, 0], [5e-324, 0.0, 0.0], n_bins=2)[1].tolist() == [0.0]

    @pytest.mark.parametrize(
        ("y_prob", "n_bins", "message"),
        [
            ([-0.1, 0.5], 5, r"y_prob ranges from -0\.1 to 0\.5"),
            ([0.1, 1.5], 5, r"y_prob ranges from 0\.1 to 1\.5"),
            ([0.1, np.nan], 5, "y_prob has 1 entries that are NaN"),
            ([0.1, 0.5], 0, "n_bins must be at least 1"),
            ([0.1, 0.5, 0.3], 5, "y_prob has shape"),
        ],
    )
    def test_refuses_what_is_no_probability(self, y_prob, n_bins, message):
        with pytest.raises(ValueError, match=message):
            calibration([0, 1], y_prob, n_bins=n_bins)


@pytest.mark.chapter("losses")
class TestErrors:
    @pytest.mark.parametrize(("ours", "theirs"), ERRORS)
    @given(seed=SEEDS, m=st.integers(1, 20), k=st.integers(1, 3))
    def test_agree_with_scikit_learn(self, seed, m, k, ours, theirs):
        y_true, y_pred = np.random.default_rng(seed).normal(size=(2, m, k))
        assert ours(y_true, y_pred) == pytest.approx(theirs(y_true, y_pred), rel=1e-12)

    @pytest.mark.chapter("linear-regression")
    @given(seed=SEEDS, m=st.integers(2, 20), column=st.booleans())
    def test_r2_agrees_with_scikit_learn(self, seed, m, column):
        y_true, y_pred = np.random.default_rng(seed).normal(size=(2, m, 1) if column else (2, m))
        assert r2_score(y_true, y_pred) == pytest.approx(sk.r2_score(y_true, y_pred), rel=1e-12)

    @pytest.mark.chapter("linear-regression")
    @pytest.mark.parametrize("y_pred", [[2, 2, 2], [2, 2, 3]])
    def test_r2_of_a_constant_agrees_with_scikit_learn(self, y_pred):
        assert r2_score([2, 2, 2], y_pred) == sk.r2_score([2, 2, 2], y_pred)
        assert type(r2_score([2, 2, 2], y_pred)) is float

    def test_do_not_wrap_around_in_small_integers(self):
        assert mean_absolute_error(np.uint8([200]), np.uint8([100])) == 100
        assert mean_squared_error(np.array([True]), np.array([False])) == 1

    @pytest.mark.parametrize("error", [mean_squared_error, mean_absolute_error, r2_score])
    def test_are_plain_floats_that_may_be_infinite_or_tiny_without_a_warning(self, error):
        with np.errstate(all="raise"):
            assert type(error(np.float32([1, 2]), np.float32([2, 2]))) is float
            assert np.isfinite(error([0.0, 1e-200], [1e-200, 0.0]))
            assert not np.isfinite(error([-1.7e308, 0.0], [1.7e308, 0.0]))

    @pytest.mark.parametrize("error", [mean_squared_error, mean_absolute_error, r2_score])
    def test_between_two_infinities_there_is_no_number_and_no_warning(self, error):
        with np.errstate(all="raise"):
            assert np.isnan(error([np.inf, 1.0], [np.inf, 1.0]))
            assert np.isfinite(error([0.0, 5e-324], [0.0, 0.0]))

    @pytest.mark.parametrize("error", [mean_squared_error, mean_absolute_error, r2_score])
    def test_refuse_shapes_that_would_broadcast_and_nothing_at_all(self, error):
        with pytest.raises(ValueError, match=r"y\.reshape\(-1, 1\)"):
            error(np.ones(3), np.ones((3, 1)))
        with pytest.raises(ValueError, match="y_pred is empty"):
            error([], [])

    @pytest.mark.chapter("linear-regression")
    @pytest.mark.parametrize("y", [[1.0], np.eye(2), 3.0])
    def test_r2_refuses_one_row_and_several_columns(self, y):
        with pytest.raises(ValueError, match="at least 2 rows of shape"):
            r2_score(y, y)


def test_get_knows_keras_names_and_functions():
    for name in ("acc", "accuracy"):
        assert metrics.get(name) is accuracy
    for name in ("mse", "MSE", "mean_squared_error"):
        assert metrics.get(name) is mean_squared_error
    for name in ("mae", "MAE", "mean_absolute_error"):
        assert metrics.get(name) is mean_absolute_error
    assert metrics.get(max) is max
    with pytest.raises(ValueError, match="'acuracy' is not a known metric; known names: MAE, MSE, acc, accuracy, mae"):
        metrics.get("acuracy")
    with pytest.raises(TypeError, match=r"function of y_true and y_pred, but it is 0\.5"):
        metrics.get(0.5)
