"""The admission program: in a process of its own, with whatever people type; and the page that builds it."""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
APP = ROOT / "apps" / "admission"

pytestmark = pytest.mark.chapter("shipping")


def run(*arguments, typed="", app=APP):
    """Start the program anew; `typed` is what the keyboard gives before Ctrl-D."""
    return subprocess.run(
        [sys.executable, app / "admission.py", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT / "code")},
        timeout=60,
    )


def module(name):
    """Return a file of the program as a module."""
    spec = importlib.util.spec_from_file_location(name, APP / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def copied(tmp_path):
    """Return a copy of the program with its bundle."""
    return Path(shutil.copytree(APP, tmp_path / "with a space"))


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("abc", "'abc' is no number. Type a score from 0 to 100"),
        ("sixty", "'sixty' is no number"),
        ("71,5", "'71,5' is no number. Type a score from 0 to 100, such as 71.5."),
        ("1e400", "1e400 is no score: they go from 0 to 100."),
        ("-3", "-3 is no score"),
        ("250", "250 is no score"),
        ("nan", "nan is no score"),
        ("", "An empty line is no number"),
        ("   ", "An empty line is no number"),
    ],
)
def test_bad_input_is_explained_and_asked_for_again(typed, complaint):
    done = run(typed=f"{typed}\n90\n85\n")
    assert complaint in done.stdout
    assert "Admitted: the model gives it" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_the_end_of_the_input_ends_the_program_quietly():
    for typed in ("", "38\n", "abc\n"):
        done = run(typed=typed)
        assert done.stdout.endswith("\nNo answer without two scores.\n")
        assert (done.returncode, done.stderr) == (1, "")


def test_scores_as_arguments_are_answered_at_once():
    done = run("38", "75")
    assert done.stdout.startswith("Sorry, not admitted: the model gives it 13%.\n")
    assert "right about 182 of 200 new applicants (87% to 95%)" in done.stdout
    assert run("95", "92.5").stdout.startswith("Admitted")


def test_a_score_outside_of_the_training_range_is_said_to_be_a_guess():
    assert "It guesses at a score of 20: it has seen 30.6 to 99.1 only." in run("20", "75").stdout
    assert "guesses" not in run("38", "75").stdout


@pytest.mark.parametrize("arguments", [("38",), ("38", "75", "60"), ("38", "-1"), ("38", "many")])
def test_bad_arguments_end_with_status_two_and_words(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("admission: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["card.json", "model.npz"])
def test_a_missing_part_of_the_bundle_is_named(copied, name):
    (copied / "bundle" / name).unlink()
    done = run("38", "75", app=copied)
    assert done.returncode == 2
    assert f"{name} is missing in" in done.stderr


def test_a_model_that_was_exchanged_is_refused(copied):
    content = bytearray((copied / "bundle" / "model.npz").read_bytes())
    content[100] ^= 1
    (copied / "bundle" / "model.npz").write_bytes(content)
    done = run("38", "75", app=copied)
    assert (done.returncode, done.stderr) == (2, "admission: model.npz is not the file of card.json.\n")


def test_a_card_that_lacks_something_is_refused(copied):
    card = json.loads((copied / "bundle" / "card.json").read_text())
    del card["maximum"]
    (copied / "bundle" / "card.json").write_text(json.dumps(card))
    assert "card.json lacks maximum." in run("38", "75", app=copied).stderr
    (copied / "bundle" / "card.json").write_text("{")
    assert run("38", "75", app=copied).returncode == 2


def test_the_answers_are_those_of_the_network_in_memory():
    """Ten applicants, each in a process of its own, would take long: the functions are asked instead."""
    app, trained = module("admission"), module("train").train()
    model, card = app.load_bundle(APP / "bundle")
    rng = np.random.default_rng(0)
    for scores in rng.uniform(30, 100, size=(50, 2)):
        expected = trained[0].predict(trained[1].transform(scores[None])).item()
        assert app.decide(model, card, scores) == pytest.approx(expected, abs=1e-5)


def test_training_again_makes_the_same_bundle(tmp_path, capsys):
    train = module("train")
    train.main([str(tmp_path / "new")])
    assert "right about 182 of 200" in capsys.readouterr().out
    ours, theirs = (json.loads((folder / "card.json").read_text()) for folder in (APP / "bundle", tmp_path / "new"))
    del ours["sha256"], theirs["sha256"]  # the last bits of the weights may differ between machines
    assert ours == theirs


def functions(source):
    """Return name → text of the functions of a source."""
    lines = source.splitlines()
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in nodes}


def test_the_chapter_shows_the_program_as_it_is():
    page = (ROOT / "book" / "shipping.md").read_text(encoding="utf-8")
    shown = functions((APP / "admission.py").read_text(encoding="utf-8"))
    assert len(shown) == 6
    for name, text in shown.items():
        assert text in page, f"{name} differs between apps/admission/admission.py and book/shipping.md"
