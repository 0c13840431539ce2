"""Audit of the workshop: our bodies pass all tests that learners get, and each blank fails one of its chapter's.

Started by test_workshop_blanks.py as a process of its own: ``python workshop_audit.py WORKSHOP RESULT``. Every blank of
the workshop is filled with our body and a question in front of it, "is this one blank?". A test is run with all
answers no, and has to pass. Then, for each blank of its chapters whose question it came to, and which no test before it
has noticed, it is run once more with that answer yes, and has to fail.
"""

import ast
import builtins
import json
import sys
import time
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from handmade.workshop import loading, real_tests, taking_out
from handmade.workshop.blanks import ALL, OURS, of_file
from handmade.workshop.folder import Workshop

asked, blank_now = set(), [None]


def question(number):
    """Stand in every body where the blank would raise."""
    asked.add(number)
    if number == blank_now[0]:
        raise NotImplementedError(ALL[number].message)


def complete(tree, file, ours):
    """Give every blank of a module our body, with the question where the blank raises."""
    for blank in of_file(file):
        node = taking_out.function_named(tree, blank.name)
        right = taking_out.function_named(ast.parse((OURS / file).read_text(encoding="utf-8")), blank.name)
        asks = ast.parse(f"__is_blank__({ALL.index(blank)})").body
        first = taking_out.first_taken_out(right, blank)
        node.body = [*right.body[:first], *asks, *right.body[first:]]
    ast.fix_missing_locations(tree)


class Audit:
    """Runs tests as they are, and once more for each blank that they come to."""

    def __init__(self):
        self.failed, self.noticed, self.passed, self.seconds = [], {}, {}, {}

    def pytest_runtest_protocol(self, item):
        slugs = {slug for mark in item.iter_markers("chapter") for slug in mark.args}
        asked.clear()
        begun = time.perf_counter()
        reports = self.run(item, None)
        self.seconds[item.nodeid] = time.perf_counter() - begun
        if bad := [report for report in reports if report.failed]:
            self.failed.append(f"{item.nodeid}: {bad[0].longreprtext[-2000:]}")
        for slug in slugs:
            self.passed[slug] = self.passed.get(slug, 0) + (not bad)
        for number in sorted(asked):
            if ALL[number].slug in slugs and number not in self.noticed:
                self.notice(item, number)
        return True

    def notice(self, item, number):
        """Run the test with one blank; note whether it fails because of it."""
        said = [report.longreprtext for report in self.run(item, number) if report.failed]
        if any(ALL[number].message in text for text in said):
            self.noticed[number] = item.nodeid

    def run(self, item, number):
        """Run one test with one blank, or none."""
        blank_now[0] = number
        if hasattr(item, "_request"):
            item._initrequest()
        return runtestprotocol(item, log=False, nextitem=None)


def main(folder, result):
    """Run all tests that learners get; write what came out."""
    builtins.__is_blank__ = question
    loading.complete = complete
    loading.Mine(Workshop(Path(folder)), lambda blank: True).install()
    settings.register_profile(
        "audit",
        deadline=None,
        derandomize=True,
        max_examples=3,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("audit")
    audit = Audit()
    files = [str(real_tests.folder() / name) for name in real_tests.FILES]
    status = pytest.main([*real_tests.arguments(Path(result).parent), *files], plugins=[audit])
    found = {
        "status": int(status),
        "failed": audit.failed,
        "noticed": {ALL[number].message: test for number, test in audit.noticed.items()},
        "passed": audit.passed,
        "seconds": dict(sorted(audit.seconds.items(), key=lambda pair: -pair[1])[:10]),
    }
    Path(result).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
