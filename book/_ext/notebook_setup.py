"""Notebook set-up: the first cell of every published notebook, which installs what the reader's machine lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

import tomllib

from book_paths import ROOT
from dependencies import imported_names

# Libraries that a chapter may import beyond what handmade[full] brings: import name → lines of the cell's table.
# Nothing is pinned: what Colab ships is good.
LIBRARIES = {
    "PIL": ['"PIL": "pillow"'],
    "keras": ['"keras": "keras>=3"', "backend: backend"],
    "pandas": ['"pandas": "pandas"'],
    "scipy": ['"scipy": "scipy"'],
    "skimage": ['"skimage": "scikit-image"'],
    "sklearn": ['"sklearn": "scikit-learn"'],
    "tensorflow": ['"tensorflow": "tensorflow"'],
}
FULL = [f'"{name}": handmade' for name in ("handmade", "matplotlib", "pooch", "tqdm")]

SETUP = """\
#@title Setup: run this cell first {{ display-mode: "form" }}
# Installs what is missing here, and nothing where all is there (Colab lacks only the book's own package).
import importlib, importlib.metadata, importlib.util, os, re, sys

def older(name, least):
    try:
        found = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    return found if [int(n) for n in re.findall(r"\\d+", found)][:2] < least else None

def missing(name):
    return importlib.util.find_spec(name) is None or (name == "handmade" and older(name, {oldest}))

if sys.version_info < (3, 10):
    raise RuntimeError(f"This notebook needs Python 3.10 or newer; this is Python {{sys.version.split()[0]}}.")
for name, least in {{"numpy": [1, 26], "keras": [3, 0]}}.items():
    if older(name, least):
        raise RuntimeError(
            f"This notebook needs {{name}} {{least[0]}}.{{least[1]}} or newer; this is {{older(name, least)}}. "
            f"Run %pip install -U {{name}}, restart the kernel, and run this cell again."
        )
os.environ.setdefault("NVIDIA_TF32_OVERRIDE", "0")  # GPUs shall keep all digits of single precision
handmade = "handmade[full] @ " + os.environ.get("HANDMADE_WHEEL", "{wheel}")
backend = os.environ.get("KERAS_BACKEND", "tensorflow")
needs = {{
{needs}
}}
for requirement in dict.fromkeys(needs[name] for name in needs if missing(name)):
    %pip install -q "{{requirement}}"
importlib.invalidate_caches()
if absent := [name for name in needs if missing(name)]:
    raise RuntimeError(f"Could not install {{', '.join(absent)}}; what pip said stands above. Is there a network?")"""


def version() -> str:
    """Return the version of `handmade` that the book is about."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def setup_cell(cells: Iterable[str], site: str) -> str:
    """Return the set-up cell for a notebook with these cells, whose wheel lies in `wheels/` of the site."""
    sources = [re.sub(r"(?m)^\s*[%!].*$", "pass", cell) for cell in cells]
    modules = {name.split(".")[0] for source in sources for name in imported_names(source)}
    needs = FULL + [line for name, lines in LIBRARIES.items() if name in modules for line in lines]
    return SETUP.format(
        needs="\n".join(f"    {line}," for line in needs),
        oldest=[int(number) for number in version().split(".")[:2]],
        wheel=urljoin(site, f"wheels/handmade-{version()}-py3-none-any.whl"),
    )
