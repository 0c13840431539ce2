"""Session: the process in which the tests of a chapter run against a learner's code.

``python -m handmade.workshop.session FOLDER SLUG SECONDS EVENTS`` writes one line of JSON for each test into EVENTS.
It is a process of its own, so that an endless loop or a crash in the learner's code ends it and nothing else. A test
that takes longer than SECONDS ends it, and leaves where it stood in EVENTS.stuck.
"""

import doctest
import faulthandler
import importlib
import json
import re
import sys
import traceback
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from handmade.workshop import real_tests
from handmade.workshop.blanks import Blank, of_chapter
from handmade.workshop.folder import Workshop
from handmade.workshop.loading import Mine
from handmade.workshop.words import claim, said_of, two_sides

YOUR_TURN_SAID = re.compile(r"your turn: [\w.]+, in the chapter [a-z-]+")


class Recorder:
    """Writes down what becomes of each test; as a plugin of pytest, it chooses the chapter's tests, too."""

    def __init__(self, workshop: Workshop, slug: str, seconds: float, events: Path) -> None:
        self.workshop, self.slug, self.seconds = workshop, slug, seconds
        self.events: TextIO = events.open("w", encoding="utf-8")
        self.stuck: TextIO = events.with_suffix(".stuck").open("w", encoding="utf-8")

    def write(self, **event: Any) -> None:
        """Write one event, at once: the process may end at any time."""
        self.events.write(json.dumps(event) + "\n")
        self.events.flush()

    def begin(self, words: str, at_least: float = 0) -> None:
        """Write that something starts, and set the clock for it."""
        self.write(event="start", claim=words)
        faulthandler.dump_traceback_later(max(self.seconds, at_least), exit=True, file=self.stuck)

    def end(self, words: str, test: str, error: BaseException | None = None, skipped: str = "") -> None:
        """Write what became of it."""
        faulthandler.cancel_dump_traceback_later()
        event: dict[str, Any] = {"event": "end", "claim": words, "test": test, "outcome": "passed"}
        if skipped:
            event |= {"outcome": "skipped", "said": [skipped]}
        elif error is not None:
            event |= self.failure(error)
        self.write(**event)

    def failure(self, error: BaseException) -> dict[str, Any]:
        """Return what a learner wants to know about an exception."""
        text = str(error)
        if turn := YOUR_TURN_SAID.search(text):
            return {"outcome": "blank", "blank": turn[0]}
        if isinstance(error, FileNotFoundError) and text.startswith("cannot find"):
            return {"outcome": "skipped", "said": [text.split(";")[0] + " (the workshop asks no network)"]}
        return {"outcome": "failed", "said": said_of(error), "where": self.where(error)}

    def where(self, error: BaseException) -> dict[str, Any] | None:
        """Return the last place in the learner's own code that the exception came through."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            path = Path(frame.filename)
            if path.is_relative_to(self.workshop.path) and "your turn" not in (frame.line or ""):
                file = path.relative_to(self.workshop.path).as_posix()
                return {"file": file, "line": frame.lineno, "function": frame.name, "text": frame.line}
        return None

    # What pytest calls

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Keep the tests of the chapter."""
        items[:] = [i for i in items if any(self.slug in mark.args for mark in i.iter_markers("chapter"))]

    def pytest_collectreport(self, report: Any) -> None:
        """Write down that a file of tests cannot be read, because what it tests cannot be imported."""
        text, file = str(report.longrepr), Path(report.nodeid).name
        event = {"event": "end", "claim": f"The tests in {file} can begin", "test": file}
        if turn := YOUR_TURN_SAID.search(text):
            self.write(**event, outcome="blank", blank=turn[0])
        elif report.failed:
            self.write(**event, outcome="failed", said=text.strip().splitlines()[-1:], where=None)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Set the clock."""
        self.begin(claim(nodeid))

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> list[str] | None:
        """Say both sides of a comparison in the learner's words."""
        return two_sides(op, left, right)

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        """Write down what became of a test; one that cannot be set up has failed, too."""
        line = f"{Path(item.location[0]).name}, line {(item.location[1] or 0) + 1}"
        if call.excinfo is None:
            if call.when == "call":
                self.end(claim(item.nodeid), line)
        elif call.excinfo.typename == "Skipped" and not YOUR_TURN_SAID.search(str(call.excinfo.value)):
            self.end(claim(item.nodeid), line, skipped=str(call.excinfo.value))
        else:
            self.end(claim(item.nodeid), line, call.excinfo.value)


class Examples(doctest.DocTestRunner):
    """Runs the example in a docstring, and keeps the first thing that is not as it says."""

    found: BaseException | None = None

    def report_start(self, out: Any, test: Any, example: Any) -> None:
        """Say nothing."""

    def report_failure(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:
        """Keep what was expected and what came."""
        lines = [example.source.strip(), f"expected {example.want.strip()}", f"got      {got.strip() or 'nothing'}"]
        self.found = self.found or AssertionError("\n".join(lines))

    def report_unexpected_exception(self, out: Any, test: Any, example: Any, exc_info: Any) -> None:
        """Keep the exception."""
        self.found = self.found or exc_info[1]


def run_examples(recorder: Recorder) -> None:
    """Run the examples in the docstrings of what the chapter asks for."""
    done = set()
    for blank in of_chapter(recorder.slug):
        for name in (blank.name.split(".")[0], blank.name):
            if (blank.file, name) not in done:
                done.add((blank.file, name))
                run_example(recorder, blank, name)


def run_example(recorder: Recorder, blank: Blank, name: str) -> None:
    """Run the example in one docstring, if there is one."""
    words = f"The example in the docstring of {name} is true"
    recorder.begin(words)
    error: BaseException | None = None
    try:
        module = importlib.import_module("handmade." + blank.file.removesuffix(".py").replace("/", "."))
        thing: Any = module
        for part in name.split("."):
            thing = getattr(thing, part)
        tests = doctest.DocTestFinder(recurse=False).find(thing, name, module=module, extraglobs={"np": np})
        examples = [example for test in tests for example in test.examples]
        if not examples:
            return
        for example in examples:
            for mine in recorder.workshop.names:
                example.source = example.source.replace(f"from {mine}.", "from handmade.")
        runner = Examples()
        for test in tests:
            runner.run(test, out=lambda text: None)
        error = runner.found
    except Exception as raised:  # whatever the learner's module does when it is imported
        error = raised
    finally:
        faulthandler.cancel_dump_traceback_later()
    recorder.end(words, f"{blank.file}, the docstring of {name}", error)


def no_network(*arguments: Any) -> Path:
    """Stand in for the download of data."""
    raise OSError("the workshop asks no network")


def main(folder: str, slug: str, seconds: str, events: str) -> int:
    """Run the chapter's tests; return pytest's exit status."""
    import pytest

    workshop = Workshop(Path(folder))
    recorder = Recorder(workshop, slug, float(seconds), Path(events))
    Mine(workshop, lambda blank: blank.slug != slug).install()
    data_files: Any = importlib.import_module("handmade.data_files")
    data_files._download = no_network
    real_tests.same_examples_each_time()
    run_examples(recorder)
    recorder.begin("The files of tests can be imported", at_least=60)  # they bring large libraries along
    return pytest.main([*real_tests.arguments(Path(events).parent), *real_tests.files(slug)], plugins=[recorder])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
