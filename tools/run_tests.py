"""Tests: everything behind `make test`, fast ones first; `--all` (`make test-all`) forgets what is remembered.

`--chapter SLUG` (`make test CHAPTER=SLUG`) runs the tests of what one chapter explains, and nothing else: first those
of the package alone, then, after TensorFlow has started, those that compare it with Keras. It takes seconds.

Builds the book where it is not built, and installs Debian's Chromium where that can be done, since the site is tested
in a browser. Without one the rest still runs, and the last line says how much did not. The notebooks run beside the
other tests, for they take as long as these. Other arguments go to pytest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from browser import find_chromium

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
REPORT = ROOT / "_build" / "tests.xml"
NOTHING_CHOSEN = 5  # pytest's exit status where no test was left to run
NOTEBOOKS_LOG = ROOT / "_build" / "tests-notebooks.log"
ORDER = (
    "tests/package/test_*.py",
    "tests/exercises",
    "tests/test_*.py",
    "tests/book",
    "tests/package/keras",
    "tests/site",
)
SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}


def main() -> int:
    """Run all tests; return the exit status."""
    start = time.perf_counter()
    parser = argparse.ArgumentParser(description="Run the tests.", add_help=False, allow_abbrev=False)
    parser.add_argument("--chapter", action="append", default=[])
    options, chosen = parser.parse_known_args()
    environment = {**os.environ, **SETTINGS}
    if options.chapter:
        return run_chapters(options.chapter, chosen, environment)
    if "--all" in chosen:
        chosen.remove("--all")
        environment["HANDMADE_TEST_ALL"] = "1"
    if not (SITE / "index.html").is_file():
        print("The book is not built yet; building it first.", flush=True)
        if status := subprocess.run([sys.executable, str(ROOT / "tools" / "build_book.py")]).returncode:
            return status
    else:
        warn_of_old_site()
    if not find_chromium():
        install_chromium()
    failed = [name for name, run in PARTS.items() if run(chosen, environment)]
    report(failed, time.perf_counter() - start)
    return bool(failed)


def run_chapters(slugs: list[str], chosen: list[str], environment: dict[str, str]) -> int:
    """Run the tests that are marked with these chapters; return the exit status."""
    sys.path.insert(0, str(ROOT / "book" / "_ext"))
    from chapter_list import files_of_tests, unknown

    if said := unknown(slugs):
        print(said, file=sys.stderr)
        return 2
    start, statuses = time.perf_counter(), []
    files = {str(file.relative_to(ROOT)): None for slug in slugs for file in files_of_tests(slug)}
    for against_keras in (False, True):
        part = [file for file in files if file.startswith("tests/package/keras/") is against_keras]
        command = [sys.executable, "-m", "pytest", "-q", *(f"--chapter={slug}" for slug in slugs), *part, *chosen]
        if part:
            print("Against Keras:" if against_keras else f"The tests of {', '.join(slugs)}:", flush=True)
            statuses.append(subprocess.run(command, cwd=ROOT, env=environment).returncode)
    if all(status == NOTHING_CHOSEN for status in statuses):
        print(f"No test is marked with {', '.join(slugs)} yet.")
        return 0
    failed = [status for status in statuses if status not in (0, NOTHING_CHOSEN)]
    print(f"{'Some failed' if failed else 'All passed'} ({time.perf_counter() - start:.0f} s).")
    return bool(failed)


def warn_of_old_site() -> None:
    """Say so where the book was changed since it was built: the tests look at what is built."""
    built = (SITE / "index.html").stat().st_mtime
    sources = [*ROOT.glob("book/*.md"), *ROOT.glob("book/_*/**/*.*"), *ROOT.glob("code/**/*.py"), ROOT / "_config.yml"]
    newer = sorted(file for file in sources if file.stat().st_mtime > built and "__pycache__" not in file.parts)
    if newer:
        rest = f" and {len(newer) - 1} more" if newer[1:] else ""
        print(f"Changed since the book was built: {newer[0].relative_to(ROOT)}{rest}.")
        print("The tests look at the site as it was built; make book brings it up to date.", flush=True)


def install_chromium() -> None:
    """Install Debian's Chromium where that is allowed; say what happens."""
    can = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if not can:
        print("There is no Chromium, so the browser tests will not run. On Debian and Ubuntu: apt-get install chromium")
        return
    print("There is no Chromium; installing Debian's (apt-get install chromium) …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update", "apt-get install -y --no-install-recommends chromium"):
        done = subprocess.run(
            command.split(), env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            print(f"{command} failed, so the browser tests will not run:\n{done.stderr.strip()[-500:]}", flush=True)
            return


def run_javascript(chosen: list[str], environment: dict[str, str]) -> int:
    """Run the tests of the page's own scripts, with the Node of the lock; not where pytest was told what to run.

    What explorables compute is compared with handmade, which is asked first.
    """
    tests = sorted(map(str, (ROOT / "tests" / "js").glob("*.test.js")))
    if chosen or not tests:
        return 0
    sys.path.insert(0, str(ROOT / "book" / "_ext"))
    from explorable_numbers import write_all

    from mathematics import node_binary

    write_all()
    return subprocess.run(
        [node_binary(), "--test", "--test-reporter=dot", *tests], cwd=ROOT, env=environment
    ).returncode


def run_python(chosen: list[str], environment: dict[str, str]) -> int:
    """Run pytest, the fast tests first, and the notebooks at the same time; or only what pytest was told to run."""
    REPORT.unlink(missing_ok=True)
    pytest = [sys.executable, "-m", "pytest", "-q", "--durations=5"]
    options = {"cwd": ROOT, "env": environment}
    if any((ROOT / word.split("::")[0]).exists() for word in chosen):
        return subprocess.run([*pytest, f"--junitxml={REPORT}", *chosen], **options).returncode
    paths = [str(path.relative_to(ROOT)) for pattern in ORDER for path in sorted(ROOT.glob(pattern))]
    with NOTEBOOKS_LOG.open("w+", encoding="utf-8") as log:
        notebooks = subprocess.Popen(
            [*pytest, "tests/notebooks", *chosen], stdout=log, stderr=subprocess.STDOUT, **options
        )
        try:
            status = subprocess.run([*pytest, f"--junitxml={REPORT}", *paths, *chosen], **options).returncode
            print("\nThe notebooks:", flush=True)
            ended = notebooks.wait()
        finally:
            notebooks.kill()
        log.seek(0)
        print(log.read(), flush=True)
    return status or (ended if ended != NOTHING_CHOSEN else 0)


PARTS = {"JavaScript": run_javascript, "Python": run_python}


def report(failed: list[str], seconds: float) -> None:
    """Print how it went and what to do: the last lines of the run."""
    without_browser = skipped_for_want_of_chromium()
    verdict = f"Failed: {', '.join(failed)}" if failed else "All tests that ran passed"
    print(f"\n{verdict} ({seconds:.0f} s).", flush=True)
    if failed:
        print("What failed stands above. One test alone: .venv/bin/python -m pytest tests/…::test_… -x")
    if without_browser:
        print(f"{without_browser} browser tests did not run: there is no Chromium. apt-get install chromium brings it.")


def skipped_for_want_of_chromium() -> int:
    """Return how many tests were skipped because there is no browser (tests/site/conftest.py says why)."""
    if not REPORT.is_file():
        return 0
    skipped = ElementTree.parse(REPORT).iter("skipped")
    return sum("no Chromium" in (part.get("message") or "") for part in skipped)


if __name__ == "__main__":
    sys.exit(main())
