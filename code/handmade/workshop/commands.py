"""Commands: what ``python -m handmade.workshop`` understands."""

import argparse
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from handmade.workshop import running
from handmade.workshop.blanks import ALL, BLANKS, of_chapter
from handmade.workshop.folder import Workshop, WorkshopError, find, start

PROGRAM = "python -m handmade.workshop"
HELP = """\
Make the package of the book yourself.

  start my_handmade      writes your own copy of it, with the formulas taken out
  test gradient-descent  runs the book's tests of a chapter against your code
  status                 shows how far you are

What you have not written, and what belongs to other chapters, is ours meanwhile: begin with any chapter.
"""
SECONDS = 60.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit status: 0 all is well, 1 tests fail, 2 it could not be done."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that has no ■ gets a ?
    options = parser().parse_args(arguments)
    if options.command is None:
        parser().print_help()
        return 2
    try:
        if options.command == "start":
            return do_start(Path(options.folder))
        workshop = find(options.folder)
        if options.command == "test":
            return do_test(workshop, options.slug, options.seconds)
        return do_status(workshop)
    except WorkshopError as error:
        print(error, file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    whole = argparse.ArgumentParser(PROGRAM, description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = whole.add_subparsers(dest="command", metavar="start | test | status")
    about = "write your own copy of the package; files that are there stay as they are"
    starting = commands.add_parser("start", help=about, description=about)
    starting.add_argument("folder", help="a new folder; its name is that of your package, as in my_handmade")
    about = "run the book's tests of a chapter against your code"
    testing = commands.add_parser("test", help=about, description=about, epilog=f"Chapters: {', '.join(BLANKS)}.")
    testing.add_argument("slug", nargs="+", help="a chapter, as in gradient-descent; or several")
    testing.add_argument(
        "--seconds", type=positive, default=SECONDS, help="how long one test may take (default: %(default)g)"
    )
    about = "show how far you are"
    showing = commands.add_parser("status", help=about, description=about)
    for command in (testing, showing):
        command.add_argument("--folder", help="your workshop (default: the one here)")
    return whole


def positive(text: str) -> float:
    """Return a number of seconds."""
    seconds = float(text)
    if not 0 < seconds < 1e6:
        raise ValueError("not a number of seconds")
    return seconds


def do_start(path: Path) -> int:
    """Write a workshop, and say what was written."""
    written, there = start(path)
    if not there:
        print(f"{path.name} is yours: {len(ALL)} functions to write, in {running.count(len(BLANKS), 'chapter')}.")
        print(f"They stand in {path.absolute()}; README.md there lists them, chapter by chapter.")
    elif written:
        print(f"Written again, because they were missing: {', '.join(written)}.")
        print(f"The other {running.count(len(there), 'file')} stay as they are.")
    else:
        print(f"Nothing is missing in {path.name}: all {running.count(len(there), 'file')} stay as they are.")
    workshop = Workshop(path)
    todo = next((slug for slug in BLANKS if workshop.missing(slug)), next(iter(BLANKS)))
    print(f"\nNext: {hint(workshop, todo)}")
    return 0


def hint(workshop: Workshop, slug: str) -> str:
    """Return where to go on, and the command that tests it."""
    missing = workshop.missing(slug)
    place = f"write {missing[0].name} ({running.place(workshop, missing[0])}), then " if missing else ""
    return f"{place}{PROGRAM} test {slug}"


def do_test(workshop: Workshop, slugs: list[str], seconds: float) -> int:
    """Run the tests of chapters, and say how it went."""
    for slug in slugs:
        require_chapter(slug)
    fine = True
    for slug in slugs:
        print(f"Running the tests of {slug} …", file=sys.stderr, flush=True)
        outcome = running.run(workshop, slug, seconds)
        whole = outcome.passed and not workshop.missing(slug)
        workshop.remember(slug, whole)
        print("\n".join(running.report(workshop, slug, outcome)), end="\n\n")
        fine = fine and whole
    print_map(workshop, sys.stdout)
    return 0 if fine else 1


def require_chapter(slug: str) -> None:
    """Refuse what is no chapter with something to write."""
    if slug in BLANKS:
        return
    near = difflib.get_close_matches(slug, BLANKS, n=1, cutoff=0.5)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise WorkshopError(f"{slug} is no chapter with something to write.{meant}\nChapters: {', '.join(BLANKS)}.")


def do_status(workshop: Workshop) -> int:
    """Show the map, and where to go on."""
    print_map(workshop, sys.stdout)
    todo = next((slug for slug in BLANKS if not workshop.is_done(slug)), None)
    print(f"\nNext: {hint(workshop, todo)}" if todo else f"\nAll of {workshop.path.name} is yours now, and it works.")
    return 0


def print_map(workshop: Workshop, file: TextIO) -> None:
    """Print one line for each chapter: done, begun or blank."""
    print("■ done   ◧ begun   □ blank", file=file)
    width = max(map(len, BLANKS))
    for slug in BLANKS:
        total, missing = len(of_chapter(slug)), len(workshop.missing(slug))
        sign, words = "◧", f"{total - missing} of {total} written"
        if workshop.is_done(slug):
            sign, words = "■", f"{total} written, and the tests pass"
        elif missing == total:
            sign = "□"
        elif not missing:
            words = f"{total} of {total} written, but its tests have not all passed yet"
        print(f"  {sign} {slug:<{width}}  {words}", file=file)
