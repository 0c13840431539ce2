"""The build tool: its environment, what it says when it fails, and that a whole site stays in place."""

import sqlite3
import types

import pytest

from tools import build_book


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Let the tool work in an empty folder."""
    places = {"ROOT": "", "BUILD": "_build", "WORK": "_build/work", "SITE": "_build/html", "LOG": "_build/book.log"}
    for name, place in places.items():
        monkeypatch.setattr(build_book, name, tmp_path / place)
    (tmp_path / "_build").mkdir()
    return tmp_path


@pytest.fixture
def built_with(folder, monkeypatch):
    """Give a function that runs the tool with a Jupyter Book that does what it is told."""
    monkeypatch.setattr(build_book, "prepare_kernels", lambda folder: None)

    def run(status, log=""):
        def jupyter_book(environment):
            build_book.LOG.write_text(log)
            (build_book.WORK / "_build" / "html").mkdir(parents=True)
            (build_book.WORK / "_build" / "html" / "index.html").write_text("new")
            return status

        monkeypatch.setattr(build_book, "run_jupyter_book", jupyter_book)
        return build_book.main()

    return run


def test_good_build_replaces_the_site(built_with, folder, capsys):
    (folder / "_build" / "html").mkdir()
    (folder / "_build" / "html" / "gone.html").write_text("old")
    assert built_with(0) == 0
    assert [file.name for file in (folder / "_build" / "html").iterdir()] == ["index.html"]
    assert sorted(file.name for file in (folder / "_build").iterdir()) == ["book.log", "html", "work"]
    assert "The book is built: 1 pages" in capsys.readouterr().out


def test_bad_build_leaves_the_site_and_shows_the_warnings(built_with, folder, capsys):
    (folder / "_build" / "html").mkdir()
    (folder / "_build" / "html" / "index.html").write_text("old")
    assert built_with(1, "reading\nbook/a.md:3: WARNING: undefined label: 'x'\nwriting\n") == 1
    assert (folder / "_build" / "html" / "index.html").read_text() == "old"
    said = capsys.readouterr().err
    assert "book/a.md:3: WARNING: undefined label: 'x'" in said
    assert "reading" not in said
    assert "The full log is _build/book.log. The last good site was left in place." in said


def test_error_is_shown_without_the_traceback_below_it(folder):
    build_book.LOG.write_text(
        "reading\nExtension error:\nbook/a.md, code cell 1 (`x`): no\nTraceback (most recent\n  File\n"
    )
    assert build_book.problems() == "The book was not built:\nExtension error:\nbook/a.md, code cell 1 (`x`): no"


def test_failure_without_a_reason_shows_the_end_of_the_log(folder):
    build_book.LOG.write_text("\n".join(f"line {i}" for i in range(100)))
    assert build_book.problems().splitlines()[1:] == [f"line {i}" for i in range(70, 100)]


def test_too_little_disk_is_said_before_anything_is_done(folder, monkeypatch, capsys):
    monkeypatch.setattr(build_book.shutil, "disk_usage", lambda path: types.SimpleNamespace(free=2**20))
    assert build_book.main() == 1
    assert "less than 0.5 GB left" in capsys.readouterr().err


def test_gpu_that_is_asked_for_and_not_there_fails(folder, monkeypatch, capsys):
    monkeypatch.setenv("BOOK_DEVICE", "gpu")
    monkeypatch.setattr(build_book, "GPU_PROBE", "raise SystemExit(1)")
    assert build_book.main() == 1
    assert "TensorFlow sees no GPU" in capsys.readouterr().err


def test_damaged_execution_cache_is_thrown_away_and_a_sound_one_kept(folder, capsys):
    cache = folder / "_build" / ".jupyter_cache"
    cache.mkdir()
    with sqlite3.connect(cache / "global.db") as connection:
        connection.execute("create table t (x)")
    connection.close()
    build_book.mend_execution_cache()
    assert cache.exists()
    (cache / "global.db").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    build_book.mend_execution_cache()
    assert not cache.exists()
    assert "every chapter will be executed again" in capsys.readouterr().out


def test_environment_is_reproducible_and_the_readers_choices_count(folder, monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    monkeypatch.delenv("BOOK_SCALE", raising=False)
    environment = build_book.build_environment()
    assert environment["OPENBLAS_NUM_THREADS"] == "1"
    assert environment["PYTHONHASHSEED"] == "0"
    assert environment["KERAS_BACKEND"] == "jax"
    assert environment["BOOK_SCALE"] == ""
    assert environment["PYTHONPATH"].startswith(str(folder / "code"))
