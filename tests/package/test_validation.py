import numpy as np
import pytest

from handmade.validation import as_float, require_finite, require_number, require_positive_integer

pytestmark = pytest.mark.chapter("arrays")


def test_as_float_keeps_float32_without_a_copy():
    x = np.ones(3, np.float32)
    assert as_float(x) is x


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, bool])
def test_as_float_makes_all_else_float64(dtype):
    assert as_float(np.ones(3, dtype)).dtype == np.float64


def test_finite_integer_and_empty_arrays_pass():
    for values in (np.array([1.0, -1e300]), np.array([255], np.uint8), np.array([])):
        require_finite("x", values)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused_with_its_place(bad):
    with pytest.raises(ValueError, match=r"x has 1 entries that are NaN or infinite, the first at \(1, 0\)"):
        require_finite("x", np.array([[1.0, 2.0], [bad, 3.0]]))


def test_counts_are_positive_whole_numbers():
    assert require_positive_integer("units", np.int64(3)) == 3
    with pytest.raises(ValueError, match="units must be at least 1, but it is 0"):
        require_positive_integer("units", 0)
    for value in (2.0, True, "relu", None):
        with pytest.raises(TypeError, match="units must be a whole number"):
            require_positive_integer("units", value)


def test_numbers_are_finite_and_not_strings():
    assert require_number("momentum", np.float32(0.5)) == 0.5
    with pytest.raises(ValueError, match="momentum must be finite"):
        require_number("momentum", np.inf)
    with pytest.raises(TypeError, match="momentum must be a number"):
        require_number("momentum", True)
