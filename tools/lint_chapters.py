"""Chapter lint: holds the chapters to the house style, and says where and what to do.

    python tools/lint_chapters.py                              every chapter
    python tools/lint_chapters.py book/losses.md               one
    python tools/lint_chapters.py --outputs _build/executed    compare typed numbers with what the cells printed

A rule that is wrong for one place is switched off there, with a reason: for the next block by the line
`% lint: allow typed-number: the numbers of a hand-worked example`, in a code cell by the same words after a `#`,
and for a whole page by `% lint: allow-page floors: a page of references, not a chapter`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]  # run as a script, from anywhere

from tools.chapter_lint.linter import Book, chapters, lint  # noqa: E402
from tools.chapter_lint.page import read_page  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Print the findings, sorted by place; return 1 if there are any."""
    parser = argparse.ArgumentParser(description="Lint the chapters of the book.")
    parser.add_argument("files", nargs="*", type=Path, help="chapters; all pages with code cells if none is named")
    parser.add_argument("--outputs", type=Path, metavar="DIR", help="executed notebooks, one <slug>.ipynb a chapter")
    parser.add_argument("--book", type=Path, default=ROOT / "book", metavar="DIR", help="the folder of the book")
    options = parser.parse_args(arguments)
    if missing := [str(file) for file in options.files if not file.is_file()]:
        print(f"There is no file {', '.join(missing)}.", file=sys.stderr)
        return 2
    book = Book(options.book.resolve(), options.outputs)
    files = options.files or chapters(book.folder)
    findings = [finding for file in files for finding in lint(read_page(file.resolve(), book.folder.parent), book)]
    for finding in findings:
        print(finding)
    pages = "1 chapter" if len(files) == 1 else f"{len(files)} chapters"
    print(f"{pages}: {len(findings) or 'no'} finding{'' if len(findings) == 1 else 's'}.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
