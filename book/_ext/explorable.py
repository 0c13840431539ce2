"""Explorable: a drawing that the reader moves, to find something out that a sentence could only claim.

.. code-block:: markdown

    ```{explorable} ml-gradient-descent
    :label: explorable-descent-cliff
    :attrs: rate=0.1 start=2

    What a reader sees who cannot run it: what there is to find out, in words.
    ```

The element is a module in ``explorable_static``: ``ml-gradient-descent.js`` draws, ``gradient_descent_core.js``
computes and says which attributes there are. An element that does not exist, or an attribute that it does not take,
fails the build with file and line. The words in the directive stand where no script runs: without JavaScript, in the
EPUB, the PDF, the notebooks and the search index, below the picture that ``tools/explorable_pictures.py`` took of it.

The files lie in the site in a folder whose name changes with them, so that no browser mixes old ones with new.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from book_paths import BOOK, BUILD
from mathematics import node_binary
from quiz_nodes import is_interactive

STATIC = Path(__file__).parent / "explorable_static"
PICTURES = Path(__file__).parent / "explorable_pictures"
SERVED = BUILD / "explorables"  # what is added to the site's static files


class explorable(nodes.General, nodes.Element):
    """An element of the page: ``tag``, ``attrs`` (a dictionary), and as children the words for where it cannot run."""


class ExplorableDirective(SphinxDirective):
    """The directive ``{explorable}``."""

    required_arguments = 1
    has_content = True
    option_spec = {"label": directives.unchanged_required, "attrs": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the element, or fail with what is wrong."""
        tag, label = self.arguments[0], self.options.get("label", "")
        if not re.fullmatch(r"explorable(-[a-z0-9]+)+", label):
            raise self.error(f"explorable {tag}: label {label!r} is not of the form explorable-<chapter>-<name>")
        if not "".join(self.content).strip():
            raise self.error(f"explorable {tag}: write what there is to find out, for readers who cannot run it")
        made = explorable(ids=[label], tag=tag, attrs=self.attributes(tag))
        self.set_source_info(made)
        self.state.nested_parse(self.content, self.content_offset, made)
        if (picture := PICTURES / f"{label}.png").is_file():
            made.insert(0, nodes.image(uri=picture_uri(picture), alt="The drawing as it is at the start."))
        self.env.get_domain("std").note_hyperlink_target(label, self.env.docname, label, "the explorable")
        self.env.note_dependency(str(core_of(tag)))
        return [made]

    def attributes(self, tag: str) -> dict[str, str]:
        """Return the attributes, once the element says that it takes them."""
        if not re.fullmatch(r"ml(-[a-z0-9]+)+", tag) or not (STATIC / f"{tag}.js").is_file():
            known = ", ".join(sorted(file.stem for file in STATIC.glob("ml-*.js")))
            raise self.error(f"there is no explorable {tag!r}; there are {known}")
        pairs = self.options.get("attrs", "").split()
        if wrong := [pair for pair in pairs if "=" not in pair]:
            raise self.error(f"explorable {tag}: {wrong[0]!r} is not of the form name=value")
        if pairs:
            command = [node_binary(), str(STATIC / "describe.js"), tag, *pairs]
            asked = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
            if asked.returncode:
                raise self.error(f"explorable {tag}: {asked.stderr.strip()}")
        return dict(pair.split("=", 1) for pair in pairs)


def core_of(tag: str) -> Path:
    """Return the module that says which attributes an element takes."""
    return STATIC / f"{tag.removeprefix('ml-').replace('-', '_')}_core.js"


def picture_uri(picture: Path) -> str:
    """Return the path by which Sphinx finds a picture: from the folder of the book."""
    return f"/{picture.relative_to(BOOK).as_posix()}"


class PlainExplorable(SphinxPostTransform):
    """Put the picture and the words in the place of every explorable, for PDF, EPUB and text."""

    default_priority = 5

    def run(self, **kwargs) -> None:
        """Replace every explorable where the builder writes no page for a browser."""
        if not is_interactive(self.app.builder):
            for node in list(self.document.findall(explorable)):
                node.replace_self([nodes.target("", "", ids=node["ids"]), *node.children])


def visit_explorable(self, node: explorable) -> None:
    """Open the element; its children stay below it until its module is there."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node["attrs"].items())
    self.body.append(f'<div class="explorable">\n<{node["tag"]} id="{node["ids"][0]}"{attributes}>\n')
    if isinstance(node[0], nodes.image):  # a browser that runs the element shall not load its picture
        self.body.append("<noscript>")
        node.pop(0).walkabout(self)
        self.body.append("</noscript>\n")


def depart_explorable(self, node: explorable) -> None:
    """Close it."""
    self.body.append(f"</{node['tag']}>\n</div>\n")


def served_name() -> str:
    """Return the name of the folder in the site: it changes with every file in it."""
    digest = hashlib.sha256()
    for file in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(STATIC)}\0".encode() + file.read_bytes())
    return f"explorables-{digest.hexdigest()[:10]}"


def add_static_folder(app: Sphinx, config) -> None:
    """Serve the elements under a name of their own. Jupyter Book would load all of ``_static`` on every page."""
    app.explorables_name = served_name()
    shutil.rmtree(SERVED, ignore_errors=True)
    shutil.copytree(STATIC, SERVED / app.explorables_name)
    config.html_static_path.append(str(SERVED))


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the loader and the colors on pages that hold an explorable."""
    if doctree is None or next(doctree.findall(explorable), None) is None:
        return
    app.add_css_file(f"{app.explorables_name}/explorables_page.css")
    app.add_js_file(f"{app.explorables_name}/loader.js", type="module")


def remove_older(app: Sphinx, exception: Exception | None) -> None:
    """Remove what an earlier build left in the folder of the site."""
    for folder in (Path(app.outdir) / "_static").glob("explorables-*"):
        if folder.name != app.explorables_name:
            shutil.rmtree(folder)


def setup(app: Sphinx) -> dict:
    """Register the directive, its node and what the pages need."""
    app.add_directive("explorable", ExplorableDirective)
    app.add_node(explorable, html=(visit_explorable, depart_explorable))
    app.add_post_transform(PlainExplorable)
    app.connect("config-inited", add_static_folder)
    app.connect("html-page-context", add_assets)
    app.connect("build-finished", remove_older)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
