"""The workshop as learners meet it: what it writes and leaves alone, what it says, and that it ends.

That every blank is noticed, and that our bodies pass, test_workshop_blanks.py proves.
"""

import ast
import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import handmade_wheel
from handmade.workshop import __main__ as entrance
from handmade.workshop import commands, loading, real_tests, running, taking_out, words
from handmade.workshop.blanks import ALL, BLANKS, OURS, copied_files, of_file
from handmade.workshop.folder import MARK, Workshop, WorkshopError, find, generated, start

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """Give a fresh workshop, in the folder that commands are given in."""
    monkeypatch.chdir(tmp_path)
    start(tmp_path / "mine")
    return Workshop(tmp_path / "mine")


def write(workshop, file, name, *lines):
    """Put lines in the place of a blank."""
    path = workshop.path / file
    text = path.read_text(encoding="utf-8")
    (turn,) = [line for line in text.splitlines() if f"your turn: {name}," in line]
    indent = turn[: len(turn) - len(turn.lstrip())]
    path.write_text(text.replace(turn, "\n".join(indent + line for line in lines)), encoding="utf-8")


def say(capsys, *arguments):
    """Give a command; return its exit status, and what it prints."""
    status = commands.main(arguments)
    printed = capsys.readouterr()
    return status, printed.out + printed.err


class TestStart:
    def test_writes_a_package_and_says_what_is_to_do(self, tmp_path, monkeypatch, capsys):
        monkeypatch.chdir(tmp_path)
        status, said = say(capsys, "start", "my_handmade")
        assert status == 0
        assert said.startswith(f"my_handmade is yours: {len(ALL)} functions to write, in {len(BLANKS)} chapters.\n")
        assert "Next: write Dense.__call__ (layers/dense.py, line 7" in said
        assert {path.name for path in tmp_path.iterdir()} == {"my_handmade"}
        there = {
            path.relative_to(tmp_path / "my_handmade").as_posix() for path in Path("my_handmade").resolve().rglob("*.*")
        }
        assert there == {*copied_files(), MARK, "README.md"}
        plan = (tmp_path / "my_handmade" / "README.md").read_text(encoding="utf-8")
        assert [line[3:] for line in plan.splitlines() if line.startswith("## ")] == list(BLANKS)

    def test_writes_what_is_missing_and_touches_nothing_else(self, mine, capsys):
        write(mine, "gates.py", "step", "return 7")
        (mine.path / "gradients.py").unlink()
        (mine.path / "notes.py").write_text("x = 1\n", encoding="utf-8")
        before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in mine.path.rglob("*.*")}
        status, said = say(capsys, "start", "mine")
        assert status == 0
        assert said.startswith("Written again, because they were missing: gradients.py.\n")
        assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before
        assert (mine.path / "gradients.py").read_text(encoding="utf-8") == generated("gradients.py", "mine")
        assert say(capsys, "start", "mine")[1].startswith(
            f"Nothing is missing in mine: all {len(copied_files()) + 2} files stay as they are.\n"
        )

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("my-handmade", "'my-handmade' cannot be imported; choose letters, digits and _"),
            ("class", "'class' cannot be imported"),
            ("handmade", "A package called handmade would hide another one"),
            ("code", "A package called code would hide another one"),
            ("nowhere/mine", "There is no folder "),
            ("a_file", "a_file is a file"),
            ("full", "full holds something else already (and no workshop.json)"),
        ],
    )
    def test_refuses_where_it_could_not_work(self, tmp_path, monkeypatch, capsys, name, said):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "a_file").write_text("", encoding="utf-8")
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "thesis.txt").write_text("all my work", encoding="utf-8")
        status, out = say(capsys, "start", name)
        assert status == 2
        assert out.startswith(said)
        assert sorted(path.name for path in tmp_path.rglob("*")) == ["a_file", "full", "thesis.txt"]

    def test_the_mark_comes_back_without_touching_the_code(self, mine, capsys):
        write(mine, "gates.py", "step", "return 7")
        (mine.path / MARK).unlink()
        assert say(capsys, "start", "mine")[1].startswith("Written again, because they were missing: workshop.json.\n")
        assert "return 7" in (mine.path / "gates.py").read_text(encoding="utf-8")


class TestFind:
    def test_here_above_or_below(self, mine, tmp_path):
        for here in (tmp_path, mine.path, mine.path / "losses"):
            assert find(None, here).path == mine.path

    def test_none_says_how_to_begin(self, tmp_path, monkeypatch, capsys):
        monkeypatch.chdir(tmp_path)
        status, said = say(capsys, "status")
        assert status == 2
        assert f"There is no workshop in {tmp_path.resolve()}." in said
        assert "python -m handmade.workshop start my_handmade" in said

    def test_of_several_one_must_be_named(self, mine, tmp_path, capsys):
        start(tmp_path / "yours")
        assert "There are several workshops here: mine, yours. Say which: --folder mine" in say(capsys, "status")[1]
        assert say(capsys, "status", "--folder", "yours")[0] == 0

    def test_a_folder_that_is_none(self, mine, capsys):
        status, said = say(capsys, "test", "sigmoid", "--folder", "mine/losses")
        assert status == 2
        assert said.startswith("mine/losses is no workshop (it has no workshop.json).")

    def test_a_mark_that_is_broken(self, mine, capsys):
        (mine.path / MARK).write_text("{", encoding="utf-8")
        status, said = say(capsys, "status")
        assert status == 2
        assert "cannot be read any more" in said
        assert "leaves your code as it is" in said


class TestWhatCannotBeRun:
    def test_an_unknown_chapter_gets_the_nearest(self, mine, capsys):
        status, said = say(capsys, "test", "gradient-decent")
        assert status == 2
        assert said.startswith(
            "gradient-decent is no chapter with something to write. Did you mean gradient-descent?\n"
        )
        assert ", ".join(BLANKS) in said
        assert "Did you mean" not in say(capsys, "test", "zzzzzz")[1]

    def test_all_files_with_wrong_syntax_are_named(self, mine, capsys):
        for file in ("gates.py", "losses/regression.py"):
            with (mine.path / file).open("a", encoding="utf-8") as text:
                text.write("\ndef f(:\n")
        line = len((mine.path / "gates.py").read_text(encoding="utf-8").splitlines())
        status, said = say(capsys, "test", "sigmoid")
        assert status == 2
        assert f"Python does not understand mine/gates.py, line {line}: invalid syntax.\n    def f(:\n" in said
        assert "Python does not understand mine/losses/regression.py, line " in said

    def test_a_file_that_is_no_utf_8(self, mine, capsys):
        (mine.path / "gates.py").write_bytes(b"# caf\xe9\n")
        assert "gates.py is not a text in UTF-8" in say(capsys, "test", "sigmoid")[1]

    def test_what_the_tests_need_is_said_with_its_name_for_pip(self, mine, capsys, monkeypatch):
        there = importlib.util.find_spec
        absent = {"hypothesis", "sklearn"}
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in absent else there(name))
        status, said = say(capsys, "test", "gradient-descent")
        assert status == 2
        assert "The tests need hypothesis, sklearn, not installed here." in said
        assert "pip install hypothesis scikit-learn\n" in said

    def test_a_handmade_without_tests(self, mine, capsys, monkeypatch, tmp_path):
        monkeypatch.setattr(real_tests, "IN_CLONE", tmp_path)
        status, said = say(capsys, "test", "sigmoid")
        assert status == 2
        assert "installed without the book's tests" in said

    def test_a_number_of_seconds_is_positive(self, mine, capsys):
        for seconds in ("0", "soon", "nan"):
            with pytest.raises(SystemExit):
                commands.main(["test", "sigmoid", "--seconds", seconds])

    def test_an_older_python_is_told_so(self):
        assert entrance.complaint((3, 9)) == (
            "The workshop needs Python 3.10 or newer, and this is Python 3.9: start it with a newer one."
        )
        assert entrance.complaint((3, 10)) == entrance.complaint((3, 14)) == ""
        for file in ("__init__.py", "workshop/__init__.py", "workshop/__main__.py"):
            ast.parse((OURS / file).read_text(encoding="utf-8"), feature_version=(3, 7))

    def test_no_command_shows_the_help(self, capsys):
        status, said = say(capsys)
        assert status == 2
        assert "start my_handmade" in said


class TestChapters:
    def test_right_wrong_and_blank_are_told_apart(self, mine, capsys):
        write(mine, "gradients.py", "numerical_gradient", *OUR_NUMERICAL_GRADIENT)
        write(
            mine,
            "linear/descent.py",
            "squared_error",
            "error = X1 @ w - y",
            "return float(error @ error), X1.T @ error",
        )
        status, said = say(capsys, "test", "gradient-descent")
        assert status == 1
        line = (
            mine.read("optimizers/sgd.py")
            .splitlines()
            .index('        raise NotImplementedError("your turn: SGD._change, in the chapter gradient-descent")')
        )
        assert f"✗ Still blank:\n    optimizers/sgd.py, line {line + 1}: SGD._change  (" in said
        assert "    expected (5.0, array([ 4., 14.]))\n    got      (10.0, array([ 4., 14.]))\n" in said
        assert "✗ Losses: squared error is the mse and has its slope\n    ValueError: the gradient is wrong at" in said
        assert "    for seed=0, m=" in said
        assert "    the test: test_linear.py, line " in said
        assert "  ◧ gradient-descent        2 of 3 written\n" in said
        assert "  □ sigmoid                 0 of 2 written\n" in said
        assert "Traceback" not in said

    def test_a_chapter_that_is_done_is_remembered_until_its_code_changes(self, mine, capsys):
        ours = taking_out.renamed((OURS / "layers/without_weights.py").read_text(encoding="utf-8"), "mine")
        (mine.path / "layers/without_weights.py").write_text(ours, encoding="utf-8")
        status, said = say(capsys, "test", "digits")
        assert status == 0
        assert "tests pass.\n" in said
        assert "  ■ digits                  2 written, and the tests pass\n" in said
        assert "■ digits" in say(capsys, "status")[1]
        (mine.path / "layers/without_weights.py").write_text(ours + "# a comment\n", encoding="utf-8")
        assert "■ digits" in say(capsys, "status")[1]
        (mine.path / "layers/without_weights.py").write_text(
            ours.replace("return self._out.copy()", "return 0 * self._out.copy()"), encoding="utf-8"
        )
        assert (
            "  ◧ digits                  2 of 2 written, but its tests have not all passed yet\n"
            in say(capsys, "status")[1]
        )

    def test_an_endless_loop_is_ended_and_located(self, mine, capsys):
        write(mine, "gates.py", "step", "while True:", "    pass")
        status, said = say(capsys, "test", "hidden-layers", "--seconds", "2")
        assert status == 1
        assert '✗ "The example in the docstring of step is true" was still running after 2 seconds' in said
        assert "It was in step, gates.py, line 3" in said
        assert "Does a loop never end?" in said

    def test_an_error_is_told_once_with_its_place_and_nothing_is_left_behind(self, mine, capsys, tmp_path):
        write(mine, "layers/without_weights.py", "Flatten.__call__", "return x.reshap(len(x), -1)")
        before = set(tmp_path.rglob("*"))
        said = say(capsys, "test", "digits")[1]
        assert set(tmp_path.rglob("*")) == before
        assert said.count("AttributeError: 'numpy.ndarray' object has no attribute 'reshap'") == 1
        assert "__call__: return x.reshap(len(x), -1)\n" in said
        assert " for the same reason\n" in said

    def test_a_module_that_cannot_be_imported(self, mine, capsys):
        path = mine.path / "layers" / "without_weights.py"
        path.write_text(path.read_text(encoding="utf-8") + "\nlast = unknown\n", encoding="utf-8")
        status, said = say(capsys, "test", "digits")
        assert status == 1
        assert "NameError: name 'unknown' is not defined" in said
        assert "<module>: last = unknown\n" in said

    def test_the_wheel_carries_what_it_needs(self, tmp_path):
        wheel = handmade_wheel.build_wheel(tmp_path / "wheel")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(tmp_path / "site")
        inside = {path.name for path in (tmp_path / "site" / "handmade" / "workshop" / "_tests").iterdir()}
        assert inside == {*real_tests.FILES} | {path.name for path in (ROOT / "book" / "data").glob("*.csv")}
        variables = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
        said = [
            subprocess.run(
                [sys.executable, "-m", "handmade.workshop", *words],
                cwd=tmp_path,
                env=variables,
                capture_output=True,
                text=True,
            ).stdout
            for words in (["start", "mine"], ["test", "scaling"])
        ]
        assert said[0].startswith("mine is yours")
        assert "preprocessing/scalers.py, line" in said[1]
        assert "did not run" not in said[1]


OUR_NUMERICAL_GRADIENT = """\
gradient = np.empty_like(x)
for i in np.ndindex(x.shape):
    nudge = np.zeros_like(x)
    nudge[i] = eps
    gradient[i] = (_one_number(f(x + nudge)) - _one_number(f(x - nudge))) / (2 * eps)
return gradient""".splitlines()


class TestLoading:
    def module(self, text, file="activations/rectifiers.py"):
        tree = ast.parse(text)
        loading.complete(tree, file, lambda blank: True)
        return tree

    def test_blanks_get_our_bodies_and_the_rest_stays(self):
        text = generated("gates.py", "mine").replace(
            '    raise NotImplementedError("your turn: step, in the chapter hidden-layers")\n', "    return 7\n"
        )
        said = ast.unparse(self.module(text, "gates.py"))
        assert "your turn" not in said
        assert "return 7" in said
        assert "return AND(any_of, not_both, activation=activation)" in said

    def test_imports_and_helpers_that_an_editor_removed_are_added_for_our_bodies(self):
        text = generated("activations/rectifiers.py", "mine").replace("import math\n", "")
        head, _, tail = text.partition("_erfc = ")
        text = head + tail.partition("\n\n\n")[2].partition("\n\n\n")[2]
        assert "_normal_cdf" not in ast.unparse(ast.parse(text))
        said = ast.unparse(self.module(text))
        for piece in ("import math", "def _normal_cdf", "_erfc = np.frompyfunc"):
            assert said.count(piece) == 1

    def test_our_lines_say_they_stand_where_the_blank_was(self):
        text = generated("gates.py", "mine")
        node = taking_out.function_named(self.module(text, "gates.py"), "truth_table")
        lines = {n.lineno for s in node.body for n in ast.walk(s) if hasattr(n, "lineno")}
        assert [text.splitlines()[line - 1].split(",")[0].strip() for line in lines] == [
            'raise NotImplementedError("your turn: truth_table'
        ]

    def test_the_learners_package_speaks_of_itself_as_ours(self):
        lines = ["from mine.losses import get", "import mine.gates", "from . import x", 'name = "mine"']
        lines += ['f"mine.{name}"', 'other = "mined"']
        tree = taking_out.NamedAsOurs({"mine"}).visit(ast.parse("\n".join(lines)))
        assert ast.unparse(tree).splitlines() == [
            "from handmade.losses import get",
            "import handmade.gates",
            "from . import x",
            "name = 'handmade'",
            "f'handmade.{name}'",
            "other = 'mined'",
        ]


@pytest.mark.parametrize(
    ("body", "blank"),
    [
        ('raise NotImplementedError("your turn: f, in the chapter x")', True),
        ('x = 1\n    raise NotImplementedError("your turn: f, in the chapter x")', True),
        ('return 1\n    raise NotImplementedError("your turn: f, in the chapter x")', False),
        ('"""What it is."""', True),
        ("...", True),
        ("pass", True),
        ('"""What it is."""\n    raise NotImplementedError', False),
        ("return None", False),
    ],
)
def test_what_counts_as_blank(body, blank):
    assert taking_out.is_blank(taking_out.function_named(ast.parse(f"def f(x):\n    {body}\n"), "f")) is blank


def test_a_function_that_was_moved_is_not_found():
    tree = ast.parse("class A:\n    def f(self): ...\n")
    assert taking_out.function_named(tree, "A.f").name == "f"
    for name in ("f", "B.f", "A.g"):
        assert taking_out.function_named(tree, name) is None


def test_files_without_blanks_are_ours_but_for_the_name(mine):
    for file in copied_files():
        if not of_file(file) and file != "__init__.py":
            text = (mine.path / file).read_text(encoding="utf-8")
            assert text.replace("from mine", "from handmade").replace('"mine', '"handmade') == (OURS / file).read_text(
                encoding="utf-8"
            )


class TestWords:
    @pytest.mark.parametrize(
        ("nodeid", "sentence"),
        [
            ("test_x.py::test_one_two", "One two"),
            ("::TestLogisticRegression::test_of_all[1-inf]", "Logistic regression: of all (1-inf)"),
            ("test_x.py::TestA::TestB::test_c", "A: B: c"),
        ],
    )
    def test_the_name_of_a_test_is_a_sentence(self, nodeid, sentence):
        assert words.claim(nodeid) == sentence

    def test_two_sides_of_a_comparison(self):
        assert words.two_sides("==", 2.0, pytest.approx(3.0)) == [
            "two numbers",
            "expected 3.0 ± 3.0e-06",
            "got      2.0",
        ]
        assert words.two_sides("==", pytest.approx(3.0), 2.0)[1:] == ["expected 3.0 ± 3.0e-06", "got      2.0"]
        assert words.two_sides("<", 2, 1) == ["two numbers", "expected less than 1", "got      2"]
        assert words.two_sides("in", 2, [1]) is None
        assert max(map(len, words.two_sides("==", list(range(500)), 0))) < 180

    def test_arrays_that_differ(self):
        with pytest.raises(AssertionError) as caught:
            np.testing.assert_allclose(np.array([1.0, 2.0]), np.array([1.0, 3.0]))
        assert words.said_of(caught.value) == ["expected array([1., 3.])", "got      array([1., 2.])"]

    def test_a_refusal_that_did_not_come(self):
        with pytest.raises(pytest.fail.Exception) as caught, pytest.raises(ValueError, match="x"):
            pass
        assert words.said_of(caught.value) == ["your code accepts what it should refuse with ValueError"]

    def test_an_exception_with_its_kind(self):
        assert words.said_of(ValueError("one\ntwo")) == ["ValueError: one", "two"]
        assert words.said_of(KeyError()) == ["KeyError: "]

    @pytest.mark.parametrize("title", ["Falsifying example", "Failing test case"])
    def test_the_inputs_that_hypothesis_found(self, title):
        error = ValueError("wrong")
        error.__notes__ = [
            f"{title}: test_a(\n    # a comment\n    self=<T>,\n    m=1,  # or any other\n    x=array([0.]),\n)"
        ]
        assert words.said_of(error) == ["ValueError: wrong", "for m=1, x=array([0.])"]


def test_what_is_wrong_in_other_chapters_is_named_where_tests_fail(mine):
    write(mine, "gates.py", "step", "return 7")
    failed = running.Outcome([{"outcome": "failed", "claim": "A", "said": ["b"], "test": "c"}], "")
    lines = running.report(mine, "sigmoid", failed)
    assert "    step (hidden-layers)" in lines
    assert "    step (hidden-layers)" not in running.report(mine, "hidden-layers", failed)
    assert "    step (hidden-layers)" not in running.report(mine, "sigmoid", running.Outcome([], ""))


def test_a_blank_steps_aside_so_that_hypothesis_does_not_look_for_a_simpler_example():
    tree = loading.Waiting().visit(
        ast.parse('raise NotImplementedError("your turn: f, in the chapter x")\nraise ValueError')
    )
    first, second = ast.unparse(tree).splitlines()
    assert first == "raise __import__('unittest').SkipTest('your turn: f, in the chapter x')"
    assert second == "raise ValueError"


def test_a_report_stays_short(mine):
    ended = [{"outcome": "failed", "claim": f"Claim {i}", "said": [str(i)], "test": f"line {i}"} for i in range(40)]
    ended += [{"outcome": "skipped", "claim": "Data", "said": ["cannot find mnist.npz"], "test": "line 0"}]
    lines = running.report(mine, "sigmoid", running.Outcome(ended, ""))
    assert len(lines) < 50
    assert "✗ And 35 more:" in lines
    assert "    and 25 others" in lines
    assert "– 1 test did not run: cannot find mnist.npz." in lines
    assert lines[-1] == "0 of 40 tests pass."


def test_the_page_counts_and_shows_what_is_there(mine):
    page = (ROOT / "book" / "workshop.md").read_text(encoding="utf-8")
    assert f"{len(ALL)} functions in {len(BLANKS)} chapters" in page
    blank = mine.read("linear/descent.py")
    shown = page.split("```python\n")[1].split("```")[0].split("    …\n")
    assert all(part.rstrip() in blank for part in shown)


def test_the_mark_is_plain_json(mine):
    mine.remember("sigmoid", passed=True)
    notes = json.loads((mine.path / MARK).read_text(encoding="utf-8"))
    assert notes["name"] == "mine"
    assert list(notes["passed"]) == ["sigmoid"]
    assert not Workshop(mine.path).is_done("sigmoid"), "blanks are left, whatever the mark says"
    with pytest.raises(WorkshopError, match="There is no workshop in"):
        find(None, mine.path.parent / "nowhere")
