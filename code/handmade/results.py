"""Results: long measurements that a page shows without repeating them.

Each lies in ``book/results/<name>.json``, with the command that makes it again, the date, the device and the versions.
"""

import json
import re
from pathlib import Path
from typing import Any

from handmade.data_files import DataFile, Mirror, data_folders, find

__all__ = ["load_result"]

ALWAYS = ("what", "command", "date", "device", "versions")  # without these a number means nothing


def load_result(name: str) -> dict[str, Any]:
    """Return the measurement ``name`` as a dictionary.

    It is looked for in the folders ``results`` beside ``$HANDMADE_DATA`` and beside the checkout's ``book/data``, then
    where data is looked for: in these folders themselves, in the user's cache, in the network.
    Explained in :ref:`ch-experiments`.

    Raises ``ValueError`` for a name that cannot be a file's, or a file that does not say how it was made, and
    ``FileNotFoundError`` with every place that was tried.

    >>> load_result("speed")["command"]
    'make bench'
    """
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f'name must be small letters and digits joined by hyphens, but it is {name!r}; "speed" is one')
    beside = (folder.parent / "results" / f"{name}.json" for folder in data_folders()[:-1])  # the cache has no such
    path = next((path for path in beside if path.is_file()), None) or find(_result_file(name))
    if missing := _what_is_missing(path):
        raise ValueError(f"{path.name} is no result: it lacks {missing}; make it again with the command of its page")
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return result


def _result_file(name: str) -> DataFile:
    """Return where a result lies in the network; no SHA-256 is known, because a new measurement changes it."""
    ours = DataFile(f"../results/{name}.json", "").mirrors[0]
    url = ours.url.replace("data/../", "")
    return DataFile(f"{name}.json", None, (Mirror(url),), same_data=lambda path: not _what_is_missing(path))


def _what_is_missing(path: Path) -> str:
    """Return what a file lacks to be a result, or nothing."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return "JSON"
    absent = [name for name in ALWAYS if not isinstance(found, dict) or name not in found]
    return ", ".join(absent)
