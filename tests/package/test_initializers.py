import keras
import numpy as np
import pytest

from handmade import initializers
from handmade.initializers import fans, glorot_uniform, ones, zeros


@pytest.mark.parametrize("shape", [(300, 500), (3, 3, 40, 60)])
def test_glorot_uniform_has_the_spread_of_keras(shape):
    ours = glorot_uniform(shape, seed=0)
    theirs = np.asarray(keras.initializers.GlorotUniform(seed=0)(shape))
    assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=1e-3)
    assert ours.std() == pytest.approx(theirs.std(), rel=0.02)
    assert abs(ours.mean()) < 0.02 * ours.std()


def test_the_same_seed_gives_the_same_weights_and_a_generator_moves_on():
    np.testing.assert_array_equal(glorot_uniform((3, 4), seed=5), glorot_uniform((3, 4), seed=5))
    rng = np.random.default_rng(5)
    first, second = glorot_uniform((3, 4), rng), glorot_uniform((3, 4), rng)
    np.testing.assert_array_equal(first, glorot_uniform((3, 4), seed=5))
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype_is_the_one_asked_for(dtype):
    assert {f((2, 3), 0, dtype).dtype for f in (zeros, ones, glorot_uniform)} == {np.dtype(dtype)}


def test_zeros_and_ones_are_what_they_say():
    assert zeros((2, 3)).sum() == 0
    assert ones((2, 3)).sum() == 6


def test_a_vector_is_no_kernel():
    with pytest.raises(ValueError, match="at least two axes"):
        fans((3,))


def test_get_knows_names_and_functions():
    assert initializers.get("glorot_uniform") is glorot_uniform
    assert initializers.get(ones) is ones
    with pytest.raises(ValueError, match="'xavier' is not a known initializer"):
        initializers.get("xavier")
    with pytest.raises(TypeError, match="name or a function"):
        initializers.get(3)
