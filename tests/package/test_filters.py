import numpy as np
import pytest
import scipy.ndimage

from handmade.convolution import FILTERS, correlate2d

pytestmark = pytest.mark.chapter("convolution")

IMAGE = np.random.default_rng(8).uniform(0, 255, (7, 9))
INSIDE = (slice(1, -1), slice(1, -1))
BRIGHTNESS_STAYS = ["identity", "box_blur", "soft_blur", "gaussian_blur", "sharpen", "excessive_sharpen"]


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_keeps_an_even_gray_or_turns_it_black(name):
    answer = correlate2d(np.full((5, 5), 100.0), FILTERS[name])
    np.testing.assert_allclose(answer, 100 if name in BRIGHTNESS_STAYS else 0, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("identity", IMAGE),
        ("box_blur", scipy.ndimage.uniform_filter(IMAGE, 3)),
        ("sobel_x", scipy.ndimage.sobel(IMAGE, axis=1)),
        ("sobel_y", scipy.ndimage.sobel(IMAGE, axis=0)),
        ("laplacian", scipy.ndimage.laplace(IMAGE)),
        ("soft_edges", -scipy.ndimage.laplace(IMAGE)),
        ("sharpen", IMAGE - scipy.ndimage.laplace(IMAGE)),
        ("edges", 9 * (IMAGE - scipy.ndimage.uniform_filter(IMAGE, 3))),
        ("excessive_sharpen", 9 * scipy.ndimage.uniform_filter(IMAGE, 3) - 8 * IMAGE),
        ("soft_blur", IMAGE + scipy.ndimage.laplace(IMAGE) / 5),
        ("vertical_edges", -scipy.ndimage.prewitt(IMAGE, axis=1)),
        ("horizontal_edges", -scipy.ndimage.prewitt(IMAGE, axis=0)),
    ],
)
def test_filters_agree_with_scipys_of_other_names(name, expected):
    np.testing.assert_allclose(correlate2d(IMAGE, FILTERS[name]), expected[INSIDE], atol=1e-10)


def test_the_gaussian_is_a_blur_along_the_rows_and_one_along_the_columns():
    weights = np.array([1, 2, 1]) / 4
    rows = scipy.ndimage.correlate1d(IMAGE, weights, axis=1)
    both = scipy.ndimage.correlate1d(rows, weights, axis=0)
    np.testing.assert_allclose(correlate2d(IMAGE, FILTERS["gaussian_blur"]), both[INSIDE])


def test_emboss_and_diagonal_edges_have_a_light_from_the_upper_left():
    slope = np.add.outer(np.arange(5.0), np.arange(5.0))  # brighter toward the lower right
    assert (correlate2d(slope, FILTERS["emboss"]) == 8).all()
    assert FILTERS["emboss"].tolist() == [[-1, -1, 0], [-1, 0, 1], [0, 1, 1]]
    assert FILTERS["diagonal_edges"].tolist() == [[1, 0, -1], [0, 0, 0], [-1, 0, 1]]


@pytest.mark.parametrize("name", FILTERS)
def test_filters_are_three_by_three_and_cannot_be_changed_by_accident(name):
    assert (FILTERS[name].shape, FILTERS[name].dtype) == ((3, 3), np.float64)
    with pytest.raises(ValueError, match="read-only"):
        FILTERS[name][1, 1] = 9
