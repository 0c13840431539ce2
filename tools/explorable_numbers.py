"""Explorable numbers: lets handmade compute what the tests of the explorables compare with, into `_build/numbers`.

Each file of `tests/js/numbers` has a function ``numbers()``; what it returns is written as JSON under the file's name.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES, FOLDER = ROOT / "tests" / "js" / "numbers", ROOT / "_build" / "numbers"


def write_all() -> list[Path]:
    """Write one file for each source, and return them."""
    sys.path.insert(0, str(ROOT / "code"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    return [write(source) for source in sorted(SOURCES.glob("*.py"))]


def write(source: Path) -> Path:
    """Write what ``numbers()`` of one source returns."""
    spec = importlib.util.spec_from_file_location(f"numbers_{source.stem}", source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    file = FOLDER / f"{source.stem}.json"
    file.write_text(json.dumps(module.numbers(), default=plain), encoding="utf-8")
    return file


def plain(value):
    """Return an array or a number of NumPy as Python's own."""
    return value.tolist()


if __name__ == "__main__":
    for written in write_all():
        print(written.relative_to(ROOT))
