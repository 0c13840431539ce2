"""Rules of devices: the questions that later chapters ask, and the milestones that a chapter gives."""

from __future__ import annotations

from chapter_list import CHAPTERS
from milestones_data import NAME, of_chapter, read_milestones
from tools.chapter_lint.page import Page
from tools.chapter_lint.rules_structure import Findings

RECALL = "recall"


def recall(page: Page, book) -> Findings:
    """A chapter begins with questions about earlier ones, and has three for later ones."""
    heads = page.named(RECALL)
    if len(heads) > 1:
        yield heads[1].number, "a second ```{recall}; keep one, below the opening box"
    if page.slug not in CHAPTERS:
        return
    if not (book.folder / RECALL / f"{page.slug}.md").is_file():
        yield 1, f"there is no {RECALL}/{page.slug}.md; write three questions there for later chapters (recall.py)"
    earlier = list(CHAPTERS)[: list(CHAPTERS).index(page.slug)]
    if not heads and any((book.folder / RECALL / f"{slug}.md").is_file() for slug in earlier):
        yield 1, "there is no ```{recall}, although earlier chapters have questions; add it below the opening box"


def milestone(page: Page, book) -> Findings:
    """A chapter says which milestones it gives: those of the list, all of them."""
    file = book.folder / NAME
    known = [entry.id for entry in of_chapter(read_milestones(file), page.slug)] if file.is_file() else []
    there = {box.argument: box.number for box in page.named("milestone")}
    for name, number in there.items():
        if name not in known:
            yield number, f"{name} is no milestone of this chapter in {NAME}; correct the number there or here"
    for name in known:
        if name not in there:
            heading = next((line.number for line in page.headings if "milestone" in line.text.casefold()), 1)
            yield heading, f"there is no ```{{milestone}} {name}, which {NAME} has for this chapter; add it here"


RULES = {"recall": recall, "milestone": milestone}
