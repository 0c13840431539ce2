"""The initializers against Keras: the same fans, spread and limits; the numbers themselves are drawn otherwise."""

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras.src.initializers.random_initializers import compute_fans
from scipy import stats

from handmade import initializers

pytestmark = pytest.mark.chapter("vanishing-signals")

RANDOM = ["random_normal", "glorot_uniform", "he_normal"]


@given(shape=st.lists(st.integers(1, 50), min_size=2, max_size=5).map(tuple))
def test_fans_agree(shape):
    assert initializers.fans(shape) == compute_fans(shape)


@pytest.mark.parametrize("name", ["zeros", "ones", *RANDOM])
@pytest.mark.parametrize("shape", [(300, 500), (3, 5, 40, 60)])
def test_the_numbers_are_distributed_alike(name, shape):
    ours = initializers.get(name)(shape, seed=0)
    theirs = np.asarray(
        keras.initializers.get({"class_name": name, "config": {"seed": 1} if name in RANDOM else {}})(shape)
    )
    assert ours.dtype == theirs.dtype
    assert ours.mean() == pytest.approx(theirs.mean(), abs=0.003)
    assert ours.std() == pytest.approx(theirs.std(), rel=0.01)
    if name in RANDOM:
        assert stats.ks_2samp(ours.ravel(), theirs.ravel()).pvalue > 0.01
    if name != "random_normal":  # whose tails have no end
        assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=1e-3)
