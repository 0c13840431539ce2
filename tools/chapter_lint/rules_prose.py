"""Rules of prose: one sentence a line, American spelling, numbers from the run, and references that exist.

A rule takes a page and the book and yields (line, what is wrong and what to do).
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tools.chapter_lint.page import Cell, Page
from tools.chapter_lint.rules_structure import BOX, Findings
from tools.chapter_lint.spelling import american

ABBREVIATIONS = re.compile(
    r"\b(?:e\.g|i\.e|cf|vs|etc|al|approx|resp|Dr|Mr|Mrs|Ms|Prof|St|Fig|Figs|Eq|Eqs|Sec|Ch|No|Nos|Vol|pp|p|[A-Z])\."
)
SENTENCE_END = re.compile(r"[.!?][\"'”’)\]*_]*\s+[\"'“‘(\[*_]*[A-Z]")
MANY_SENTENCES = {"quiz", BOX}  # an answer's feedback and the box may run on
TYPED = {"quiz", "exercise", "solution-start"}  # places where numbers are typed: statements, not results
DECIMAL = re.compile(r"(?<![\w.,/-])[-−+]?\d[\d,]*\.\d+(?![\w]|\.\d)")
VERSION = re.compile(r"(?:Keras|TensorFlow|NumPy|Python|Colab|Sphinx|version|Chapter|Section|Part)\s+$", re.I)
NUMBER = re.compile(r"[-−+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
CITES = re.compile(r"(?:cite|footcite)(?::\w+)?$")
GLUES = re.compile(r"glue(?::\w*)?$")


def one_sentence_a_line(page: Page, book) -> Findings:
    """One sentence stands on one line of the source, so that a changed sentence is a changed line."""
    for line in page.lines:
        if line.kind != "text" or MANY_SENTENCES & set(line.place):
            continue
        text = ABBREVIATIONS.sub(lambda match: match[0].replace(".", " "), line.text)
        for match in SENTENCE_END.finditer(text):
            if not _quoted(text, match.start()):
                start = text[match.end() - 1 :].split()[0]
                yield line.number, f"a new sentence begins at {start!r}; begin a new line"


def _quoted(text: str, place: int) -> bool:
    """Return whether a place lies inside a quotation."""
    before = text[:place]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def spelling(page: Page, book) -> Findings:
    """American spelling, as in Keras."""
    for number, text in _readable(page):
        for match in re.finditer(r"[^\W\d_]+", re.sub(r"\S*(?:://|www\.|@)\S*", "", text)):
            if american(match[0]) and not _is_name(text, match):
                yield number, f"{match[0]!r} is British; write {american(match[0])!r}"


def _readable(page: Page) -> Iterator[tuple[int, str]]:
    """Yield everything that is read as English: prose, captions, alternative texts, titles, comments in code."""
    for line in page.lines:
        yield line.number, line.text
    for directive in page.directives:
        if directive.name in ("quiz", "exercise", "admonition"):
            yield directive.number, directive.argument
        yield directive.number, str(directive.options.get("alt", ""))
    for cell in page.cells:
        image = cell.options["mystnb"].get("image") or {} if cell.figure else {}
        yield cell.number, str((cell.figure or {}).get("caption", ""))
        yield cell.number, str(image.get("alt", ""))
        yield from _comments(cell)


def _comments(cell: Cell) -> Iterator[tuple[int, str]]:
    """Yield the comments of a cell."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(cell.source).readline):
            if token.type == tokenize.COMMENT:
                yield cell.first + token.start[0] - 1, token.string
    except (tokenize.TokenError, IndentationError):  # magics, or half a program shown on purpose
        return


def _is_name(text: str, match: re.Match) -> bool:
    """Return whether a word is capitalized inside a sentence: Centre Pompidou, Robert Grey."""
    before = text[: match.start()].rstrip(" \"'“‘(*_")
    return match[0][0].isupper() and before != "" and before[-1] not in ".!?:#"


def typed_number(page: Page, book) -> Findings:
    """A number that the run prints comes from the run, or it will be wrong one day."""
    printed = book.printed(page.slug)
    known = None if printed is None else _numbers(printed)
    for line in page.lines:
        if line.kind == "heading" or TYPED & set(line.place):
            continue
        for match in DECIMAL.finditer(line.text):
            digits = re.sub(r"\D", "", match[0]).lstrip("0")
            if len(digits) < 3 or VERSION.search(line.text[: match.start()]):
                continue
            if known is None:
                yield line.number, f"{match[0]} is typed; glue it in the cell and write {{glue:text}}`…`"
            elif _prints(match[0], known):
                yield line.number, f"{match[0]} is typed, but a cell prints it; glue it and write {{glue:text}}`…`"


def _numbers(text: str) -> list[float]:
    """Return the numbers in a text."""
    return [float(found.replace(",", "").replace("−", "-")) for found in NUMBER.findall(text)]


def _prints(typed: str, known: list[float]) -> bool:
    """Return whether one of the known numbers, or it in percent, reads as typed when rounded."""
    places = len(typed.rsplit(".", 1)[1])
    size = abs(float(typed.replace(",", "").replace("−", "-")))
    return any(f"{abs(n) * scale:.{places}f}" == f"{size:.{places}f}" for n in known for scale in (1, 100))


def glued(page: Page, book) -> Findings:
    """What the prose shows of the run is glued by a cell of the same page."""
    patterns = [pattern for cell in page.cells for pattern in _glue_names(cell)]
    uses = [(role.target, role.number) for role in page.roles if GLUES.fullmatch(role.name)]
    uses += [(d.argument, d.number) for d in page.directives if GLUES.fullmatch(d.name)]
    for use, number in uses:
        if not any(re.fullmatch(pattern, name) for pattern in patterns for name in (use, use.partition(":")[0])):
            yield number, f"no cell of this page glues {use.partition(':')[0]!r}; call glue(…) with that name"


def _glue_names(cell: Cell) -> Iterator[str]:
    """Yield, for each call of glue in a cell, a pattern of the names that it may write."""
    for call in cell.calls("glue"):
        name = call.args[0] if call.args else None
        if isinstance(name, ast.Constant):
            yield re.escape(str(name.value))
        elif isinstance(name, ast.JoinedStr):
            parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in name.values)
            yield "".join(parts)
        elif name is not None:  # a variable: any name may be meant
            yield ".+"


def terms(page: Page, book) -> Findings:
    """What is called a term is in the glossary."""
    for role in page.roles:
        if role.name == "term" and role.target.casefold() not in book.terms:
            yield role.number, f"{role.target!r} is not in book/glossary.md; add it or correct the word"


def citations(page: Page, book) -> Findings:
    """What is cited is in the bibliography."""
    for role in page.roles:
        for key in role.content.split(",") if CITES.fullmatch(role.name) else ():
            if key.strip() not in book.references:
                yield role.number, f"{key.strip()!r} is not in book/references.bib; add it or correct the key"


RULES = {
    "one-sentence-a-line": one_sentence_a_line,
    "spelling": spelling,
    "typed-number": typed_number,
    "glue": glued,
    "terms": terms,
    "citations": citations,
}
