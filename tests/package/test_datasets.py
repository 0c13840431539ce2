import re
from pathlib import Path

import numpy as np
import pytest

from handmade import datasets
from handmade.data_files import sha256

DATA = Path(__file__).resolve().parents[2] / "book" / "data"
FILES = [datasets.MNIST, datasets.FASHION_MNIST, datasets.HOUSING, datasets.ADMISSIONS]
CARDS = sorted(DATA.glob("*.card.md"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_committed_file_is_the_one_the_loader_expects(file):
    assert sha256(DATA / file.name) == file.sha256


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_has_a_card_that_tells_its_checksum_and_size(file):
    path = DATA / file.name
    card = (DATA / f"{path.stem}.card.md").read_text(encoding="utf-8")
    assert file.sha256 in card
    assert f"`{file.name}`, {path.stat().st_size:,} bytes" in card


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_a_card_names_source_license_shapes_and_problems(card):
    text = card.read_text(encoding="utf-8")
    for row in ("| loader | `handmade.datasets.", "| collected by |", "| license |"):
        assert row in text
    assert "**Known problems.**" in text
    assert hasattr(datasets, re.search(r"handmade\.datasets\.(\w+)\(\)", text).group(1))


@pytest.mark.parametrize("load", [datasets.load_mnist, datasets.load_fashion_mnist])
def test_images_have_the_shapes_and_dtype_of_keras_datasets(load):
    (x_train, y_train), (x_test, y_test) = load()
    assert (x_train.shape, x_test.shape) == ((60000, 28, 28), (10000, 28, 28))
    assert (y_train.shape, y_test.shape) == ((60000,), (10000,))
    assert {a.dtype for a in (x_train, y_train, x_test, y_test)} == {np.dtype(np.uint8)}
    assert (x_train.min(), x_train.max()) == (0, 255)
    assert set(y_train) == set(y_test) == set(range(10))


def test_mnist_is_mnist_and_fashion_is_not():
    (_, y_train), (_, y_test) = datasets.load_mnist()
    assert np.bincount(y_train).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert y_test[:5].tolist() == [7, 2, 1, 0, 4]
    assert datasets._is_mnist(DATA / "mnist.npz")
    assert not datasets._is_mnist(DATA / "fashion_mnist.npz")


@pytest.mark.parametrize(
    ("load", "m", "n"),
    [(datasets.load_houses, 9, 1), (datasets.load_housing, 156, 3), (datasets.load_admissions, 100, 2)],
)
def test_tables_are_matrices_of_float64_that_belong_to_the_caller(load, m, n):
    X, y = load()
    assert (X.shape, y.shape, X.dtype, y.dtype) == ((m, n), (m, 1), np.float64, np.float64)
    X[...] = y[...] = 0
    assert load()[0].any()


def test_the_best_line_through_the_nine_flats_is_the_one_in_the_book():
    X, y = datasets.load_houses()
    np.testing.assert_allclose(np.polyfit(X[:, 0], y[:, 0], 1), [1.371278, 1.722592], atol=5e-7)


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


def test_the_100_admissions_can_be_made_again():
    rng, lines = np.random.default_rng(350), ["exam1,exam2,admitted"]
    while len(lines) < 101:
        exam1, exam2 = np.round(rng.uniform(30, 100, 2), 1)
        over = (exam1 - 26) * (exam2 - 26) / 1000 - 1
        if abs(over) >= 0.1:
            lines.append(f"{exam1:.1f},{exam2:.1f},{int(over > 0)}")
    assert "\n".join([*lines, ""]) == (DATA / "admissions_100.csv").read_text(encoding="ascii")
