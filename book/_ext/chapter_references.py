"""Chapter references: from the package to the chapter that explains a name, and from the chapter back to the names.

A docstring says "Explained in :ref:`ch-losses`." Where that chapter is still to come, its planned title stands there
instead of a link; a slug that no chapter has stays the error it is. From the same sentences every chapter gets, at its
foot, the list of what it explains of the package, and how to run the tests of it.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from book_paths import CODE
from chapter_list import TITLES, chapters_named, files_of_tests


def to_come(app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, words: nodes.Element) -> Any:
    """Return the planned title of a chapter that is not written yet, in place of a link."""
    slug = node.get("reftarget", "").removeprefix("ch-")
    if (node.get("refdomain"), node.get("reftype")) != ("std", "ref") or slug == node["reftarget"]:
        return None
    if slug not in TITLES or slug in env.found_docs:
        return None
    title = words.astext() if node["refexplicit"] else TITLES[slug]
    return nodes.inline("", f"{title} (to come)", classes=["to-come"])


def explained(env: BuildEnvironment) -> dict[str, dict[str, list[str]]]:
    """Return page of the reference → slug → the full names whose docstrings there name that chapter."""
    if not hasattr(env, "handmade_explained"):
        env.handmade_explained = {}
    return env.handmade_explained


def note_chapters(app: Sphinx, what: str, name: str, value: Any, options: Any, lines: list[str]) -> None:
    """Note the chapters that a docstring of the package names."""
    found = explained(app.env).setdefault(app.env.docname, {})
    for slug in chapters_named("\n".join(lines)):
        found.setdefault(slug, []).append(name)


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what a page said that is read again or gone."""
    explained(env).pop(docname, None)


def merge_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over what another process read."""
    explained(env).update(explained(other))


def names_of(env: BuildEnvironment, slug: str) -> dict[str, str]:
    """Return full name → page, for what a chapter explains, in the order of the table of contents."""
    order = {docname: place for place, docname in enumerate(env.toctree_includes.get(env.config.root_doc, ()))}
    pages = sorted(explained(env), key=lambda docname: (order.get(docname, len(order)), docname))
    return {name: page for page in pages for name in explained(env)[page].get(slug, ())}


def add_package_part(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: Any) -> None:
    """Append to a chapter what it explains of the package, and how to run the tests of that."""
    if doctree is None or pagename not in TITLES:
        return
    entries = app.env.domains["py"].objects
    links = [
        f'<a class="reference internal" href="{escape(context["pathto"](page))}#{escape(entries[name].node_id)}">'
        f"<code>{escape(short(name))}</code></a>"
        for name, page in names_of(app.env, pagename).items()
        if name in entries
    ]
    said = [f"This page explains, in the package: {', '.join(links)}."] if links else []
    said += tests_sentence(pagename)
    if said:
        context["body"] += '<div class="in-the-package">' + "".join(f"<p>{part}</p>" for part in said) + "</div>\n"


def short(name: str) -> str:
    """Return the name as it is written after an import of its module, without "handmade"."""
    return name.removeprefix("handmade.")


def tests_sentence(slug: str) -> list[str]:
    """Return the sentence on the tests of a chapter, if it has some: the command, and what that runs."""
    files = files_of_tests(slug, computed=False)
    what = sorted({file.stem.removeprefix("test_").removesuffix("_in_keras").replace("_", " ") for file in files})
    if (CODE / "handmade" / "exercises" / f"{slug.replace('-', '_')}.py").is_file():
        what.append("the exercises of this page")
    if not what:
        return []
    return [f"Its tests, in a checkout: <code>make test CHAPTER={slug}</code> runs those of {escape(listed(what))}."]


def listed(words: list[str]) -> str:
    """Return the words as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx; the part at the foot of a chapter comes before the line on its execution."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("missing-reference", to_come)
    app.connect("autodoc-process-docstring", note_chapters, priority=400)  # before the table of names
    app.connect("env-purge-doc", forget_page)
    app.connect("env-merge-info", merge_pages)
    app.connect("html-page-context", add_package_part, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
