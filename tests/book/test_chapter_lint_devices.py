"""Chapter lint: recall and milestones are asked for in the chapters that have them."""

from pathlib import Path

import pytest

from tools.chapter_lint.linter import Book
from tools.chapter_lint.page import read_page
from tools.chapter_lint.rules_devices import milestone, recall

LIST = """- part: One neuron
  milestones:
    - {id: M01, title: A loss, chapter: losses, owns: measure.}
    - {id: M16, title: A descent, chapter: gradient-descent, owns: walk.}
    - {id: M34, title: A slope, chapter: gradient-descent, owns: check.}
"""
PAGE = "# Gradient descent\n\n```{recall}\n```\n\n## Milestone\n\n```{milestone} M16\n```\n\n```{milestone} M34\n```\n"


@pytest.fixture
def found(tmp_path):
    """Return a function that gives what one rule says of a chapter; `losses` before it has questions."""
    (tmp_path / "recall").mkdir()
    for slug in ("losses", "gradient-descent"):
        (tmp_path / "recall" / f"{slug}.md").touch()
    (tmp_path / "milestones.yml").write_text(LIST)

    def said(rule, text, slug="gradient-descent"):
        file = tmp_path / f"{slug}.md"
        file.write_text(text)
        return list(rule(read_page(file), Book(tmp_path)))

    return said


def test_a_chapter_with_all_of_it_is_well(found):
    assert found(recall, PAGE) == found(milestone, PAGE) == []


def test_recall_is_asked_for_where_earlier_chapters_have_questions(found):
    ((_, words),) = found(recall, PAGE.replace("```{recall}\n```", ""))
    assert "earlier chapters have questions" in words
    assert found(recall, "# Losses\n", "losses") == [], "nothing before it has questions"


def test_every_chapter_writes_questions_for_later_ones(found, tmp_path):
    (tmp_path / "recall" / "gradient-descent.md").unlink()
    ((_, words),) = found(recall, PAGE)
    assert "there is no recall/gradient-descent.md" in words


def test_a_missing_milestone_is_named_at_the_heading(found):
    ((line, words),) = found(milestone, PAGE.replace("```{milestone} M34\n```\n", ""))
    assert PAGE.split("\n")[line - 1] == "## Milestone"
    assert "{milestone} M34" in words


def test_a_milestone_of_another_chapter_is_refused(found):
    findings = found(milestone, PAGE.replace("M34", "M01"))
    assert any("M01 is no milestone of this chapter" in words for _, words in findings)


def test_a_page_that_is_no_chapter_needs_neither(found):
    assert found(recall, "# Notes\n", "notes") == found(milestone, "# Notes\n", "notes") == []


def test_the_book_itself_is_asked_for_them():
    book = Path(__file__).parents[2] / "book"
    page = read_page(book / "digits.md")
    without = [box for box in page.directives if box.name not in ("recall", "milestone")]
    page.directives[:] = without
    assert len(list(recall(page, Book(book)))) == 1
    assert len(list(milestone(page, Book(book)))) == 2
