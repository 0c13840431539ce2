"""Rules of code: how long cells are, how figures are told, and two habits of other books that are not this one's.

A rule takes a page and the book and yields (line, what is wrong and what to do).
"""

from __future__ import annotations

import ast
import re

from tools.chapter_lint.page import Cell, Page
from tools.chapter_lint.rules_structure import Findings

LONGEST = 15
LONGEST_FIGURE = 5
WIDEST = 79  # characters that the column of a page shows
COUNT = r"(?:[mnN]|len\([^()]*\)|\w+\.(?:size|shape\[0\]))"
HALVES = (
    re.compile(r"(?<![\w.])0?\.50*\s*\*(?!\*)"),
    re.compile(r"\*\s*0?\.50*(?![\w.])"),
    re.compile(r"(?<![\w.])\(?\s*1\.?\s*/\s*2\.?0*\s*\)?\s*\*(?!\*)"),
    re.compile(rf"/\s*\(\s*2\.?0*\s*\*\s*{COUNT}\s*\)"),
    re.compile(rf"/\s*2\.?0*\s*/\s*{COUNT}\b|/\s*{COUNT}\s*/\s*2\b"),
    re.compile(r"\)\s*/\s*2\.?0*\s*(?:#.*)?$"),
)
SQUARE = re.compile(r"\*\*\s*2\b|np\.square|(?:^|\W)(?:mse|squared_error|mean_squared)")
GRADIENT = re.compile(r"d[A-Z]\w*|d[wbz]\d*")


def cell_length(page: Page, book) -> Findings:
    """A cell is read at one glance."""
    for cell in page.cells:
        limit = LONGEST_FIGURE if cell.figure else LONGEST
        if len(cell.lines) > limit:
            what, cure = ("figure cell", "draw in handmade.plotting") if cell.figure else ("cell", "split it")
            yield cell.first + limit, f"the {what} has {len(cell.lines)} lines, the limit is {limit}; {cure}"


def cell_width(page: Page, book) -> Findings:
    """A line of code is read without scrolling."""
    for cell in page.cells:
        for index, line in enumerate(cell.lines):
            if len(line) > WIDEST:
                yield cell.first + index, f"the line has {len(line)} characters, a page shows {WIDEST}; break it"


def figures(page: Page, book) -> Findings:
    """Every figure has a name, a caption, a text for those who cannot see it, and an announcement."""
    announced = [(role.target, role.number) for role in page.roles if role.name == "numref"]
    for cell in page.cells:
        if cell.figure is None:
            if _draws(cell):
                yield cell.number, "this cell draws, but has no 'mystnb: figure:'; give it name, caption and alt"
            continue
        image = cell.options["mystnb"].get("image") or {}
        name = str(cell.figure.get("name") or "")
        yield from _told(page, cell.number, name, cell.figure.get("caption"), image.get("alt"), announced)
        if cell.lines and not cell.lines[-1].rstrip().endswith(";"):
            yield cell.first + len(cell.lines) - 1, "the last line of a figure cell must end with ';', or it prints too"
    for figure in page.named("figure"):
        name = str(figure.options.get("name") or figure.options.get("label") or "")
        yield from _told(page, figure.number, name, figure.body, figure.options.get("alt"), announced)


def _draws(cell: Cell) -> bool:
    """Return whether the cell makes a figure of its own, or ends in a call that draws."""
    calls = [ast.unparse(node.func) for node in ast.walk(cell.tree or ast.Pass()) if isinstance(node, ast.Call)]
    if "plt.subplots" in calls or "plt.figure" in calls:
        return True
    last = cell.tree.body[-1] if cell.tree and cell.tree.body else None
    if not isinstance(last, ast.Expr) or not isinstance(last.value, ast.Call):
        return False
    names = ast.unparse(last.value.func).split(".")
    return names[0] in ("plotting", "plt") or names[-1] in ("plot", "imshow", "scatter", "hist", "contourf")


def _told(page: Page, number: int, name: str, caption, alt, announced: list[tuple[str, int]]) -> Findings:
    """Find what a figure lacks."""
    if not name.startswith(f"fig-{page.slug}-"):
        yield number, f"the figure is called {name!r}; name it fig-{page.slug}-…"
    if not str(caption or "").strip():
        yield number, "the figure has no caption; say what to see in it"
    if not str(alt or "").strip():
        yield number, "the figure has no alternative text (image: alt:); say what is drawn"
    if name and not any(target == name and line < number for target, line in announced):
        yield number, f"nothing mentions {{numref}}`{name}` before the figure; announce it in the prose above"


def half_mse(page: Page, book) -> Findings:
    """The mean squared error has no half in it, in this book as in Keras."""
    for cell in page.cells:
        for index, line in enumerate(cell.source.split("\n")):
            code = line.split("#")[0]
            if SQUARE.search(code) and any(half.search(code.rstrip()) for half in HALVES):
                yield (
                    cell.first + index,
                    "this looks like half a squared error; the loss is the plain mean, as in Keras. If it is "
                    "none, or the half is the lesson, add '# lint: allow half-mse: the reason'",
                )


def gradient_names(page: Page, book) -> Findings:
    """The gradient of x is d_x, here as in the package."""
    for cell in page.cells:
        for node in ast.walk(cell.tree) if cell.tree else ():
            name = node.arg if isinstance(node, ast.arg) else getattr(node, "id", None)
            if name and GRADIENT.fullmatch(name):
                yield cell.line_of(node), f"{name} is not a name of this book; call it d_{name[1:].lower()}"


RULES = {
    "cell-length": cell_length,
    "cell-width": cell_width,
    "figures": figures,
    "half-mse": half_mse,
    "gradient-names": gradient_names,
}
