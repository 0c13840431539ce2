"""Wheel of `handmade`: built with the site, which serves it to the notebooks.

No network is asked (setuptools is in the lock), the checkout is not written to, and the same sources give the same
bytes. The wheel carries the tests that `handmade.workshop` runs, and the small tables that these read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.errors import ExtensionError

from book_paths import CODE, DATA, ROOT

BUILD_WHEEL = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
DATE = "1577836800"  # seconds of 2020-01-01; a fixed date keeps the wheel's bytes still


def build_wheel(folder: Path) -> Path:
    """Build the wheel into `folder`, which then holds nothing else, and return its path."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with TemporaryDirectory() as temporary:
        copy_sources(Path(temporary))
        done = subprocess.run(
            [sys.executable, "-c", BUILD_WHEEL, str(folder.resolve())],
            cwd=temporary,
            env={**os.environ, "SOURCE_DATE_EPOCH": DATE, "PYTHONPATH": ""},
            capture_output=True,
            text=True,
        )
    if done.returncode:
        raise ExtensionError(f"The wheel of handmade could not be built:\n{done.stdout}{done.stderr}")
    return next(folder.glob("*.whl"))


def copy_sources(target: Path) -> None:
    """Copy what the wheel is made from, with the same permissions on every machine."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, target / name)
    shutil.copytree(
        CODE / "handmade",
        target / "code" / "handmade",
        ignore=shutil.ignore_patterns("__pycache__"),
        copy_function=shutil.copyfile,
    )
    copy_tests(target / "code")
    for path in sorted(target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def copy_tests(code: Path) -> None:
    """Copy the tests of the workshop, and the tables that they read, to where it looks for them."""
    if str(CODE) not in sys.path:
        sys.path.insert(0, str(CODE))
    from handmade.workshop.real_tests import FILES, IN_WHEEL

    folder = code / IN_WHEEL.relative_to(CODE)
    folder.mkdir()
    for path in (*(ROOT / "tests" / "package" / name for name in FILES), *sorted(DATA.glob("*.csv"))):
        shutil.copyfile(path, folder / path.name)
