"""Page foot: says when, with what and for how long the cells of a page were last executed.

The facts come from the execution cache, so a page that did not change keeps its foot.
"""

from __future__ import annotations

from html import escape

from jupyter_cache import get_cache
from sphinx.application import Sphinx

from book_paths import EXECUTION_CACHE
from execution import find_record, read_notebook


def add_foot(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Append the foot to the body of every page with cells."""
    if doctree is None or "kernelspec" not in app.env.metadata.get(pagename, {}):
        return
    record = find_record(get_cache(str(EXECUTION_CACHE)), read_notebook(app.env, pagename), pagename)
    context["body"] += f'<p class="executed">{escape(sentence(record.created.date(), record.data))}</p>\n'


def sentence(date, facts: dict) -> str:
    """Return the foot's sentence from the run's date and facts (see execution.REPORT)."""
    software = f"Python {facts['python']}"
    if facts.get("keras"):
        software += f", Keras {facts['keras']} on {facts['backend']}"
    seconds = max(1, round(facts["execution_seconds"]))
    return f"The cells of this page were executed on {date} with {software}, on a {facts['device']}, in {seconds} s."


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect("html-page-context", add_foot, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
