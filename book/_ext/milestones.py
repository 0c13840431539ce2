r"""Milestones: the named things that a reader owns, remembered in the reader's own browser and nowhere else.

On a chapter's page, below its heading *Milestone*, a box; the number is that of ``book/milestones.yml``:

.. code-block:: markdown

    ```{milestone} M16
    ```

It is earned when the questions that the file lists are answered right on the page, or ticked by hand. On the page
``milestones``, for each part of the book, the list of what there is to own:

.. code-block:: markdown

    ```{milestone-map} One neuron
    ```

Both are plain text without JavaScript; ``milestones_static`` makes them remember. ``milestones_core.js`` computes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from chapter_list import CHAPTERS
from milestones_data import NAME, Milestone, MilestonesError, of_chapter, read_milestones
from quiz_nodes import is_interactive, quiz

STATIC = Path(__file__).parent / "milestones_static"
PAGE = "milestones"
ASSETS = ("milestones_core.js", "milestones.js")
BY_HAND = "Tick it yourself, when your exercises pass their checks."
logger = logging.getLogger(__name__)


class milestone(nodes.General, nodes.Element):
    """A box: ids=[anchor] number=str title=str owns=str quizzes=[label, …]."""


class FromFile(SphinxDirective):
    """What both directives do: read the file of milestones."""

    required_arguments = 1
    final_argument_whitespace = True

    def parts(self) -> dict[str, list[Milestone]]:
        """Return the milestones of each part, or fail with what is wrong in the file."""
        file = Path(self.env.srcdir) / NAME
        self.env.note_dependency(str(file))
        try:
            return read_milestones(file)
        except (MilestonesError, OSError) as error:
            raise self.error(str(error)) from error


class MilestoneDirective(FromFile):
    """The directive ``{milestone}``."""

    def run(self) -> list[nodes.Node]:
        """Return the box, or fail."""
        known = of_chapter(self.parts(), self.env.docname)
        found = next((entry for entry in known if entry.id == self.arguments[0]), None)
        if found is None:
            names = ", ".join(entry.id for entry in known) or "none"
            raise self.error(f"{self.arguments[0]!r} is no milestone of this page in {NAME}; it has {names}")
        made = milestone(ids=[found.anchor], number=found.id, title=found.title, owns=found.owns)
        made["quizzes"] = list(found.quizzes)
        self.set_source_info(made)
        self.env.get_domain("std").note_hyperlink_target(found.anchor, self.env.docname, found.anchor, found.title)
        return [made]


class MilestoneMapDirective(FromFile):
    """The directive ``{milestone-map}``."""

    def run(self) -> list[nodes.Node]:
        """Return the list of a part's milestones."""
        parts = self.parts()
        if self.arguments[0] not in parts:
            raise self.error(f"{self.arguments[0]!r} is no part in {NAME}; there are {', '.join(parts)}")
        items = [self.item(entry) for entry in parts[self.arguments[0]]]
        return [nodes.bullet_list("", *items, bullet="-", classes=["milestone-map"])]

    def item(self, entry: Milestone) -> nodes.list_item:
        """Return one milestone: its name, its chapter, and what its owner can do."""
        written = entry.chapter in self.env.found_docs
        words = nodes.emphasis("", CHAPTERS[entry.chapter])
        place = nodes.paragraph("", "", nodes.Text("Chapter "), words, nodes.Text("" if written else ", to come"))
        if written:
            link = addnodes.pending_xref(
                "", words, refdomain="std", reftype="ref", refexplicit=True, refwarn=True, refdoc=self.env.docname
            )
            link["reftarget"] = f"ch-{entry.chapter}"
            place.replace(words, link)
        title = nodes.paragraph("", "", nodes.strong("", entry.title))
        owns = nodes.paragraph("", f"You can {entry.owns}")
        made = nodes.list_item("", title, place, owns, ids=[f"map-{entry.id.lower()}"])
        made["classes"] += ["milestone-item", *(["milestone-written"] if written else [])]
        return made


class FindQuestions(SphinxTransform):
    """Refuse a milestone whose questions are not on its page."""

    default_priority = 500

    def apply(self) -> None:
        """Compare the labels with those of the quizzes."""
        asked = {name for node in self.document.findall(quiz) for name in node["ids"]}
        for node in self.document.findall(milestone):
            for label in node["quizzes"]:
                if label not in asked:
                    logger.error("%s: milestone %s: no %s on this page", NAME, node["number"], label, location=node)


class PlainMilestone(SphinxPostTransform):
    """Put an admonition in the place of every box, for PDF, EPUB and text."""

    default_priority = 5

    def run(self, **kwargs) -> None:
        """Replace the boxes where the builder writes no page for a browser."""
        if is_interactive(self.app.builder):
            return
        for node in list(self.document.findall(milestone)):
            title = nodes.title("", f"Milestone: {node['title']}")
            box = nodes.admonition("", title, nodes.paragraph("", f"You can {node['owns']}"), classes=["milestone"])
            node.replace_self([nodes.target("", "", ids=node["ids"]), box])


def visit_milestone(self, node: milestone) -> None:
    """Write the box; the script adds what remembers."""
    data = {"data-milestone": node["number"], "data-quizzes": " ".join(node["quizzes"])}
    self.body.append(self.starttag(node, "div", CLASS="milestone", **data))
    self.body.append(f'<p class="milestone-title">Milestone: {escape(node["title"])}</p>\n')
    self.body.append(f"<p>You can {escape(node['owns'])}</p>\n")
    self.body.append(f'<p class="milestone-how">{"".join(how_to_earn(node["quizzes"]))}')
    if PAGE in self.builder.env.found_docs:
        address = self.builder.get_relative_uri(self.builder.current_docname, PAGE)
        self.body.append(f' <a href="{address}">All milestones</a>.')
    self.body.append("</p>\n</div>\n")
    raise nodes.SkipNode


def how_to_earn(quizzes: list[str]) -> Iterator[str]:
    """Yield the words that say what earns a milestone."""
    if not quizzes:
        yield BY_HAND
        return
    yield "Earned by the right answer to " if len(quizzes) == 1 else "Earned by the right answers to "
    for index, label in enumerate(quizzes, 1):
        if index > 1:
            yield " and " if index == len(quizzes) else ", "
        name = "the question of this page" if len(quizzes) == 1 else f"question {index}"
        yield f'<a href="#{label}">{name}</a>'
    yield f". Or {BY_HAND[0].lower()}{BY_HAND[1:]}"


def add_static_folder(app: Sphinx, config) -> None:
    """Serve the script and the style. Jupyter Book would load all of ``_static`` on every page."""
    config.html_static_path.append(str(STATIC))


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load them on pages that hold a box or a list of milestones."""
    if doctree is None:
        return
    has_map = any("milestone-map" in node["classes"] for node in doctree.findall(nodes.bullet_list))
    if next(doctree.findall(milestone), None) is None and not has_map:
        return
    app.add_css_file("milestones.css")
    for name in ("milestones_map.js", *ASSETS) if has_map else ASSETS:
        app.add_js_file(name, type="module")


def setup(app: Sphinx) -> dict:
    """Register the directives, the node and what the pages need."""
    app.setup_extension("quiz")
    app.add_directive("milestone", MilestoneDirective)
    app.add_directive("milestone-map", MilestoneMapDirective)
    app.add_node(milestone, html=(visit_milestone, None))
    app.add_transform(FindQuestions)
    app.add_post_transform(PlainMilestone)
    app.connect("config-inited", add_static_folder)
    app.connect("html-page-context", add_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
