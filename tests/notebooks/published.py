"""The published notebooks and the built site, as the tests of this folder see them."""

import json
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
NOTEBOOKS = ROOT / "_build" / "notebooks"
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*?)index\.html"')


def published() -> list[Path]:
    """Return the published notebooks; none before the first `make book`."""
    return sorted(NOTEBOOKS.glob("**/*.ipynb"))


def slug(path: Path) -> str:
    """Return the name of the page that a notebook was made from."""
    return path.relative_to(NOTEBOOKS).with_suffix("").as_posix()


@cache
def cells(path: Path, kind: str) -> list[str]:
    """Return the sources of a notebook's cells of one kind."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == kind]


@cache
def site_address() -> str:
    """Return where the built site says that it will be published."""
    return CANONICAL.search((SITE / "index.html").read_text(encoding="utf-8"))[1]


@cache
def anchors(page: Path) -> set[str]:
    """Return the anchors of a built page."""
    return set(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8")))
