r"""Quiz: a question whose every answer, right or wrong, is met with a few words.

.. code-block:: markdown

    ```{quiz} Predict, then run
    :label: quiz-losses-factor
    :reveal: next-cell

    How many times larger is the second one's surprise?

    - [ ] 40 times

      The *probabilities* differ by a factor of 40.
    - [x] about 5 times

      $-\log 0.4 \approx 0.92$ and $-\log 0.01 \approx 4.6$.
    ```

One ``[x]`` makes a question with one right answer, several make one with several; ``:type:`` (single,
multiple, number) says it in so many words. ``:reveal: next-cell`` hides the output of the next code cell until
the reader has answered. With ``:type: number`` the right answer is ``:answer:``, give or take ``:tolerance:``.
Its list holds what is said about the right number (``- [x] Exactly``), about a wrong number that people give
(``- [ ] 40``), and about any other (``- [ ] anything else``, at most once).

What the document tree holds, for whoever walks it (children are ordinary nodes)::

    quiz            ids=[label] title=str kind=single|multiple|number reveal=bool
                    answer=float|None tolerance=float
      quiz_title      inline nodes
      quiz_question   paragraphs, code, mathematics …
      quiz_answer     right=bool number=float|None
        paragraph       the answer (one paragraph)
        quiz_feedback   paragraphs …
      quiz_answer …

In HTML it is a form; without JavaScript its answers are folded below it. Everywhere else ``PlainQuiz`` puts
an admonition in its place: the question, then every answer with its feedback.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

STATIC = Path(__file__).parent / "quiz_static"
ASSETS = (("quiz_logic.js", "module"), ("quiz.js", "module"))
ITEM = re.compile(r"- \[(?P<mark>[ xX])\](?:\s+(?P<text>.*))?$")
FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,}|:{3,})")
logger = logging.getLogger(__name__)


class quiz(nodes.General, nodes.Element):
    """A question with its answers; see the top of the file."""


class quiz_title(nodes.TextElement):
    """The name of the quiz."""


class quiz_question(nodes.General, nodes.Element):
    """What is asked."""


class quiz_answer(nodes.General, nodes.Element):
    """One answer, right or wrong, with its feedback."""


class quiz_feedback(nodes.General, nodes.Element):
    """What is said to a reader who gives this answer."""


@dataclass
class Answer:
    """One item of the list as it stands in the source: lines with their index in the directive's content."""

    right: bool
    start: int
    text: list[str]
    feedback: list[str] = field(default_factory=list)
    feedback_start: int = 0


class QuizSourceError(ValueError):
    """A quiz whose source cannot be read; says what, and at which line of the content."""

    def __init__(self, message: str, index: int = 0) -> None:
        super().__init__(message)
        self.index = index


def read_source(lines: list[str]) -> tuple[list[str], list[Answer]]:
    """Return the lines of the question, and the answers of the list below it."""
    first = next((i for i in _outside_fences(lines) if ITEM.match(lines[i])), len(lines))
    answers: list[Answer] = []
    for index in range(first, len(lines)):
        line = lines[index]
        if item := ITEM.match(line):
            answers.append(Answer(item["mark"] != " ", index, [item["text"] or ""]))
        elif line.strip() and not line.startswith("  "):
            raise QuizSourceError(f"this line is not indented, so it belongs to no answer: {line!r}", index)
        elif not answers[-1].feedback and line.strip() and answers[-1].feedback_start == 0:
            answers[-1].text.append(line.strip())
        elif answers[-1].feedback or line.strip():
            if not answers[-1].feedback:
                answers[-1].feedback_start = index
            answers[-1].feedback.append(line[2:])
        elif not answers[-1].feedback_start:
            answers[-1].feedback_start = index
    return lines[:first], answers


def _outside_fences(lines: list[str]) -> list[int]:
    """Return the indices of the lines that are not inside a fenced block."""
    outside, closing = [], None
    for index, line in enumerate(lines):
        fence = FENCE.match(line)
        if closing is None:
            outside.append(index)
        if fence and closing is None:
            closing = fence["fence"]
        elif fence and fence["fence"].startswith(closing) and line.strip() == fence["fence"]:
            closing = None
    return outside


def as_number(text: str) -> float | None:
    """Return the number that ``text`` is, or None."""
    try:
        number = float(text.replace("−", "-").strip("$ "))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


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
        "tolerance": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the quiz, or fail with the line that is wrong."""
        try:
            question, answers = read_source(list(self.content))
            kind = self.kind(answers)
            self.refuse_bad(question, answers, kind)
        except QuizSourceError as error:
            line = self.lineno + self.content_offset + error.index + 1
            raise self.error(f"quiz {self.options.get('label', '')}: line {line}: {error}") from error
        return [self.node(question, answers, kind)]

    def kind(self, answers: list[Answer]) -> str:
        """Return single, multiple or number, as written or as counted."""
        several = sum(answer.right for answer in answers) > 1
        return self.options.get("type", "multiple" if several else "single")

    def refuse_bad(self, question: list[str], answers: list[Answer], kind: str) -> None:
        """Raise for a quiz that could not teach."""
        label = self.options.get("label")
        if label is not None and not re.fullmatch(r"quiz(-[a-z0-9]+)+", label):
            raise QuizSourceError(f"label {label!r} is not of the form quiz-<slug of the chapter>-<name>")
        if not any(line.strip() for line in question):
            raise QuizSourceError("there is no question above the answers")
        if not answers:
            raise QuizSourceError("there are no answers; write them as '- [ ] wrong' and '- [x] right'")
        rights = sum(answer.right for answer in answers)
        if rights == 0:
            raise QuizSourceError("no answer is right; mark it '- [x]'", answers[0].start)
        if rights > 1 and kind != "multiple":
            raise QuizSourceError(f"{rights} answers are marked '- [x]', but the type is {kind}", answers[0].start)
        for answer in answers:
            if not answer.text[0]:
                raise QuizSourceError("this answer is empty", answer.start)
            if not answer.feedback:
                problem = "has no feedback; write it below, after a blank line, indented by two spaces"
                raise QuizSourceError(f"the answer {answer.text[0]!r} {problem}", answer.start)
        if kind == "number":
            self.refuse_bad_number(answers)
        elif "answer" in self.options or "tolerance" in self.options:
            raise QuizSourceError(":answer: and :tolerance: belong to ':type: number'")
        elif len(answers) == 1:
            raise QuizSourceError("there is only one answer to choose", answers[0].start)

    def refuse_bad_number(self, answers: list[Answer]) -> None:
        """Raise where a numeric quiz lacks its number, or calls it wrong."""
        if "answer" not in self.options:
            raise QuizSourceError("':type: number' needs ':answer:', the right number")
        target, slack = self.number("answer"), self.number("tolerance")
        if slack < 0:
            raise QuizSourceError(f":tolerance: is {slack:g}; it must not be negative")
        others = 0
        for answer in answers:
            if answer.right:
                continue
            given = as_number(" ".join(answer.text))
            others += given is None
            if given is not None and abs(given - target) <= slack:
                raise QuizSourceError(f"the wrong answer {given:g} is within the tolerance", answer.start)
            if others > 1:
                raise QuizSourceError("a second answer that is no number; one stands for all others", answer.start)

    def number(self, option: str) -> float:
        """Return the number written in an option (0 where there is none)."""
        text = self.options.get(option, "0")
        if (value := as_number(text)) is None:
            raise QuizSourceError(f":{option}: is {text!r}, which is not a number")
        return value

    def node(self, question: list[str], answers: list[Answer], kind: str) -> quiz:
        """Return the quiz as nodes."""
        label = self.options.get("label") or f"quiz-{self.env.new_serialno('quiz')}"
        title = self.arguments[0] if self.arguments else "Quiz"
        words, messages = self.state.inline_text(title, self.lineno)
        made = quiz(ids=[label], kind=kind, reveal="reveal" in self.options, answer=None, tolerance=0.0)
        made += [quiz_title(title, "", *words), *messages]
        made["title"] = made[0].astext()
        if kind == "number":
            made["answer"], made["tolerance"] = self.number("answer"), self.number("tolerance")
        made += self.parsed(quiz_question(), question, 0)
        for answer in answers:
            made += self.answer_node(answer, kind)
        self.set_source_info(made)
        if "label" in self.options:
            self.env.get_domain("std").note_hyperlink_target(label, self.env.docname, label, made["title"])
        return made

    def answer_node(self, answer: Answer, kind: str) -> quiz_answer:
        """Return one answer as nodes."""
        number = as_number(" ".join(answer.text)) if kind == "number" and not answer.right else None
        made = self.parsed(quiz_answer(right=answer.right, number=number), answer.text, answer.start)
        if len(made) != 1 or not isinstance(made[0], nodes.paragraph):
            raise self.error(f"the answer {answer.text[0]!r} must be one paragraph of text")
        made += self.parsed(quiz_feedback(), answer.feedback, answer.feedback_start)
        return made

    def parsed(self, parent: nodes.Element, lines: list[str], index: int) -> nodes.Element:
        """Parse lines of the content into ``parent``."""
        source = self.content.source(0) if len(self.content) else ""
        self.state.nested_parse(StringList(lines, source=source), self.content_offset + index, parent)
        return parent


class MarkRevealedCells(SphinxTransform):
    """Give the cell that a quiz hides the class ``after-<id of the quiz>``, for the script to find it."""

    default_priority = 500

    def apply(self) -> None:
        """Find, for every quiz that reveals, the next code cell."""
        waiting: quiz | None = None
        for node in self.document.findall(_is_quiz_or_cell):
            if waiting is not None and not isinstance(node, quiz):
                node["classes"].append(f"after-{waiting['ids'][0]}")
                waiting = None
            elif isinstance(node, quiz):
                self.complain(waiting)
                waiting = node if node["reveal"] else None
        self.complain(waiting)

    def complain(self, waiting: quiz | None) -> None:
        """Say that a quiz has nothing to reveal."""
        if waiting is not None:
            logger.error("quiz %s: ':reveal: next-cell' but no code cell follows", waiting["ids"][0], location=waiting)


def _is_quiz_or_cell(node: nodes.Node) -> bool:
    """Return whether ``node`` is a quiz or a code cell of MyST-NB."""
    return isinstance(node, quiz) or (isinstance(node, nodes.container) and node.get("nb_element") == "cell_code")


def is_interactive(builder) -> bool:
    """Return whether the builder writes pages for a browser (an EPUB is HTML too, but not that)."""
    return builder.format == "html" and builder.name != "epub"


class PlainQuiz(SphinxPostTransform):
    """Put ordinary nodes in the place of every quiz, for PDF, EPUB and text."""

    default_priority = 5

    def run(self, **kwargs) -> None:
        """Replace every quiz where the builder writes no page for a browser."""
        if not is_interactive(self.app.builder):
            for node in list(self.document.findall(quiz)):
                target = nodes.target("", "", ids=node["ids"])
                node.replace_self([target, self.plain(node)])

    def plain(self, node: quiz) -> nodes.admonition:
        """Return the quiz as an admonition: title, question, answers with their feedback."""
        box = nodes.admonition(classes=["quiz"])
        box += nodes.title("", "", *(child.deepcopy() for child in node[0].children))
        listed = nodes.bullet_list(bullet="-")
        for child in node.children:
            if isinstance(child, quiz_question):
                box += child.children
            elif isinstance(child, quiz_answer):
                word = nodes.strong("", "Right: " if child["right"] else "Wrong: ")
                text = nodes.paragraph("", "", word, *child[0].children)
                listed += nodes.list_item("", text, *child[1].children)
        if node["kind"] == "number":
            box += nodes.paragraph("", f"The answer is {node['answer']:g}.")
        box += listed
        return box


def visit_quiz(self, node: quiz) -> None:
    """Write the form, then the folded answers that the script takes its words from."""
    name = node["ids"][0]
    numeric = node["kind"] == "number"
    data = {"data-kind": node["kind"]}
    if numeric:
        data |= {"data-answer": repr(node["answer"]), "data-tolerance": repr(node["tolerance"])}
    self.body.append(self.starttag(node, "div", CLASS="quiz", **data))
    self.body.append(
        f'<form class="quiz-form" action="#{name}"><fieldset aria-labelledby="{name}-title {name}-question">'
    )
    self.body.append(f'<legend class="quiz-title" id="{name}-title">')
    _write(self, node[0].children)
    self.body.append(f'</legend>\n<div class="quiz-question" id="{name}-question">\n')
    _write(self, [part for child in node.findall(quiz_question) for part in child.children])
    self.body.append("</div>\n")
    answers = list(node.findall(quiz_answer))
    if numeric:
        self.body.append('<label class="quiz-number">Your answer ')
        self.body.append('<input type="number" step="any" inputmode="decimal" autocomplete="off"></label>\n')
    else:
        _write_choices(self, name, node["kind"], answers)
    # Disabled until the script is there: a form without it must not reload the page.
    self.body.append('<button class="quiz-check" type="submit" disabled hidden>Check</button>\n')
    self.body.append('</fieldset></form>\n<div class="quiz-status" role="status"></div>\n')
    _write_answers(self, node, answers)
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _write_choices(self, name: str, kind: str, answers: list[quiz_answer]) -> None:
    """Write a radio button or a checkbox for each answer."""
    control = "radio" if kind == "single" else "checkbox"
    if kind == "multiple":
        self.body.append('<p class="quiz-note">Choose all that apply.</p>\n')
    for index, answer in enumerate(answers):
        attributes = f'type="{control}" name="{name}" value="{index}" autocomplete="off"'
        self.body.append(f'<label class="quiz-choice"><input {attributes}> <span>')
        _write(self, answer[0].children)
        self.body.append("</span></label>\n")


def _write_answers(self, node: quiz, answers: list[quiz_answer]) -> None:
    """Write the answers with their feedback, folded."""
    self.body.append('<details class="quiz-answers"><summary>Answers</summary>\n')
    if node["kind"] == "number":
        self.body.append(f"<p>The answer is {node['answer']:g}.</p>\n")
    self.body.append("<ul>\n")
    for answer in answers:
        number = "" if answer["number"] is None else f' data-number="{answer["number"]!r}"'
        right = str(answer["right"]).lower()
        word = "Right" if answer["right"] else "Wrong"
        self.body.append(f'<li data-right="{right}"{number}><p><strong>{word}:</strong> ')
        _write(self, answer[0].children)
        self.body.append('</p>\n<div class="quiz-feedback">\n')
        _write(self, answer[1].children)
        self.body.append("</div></li>\n")
    self.body.append("</ul></details>\n")


def _write(self, children: list[nodes.Node]) -> None:
    """Write ordinary nodes where they are asked for."""
    for child in children:
        child.walkabout(self)


def unreachable(self, node: nodes.Node) -> None:
    """Fail loudly: ``visit_quiz`` writes these, and other builders never see them."""
    raise nodes.NodeFound(f"{type(node).__name__} outside a quiz")


def add_static_folder(app: Sphinx, config) -> None:
    """Serve ``quiz_static``. Jupyter Book would load all of ``_static`` on every page."""
    config.html_static_path.append(str(STATIC))


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the script and the style on pages that hold a quiz."""
    if doctree is None or next(doctree.findall(quiz), None) is None:
        return
    app.add_css_file("quiz.css")
    for name, kind in ASSETS:
        app.add_js_file(name, type=kind)


def setup(app: Sphinx) -> dict:
    """Register the directive, its nodes and what the pages need."""
    app.add_directive("quiz", QuizDirective)
    app.add_node(quiz, html=(visit_quiz, None))
    for node in (quiz_title, quiz_question, quiz_answer, quiz_feedback):
        app.add_node(node, html=(unreachable, None))
    app.add_transform(MarkRevealedCells)
    app.add_post_transform(PlainQuiz)
    app.connect("config-inited", add_static_folder)
    app.connect("html-page-context", add_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
