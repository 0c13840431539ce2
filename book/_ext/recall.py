r"""Recall: at the head of a chapter, questions from 1, 3 and 8 chapters back, to be answered from memory.

.. code-block:: markdown

    ```{recall}
    ```

The questions lie in ``book/recall/<slug>.md``, three for each chapter, as ``{quiz}`` without a title. The first is
asked one chapter later, the second three, the third eight chapters later, so each stands in the book once, and their
labels are ``quiz-<slug>-recall-<name>``. ``:see:`` names the section that explains it; the link to it comes with the
feedback.
Chapters are counted in the book's order, those that are written. Where nothing lies far enough back, nothing is shown.

In the document tree it is a ``quiz_set`` of the class ``recall``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from chapter_list import CHAPTERS
from quiz_nodes import quiz, quiz_set, quiz_title
from quiz_source import outside_fences

BACK = (1, 3, 8)  # chapters; the first question of a chapter is asked after BACK[0] chapters, and so on
FOLDER = "recall"
TITLE = "From memory"
SAYS = "Answer before you look anything up: what you fetch from memory, you keep."
OPENING = re.compile(r"(?P<fence>`{3,}|:{3,})\{quiz\}\s*$")
LABEL = re.compile(r":label:\s*(?P<label>\S+)\s*$")


class RecallSourceError(ValueError):
    """A file of recall questions that is not as it must be; says what, and at which line."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Question:
    """One question of a file: its lines, and the number of the first."""

    lines: list[str]
    line: int


def read_questions(text: str, slug: str) -> list[Question]:
    """Return the three questions of a chapter's file, or raise."""
    lines = text.split("\n")
    outside = [*outside_fences(lines), len(lines)]
    starts = [index for index in outside if index < len(lines) and OPENING.match(lines[index])]
    found = []
    for start in starts:
        end = next(index for index in outside if index > start)  # the line after the closing fence
        question = Question(lines[start:end], start + 1)
        refuse_bad(question, slug)
        found.append(question)
    if len(found) != len(BACK):
        problem = f"{len(found)} questions; write {len(BACK)}, each as ```{{quiz}} without a title"
        raise RecallSourceError(problem, found[-1].line if found else 1)
    return found


def refuse_bad(question: Question, slug: str) -> None:
    """Raise for a question that cannot be asked in another chapter."""
    options = [line for line in question.lines[1:] if line.startswith(":")]
    labels = [match["label"] for line in options if (match := LABEL.match(line))]
    if len(labels) != 1 or not labels[0].startswith(f"quiz-{slug}-recall-"):
        raise RecallSourceError(f"this question needs ':label: quiz-{slug}-recall-<name>'", question.line)
    if not any(line.startswith(":see:") for line in options):
        raise RecallSourceError("this question needs ':see:', the label of a section that explains it", question.line)
    if any(line.startswith(":reveal:") for line in options):
        raise RecallSourceError("':reveal:' has no cell here; remove it", question.line)


def sources(slug: str, chapters: list[str]) -> list[tuple[str, int]]:
    """Return the chapters that are asked about at the head of a chapter, each with the index of the question."""
    place = chapters.index(slug)
    return [(chapters[place - back], index) for index, back in enumerate(BACK) if back <= place]


class RecallDirective(SphinxDirective):
    """The directive ``{recall}``."""

    def run(self) -> list[nodes.Node]:
        """Return the set of questions, or nothing where there is nothing to ask."""
        slug = self.env.docname
        if slug not in CHAPTERS:
            raise self.error(f"recall: {slug} is no chapter; the chapters are in chapter_list.py")
        chapters = [name for name in CHAPTERS if name in self.env.found_docs]
        made = quiz_set(ids=[f"quiz-{slug}-recall"], classes=["recall"])
        made += [quiz_title(TITLE, TITLE), nodes.paragraph(SAYS, SAYS)]
        self.set_source_info(made)
        for source, index in sources(slug, chapters):
            self.ask(made, source, index)
        return [made] if any(isinstance(child, quiz) for child in made) else []

    def ask(self, made: quiz_set, slug: str, index: int) -> None:
        """Add one question of a chapter, if its file is there."""
        file = Path(self.env.srcdir) / FOLDER / f"{slug}.md"
        if not file.is_file():
            return
        self.env.note_dependency(str(file))
        try:
            question = read_questions(file.read_text(encoding="utf-8"), slug)[index]
        except RecallSourceError as error:
            raise self.error(f"{FOLDER}/{file.name}:{error.line}: {error}") from error
        lines = [f"{question.lines[0].rstrip()} From *{CHAPTERS[slug]}*", *question.lines[1:]]
        with self.reading(file):
            block = StringList(lines, source=str(file))
            self.state.nested_parse(block, question.line - 1 - self.lineno, made)

    @contextmanager
    def reading(self, file: Path) -> Iterator[None]:
        """Let what is said of a question name its own file, as MyST-Parser does where it includes one."""
        document, reporter = self.state.document, self.state.document.reporter
        before = document["source"], reporter.source, reporter.get_source_and_line
        document["source"] = reporter.source = str(file)
        reporter.get_source_and_line = lambda line: (str(file), line)
        try:
            yield
        finally:
            document["source"], reporter.source, reporter.get_source_and_line = before


def setup(app: Sphinx) -> dict:
    """Register the directive; the quiz does the rest."""
    app.setup_extension("quiz")
    app.add_directive("recall", RecallDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
