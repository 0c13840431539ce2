"""Workshop table: fills the last column of *Where the workshop went* from what the chapters say that they cover.

    .venv/bin/python tools/workshop_table.py          # rewrite the column
    .venv/bin/python tools/workshop_table.py --check  # say what would change; exit status 1 if anything would

A section says what it covers on the line below its heading: ``% covers: S24 E30 M03 system-1``. A row whose item no
section covers yet keeps the link to its chapter.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

BOOK = Path(__file__).resolve().parents[1] / "book"
PAGE = BOOK / "where-the-workshop-went.md"
LABEL = re.compile(r"^\((?P<label>(?:ch|sec)-[a-z0-9-]+)\)=$")
COVERS = re.compile(r"^% covers:(?P<items>.*)$")
ITEM = re.compile(r"[SEM]\d\d|system-\d+")
ROW = re.compile(r"^\| (?P<item>[SEM]\d\d|System \d+) \| (?P<words>.*) \| (?P<where>[^|]*) \|$")
CHAPTER = re.compile(r"\{ref\}`(?:ch|sec)-")


def covered(book: Path = BOOK) -> dict[str, list[str]]:
    """Return item → labels of the sections that cover it, chapter by chapter in the order of the table of contents."""
    order = re.findall(r"(?m)^\s*- file: *(\S+)", (book.parent / "_toc.yml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for slug in order:
        label = ""
        for number, line in enumerate((book / f"{slug}.md").read_text(encoding="utf-8").splitlines(), 1):
            if match := LABEL.match(line):
                label = match["label"]
            elif match := COVERS.match(line):
                for item in match["items"].split():
                    if not ITEM.fullmatch(item):
                        raise ValueError(f"{slug}.md:{number}: {item!r} is no item; write S01, E01, M01 or system-1")
                    if label not in found.setdefault(item, []):
                        found[item].append(label)
    return found


def filled(page: str, places: dict[str, list[str]]) -> str:
    """Return the page with the last column of its tables filled; raise where an item has no row."""
    lines, left = page.splitlines(), set(places)
    for i, line in enumerate(lines):
        if match := ROW.match(line):
            item = match["item"].replace("System ", "system-")
            left.discard(item)
            if labels := places.get(item):
                where = ", ".join(f"{{ref}}`{label}`" for label in labels)
                lines[i] = f"| {match['item']} | {match['words']} | {where} |"
    if left:
        raise ValueError(f"no row of {PAGE.name} is about {', '.join(sorted(left))}; the sections that cover it say so")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Fill the column, or only check that it is filled."""
    before = PAGE.read_text(encoding="utf-8")
    after = filled(before, covered())
    if "--check" in arguments:
        changed = sum(a != b for a, b in zip(before.splitlines(), after.splitlines(), strict=True))
        print(f"{changed} rows are out of date; run tools/workshop_table.py" if changed else "The table is up to date.")
        return int(changed > 0)
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
