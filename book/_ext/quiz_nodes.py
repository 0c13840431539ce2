"""Quiz nodes: what the document tree holds for a question, for whoever walks it (children are ordinary nodes).

::

    quiz_set          ids=[label]
      quiz_title        inline nodes
      paragraphs …
      quiz …            two or more

    quiz              ids=[label] title=str kind=single|multiple|number reveal=bool
                      answer=float|None tolerance=float
      quiz_title        inline nodes
      quiz_question     paragraphs, code, mathematics …
      quiz_answer       right=bool number=float|None
        paragraph         the answer (one paragraph)
        quiz_feedback     paragraphs …
      quiz_answer …
"""

from __future__ import annotations

from docutils import nodes


class quiz_set(nodes.General, nodes.Element):
    """Several quizzes under one title, with a count of what is right."""


class quiz(nodes.General, nodes.Element):
    """A question with its answers."""


class quiz_title(nodes.TextElement):
    """The name of a quiz or of a set."""


class quiz_question(nodes.General, nodes.Element):
    """What is asked."""


class quiz_answer(nodes.General, nodes.Element):
    """One answer, right or wrong, with its feedback."""


class quiz_feedback(nodes.General, nodes.Element):
    """What is said to a reader who gives this answer."""


def is_interactive(builder) -> bool:
    """Return whether the builder writes pages for a browser (an EPUB is HTML too, but not that)."""
    return builder.format == "html" and builder.name != "epub"


def shown(number: float) -> str:
    """Return a number as a reader wants it: whole ones with all their digits, others with six."""
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else f"{number:.6g}"
