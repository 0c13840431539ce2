import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import model_selection
from sklearn import preprocessing as sk

from handmade.preprocessing import MinMaxScaler, StandardScaler, to_categorical, train_test_split

SEEDS = st.integers(0, 10_000)
HOUSES = np.array([[1000.0, 5, 70], [2000, 6, 90], [2500, 2, 95]])
ATTRIBUTES = {
    MinMaxScaler: ["data_min_", "data_max_", "data_range_", "scale_", "min_", "n_samples_seen_", "n_features_in_"],
    StandardScaler: ["mean_", "var_", "scale_", "n_samples_seen_", "n_features_in_"],
}
TWINS = [(MinMaxScaler, sk.MinMaxScaler), (StandardScaler, sk.StandardScaler)]
BOTH = pytest.mark.parametrize("scaler", [MinMaxScaler, StandardScaler])


@st.composite
def tables(draw, dtypes=(np.float32, np.float64)):
    m, n = draw(st.integers(1, 8)), draw(st.integers(1, 4))
    dtype = draw(st.sampled_from(dtypes))
    X = draw(arrays(dtype, (m, n), elements=st.floats(-1000, 1000, width=32)))
    if draw(st.booleans()):
        X[:, draw(st.integers(0, n - 1))] = draw(st.floats(-1000, 1000, width=32))  # a constant column
    return X


def rtol_of(X):
    return 1e-12 if X.dtype == np.float64 else 1e-5


@pytest.mark.chapter("scaling")
class TestScalers:
    @pytest.mark.parametrize(("ours", "theirs"), TWINS)
    @given(X=tables(), seed=SEEDS)
    def test_agree_with_scikit_learn(self, ours, theirs, X, seed):
        scaler, twin = ours().fit(X), theirs().fit(X)
        for name in ATTRIBUTES[ours]:
            np.testing.assert_allclose(getattr(scaler, name), getattr(twin, name), rtol=1e-12, atol=1e-12, err_msg=name)
        new = np.random.default_rng(seed).normal(size=(3, X.shape[1])).astype(X.dtype)
        for rows in (X, new):
            for method in ("transform", "inverse_transform"):
                answer = getattr(scaler, method)(rows)
                expected = getattr(twin, method)(rows)
                np.testing.assert_allclose(answer, expected, rtol=rtol_of(X), atol=rtol_of(X) * 1000)
                assert answer.dtype == X.dtype
        np.testing.assert_array_equal(ours().fit_transform(X), scaler.transform(X))

    @given(X=tables([np.float64]), low=st.floats(-5, 5), width=st.floats(0.1, 10))
    def test_min_max_agrees_in_any_range(self, X, low, width):
        scaler, twin = MinMaxScaler((low, low + width)), sk.MinMaxScaler(feature_range=(low, low + width))
        np.testing.assert_allclose(scaler.fit_transform(X), twin.fit_transform(X), rtol=1e-12, atol=1e-12)
        for name in ATTRIBUTES[MinMaxScaler]:
            np.testing.assert_allclose(getattr(scaler, name), getattr(twin, name), rtol=1e-12)

    @BOTH
    @given(X=tables([np.float64]))
    def test_back_again_is_where_one_came_from(self, scaler, X):
        fitted = scaler().fit(X)
        np.testing.assert_allclose(fitted.inverse_transform(fitted.transform(X)), X, atol=1e-9)

    def test_min_max_of_three_houses(self):
        scaled = MinMaxScaler().fit_transform(HOUSES)
        np.testing.assert_allclose(scaled, [[0, 0.75, 0], [2 / 3, 1, 0.8], [1, 0, 1]], atol=1e-12)

    def test_standard_scores_have_mean_0_and_deviation_1(self):
        scaled = StandardScaler().fit_transform(HOUSES)
        np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(scaled.std(axis=0), 1)

    @pytest.mark.parametrize(("ours", "theirs"), TWINS)
    @pytest.mark.parametrize("spread", [0.0, 1e-16, 1e-15, 2.2e-15, 10 * 2.0**-52, 2.3e-15, 1e-14, 1e-9])
    @pytest.mark.parametrize("base", [0.0, 0.1, 1e6])
    def test_columns_that_are_almost_constant_are_judged_as_by_scikit_learn(self, ours, theirs, spread, base):
        X = np.array([[base], [base + spread], [base]])
        np.testing.assert_allclose(ours().fit(X).scale_, theirs().fit(X).scale_, rtol=1e-12)
        np.testing.assert_allclose(ours().fit_transform(X), theirs().fit_transform(X), rtol=1e-12)

    @pytest.mark.parametrize(("ours", "theirs"), TWINS)
    @pytest.mark.parametrize("m", [2, 5, 50])
    @pytest.mark.parametrize("ulps", [0.5, 1, 2, 3, 5, 10, 60])
    def test_the_bound_of_rounding_is_scikit_learns(self, ours, theirs, m, ulps):
        X = 1000 + np.random.default_rng(m).integers(-3, 4, (m, 20)) * ulps * np.spacing(1000.0)
        np.testing.assert_array_equal(ours().fit(X).scale_ == 1, theirs().fit(X).scale_ == 1)

    def test_min_max_of_one_float32_column_that_is_almost_constant(self):
        X = np.float32([[1.0], [1 + 1.1e-6], [1.0]])
        assert MinMaxScaler().fit(X).scale_ == 1.0 == sk.MinMaxScaler().fit(X).scale_

    @BOTH
    def test_integers_become_float64_and_the_argument_is_left_alone(self, scaler):
        X = np.array([[1, 2], [3, 5]])
        answer = scaler().fit_transform(X)
        assert answer.dtype == np.float64
        X = X.astype(float)
        kept = X.copy()
        fitted = scaler().fit(X)
        fitted.inverse_transform(fitted.transform(X))[:] = 7
        np.testing.assert_array_equal(X, kept)

    @BOTH
    def test_fit_forgets_what_it_knew_and_returns_the_scaler(self, scaler):
        fitted = scaler()
        assert fitted.fit(HOUSES) is fitted
        assert (fitted.n_samples_seen_, fitted.n_features_in_) == (3, 3)
        np.testing.assert_array_equal(fitted.fit(HOUSES[:2, :2]).scale_, scaler().fit(HOUSES[:2, :2]).scale_)
        assert (fitted.n_samples_seen_, fitted.n_features_in_) == (2, 2)

    @BOTH
    @pytest.mark.parametrize("tiny", [5e-324, 1e-310, 1e-200])
    def test_tiny_numbers_need_no_warning(self, scaler, tiny):
        with np.errstate(all="raise"):
            fitted = scaler().fit([[tiny], [0.0], [-tiny]])
            scaled = fitted.transform([[tiny], [0.0]])
            assert np.isfinite(scaled).all()
            assert np.isfinite(fitted.inverse_transform(scaled)).all()

    @BOTH
    def test_numbers_too_large_are_refused(self, scaler):
        for X in ([[1.7e308], [-1.7e308]], [[1.7e308], [1.7e308], [-1.7e308]]):
            with pytest.raises(ValueError, match="too large to scale; divide its columns"):
                scaler().fit(X)
        small = scaler().fit([[0.0], [1e-3]])
        with pytest.raises(ValueError, match="too large to scale"):
            small.transform([[1e308]])
        large = scaler().fit([[0.0], [1e3]])
        with pytest.raises(ValueError, match="too large to scale"):
            large.inverse_transform([[1e308]])

    def test_a_scale_that_rounds_to_zero_has_no_way_back(self):
        scaler = MinMaxScaler((0, 1e-300)).fit([[0.0], [1e300]])
        with pytest.raises(ValueError, match="too large to scale"):
            scaler.inverse_transform([[0.0]])

    @BOTH
    def test_nothing_happens_before_fit(self, scaler):
        for method in ("transform", "inverse_transform"):
            with pytest.raises(ValueError, match=f"this {scaler.__name__} has not seen any data; call fit"):
                getattr(scaler(), method)(HOUSES)

    @BOTH
    @pytest.mark.parametrize("method", ["fit", "fit_transform", "transform", "inverse_transform"])
    @pytest.mark.parametrize(
        ("X", "error", "message"),
        [
            ([1.0, 2.0], ValueError, r"X has shape \(2,\).*X\.reshape\(-1, 1\)"),
            (np.zeros((2, 3, 1)), ValueError, r"X has shape \(2, 3, 1\).*at least one row and column"),
            (np.zeros((0, 3)), ValueError, r"X has shape \(0, 3\)"),
            ([[1.0, np.nan, 2.0]], ValueError, r"X has 1 entries that are NaN or infinite, the first at \(0, 1\)"),
            ([[1.0, np.inf, 2.0]], ValueError, "X has 1 entries that are NaN"),
            ([["a", "b", "c"]], TypeError, "X has dtype <U1, but a table holds numbers"),
        ],
    )
    def test_what_is_no_table_is_refused(self, scaler, method, X, error, message):
        with pytest.raises(error, match=message):
            getattr(scaler().fit(HOUSES), method)(X)

    @BOTH
    @pytest.mark.parametrize("method", ["transform", "inverse_transform"])
    def test_other_columns_are_refused(self, scaler, method):
        with pytest.raises(ValueError, match="X has 2 columns, but fit saw 3"):
            getattr(scaler().fit(HOUSES), method)(HOUSES[:, :2])

    @pytest.mark.parametrize("feature_range", [(1, 0), (1, 1), (0, np.nan)])
    def test_a_range_that_does_not_rise_is_refused(self, feature_range):
        with pytest.raises(ValueError, match="feature_range must"):
            MinMaxScaler(feature_range)


@pytest.mark.chapter("generalization")
class TestTrainTestSplit:
    @given(
        m=st.integers(2, 40),
        seed=SEEDS,
        test_size=st.none() | st.floats(0.01, 0.99) | st.integers(1, 39),
        train_size=st.none() | st.floats(0.01, 0.99) | st.integers(1, 39),
        shuffle=st.booleans(),
    )
    def test_gives_the_very_rows_of_scikit_learn(self, m, seed, test_size, train_size, shuffle):
        x, y = np.arange(2 * m).reshape(m, 2), -np.arange(m)
        options = {"test_size": test_size, "train_size": train_size, "random_state": seed, "shuffle": shuffle}
        try:
            expected = model_selection.train_test_split(x, y, **options)
        except ValueError:
            if not isinstance(test_size, float) or not isinstance(train_size, float):
                with pytest.raises(ValueError, match=r"test_size|train_size"):
                    train_test_split(x, y, **options)
            return
        answer = train_test_split(x, y, **options)
        assert len(answer) == 4
        for ours, theirs in zip(answer, expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)

    @given(data=st.data(), m=st.integers(8, 60), k=st.integers(1, 4), seed=SEEDS)
    def test_stratified_gives_the_very_rows_of_scikit_learn(self, data, m, k, seed):
        classes = np.concatenate([np.repeat(np.arange(k), 2), np.random.default_rng(seed).integers(0, k, m - 2 * k)])
        test_size = data.draw(st.integers(k, m - k))
        train_size = data.draw(st.none() | st.integers(k, m - test_size))
        options = {"test_size": test_size, "train_size": train_size, "random_state": seed}
        expected = model_selection.train_test_split(np.arange(m), stratify=classes, **options)
        for stratify in (classes, classes.reshape(-1, 1)):
            answer = train_test_split(np.arange(m), stratify=stratify, **options)
            for ours, theirs in zip(answer, expected, strict=True):
                np.testing.assert_array_equal(ours, theirs)

    def test_stratified_parts_have_the_shares_of_the_whole(self):
        classes = np.repeat([0, 1], [80, 20])
        train, test = train_test_split(classes, test_size=0.25, stratify=classes, random_state=np.random.default_rng(0))
        assert (train.mean(), test.mean()) == (0.2, 0.2)

    def test_a_generator_is_advanced_and_no_row_is_lost(self):
        rng = np.random.default_rng(5)
        first, second = (np.concatenate(train_test_split(np.arange(20), random_state=rng)) for _ in range(2))
        assert first.tolist() != second.tolist()
        assert sorted(first) == sorted(second) == list(range(20))
        again = np.concatenate(train_test_split(np.arange(20), random_state=np.random.default_rng(5)))
        assert first.tolist() == again.tolist()

    def test_chance_is_never_numpys_global_generator(self):
        before = np.random.get_state()[1].tolist()  # noqa: NPY002 (the global state is what must not change)
        draws = {tuple(train_test_split(np.arange(50))[1]) for _ in range(5)}
        assert len(draws) == 5
        assert np.random.get_state()[1].tolist() == before  # noqa: NPY002 (as above)

    def test_a_quarter_is_for_the_test_unless_told_otherwise(self):
        assert [len(part) for part in train_test_split(np.arange(10), random_state=0)] == [7, 3]

    def test_lists_become_arrays_and_parts_are_copies(self):
        x = np.arange(4)
        train, test = train_test_split(x, shuffle=False)
        train[:], test[:] = 9, 9
        assert x.tolist() == [0, 1, 2, 3]
        assert [part.tolist() for part in train_test_split([5, 6, 7, 8], shuffle=False)] == [[5, 6, 7], [8]]

    @pytest.mark.parametrize(
        ("arrays", "options", "error", "message"),
        [
            ((), {}, ValueError, r"the arrays have \[\] rows"),
            ((np.ones(3), np.ones(4)), {}, ValueError, r"the arrays have \[3, 4\] rows"),
            ((3.0,), {}, ValueError, "of 0 rows ask for 0 rows"),
            ((np.ones(0),), {}, ValueError, "ask for 0 rows"),
            ((np.ones(1),), {}, ValueError, "of 1 rows ask for 0 rows to learn from and 1 to be judged on"),
            ((np.ones(5),), {"train_size": 0.1}, ValueError, "ask for 0 rows to learn from and 5 to be judged on"),
            ((np.ones(5),), {"test_size": 3, "train_size": 3}, ValueError, "no row may serve twice"),
            ((np.ones(5),), {"test_size": 5}, ValueError, "test_size must be .* below 5, but it is 5"),
            ((np.ones(5),), {"test_size": 0}, ValueError, "test_size must be .* but it is 0"),
            ((np.ones(5),), {"test_size": 1.0}, ValueError, r"test_size must be .* but it is 1\.0"),
            ((np.ones(5),), {"train_size": 0.0}, ValueError, r"train_size must be .* but it is 0\.0"),
            ((np.ones(5),), {"train_size": -1}, ValueError, "train_size must be .* but it is -1"),
            ((np.ones(5),), {"test_size": np.nan}, ValueError, "test_size must be .* but it is nan"),
            ((np.ones(5),), {"test_size": "a"}, TypeError, "test_size must be .* but it is 'a'; write test_size=0.2"),
            ((np.ones(5),), {"test_size": True}, TypeError, "test_size must be .* but it is True"),
            ((np.ones(5),), {"random_state": "a"}, TypeError, "random_state must be .* but it is 'a'"),
            ((np.ones(5),), {"random_state": 2**32}, ValueError, "random_state must lie between 0 and"),
            ((np.ones(5),), {"random_state": True}, TypeError, "random_state must be .* but it is True"),
            ((np.ones(5),), {"random_state": -1}, ValueError, "random_state must lie between 0 and .* but it is -1"),
            ((np.ones(4),), {"stratify": [0, 0, 1, 1], "shuffle": False}, ValueError, "stratify needs shuffle=True"),
            ((np.ones(4),), {"stratify": [0, 1]}, ValueError, r"stratify has shape \(2,\)"),
            ((np.ones(4),), {"stratify": np.ones((4, 2))}, ValueError, r"stratify has shape \(4, 2\)"),
            ((np.ones(4),), {"stratify": [0, 0, 0, 1], "test_size": 2}, ValueError, "every class needs 2 rows"),
            ((np.ones(4),), {"stratify": [0, 0, 1, 1], "test_size": 1}, ValueError, "room for every class"),
            ((np.ones(4),), {"stratify": [0, 0, 1, 1], "test_size": 3}, ValueError, "room for every class"),
        ],
    )
    def test_refuses_what_cannot_be_cut(self, arrays, options, error, message):
        with pytest.raises(error, match=message):
            train_test_split(*arrays, **options)


@pytest.mark.chapter("softmax")
class TestToCategorical:
    @given(labels=arrays(np.int64, st.sampled_from([(5,), (5, 1), (2, 3), (2, 3, 1), ()]), elements=st.integers(0, 6)))
    def test_marks_the_column_of_the_label(self, labels):
        rows = to_categorical(labels, 7)
        shape = labels.shape[:-1] if labels.ndim > 1 and labels.shape[-1] == 1 else labels.shape
        assert rows.shape == (*shape, 7)
        assert rows.dtype == np.float64
        np.testing.assert_array_equal(rows.argmax(axis=-1), labels.reshape(shape))
        np.testing.assert_array_equal(rows.sum(axis=-1), 1)

    def test_counts_the_classes_itself(self):
        assert to_categorical([0, 2]).tolist() == [[1, 0, 0], [0, 0, 1]]
        assert to_categorical([True, False]).tolist() == [[0, 1], [1, 0]]
        assert to_categorical(np.float32([1, 0])).shape == (2, 2)
        assert to_categorical([1]).shape == (1, 2)  # (1,) is one label, not a column

    def test_of_no_labels_needs_the_number_of_classes(self):
        assert to_categorical([], 3).shape == (0, 3)
        with pytest.raises(ValueError, match="x is empty, so the number of classes is unknown"):
            to_categorical([])

    @pytest.mark.parametrize(
        ("x", "num_classes", "error", "message"),
        [
            ([0, 3], 3, ValueError, "x has classes 0 to 3, but must lie in 0 to 2"),
            ([-1, 2], 3, ValueError, "x has classes -1 to 2"),
            ([-1], None, ValueError, "x has classes -1 to -1"),
            ([0.5, 1], None, ValueError, "some are not whole"),
            ([np.nan, 1], None, ValueError, "x has 1 entries that are NaN"),
            (["a"], None, TypeError, "x has dtype <U1"),
            ([0, 1], 0, ValueError, "num_classes must be at least 1"),
            ([0, 1], 2.0, TypeError, "num_classes must be a whole number"),
        ],
    )
    def test_refuses_what_is_no_class_number(self, x, num_classes, error, message):
        with pytest.raises(error, match=message):
            to_categorical(x, num_classes)
