"""Tests are the syllabus: every test of the package and of an exercise is marked with the chapter that explains it.

The tests of the book's own machinery teach no chapter. A mark that names no chapter stops every run (conftest.py).
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import chapter_list
from chapter_list import CHAPTERS, TITLES, chapters_named, files_of_tests, unknown, written

ROOT = Path(__file__).resolve().parents[1]
SYLLABUS = ["tests/package", "tests/exercises/test_cases.py"]
NOT_OF_A_CHAPTER = {
    "test_labels_are_unique": "a promise of the exercises together",
    "test_a_bad_list_of_mistakes_would_be_seen": "tests a test",
    "test_a_reference_that_fails_its_own_case_would_be_seen": "tests a test",
}
TEST = """
import pytest

@pytest.mark.chapter("losses")
def test_one(): ...

@pytest.mark.chapter("{}")
def test_two(): ...
"""


def pytest_says(*arguments):
    """Return the exit status of pytest, and what it prints."""
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_every_test_of_the_package_and_of_an_exercise_names_its_chapter():
    _, said = pytest_says("--collect-only", "-m", "not chapter", *SYLLABUS)
    assert "error" not in said.splitlines()[-1], said
    lines = [line for line in said.splitlines() if "::" in line]
    assert [line for line in lines if line.split("::")[-1].split("[")[0] not in NOT_OF_A_CHAPTER] == []


@pytest.fixture
def two_tests(tmp_path):
    """Give a function that writes tests of two chapters, losses and another, where our conftest.py rules."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)

    def write(other):
        file = tmp_path / "test_of_two_chapters.py"
        file.write_text(TEST.format(other), encoding="utf-8")
        return str(file)

    return write


def test_chapter_chooses_its_tests_and_no_others(two_tests):
    file = two_tests("sigmoid")
    for slugs, passed in ((["losses"], "1 passed, 1 deselected"), (["losses", "sigmoid"], "2 passed")):
        status, said = pytest_says(file, *(f"--chapter={slug}" for slug in slugs))
        assert status == 0
        assert passed in said


def test_a_mark_that_names_no_chapter_is_refused(two_tests):
    status, said = pytest_says(two_tests("sigmod"))
    assert status == pytest.ExitCode.USAGE_ERROR
    assert "::test_two: sigmod is no chapter. The chapters are: machines-that-learn, " in said


def test_an_unknown_chapter_is_answered_with_the_known_ones():
    said = unknown(["losses", "loses"])
    assert said.startswith("loses is no chapter. The chapters are: machines-that-learn, ")
    assert all(slug in said for slug in TITLES)
    assert unknown(["losses", "glossary"]) is None


def test_make_hands_the_chapters_on():
    command = ["make", "-n", "test", "CHAPTER=losses gradient-descent"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "tools/run_tests.py --chapter=losses --chapter=gradient-descent\n" in said


def test_files_without_keras_come_first_and_computed_marks_count(tmp_path):
    for name, mark in {
        "package/test_b.py": '"losses", "sigmoid"',
        "package/test_a.py": '"sigmoid"',
        "package/keras/test_b_in_keras.py": '"losses"',
        "exercises/test_cases.py": 'name.replace("_", "-")',
    }.items():
        file = tmp_path / "tests" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"pytestmark = pytest.mark.chapter({mark})\n", encoding="utf-8")
    found = [file.name for file in files_of_tests("losses", tmp_path)]
    assert found == ["test_b.py", "test_cases.py", "test_b_in_keras.py"]
    literal = [file.name for file in files_of_tests("losses", tmp_path, computed=False)]
    assert literal == ["test_b.py", "test_b_in_keras.py"]


def test_the_list_has_the_chapters_in_the_order_of_the_book():
    there = written()
    assert there
    assert [slug for slug in there if slug in CHAPTERS] == [slug for slug in CHAPTERS if slug in there]


@pytest.mark.parametrize("slug", written())
def test_a_written_chapter_has_the_label_and_the_title_of_the_list(slug):
    page = (ROOT / "book" / f"{slug}.md").read_text(encoding="utf-8")
    assert f"\n# {TITLES[slug]}\n" in f"\n{page}", "the title is in book/_ext/chapter_list.py, too"
    assert slug not in CHAPTERS or f"\n(ch-{slug})=\n" in page


def test_references_to_chapters_are_found():
    text = "Derived in :ref:`ch-losses`, :ref:`there <ch-sigmoid>`, and :ref:`ch-losses`; see :ref:`sec-losses-mse`."
    assert chapters_named(text) == ["losses", "sigmoid"]
    assert chapter_list.marked(Path(__file__))[0] >= {"losses"}
