import random
import re
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import correlate2d
from sklearn.linear_model import LogisticRegression

from handmade import datasets
from handmade.data_files import sha256
from handmade.datasets import digits, tables
from handmade.datasets.digits import _is_mnist

DATA = Path(__file__).resolve().parents[2] / "book" / "data"
FILES = [digits.MNIST, digits.FASHION_MNIST, tables.HOUSING, tables.ADMISSIONS, tables.TUMORS, tables.MESSAGES]
CARDS = sorted(DATA.glob("*.card.md"))


@pytest.mark.chapter("notebooks")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_committed_file_is_the_one_the_loader_expects(file):
    assert sha256(DATA / file.name) == file.sha256


@pytest.mark.chapter("evaluation")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_has_a_card_that_tells_its_checksum_and_size(file):
    path = DATA / file.name
    card = (DATA / f"{path.stem}.card.md").read_text(encoding="utf-8")
    assert file.sha256 in card
    assert f"`{file.name}`, {path.stat().st_size:,} bytes" in card


@pytest.mark.chapter("evaluation")
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_a_card_names_source_license_shapes_and_problems(card):
    text = card.read_text(encoding="utf-8")
    for row in ("| loader | `handmade.datasets.", "| collected by |", "| license |"):
        assert row in text
    assert "**Known problems.**" in text
    assert hasattr(datasets, re.search(r"handmade\.datasets\.(\w+)\(", text).group(1))


@pytest.mark.chapter("digits", "experiments")
@pytest.mark.parametrize("load", [datasets.load_mnist, datasets.load_fashion_mnist])
def test_images_have_the_shapes_and_dtype_of_keras_datasets(load):
    (x_train, y_train), (x_test, y_test) = load()
    assert (x_train.shape, x_test.shape) == ((60000, 28, 28), (10000, 28, 28))
    assert (y_train.shape, y_test.shape) == ((60000,), (10000,))
    assert {a.dtype for a in (x_train, y_train, x_test, y_test)} == {np.dtype(np.uint8)}
    assert (x_train.min(), x_train.max()) == (0, 255)
    assert set(y_train) == set(y_test) == set(range(10))


@pytest.mark.chapter("digits")
def test_mnist_is_mnist_and_fashion_is_not():
    (_, y_train), (_, y_test) = datasets.load_mnist()
    assert np.bincount(y_train).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert y_test[:5].tolist() == [7, 2, 1, 0, 4]
    assert _is_mnist(DATA / "mnist.npz")
    assert not _is_mnist(DATA / "fashion_mnist.npz")


@pytest.mark.chapter("linear-regression", "scaling", "sigmoid", "cross-entropy")
@pytest.mark.parametrize(
    ("load", "m", "n"),
    [
        (datasets.load_houses, 9, 1),
        (datasets.load_housing, 156, 3),
        (datasets.load_admissions, 100, 2),
        (datasets.load_tumors, 6, 1),
    ],
)
def test_tables_are_matrices_of_float64_that_belong_to_the_caller(load, m, n):
    X, y = load()
    assert (X.shape, y.shape, X.dtype, y.dtype) == ((m, n), (m, 1), np.float64, np.float64)
    X[...] = y[...] = 0
    assert load()[0].any()


@pytest.mark.chapter("machines-that-learn")
def test_no_message_is_both_learned_from_and_tested_with():
    learning, test = datasets.load_messages()
    assert (len(learning), len(test)) == (80, 40)
    texts = [re.sub("[^a-z ]", "", message.lower()) for message, _ in learning + test]
    assert len(set(texts)) == 120
    assert sum(junk for _, junk in learning + test) == 48
    learning.clear()
    assert len(datasets.load_messages()[0]) == 80


@pytest.mark.chapter("machines-that-learn")
def test_the_lot_that_parted_the_messages_can_be_drawn_again():
    pairs = [pair for part in datasets.load_messages() for pair in part]
    drawn = list(range(120))
    random.Random(0).shuffle(drawn)
    as_written = [pair for _, pair in sorted(zip(drawn, pairs, strict=True))]
    assert [junk for _, junk in as_written] == [1] * 48 + [0] * 72  # we wrote the junk first
    assert as_written[0][0].startswith("You have won")


@pytest.mark.chapter("linear-regression")
def test_the_best_line_through_the_nine_flats_is_the_one_in_the_book():
    X, y = datasets.load_houses()
    np.testing.assert_allclose(np.polyfit(X[:, 0], y[:, 0], 1), [1.371278, 1.722592], atol=5e-7)


@pytest.mark.chapter("scaling")
def test_the_156_houses_can_be_made_again():
    rng, rows = np.random.default_rng(4241), []
    while len(rows) < 156:
        area = round(float(np.exp(rng.normal(np.log(95), 0.58))), 1)
        age = round(rng.gamma(1.6, 20))
        bedrooms = int(np.clip(round(0.9 + area / 60 + rng.normal(0, 0.7)), 1, 5))
        if 22 <= area <= 300 and 1 <= age <= 115:
            rows.append((area, bedrooms, age))
    X = np.array(rows, float)
    X[np.argmin(X[:, 0]), 0], X[np.argmax(X[:, 0]), 0] = 22, 300  # the ranges that the text quotes
    X[np.argmin(X[:, 2]), 2], X[np.argmax(X[:, 2]), 2] = 1, 115
    price = 6 + 0.42 * X[:, 0] + 3.5 * X[:, 1] - 0.11 * X[:, 2] + rng.normal(0, 4.0, 156)
    lines = [f"{area:.1f},{bed:.0f},{age:.0f},{p:.2f}" for (area, bed, age), p in zip(X, price, strict=True)]
    table = "\n".join(["area_sqm,bedrooms,age_years,price_100k_php", *lines, ""])
    assert table == (DATA / "house_prices_156.csv").read_text(encoding="ascii")


@pytest.mark.chapter("cross-entropy")
def test_the_100_admissions_can_be_made_again():
    rng, lines = np.random.default_rng(350), ["exam1,exam2,admitted"]
    while len(lines) < 101:
        exam1, exam2 = np.round(rng.uniform(30, 100, 2), 1)
        over = (exam1 - 26) * (exam2 - 26) / 1000 - 1
        if abs(over) >= 0.1:
            lines.append(f"{exam1:.1f},{exam2:.1f},{int(over > 0)}")
    assert "\n".join([*lines, ""]) == (DATA / "admissions_100.csv").read_text(encoding="ascii")


@pytest.mark.chapter("cross-entropy")
def test_made_admissions_are_those_of_the_file_and_another_seed_gives_fresh_ones():
    for made, loaded in zip(datasets.make_admissions(), datasets.load_admissions(), strict=True):
        np.testing.assert_array_equal(made, loaded)
    X, y = datasets.make_admissions(m=2000, seed=99999, margin=0)
    assert (X.shape, y.shape) == ((2000, 2), (2000, 1))
    over = (X[:, :1] - 26) * (X[:, 1:] - 26) - 1000
    np.testing.assert_array_equal(y, over > 0)
    assert np.abs(over).min() < 10  # without a margin, some stand close to the curve


@pytest.mark.chapter("cross-entropy")
def test_nobody_stands_nearer_to_the_curve_than_the_margin():
    X, _ = datasets.make_admissions(m=500, seed=3, margin=0.5)
    over = (X[:, 0] - 26) * (X[:, 1] - 26) / 1000 - 1
    assert 0.5 <= np.abs(over).min() < 0.55


@pytest.mark.chapter("sigmoid")
def test_the_seven_tumors_can_be_made_again():
    rows = [(0.9, 0), (1.4, 0), (2.2, 0), (3.8, 1), (5.3, 1), (7.4, 1), (23.0, 1)]
    table = "\n".join(["size_cm,malignant", *(f"{size:.1f},{malignant}" for size, malignant in rows), ""])
    assert table == (DATA / "tumors_7.csv").read_text(encoding="ascii")
    X, y = datasets.load_tumors(outlier=True)
    np.testing.assert_array_equal(np.hstack([X, y]), rows)


@pytest.mark.chapter("sigmoid")
@pytest.mark.parametrize(
    ("outlier", "predictions", "boundary"), [(False, [4, 48, 60, 65], 3.50), (True, [36, 46, 48, 49], 4.51)]
)
def test_the_line_through_the_tumors_gives_all_eight_printed_numbers(outlier, predictions, boundary):
    X, y = datasets.load_tumors(outlier)
    slope, intercept = np.polyfit(X[:, 0], y[:, 0], 1)
    sizes = np.array([1.1, 3.4, 4.0, 4.3])
    assert np.round(100 * (intercept + slope * sizes)).tolist() == predictions
    assert round((0.5 - intercept) / slope, 2) == boundary


@pytest.mark.chapter("convolution")
def test_the_convolution_example_finds_its_edge_and_nothing_else():
    image, kernel = datasets.load_convolution_example()
    assert (image.shape, kernel.shape, image.dtype, kernel.dtype) == ((6, 6), (3, 3), np.float64, np.float64)
    assert kernel.tolist() == [[1, 0, -1]] * 3
    assert correlate2d(image, kernel, mode="valid").tolist() == [
        [-3, 18, 21, 1],
        [-2, 18, 19, 2],
        [-1, 17, 20, -1],
        [3, 18, 15, -3],
    ]


MADE = [
    datasets.make_circle,
    datasets.make_xor,
    datasets.make_admissions,
    datasets.make_curve,
    datasets.make_strokes,
    datasets.make_roads,
]


@pytest.mark.chapter("hidden-layers", "backpropagation")
@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
class TestMadeData:
    def test_m_rows_come_with_one_target_each(self, make):
        X, y = make(m=17, seed=1)
        assert (len(X), y.shape, y.dtype) == (17, (17, 1), np.float64)
        assert X.dtype == (np.uint8 if X.ndim == 3 else np.float64)

    def test_a_seed_is_a_promise_and_a_generator_moves_on(self, make):
        np.testing.assert_array_equal(make(m=9, seed=5)[0], make(m=9, seed=5)[0])
        rng = np.random.default_rng(5)
        first, second = make(m=9, seed=rng)[0], make(m=9, seed=rng)[0]
        np.testing.assert_array_equal(first, make(m=9, seed=5)[0])
        assert (first != second).any()

    @pytest.mark.parametrize(("m", "error"), [(0, ValueError), (-3, ValueError), (2.5, TypeError), (True, TypeError)])
    def test_m_counts_rows(self, make, m, error):
        with pytest.raises(error, match="m must be"):
            make(m=m)


@pytest.mark.chapter("hidden-layers")
def test_the_circle_is_the_one_whose_results_the_book_quotes():
    drawn = np.random.default_rng(7).uniform(-1, 1, (400, 2))
    radius = np.hypot(*drawn.T)
    kept = np.abs(radius - 0.7) > 0.05
    X, y = datasets.make_circle()
    np.testing.assert_array_equal(X, drawn[kept])
    np.testing.assert_array_equal(y[:, 0], radius[kept] < 0.7)


@pytest.mark.chapter("hidden-layers")
def test_a_line_fails_on_the_circle_and_on_xor_where_one_more_feature_succeeds():
    for (X, y), feature in [
        (datasets.make_circle(), lambda X: (X**2).sum(axis=1, keepdims=True)),
        (datasets.make_xor(scale=1), lambda X: np.sign(X).prod(axis=1, keepdims=True)),
    ]:
        straight = LogisticRegression(C=1e6).fit(X, y.ravel()).score(X, y.ravel())
        bent = LogisticRegression(C=1e6).fit(feature(X), y.ravel()).score(feature(X), y.ravel())
        assert straight < 0.7
        assert bent == 1


@pytest.mark.chapter("hidden-layers")
def test_xor_fills_its_square_and_is_1_where_the_signs_differ():
    X, y = datasets.make_xor()
    assert X.shape == (400, 2)
    assert -100 <= X.min() < -95
    assert 95 < X.max() <= 100
    np.testing.assert_array_equal(y[:, 0], X[:, 0] * X[:, 1] < 0)
    np.testing.assert_allclose(datasets.make_xor(scale=2)[0], X / 50)


@pytest.mark.chapter("generalization", "regularization")
def test_the_curve_is_a_sine_with_the_noise_that_is_asked_for():
    X, y = datasets.make_curve(m=4000, seed=2, noise=0.3)
    assert (np.diff(X[:, 0]) >= 0).all()
    assert 0 <= X.min() < 0.01
    assert 0.99 < X.max() <= 1
    error = y - np.sin(2 * np.pi * X)
    assert abs(error.mean()) < 0.02
    assert abs(error.std() - 0.3) < 0.01
    X, y = datasets.make_curve(m=4000)
    assert abs((y - np.sin(2 * np.pi * X)).std() - 0.2) < 0.01


@pytest.mark.chapter("convolution", "convolutional-networks")
@pytest.mark.parametrize(("where", "columns"), [("left", (0, 6)), ("right", (6, 12)), ("anywhere", (0, 12))])
def test_a_stroke_is_five_bright_pixels_in_a_row_where_it_was_asked_for(where, columns):
    images, y = datasets.make_strokes(400, seed=1, where=where)
    ink = images >= 150
    assert images.shape == (400, 12, 12)
    assert images[~ink].max() == 59
    assert (ink.sum(axis=(1, 2)) == 5).all()
    np.testing.assert_array_equal(ink.any(axis=1).sum(axis=1) == 5, y[:, 0] == 1)  # five columns: horizontal
    np.testing.assert_array_equal(ink.any(axis=2).sum(axis=1) == 5, y[:, 0] == 0)  # five rows: vertical
    used = np.flatnonzero(ink.any(axis=(0, 1)))
    assert (used.min(), used.max() + 1) == columns
    assert ink.any(axis=(0, 2)).all()
    assert 0.4 < y.mean() < 0.6


@pytest.mark.chapter("deployment")
def test_the_road_lies_where_the_target_says():
    images, y = datasets.make_roads(300, seed=1)
    assert images.shape == (300, 30, 32)
    row = np.where(images[:, 10] > 130, 1.0, 0.0)  # the road is the bright band
    middle = (row * np.arange(32)).sum(axis=1) / row.sum(axis=1)
    inside = np.abs(y[:, 0]) < 0.6  # near the border a part of the road is out of sight
    assert inside.sum() > 150
    assert np.abs(middle / 15.5 - 1 - y[:, 0])[inside].mean() < 0.02
    assert -1 <= y.min() < -0.4
    assert 0.4 < y.max() <= 1
    widths = (images > 130).sum(axis=2).mean(axis=0)
    assert (np.diff(widths[::5]) > 0).all()  # it narrows toward the horizon


@pytest.mark.chapter("hidden-layers")
@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: datasets.make_circle(margin=0.3), ValueError, r"margin must lie in \[0, 0\.3\), but it is 0\.3"),
        (lambda: datasets.make_circle(margin=-0.01), ValueError, "margin must lie in"),
        (lambda: datasets.make_admissions(margin=0.9), ValueError, r"margin must lie in \[0, 0\.9\)"),
        (lambda: datasets.make_admissions(margin="0"), TypeError, "margin must be a number"),
        (lambda: datasets.make_xor(scale=0), ValueError, "scale must be greater than 0, but it is 0"),
        (lambda: datasets.make_xor(scale=np.nan), ValueError, "scale must be finite"),
        (lambda: datasets.make_curve(noise=-0.1), ValueError, r"noise must be at least 0, but it is -0\.1"),
        (lambda: datasets.make_curve(noise="0"), TypeError, "noise must be a number"),
        (lambda: datasets.make_strokes(where="top"), ValueError, "where must be one of left, right, anywhere"),
    ],
)
def test_a_setting_without_sense_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.chapter("hidden-layers")
def test_settings_on_the_border_are_fine():
    assert datasets.make_circle(m=3, margin=0)[0].shape == (3, 2)
    assert datasets.make_curve(noise=0)[0].shape == (12, 1)


@pytest.mark.chapter("deployment")
def test_a_road_has_the_width_the_brightness_and_the_grain_it_is_said_to_have():
    images, _ = datasets.make_roads(2000, seed=3)
    near, far = images[:, 29].astype(float), images[:, 0].astype(float)
    road, paper = near[near > 130], near[near < 130]
    assert abs(road.mean() - 170) < 0.2
    assert abs(paper.mean() - 90) < 0.2
    assert abs(road.std() - 12) < 0.1
    assert abs(paper.std() - 12) < 0.1
    for row, half_width, (left, right) in [(near, 11, (10, 21)), (far, 2, (4, 27))]:
        bright = row > 130
        middle = (bright * np.arange(32)).sum(axis=1) / bright.sum(axis=1)
        assert abs(bright.sum(axis=1).mean() - 2 * half_width) < 0.1
        assert abs(middle.mean() - (left + right) / 2) < 0.25
        assert abs(np.quantile(middle, 0.01) - left) <= 0.5
        assert abs(np.quantile(middle, 0.99) - right) <= 0.5


@pytest.mark.chapter("convolution")
def test_paper_and_ink_have_all_the_grays_they_are_said_to_have():
    images, _ = datasets.make_strokes(2000)
    assert sorted(set(images[images < 100].tolist())) == list(range(60))
    assert sorted(set(images[images >= 100].tolist())) == list(range(150, 256))


@pytest.mark.chapter("hidden-layers", "generalization", "convolution", "deployment")
@pytest.mark.parametrize(
    ("make", "m", "seed"),
    [
        (datasets.make_circle, 345, 7),
        (datasets.make_xor, 400, 0),
        (datasets.make_admissions, 100, 350),
        (datasets.make_curve, 12, 0),
        (datasets.make_strokes, 200, 0),
        (datasets.make_roads, 200, 0),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_without_arguments_the_same_rows_come_each_time(make, m, seed):
    for ours, theirs in zip(make(), make(m=m, seed=seed), strict=True):
        assert len(ours) == m
        np.testing.assert_array_equal(ours, theirs)
