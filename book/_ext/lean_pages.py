"""Lean pages: takes off every page what the theme adds but this book does not use, and repairs what it gets wrong.

Our own scripts are served without comments and long names, which readers of the page do not need.

The thebe script is written into each page twice (two errors in the console) and names another host, though the button
is off. The rest stands in the theme's own templates, so the finished pages are mended. tests/site says whether it is.
"""

from __future__ import annotations

import re
from pathlib import Path

import minify
from sphinx.application import Sphinx

from book_paths import BOOK

OWN_SCRIPTS = (BOOK / "_static", *sorted((BOOK / "_ext").glob("*_static")))

REPAIRS = (
    # Font Awesome as a script is half a megabyte that draws what its style sheet draws, too.
    (r'\s*<script src="[^"]*fontawesome/[^"]*\.js[^"]*"></script>', ""),
    # The regular face of its font is used for nothing, yet asked for first.
    (r'\s*<link rel="preload"[^>]*/fa-regular-400\.woff2"[^>]*>', ""),
    # The theme says three times how wide the page is.
    (r'(?s)(<meta name="viewport".*)\n\s*<meta name="viewport" content="width=device-width, initial-scale=1"/>', r"\1"),
    (r'(<meta name="viewport"[^>]*/>)<meta name="viewport"[^>]*/>', r"\1"),
    # The title for the printer is a second main heading.
    (r'(<div id="jb-print-docs-body" class="onlyprint">\s*)<h1>(.*?)</h1>', r'\1<p class="h1">\2</p>'),
    # An id names one thing: exercises and solutions all have the same, and so have both search boxes.
    (r' id="(exercise|solution)-content"', ""),
    (r'(?s)(id="search-input".*?) id="search-input"', r'\1 id="search-input-again"'),
    # Screen readers find the side bar by its role.
    (
        '<div class="bd-sidebar-primary bd-sidebar">',
        '<div class="bd-sidebar-primary bd-sidebar" role="navigation" aria-label="Book">',
    ),
    # A list holds list items; the role that docutils gives to references was withdrawn.
    ('role="doc-biblioentry"', 'role="listitem"'),
)


def drop_thebe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Remove the scripts of sphinx-thebe, which Jupyter Book loads whether or not its button is on."""

    def is_thebe(script) -> bool:
        return "thebe" in f"{getattr(script, 'filename', script)} {getattr(script, 'attributes', '')}".lower()

    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if not is_thebe(file)]


def repaired(page: str) -> str:
    """Return the text of a finished page with the repairs made."""
    for pattern, replacement in REPAIRS:
        page = re.sub(pattern, replacement, page)
    return page


def repair_pages(app: Sphinx, exception: Exception | None) -> None:
    """Repair every page that was written."""
    if exception is None and app.builder.name == "html":
        for file in Path(app.outdir).glob("*.html"):
            file.write_text(repaired(file.read_text(encoding="utf-8")), encoding="utf-8")


def shrink_scripts(app: Sphinx, exception: Exception | None) -> None:
    """Write the book's own scripts smaller, where they lie in the site."""
    if exception is None and app.builder.name == "html":
        names = {file.name for folder in OWN_SCRIPTS for file in folder.glob("*.js")}
        for file in (Path(app.outdir) / "_static").rglob("*.js"):
            if file.name in names:
                small = minify.string("application/javascript", file.read_text(encoding="utf-8"))
                file.write_text(small, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect("html-page-context", drop_thebe, priority=900)
    app.connect("build-finished", repair_pages)
    app.connect("build-finished", shrink_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
