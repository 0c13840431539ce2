"""Tables: rows small enough to look at, each with its targets.

X is (m, n), one row for each example, and y is (m, 1), both float64; the messages are plain Python, text with a label.
Every call returns data of the caller's own.
"""

import csv
from typing import TypeAlias

import numpy as np

from handmade.array_types import Array
from handmade.data_files import DataFile, find

LabeledTexts: TypeAlias = list[tuple[str, int]]


def load_messages() -> tuple[LabeledTexts, LabeledTexts]:
    """120 invented short messages: 80 to learn from and 40 to test with, each as (message, 1 for junk or 0).

    Which message went where was decided by lot, once. Accuracies on them say nothing about real mail.
    Source: written for this book; the data card tells how. License: CC BY 4.0.
    Explained in :ref:`ch-machines-that-learn`.

    >>> learning, test = load_messages()
    >>> len(learning), len(test), learning[1]
    (80, 40, ('I booked the cabin for the last week of July.', 0))
    """
    with find(MESSAGES).open(encoding="utf-8", newline="") as file:
        rows = [(row["part"], (row["message"], int(row["junk"]))) for row in csv.DictReader(file)]
    return [pair for part, pair in rows if part == "learn"], [pair for part, pair in rows if part == "test"]


def load_houses() -> tuple[Array, Array]:
    """Nine huts: area in m², price in units of 10,000 pesos. Small enough to compute with by hand.

    Source: invented for the workshop from which the book grew. License: CC BY 4.0.
    Explained in :ref:`ch-losses`.

    >>> X, y = load_houses()
    >>> X.shape, y.shape, X[0].item(), y[0].item()
    ((9, 1), (9, 1), 0.2, 0.2)
    """
    area = [0.2, 1, 2, 3, 4, 5, 7, 9, 10]
    price = [0.2, 1.8, 4, 7, 9, 11, 12, 14, 13]
    return np.array(area).reshape(-1, 1), np.array(price).reshape(-1, 1)


def load_housing() -> tuple[Array, Array]:
    """156 invented houses: area in m², bedrooms and age in years; price in units of 100,000 pesos.

    Source: drawn by a generator from a known rule, which the data card tells. License: CC BY 4.0.
    Explained in :ref:`ch-scaling`.

    >>> X, y = load_housing()
    >>> X.shape, y.shape, X[0], y[0]
    ((156, 3), (156, 1), array([68.4,  2. , 10. ]), array([43.04]))
    """
    return _table(HOUSING)


def load_admissions() -> tuple[Array, Array]:
    """100 invented applicants: the scores of two exams, 30 to 100; 1 where admitted, otherwise 0.

    Source: ``make_admissions()``, written to a file, so that nothing can change it. License: CC BY 4.0.
    Explained in :ref:`ch-cross-entropy`.

    >>> X, y = load_admissions()
    >>> X.shape, y.shape, int(y.sum())
    ((100, 2), (100, 1), 48)
    """
    return _table(ADMISSIONS)


def load_tumors(outlier: bool = False) -> tuple[Array, Array]:
    """Six invented tumors: size in cm; 1 where malignant, otherwise 0. With ``outlier`` a seventh, of 23 cm.

    The seventh is labeled correctly, and still spoils a straight line fitted to the labels.
    Source: reconstructed from eight predictions that the workshop's slides print. License: CC BY 4.0.
    Explained in :ref:`ch-sigmoid`.

    >>> X, y = load_tumors()
    >>> X.ravel(), y.ravel()
    (array([0.9, 1.4, 2.2, 3.8, 5.3, 7.4]), array([0., 0., 0., 1., 1., 1.]))
    >>> load_tumors(outlier=True)[0][-1]
    array([23.])
    """
    X, y = _table(TUMORS)
    return (X, y) if outlier else (X[:-1], y[:-1])


def load_convolution_example() -> tuple[Array, Array]:
    """An image (6, 6) of a bright and a dark half, and the kernel (3, 3) that finds the edge between them; float64.

    Small numbers, to be convolved by hand. Explained in :ref:`ch-convolution`.

    >>> image, kernel = load_convolution_example()
    >>> int((image[:3, :3] * kernel).sum()), int((image[:3, 1:4] * kernel).sum())  # flat, and on the edge
    (-3, 18)
    """
    image = ["787212", "898121", "679302", "786221", "978013", "867132"]
    return np.array([[float(pixel) for pixel in row] for row in image]), np.array([[1.0, 0.0, -1.0]] * 3)


def _table(file: DataFile) -> tuple[Array, Array]:
    rows = np.loadtxt(find(file), delimiter=",", skiprows=1)
    return rows[:, :-1].copy(), rows[:, -1:].copy()


MESSAGES = DataFile("messages_120.csv", "e3ca3ef787447b56b3afabb4da940f4b9b07e6ba801d76d8f20fa04155132dce")
HOUSING = DataFile("house_prices_156.csv", "0f9890c6b5b65f355a3075c6fa919a53fe1981043f249f989401b5ad534223f9")
ADMISSIONS = DataFile("admissions_100.csv", "09e339552f5856e3db716b04d21fb90f55e550b4661ea60b980326793099e4a1")
TUMORS = DataFile("tumors_7.csv", "1578110da8252c878a1b292a778e6082c2cc51204c73ceb421c980559974a243")
