"""Notebooks: every page with code cells also becomes a clean `.ipynb`, for Colab, Binder and the reader's own Jupyter.

Written when the build is done, from the resolved document tree (so that references, numbers and glued values are those
of the page) and from the page's own cells, without outputs. They lie in `_build/notebooks`, and in the site beside the
wheel that their first cell installs. The same page always gives the same bytes.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import indent

import nbformat
from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx_exercise.nodes import solution_node

from book_paths import BUILD
from execution import read_notebook
from handmade_wheel import build_wheel
from notebook_markdown import MarkdownWriter, is_cell
from notebook_setup import setup_cell

HIDDEN_INPUT = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
SOLUTION_GATE = re.compile(r"(?m)^[`:]{3,}\{solution-(start|end)\}")
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}  # Colab's word for it, and Jupyter's
METADATA = {
    "colab": {"provenance": [], "toc_visible": True},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# An error that a chapter shows on purpose must not stop "Run all", which in Colab heeds no tag.
SHOWN_ERROR = (
    "try:\n{code}\nexcept Exception:  # meant to fail; the cells below still run\n    get_ipython().showtraceback()"
)

# One piece of a notebook: Markdown text, the index of a code cell, or a section's beginning (None).
Piece = str | int | None


def has_cells(env: BuildEnvironment, docname: str) -> bool:
    """Say whether a page has code cells, and so becomes a notebook."""
    notebook = read_notebook(env, docname)
    return notebook is not None and any(cell.cell_type == "code" for cell in notebook.cells)


def write_notebooks(app: Sphinx, problem: Exception | None) -> None:
    """Put the notebooks of all pages, and the wheel they install, into the site; and the notebooks into `_build`."""
    if problem is not None or app.statuscode or app.builder.name != "html":
        return
    site = Path(app.outdir)
    for docname in sorted(name for name in app.env.found_docs if has_cells(app.env, name)):
        path = site / "notebooks" / f"{docname}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page_notebook(app, docname), encoding="utf-8")
    build_wheel(site / "wheels")
    if (site / "notebooks").is_dir():
        replace_folder(site / "notebooks", Path(app.config.book_notebooks))


def replace_folder(source: Path, target: Path) -> None:
    """Make `target` a copy of `source`, in one step, so that there is always a whole one."""
    new, old = target.with_name(target.name + ".new"), target.with_name(target.name + ".old")
    for folder in (new, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, new)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def page_notebook(app: Sphinx, docname: str) -> str:
    """Return the notebook of one page, as JSON."""
    source = read_notebook(app.env, docname)
    writer = MarkdownWriter(app, docname, lambda index: source.cells[index].source)
    tree = app.env.get_and_resolve_doctree(docname, app.builder)
    code = [cell.source for cell in source.cells if cell.cell_type == "code"]
    cells = [code_cell(setup_cell(code, app.config.html_baseurl), {"hide-input"})]
    text: list[str] = []

    def end_text() -> None:
        if text:
            cells.append({"cell_type": "markdown", "metadata": {}, "source": "\n\n".join(text)})
            text.clear()

    for piece in with_hidden_cells(pieces(writer, tree), source):
        if isinstance(piece, str):
            text += [piece] if piece else []
            continue
        end_text()
        if piece is not None:
            cell = source.cells[piece]
            cells.append(code_cell(cell.source, set(cell.metadata.get("tags", []))))
    end_text()
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number:04d}"
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    nbformat.validate(nbformat.from_dict(notebook))
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def pieces(writer: MarkdownWriter, node: nodes.Element, level: int = 0) -> Iterator[Piece]:
    """Yield what a page consists of, in order."""
    for child in node.children:
        if is_cell(child):
            yield child["cell_index"]
            yield from (writer.caption(figure) for figure in child.findall(nodes.figure))
        elif isinstance(child, nodes.section):
            yield None
            yield from pieces(writer, child, level + 1)
        elif isinstance(child, nodes.title) and level:
            yield heading(writer, child, level)
        elif not isinstance(child, solution_node) and next(child.findall(is_cell), None) is not None:
            yield from pieces(writer, child)
        else:
            yield writer.write(child).strip("\n")


def heading(writer: MarkdownWriter, title: nodes.title, level: int) -> str:
    """Return a section's title, numbered as in the book; below the chapter's, where the chapter belongs."""
    config, env = writer.app.config, writer.app.env
    numbers = env.toc_secnumbers.get(writer.docname, {})
    anchors = ["#" + name for name in title.parent["ids"]] + ([""] if level == 1 else [])
    number = next((numbers[anchor] for anchor in anchors if numbers.get(anchor)), ())
    dotted = ".".join(map(str, number)) + config.html_secnumber_suffix if number else ""
    line = f"{'#' * min(level, 6)} {dotted}{writer.inline(title).strip()}"
    if level > 1:
        return line
    return f"{line}\n\nChapter of {writer.link(f'*{config.html_title}*', writer.page)}"


def with_hidden_cells(found: Iterable[Piece], source: NotebookNode) -> Iterator[Piece]:
    """Yield the pieces and, in their places, the cells that the page does not show but later cells need."""
    waiting = unsolved_cells(source)
    for piece in found:
        if isinstance(piece, int):
            yield from (index for index in waiting if index < piece)
            waiting = [index for index in waiting if index > piece]
        yield piece
    yield from waiting


def unsolved_cells(source: NotebookNode) -> list[int]:
    """Return the indices of the code cells that do not belong to a solution."""
    inside, found = False, []
    for index, cell in enumerate(source.cells):
        gates = SOLUTION_GATE.findall(cell.source) if cell.cell_type == "markdown" else []
        inside = gates[-1] == "start" if gates else inside
        if cell.cell_type == "code" and not inside:
            found.append(index)
    return found


def code_cell(code: str, tags: set[str]) -> dict:
    """Return a code cell without outputs; of its tags only those that Colab and Jupyter understand have an effect."""
    if "raises-exception" in tags:
        code = SHOWN_ERROR.format(code=indent(code, "    "))
    metadata = FOLDED if tags & HIDDEN_INPUT else {}
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": code}


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.add_config_value("book_notebooks", str(BUILD / "notebooks"), "")
    app.connect("build-finished", write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
