"""Execution: a small book is built with the real tools, cold, again, after an edit, with bad cells, and elsewhere."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import execution
import page_foot
from tests.page_header import HEADER

ROOT = Path(__file__).parents[2]
TOOLS = ("tools/build_book.py", "book/_ext")
CONFIG = """\
title: Small
author: Nobody
only_build_toc_files: true
execute: {execute_notebooks: cache, timeout: 100, raise_on_error: true, stderr_output: error}
repository: {url: "https://github.com/OWNER/REPO"}
sphinx:
  local_extensions: {cache_key: book/_ext, execution: book/_ext, page_foot: book/_ext, lean_pages: book/_ext}
  config: {nb_merge_streams: true, html_last_updated_fmt: ""}
"""
MODULES = {"__init__": "", "loss": "from workbench.base import two\n", "base": "two = 2\n", "other": "three = 3\n"}
GOOD = {
    "loss": ["from workbench.loss import two", "print('two is', two)"],
    "other": ["import workbench.other\nprint(workbench.other.three)"],
    "figure": ["import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1))\nplt.plot([1, 2], marker='o');"],
}
BAD = {
    "raises": ["x = 1", "\n# why not\nx / 0"],
    "complains": ["import sys", "print('watch out', file=sys.stderr)"],
    "unshowable": ["import matplotlib.pyplot as plt\nplt.title(r'$\\frac$');"],
}


def write(folder, chapters):
    """Write pages and the table of contents."""
    for name, cells in chapters.items():
        blocks = "\n".join(f"```{{code-cell}} ipython3\n{cell}\n```\n" for cell in cells)
        (folder / "book" / f"{name}.md").write_text(f"{HEADER}# {name.title()}\n\n{blocks}")
    pages = sorted(file.stem for file in (folder / "book").glob("*.md") if file.stem != "index")
    listed = "".join(f"  - file: {name}\n" for name in pages)
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{listed}")


def make_project(folder):
    """Make a small book in an empty folder, with the real tools in it."""
    for name in TOOLS:
        source, copy = ROOT / name, folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, copy) if source.is_dir() else shutil.copy(source, copy)
    (folder / "code" / "workbench").mkdir(parents=True)
    for name, text in MODULES.items():
        (folder / "code" / "workbench" / f"{name}.py").write_text(text)
    (folder / "_config.yml").write_text(CONFIG)
    (folder / "book" / "index.md").write_text("# Small\n\nWords only.\n")
    write(folder, GOOD)
    return folder


def build(folder):
    """Run the build; return its exit status and what it printed."""
    environment = {**os.environ, "BOOK_JOBS": "2", "HANDMADE_STRICT": "1"}
    command = [sys.executable, str(folder / "tools" / "build_book.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def undated(file):
    """Return the text of a page without the date of the build."""
    return re.sub(r"[A-Z][a-z]{2} \d\d, \d{4}", "", file.read_text(encoding="utf-8"))


def site(folder):
    """Return page → text, without its foot and date; and picture → bytes."""
    html = folder / "_build" / "html"
    pages = {file.name: re.sub(r'<p class="executed">.*?</p>', "", undated(file)) for file in html.glob("*.html")}
    return pages, {file.name: file.read_bytes() for file in (html / "_images").iterdir()}


@pytest.fixture(scope="module")
def cold(tmp_path_factory):
    """Build the small book for the first time; give its folder and what happened."""
    folder = make_project(tmp_path_factory.mktemp("small"))
    return folder, *build(folder)


@pytest.fixture(scope="module")
def again(cold):
    """Build it again, without a change; give what happened and what the site was before."""
    before = undated(cold[0] / "_build" / "html" / "loss.html")
    return *build(cold[0]), before


@pytest.fixture(scope="module")
def edited(cold, again):
    """Edit a module, add bad chapters and build; give the folder and what happened."""
    folder = cold[0]
    (folder / "code" / "workbench" / "base.py").write_text("two = 22\n")
    (folder / "code" / "workbench" / "new.py").write_text("")
    write(folder, BAD)
    return folder, *build(folder)


def test_cold_build_executes_every_chapter_and_says_so(cold):
    _, status, output = cold
    assert status == 0, output
    assert "3 chapter(s) to execute, 2 at a time" in output
    assert sorted(re.findall(r"(?m)^(\w+): executed in \d+ s$", output)) == sorted(GOOD)
    assert "The book is built: " in output


def test_outputs_and_foot_are_on_the_page(cold):
    page = (cold[0] / "_build" / "html" / "loss.html").read_text()
    assert "two is 2" in page
    assert re.search(r'<p class="executed">The cells of this page were executed on 20\d\d-', page)
    assert 'class="executed"' not in (cold[0] / "_build" / "html" / "index.html").read_text()


def test_second_build_executes_nothing_and_changes_nothing(cold, again):
    status, output, before = again
    assert status == 0, output
    assert "to execute" not in output
    assert undated(cold[0] / "_build" / "html" / "loss.html") == before


def test_edit_of_a_module_executes_only_the_chapters_that_reach_it(edited):
    _, _, output = edited
    assert re.findall(r"(?m)^(\w+): executed", output) == ["loss"]


def test_every_bad_cell_is_reported_with_chapter_cell_and_reason(edited):
    _, status, output = edited
    assert status == 1
    assert sorted(re.findall(r"(?m)^(\w+): FAILED", output)) == sorted(BAD)
    for said in (
        "book/raises.md, code cell 2 (`# why not`): ",
        "ZeroDivisionError: division by zero",
        "book/complains.md, code cell 2 (`print('watch out', file=sys.stderr)`): it wrote to stderr:\nwatch out",
        "book/unshowable.md, code cell 1 (`import matplotlib.pyplot as plt`): its result could not be shown: ",
    ):
        assert said in output


def test_failed_build_leaves_the_last_good_site(edited):
    folder, _, output = edited
    assert "The last good site was left in place." in output
    assert "two is 2\n" in (folder / "_build" / "html" / "loss.html").read_text()
    assert not (folder / "_build" / "html" / "raises.html").exists()


def test_cold_build_elsewhere_gives_the_same_pages_and_pictures(cold, again, tmp_path):
    first = site(cold[0])
    other = make_project(tmp_path / "another place, with a longer name")
    status, output = build(other)
    assert status == 0, output
    assert site(other) == first
    assert first[1]


@pytest.mark.parametrize("kind", ["TimeoutError", "dead"])
def test_what_a_kernel_cannot_say_itself_is_said(kind):
    error = execution.DeadKernelError("Kernel died") if kind == "dead" else execution.CellTimeoutError("x")
    said = execution.describe("losses", 3, ":tags: [hide-input]\n\nfit(model)", error)
    assert said.startswith("book/losses.md, code cell 3 (`fit(model)`): ")
    assert {"dead": "its kernel died", "TimeoutError": "it took too long"}[kind] in said


def test_a_kernel_that_dies_is_reported_with_its_cell(tmp_path, monkeypatch):
    monkeypatch.setattr(execution, "BOOK", tmp_path)
    cells = [nbformat.v4.new_code_cell(source) for source in ("x = 1", "import os; os._exit(1)")]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "P"}})
    run = execution.execute(execution.Run("losses", tmp_path, notebook), timeout=60)
    assert run.problem == "book/losses.md, code cell 2 (`import os; os._exit(1)`): its kernel died (out of memory?)"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"keras": "3.15.1", "backend": "jax", "device": "GPU"}, "Keras 3.15.1 on jax, on a GPU, in 1 s."),
        ({"keras": None, "backend": None, "device": "CPU"}, "with Python 3.11.7, on a CPU, in 1 s."),
    ],
)
def test_foot_names_what_ran_the_cells(facts, words):
    sentence = page_foot.sentence("2026-11-22", {"python": "3.11.7", "execution_seconds": 0.2, **facts})
    assert sentence.startswith("The cells of this page were executed on 2026-11-22 with Python 3.11.7, ")
    assert sentence.endswith(words)


def test_a_page_that_changed_during_the_build_is_refused(monkeypatch):
    class Record:
        data = {}

    class Cache:
        def match_cache_notebook(self, notebook):
            return Record()

    class App:
        class env:
            metadata = {"losses": {"kernelspec": {}}}

    monkeypatch.setattr(page_foot, "get_cache", lambda path: Cache())
    monkeypatch.setattr(page_foot, "read_notebook", lambda env, name: None)
    with pytest.raises(execution.ExtensionError, match=r"book/losses\.md.* changed while the book was built"):
        page_foot.add_foot(App, "losses", "page.html", {"body": ""}, doctree=True)
    assert not execution.in_cache(Cache(), None)
