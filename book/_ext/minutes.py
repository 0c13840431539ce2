r"""Minutes: what reading the written chapters takes, and practicing them, as a table that no one has to keep true.

.. code-block:: markdown

    ```{minutes-table}
    ```

The numbers are those in each chapter's opening box ("Reading 22 minutes, practice 50."); the chapters of the weekend
track are marked. A chapter without the sentence is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from book_paths import BOOK
from chapter_list import CHAPTERS, WEEKEND, written

SENTENCE = re.compile(r"(?m)^Reading (?P<reading>\d+) minutes, practice (?P<practice>\d+)\.$")
HEAD = ["| Track | Chapter | Reading | Practice |", "| --- | --- | ---: | ---: |"]


class MinutesError(ValueError):
    """A chapter that does not say how long it takes."""


@dataclass(frozen=True)
class Minutes:
    """What one chapter takes."""

    slug: str
    reading: int
    practice: int


def minutes_of(slug: str, folder: Path = BOOK) -> Minutes:
    """Return what a chapter's opening box says of its length, or raise."""
    found = SENTENCE.search((folder / f"{slug}.md").read_text(encoding="utf-8"))
    if not found:
        raise MinutesError(
            f"{slug}.md does not say how long it takes; write 'Reading 20 minutes, practice 40.' "
            "on a line of its own in its box {in-this-chapter}"
        )
    return Minutes(slug, int(found["reading"]), int(found["practice"]))


def hours(minutes: int) -> str:
    """Return minutes as hours and minutes, as people say them."""
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def table(chapters: list[Minutes]) -> list[str]:
    """Return the lines of the Markdown table, with a last row for the sums."""
    rows = [
        f"| {'●' if one.slug in WEEKEND else ''} | {{ref}}`ch-{one.slug}` | {one.reading} min | {one.practice} min |"
        for one in chapters
    ]
    weekend = [one for one in chapters if one.slug in WEEKEND]
    for name, some in (("the weekend track", weekend), ("all that is written", chapters)):
        reading, practice = sum(one.reading for one in some), sum(one.practice for one in some)
        rows.append(f"| {'●' if some is weekend else ''} | *{name}* | {hours(reading)} | {hours(practice)} |")
    return HEAD + rows


class MinutesTableDirective(SphinxDirective):
    """The directive ``{minutes-table}``."""

    def run(self) -> list[nodes.Node]:
        """Return the table of the chapters that are written."""
        slugs = [slug for slug in written() if slug in CHAPTERS]
        for slug in slugs:
            self.env.note_dependency(str(BOOK / f"{slug}.md"))
        try:
            lines = table([minutes_of(slug) for slug in slugs])
        except MinutesError as error:
            raise self.error(str(error)) from None
        holder = nodes.container()
        self.state.nested_parse(StringList(lines, self.get_location()), self.content_offset, holder)
        return holder.children


def setup(app: Sphinx) -> dict:
    """Register the directive."""
    app.add_directive("minutes-table", MinutesTableDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
