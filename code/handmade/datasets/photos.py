"""Photo sets: folders of photographs that are found, downloaded, or made from what is installed.

A set is a folder with the parts ``train`` and ``validation``, and in each one subfolder for each class.
"""

import os
import re
import shutil
import zipfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from handmade.data_files import DataFile, Mirror, cache_folder, data_folders, find

NAMES = ("cats_and_dogs", "nature_and_made")

PHOTOGRAPHS = {  # class → package → photographs that its wheel carries: two in color and two gray for each class
    "made": {
        "sklearn": ["datasets/images/china.jpg"],
        "skimage": ["data/coffee.png", "data/brick.png", "data/coins.png"],
    },
    "nature": {
        "sklearn": ["datasets/images/flower.jpg"],
        "skimage": ["data/chelsea.png", "data/grass.png", "data/gravel.png"],
    },
}
TILE = 64  # pixels
TILES = {"train": 240, "validation": 80}  # for each class
GAP = 8  # pixels on each side of the cut between the parts


def find_image_folder(name: str = "cats_and_dogs") -> Path:
    """Return the folder of a set of photos, with the parts ``train`` and ``validation``.

    ``"cats_and_dogs"``: the folder of that name in ``$HANDMADE_DATA`` or in the cache, if there is one; otherwise the
    classic set of 2,000 + 1,000 photos is downloaded. Where that is not possible, a line says so and you get
    ``"nature_and_made"``: 64 × 64 crops of the photographs that scikit-learn and scikit-image carry, of things that
    grew and of things that people made; train from the left of each photograph, validation from the right.
    Ask ``.name`` of the result which of both it is. Keras: the folder that ``image_dataset_from_directory`` takes.
    Explained in :ref:`ch-own-images`. Raises ``ValueError`` for another name.

    >>> folder = find_image_folder("nature_and_made")
    >>> folder.name, sorted(path.name for path in folder.glob("train/*"))
    ('nature_and_made', ['made', 'nature'])
    """
    if name not in NAMES:
        raise ValueError(f"{name!r} is not a known set of photos; known names: {', '.join(NAMES)}")
    if name == "nature_and_made":
        return _nature_and_made()
    for folder in data_folders():
        if any(path.is_dir() for path in (folder / name).glob("*")):
            return folder / name
    try:
        return _extracted(find(CATS_AND_DOGS), cache_folder() / name)
    except FileNotFoundError:
        print("cats_and_dogs is not on this machine and cannot be downloaded; using nature_and_made in its place.")
        return _nature_and_made()


def _is_cats_and_dogs(archive: Path) -> bool:
    """Whether the archive is whole and holds the 3,000 photos, and nothing that would leave the folder."""
    try:
        with zipfile.ZipFile(archive) as zipped:
            names = [name for name in zipped.namelist() if not name.endswith("/")]
            safe = not any(".." in name or name.startswith("/") or "\\" in name for name in names)
            counts = Counter(match[1] for name in names if (match := _PHOTO.fullmatch(name)))
            return safe and counts == COUNTS and zipped.testzip() is None
    except (zipfile.BadZipFile, OSError, EOFError):
        return False


def _extracted(archive: Path, target: Path) -> Path:
    """Unpack the photos of the archive, and only them, into the folder ``target``."""
    with zipfile.ZipFile(archive) as zipped, _Unfinished(target) as folder:
        for name in zipped.namelist():
            if match := _PHOTO.fullmatch(
                name
            ):  # a list of what may be written, which is safer than one of what may not
                path = folder / match[1] / match[2]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(zipped.read(name))
    return target


def _nature_and_made() -> Path:
    """Return the folder of crops, made anew if it is not there or not whole."""
    target, photographs = cache_folder() / "nature_and_made", _photographs()
    wanted = {
        f"{part}/{name}/{photograph.stem}_{i:03d}.png"
        for name, found in photographs.items()
        for photograph in found
        for part, tiles in TILES.items()
        for i in range(tiles // len(found))
    }
    if {path.relative_to(target).as_posix() for path in target.rglob("*.png")} != wanted:
        with _Unfinished(target) as folder:
            rng = np.random.default_rng(0)
            for name, found in photographs.items():
                for photograph in found:
                    _crop(photograph, folder, name, len(found), rng)
    return target


def _photographs() -> dict[str, list[Path]]:
    """Return class → the photographs that are installed: both packages' or one's, the same number for each class."""
    installed = {
        package: Path(spec.origin).parent
        for package in ("sklearn", "skimage")
        if (spec := find_spec(package)) is not None and spec.origin is not None
    }
    if not installed:
        raise ImportError("the photographs come with two packages: pip install scikit-learn scikit-image")
    return {
        name: [folder / file for package, folder in installed.items() for file in files[package]]
        for name, files in PHOTOGRAPHS.items()
    }


def _crop(photograph: Path, folder: Path, name: str, share: int, rng: np.random.Generator) -> None:
    """Write the tiles of one photograph: train from its left 70 %, validation from the rest."""
    try:
        from PIL import Image
    except ImportError as error:
        raise ImportError("making the photos needs the package Pillow: pip install pillow") from error
    with Image.open(photograph) as opened:
        photo = opened.convert("RGB")
    cut = round(0.7 * photo.width)
    columns = {"train": (0, cut - GAP - TILE), "validation": (cut + GAP, photo.width - TILE)}
    for part, tiles in TILES.items():
        (folder / part / name).mkdir(parents=True, exist_ok=True)
        for i in range(tiles // share):
            left = int(rng.integers(*columns[part], endpoint=True))
            top = int(rng.integers(0, photo.height - TILE, endpoint=True))
            tile = photo.crop((left, top, left + TILE, top + TILE))
            tile.save(folder / part / name / f"{photograph.stem}_{i:03d}.png")


class _Unfinished:
    """A folder in the making: it gets its name when all is written, and vanishes when anything goes wrong."""

    def __init__(self, target: Path) -> None:
        self.target, self.folder = target, target.with_name(f"{target.name}.{os.getpid()}.part")

    def __enter__(self) -> Path:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self.folder

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                shutil.rmtree(self.target, ignore_errors=True)
                self.folder.rename(self.target)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


_PHOTO = re.compile(r"cats_and_dogs_filtered/((?:train|validation)/(?:cats|dogs))/([\w.-]+\.jpg)")
COUNTS = {"train/cats": 1000, "train/dogs": 1000, "validation/cats": 500, "validation/dogs": 500}
CATS_AND_DOGS = DataFile(
    "cats_and_dogs_filtered.zip",
    None,  # nobody has published a checksum: the size, the archive's own checksums and the counts decide
    foreign=(
        Mirror("https://storage.googleapis.com/mledu-datasets/cats_and_dogs_filtered.zip"),
        Mirror("https://storage.googleapis.com/tensorflow-1-public/course2/cats_and_dogs_filtered.zip"),
    ),
    same_data=_is_cats_and_dogs,
    size=68_606_236,
)
