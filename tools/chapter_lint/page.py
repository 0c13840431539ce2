"""Page: a chapter as the linter sees it, every part with its line in the source.

MyST-Parser's own parser reads the file, so what the linter takes for prose is what the book takes for prose.
Lines are counted from 1.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

EXTENSIONS = {"amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"}
LITERAL = {"code-block", "code", "sourcecode", "literalinclude", "math", "raw", "toctree", "mermaid", "bibliography"}
HOLE = "¤"  # stands in prose for code, mathematics and roles
ALLOW = re.compile(r"lint:\s*(?P<verb>allow(?:-page)?)\s+(?P<rule>[\w-]+)\s*(?::\s*(?P<reason>.*))?$")


@dataclass(frozen=True)
class Line:
    """One source line of prose; code, mathematics and roles are holes in it."""

    number: int
    text: str
    place: tuple[str, ...] = ()  # the directives around it
    kind: str = "text"  # or heading, table


@dataclass(frozen=True)
class Role:
    """An inline role, such as {numref}`fig-losses-bowl`."""

    name: str
    content: str
    number: int

    @property
    def target(self) -> str:
        """What the role points at: of "text <target>" the target."""
        match = re.search(r"<([^<>]+)>\s*$", self.content, re.S)
        return (match[1] if match else self.content).strip()


@dataclass(frozen=True)
class Directive:
    """A directive that is no code cell."""

    name: str
    argument: str
    options: dict[str, Any]
    body: str
    number: int


@dataclass
class Cell:
    """A code cell."""

    source: str
    options: dict[str, Any]
    number: int  # of the fence
    first: int  # of the source
    last: int  # of the closing fence
    solution: str | None = None  # the label of the exercise that it solves

    @property
    def figure(self) -> dict[str, Any] | None:
        """What `mystnb: figure` says, or None."""
        mystnb = self.options.get("mystnb")
        figure = mystnb.get("figure") if isinstance(mystnb, dict) else None
        return figure if isinstance(figure, dict) else None

    @property
    def lines(self) -> list[str]:
        """The lines of the source, without blank ones at either end."""
        return self.source.strip("\n").split("\n") if self.source.strip() else []

    @cached_property
    def tree(self) -> ast.Module | None:
        """The syntax tree, magics left out; None where it is no Python."""
        plain = re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", self.source)
        try:
            return ast.parse(plain)
        except SyntaxError:
            return None

    def calls(self, name: str) -> Iterator[ast.Call]:
        """Yield the calls of the function `name`."""
        for node in ast.walk(self.tree) if self.tree else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", None)) == name:
                yield node

    def line_of(self, node: ast.AST) -> int:
        """Return the line in the page of a part of the syntax tree."""
        return self.first + node.lineno - 1


@dataclass
class Allowance:
    """A rule switched off by a comment, with the lines that this holds for."""

    rule: str
    reason: str
    number: int
    first: int
    last: int
    used: bool = False


@dataclass
class Page:
    """A chapter."""

    path: Path
    shown: str  # the path as printed
    text: str
    front: dict[str, Any] = field(default_factory=dict)
    front_text: str = ""
    lines: list[Line] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    labels: list[tuple[str, int]] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    allowances: list[Allowance] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def headings(self) -> list[Line]:
        """The headings, in their order."""
        return [line for line in self.lines if line.kind == "heading"]

    def named(self, *names: str) -> list[Directive]:
        """Return the directives of these names."""
        return [directive for directive in self.directives if directive.name in names]


@lru_cache
def parser() -> MarkdownIt:
    """Return the parser with the book's extensions."""
    return create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)


def read_page(path: Path, root: Path | None = None) -> Page:
    """Read a chapter."""
    text = path.read_text("utf-8")
    shown = path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.as_posix()
    page = Page(path, shown, text)
    _Reader(page).read(text, 0, ())
    return page


def split_options(body: str) -> tuple[dict[str, Any], str, int]:
    """Return a directive's options, its content, and how many lines the options took."""
    lines = body.split("\n")
    if lines and lines[0].strip() == "---":
        end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), len(lines) - 1)
        options = yaml.safe_load("\n".join(lines[1:end])) or {}
        return (options if isinstance(options, dict) else {}), "\n".join(lines[end + 1 :]), end + 1
    count = 0
    options = {}
    while count < len(lines) and (match := re.match(r":([\w-]+):\s*(.*)$", lines[count])):
        options[match[1]] = match[2].strip()
        count += 1
    return options, "\n".join(lines[count:]), count


class _Reader:
    """Walks the parser's tokens and files every part of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.solution: str | None = None
        self.pending: list[Allowance] = []

    def read(self, text: str, offset: int, place: tuple[str, ...]) -> None:
        """Read Markdown whose first line is line `offset` + 1 of the page."""
        kind = "text"
        for token in parser().parse(text):
            first, last = (token.map[0] + offset + 1, token.map[1] + offset) if token.map else (0, 0)
            if token.type in ("heading_open", "table_open"):
                kind = token.type.removesuffix("_open")
            elif token.type in ("heading_close", "table_close"):
                kind = "text"
            if token.type == "myst_line_comment":
                self.comment(token.content, first)
                continue
            if self.pending and token.map:
                self.open_allowances(first, last)
            self.token(token, first, last, kind, place)

    def token(self, token: Token, first: int, last: int, kind: str, place: tuple[str, ...]) -> None:
        """File one token."""
        page = self.page
        if token.type == "front_matter":
            page.front_text = token.content
            page.front = yaml.safe_load(token.content) or {}
        elif token.type == "myst_target":
            page.labels.append((token.content, first))
        elif token.type == "math_block_label":
            page.labels.append((token.info, last))
        elif token.type in ("fence", "colon_fence"):
            if match := re.match(r"\{([^}]+)\}\s*(.*)$", token.info.strip()):
                self.directive(match[1], match[2], token.content, first, last, place)
        elif token.type == "inline":
            self.inline(token, first, kind, place)

    def inline(self, token: Token, number: int, kind: str, place: tuple[str, ...]) -> None:
        """File the lines and roles of a run of text."""
        place = (*place, "solution") if self.solution else place
        text = ""
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                self.page.lines.append(Line(number, text, place, kind))
                number, text = number + 1, ""
            elif child.type == "text":
                text += child.content
            elif child.type == "myst_role":
                self.page.roles.append(Role(child.meta["name"], child.content, number))
                text += HOLE
                number += child.content.count("\n")
            elif child.type in ("code_inline", "math_inline", "math_inline_double", "image"):
                text += HOLE
        self.page.lines.append(Line(number, text, place, kind))

    def directive(self, name: str, argument: str, body: str, first: int, last: int, place: tuple[str, ...]) -> None:
        """File a directive, or a code cell."""
        options, content, taken = split_options(body)
        start = first + 1 + taken
        if name == "code-cell":
            self.page.cells.append(Cell(content, options, first, start, last, self.solution))
            self.cell_comments(content, start, first, last)
            if (figure := self.page.cells[-1].figure) and figure.get("name"):
                self.page.labels.append((str(figure["name"]), first))
            return
        if name == "solution-start":
            self.solution = argument
        elif name == "solution-end":
            self.solution = None
        self.page.directives.append(Directive(name, argument, options, content, first))
        for option in ("label", "name"):
            if options.get(option):
                self.page.labels.append((str(options[option]), first))
        if name not in LITERAL:
            self.read(content, start - 1, (*place, name))

    def comment(self, content: str, number: int) -> None:
        """File the allowances of a comment."""
        for index, line in enumerate(content.split("\n")):
            if match := ALLOW.search(line.strip()):
                allowed = Allowance(match["rule"], match["reason"] or "", number + index, number, number)
                self.page.allowances.append(allowed)
                if match["verb"] == "allow-page":
                    allowed.first, allowed.last = 0, 10**9
                else:
                    self.pending.append(allowed)

    def open_allowances(self, first: int, last: int) -> None:
        """Let the allowances of the comment above hold for this block."""
        for allowed in self.pending:
            allowed.first, allowed.last = first, last
        self.pending = []

    def cell_comments(self, content: str, start: int, first: int, last: int) -> None:
        """File the allowances that stand in a code cell; they hold for the cell."""
        for index, line in enumerate(content.split("\n")):
            if "#" in line and (match := ALLOW.search(line.split("#", 1)[1].strip())):
                self.page.allowances.append(Allowance(match["rule"], match["reason"] or "", start + index, first, last))
