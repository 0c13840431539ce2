"""Data sets: the tables, images and toy problems of the book, ready to learn from.

Tables come as X (m, n) and y (m, 1), float64; images as uint8 from 0 to 255, just as ``keras.datasets`` gives them;
messages as pairs of text and label.
What lies in a file has a data card in ``book/data``: who collected it, under which license, and what is wrong with it.
"""

from handmade.datasets.digits import load_fashion_mnist, load_mnist
from handmade.datasets.folders import load_image, load_image_folder
from handmade.datasets.made import make_admissions, make_circle, make_curve, make_roads, make_strokes, make_xor
from handmade.datasets.photos import find_image_folder
from handmade.datasets.tables import (
    load_admissions,
    load_convolution_example,
    load_houses,
    load_housing,
    load_messages,
    load_tumors,
)

__all__ = [
    "find_image_folder",
    "load_admissions",
    "load_convolution_example",
    "load_fashion_mnist",
    "load_houses",
    "load_housing",
    "load_image",
    "load_image_folder",
    "load_messages",
    "load_mnist",
    "load_tumors",
    "make_admissions",
    "make_circle",
    "make_curve",
    "make_roads",
    "make_strokes",
    "make_xor",
]
