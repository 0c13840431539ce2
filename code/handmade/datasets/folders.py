"""Folders of photographs: one subfolder for each class, read into arrays.

A photo becomes an array (height, width, 3), uint8, red, green and blue from 0 to 255. What cannot be read is refused
with the name of the file; nothing is skipped without a word.
"""

import warnings
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from handmade.array_types import Array
from handmade.datasets.photos import NAMES, find_image_folder

Photo: TypeAlias = Any  # a PIL.Image.Image; Pillow is imported only where a photo is read

PARTS = ("train", "validation", "test")
SUFFIXES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
HEIC = {".heic", ".heif"}  # what many phones save
CLUTTER = {"thumbs.db", "desktop.ini"}  # what systems leave in folders; names that begin with a dot are clutter, too


def load_image_folder(
    directory: str | Path = "cats_and_dogs",
    image_size: tuple[int, int] = (256, 256),
    subset: str | None = None,
    crop_to_aspect_ratio: bool = False,
) -> tuple[Array, Array, list[str]]:
    """Return all photos of a folder: images (m, height, width, 3) uint8, labels (m,) int32, and the class names.

    ``directory`` is ``"cats_and_dogs"``, ``"nature_and_made"`` (see ``find_image_folder``) or the path of a folder of
    your own with one subfolder for each class. Class names are in alphabetical order, and a label is a position in
    them. Where the folder is split into ``train`` and ``validation`` (and ``test``), ``subset`` names the part;
    without it the part is ``train``. Photos come class after class: shuffle before you cut rows off.

    Keras: ``keras.utils.image_dataset_from_directory``, which gives batches of floats, leaves phone photos lying on
    their side, and skips files that it does not know. Explained in :ref:`ch-own-images`.
    Raises ``ValueError`` for a photo that cannot be read, a class without photos, a file that is no photo.

    >>> images, labels, class_names = load_image_folder("nature_and_made", image_size=(64, 64))
    >>> images.shape[1:], images.dtype, class_names
    ((64, 64, 3), dtype('uint8'), ['made', 'nature'])
    """
    is_name = isinstance(directory, str) and directory in NAMES
    folder = part_of(find_image_folder(str(directory)) if is_name else Path(directory), subset)
    classes = class_files(folder)
    for name, found in classes.items():
        if not found:
            raise ValueError(f"the class folder {folder / name} holds no photo; fill it or remove it")
    files = [(photo, label) for label, found in enumerate(classes.values()) for photo in found]
    images = np.empty((len(files), *_size(image_size), 3), np.uint8)
    for image, (photo, _) in zip(images, files, strict=True):
        image[...] = load_image(photo, image_size, crop_to_aspect_ratio)
    return images, np.array([label for _, label in files], np.int32), list(classes)


def load_image(
    path: str | Path, image_size: tuple[int, int] | None = None, crop_to_aspect_ratio: bool = False
) -> Array:
    """Return one photo as an array (height, width, 3), uint8; with ``image_size`` (height, width) scaled to it.

    The photo is turned upright as its EXIF data say, transparent parts become white, and gray or CMYK becomes RGB.
    It is scaled by Pillow's bilinear filter, which averages over what it shrinks; ``crop_to_aspect_ratio`` first cuts
    away what would be squeezed. Keras: ``keras.utils.load_img``, which does neither turn nor average.
    Explained in :ref:`ch-own-images`. Raises ``ValueError`` for what cannot be read as a photo.

    >>> path = find_image_folder("nature_and_made") / "train" / "nature" / "flower_000.png"
    >>> load_image(path).shape, load_image(path, image_size=(32, 48)).shape
    ((64, 64, 3), (32, 48, 3))
    """
    photo = _read(Path(path))
    if image_size is None:
        return np.array(photo)
    from PIL import Image, ImageOps

    height, width = _size(image_size)
    if crop_to_aspect_ratio:
        return np.array(ImageOps.fit(photo, (width, height), Image.Resampling.BILINEAR))
    return np.array(photo.resize((width, height), Image.Resampling.BILINEAR))


def part_of(folder: Path, subset: str | None) -> Path:
    """Return the folder of one part: itself, if it is not split."""
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}; known names are {', '.join(NAMES)}, all else is a path")
    parts = [part for part in PARTS if (folder / part).is_dir()]
    if subset is None:
        return folder / parts[0] if parts else folder
    if subset not in parts:
        found = f"its parts are {', '.join(parts)}" if parts else "it is not split into parts"
        raise ValueError(f"subset is {subset!r}, but {folder} has no such part: {found}")
    return folder / subset


def class_files(folder: Path) -> dict[str, list[Path]]:
    """Return class name → its files, both in the order of Keras; subfolders of a class belong to it."""
    names = sorted(path.name for path in folder.iterdir() if path.is_dir() and not _is_clutter(path))
    if not names:
        raise ValueError(f"{folder} has no subfolders; make one for each class and put its photos there")
    found = {name: [path for path in (folder / name).rglob("*") if path.is_file()] for name in names}
    return {
        name: sorted((f for f in files if not _is_clutter(f)), key=lambda f: (str(f.parent), f.name))
        for name, files in found.items()
    }


def _is_clutter(path: Path) -> bool:
    return path.name.startswith((".", "__MACOSX")) or path.name.lower() in CLUTTER


def _read(path: Path) -> Photo:
    """Return the photo, upright and in RGB, or say why there is none."""
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise ImportError("reading photos needs the package Pillow: pip install pillow") from error
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}; give the path of a photo")
    if path.suffix.lower() in HEIC:
        raise ValueError(f"{path} is a HEIC photo, which Pillow cannot read; export it as JPEG")
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{path} is not named like a photo ({', '.join(sorted(SUFFIXES))}); rename or remove it")
    try:
        with warnings.catch_warnings(), Image.open(path) as opened:
            warnings.simplefilter("ignore")  # Pillow's do not name the file; what it cannot read it raises
            return _as_rgb(ImageOps.exif_transpose(opened))
    except Exception as error:  # a broken file can fail in any way; each means the same to the reader
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"{path} cannot be read as a photo ({reason}); save it again as JPEG, or remove it") from error


def _as_rgb(photo: Photo) -> Photo:
    """Return an image of any mode in red, green and blue."""
    from PIL import Image

    if photo.mode.startswith("I;16"):  # 16 bits of gray: a plain conversion would clip them
        return Image.fromarray((np.asarray(photo) >> 8).astype(np.uint8)).convert("RGB")
    if photo.mode in ("I", "F"):
        raise ValueError(f"it has 32 bits a pixel, mode {photo.mode}")
    if photo.has_transparency_data:
        photo = photo.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", photo.size, "white"), photo).convert("RGB")
    return photo.convert("RGB")


def _size(image_size: tuple[int, int]) -> tuple[int, int]:
    """Return (height, width), if that is what it is."""
    try:
        height, width = image_size
        whole = height == int(height) and width == int(width)
    except (TypeError, ValueError):
        whole = False
    if not whole or min(image_size) < 1:
        raise ValueError(f"image_size must be two whole numbers (height, width), but it is {image_size!r}")
    return int(height), int(width)
