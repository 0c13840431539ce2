import inspect
import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from handmade import optimizers
from handmade.optimizers import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    RMSprop,
    clip_by_global_norm,
    clip_by_norm,
    clip_by_value,
)

pytestmark = pytest.mark.chapter("optimizers")
descent = pytest.mark.chapter("gradient-descent")

KINDS = [SGD, Adagrad, Adadelta, RMSprop, Adam, AdamW]
ADAPTIVE = [Adagrad, Adadelta, RMSprop, Adam, AdamW]


def heavy_ball(**more):
    return SGD(momentum=0.9, **more)


def nesterov(**more):
    return SGD(momentum=0.9, nesterov=True, **more)


def centered(**more):
    return RMSprop(momentum=0.9, centered=True, **more)


def amsgrad(**more):
    return Adam(amsgrad=True, **more)


SQUARING = [Adagrad, Adadelta, RMSprop, centered, Adam, amsgrad, AdamW]
WITH_MEMORY = [heavy_ball, nesterov, *SQUARING]
ALL = [SGD, *WITH_MEMORY]


def path(optimizer, slopes, start=0.0):
    """Where one weight stands after each of the slopes."""
    w, places = np.array([start]), []
    for slope in slopes:
        optimizer.apply([np.array([slope])], [w])
        places.append(w.item())
    return places


# SGD


@descent
def test_a_step_changes_the_array_itself_and_leaves_the_gradient_alone():
    w, gradient = np.array([2.0]), np.array([4.0])
    SGD(learning_rate=0.1).apply([gradient], [w])
    assert w.tolist() == [1.6]
    assert gradient.tolist() == [4.0]


@descent
def test_each_step_on_a_parabola_covers_the_same_share_of_what_is_left():
    w, optimizer, places = np.array([2.0]), SGD(learning_rate=0.1), []
    for _ in range(6):
        places.append(w.item())
        optimizer.apply([2 * w], [w])
    np.testing.assert_allclose(np.divide(places[1:], places[:-1]), 0.8)


@descent
def test_momentum_keeps_rolling_where_the_slope_has_ended():
    assert path(SGD(learning_rate=1.0, momentum=0.5), [-8.0, 0.0, 0.0, 0.0]) == [8.0, 12.0, 14.0, 15.0]


def test_nesterov_looks_one_step_ahead():
    # velocities 8, 4, 2 + 2 and the steps 0.5 v - slope: 4 + 8, 2, 2 + 2
    assert path(SGD(1.0, 0.5, nesterov=True), [-8.0, 0.0, -2.0]) == [12.0, 14.0, 18.0]


def test_nesterov_without_momentum_is_plain_descent():
    assert path(SGD(0.5, nesterov=True), [-8.0, 2.0]) == [4.0, 3.0]


# adaptive


def test_adagrad_divides_by_the_root_of_all_squares_so_far_and_epsilon():
    # 5 + 2² + 7 = 4², then 9 + 4² + 11 = 6² with another epsilon
    assert path(Adagrad(1.0, initial_accumulator_value=5.0, epsilon=7.0), [2.0]) == [-0.5]
    assert path(Adagrad(1.0, initial_accumulator_value=0.0, epsilon=11.0), [3.0, -4.0])[1] == pytest.approx(
        -3 / math.sqrt(20) + 4 / 6
    )


def test_adagrad_on_an_even_slope_takes_steps_that_fall_as_one_over_the_root_of_their_number():
    places = path(Adagrad(0.1, initial_accumulator_value=0.0, epsilon=1e-300), [-5.0] * 4)
    np.testing.assert_allclose(np.diff([0.0, *places]), [0.1, 0.1 / 2**0.5, 0.1 / 3**0.5, 0.05])


def test_adadelta_counts_in_lengths_of_its_own_steps():
    # rho 1/2, epsilon 1: s = 8, 4 + 2 = 6, and d = 8/9 after a first step of 1 · 4/3
    first, second = path(Adadelta(1.0, rho=0.5, epsilon=1.0), [-4.0, 2.0])
    assert first == pytest.approx(4 / 3)
    assert second - first == pytest.approx(-math.sqrt(8 / 9 + 1) * 2 / math.sqrt(7))
    third = path(Adadelta(1.0, rho=0.5, epsilon=1.0), [-4.0, 2.0, 1.0])[2]
    d, s = 4 / 9 + (17 / 9 * 4 / 7) / 2, 3 + 1 / 2
    assert third - second == pytest.approx(-math.sqrt(d + 1) / math.sqrt(s + 1))


def test_rmsprop_divides_by_the_root_of_the_fading_mean_square_and_epsilon():
    # rho 3/4, epsilon 5: s = 16/4 = 4 and 3 + 64/4 = 19
    first, second = path(RMSprop(0.5, rho=0.75, epsilon=5.0), [4.0, -8.0])
    assert first == pytest.approx(-0.5 * 4 / 3)
    assert second - first == pytest.approx(0.5 * 8 / math.sqrt(24))


def test_rmsprop_with_momentum_adds_its_steps_up():
    plain = np.diff([0.0, *path(RMSprop(0.1, rho=0.5), [1.0, -2.0, 0.5])])
    rolling = np.diff([0.0, *path(RMSprop(0.1, rho=0.5, momentum=0.5), [1.0, -2.0, 0.5])])
    np.testing.assert_allclose(rolling, [plain[0], plain[1] + plain[0] / 2, plain[2] + plain[1] / 2 + plain[0] / 4])


def test_the_centered_rmsprop_divides_by_the_deviation():
    # rho 3/4: s = 64/4 = 16, a = 8/4 = 2, variance 12; then s = 12 + 4 = 16, a = 1.5 + 1 = 2.5, variance 9.75
    first, second = path(RMSprop(1.0, rho=0.75, epsilon=4.0, centered=True), [8.0, 4.0])
    assert first == pytest.approx(-8 / 4)
    assert second - first == pytest.approx(-4 / math.sqrt(13.75))
    # rho 1/2: s = 1/2, a = 1/2, variance 1/4
    assert path(RMSprop(1.0, rho=0.5, epsilon=2.0, centered=True), [1.0]) == pytest.approx([-1 / 1.5])


def test_the_centered_rmsprop_with_momentum_keeps_both_memories_apart():
    both = {"rho": 0.5, "epsilon": 1.0, "centered": True}
    plain = np.diff([0.0, *path(RMSprop(0.1, **both), [1.0, -2.0])])
    rolling = np.diff([0.0, *path(RMSprop(0.1, momentum=0.5, **both), [1.0, -2.0])])
    np.testing.assert_allclose(rolling, [plain[0], plain[1] + plain[0] / 2])


def test_a_variance_that_rounding_makes_negative_counts_as_0():
    w = np.zeros(1000, np.float32)
    gradient = np.random.default_rng(0).uniform(1, 1000, 1000).astype(np.float32)
    optimizer = RMSprop(1e-3, rho=0.5, centered=True)
    for _ in range(60):  # of a gradient that never changes: its variance is 0, give or take a rounding
        optimizer.apply([gradient], [w])
    s, a = optimizer._memories[0]
    assert np.min(s - a * a) < 0, "the case that this test is about"
    assert np.all(np.isfinite(w))


def test_adam_is_a_fraction_of_two_fading_averages():
    # betas 1/2 and 3/4: m = 2, v = 4; then m = 1, v = 3
    first, second = path(Adam(1.0, beta_1=0.5, beta_2=0.75, epsilon=2.0), [4.0, 0.0])
    assert first == pytest.approx(-(math.sqrt(1 - 0.75) / (1 - 0.5)) * 2 / (2 + 2))
    assert second - first == pytest.approx(-(math.sqrt(1 - 0.75**2) / (1 - 0.5**2)) * 1 / (math.sqrt(3) + 2))


@given(
    gradients=arrays(np.float64, (25, 3), elements=st.floats(-10, 10)),
    beta_1=st.sampled_from([0.0, 0.5, 0.9]),
    beta_2=st.sampled_from([0.0, 0.9, 0.999]),
)
def test_adam_is_algorithm_1_of_its_paper(gradients, beta_1, beta_2):
    ours, w, m, v = np.zeros(3), np.zeros(3), np.zeros(3), np.zeros(3)
    optimizer = Adam(0.1, beta_1, beta_2, epsilon=1e-3)
    for t, g in enumerate(gradients, start=1):
        optimizer.apply([g], [ours])
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
        w = w - 0.1 * m_hat / (np.sqrt(v_hat) + 1e-3 / math.sqrt(1 - beta_2**t))  # Keras's epsilon is the paper's ε̂
    np.testing.assert_allclose(ours, w, rtol=1e-9, atol=1e-12)


def test_adam_on_an_even_slope_goes_one_learning_rate_a_step_from_the_first():
    np.testing.assert_allclose(path(Adam(0.1), [-7.0] * 5), [0.1, 0.2, 0.3, 0.4, 0.5], rtol=1e-6)


def test_amsgrad_does_not_forget_a_steep_slope():
    # with betas of 0, m = g and v = g²
    assert path(Adam(1.0, 0.0, 0.0, epsilon=1.0), [3.0, 1.0]) == [-0.75, -1.25]
    assert path(Adam(1.0, 0.0, 0.0, epsilon=1.0, amsgrad=True), [3.0, 1.0, 4.0]) == [-0.75, -1.0, -1.8]


def test_without_weight_decay_adamw_is_adam():
    slopes = [1.0, -0.5, 2.0, 0.0]
    for amsgrad in (False, True):
        assert path(AdamW(0.1, 0.0, 0.5, 0.75, 1e-3, amsgrad), slopes) == path(
            Adam(0.1, 0.5, 0.75, 1e-3, amsgrad), slopes
        )


def test_weight_decay_shrinks_every_weight_by_the_same_share_biases_too():
    kernel, bias = np.array([[4.0, -8.0]]), np.array([16.0])
    optimizer = AdamW(learning_rate=0.5, weight_decay=0.5)
    for _ in range(2):
        optimizer.apply([np.zeros((1, 2)), np.zeros(1)], [kernel, bias])
    assert kernel.tolist() == [[4.0 * 9 / 16, -8.0 * 9 / 16]]
    assert bias.tolist() == [9.0]


def test_weight_decay_is_of_the_weights_before_the_step():
    w, v = np.array([3.0]), np.array([3.0])
    AdamW(0.1, weight_decay=0.5).apply([np.ones(1)], [w])
    Adam(0.1).apply([np.ones(1)], [v])
    assert w.item() == pytest.approx(v.item() - 0.1 * 0.5 * 3, rel=1e-12)


# the first step

SLOPES = np.array([-1e6, -40.0, 40.0, 1e6])


@pytest.mark.parametrize(
    ("kind", "length"),
    [(Adagrad, 1.0), (Adadelta, math.sqrt(1e-7 / 0.05)), (RMSprop, 1 / math.sqrt(0.1)), (Adam, 1.0), (AdamW, 1.0)],
)
def test_the_first_step_of_the_adaptive_is_against_the_sign_of_the_slope_however_steep(kind, length):
    w = np.zeros(4)
    kind(learning_rate=0.1).apply([SLOPES], [w])
    np.testing.assert_allclose(w, -0.1 * length * np.sign(SLOPES), rtol=1e-4)


def test_the_first_step_of_adam_is_shorter_only_for_slopes_like_epsilon():
    w, g = np.zeros(4), np.array([1e-4, 1e-7 / math.sqrt(0.001), 1e-8, 0.0])
    Adam(learning_rate=0.1).apply([g], [w])
    np.testing.assert_allclose(w, -0.1 * g / (np.abs(g) + 3.16227766e-6), rtol=1e-6)
    assert w[1] == pytest.approx(-0.05)


@descent
@pytest.mark.parametrize(("nesterov", "share"), [(False, 1.0), (True, 1.9)])
def test_the_first_step_of_sgd_is_the_learning_rate_times_the_slope(nesterov, share):
    w = np.zeros(4)
    SGD(0.1, momentum=0.9, nesterov=nesterov).apply([SLOPES], [w])
    np.testing.assert_allclose(w, -0.1 * share * SLOPES)


def test_at_the_defaults_the_first_steps_have_these_lengths():
    steps = {kind.__name__: -path(kind(), [1.0])[0] for kind in KINDS}
    assert steps == pytest.approx(
        {"SGD": 0.01, "Adagrad": 0.001 / 1.1**0.5, "Adadelta": 1.41421e-6, "RMSprop": 0.00316228}
        | {"Adam": 0.001, "AdamW": 0.001},
        rel=5e-6,
    )


def test_at_the_defaults_the_second_steps_tell_what_is_remembered():
    second = {kind.__name__: path(kind(), [1.0, 0.0], 1.0) for kind in KINDS}
    back = {name: after - before for name, (before, after) in second.items()}
    adam = -0.001 * math.sqrt(1 - 0.999**2) / (1 - 0.9**2) * 0.09 / (math.sqrt(0.000999) + 1e-7)
    assert [back[name] for name in ("SGD", "Adagrad", "Adadelta", "RMSprop")] == [0.0] * 4
    assert back["Adam"] == pytest.approx(adam, rel=1e-9)
    assert back["AdamW"] == pytest.approx(adam - 0.001 * 0.004 * second["AdamW"][0], rel=1e-9)


# all


@pytest.mark.parametrize("make", ALL)
def test_every_optimizer_goes_down_into_a_bowl(make):
    w = np.array([1.0, -2.0])
    optimizer = make(learning_rate={Adagrad: 1.0, Adadelta: 30.0}.get(make, 0.05))
    for _ in range(500):
        optimizer.apply([np.array([1.0, 3.0]) * w], [w])
    assert np.abs(w).max() < 0.2


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_weights_keep_their_array_and_dtype_and_gradients_stay_as_they_are(make, dtype):
    w, gradient = np.ones((2, 3), dtype), np.full((2, 3), 0.5)
    optimizer = make(learning_rate=0.5)
    for _ in range(3):
        optimizer.apply([gradient], [w])
    assert w.dtype == dtype
    assert all(memory.dtype == dtype for memory in optimizer._memories[0])
    assert np.all(w < 1)
    assert np.all(gradient == 0.5)


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (1, 2, 2, 2), (0, 2)])
def test_every_weight_is_stepped_by_itself_whatever_the_shape(make, shape):
    rng = np.random.default_rng(1)
    w, slopes = rng.normal(size=shape), rng.normal(size=(3, *shape))
    w = np.array(w)
    alone = [np.array([weight]) for weight in w.ravel()]
    optimizer, twins = make(learning_rate=0.1), [make(learning_rate=0.1) for _ in alone]
    for g in slopes:
        optimizer.apply([np.array(g)], [w])
        for twin, one, slope in zip(twins, alone, np.ravel(g), strict=True):
            twin.apply([np.array([slope])], [one])
    np.testing.assert_allclose(w.ravel(), np.ravel(alone), rtol=1e-12)


@pytest.mark.parametrize("make", ALL)
def test_a_view_is_changed_in_place(make):
    whole = np.ones((4, 4))
    make(learning_rate=0.1).apply([np.ones((4, 2))], [whole[:, ::2]])
    assert np.all(whole[:, ::2] < 1)
    assert np.all(whole[:, 1::2] == 1)


@pytest.mark.parametrize("make", ALL)
def test_a_gradient_that_is_the_variable_itself_is_read_before_it_changes(make):
    w, copied = np.array([1.0, -2.0]), np.array([1.0, -2.0])
    make(learning_rate=0.1).apply([w], [w])
    make(learning_rate=0.1).apply([copied.copy()], [copied])
    np.testing.assert_array_equal(w, copied)


@pytest.mark.parametrize("make", ALL)
def test_gradients_may_be_whole_numbers_and_lists(make):
    w, v = np.ones(2, np.float32), np.ones(2, np.float32)
    make(learning_rate=0.1).apply([[1, 2]], [w])
    make(learning_rate=0.1).apply([np.array([1.0, 2.0])], [v])
    np.testing.assert_array_equal(w, v)


@pytest.mark.parametrize("make", ALL)
def test_a_step_keeps_at_most_three_arrays_of_its_own(make):
    w, g = np.ones(50_000), np.linspace(-1, 1, 50_000)
    for clipping in ({}, {"clipnorm": 1.0}, {"clipvalue": 1.0}, {"global_clipnorm": 1.0}):
        optimizer = make(**clipping)
        optimizer.apply([g], [w])
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        optimizer.apply([g], [w])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak - before < (3.1 + bool(clipping)) * w.nbytes


# learning rate and iterations


@pytest.mark.parametrize("kind", KINDS)
def test_iterations_counts_the_steps(kind):
    optimizer, w = kind(), np.ones(1)
    assert optimizer.iterations == 0
    for _ in range(3):
        optimizer.apply([w], [w])
    assert optimizer.iterations == 3


def test_nothing_to_step_is_no_step():
    optimizer = Adam()
    optimizer.apply([], [])
    assert optimizer.iterations == 0


def test_a_schedule_is_asked_with_the_number_of_steps_taken():
    asked = []
    optimizer = SGD(learning_rate=lambda step: asked.append(step) or 2.0**-step)
    assert path(optimizer, [-1.0] * 4) == [1.0, 1.5, 1.75, 1.875]
    assert asked == [0, 1, 2, 3]
    assert optimizer.learning_rate == 2**-4


def test_the_learning_rate_can_be_read_and_set_to_a_number_or_a_schedule():
    optimizer = SGD(0.5)
    optimizer.learning_rate /= 2
    assert path(optimizer, [-1.0]) == [0.25]
    optimizer.learning_rate = lambda step: np.float32(step)
    assert optimizer.learning_rate == 1.0
    assert type(optimizer.learning_rate) is float
    optimizer.learning_rate = 3
    assert optimizer.learning_rate == 3.0


def test_a_schedule_may_give_0_and_then_nothing_moves():
    assert path(Adam(lambda step: 0.0), [1.0, 2.0]) == [0.0, 0.0]


@pytest.mark.parametrize(
    ("given_", "error", "message"),
    [
        (-0.1, ValueError, r"learning rate for step 0 must be at least 0, but it is -0\.1"),
        (math.nan, ValueError, "learning rate for step 0 must be finite"),
        (None, TypeError, "learning rate for step 0 must be a number"),
    ],
)
def test_a_schedule_that_gives_no_rate_is_refused_before_anything_changes(given_, error, message):
    w = np.ones(1)
    with pytest.raises(error, match=message):
        SGD(lambda step: given_).apply([w], [w])
    assert w.item() == 1


@descent
@pytest.mark.parametrize("learning_rate", [0, -0.1, np.nan, np.inf])
@pytest.mark.parametrize("kind", KINDS)
def test_a_learning_rate_that_is_not_positive_is_refused(kind, learning_rate):
    with pytest.raises(ValueError, match=r"learning_rate must be (greater than 0, .*; 0\.01 is usual|finite)"):
        kind(learning_rate=learning_rate)
    optimizer = kind()
    with pytest.raises(ValueError, match="learning_rate must be"):
        optimizer.learning_rate = learning_rate


@descent
@pytest.mark.parametrize("wrong", ["0.1", None, True, [0.1]])
def test_a_learning_rate_that_is_no_number_is_refused(wrong):
    with pytest.raises(TypeError, match="learning_rate must be a number, but it is"):
        SGD(learning_rate=wrong)


# other arguments


@pytest.mark.parametrize("kind", [SGD, RMSprop])
@pytest.mark.parametrize("momentum", [-0.1, 1.1])
def test_a_momentum_outside_0_to_1_is_refused(kind, momentum):
    with pytest.raises(ValueError, match="momentum must lie between 0 and 1"):
        kind(momentum=momentum)
    assert kind(momentum=1).momentum == 1.0


@pytest.mark.parametrize(
    ("kind", "name"),
    [(Adadelta, "rho"), (RMSprop, "rho"), (Adam, "beta_1"), (Adam, "beta_2"), (AdamW, "beta_1"), (AdamW, "beta_2")],
)
def test_a_share_of_the_past_outside_0_to_1_is_refused(kind, name):
    for wrong in (-0.1, 1.0, 1.1):
        usual = getattr(kind(), name)
        with pytest.raises(
            ValueError, match=rf"{name} must be at least 0 and less than 1, .* {wrong}; {usual} is usual"
        ):
            kind(**{name: wrong})
    assert getattr(kind(**{name: 0}), name) == 0.0


@pytest.mark.parametrize("kind", ADAPTIVE)
def test_an_epsilon_that_is_not_positive_is_refused(kind):
    with pytest.raises(ValueError, match=r"epsilon must be greater than 0, but it is 0\.0; 1e-07 is usual"):
        kind(epsilon=0)


@pytest.mark.parametrize(("kind", "name"), [(Adagrad, "initial_accumulator_value"), (AdamW, "weight_decay")])
def test_what_must_not_be_negative_may_be_0(kind, name):
    with pytest.raises(ValueError, match=rf"{name} must be at least 0, but it is -0\.1"):
        kind(**{name: -0.1})
    assert getattr(kind(**{name: 0}), name) == 0.0


def test_weight_decay_none_is_refused_as_in_keras():
    with pytest.raises(TypeError, match="weight_decay must be a number"):
        AdamW(weight_decay=None)


# pairs and memories


@descent
@pytest.mark.parametrize(
    ("gradients", "variables", "error", "message"),
    [
        ([], [np.ones(2)], ValueError, "0 gradients for 1 variables"),
        ([np.ones(2), np.ones(2)], [np.ones(2)], ValueError, "2 gradients for 1 variables"),
        (
            [np.ones(3)],
            [np.ones(2)],
            ValueError,
            r"gradients\[0\] has shape \(3,\) but variables\[0\] has shape \(2,\)",
        ),
        ([np.ones((2, 2))], [np.ones(2)], ValueError, r"gradients\[0\] has shape \(2, 2\)"),
        ([np.ones(2), np.ones(1)], [np.ones(2), np.ones(2)], ValueError, r"gradients\[1\] has shape \(1,\)"),
        ([1.0], [2.0], TypeError, r"variables\[0\] has type float.*np\.array\(\[2\.0\]\)"),
        ([np.ones(1)], [np.array([2])], TypeError, r"variables\[0\] has dtype int64"),
        ([np.array(None)], [np.array(1.0)], TypeError, r"gradients\[0\] has dtype object.*is one missing"),
        ([np.ones(1, complex)], [np.ones(1)], TypeError, r"gradients\[0\] has dtype complex128"),
        ([np.ones(2)], [np.broadcast_to(1.0, 2)], ValueError, r"variables\[0\] is read-only.*np\.array\(variable\)"),
    ],
)
@pytest.mark.parametrize("kind", [SGD, Adam])
def test_what_cannot_be_stepped_is_refused(kind, gradients, variables, error, message):
    optimizer = kind()
    with pytest.raises(error, match=message):
        optimizer.apply(gradients, variables)
    assert optimizer.iterations == 0


def test_a_wrong_shape_is_refused_at_later_steps_too():
    optimizer, w = SGD(), np.ones((2, 2))
    optimizer.apply([w], [w])
    with pytest.raises(ValueError, match=r"gradients\[0\] has shape \(2,\)"):
        optimizer.apply([np.ones(2)], [w])


@pytest.mark.parametrize("make", WITH_MEMORY)
@pytest.mark.parametrize("others", [[np.ones(2)], [], [np.ones(2), np.ones(2)]])
def test_a_memory_of_other_variables_is_refused(make, others):
    optimizer, w = make(), np.ones(2)
    optimizer.apply([w], [w])
    with pytest.raises(ValueError, match=r"remembers.*make a new optimizer for every model.*same arrays"):
        optimizer.apply(others, others)


@descent
def test_sgd_without_momentum_remembers_nothing_and_takes_any_variables():
    optimizer, w, v = SGD(0.5), np.array([1.0]), np.array([1.0, 2.0])
    for variable in (w, v, w):
        optimizer.apply([np.ones_like(variable)], [variable])
    assert (w.tolist(), v.tolist()) == ([0.0], [0.5, 1.5])


def test_get_gives_a_fresh_optimizer_for_a_name():
    assert optimizers.get("sgd") is not optimizers.get("sgd")
    for kind in KINDS:
        assert type(optimizers.get(kind.__name__)) is type(optimizers.get(kind.__name__.lower())) is kind
    sgd = SGD()
    assert optimizers.get(sgd) is sgd
    with pytest.raises(ValueError, match=r"'Sdg' is .* known names: adadelta, adagrad, adam, adamw, rmsprop, sgd"):
        optimizers.get("Sdg")


@pytest.mark.parametrize("wrong", [SGD, None, 0.1])
def test_what_cannot_apply_is_no_optimizer(wrong):
    with pytest.raises(TypeError, match=r"write SGD\(\)"):
        optimizers.get(wrong)


# clipping


def test_clipping_by_norm_keeps_the_direction_and_short_gradients():
    np.testing.assert_allclose(clip_by_norm(np.array([[3.0], [-4.0]]), 2.0), [[1.2], [-1.6]], rtol=1e-15)
    np.testing.assert_array_equal(clip_by_norm(np.array([0.3, -0.4]), 1.0), [0.3, -0.4])
    np.testing.assert_array_equal(clip_by_norm(np.zeros(3), 1.0), np.zeros(3))


def test_clipping_by_value_cuts_both_ends_off():
    np.testing.assert_array_equal(clip_by_value(np.array([3.0, 0.5, -0.5, -3.0]), 1.0), [1.0, 0.5, -0.5, -1.0])


def test_clipping_by_global_norm_shortens_all_by_one_factor():
    long = [np.array([3.0]), np.array([[0.0, -4.0]]), np.array([[12.0]])]  # together 13
    clipped = clip_by_global_norm(long, 6.5)
    for short, gradient in zip(clipped, long, strict=True):
        np.testing.assert_allclose(short, gradient / 2, rtol=1e-15)
    for same, gradient in zip(clip_by_global_norm(long, 13.5), long, strict=True):
        np.testing.assert_array_equal(same, gradient)
    assert clip_by_global_norm([], 1.0) == []


@given(
    gradient=arrays(np.float32, array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e3, 1e3, width=32)),
    limit=st.floats(0.01, 100),
)
def test_clipped_gradients_are_new_arrays_no_longer_than_the_limit(gradient, limit):
    before = gradient.copy()
    by_norm, by_value = clip_by_norm(gradient, limit), clip_by_value(gradient, limit)
    both = clip_by_global_norm([gradient, gradient], limit)
    assert np.linalg.norm(by_norm) <= limit * (1 + 1e-5)
    assert np.linalg.norm(both) <= limit * (1 + 1e-5)
    assert np.max(np.abs(by_value)) <= np.float32(limit)
    for clipped in (by_norm, by_value, *both):
        assert clipped.dtype == np.float32
        assert not np.shares_memory(clipped, gradient)
    np.testing.assert_array_equal(gradient, before)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_a_norm_whose_squares_overflow_is_exact(dtype):
    large = np.finfo(dtype).max / 8
    with np.errstate(all="raise"):
        clipped = clip_by_norm(np.array([3 * large, -4 * large], dtype), 1.0)
        together = clip_by_global_norm([np.array([3 * large], dtype), np.array([-4 * large], dtype)], 1.0)
    np.testing.assert_allclose(clipped, [0.6, -0.8], rtol=2e-3 if dtype == np.float16 else 1e-6)
    np.testing.assert_array_equal(np.concatenate(together), clipped)


def test_beside_an_infinite_slope_finite_ones_count_nothing():
    with np.errstate(invalid="ignore"):  # the infinite one itself: ∞ times 0
        np.testing.assert_array_equal(clip_by_norm(np.array([np.inf, 1.0]), 1.0), [np.nan, 0.0])


@pytest.mark.parametrize("clip", [clip_by_norm, clip_by_value, lambda g, limit: clip_by_global_norm([g], limit)[0]])
def test_tiny_gradients_pass_and_nan_stays_nan(clip):
    tiny = np.array([1e-30, 1e-42, 0.0], np.float32)
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(clip(tiny, 1.0), tiny)
    assert np.isnan(clip(np.array([np.nan, 1.0]), 1.0)[0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("clipping", "expected"),
    [
        ({"clipnorm": 5.0}, [[3.0, -4.0], [5.0]]),
        ({"clipvalue": 2.0}, [[2.0, -2.0], [2.0]]),
        ({"global_clipnorm": 6.5}, [[1.5, -2.0], [6.0]]),
    ],
)
def test_an_optimizer_steps_with_clipped_gradients_and_leaves_the_given_alone(kind, clipping, expected):
    given_ = [np.array([3.0, -4.0]), np.array([12.0])]
    if "clipnorm" in clipping:
        given_[0] *= 2  # 10 long
    kept = [g.copy() for g in given_]
    ours, twins = ([np.ones(2), np.ones(1)] for _ in range(2))
    kind(0.1, **clipping).apply(given_, ours)
    kind(0.1).apply([np.array(g) for g in expected], twins)
    for w, v, g, before in zip(ours, twins, given_, kept, strict=True):
        np.testing.assert_allclose(w, v, rtol=1e-12)
        np.testing.assert_array_equal(g, before)


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_are_clipped_in_one_way_only(kind):
    with pytest.raises(ValueError, match=r"one way only, but there are clipnorm=1\.0 and clipvalue=2\.0; keep one"):
        kind(clipnorm=1.0, clipvalue=2.0)
    with pytest.raises(ValueError, match="clipvalue=2 and global_clipnorm=3"):
        kind(clipvalue=2, global_clipnorm=3)
    for name in ("clipnorm", "clipvalue", "global_clipnorm"):
        with pytest.raises(ValueError, match=rf"^{name} must be greater than 0, but it is 0\.0; 1\.0 is usual"):
            kind(**{name: 0})
    with pytest.raises(TypeError, match="positional argument"):
        kind(0.1, *range(12))


@pytest.mark.parametrize("clip", [clip_by_norm, clip_by_value, clip_by_global_norm])
def test_a_limit_that_is_not_positive_is_refused(clip):
    with pytest.raises(ValueError, match=r"must be greater than 0, but it is 0\.0; 1\.0 is usual"):
        clip([np.ones(2)], 0.0)


# extremes


@pytest.mark.parametrize("make", ALL)
def test_slopes_whose_squares_are_0_give_finite_steps(make):
    w, optimizer = np.ones(3, np.float32), make(learning_rate=0.1)
    with np.errstate(all="raise"):
        for _ in range(25):
            optimizer.apply([np.array([0.0, 1e-30, -1e-42], np.float32)], [w])
    assert np.all(np.isfinite(w))
    assert w[0] == pytest.approx(1, rel=2e-2)  # weight decay alone moves it


@pytest.mark.parametrize("make", ALL)
def test_a_memory_that_fades_to_0_is_no_error(make):
    w, optimizer = np.ones(2, np.float32), make(learning_rate=0.1)
    with np.errstate(all="raise"):
        optimizer.apply([np.array([1.0, -1e-3], np.float32)], [w])
        for _ in range(1500):
            optimizer.apply([np.zeros(2, np.float32)], [w])
    assert np.all(np.isfinite(w))


HUGE = np.array([1e30, -1e30], np.float32)


@pytest.mark.parametrize("make", SQUARING)
def test_slopes_whose_squares_are_infinite_are_refused(make):
    for mode in ("raise", "warn"):
        optimizer = make(learning_rate=0.125)
        with (
            np.errstate(all=mode),
            pytest.raises(ValueError, match=r"left the range.*largest slope is 1e\+30.*rate 0\.125\..*clipnorm=1\.0"),
        ):
            optimizer.apply([np.ones(1), HUGE], [np.ones(1, np.float32), np.ones(2, np.float32)])
        assert optimizer.iterations == 0


def test_sgd_takes_any_slope_that_its_step_can_hold():
    w = np.zeros(2, np.float32)
    with np.errstate(all="raise"):
        SGD(0.5).apply([HUGE], [w])
        np.testing.assert_allclose(w, [-5e29, 5e29])
        with pytest.raises(ValueError, match="overflow"):
            SGD(1e10).apply([HUGE], [w])


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("clipping", [{"clipnorm": 1.0}, {"clipvalue": 1.0}, {"global_clipnorm": 1.0}])
def test_clipping_tames_slopes_whose_squares_are_infinite(make, clipping):
    w, optimizer = np.ones(2, np.float32), make(learning_rate=0.1, **clipping)
    with np.errstate(all="raise"):
        for _ in range(3):
            optimizer.apply([HUGE], [w])
    assert np.all(np.isfinite(w))
    assert w[0] < 1 < w[1]


@pytest.mark.parametrize("make", ALL)
def test_who_ignores_overflow_as_fit_does_hears_of_it_from_the_loss(make):
    w, optimizer = np.zeros(2, np.float32), make(learning_rate=0.1)
    with np.errstate(over="ignore"):
        for _ in range(2):
            optimizer.apply([HUGE], [w])
    assert optimizer.iterations == 2
    if make in (Adam, AdamW):
        assert np.all(np.isnan(w))


@pytest.mark.parametrize(
    ("kind", "defaults"),
    [
        (SGD, [0.01, 0.0, False]),
        (Adagrad, [0.001, 0.1, 1e-7]),
        (Adadelta, [0.001, 0.95, 1e-7]),
        (RMSprop, [0.001, 0.9, 0.0, 1e-7, False]),
        (Adam, [0.001, 0.9, 0.999, 1e-7, False]),
        (AdamW, [0.001, 0.004, 0.9, 0.999, 1e-7, False]),
    ],
)
def test_the_defaults_are_these(kind, defaults):
    found = [parameter.default for parameter in inspect.signature(kind).parameters.values()]
    assert found == [*defaults, None, None, None]


@pytest.mark.parametrize("kind", ALL)
def test_a_gradient_in_another_dtype_counts_as_rounded_to_that_of_its_variable(kind):
    slopes = np.random.default_rng(4).normal(size=(5, 20))
    ends = []
    for dtype in ("float32", "float64"):
        optimizer, w = kind(learning_rate=0.1), np.ones(20, np.float32)
        for g in slopes:
            optimizer.apply([g.astype(dtype)], [w])
        ends.append(w)
    np.testing.assert_array_equal(*ends)


def test_a_step_out_of_range_tells_the_largest_slope_even_if_it_is_small_and_some_variables_are_empty():
    gradients, variables = [np.array([0.5, -0.25]), np.zeros(0)], [np.array([1.7e308, 1.7e308]), np.zeros(0)]
    with pytest.raises(ValueError, match=r"the largest slope is 0\.5 and the learning rate 1e\+308"):
        SGD(learning_rate=1e308).apply(gradients, [-variables[0], variables[1]])


def test_clipping_a_slope_whose_square_is_infinite_beside_one_that_is_0():
    clipped = clip_by_norm(np.array([3e200, 0.0, -4e200]), 1.0)
    np.testing.assert_allclose(clipped, [0.6, 0.0, -0.8])


@pytest.mark.parametrize("clip", [clip_by_norm, lambda g, limit: clip_by_global_norm([g], limit)[0]])
def test_a_tiny_slope_beside_a_steep_one_may_be_clipped_to_0_without_a_warning(clip):
    with np.errstate(all="raise"):
        assert clip(np.float32([1e-40, 1e10]), 1.0).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("clipping", [{}, {"clipnorm": 0.5}, {"global_clipnorm": 0.5}])
@pytest.mark.parametrize("kind", ALL)
def test_a_step_that_may_overwrite_the_gradients_changes_the_weights_alike(kind, clipping):
    slopes, ends, overwritten = np.random.default_rng(4).normal(size=(5, 20)), [], []
    for may in (False, True):
        optimizer, w = kind(learning_rate=0.1, **clipping), np.ones(20)
        optimizer.may_overwrite = may
        for g in slopes.copy():
            before = g.copy()
            optimizer.apply([g], [w])
            overwritten.append(not np.array_equal(g, before))
        assert optimizer.iterations == 5
        ends.append(w)
    np.testing.assert_array_equal(*ends)
    assert not any(overwritten[:5])
    assert (ends[0] != 1).all()


def test_plain_descent_in_fit_computes_its_step_in_the_memory_of_the_gradient():
    optimizer, w, g = SGD(learning_rate=0.5), np.array([2.0]), np.array([4.0])
    optimizer.may_overwrite = True
    optimizer.apply([g], [w])
    assert (w.tolist(), g.tolist()) == ([0.0], [-2.0])
