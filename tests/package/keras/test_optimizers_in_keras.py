"""Optimizers and schedules: each agrees with its twin in Keras, step for step."""

import inspect

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from handmade import optimizers
from handmade.optimizers import SGD, Adadelta, Adagrad, Adam, AdamW, RMSprop, schedules

pytestmark = pytest.mark.chapter("optimizers")

SHARES = st.sampled_from([0.0, 0.5, 0.9, 0.99])
EPSILONS = st.sampled_from([1e-8, 1e-7, 1e-3, 1.0])
CLIPPING = st.sampled_from(
    [{}, {}, {"clipnorm": 0.7}, {"clipvalue": 0.3}, {"global_clipnorm": 1.5}, {"global_clipnorm": 1e3}]
)
ADAM = {
    "beta_1": SHARES,
    "beta_2": st.sampled_from([0.5, 0.9, 0.99, 0.999]),
    "epsilon": EPSILONS,
    "amsgrad": st.booleans(),
}
SETTINGS = {
    "SGD": {"momentum": SHARES, "nesterov": st.booleans()},
    "Adagrad": {"initial_accumulator_value": st.floats(0, 2), "epsilon": EPSILONS},
    "Adadelta": {"rho": SHARES, "epsilon": EPSILONS},
    "RMSprop": {"rho": SHARES, "momentum": SHARES, "epsilon": EPSILONS},
    "Adam": ADAM,
    "AdamW": {**ADAM, "weight_decay": st.floats(0, 0.5)},
}


def differ_at_most(ours, theirs, tolerance):
    for array, variable in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(array, variable.numpy(), rtol=tolerance, atol=tolerance)


def both_after(steps, optimizer, twin, shapes, seed, scale=1.0, dtype="float32"):
    """Our variables and Keras's after the same random steps of both."""
    rng = np.random.default_rng(seed)
    ours = [np.array(rng.normal(size=shape), dtype) for shape in shapes]
    theirs = [keras.Variable(w.copy(), dtype=dtype) for w in ours]
    for _ in range(steps):
        gradients = [np.array(scale * rng.normal(size=shape), dtype) for shape in shapes]
        optimizer.apply(gradients, ours)
        twin.apply([keras.ops.convert_to_tensor(g) for g in gradients], theirs)
    return ours, theirs


@pytest.mark.parametrize("name", SETTINGS)
@settings(max_examples=10)
@given(
    data=st.data(),
    learning_rate=st.floats(1e-4, 0.5),
    clipping=CLIPPING,
    shapes=st.lists(array_shapes(min_dims=0, max_dims=4, max_side=4), min_size=1, max_size=2),
    scale=st.sampled_from([1e-3, 1.0, 30.0]),
    seed=st.integers(0, 1000),
)
def test_25_steps_agree_with_keras(name, data, learning_rate, clipping, shapes, scale, seed):
    chosen = data.draw(st.fixed_dictionaries(SETTINGS[name]))
    optimizer = getattr(optimizers, name)(learning_rate, **chosen, **clipping)
    twin = getattr(keras.optimizers, name)(learning_rate, **chosen, **clipping)
    differ_at_most(*both_after(25, optimizer, twin, shapes, seed, scale), 1e-5)
    assert optimizer.iterations == int(twin.iterations.numpy()) == 25


@settings(max_examples=10)
@given(rho=st.sampled_from([0.5, 0.9, 0.99]), momentum=SHARES, seed=st.integers(0, 1000))
def test_25_steps_of_the_centered_rmsprop_agree_with_keras(rho, momentum, seed):
    # epsilon: without it the variance, a small difference of large numbers, would be the rounding's own
    chosen = {"rho": rho, "momentum": momentum, "epsilon": 1e-3, "centered": True}
    ours, theirs = both_after(25, RMSprop(0.01, **chosen), keras.optimizers.RMSprop(0.01, **chosen), [(3, 2)], seed)
    differ_at_most(ours, theirs, 1e-5)


@pytest.mark.parametrize("name", SETTINGS)
def test_25_steps_with_all_defaults_agree_with_keras(name):
    optimizer, twin = optimizers.get(name), keras.optimizers.get(name)
    differ_at_most(*both_after(25, optimizer, twin, [(3, 2), (2,), ()], seed=1), 1e-6)


@pytest.mark.parametrize("name", SETTINGS)
def test_steps_in_double_precision_agree_with_keras(name):
    optimizer, twin = getattr(optimizers, name)(0.125), getattr(keras.optimizers, name)(0.125)  # exact in float32, too
    ours, theirs = both_after(25, optimizer, twin, [(3, 2)], seed=2, dtype="float64")
    assert ours[0].dtype == np.float64
    differ_at_most(ours, theirs, 1e-5 if "Adam" in name else 1e-6)  # Keras's betas are float32 even then


@pytest.mark.parametrize("name", SETTINGS)
def test_names_order_and_defaults_are_those_of_keras(name):
    ours = inspect.signature(getattr(optimizers, name)).parameters
    theirs = inspect.signature(getattr(keras.optimizers, name)).parameters
    shared = [parameter for parameter in theirs if parameter in ours]
    assert list(ours) == shared
    assert [ours[p].default for p in ours] == [theirs[p].default for p in shared]


@pytest.mark.parametrize("name", ["sgd", "SGD", "Adagrad", "adadelta", "RMSprop", "rmsprop", "Adam", "ADAM", "adamw"])
def test_each_name_means_the_same_as_in_keras(name):
    assert type(optimizers.get(name)).__name__ == type(keras.optimizers.get(name)).__name__


@pytest.mark.parametrize("kind", [SGD, Adagrad, Adadelta, RMSprop, Adam, AdamW])
def test_a_schedule_steers_the_steps_as_in_keras(kind):
    ours = schedules.CosineDecay(0.0, 12, alpha=0.1, warmup_target=0.3, warmup_steps=5)
    theirs = keras.optimizers.schedules.CosineDecay(0.0, 12, alpha=0.1, warmup_target=0.3, warmup_steps=5)
    optimizer, twin = kind(ours), getattr(keras.optimizers, kind.__name__)(theirs)
    differ_at_most(*both_after(25, optimizer, twin, [(3, 2), (2,)], seed=3), 1e-5)
    assert optimizer.learning_rate == pytest.approx(float(twin.learning_rate), rel=1e-5)


def test_a_learning_rate_set_between_steps_is_used_as_in_keras():
    optimizer, twin = Adam(0.1), keras.optimizers.Adam(0.1)
    ours, theirs = [np.ones(2, np.float32)], [keras.Variable(np.ones(2, np.float32))]
    for rate in (0.1, 0.01):
        optimizer.learning_rate = twin.learning_rate = rate
        optimizer.apply([np.float32([1, -2])], ours)
        twin.apply([keras.ops.array([1.0, -2.0])], theirs)
    differ_at_most(ours, theirs, 1e-6)


INITIAL, STEPS = st.floats(1e-3, 1.0), st.integers(1, 40)
DECAYS = st.one_of(
    st.tuples(
        st.sampled_from(["ExponentialDecay", "InverseTimeDecay"]),
        st.tuples(INITIAL, STEPS, st.floats(0.1, 1.5), st.booleans()),
    ),
    st.tuples(
        st.just("PolynomialDecay"),
        st.tuples(INITIAL, STEPS, st.floats(0, 0.5), st.sampled_from([0.5, 1.0, 2.0]), st.booleans()),
    ),
    st.tuples(st.just("CosineDecay"), st.tuples(INITIAL, STEPS, st.floats(0, 1))),
    st.tuples(
        st.just("PiecewiseConstantDecay"),
        st.tuples(st.just([3, 10, 11, 30]), st.lists(INITIAL, min_size=5, max_size=5)),
    ),
)


@settings(max_examples=20)
@given(decay=DECAYS)
def test_schedules_agree_with_keras_at_every_step(decay):
    name, arguments = decay
    ours = getattr(schedules, name)(*arguments)
    theirs = getattr(keras.optimizers.schedules, name)(*arguments)
    steps = range(90)
    expected = [float(theirs(step)) for step in steps]
    np.testing.assert_allclose([ours(step) for step in steps], expected, rtol=1e-5, atol=1e-6)


@settings(max_examples=8)
@given(initial=st.floats(0, 1), target=INITIAL, rise=st.integers(0, 20), fall=STEPS, alpha=st.floats(0, 1))
def test_a_warm_up_agrees_with_keras_at_every_step(initial, target, rise, fall, alpha):
    both = {"warmup_target": target, "warmup_steps": rise}
    ours = schedules.CosineDecay(initial, fall, alpha, **both)
    theirs = keras.optimizers.schedules.CosineDecay(initial, fall, alpha, **both)
    expected = [float(theirs(step)) for step in range(70)]
    np.testing.assert_allclose([ours(step) for step in range(70)], expected, rtol=1e-5, atol=1e-6)
