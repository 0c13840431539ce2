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
the reader has answered. ``:see: sec-losses-surprise`` ends every feedback with a link to that section.

With ``:type: number`` the right answer is ``:answer:``, or what ``:compute:`` gives when the book is built
(``784 * 128 + 128``, ``handmade.losses.…``: see quiz_compute.py), give or take ``:tolerance:``. Where both are
written, they must agree. The list holds what is said about the right number (``- [x] Exactly``), about a wrong
number that people give (``- [ ] 40``), and about any other (``- [ ] anything else``, at most once).

Several questions that belong together stand in a set, which counts what is right::

    ::::{quiz-set} Three questions
    :label: quiz-losses-three

    ```{quiz} The first
    …
    ```
    ```{quiz} The second
    …
    ```
    ::::

The nodes are those of quiz_nodes.py. In HTML a quiz is a form; without JavaScript its answers are folded below it.
Everywhere else ``PlainQuiz`` puts an admonition in its place, and the answers at the end.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from quiz_directive import QuizDirective, QuizSetDirective
from quiz_html import unreachable, visit_quiz, visit_quiz_set
from quiz_nodes import quiz, quiz_answer, quiz_feedback, quiz_question, quiz_set, quiz_title
from quiz_plain import PlainQuiz

STATIC = Path(__file__).parent / "quiz_static"
ASSETS = (("quiz_logic.js", "module"), ("quiz.js", "module"))
logger = logging.getLogger(__name__)


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
    """Register the directives, their nodes and what the pages need."""
    app.add_directive("quiz", QuizDirective)
    app.add_directive("quiz-set", QuizSetDirective)
    app.add_node(quiz, html=(visit_quiz, None))
    app.add_node(quiz_set, html=(visit_quiz_set, None))
    for node in (quiz_title, quiz_question, quiz_answer, quiz_feedback):
        app.add_node(node, html=(unreachable, None))
    app.add_transform(MarkRevealedCells)
    app.add_post_transform(PlainQuiz)
    app.connect("config-inited", add_static_folder)
    app.connect("html-page-context", add_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
