"""Images: resize, crop, flip and rescale batches of pictures; and questions to a folder before it trains anything.

Images are (height, width, channels) or (m, height, width, channels), channels last as in Keras; whatever comes in,
a new array goes out.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from handmade.array_types import Array
from handmade.datasets.folders import PARTS, class_files, load_image, part_of
from handmade.validation import require_finite, require_positive_integer


def resize(images: Array, size: tuple[int, int], antialias: bool = False) -> Array:
    r"""Return images of another size (height, width), each pixel a weighted mean of its neighbors (bilinear).

    Output pixel :math:`i` of :math:`n'` looks at the place :math:`c = (i + \frac12)\, n / n'` of the input, and weighs
    the pixel at :math:`j + \frac12` by :math:`\max(0,\, 1 - |j + \frac12 - c| / s)`, divided by the sum of all weights.
    The reach :math:`s` is 1, which skips pixels when it shrinks; with ``antialias`` it is :math:`\max(1, n / n')`.

    Keras: ``keras.layers.Resizing``, and with ``antialias`` ``keras.ops.image.resize(antialias=True)``, which is
    Pillow's ``Image.resize`` with its bilinear filter. Integers become float32, floats keep their dtype.
    Source: Heckbert (1989), Fundamentals of texture mapping and image warping, section 3.
    Explained in :ref:`ch-own-images`. Raises ``ValueError`` for another rank, NaN, or a size that is not positive.

    >>> row = np.array([0.0, 0, 8, 8]).reshape(1, 4, 1)
    >>> resize(row, (1, 2)).ravel(), resize(row, (1, 2), antialias=True).ravel().round(2)
    (array([0., 8.]), array([1.14, 6.86]))
    """
    images = _as_images(images)
    height, width = _pair("size", size)
    images = images.astype(images.dtype if images.dtype.kind == "f" else np.float32)
    require_finite("images", images)
    rows = _weights(images.shape[-3], height, antialias).astype(images.dtype)
    columns = _weights(images.shape[-2], width, antialias).astype(images.dtype)
    wide = images.reshape(*images.shape[:-2], images.shape[-2] * images.shape[-1])  # (…, h, w, c) -> (…, h, w·c)
    tall = (rows @ wide).reshape(
        *images.shape[:-3], height, *images.shape[-2:]
    )  # (h', h) @ (…, h, w·c) -> (…, h', w·c)
    return np.asarray(columns @ tall)  # (w', w) @ (…, h', w, c) -> (…, h', w', c)


def center_crop(images: Array, size: tuple[int, int]) -> Array:
    """Return the middle (height, width) of the images.

    Keras: ``keras.layers.CenterCrop``, which resizes images that are too small; here they are refused.
    Explained in :ref:`ch-own-images`. Raises ``ValueError`` for images smaller than ``size``.

    >>> center_crop(np.arange(16).reshape(4, 4, 1), (2, 2))[..., 0].tolist()
    [[5, 6], [9, 10]]
    """
    images = _as_images(images)
    height, width = _pair("size", size)
    top, left = (images.shape[-3] - height) // 2, (images.shape[-2] - width) // 2
    if top < 0 or left < 0:
        raise ValueError(f"images of {images.shape[-3:-1]} are smaller than size {(height, width)}; resize them first")
    return images[..., top : top + height, left : left + width, :].copy()


def flip_left_right(images: Array) -> Array:
    """Return the mirror images. A cat stays a cat; a 2 does not stay a 2.

    Keras: what ``keras.layers.RandomFlip("horizontal")`` does to half of the images.
    Explained in :ref:`ch-transfer-learning`.

    >>> flip_left_right(np.array([[[1], [2], [3]]])).ravel()
    array([3, 2, 1])
    """
    return _as_images(images)[..., ::-1, :].copy()


def flip_up_down(images: Array) -> Array:
    """Return the images upside down: good for what is seen from above, rarely for photos.

    Keras: what ``keras.layers.RandomFlip("vertical")`` does to half of the images.
    Explained in :ref:`ch-transfer-learning`.

    >>> flip_up_down(np.array([[[1]], [[2]], [[3]]])).ravel()
    array([3, 2, 1])
    """
    return _as_images(images)[..., ::-1, :, :].copy()


def normalize(images: Array) -> Array:
    """Return pixels between 0 and 1, float32: those from 0 to 255, divided by 255.

    What a model saw in training it must see ever after. Keras: ``keras.layers.Rescaling(1 / 255)``, which divides
    whatever it is given. Explained in :ref:`ch-own-images`.
    Raises ``ValueError`` for pixels outside [0, 255], and for floats that already lie between 0 and 1.

    >>> normalize(np.array([[[0, 51, 255]]], dtype=np.uint8)).ravel()
    array([0. , 0.2, 1. ], dtype=float32)
    """
    images = _as_images(images)
    require_finite("images", images)
    low, high = (float(images.min()), float(images.max())) if images.size else (0.0, 0.0)
    if low < 0 or high > 255:
        raise ValueError(f"images must hold pixels from 0 to 255, but they go from {low:g} to {high:g}")
    if images.dtype.kind == "f" and 0 < high <= 1:
        raise ValueError(f"images already lie between {low:g} and {high:g}; normalize them once, not twice")
    return images.astype(np.float32) / np.float32(255)


@dataclass(frozen=True)
class FolderReport:
    """What ``check_folder`` found; ``print`` it. Files are written as below the folder, ``train/cats/cat.7.jpg``."""

    counts: dict[str, int]  # class folder → photos that can be read
    unreadable: dict[str, str]  # file → what is wrong with it
    duplicates: list[list[str]]  # files of one part that show the same pixels
    leaks: list[list[str]]  # files of different parts that show the same pixels

    @property
    def fine(self) -> bool:
        """Whether there is nothing to mend."""
        return not (self.unreadable or self.duplicates or self.leaks) and 0 not in self.counts.values()

    def __str__(self) -> str:
        lines = [f"{name}: {count} photos" for name, count in self.counts.items()]
        lines += [f"cannot be read: {file}: {reason}" for file, reason in self.unreadable.items()]
        lines += [f"the same photo: {', '.join(files)}" for files in self.duplicates]
        lines += [f"the same photo in two parts (a leak): {', '.join(files)}" for files in self.leaks]
        return "\n".join([*lines, "nothing to mend" if self.fine else "mend this before you train"])


def check_folder(directory: str | Path) -> FolderReport:
    """Return what a folder of photos holds: counts, files that cannot be read, photos that occur twice.

    The folder has one subfolder for each class, or parts ``train``, ``validation``, ``test`` that have. A photo in two
    parts is a leak: the model is asked what it was told. Two files are one photo if all their pixels are equal, so a
    copy under another name is found; one that was saved smaller is not. Explained in :ref:`ch-own-images`.
    Raises ``ValueError`` for a folder without subfolders.
    """
    root = Path(directory)
    parts = [root / part for part in PARTS if (root / part).is_dir()] or [part_of(root, None)]
    counts: dict[str, int] = {}
    unreadable: dict[str, str] = {}
    places: dict[str, list[tuple[Path, str]]] = defaultdict(list)  # pixels → (part, file) of each copy
    for part in parts:
        for name, files in class_files(part).items():
            counts[(part / name).relative_to(root).as_posix()] = 0
            for file in files:
                written = file.relative_to(root).as_posix()
                try:
                    places[_fingerprint(load_image(file))].append((part, written))
                    counts[(part / name).relative_to(root).as_posix()] += 1
                except ValueError as error:
                    unreadable[written] = str(error.__cause__ or error)
    twice = [found for found in places.values() if len(found) > 1]
    leaks = [[file for _, file in found] for found in twice if len({part for part, _ in found}) > 1]
    duplicates = [[file for _, file in found] for found in twice if len({part for part, _ in found}) == 1]
    return FolderReport(counts, unreadable, duplicates, leaks)


def _weights(n: int, n_new: int, antialias: bool) -> Array:
    """Return the matrix (n_new, n) that turns n pixels into n_new; every row sums to 1."""
    scale = n / n_new
    centers = (np.arange(n_new) + 0.5) * scale
    reach = max(scale, 1.0) if antialias else 1.0
    distances = np.abs(np.arange(n) + 0.5 - centers[:, None])  # (n,) - (n_new, 1) -> (n_new, n)
    weights = np.maximum(0.0, 1.0 - distances / reach)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))  # at the border fewer pixels share the 1


def _fingerprint(image: Array) -> str:
    return hashlib.sha256(repr(image.shape).encode() + image.tobytes()).hexdigest()


def _as_images(images: Array) -> Array:
    """Return ``images`` as an array, if it has the shape of an image or of a batch."""
    images = np.asarray(images)
    if images.dtype.kind not in "iuf":
        raise TypeError(f"images must hold numbers, but their dtype is {images.dtype}")
    if images.ndim not in (3, 4):
        raise ValueError(
            f"images have shape {images.shape}, but must be (height, width, channels) or (m, height, width, channels); "
            "give gray images a last axis of 1 with images[..., None]"
        )
    if 0 in images.shape[-3:]:
        raise ValueError(f"images have shape {images.shape}: there is no pixel in them")
    return images


def _pair(name: str, size: tuple[int, int]) -> tuple[int, int]:
    """Return (height, width), if that is what it is."""
    if not isinstance(size, tuple | list) or len(size) != 2:
        raise TypeError(f"{name} must be (height, width), but it is {size!r}")
    return require_positive_integer(f"{name}[0]", size[0]), require_positive_integer(f"{name}[1]", size[1])
