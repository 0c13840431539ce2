import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import linear_model
from sklearn.metrics import log_loss

from handmade.datasets import load_admissions, load_houses, load_housing
from handmade.gradients import check_gradient
from handmade.linear import LinearRegression, LogisticRegression, cross_entropy, descend, normal_equation, squared_error
from handmade.optimizers import SGD
from handmade.preprocessing import MinMaxScaler

SEEDS = st.integers(0, 10_000)
X_HOUSES, Y_HOUSES = load_houses()
OVERLAPPING_X = np.array([[0.0], [1.0], [2.0], [3.0]])
OVERLAPPING_Y = np.array([0, 1, 0, 1])


def random_table(seed, m, n):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(m, n)), rng.normal(size=m), rng.normal(size=n + 1)


def with_ones(X):
    return np.hstack([np.ones((len(X), 1)), X])


def overlapping(seed, m=60, n=2):
    """Two classes that no line separates: labels drawn by chance, each class in the middle of the other."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(m, n))
    y = (rng.random(m) < 1 / (1 + np.exp(-2 * X[:, 0]))).astype(int)
    X[:4], y[:4] = [[-2] * n, [-2] * n, [2] * n, [2] * n], [0, 1, 0, 1]
    return X, y


class TestLosses:
    @pytest.mark.chapter("gradient-descent")
    @given(seed=SEEDS, m=st.integers(1, 8), n=st.integers(1, 3))
    def test_squared_error_is_the_mse_and_has_its_slope(self, seed, m, n):
        X, y, w = random_table(seed, m, n)
        X1 = with_ones(X)
        loss, gradient = squared_error(X1, y, w)
        assert loss == pytest.approx(sum((x @ w - t) ** 2 for x, t in zip(X1, y, strict=True)) / m)
        check_gradient(lambda v: squared_error(X1, y, v)[0], gradient, w)

    @pytest.mark.chapter("cross-entropy")
    @given(seed=SEEDS, m=st.integers(1, 8), n=st.integers(1, 3))
    def test_cross_entropy_is_the_log_loss_and_has_its_slope(self, seed, m, n):
        X, y, w = random_table(seed, m, n)
        X1, y = with_ones(X), (y > 0).astype(float)
        loss, gradient = cross_entropy(X1, y, w)
        assert loss == pytest.approx(log_loss(y, 1 / (1 + np.exp(-X1 @ w)), labels=[0, 1]))
        check_gradient(lambda v: cross_entropy(X1, y, v)[0], gradient, w)

    @pytest.mark.chapter("cross-entropy")
    def test_being_wrong_and_a_thousand_times_sure_costs_a_thousand(self):
        with np.errstate(all="raise", under="ignore"):  # descend ignores it, too
            loss, gradient = cross_entropy(
                np.array([[1.0, 1000.0], [1.0, -1000.0]]), np.array([0.0, 1.0]), np.eye(2)[1]
            )
        assert loss == 1000
        assert gradient.tolist() == [0, 1000]

    @pytest.mark.chapter("cross-entropy")
    def test_losses_are_plain_floats(self):
        for objective in (squared_error, cross_entropy):
            assert type(objective(np.ones((1, 1)), np.ones(1), np.ones(1))[0]) is float


@pytest.mark.chapter("linear-regression")
class TestBestLine:
    def test_of_the_houses(self):
        model = LinearRegression().fit(X_HOUSES, Y_HOUSES)
        assert model.coef_.item() == pytest.approx(1.371278, abs=5e-7)
        assert model.intercept_.item() == pytest.approx(1.722592, abs=5e-7)
        np.testing.assert_allclose(model.predict([[8], [12]]).ravel(), [12.693, 18.178], atol=5e-4)
        assert np.mean((model.predict(X_HOUSES) - Y_HOUSES) ** 2) == pytest.approx(2.438015, abs=5e-7)

    def test_of_156_houses(self):
        X, y = load_housing()
        model = LinearRegression().fit(X, y)
        assert model.intercept_.item() == pytest.approx(6.339, abs=5e-4)
        np.testing.assert_allclose(model.coef_.ravel(), [0.4039, 3.769, -0.1038], atol=5e-4)
        assert model.score(X, y) == pytest.approx(0.9706, abs=5e-5)

    def test_that_cuts_tumors_moves_with_one_more_tumor(self):
        x, y = np.array([[0.9], [1.4], [2.2], [3.8], [5.3], [7.4]]), np.repeat([0, 1], 3)
        queries = np.array([[1.1], [3.4], [4.0], [4.3]])
        before = LinearRegression().fit(x, y).predict(queries)
        after = LinearRegression().fit(np.vstack([x, [[23]]]), np.append(y, 1)).predict(queries)
        assert before.round(2).tolist() == [0.04, 0.48, 0.60, 0.65]
        assert after.round(2).tolist() == [0.36, 0.46, 0.48, 0.49]

    @given(seed=SEEDS, m=st.integers(6, 20), n=st.integers(1, 4), column=st.booleans(), single=st.booleans())
    def test_agrees_with_scikit_learn(self, seed, m, n, column, single):
        X, y, _ = random_table(seed, m, n)
        X, y = (X.astype(np.float32) if single else X), (y.reshape(-1, 1) if column else y)
        ours, theirs = LinearRegression().fit(X, y), linear_model.LinearRegression().fit(X.astype(float), y)
        assert np.shape(ours.coef_) == np.shape(theirs.coef_)
        assert np.shape(ours.intercept_) == np.shape(theirs.intercept_)
        np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-8, atol=1e-10)
        np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-8, atol=1e-10)
        np.testing.assert_allclose(ours.predict(X), theirs.predict(X.astype(float)), rtol=1e-8, atol=1e-10)
        assert ours.predict(X).shape == y.shape
        assert ours.predict(X).dtype == np.float64
        assert ours.score(X, y) == pytest.approx(theirs.score(X.astype(float), y), rel=1e-8)

    @given(seed=SEEDS, m=st.integers(6, 20), n=st.integers(1, 4))
    def test_solves_the_textbooks_normal_equation(self, seed, m, n):
        X, y, _ = random_table(seed, m, n)
        model = LinearRegression().fit(X, y)
        np.testing.assert_allclose(normal_equation(X, y), [model.intercept_, *model.coef_], atol=1e-10)
        np.testing.assert_allclose(normal_equation(X, y.reshape(-1, 1)), normal_equation(X, y))
        assert np.abs(squared_error(with_ones(X), y, normal_equation(X, y))[1]).max() < 1e-10

    def test_keeps_its_digits_where_the_normal_equation_loses_them(self):
        x = np.linspace(0, 1, 30).reshape(-1, 1)
        X, w = x ** np.arange(1, 9), np.arange(1.0, 10.0)
        y = with_ones(X) @ w
        model = LinearRegression().fit(X, y)
        stable = np.abs([model.intercept_, *model.coef_] - w).max()
        assert stable < 1e-6 < 10 * np.abs(normal_equation(X, y) - w).max()
        assert stable < np.abs(normal_equation(X, y) - w).max() / 10

    def test_of_columns_that_depend_on_each_other_has_the_smallest_slopes(self):
        X, y, _ = random_table(3, 8, 2)
        X = np.column_stack([X, X[:, 0], np.full(8, 7.0)])
        ours, theirs = LinearRegression().fit(X, y), linear_model.LinearRegression().fit(X, y)
        np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-10)
        assert ours.coef_[0] == pytest.approx(ours.coef_[2])
        assert ours.coef_[3] == pytest.approx(0, abs=1e-12)
        with pytest.raises(ValueError, match=r"the 5 columns of X \(with ones\) depend on each other in these 8 rows"):
            normal_equation(X, y)

    def test_through_one_point_is_flat(self):
        model = LinearRegression().fit([[3.0]], [5.0])
        assert (model.coef_.tolist(), model.intercept_, model.history_) == ([0.0], 5.0, [])
        assert type(model.intercept_) is float

    def test_of_integers_and_truth_values(self):
        model = LinearRegression().fit([[0], [1]], [False, True])
        np.testing.assert_allclose(model.predict([[0], [1], [2]]), [0, 1, 2], atol=1e-12)
        np.testing.assert_allclose(normal_equation([[0], [1]], [False, True]), [0, 1], atol=1e-12)

    def test_of_numbers_at_the_ends_of_the_floats_is_finite_or_refused(self):
        with np.errstate(all="raise"):
            tiny = LinearRegression().fit([[5e-324], [1e-310], [0.0]], [1e-320, 0.0, 1e-315])
            assert np.isfinite(tiny.predict([[1e-310]])).all()
            for X, y in (
                ([[1.7e308], [1.6e308]], [1.0, 2.0]),
                ([[1.0], [2.0]], [1.7e308, -1.7e308]),
                ([[0.0], [1e-310]], [0.0, 1.0]),  # a slope of 1e310
            ):
                with pytest.raises(ValueError, match="too large or too small for arithmetic; scale them first"):
                    LinearRegression().fit(X, y)


@pytest.mark.chapter("linear-regression")
class TestDescent:
    def test_of_the_houses_comes_near_the_best_line(self):
        model = LinearRegression(solver="gd", learning_rate=0.02, epochs=500).fit(X_HOUSES, Y_HOUSES)
        assert model.coef_.item() == pytest.approx(1.37155, abs=5e-6)
        assert model.intercept_.item() == pytest.approx(1.72070, abs=5e-6)
        assert len(model.history_) == 500
        assert model.history_[0] == pytest.approx(np.mean(Y_HOUSES**2))
        assert model.history_[-1] == pytest.approx(2.438015, abs=1e-5)

    def test_of_the_houses_ends_at_the_limit_of_the_learning_rate(self):
        below, above = (
            LinearRegression(solver="gd", learning_rate=rate, epochs=1000).fit(X_HOUSES, Y_HOUSES).history_
            for rate in (0.0309, 0.0310)
        )
        assert np.all(np.diff(below) < 0)
        assert above[-1] > 100 * min(above)

    @pytest.mark.chapter("scaling")
    @pytest.mark.parametrize(("learning_rate", "steps"), [(0.1, 1317), (0.3, 438), (0.5, 263)])
    def test_of_scaled_houses_needs_as_many_steps_as_the_syllabus_says(self, learning_rate, steps):
        X, y = load_housing()
        X = MinMaxScaler().fit_transform(X)
        model = LinearRegression(solver="gd", learning_rate=learning_rate, epochs=steps + 1).fit(X, y)
        best = np.mean((LinearRegression().fit(X, y).predict(X) - y) ** 2)
        assert model.history_[steps] <= 1.01 * best < model.history_[steps - 1]

    @pytest.mark.chapter("scaling")
    @pytest.mark.parametrize("solver", ["gd", "sgd"])
    def test_of_raw_houses_leads_to_infinity_and_says_what_to_try(self, solver):
        X, y = load_housing()
        message = (
            r"the loss was (inf|nan) in epoch \d+, and .* learning rate \(it is 0\.02; divide it by 10\).*"
            r"scale the columns of X \(they range from 1 to 300;"
        )
        with np.errstate(all="raise"), pytest.raises(ValueError, match=message):
            LinearRegression(solver=solver, learning_rate=0.02, epochs=100, seed=0).fit(X, y)

    @pytest.mark.chapter("scaling")
    def test_refuses_weights_that_became_infinite_in_the_last_step(self):
        with pytest.raises(ValueError, match=r"the loss was 2\.5e\+10 in epoch 1, and the walk leads to infinity"):
            LinearRegression(solver="gd", learning_rate=1e300, epochs=1).fit([[1e5], [2e5]], [1e5, 2e5])

    def test_over_ground_that_is_almost_flat_needs_no_warning(self):
        with np.errstate(all="raise"):
            model = LinearRegression(solver="gd", epochs=3).fit([[1.0], [2.0]], [1e-200, 0.0])
        assert 0 < model.intercept_ < 1e-200
        assert model.history_ == [0.0, 0.0, 0.0]

    @given(seed=SEEDS, m=st.integers(2, 9), batch_size=st.integers(1, 4), epochs=st.integers(1, 3))
    def test_by_batches_is_the_loop_written_out(self, seed, m, batch_size, epochs):
        X, y, _ = random_table(seed, m, 2)
        model = LinearRegression(solver="sgd", learning_rate=0.1, epochs=epochs, batch_size=batch_size, seed=seed)
        model.fit(X, y)
        rng, b, w, losses = np.random.default_rng(seed), 0.0, np.zeros(2), []
        for _ in range(epochs):
            rows, total = list(range(m)), 0.0
            if batch_size < m:
                rows = list(rng.permutation(m))
            while rows:
                batch, rows = rows[:batch_size], rows[batch_size:]
                errors = [(i, b + w @ X[i] - y[i]) for i in batch]
                total += sum(error**2 for _, error in errors)
                b = b - 0.1 * sum(2 * error for _, error in errors) / len(batch)
                w = w - 0.1 * sum(2 * error * X[i] for i, error in errors) / len(batch)
            losses.append(total / m)
        np.testing.assert_allclose([model.intercept_, *model.coef_], [b, *w], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(model.history_, losses, rtol=1e-9)

    def test_by_all_rows_is_the_walk_that_gd_takes(self):
        X, y, _ = random_table(1, 7, 2)
        one, two = LinearRegression(solver="gd", epochs=9), LinearRegression(solver="sgd", batch_size=7, epochs=9)
        assert one.fit(X, y).history_ == two.fit(X, y).history_
        assert one.fit(X, y).history_ != LinearRegression(solver="sgd", batch_size=6, epochs=9).fit(X, y).history_

    def test_by_chance_repeats_with_its_seed_alone(self):
        X, y, _ = random_table(1, 40, 2)
        walk = lambda seed: LinearRegression(solver="sgd", epochs=2, seed=seed).fit(X, y).history_  # noqa: E731 (one line, used twice)
        assert walk(3) == walk(3) == walk(np.random.default_rng(3)) != walk(4)
        assert walk(None) != walk(None)
        rng = np.random.default_rng(3)
        assert walk(rng) != walk(rng)

    def test_has_the_defaults_of_the_docstring(self):
        model = LinearRegression()
        assert (model.solver, model.optimizer.learning_rate) == ("normal", 0.01)
        assert (model.epochs, model.batch_size, model.seed) == (500, 32, None)
        assert (LogisticRegression().C, LogisticRegression().epochs) == (np.inf, 1000)
        assert LogisticRegression().optimizer.learning_rate == 0.1

    def test_takes_any_optimizer_and_starts_from_nothing(self):
        w, losses = descend(squared_error, np.array([[2.0]]), np.array([3.0]), SGD(0.1, momentum=0.5), 2, 1)
        # w: 0, then 0.6 and 1.2; the error is then 0, and momentum 0.5 goes on
        np.testing.assert_allclose(w, [0.9, 1.8])
        np.testing.assert_allclose(losses, [9.0, 0.0], atol=1e-12)


@pytest.mark.chapter("cross-entropy")
class TestLogisticRegression:
    @pytest.mark.parametrize("C", [np.inf, 1.0, 0.1])
    @pytest.mark.parametrize("seed", [0, 1])
    def test_agrees_with_scikit_learn_within_a_hundred_thousandth_once_it_has_arrived(self, C, seed):
        X, y = overlapping(seed)
        ours = LogisticRegression(C=C, learning_rate=0.5, epochs=2000).fit(X, y)
        theirs = linear_model.LogisticRegression(C=C, tol=1e-10, max_iter=1000).fit(X, y)
        np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-5)
        np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=1e-5)
        assert (ours.coef_.shape, ours.intercept_.shape) == (theirs.coef_.shape, theirs.intercept_.shape)
        np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-5)
        np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-4)
        np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
        assert ours.predict(X).dtype == theirs.predict(X).dtype
        assert ours.score(X, y) == theirs.score(X, y)
        np.testing.assert_array_equal(ours.classes_, theirs.classes_)

    def test_of_the_admissions_is_right_in_nine_of_ten(self):
        X, y = load_admissions()
        X = MinMaxScaler().fit_transform(X)
        model = LogisticRegression(learning_rate=1.0, epochs=3000).fit(X, y)
        assert model.score(X, y) == 0.90
        assert model.predict(X).shape == (100, 1)
        assert model.history_[0] == pytest.approx(np.log(2))
        assert np.all(np.diff(model.history_) < 0)
        assert len(model.history_) == 3000

    def test_penalty_counts_the_slopes_and_leaves_the_intercept_free(self):
        X, y = overlapping(0)
        model, w = LogisticRegression(C=0.25), np.array([3.0, -1.0, 2.0])
        X1 = with_ones(X)
        plain, penalized = cross_entropy(X1, y, w), model._objective(X1, y, w)
        assert penalized[0] - plain[0] == pytest.approx((1 + 4) / (2 * 0.25 * 60))
        np.testing.assert_allclose(penalized[1] - plain[1], np.array([0, -1, 2]) / (0.25 * 60))
        check_gradient(lambda v: model._objective(X1, y, v)[0], penalized[1], w)

    def test_weights_of_classes_apart_grow_as_long_as_the_walk(self):
        X, y = np.array([[-1.0], [1.0]]), np.array([0, 1])
        short, long = (LogisticRegression(epochs=n).fit(X, y).coef_.item() for n in (100, 2000))
        assert 0 < short < long / 2

    def test_answers_have_the_shape_and_dtype_of_y(self):
        for y in (OVERLAPPING_Y, OVERLAPPING_Y.reshape(-1, 1), OVERLAPPING_Y == 1, OVERLAPPING_Y.astype(float)):
            model = LogisticRegression(epochs=100).fit(OVERLAPPING_X, y)
            answer = model.predict(OVERLAPPING_X)
            assert (answer.shape, answer.dtype) == (y.shape, y.dtype)
            assert answer.ravel().tolist() == [0, 0, 1, 1]
            assert model.predict_proba(OVERLAPPING_X).shape == (4, 2)
            assert model.decision_function(OVERLAPPING_X).shape == (4,)
            assert model.score(OVERLAPPING_X, y) == 0.5

    def test_on_the_line_itself_the_answer_is_0(self):
        model = LogisticRegression().fit(OVERLAPPING_X, OVERLAPPING_Y)
        model.coef_, model.intercept_ = np.array([[1.0]]), np.array([0.0])
        assert model.predict([[0.0], [1e-9]]).tolist() == [0, 1]

    def test_is_sure_at_a_distance_without_a_warning(self):
        model = LogisticRegression().fit(OVERLAPPING_X, OVERLAPPING_Y)
        model.coef_, model.intercept_ = np.array([[1.0]]), np.array([0.0])
        with np.errstate(all="raise"):
            assert model.predict_proba([[1000.0], [-1000.0]]).tolist() == [[0, 1], [1, 0]]
            np.testing.assert_allclose(model.predict_proba([[50.0]])[0, 0], np.exp(-50))  # 1 - σ(50) would be 0

    def test_of_raw_numbers_too_large_is_refused(self):
        with np.errstate(all="raise"), pytest.raises(ValueError, match=r"the loss was .* scale the columns of X"):
            LogisticRegression().fit(1e200 * OVERLAPPING_X, OVERLAPPING_Y)

    @pytest.mark.parametrize(
        ("y", "message"),
        [
            ([0, 0, 0, 0], r"y has classes \[0\], but must hold 0 and 1, and both"),
            ([1, 2, 1, 2], r"y has classes \[1, 2\]"),
            ([0, 1, 2, 1], r"y has classes \[0, 1, 2\]"),
            ([0.2, 0.8, 1, 0], "y has classes"),
        ],
    )
    def test_refuses_other_classes(self, y, message):
        with pytest.raises(ValueError, match=message):
            LogisticRegression().fit(OVERLAPPING_X, y)

    @pytest.mark.parametrize("C", [0, -1.0, -np.inf, np.nan])
    def test_refuses_a_penalty_without_a_bottom(self, C):
        with pytest.raises(ValueError, match="C must be"):
            LogisticRegression(C=C)


@pytest.mark.chapter("linear-regression")
class TestRefusals:
    @pytest.mark.parametrize("fit", [LinearRegression().fit, LogisticRegression().fit, normal_equation])
    @pytest.mark.parametrize(
        ("X", "y", "error", "message"),
        [
            ([1.0, 2.0], [0, 1], ValueError, r"X has shape \(2,\).*reshape\(-1, 1\)"),
            ([[1.0], [np.nan]], [0, 1], ValueError, "X has 1 entries that are NaN"),
            ([["a"], ["b"]], [0, 1], TypeError, "X has dtype <U1"),
            ([[1.0], [2.0]], ["a", "b"], TypeError, "y has dtype <U1, but must hold numbers"),
            ([[1.0], [2.0]], [0.0, np.inf], ValueError, "y has 1 entries that are NaN or infinite"),
            ([[1.0], [2.0]], [0, 1, 1], ValueError, r"X has shape \(2, 1\) and y has shape \(3,\)"),
            ([[1.0], [2.0]], [[0, 1], [1, 0]], ValueError, r"y must be \(2,\) or \(2, 1\)"),
            (np.zeros((0, 2)), np.zeros(0), ValueError, r"X has shape \(0, 2\)"),
        ],
    )
    def test_of_tables_that_do_not_fit(self, fit, X, y, error, message):
        with pytest.raises(error, match=message):
            fit(X, y)

    @pytest.mark.parametrize(
        ("model", "method"),
        [
            (LinearRegression, "predict"),
            (LogisticRegression, "predict"),
            (LogisticRegression, "predict_proba"),
            (LogisticRegression, "decision_function"),
        ],
    )
    def test_of_questions_before_fit_and_of_other_columns(self, model, method):
        with pytest.raises(ValueError, match=f"this {model.__name__} has no weights yet; call fit first"):
            getattr(model(), method)([[1.0]])
        with pytest.raises(ValueError, match="X has 2 columns, but fit saw 1"):
            getattr(model().fit(OVERLAPPING_X, OVERLAPPING_Y.reshape(-1, 1)), method)([[1.0, 2.0]])

    def test_of_scores_that_would_broadcast(self):
        model = LinearRegression().fit(OVERLAPPING_X, OVERLAPPING_Y)
        with pytest.raises(ValueError, match="y_true has shape"):
            model.score(OVERLAPPING_X, OVERLAPPING_Y.reshape(-1, 1))

    @pytest.mark.parametrize("model", [LinearRegression, LogisticRegression])
    @pytest.mark.parametrize(
        ("options", "error", "message"),
        [
            ({"learning_rate": 0}, ValueError, "learning_rate must be greater than 0"),
            ({"learning_rate": -0.1}, ValueError, "learning_rate must be greater than 0"),
            ({"epochs": 0}, ValueError, "epochs must be at least 1"),
            ({"epochs": 1.5}, TypeError, "epochs must be a whole number"),
        ],
    )
    def test_of_walks_that_lead_nowhere(self, model, options, error, message):
        with pytest.raises(error, match=message):
            model(**options)

    def test_of_unknown_solvers_and_empty_batches(self):
        with pytest.raises(ValueError, match='solver must be "normal", "gd" or "sgd", but it is \'adam\''):
            LinearRegression(solver="adam")
        with pytest.raises(ValueError, match="batch_size must be at least 1"):
            LinearRegression(batch_size=0)


@pytest.mark.chapter("linear-regression")
def test_one_column_or_one_target_too_large_beside_others_that_are_not_is_refused():
    X, y = np.array([[1.0, 1.7e308], [2.0, -1.7e308], [4.0, -1.7e308]]), np.array([1.0, 2.0, 4.0])
    with np.errstate(all="raise"):
        for rows, targets in [(X, y), (X[:, :1], X[:, 1])]:
            with pytest.raises(ValueError, match="too large or too small for arithmetic; scale them first"):
                LinearRegression().fit(rows, targets)


@pytest.mark.chapter("linear-regression", "sigmoid")
@pytest.mark.parametrize("model", [LinearRegression(), LogisticRegression(epochs=2)])
def test_predicting_from_the_smallest_numbers_there_are_needs_no_warning(model):
    model.fit([[0.0], [1.0], [3.0]], [0, 1, 1])
    with np.errstate(all="raise"):
        answers = model.predict([[5e-324], [1e-323]])
    assert answers[0] == answers[1]
