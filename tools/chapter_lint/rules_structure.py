"""Rules of structure: what a chapter consists of, in which order, and how its parts are named.

A rule takes a page and the book and yields (line, what is wrong and what to do).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from tools.chapter_lint.page import Cell, Page

Findings = Iterator[tuple[int, str]]
BOX = "in-this-chapter"
PARTS = ("In Keras", "Your turn", "Milestone", "Summary", "Where this goes wrong", "Go further")
FLOORS = {"words": 1200, "exercises": 3, "captioned figures": 2, "quizzes": 1, "checks": 2}
KINDS = {"exercise": "ex", "solution": "sol", "solution-start": "sol", "quiz": "quiz", "math": "eq", "figure": "fig"}
TABLE_RULE = re.compile(r"\|( *:?-+:? *\|)+")
PREFIXES = ("ch", "sec", "eq", "fig", "ex", "sol", "tab", "quiz", "explorable")


def front_matter(page: Page, book) -> Findings:
    """The header must be as jupytext writes it, or the cells do not run or run with stale results."""
    if not re.search(r"(?m)^    format_version:", page.front_text):
        yield 1, "jupytext.text_representation.format_version is missing; copy the header of another chapter"
    if "format_name: myst" not in page.front_text:
        yield 1, "jupytext.text_representation.format_name is not myst; copy the header of another chapter"
    if not isinstance(page.front.get("kernelspec"), dict):
        yield 1, "kernelspec is missing, so no cell would run; copy the header of another chapter"


def chapter_label(page: Page, book) -> Findings:
    """The first label is the chapter's, and is called as the file is."""
    wanted = f"ch-{page.slug}"
    title = page.headings[0].number if page.headings else 1
    before = [label for label, number in page.labels if number <= title]
    if wanted not in before:
        yield title, f"the title has no label ({wanted})=; write it on the line above the title"


def anatomy(page: Page, book) -> Findings:
    """The parts of a chapter are there, in their order."""
    boxes = page.named(BOX)
    if len(boxes) != 1:
        yield 1, f"there are {len(boxes)} boxes {{{BOX}}}; write one, below the opening"
    last, before = (boxes[0].number, f"the box {{{BOX}}}") if boxes else (0, "")
    for part in PARTS:
        found = [heading for heading in page.headings if part.casefold() in heading.text.casefold()]
        if not found:
            yield 1, f"no heading contains {part!r}; add that section"
            continue
        if part != PARTS[0] and len(found) > 1:
            yield found[1].number, f"a second heading contains {part!r}; keep one"
        if found[0].number < last:
            yield found[0].number, f"{found[0].text!r} stands before {before}; the order is: {', '.join(PARTS)}"
        last, before = max(last, found[0].number), repr(found[0].text)


def floors(page: Page, book) -> Findings:
    """A chapter is at least so long, and gives at least so much to do."""
    counts = {
        "words": sum(len(re.findall(r"[^\W\d_][\w'’-]*", line.text)) for line in page.lines),
        "exercises": len(page.named("exercise")),
        "captioned figures": len([c for c in page.cells if c.figure and c.figure.get("caption")])
        + len([d for d in page.named("figure") if d.body.strip()]),
        "quizzes": len(page.named("quiz")),
        "checks": len({label for cell in page.cells for label, _ in checks(cell)}),
    }
    for what, floor in FLOORS.items():
        if counts[what] < floor:
            yield 1, f"{counts[what]} {what}; a chapter has {floor:,} at least"


def labels(page: Page, book) -> Findings:
    """Labels say what they name and in which chapter, and are unique in the book."""
    for label, number in page.labels:
        kind, _, rest = label.partition("-")
        if kind not in PREFIXES:
            yield number, f"label {label!r} does not begin with one of {' '.join(f'{p}-' for p in PREFIXES)}; rename it"
        elif not f"{rest}-".startswith(f"{page.slug}-"):
            yield number, f"label {label!r} does not name its chapter; call it {kind}-{page.slug}-…"
        others = [place for place in book.places.get(label, []) if place != (page.path, number)]
        if others:
            path, line = others[0]
            yield number, f"label {label!r} is defined at {path.name}:{line}, too; rename one"
    for directive in page.directives:
        label = str(directive.options.get("label") or directive.options.get("name") or "")
        kind = KINDS.get(directive.name)
        if kind and label and not label.startswith(f"{kind}-"):
            yield (
                directive.number,
                f"the label {label!r} of a {{{directive.name}}} does not begin with {kind}-; rename it",
            )
        if directive.name in ("exercise", "quiz", "solution-start") and not label:
            yield directive.number, f"this {{{directive.name}}} has no :label:; add {kind}-{page.slug}-…"


def exercises(page: Page, book) -> Findings:
    """Every exercise has stars, a starter cell with its check, and a folded solution that is checked."""
    known = {str(d.options.get("label", "")): d for d in page.named("exercise")}
    for label, exercise in known.items():
        yield from _stars(exercise)
        yield from _starter(page, label, exercise.number)
        yield from _solution(page, label, exercise.number)
    for cell in page.cells:
        for label, number in checks(cell):
            if label not in known:
                yield number, f"check({label!r}) belongs to no {{exercise}} of this page; correct the label"
            elif cell.solution and cell.solution != label:
                yield number, f"check({label!r}) stands in the solution of {cell.solution}; move or correct it"
    for solution in page.named("solution", "solution-start"):
        if solution.argument not in known:
            yield solution.number, f"this solution is of {solution.argument!r}, no exercise of this page; correct it"


def checks(cell: Cell) -> list[tuple[str, int]]:
    """Return the labels that a cell checks, with their lines."""
    calls = [call for call in cell.calls("check") if call.args and isinstance(call.args[0], ast.Constant)]
    return [(str(call.args[0].value), cell.line_of(call)) for call in calls]


def _stars(exercise) -> Findings:
    """Find an exercise without its difficulty."""
    classes = str(exercise.options.get("class", "")).split()
    if len({"star-1", "star-2", "star-3"} & set(classes)) != 1:
        yield exercise.number, "the exercise has no difficulty; add ':class: star-1', star-2 or star-3"


def _starter(page: Page, label: str, number: int) -> Findings:
    """Find an exercise whose reader has no cell to begin in."""
    cells = [c for c in page.cells if c.solution is None and label in [found for found, _ in checks(c)]]
    if not cells:
        yield number, f"no starter cell calls check({label!r}, …); add one below the exercise"
    for cell in cells:
        if cell.number < number:
            yield cell.number, f"the starter cell of {label} stands before its exercise; move it below"
        nodes = ast.walk(cell.tree) if cell.tree else ()
        if not any(isinstance(node, ast.Constant) and node.value is Ellipsis for node in nodes):
            yield cell.number, f"the starter cell of {label} holds no ...; leave the answer open"


def _solution(page: Page, label: str, number: int) -> Findings:
    """Find an exercise whose solution is missing, open or unchecked."""
    starts = [d for d in page.named("solution-start") if d.argument == label]
    if not starts:
        yield number, f"no ```{{solution-start}} {label}; add the solution, with its cells at top level"
        return
    if "dropdown" not in str(starts[0].options.get("class", "")).split():
        yield starts[0].number, "the solution is not folded; add ':class: dropdown'"
    if not any(c.solution == label and label in [found for found, _ in checks(c)] for c in page.cells):
        yield starts[0].number, f"no cell of this solution calls check({label!r}, …); let the build check it"
    if len(page.named("solution-end")) != len(page.named("solution-start")):
        yield starts[0].number, "{solution-start} and {solution-end} do not pair; close every solution"


def table_heads(page: Page, book) -> Findings:
    """Every column of a table has a head, also the first: a screen reader says it with each of its cells."""
    lines = page.text.splitlines()
    for number, (line, below) in enumerate(pairwise(lines), 1):
        heads = line.strip().removeprefix("|").removesuffix("|").split("|")
        if TABLE_RULE.fullmatch(below.strip()) and not all(head.strip() for head in heads):
            yield number, "a column of this table has no head; say what stands in it"


RULES = {
    "front-matter": front_matter,
    "chapter-label": chapter_label,
    "anatomy": anatomy,
    "floors": floors,
    "labels": labels,
    "exercises": exercises,
    "table-heads": table_heads,
}
