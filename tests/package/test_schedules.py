import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import optimizers
from handmade.optimizers import schedules
from handmade.optimizers.schedules import (
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
)

pytestmark = pytest.mark.chapter("optimizers")

DECAYS = [ExponentialDecay, InverseTimeDecay, PolynomialDecay, CosineDecay]
ANY = [
    ExponentialDecay(0.1, 10, 0.5),
    ExponentialDecay(0.1, 10, 0.5, staircase=True),
    InverseTimeDecay(0.1, 10, 0.5),
    InverseTimeDecay(0.1, 10, 0.5, staircase=True),
    PolynomialDecay(0.1, 10),
    CosineDecay(0.1, 10),
    PiecewiseConstantDecay([3, 7], [0.1, 0.05, 0.01]),
]


def test_exponential_decay_takes_the_same_share_in_every_period():
    schedule = ExponentialDecay(0.8, decay_steps=4, decay_rate=0.25)
    assert [schedule(step) for step in (0, 2, 4, 8)] == pytest.approx([0.8, 0.4, 0.2, 0.05])


def test_inverse_time_decay_divides_by_an_evenly_growing_number():
    schedule = InverseTimeDecay(0.8, decay_steps=4, decay_rate=2.0)
    assert [schedule(step) for step in (0, 2, 4, 6)] == pytest.approx([0.8, 0.4, 0.8 / 3, 0.2])


@pytest.mark.parametrize("staircase", [False, True])
def test_a_rate_that_grows_beyond_all_floats_is_refused(staircase):
    message = r"learning rate for step 5000 is too large for a float: decay_rate=2\.0 .* give a decay_rate of at most 1"
    with pytest.raises(ValueError, match=message):
        ExponentialDecay(0.1, 1, 2.0, staircase)(5000)


@pytest.mark.parametrize("kind", [ExponentialDecay, InverseTimeDecay])
def test_a_staircase_keeps_still_between_its_steps_and_meets_the_slide_at_them(kind):
    stairs, slide = kind(0.8, 4, 0.5, staircase=True), kind(0.8, 4, 0.5)
    assert stairs(0) == stairs(3) == 0.8
    assert stairs(4) == stairs(7) == slide(4) < 0.8
    assert stairs(8) == slide(8) < stairs(7)
    assert slide(3) < 0.8


def test_a_boundary_belongs_to_the_value_before_it():
    schedule = PiecewiseConstantDecay([3, 7], [0.1, 0.05, 0.01])
    assert [schedule(step) for step in (0, 3, 4, 7, 8, 1000)] == [0.1, 0.1, 0.05, 0.05, 0.01, 0.01]


def test_without_boundaries_the_rate_is_constant():
    assert PiecewiseConstantDecay([], [0.1])(99) == 0.1


def test_polynomial_decay_goes_down_along_a_line_or_a_power_of_one():
    line, parabola = PolynomialDecay(0.5, 10, 0.1), PolynomialDecay(0.5, 10, 0.1, power=2.0)
    assert [line(step) for step in (0, 5, 10, 11)] == pytest.approx([0.5, 0.3, 0.1, 0.1])
    assert [parabola(step) for step in (0, 5, 10, 11)] == pytest.approx([0.5, 0.2, 0.1, 0.1])


def test_the_cycles_of_polynomial_decay_begin_lower_and_lower():
    schedule = PolynomialDecay(0.9, 10, 0.1, cycle=True)
    assert [schedule(step) for step in (0, 5, 10)] == pytest.approx([0.9, 0.5, 0.1])
    assert [schedule(step) for step in (11, 20, 21)] == pytest.approx([0.1 + 0.8 * 9 / 20, 0.1, 0.1 + 0.8 * 9 / 30])


def test_cosine_decay_is_half_a_wave_that_ends_at_alpha():
    schedule = CosineDecay(0.8, 12, alpha=0.25)
    middle = (0.8 + 0.2) / 2
    expected = [0.8, middle + 0.3 * math.sqrt(3) / 2, middle + 0.15, middle, middle - 0.15, 0.2, 0.2]
    assert [schedule(step) for step in (0, 2, 4, 6, 8, 12, 99)] == pytest.approx(expected)


@given(steps=st.integers(1, 50))
def test_the_wave_of_cosine_decay_is_a_mirror_of_itself(steps):
    schedule = CosineDecay(0.8, steps)
    for step in range(steps + 1):
        assert schedule(step) + schedule(steps - step) == pytest.approx(0.8)


def test_a_warm_up_is_a_line_to_where_the_wave_begins():
    schedule = CosineDecay(0.1, 10, alpha=0.5, warmup_target=0.5, warmup_steps=4)
    rates = [schedule(step) for step in (0, 1, 3, 4, 9, 14, 15)]
    assert rates == pytest.approx([0.1, 0.2, 0.4, 0.5, 0.375, 0.25, 0.25])
    assert CosineDecay(0.1, 10, warmup_target=0.5)(0) == 0.5


def test_defaults_are_those_of_keras():
    assert PolynomialDecay(0.1, 10)(10) == 0.0001
    assert PolynomialDecay(0.1, 10).power == 1.0
    assert CosineDecay(0.1, 10)(10) == 0.0
    assert not PolynomialDecay(0.1, 10).cycle
    assert not ExponentialDecay(0.1, 10, 0.5).staircase
    assert not InverseTimeDecay(0.1, 10, 0.5).staircase


def test_both_import_paths_lead_to_the_same_schedules():
    for kind in (*DECAYS, PiecewiseConstantDecay):
        assert getattr(optimizers, kind.__name__) is getattr(optimizers.schedules, kind.__name__) is kind


@pytest.mark.parametrize("schedule", ANY, ids=lambda schedule: type(schedule).__name__)
def test_rates_are_plain_floats_and_never_rise(schedule):
    rates = [schedule(step) for step in range(30)]
    assert {type(rate) for rate in rates} == {float}
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == 0.1
    assert schedule(np.int64(5)) == schedule(5)


@pytest.mark.parametrize("schedule", ANY, ids=lambda schedule: type(schedule).__name__)
def test_a_step_is_one_number_from_0(schedule):
    with pytest.raises(ValueError, match="step must be at least 0, but it is -1; the first step has the number 0"):
        schedule(-1)
    with pytest.raises(TypeError, match="step must be a number"):
        schedule(np.arange(3))


@pytest.mark.parametrize("kind", [ExponentialDecay, InverseTimeDecay, PolynomialDecay, CosineDecay])
def test_rates_and_lengths_must_be_positive(kind):
    rest = {"decay_rate": 0.5} if kind in (ExponentialDecay, InverseTimeDecay) else {}
    for wrong in (0, -1):
        with pytest.raises(ValueError, match=r"initial_learning_rate must be greater than 0, .*; 0\.1 is usual"):
            kind(wrong, 10, **rest)
        with pytest.raises(ValueError, match=r"decay_steps must be greater than 0, .*; 1000 is usual"):
            kind(0.1, wrong, **rest)
        for name in rest:
            with pytest.raises(ValueError, match=rf"{name} must be greater than 0, .*; 0\.\d is usual"):
                kind(0.1, 10, wrong)
    with pytest.raises(TypeError, match="decay_steps must be a number"):
        kind(0.1, "10", **rest)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: PolynomialDecay(0.1, 10, -0.1), r"end_learning_rate must be at least 0, but it is -0\.1"),
        (lambda: PolynomialDecay(0.1, 10, power=0), r"power must be greater than 0, but it is 0\.0; 1\.0 is usual"),
        (lambda: CosineDecay(0.1, 10, -0.1), r"alpha must be at least 0, but it is -0\.1"),
        (lambda: CosineDecay(0.1, 10, warmup_steps=3), "warmup_steps=3.* needs a warmup_target"),
        (lambda: CosineDecay(0.1, 10, warmup_target=0), r"warmup_target must be greater than 0, .*; 0\.1 is usual"),
        (lambda: CosineDecay(0.1, 10, warmup_target=1, warmup_steps=-1), "warmup_steps must be at least 0"),
        (lambda: CosineDecay(-0.1, 10, warmup_target=1), "initial_learning_rate must be at least 0"),
        (lambda: PiecewiseConstantDecay([1, 2], [0.1, 0.2]), "2 values for 2 boundaries, but there must be one more"),
        (lambda: PiecewiseConstantDecay([1], [0.1, 0.2, 0.3]), "3 values for 1 boundaries"),
        (lambda: PiecewiseConstantDecay([2, 2], [1, 1, 1]), r"boundaries must rise, but they are \[2, 2\]; sort"),
        (lambda: PiecewiseConstantDecay([1], [0.1, -0.2]), r"values\[1\] must be at least 0, but it is -0\.2"),
        (lambda: PiecewiseConstantDecay([math.nan], [0.1, 0.2]), r"boundaries\[0\] must be finite"),
    ],
)
def test_what_makes_no_schedule_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_numbers_at_the_edge_of_what_is_allowed():
    assert CosineDecay(0, 10, warmup_target=0.1, warmup_steps=5)(0) == 0
    assert PolynomialDecay(0.1, 10, 0)(10) == 0
    assert PiecewiseConstantDecay([0], [0.0, 0.1])(0) == 0


def test_a_name_comes_fourth_in_keras_so_that_warm_ups_must_be_named():
    with pytest.raises(TypeError, match="positional"):
        CosineDecay(0.1, 10, 0.0, 0.5, 4)


def test_extremes_stay_finite():
    with np.errstate(all="raise"):
        assert ExponentialDecay(0.1, 1, 0.5)(10**6) == 0.0
        assert 0 < InverseTimeDecay(0.1, 1, 1.0)(10**12) < 1e-12
        assert schedules.CosineDecay(0.1, 3)(10**12) == 0.0
