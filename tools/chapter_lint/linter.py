"""Linter: runs every rule over a page, and leaves out what a comment allows with a reason."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tools.chapter_lint import rules_code, rules_devices, rules_prose, rules_structure
from tools.chapter_lint.page import Page, read_page

RULES = {**rules_structure.RULES, **rules_devices.RULES, **rules_code.RULES, **rules_prose.RULES}


@dataclass(frozen=True, order=True)
class Finding:
    """What is wrong where, and what to do."""

    path: str
    number: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.number}: {self.rule}: {self.message}"


class Book:
    """What a rule may need beyond its page: labels of the other pages, terms, references, outputs."""

    def __init__(self, folder: Path, outputs: Path | None = None) -> None:
        self.folder = folder
        self.outputs = outputs

    @cached_property
    def places(self) -> dict[str, list[tuple[Path, int]]]:
        """Every label of the book, with the places that define it."""
        found: dict[str, list[tuple[Path, int]]] = {}
        for file in sorted(self.folder.glob("*.md")):
            for label, number in read_page(file).labels:
                found.setdefault(label, []).append((file.resolve(), number))
        return found

    @cached_property
    def terms(self) -> set[str]:
        """The terms of the glossary, in lower case."""
        file = self.folder / "glossary.md"
        glossaries = read_page(file).named("glossary") if file.is_file() else []
        lines = [line for glossary in glossaries for line in glossary.body.split("\n")]
        return {line.split(" : ")[0].strip().casefold() for line in lines if line.strip() and not line[0].isspace()}

    @cached_property
    def references(self) -> set[str]:
        """The keys of the bibliography."""
        file = self.folder / "references.bib"
        text = file.read_text("utf-8") if file.is_file() else ""
        return set(re.findall(r"(?m)^\s*@(?!comment|string|preamble)\w+\s*\{\s*([^,\s]+)\s*,", text))

    def printed(self, slug: str) -> str | None:
        """Return what the cells of a chapter printed, or None where that is not known."""
        file = self.outputs / f"{slug}.ipynb" if self.outputs else None
        if file is None or not file.is_file():
            return None
        cells = json.loads(file.read_text("utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        texts = []
        for output in outputs:
            data = output.get("data", {})
            texts += [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]
        return "\n".join("".join(text) for text in texts)


def chapters(folder: Path) -> list[Path]:
    """Return the pages of the book that have code cells or mean to; the opening page is none of the chapters."""
    files = sorted(file for file in folder.glob("*.md") if file.stem != "index")
    return [f for f in files if re.search(r"(?m)^kernelspec:|^`{3,}\{code-cell\}", f.read_text("utf-8"))]


def lint(page: Page, book: Book) -> list[Finding]:
    """Return the findings of every rule on a page, in the order of its lines."""
    found = [(name, number, said) for name, rule in RULES.items() for number, said in rule(page, book)]
    kept = [finding for finding in found if not _allowed(page, *finding[:2])]
    kept += _bad_allowances(page, strictest=book.outputs is None)
    return sorted({Finding(page.shown, number, name, said) for name, number, said in kept})


def _allowed(page: Page, rule: str, number: int) -> bool:
    """Return whether a comment switches this rule off here, and remember that it was needed."""
    fitting = [a for a in page.allowances if a.rule == rule and a.first <= number <= a.last]
    for allowance in fitting:
        allowance.used = True
    return bool(fitting)


def _bad_allowances(page: Page, *, strictest: bool) -> list[tuple[str, int, str]]:
    """Find allowances without a rule, without a reason, or without a use.

    Beside the outputs, typed-number finds less than without them: what has no use then may have one (`strictest`).
    """
    found = []
    for allowance in page.allowances:
        if allowance.rule not in RULES:
            found.append((allowance, f"there is no rule {allowance.rule!r}; the rules are {', '.join(sorted(RULES))}"))
        elif len(allowance.reason.split()) < 2:
            found.append((allowance, f"give the reason: 'lint: allow {allowance.rule}: why it is right here'"))
        elif strictest and not allowance.used:
            found.append((allowance, f"nothing here breaks {allowance.rule!r}; remove the comment"))
    return [("allowance", allowance.number, said) for allowance, said in found]
