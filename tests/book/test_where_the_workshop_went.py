"""Where the workshop went: every topic, milestone, mistake and program of the workshop has its place in the book."""

import re

import pytest

from chapter_list import TITLES
from tools import workshop_table

ITEMS = [f"S{i:02}" for i in range(1, 94)] + [f"M{i:02}" for i in range(1, 20)] + [f"E{i:02}" for i in range(1, 54)]
ITEMS += [f"system-{i}" for i in range(1, 30)]


def rows():
    """Return item → the last column, of the page as it is."""
    found = [workshop_table.ROW.match(line) for line in workshop_table.PAGE.read_text(encoding="utf-8").splitlines()]
    return {row["item"].replace("System ", "system-"): row["where"] for row in found if row}


def test_every_item_has_one_row():
    text = workshop_table.PAGE.read_text(encoding="utf-8")
    assert sorted(rows()) == sorted(ITEMS)
    for item in ITEMS:
        assert len(re.findall(rf"(?m)^\| {item.replace('system-', 'System ')} \|", text)) == 1, item


def test_the_page_links_to_the_sections_that_say_what_they_cover():
    page = workshop_table.PAGE.read_text(encoding="utf-8")
    assert workshop_table.filled(page, workshop_table.covered()) == page, "run tools/workshop_table.py"


def test_a_chapter_that_is_written_leaves_no_item_of_its_own_to_come():
    written = re.findall(r"(?m)^\s*- file: *(\S+)", (workshop_table.BOOK.parent / "_toc.yml").read_text())
    for item, where in rows().items():
        for slug in re.findall(r"`ch-([a-z0-9-]+)`", where):
            assert slug in TITLES, (item, slug)
            assert slug not in written, f"no section of {slug} says that it covers {item}"


def test_an_unknown_item_is_named_with_its_place(tmp_path):
    (tmp_path / "_toc.yml").write_text("chapters:\n  - file: losses\n")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "losses.md").write_text("(sec-losses-square)=\n## Squares\n% covers: S27 S271\n")
    with pytest.raises(ValueError, match=r"losses\.md:3: 'S271' is no item"):
        workshop_table.covered(tmp_path / "book")


def test_an_item_without_a_row_is_named():
    with pytest.raises(ValueError, match=r"no row of .* is about E99"):
        workshop_table.filled("| S01 | Circles | {ref}`ch-losses` |\n", {"S01": ["sec-a-b"], "E99": ["sec-a-b"]})


def test_the_column_is_filled_with_every_section_once():
    page = "| System 4 | Lines | {ref}`ch-losses` |\n"
    assert "{ref}`sec-a-b`, {ref}`sec-a-c` |" in workshop_table.filled(page, {"system-4": ["sec-a-b", "sec-a-c"]})
