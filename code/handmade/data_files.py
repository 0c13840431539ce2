"""Data files: where one is looked for, and how we know that it is the right one.

The places, in this order: the folder ``$HANDMADE_DATA``, the checkout's ``book/data``, the user's cache, the network.
A file counts only if its SHA-256 is a known one (or, where nobody has published one, if its size and its contents are
right); a damaged file is named in a warning and the next place is tried.
"""

import hashlib
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = "OWNER/REPO"  # where the book is published; the environment's GITHUB_REPOSITORY overrides it


class Mirror(NamedTuple):
    """A copy elsewhere: its address and the SHA-256 of what lies there, if that is known."""

    url: str
    sha256: str | None = None


class DataFile(NamedTuple):
    """A data file of the book: its name, its SHA-256, and copies that other people publish.

    ``same_data`` says of a foreign copy whether it holds the same data; its bytes may differ.
    A file without a SHA-256 is one that we may not publish: only the foreign copies exist, and ``size`` and
    ``same_data`` judge them.
    """

    name: str
    sha256: str | None
    foreign: tuple[Mirror, ...] = ()
    same_data: Callable[[Path], bool] | None = None
    size: int | None = None

    @property
    def mirrors(self) -> tuple[Mirror, ...]:
        """All copies in the network, ours first."""
        if self.sha256 is None:
            return self.foreign
        repository = os.environ.get("GITHUB_REPOSITORY") or REPOSITORY
        ours = (
            f"https://raw.githubusercontent.com/{repository}/main/book/data/{self.name}",
            f"https://github.com/{repository}/releases/download/data/{self.name}",
        )
        return (*(Mirror(url, self.sha256) for url in ours), *self.foreign)


def find(file: DataFile) -> Path:
    """Return the path of a whole, verified copy of ``file``, downloaded if need be.

    Raises ``FileNotFoundError`` that names every place it tried and what to do.
    """
    tried = []
    for folder in data_folders():
        path = folder / file.name
        if not path.is_file():
            tried.append(f"{path}: not there")
        elif not (reason := _what_is_wrong(path, file)):
            return path
        else:
            tried.append(f"{path}: damaged")
            warnings.warn(f"{path} is damaged ({reason}); trying the next place", stacklevel=4)
    for mirror in file.mirrors:
        try:
            return _download(file, mirror)
        except Exception as error:  # every kind of failure leads to the next mirror, and is told in the end
            tried.append(f"{mirror.url}: {' '.join(str(error).split()) or type(error).__name__}")
    mark = f"Its SHA-256 is {file.sha256}." if file.sha256 else f"It has {file.size:,} bytes." if file.size else ""
    raise FileNotFoundError(
        f"cannot find {file.name}; tried\n  "
        + "\n  ".join(tried)
        + f"\nConnect to the network, or put the file {file.name} into a folder and name that folder in the "
        f"environment variable HANDMADE_DATA. {mark}".rstrip()
    )


def sha256(path: Path) -> str:
    """Return the SHA-256 of the file at ``path`` in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def cache_folder() -> Path:
    """Return the folder where downloads are kept: ``$XDG_CACHE_HOME/handmade`` or ``~/.cache/handmade``."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handmade"


def data_folders() -> list[Path]:
    """Return the folders in which data is looked for: ``$HANDMADE_DATA``, the checkout's, the cache."""
    named = os.environ.get("HANDMADE_DATA")
    checkout = Path(__file__).resolve().parents[2] / "book" / "data"
    return [*([Path(named)] if named else []), *([checkout] if checkout.is_dir() else []), cache_folder()]


def _what_is_wrong(path: Path, file: DataFile) -> str:
    """Return why the file at ``path`` is not ``file``, or nothing."""
    if file.sha256 is not None:
        known = {file.sha256, *(mirror.sha256 for mirror in file.foreign)}
        return "" if sha256(path) in known else "its SHA-256 is not the known one"
    if file.size is not None and path.stat().st_size != file.size:
        return f"it has {path.stat().st_size:,} bytes instead of {file.size:,}"
    return "" if file.same_data is None or file.same_data(path) else "it does not hold what it should"


def _download(file: DataFile, mirror: Mirror) -> Path:
    """Fetch one mirror's copy into the cache; under its final name only when it is whole and verified."""
    try:
        import pooch
    except ImportError as error:
        raise ImportError("downloading needs the package pooch: pip install pooch") from error
    pooch.get_logger().setLevel("WARNING")  # the bar says enough
    target = cache_folder() / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        pooch.retrieve(
            mirror.url,
            known_hash=mirror.sha256 and f"sha256:{mirror.sha256}",
            fname=unfinished.name,
            path=unfinished.parent,
            downloader=pooch.HTTPDownloader(progressbar=_bar(file.name), timeout=30),
        )
        if file.sha256 is None and (reason := _what_is_wrong(unfinished, file)):
            raise ValueError(reason)
        if file.sha256 and mirror in file.foreign and file.same_data is not None and not file.same_data(unfinished):
            raise ValueError("the copy is whole, but holds other data than ours")
        unfinished.replace(target)  # atomic: nobody ever sees half a file
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _bar(name: str) -> Any:  # a bar, or False
    try:
        from tqdm import tqdm
    except ImportError:
        return False
    return tqdm(total=0, desc=name, unit="B", unit_scale=True, file=sys.stdout, delay=1)
