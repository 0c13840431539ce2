"""In this chapter: the box at the top, with what the reader will be able to do, needs, and how long it takes.

In the document tree it is an ordinary admonition of the class ``in-this-chapter``; every builder can write it.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

STATIC = Path(__file__).parent / "quiz_static"
TITLE = "In this chapter"


class InThisChapterDirective(SphinxDirective):
    """The directive ``{in-this-chapter}``."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the box; one without content is an error."""
        self.assert_has_content()
        box = nodes.admonition(classes=["in-this-chapter"])
        box += nodes.title(TITLE, TITLE)
        self.set_source_info(box)
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def add_static_folder(app: Sphinx, config) -> None:
    """Serve the style sheet's folder, which the quiz may have added already."""
    if str(STATIC) not in config.html_static_path:
        config.html_static_path.append(str(STATIC))


def add_style(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the style on pages that hold the box."""
    if doctree is not None and any("in-this-chapter" in box["classes"] for box in doctree.findall(nodes.admonition)):
        app.add_css_file("in_this_chapter.css")


def setup(app: Sphinx) -> dict:
    """Register the directive and its style."""
    app.add_directive("in-this-chapter", InThisChapterDirective)
    app.connect("config-inited", add_static_folder)
    app.connect("html-page-context", add_style)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
