"""Cache key: makes the execution cache notice more than a page's cells.

jupyter-cache keys an executed notebook on its code cells and on `metadata.kernelspec`. So the fingerprint of
dependencies.py goes into the kernelspec. The line it takes is the place of jupytext's `format_version:`, so that the
line numbers of warnings stay right; the chapter linter insists on that line.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from dependencies import fingerprint

KERNELSPEC = re.compile(r"(?m)^kernelspec:\n")
VERSION_LINE = re.compile(r"(?m)^    format_version:.*\n")


def with_fingerprint(text: str, name: str = "page") -> tuple[str, list]:
    """Return the page's text with the fingerprint in its kernelspec, and the files the page depends on."""
    if "{code-cell}" not in text:
        return text, []
    key, files = fingerprint(text)
    text, dropped = VERSION_LINE.subn("", text, count=1)
    text, placed = KERNELSPEC.subn(f"kernelspec:\n  fingerprint: {key}\n", text, count=1)
    if not (dropped and placed):
        raise ExtensionError(
            f"{name}: a page with code cells opens with the jupytext header (format_version and kernelspec); "
            "copy it from another chapter."
        )
    return text, files


def add_fingerprint(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put the fingerprint into a page as it is read, and have Sphinx read it again when a dependency changes."""
    content[0], files = with_fingerprint(content[0], docname)
    for file in files:
        app.env.note_dependency(str(file))


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect("source-read", add_fingerprint)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
