"""Site: takes off every page what the theme adds but this book does not use.

The thebe script is written into each page twice (two errors in the console) and names another host, though the button
is off.
"""

from __future__ import annotations

from sphinx.application import Sphinx


def drop_thebe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Remove the scripts of sphinx-thebe, which Jupyter Book loads whether or not its button is on."""

    def is_thebe(script) -> bool:
        return "thebe" in f"{getattr(script, 'filename', script)} {getattr(script, 'attributes', '')}".lower()

    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if not is_thebe(file)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect("html-page-context", drop_thebe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
