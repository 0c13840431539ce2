"""Data sets: the tables and images of the book, ready to learn from.

Tables come as X (m, n) and y (m, 1), float64; images exactly as ``keras.datasets`` gives them. Each has a data card
in ``book/data``: who collected it, under which license, and what is wrong with it.
"""

import hashlib
from pathlib import Path

import numpy as np

from handmade.data_files import DataFile, Mirror, find

Array = np.ndarray
Images = tuple[tuple[Array, Array], tuple[Array, Array]]

_PARTS = ("x_train", "y_train", "x_test", "y_test")


def load_mnist() -> Images:
    """70,000 handwritten digits: (x_train, y_train), (x_test, y_test).

    Images (60000, 28, 28) and (10000, 28, 28), labels 0 to 9, all uint8; 0 is the paper, 255 the ink.
    Keras: ``keras.datasets.mnist.load_data``. Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based
    learning applied to document recognition. Used in :ref:`ch-digits`.

    >>> (x_train, y_train), (x_test, y_test) = load_mnist()
    >>> x_train.shape, x_train.dtype, y_train[:3]
    ((60000, 28, 28), dtype('uint8'), array([5, 0, 4], dtype=uint8))
    """
    return _images(MNIST)


def load_fashion_mnist() -> Images:
    """70,000 pictures of clothes in ten kinds, in the shapes of ``load_mnist``.

    0 T-shirt, 1 trousers, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot.
    Keras: ``keras.datasets.fashion_mnist.load_data``. Source: Xiao, Rasul and Vollgraf (2017), Fashion-MNIST.

    >>> (x_train, y_train), (x_test, y_test) = load_fashion_mnist()
    >>> x_test.shape, y_train[:3]
    ((10000, 28, 28), array([9, 0, 0], dtype=uint8))
    """
    return _images(FASHION_MNIST)


def load_houses() -> tuple[Array, Array]:
    """Nine flats: area in m², price in units of 10,000 pesos. Small enough to compute with by hand.

    >>> X, y = load_houses()
    >>> X.shape, y.shape, X[0].item(), y[0].item()
    ((9, 1), (9, 1), 0.2, 0.2)
    """
    area = [0.2, 1, 2, 3, 4, 5, 7, 9, 10]
    price = [0.2, 1.8, 4, 7, 9, 11, 12, 14, 13]
    return np.array(area).reshape(-1, 1), np.array(price).reshape(-1, 1)


def load_housing() -> tuple[Array, Array]:
    """156 invented houses: area in m², bedrooms and age in years; price in units of 100,000 pesos.

    >>> X, y = load_housing()
    >>> X.shape, y.shape, X[0], y[0]
    ((156, 3), (156, 1), array([68.4,  2. , 10. ]), array([43.04]))
    """
    return _table(HOUSING)


def load_admissions() -> tuple[Array, Array]:
    """100 invented applicants: the scores of two exams; 1 where admitted, otherwise 0.

    >>> X, y = load_admissions()
    >>> X.shape, y.shape, int(y.sum())
    ((100, 2), (100, 1), 48)
    """
    return _table(ADMISSIONS)


def _table(file: DataFile) -> tuple[Array, Array]:
    rows = np.loadtxt(find(file), delimiter=",", skiprows=1)
    return rows[:, :-1].copy(), rows[:, -1:].copy()


def _images(file: DataFile) -> Images:
    with np.load(find(file), allow_pickle=False) as arrays:
        x_train, y_train, x_test, y_test = (arrays[part] for part in _PARTS)
    return (x_train, y_train), (x_test, y_test)


def _is_mnist(path: Path) -> bool:
    """Whether an archive holds MNIST's arrays, whatever its own bytes are."""
    digest = hashlib.sha256()
    with np.load(path, allow_pickle=False) as arrays:
        for part in _PARTS:
            digest.update(f"{part} {arrays[part].dtype} {arrays[part].shape}".encode())
            digest.update(np.ascontiguousarray(arrays[part]))
    return digest.hexdigest() == "a01671389766172d0fe3c6ce94e27aea68db16480c3e1dda5bb946a18204cf3b"


MNIST = DataFile(
    "mnist.npz",
    "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64",
    foreign=(
        Mirror(  # the copy that Keras itself downloads
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
            "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
        ),
    ),
    same_data=_is_mnist,
)
FASHION_MNIST = DataFile("fashion_mnist.npz", "5b6d2c4c694a91887af8ab7d039c04f80af3c29378d731c93a538d2e831aa469")
HOUSING = DataFile("house_prices_156.csv", "0f9890c6b5b65f355a3075c6fa919a53fe1981043f249f989401b5ad534223f9")
ADMISSIONS = DataFile("admissions_100.csv", "09e339552f5856e3db716b04d21fb90f55e550b4661ea60b980326793099e4a1")
