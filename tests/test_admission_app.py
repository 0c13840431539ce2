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
def training(monkeypatch):
    """Return the program that makes the bundle; it imports its neighbor, as a script may."""
    monkeypatch.setitem(sys.modules, "admission", module("admission"))
    return module("train")


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
    assert done.stdout.startswith("Sorry, not admitted: the model gives it 13.1%.\n")
    assert "In all it was right about 182 of 200 (87% to 95%)." in done.stdout
    assert run("95", "92.5").stdout.startswith("Admitted")


def test_the_record_is_that_of_applicants_with_such_a_probability():
    assert "To 64 new applicants it gave 0% to 20%, and was right about 64 of them." in run("38", "75").stdout
    assert "To 14 new applicants it gave 40% to 60%, and was right about 7 of them." in run("62", "63.5").stdout
    assert "To 90 new applicants it gave 80% to 100%, and was right about 87 of them." in run("100", "100").stdout


def test_a_score_outside_of_the_training_range_is_said_to_be_a_guess():
    assert "It guesses at a score of 20: it has seen 30.6 to 99.1 only." in run("20", "75").stdout
    assert "guesses" not in run("38", "75").stdout


@pytest.mark.parametrize("arguments", [("38",), ("38", "75", "60"), ("38", "-1"), ("38", "many")])
def test_bad_arguments_end_with_status_two_and_words(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("admission: ")
    assert "Traceback" not in done.stderr


def refusal(app):
    """Return what a program with a damaged bundle says, once that it says it properly is sure."""
    done = run("38", "75", app=app)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("admission: ")
    assert done.stderr.endswith(f"Copy the whole bundle to {app / 'bundle'} again.\n")
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("name", ["card.json", "model.npz"])
def test_a_missing_part_of_the_bundle_is_named(copied, name):
    (copied / "bundle" / name).unlink()
    assert f"{name}'" in refusal(copied)


def test_a_model_that_was_exchanged_is_refused(copied):
    content = bytearray((copied / "bundle" / "model.npz").read_bytes())
    content[100] ^= 1
    (copied / "bundle" / "model.npz").write_bytes(content)
    assert "card.json or model.npz has been changed." in refusal(copied)


@pytest.mark.parametrize(
    ("key", "value"),
    [("minimum", [30.5, 30.4]), ("right", [64, 13, 8, 11, 87]), ("features", ["Second exam", "First exam"])],
)
def test_a_card_that_was_changed_is_refused(copied, key, value):
    file = copied / "bundle" / "card.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {key: value}))
    assert "card.json or model.npz has been changed." in refusal(copied)


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("minimum", [0], "minimum in card.json is [0], not 2 numbers from 0 to 100."),
        ("minimum", ["30.6", "30.4"], "minimum in card.json is ['30.6', '30.4'], not 2 numbers"),
        ("maximum", [99.1, float("nan")], "maximum in card.json is [99.1, nan], not 2 numbers"),
        ("maximum", 5, "maximum in card.json is 5, not 2 numbers"),
        ("interval", None, "interval in card.json is None, not 2 numbers from 0 to 1."),
        ("right", {"a": 1}, "right in card.json is {'a': 1}, not 5 numbers"),
        ("minimum", [99.5, 30.4], "in card.json, 99.5 is above 99.1."),
        ("interval", [0.95, 0.87], "in card.json, 0.95 is above 0.87."),
        ("right", [64, 13, 15, 11, 87], "in card.json, 15 is above 14."),
        ("sha256", 5, "card.json or model.npz has been changed."),
    ],
)
def test_a_card_with_something_impossible_on_it_says_what_and_where(copied, key, value, complaint):
    file, app = copied / "bundle" / "card.json", module("admission")
    card = json.loads(file.read_text()) | {key: value}
    if key != "sha256":  # the fingerprint fits, and still it is of no use
        card["sha256"] = app.fingerprint(card, (copied / "bundle" / "model.npz").read_bytes())
    file.write_text(json.dumps(card))
    assert complaint in refusal(copied)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("5", "card.json holds 5 and no entries."),
        ("[]", "card.json holds [] and no entries."),
        ("{", "card.json is no JSON: "),
        ("", "card.json is no JSON: "),
        ("{}", "minimum in card.json is missing, not 2 numbers"),
    ],
)
def test_a_card_that_is_none_is_refused(copied, text, complaint):
    (copied / "bundle" / "card.json").write_text(text)
    assert complaint in refusal(copied)


def test_a_card_in_other_characters_is_refused(copied):
    (copied / "bundle" / "card.json").write_bytes(b"\xff\xfe{}")
    assert "card.json is no JSON: " in refusal(copied)


def test_the_answers_are_those_of_the_network_in_memory(training):
    """Ten applicants, each in a process of its own, would take long: the functions are asked instead."""
    app, trained = module("admission"), training.train()
    model, card = app.load_bundle(APP / "bundle")
    rng = np.random.default_rng(0)
    for scores in rng.uniform(30, 100, size=(50, 2)):
        expected = trained[0].predict(trained[1].transform(scores[None])).item()
        assert app.decide(model, card, scores) == pytest.approx(expected, abs=1e-5)


def test_training_again_makes_the_same_bundle(training, tmp_path, capsys):
    training.main([str(tmp_path / "new")])
    assert "right about 182 of 200" in capsys.readouterr().out
    ours, theirs = (json.loads((folder / "card.json").read_text()) for folder in (APP / "bundle", tmp_path / "new"))
    for name in ("sha256", "Python", "NumPy"):  # the last bits of the weights may differ between machines
        del ours[name], theirs[name]
    assert ours == theirs


def test_the_card_is_enough_to_make_the_scaler_again_bit_by_bit(training):
    app, (model, scaler) = module("admission"), training.train()
    card = json.loads((APP / "bundle" / "card.json").read_text())
    for scores in np.random.default_rng(1).uniform(0, 100, size=(50, 2)):
        expected = model.predict(scaler.transform(scores[None])).item()
        assert app.decide(model, card, scores) == expected


def functions(source):
    """Return name → text of the functions of a source."""
    lines = source.splitlines()
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in nodes}


@pytest.mark.parametrize(
    ("file", "names"),
    [
        (
            "admission.py",
            ["read_score", "read_card", "fingerprint", "load_bundle", "decide", "reply", "ask", "main"],
        ),
        ("train.py", ["record", "write_bundle"]),
    ],
)
def test_the_chapter_shows_the_program_as_it_is(file, names):
    page = (ROOT / "book" / "shipping.md").read_text(encoding="utf-8")
    shown = functions((APP / file).read_text(encoding="utf-8"))
    assert file == "train.py" or list(shown) == names
    for name in names:
        assert shown[name] in page, f"{name} differs between apps/admission/{file} and book/shipping.md"
