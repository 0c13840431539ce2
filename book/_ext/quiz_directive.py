"""Quiz directives: ``{quiz}`` and ``{quiz-set}``; what they mean is written in quiz.py."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from quiz_compute import ComputeError, compute
from quiz_nodes import quiz, quiz_answer, quiz_feedback, quiz_question, quiz_set, quiz_title, shown
from quiz_source import (
    Answer,
    QuizSourceError,
    as_number,
    kind_of,
    number_option,
    read_source,
    refuse_bad,
    refuse_bad_label,
    refuse_bad_number,
)


def one_of(*values: str):
    """Return a converter that accepts these words only."""
    return lambda argument: directives.choice(argument, values)


class QuizDirective(SphinxDirective):
    """The directive ``{quiz}``."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        "label": directives.unchanged_required,
        "reveal": one_of("next-cell"),
        "type": one_of("single", "multiple", "number"),
        "answer": directives.unchanged_required,
        "compute": directives.unchanged_required,
        "tolerance": directives.unchanged_required,
        "see": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the quiz, or fail with the line that is wrong."""
        try:
            question, answers = read_source(list(self.content))
            kind = kind_of(self.options, answers)
            refuse_bad(self.options, question, answers, kind)
            target, slack = self.target(answers) if kind == "number" else (None, 0.0)
        except QuizSourceError as error:
            line = self.lineno + self.content_offset + error.index + 1
            raise self.error(f"quiz {self.options.get('label', '')}: line {line}: {error}") from error
        made = self.node(question, answers, kind)
        made["answer"], made["tolerance"] = target, slack
        return [made]

    def target(self, answers: list[Answer]) -> tuple[float, float]:
        """Return the right number, written or computed, and the tolerance; where both are there, they must agree."""
        if "answer" not in self.options and "compute" not in self.options:
            raise QuizSourceError("':type: number' needs ':answer:', the right number, or ':compute:', how to get it")
        right, slack = number_option(self.options, "answer"), number_option(self.options, "tolerance")
        if "compute" in self.options:
            try:
                computed, files = compute(self.options["compute"])
            except ComputeError as error:
                raise QuizSourceError(f":compute: {error}") from error
            for file in files:
                self.env.note_dependency(str(file))
            if "answer" in self.options and abs(computed - right) > slack + 1e-9 * abs(computed):
                both = f":answer: says {shown(right)} and :compute: gives {shown(computed)}"
                raise QuizSourceError(f"{both}, farther apart than :tolerance:")
            right = computed
        refuse_bad_number(answers, right, slack)
        return right, slack

    def node(self, question: list[str], answers: list[Answer], kind: str) -> quiz:
        """Return the quiz as nodes."""
        label = self.options.get("label") or f"quiz-{self.env.new_serialno('quiz')}"
        made = quiz(ids=[label], kind=kind, reveal="reveal" in self.options)
        made += titled(self, "Quiz")
        made["title"] = made[0].astext()
        made += self.parsed(quiz_question(), question, 0)
        for answer in answers:
            made += self.answer_node(answer, kind)
        self.set_source_info(made)
        note_label(self, made["title"])
        return made

    def answer_node(self, answer: Answer, kind: str) -> quiz_answer:
        """Return one answer as nodes."""
        number = as_number(" ".join(answer.text)) if kind == "number" and not answer.right else None
        made = self.parsed(quiz_answer(right=answer.right, number=number), answer.text, answer.start)
        if len(made) != 1 or not isinstance(made[0], nodes.paragraph):
            raise self.error(f"the answer {answer.text[0]!r} must be one paragraph of text")
        feedback = self.parsed(quiz_feedback(), answer.feedback, answer.feedback_start)
        if "see" in self.options:  # the link comes with the feedback, not before
            self.parsed(feedback, [f"Explained in {{ref}}`{self.options['see']}`."], 0)
        made += feedback
        return made

    def parsed(self, parent: nodes.Element, lines: list[str], index: int) -> nodes.Element:
        """Parse lines of the content into ``parent``."""
        source = self.content.source(0) if len(self.content) else ""
        self.state.nested_parse(StringList(lines, source=source), self.content_offset + index, parent)
        return parent


class QuizSetDirective(SphinxDirective):
    """The directive ``{quiz-set}``: two quizzes or more, with words before them if need be."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"label": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the set, or fail with what is wrong."""
        try:
            refuse_bad_label(self.options.get("label"), "quiz-<slug of the chapter>-<name>")
        except QuizSourceError as error:
            raise self.error(f"quiz-set: {error}") from error
        made = quiz_set(ids=[self.options.get("label") or f"quiz-set-{self.env.new_serialno('quiz-set')}"])
        made += titled(self, "Questions")
        self.set_source_info(made)
        self.state.nested_parse(self.content, self.content_offset, made)
        count = sum(isinstance(child, quiz) for child in made)
        if count < 2:
            raise self.error(f"quiz-set: {count} quizzes inside that can be read; a set has two at least")
        note_label(self, made[0].astext())
        return [made]


def titled(directive: SphinxDirective, otherwise: str) -> list[nodes.Node]:
    """Return the title that a directive has, and what is to be said of it."""
    title = directive.arguments[0] if directive.arguments else otherwise
    words, messages = directive.state.inline_text(title, directive.lineno)
    return [quiz_title(title, "", *words), *messages]


def note_label(directive: SphinxDirective, title: str) -> None:
    """Let references find the label of a directive, if it has one."""
    if label := directive.options.get("label"):
        directive.env.get_domain("std").note_hyperlink_target(label, directive.env.docname, label, title)
