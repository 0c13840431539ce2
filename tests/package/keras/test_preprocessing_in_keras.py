import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from handmade.preprocessing import to_categorical


@pytest.mark.chapter("softmax")
@given(
    labels=arrays(np.int64, array_shapes(max_dims=3, max_side=4), elements=st.integers(0, 6)),
    num_classes=st.none() | st.integers(7, 9),
)
def test_to_categorical_agrees(labels, num_classes):
    ours, theirs = to_categorical(labels, num_classes), keras.utils.to_categorical(labels, num_classes)
    np.testing.assert_array_equal(ours, theirs)
    assert ours.dtype == theirs.dtype
