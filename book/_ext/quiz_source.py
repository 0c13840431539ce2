"""Quiz source: reads the lines of a quiz, and refuses one that could not teach, with the line that is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

ITEM = re.compile(r"- \[(?P<mark>[ xX])\](?:\s+(?P<text>.*))?$")
FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,}|:{3,})")
LABEL = re.compile(r"quiz(-[a-z0-9]+)+")
NUMERIC = ("answer", "compute", "tolerance")  # the options of a quiz for a number


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
    first = next((i for i in outside_fences(lines) if ITEM.match(lines[i])), len(lines))
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


def outside_fences(lines: list[str]) -> list[int]:
    """Return the indices of the lines that are not inside a fenced block; a fence's first line is outside."""
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


def number_option(options: Mapping[str, str], option: str) -> float:
    """Return the number written in an option (0 where there is none)."""
    text = options.get(option, "0")
    if (value := as_number(text)) is None:
        raise QuizSourceError(f":{option}: is {text!r}, which is not a number")
    return value


def kind_of(options: Mapping[str, str], answers: list[Answer]) -> str:
    """Return single, multiple or number, as written or as counted."""
    several = sum(answer.right for answer in answers) > 1
    return options.get("type", "multiple" if several else "single")


def refuse_bad(options: Mapping[str, str], question: list[str], answers: list[Answer], kind: str) -> None:
    """Raise for a quiz that could not teach."""
    refuse_bad_label(options.get("label"), "quiz-<slug of the chapter>-<name>")
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
        return
    if any(option in options for option in NUMERIC):
        raise QuizSourceError(":answer:, :compute: and :tolerance: belong to ':type: number'")
    if len(answers) == 1:
        raise QuizSourceError("there is only one answer to choose", answers[0].start)


def refuse_bad_label(label: str | None, form: str) -> None:
    """Raise for a label that does not say what it names."""
    if label is not None and not LABEL.fullmatch(label):
        raise QuizSourceError(f"label {label!r} is not of the form {form}")


def refuse_bad_number(answers: list[Answer], target: float, slack: float) -> None:
    """Raise where a wrong number would count as right, or where two feedbacks stand for all other numbers."""
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
