"""Running: the tests of a chapter in a process of their own, and the report of them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from handmade.workshop import real_tests
from handmade.workshop.blanks import BLANKS, OURS, Blank, of_chapter
from handmade.workshop.folder import Workshop, WorkshopError
from handmade.workshop.words import turns

SHOWN = 5  # reasons that are told in full
MOST_NAMES = 10  # of tests, after those
FRAME = re.compile(r'File "(?P<file>.+)", line (?P<line>\d+) in (?P<function>.+)')
Event = dict[str, Any]


class Outcome(NamedTuple):
    """What became of the tests of a chapter."""

    ended: list[Event]
    stuck: str  # what to say where a test did not end, or nothing

    def those(self, outcome: str) -> list[Event]:
        """Return the tests with this outcome."""
        return [event for event in self.ended if event["outcome"] == outcome]

    @property
    def passed(self) -> bool:
        """Whether there were tests, and nothing is wrong."""
        return bool(self.those("passed")) and not (self.those("failed") or self.those("blank") or self.stuck)


def run(workshop: Workshop, slug: str, seconds: float) -> Outcome:
    """Run the tests of a chapter against a workshop."""
    real_tests.require_packages(slug)
    workshop.check_syntax()
    with TemporaryDirectory() as temporary:
        events = Path(temporary) / "events"
        command = [sys.executable, "-m", "handmade.workshop.session", str(workshop.path), slug, str(seconds)]
        done = subprocess.run(
            [*command, str(events)],
            cwd=temporary,
            env={**os.environ, **real_tests.variables(), **SETTINGS, "PYTHONPATH": search_path()},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        told = [json.loads(line) for line in read(events).splitlines()]
        stack = read(events.with_suffix(".stuck"))
    ended = [event for event in told if event["event"] == "end"]
    if stack.startswith("Timeout"):
        return Outcome(ended, still_running(workshop, stack, told[-1]["claim"], seconds))
    if done.returncode not in (0, 1) or (not ended and done.returncode):
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise WorkshopError(f"The tests could not be run (pytest's exit status is {done.returncode}):\n{tail}")
    return Outcome(ended, "")


SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "PYTEST_ADDOPTS": "",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # what else is installed shall not change what the tests say
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
}


def search_path() -> str:
    """Return a PYTHONPATH on which this very handmade is found."""
    return os.pathsep.join(filter(None, [str(OURS.parent), os.environ.get("PYTHONPATH", "")]))


def read(path: Path) -> str:
    """Return a file's text, or nothing where there is none."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def still_running(workshop: Workshop, stack: str, claim: str, seconds: float) -> str:
    """Return what to say where a test took too long: which, and in which line of the learner's."""
    place = ""
    for match in FRAME.finditer(stack):  # the innermost first
        path = Path(match["file"])
        if path.is_relative_to(workshop.path):
            file = path.relative_to(workshop.path).as_posix()
            place = f" It was in {match['function']}, {file}, line {match['line']}."
            break
    return (
        f'"{claim}" was still running after {seconds:g} seconds, and was stopped.{place} Does a loop never end? '
        "The tests after it did not run."
    )


def report(workshop: Workshop, slug: str, outcome: Outcome) -> list[str]:
    """Return the lines that say how it went: what is blank, what is wrong, what is right."""
    lines = [f"{slug}, with the code in {workshop.path.name}:", ""]
    lines += blank_lines(workshop, slug, outcome)
    reasons = alike(outcome.those("failed"))
    for events in reasons[:SHOWN]:
        lines += failure_lines(*events)
    if rest := [event for events in reasons[SHOWN:] for event in events]:
        lines += [f"✗ And {len(rest)} more:", *(f"    {event['claim']}" for event in rest[:MOST_NAMES])]
        lines += [f"    and {len(rest) - MOST_NAMES} others"] * (len(rest) > MOST_NAMES) + [""]
    if reasons:
        lines += elsewhere(workshop, slug)
    if outcome.stuck:
        lines += [f"✗ {outcome.stuck}", ""]
    passed, skipped = outcome.those("passed"), outcome.those("skipped")
    if skipped:
        why = sorted({" ".join(event["said"]) for event in skipped})
        lines += [f"– {count(len(skipped), 'test')} did not run: {'; '.join(why)}.", ""]
    total = len(outcome.ended) - len(skipped)
    if outcome.passed:
        lines.append(f"✓ All {count(total, 'test')} pass.")
    elif total:
        lines.append(f"{len(passed)} of {count(total, 'test')} pass.")
    return lines


def elsewhere(workshop: Workshop, slug: str) -> list[str]:
    """Return the lines about the learner's own functions of other chapters, whose mistakes would show here, too."""
    suspects = []
    for other in BLANKS:
        if other != slug and not workshop.is_done(other):
            missing = workshop.missing(other)
            suspects += [f"{blank.name} ({other})" for blank in of_chapter(other) if blank not in missing]
    if not suspects:
        return []
    more = f" and {len(suspects) - SHOWN} more" if suspects[SHOWN:] else ""
    return [
        "The tests also used what you wrote for other chapters, which has not passed its own tests yet:",
        f"    {', '.join(suspects[:SHOWN])}{more}",
        "",
    ]


def alike(failed: list[Event]) -> list[list[Event]]:
    """Return the failed tests by reason: those that failed in one place, with the same words, stand together."""
    groups: dict[str, list[Event]] = {}
    for event in failed:
        reason = json.dumps([event["said"], event["where"]] if event.get("where") else event["claim"])
        groups.setdefault(reason, []).append(event)
    return list(groups.values())


def blank_lines(workshop: Workshop, slug: str, outcome: Outcome) -> list[str]:
    """Return the lines about functions that are still to write."""
    if not (missing := workshop.missing(slug)):
        return []
    waiting = turns(outcome.ended)
    lines = ["✗ Still blank:"]
    for blank in missing:
        tests = waiting.get(blank.message, 0)
        behind = f"  ({count(tests, 'test')} wait{'s' if tests == 1 else ''} for it)" if tests else ""
        lines.append(f"    {place(workshop, blank)}: {blank.name}{behind}")
    return [*lines, ""]


def place(workshop: Workshop, blank: Blank) -> str:
    """Return the file of a blank and the line to begin in."""
    for found, node in workshop.functions(blank.slug):
        if found == blank and node is not None:
            return f"{blank.file}, line {node.body[-1].lineno}"
    return blank.file


def failure_lines(event: Event, *others: Event) -> list[str]:
    """Return the lines about a test that failed, and others that failed for the same reason."""
    lines = [f"✗ {event['claim']}", *(f"    {line}" for line in event["said"])]
    if where := event.get("where"):
        lines.append(f"    in {where['file']}, line {where['line']}, {where['function']}: {where['text']}")
    more = f", and {count(len(others), 'other')} for the same reason" if others else ""
    return [*lines, f"    the test: {event['test']}{more}", ""]


def count(number: int, thing: str) -> str:
    """Return a number of things in words.

    >>> count(1, "test"), count(2, "test")
    ('1 test', '2 tests')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"
