import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import optimizers
from handmade.optimizers import SGD

RNG = np.random.default_rng(4)


@given(
    learning_rate=st.floats(1e-4, 1.0),
    momentum=st.sampled_from([0.0, 0.5, 0.9]),
    nesterov=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_five_steps_agree_with_keras(learning_rate, momentum, nesterov, seed):
    rng = np.random.default_rng(seed)
    variables = [rng.normal(size=shape).astype(np.float32) for shape in [(3, 2), (2,)]]
    twins = [keras.Variable(v.copy()) for v in variables]
    optimizer, twin = SGD(learning_rate, momentum, nesterov), keras.optimizers.SGD(learning_rate, momentum, nesterov)
    for _ in range(5):
        gradients = [rng.normal(size=v.shape).astype(np.float32) for v in variables]
        optimizer.apply(gradients, variables)
        twin.apply(gradients, twins)
    for variable, keras_variable in zip(variables, twins, strict=True):
        np.testing.assert_allclose(variable, keras_variable.numpy(), rtol=1e-5, atol=1e-6)


def test_a_step_changes_the_array_itself_and_leaves_the_gradient_alone():
    w, gradient = np.array([2.0]), np.array([4.0])
    SGD(learning_rate=0.1).apply([gradient], [w])
    assert w.tolist() == [1.6]
    assert gradient.tolist() == [4.0]


def test_each_step_on_a_parabola_covers_the_same_share_of_what_is_left():
    w, optimizer, path = np.array([2.0]), SGD(learning_rate=0.1), []
    for _ in range(6):
        path.append(w.item())
        optimizer.apply([2 * w], [w])
    np.testing.assert_allclose(np.divide(path[1:], path[:-1]), 0.8)


def test_momentum_keeps_rolling_where_the_slope_has_ended():
    w, optimizer = np.array([0.0]), SGD(learning_rate=1.0, momentum=0.5)
    optimizer.apply([np.array([-8.0])], [w])
    for expected in (12.0, 14.0, 15.0):
        optimizer.apply([np.zeros(1)], [w])
        assert w.item() == expected


def test_defaults_are_those_of_keras():
    ours, theirs = SGD(), keras.optimizers.SGD()
    assert ours.learning_rate == pytest.approx(float(theirs.learning_rate.numpy()))
    assert (ours.momentum, ours.nesterov) == (theirs.momentum, theirs.nesterov)


@pytest.mark.parametrize("learning_rate", [0, -0.1, np.nan, np.inf])
def test_a_learning_rate_that_is_not_positive_is_refused(learning_rate):
    with pytest.raises(ValueError, match="learning_rate must be"):
        SGD(learning_rate=learning_rate)


def test_a_learning_rate_that_is_no_number_is_refused():
    with pytest.raises(TypeError, match=r"learning_rate must be a number, but it is '0\.1'"):
        SGD(learning_rate="0.1")


@pytest.mark.parametrize("momentum", [-0.1, 1.1])
def test_a_momentum_outside_0_to_1_is_refused(momentum):
    with pytest.raises(ValueError, match="momentum must lie between 0 and 1"):
        SGD(momentum=momentum)


@pytest.mark.parametrize(
    ("gradients", "variables", "error", "message"),
    [
        ([], [np.ones(2)], ValueError, "0 gradients for 1 variables"),
        (
            [np.ones(3)],
            [np.ones(2)],
            ValueError,
            r"gradients\[0\] has shape \(3,\) but variables\[0\] has shape \(2,\)",
        ),
        ([np.ones((2, 2))], [np.ones(2)], ValueError, r"gradients\[0\] has shape \(2, 2\)"),
        ([1.0], [2.0], TypeError, r"variables\[0\] has type float.*np\.array\(\[2\.0\]\)"),
        ([np.ones(1)], [np.array([2])], TypeError, r"variables\[0\] has dtype int64"),
    ],
)
def test_what_cannot_be_stepped_is_refused(gradients, variables, error, message):
    with pytest.raises(error, match=message):
        SGD().apply(gradients, variables)


def test_a_memory_of_other_variables_is_refused():
    optimizer, w = SGD(momentum=0.9), np.ones(2)
    optimizer.apply([w], [w])
    with pytest.raises(ValueError, match="make a new optimizer for every model"):
        optimizer.apply([w], [np.ones(2)])


def test_get_gives_a_fresh_optimizer_for_a_name():
    assert optimizers.get("sgd") is not optimizers.get("sgd")
    sgd = SGD()
    assert optimizers.get(sgd) is sgd
    with pytest.raises(ValueError, match=r"known names: .*sgd"):
        optimizers.get("sdg")
    with pytest.raises(TypeError, match=r"write SGD\(\)"):
        optimizers.get(SGD)
