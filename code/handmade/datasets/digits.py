"""Digits and clothes: MNIST and Fashion-MNIST, 70,000 gray images of 28 × 28 pixels each.

Both come whole, in the two parts in which they were published, and with every pixel as it was.
"""

import hashlib
from pathlib import Path
from typing import TypeAlias

import numpy as np

from handmade.array_types import Array
from handmade.data_files import DataFile, Mirror, find

Images: TypeAlias = tuple[tuple[Array, Array], tuple[Array, Array]]

_PARTS = ("x_train", "y_train", "x_test", "y_test")


def load_mnist() -> Images:
    """70,000 handwritten digits: (x_train, y_train), (x_test, y_test).

    Images (60000, 28, 28) and (10000, 28, 28), labels 0 to 9, all uint8; 0 is the paper, 255 the ink.
    Keras: ``keras.datasets.mnist.load_data``. Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based
    learning applied to document recognition. License: CC BY-SA 3.0. Explained in :ref:`ch-digits`.
    Raises ``FileNotFoundError`` that names every place it looked in.

    >>> (x_train, y_train), (x_test, y_test) = load_mnist()
    >>> x_train.shape, x_train.dtype, y_train[:3]
    ((60000, 28, 28), dtype('uint8'), array([5, 0, 4], dtype=uint8))
    """
    return _images(MNIST)


def load_fashion_mnist() -> Images:
    """70,000 pictures of clothes in ten kinds, in the shapes of ``load_mnist``.

    0 T-shirt, 1 trousers, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot.
    Keras: ``keras.datasets.fashion_mnist.load_data``. Source: Xiao, Rasul and Vollgraf (2017), Fashion-MNIST,
    arXiv:1708.07747. License: MIT, Zalando SE. Explained in :ref:`ch-experiments`.
    Raises ``FileNotFoundError`` that names every place it looked in.

    >>> (x_train, y_train), (x_test, y_test) = load_fashion_mnist()
    >>> x_test.shape, y_train[:3]
    ((10000, 28, 28), array([9, 0, 0], dtype=uint8))
    """
    return _images(FASHION_MNIST)


def _images(file: DataFile) -> Images:
    with np.load(find(file), allow_pickle=False) as arrays:
        x_train, y_train, x_test, y_test = (arrays[part] for part in _PARTS)
    return (x_train, y_train), (x_test, y_test)


def _is_mnist(path: Path) -> bool:
    """Whether an archive holds MNIST's arrays, whatever its own bytes are."""
    digest = hashlib.sha256()
    with np.load(path, allow_pickle=False) as arrays:
        for part in _PARTS:
            array = arrays[part]  # every access unpacks it anew
            digest.update(f"{part} {array.dtype} {array.shape}".encode())
            digest.update(np.ascontiguousarray(array).data)
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
