"""check: what a reader is told."""

import subprocess
import sys
import time
import warnings
from fractions import Fraction

import numpy as np
import pytest

from handmade.exercises import _check, check
from handmade.exercises.case import Case, Mistake

RIGHT = [
    ("number", 1.6),
    ("number", np.float32(1.6)),
    ("number", np.array(1.6)),
    ("number", Fraction(8, 5)),
    ("untouched", lambda z: np.where(z > 0, z, 0)),
    ("count", 7),
    ("count", np.int64(7)),
    ("array", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])),
    ("array", [[1, 2, 3], [4, 5, 7]]),
    ("floats", np.array([0.5, -1.0, 0.0], dtype="float32")),
    ("integers", (3, 1, 2)),
    ("ragged", (np.ones((2, 3)), [0, 0, 0])),
    ("word", " sigmoid "),
    ("bool", np.True_),
    ("mask", [True, False]),
    ("dict", {"b": [1, 1], "w": 2}),
    ("set", {2, 1}),
    ("lazy", [0, 1, 2]),
    ("slope", lambda w: w + w),
    ("sum", lambda a, b: b + a),
    ("open", 2),
    ("long-name", 1),
]

WRONG = [
    ("number", 1.2, "is too small. Hint: FIRST"),
    ("number", 160.0, "too large, by more than a factor of ten"),
    ("number", 1.61, "within 1 %"),
    ("number", -1.6, "opposite sign"),
    ("number", np.nan, "is nan"),
    ("number", np.inf, "is inf"),
    ("number", "1.6", "is a string; a number is asked for"),
    ("number", [1.6], "has shape (1,); a number is asked for. The number is right; take it out of the list."),
    ("number", np.array([1.6]), "The number is right; take it out with .item()"),
    ("number", -160.0, "is too small. Hint"),
    ("number", -1.61, "opposite sign, and digits"),
    ("number", len, "the function len; call it"),
    ("number", object(), "is an object; a number"),
    ("count", 8, "is too large."),
    ("array", 3.0, "is one number; an array of shape (2, 3)"),
    ("array", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]]).T, "transposed"),
    (
        "array",
        np.array([1.0, 2, 3, 4, 5, 7]),
        "has shape (6,); an array of shape (2, 3) is asked for. The numbers are",
    ),
    (
        "array",
        np.array([[1.0, 2.0, 3.0], [4.0, 9.0, 7.5]]),
        "2 of 6 entries off; the largest gap is about 4e+00, at index [1, 1]",
    ),
    ("array", -np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]]), "opposite sign"),
    ("array", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]]) / 6, "constant factor"),
    ("array", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]]) / -6, "and that is negative: mind the sign"),
    ("array", [[1.0, 2.0, 3.0], [4.0, np.nan, 7.0]], "is nan at index [1, 1]"),
    ("array", [[1, 2], [3]], "list that cannot be read as numbers"),
    ("floats", np.array([0.5, -1.0, 0.0]), "has dtype float64; float32 is asked for"),
    ("decimals", np.array([0.12, 0.97]), "is rounded to 2 digits after the point"),
    ("decimals", np.array([0.12, 0.98]), "2 of 2 entries off"),
    ("decimals", np.array([0.0, 1.0]), "2 of 2 entries off"),
    ("integers", [3, 2, 1], "2 of 3 entries wrong, the first at index 1"),
    ("ragged", [np.ones((2, 3))], "has 1 entries; 2 are asked for"),
    ("ragged", [np.ones((3, 2)), np.zeros(3)], "at entry 0: that entry has shape (3, 2)"),
    ("ragged", 5, "is a number; a list of 2"),
    ("word", "tanh", "different string"),
    ("word", 5, "is a number; a string"),
    ("bool", False, "is the other one"),
    ("bool", 1, "True or False is asked for"),
    ("mask", [True, True], "1 of 2 entries wrong"),
    ("dict", {"w": 2}, "has 1 keys"),
    ("dict", {"w": 3.0, "b": [1, 1]}, "at the key 'w'"),
    ("set", {1}, "elements"),
    ("slope", lambda w: w, "your function returns a value that"),
    ("slope", lambda w: w if np.ndim(w) == 0 and w == 0 else None, "returns nothing: is a return missing"),
    ("slope", lambda: 3, "raises TypeError"),
    ("slope", lambda w: [][3], "raises IndexError: list index out of range"),
    ("slope", 3.0, "pass the function (or model) itself"),
    ("open", 0, "does not do what the exercise asks for. Hint: FIRST"),
    ("open", "x", "is a string and could not be tried (TypeError"),
]


def name_of(value):
    return value if isinstance(value, str) and value.isidentifier() else ""


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=name_of)
def test_a_right_answer_is_called_right(say, name, answer):
    assert say(f"ex-fake-{name}", answer) == f"ex-fake-{name}: right."


@pytest.mark.parametrize(("name", "answer", "words"), WRONG, ids=name_of)
def test_a_wrong_answer_is_told_what_is_wrong(say, name, answer, words):
    line = say(f"ex-fake-{name}", answer)
    assert line.startswith(f"ex-fake-{name}: not yet. ")
    assert words in line


@pytest.mark.parametrize("answer", [..., None, [..., ...], (None,), [[...], [None]]])
def test_an_untouched_starter_cell_is_not_a_try(say, answer):
    assert say("ex-fake-number", answer) == "ex-fake-number: not started."
    assert not _check.failed_tries


@pytest.mark.parametrize("blank", [..., None])
def test_a_function_that_only_holds_the_blank_is_not_started(say, monkeypatch, blank):
    monkeypatch.setenv("HANDMADE_STRICT", "1")
    assert "not started" in say("ex-fake-slope", lambda w: blank)


@pytest.mark.parametrize(
    ("name", "answer", "hint"),
    [
        ("number", 2.4, "CLIMBED"),
        ("number", -2.0, "NO-RATE"),
        ("word", "ReLU", "NOT-RELU"),
        ("lazy", [1, 2, 3], "OFF-BY-ONE"),
        ("slope", lambda w: w * w, "THE-CURVE"),
        ("slope", lambda w: w / 0 if np.ndim(w) == 0 and isinstance(w, float) else 1, "DIVIDED"),
        ("open", 0.9, "ARRIVES"),
    ],
)
def test_a_known_mistake_gets_its_own_hint(say, name, answer, hint):
    assert f"Hint: {hint}" in say(f"ex-fake-{name}", answer)


def test_the_second_failing_try_gets_the_stronger_hint(say):
    assert say("ex-fake-number", 1.0).endswith("Hint: FIRST")
    assert say("ex-fake-number", 1.1).endswith("Hint: STRONGER")
    assert say("ex-fake-number", 1.2).endswith("Hint: STRONGER")
    assert say("ex-fake-number", 2.4).endswith("Hint: CLIMBED STRONGER"), "which the reader knows already"


def test_the_same_answer_again_is_a_second_try(say):
    assert say("ex-fake-number", 1.0).endswith("Hint: FIRST")
    assert say("ex-fake-number", 1.0).endswith("Hint: STRONGER")


@pytest.mark.parametrize("answer", ["1.5", [1.5, 1.5], len, np.array([1.0]), object()])
def test_an_answer_of_the_wrong_form_brings_a_wrong_number_no_stronger_hint(say, answer):
    assert say("ex-fake-number", answer).endswith("Hint: FIRST")
    assert say("ex-fake-number", 1.0).endswith("Hint: FIRST")
    assert say("ex-fake-number", 1.1).endswith("Hint: STRONGER")


def forever(w):
    while True:
        pass


@pytest.mark.parametrize(
    "broken", [lambda w: w.no_such, lambda w: np.ones((2, 3)), lambda w: "w", 3.0, forever, lambda w: sys.exit()]
)
def test_a_function_that_does_not_run_brings_one_that_does_no_stronger_hint(say, broken):
    assert say("ex-fake-slope", broken).endswith("Hint: FIRST")
    assert say("ex-fake-slope", lambda w: w + 1).endswith("Hint: FIRST")
    assert say("ex-fake-slope", broken).endswith("Hint: STRONGER"), "the second that does not run"
    assert say("ex-fake-slope", lambda w: w + 2).endswith("Hint: STRONGER")


def test_the_first_known_mistake_uses_up_no_general_hint(say):
    assert say("ex-fake-number", 2.4).endswith("Hint: CLIMBED")
    assert say("ex-fake-number", 1.0).endswith("Hint: FIRST")
    assert say("ex-fake-number", 1.1).endswith("Hint: STRONGER")


def test_a_mistake_made_again_brings_more(say):
    assert say("ex-fake-number", 2.4).endswith("Hint: CLIMBED")
    assert say("ex-fake-number", 2.4).endswith("Hint: CLIMBED FIRST")
    assert say("ex-fake-number", 2.4).endswith("Hint: CLIMBED STRONGER")


def test_a_second_known_mistake_brings_the_first_general_hint(say):
    assert say("ex-fake-number", 2.4).endswith("Hint: CLIMBED")
    assert say("ex-fake-number", -2.0).endswith("Hint: NO-RATE FIRST")
    assert say("ex-fake-number", 1.0).endswith("Hint: STRONGER"), "the first one was shown"


def test_right_numbers_in_the_wrong_shape_need_no_general_hint(say):
    line = say("ex-fake-floats", np.array([[0.5, -1.0, 0.0]]))
    assert line.endswith("The numbers are right. Hint: Only the form is left to mend.")
    assert say("ex-fake-floats", np.float32([0.5, 1, 0])).endswith("Hint: FIRST")


def test_a_function_that_prints_is_told_that_it_returns_nothing(capsys):
    check("ex-fake-slope", lambda w: print("slope", 2 * w))
    printed, line = capsys.readouterr().out.strip().rsplit("\n", 1)
    assert printed.startswith("slope 0.0"), "what it prints is not swallowed"
    assert "your function prints, but returns nothing: is a return missing?" in line


def test_only_the_function_that_printed_is_told_so(capsys):
    def prints_first(w):
        if np.ndim(w) == 0 and w == 0:
            print("start")
            return 0.0
        return None

    check("ex-fake-slope", prints_first)
    assert "your function returns nothing" in capsys.readouterr().out


def test_a_wrong_function_that_writes_into_its_input_is_told_so(say):
    def spoil(w):
        w *= 0
        return w

    line = say("ex-fake-slope", lambda w: spoil(w) if np.ndim(w) else 2 * w)
    assert "It also writes into its own input, w: work on a copy." in line
    assert "writes into" not in say("ex-fake-slope", lambda w: w)


@pytest.mark.parametrize(
    ("product", "words"),
    [
        (lambda w: np.ones((2, 7)) @ np.ones((3, 4)), "in a product A @ B, A has 7 columns but B has 3 rows"),
        (lambda w: np.ones((2, 7)) @ 3.0, "needs an array on both sides"),
    ],
)
def test_a_matrix_product_that_does_not_fit_is_told_in_plain_words(say, product, words):
    line = say("ex-fake-slope", product)
    assert words in line
    assert "gufunc" not in line


def test_right_answers_of_solution_cells_do_not_count_as_tries(say):
    for _ in range(3):
        say("ex-fake-number", 1.6)
    assert say("ex-fake-number", 1.0).endswith("Hint: FIRST")


def test_tries_are_counted_by_exercise(say):
    say("ex-fake-count", 1)
    assert say("ex-fake-number", 1.0).endswith("Hint: FIRST")


@pytest.mark.parametrize(("name", "answer", "words"), WRONG, ids=name_of)
def test_no_line_holds_the_right_value(say, name, answer, words):
    line = say(f"ex-fake-{name}", answer)
    mine = line.replace("1.61", "").replace("'1.6'", "").replace("within 1 %", "")
    secrets = {
        "number": ["1.6"],
        "count": ["7"],
        "word": ["igmoid"],
        "array": ["5.0", "7.0"],
        "dict": ["2.0"],
    }
    for secret in secrets.get(name, []):
        assert secret not in mine


def test_an_endless_function_is_stopped(say):
    alive = []

    def endless(w):
        while True:
            alive.append(1)

    started = time.monotonic()
    assert "still running after 0.3 seconds" in say("ex-fake-slope", endless)
    assert time.monotonic() - started < 5
    time.sleep(0.3)
    seen = len(alive)
    time.sleep(0.2)
    assert len(alive) == seen, "the thread was stopped, not left behind"


def test_an_endless_function_is_stopped_in_an_open_question_too(say):
    def endless(x):
        while True:
            pass

    assert "still running" in say("ex-fake-open-function", endless)
    assert "SystemExit" in say("ex-fake-open-function", lambda x: sys.exit(3))
    assert say("ex-fake-open-function", abs).endswith("right.")


def test_an_endless_recursion_is_caught(say):
    def again(w):
        return again(w)

    assert "RecursionError" in say("ex-fake-slope", again)


def test_a_function_that_leaves_the_program_is_caught(say):
    assert "SystemExit" in say("ex-fake-slope", lambda w: sys.exit(3))


def test_a_function_that_spoils_its_argument_is_compared_on_the_original(say):
    def spoil(w):
        result = 2 * w
        w *= 0
        return result

    assert say("ex-fake-slope", spoil) == "ex-fake-slope: right."


def test_memorized_answers_fail_on_fresh_inputs(say):
    known = {0.0: 0.0, 1.0: 2.0, -1.5: -3.0}
    assert "not yet" in say("ex-fake-slope", lambda w: known.get(w) if np.ndim(w) == 0 else w)


def test_a_class_is_tried_through_observe(say):
    class Right:
        def run(self, x):
            return x + x

    class Wrong:
        def run(self, x):
            return x

    assert say("ex-fake-class", Right).endswith("right.")
    assert "not yet" in say("ex-fake-class", Wrong)


def test_what_a_function_did_is_told_in_the_words_of_the_case(say):
    assert say("ex-fake-deed", lambda text: "refuses it").endswith("right.")
    said = say("ex-fake-deed", lambda text: f"returns {text}")
    assert "not yet. For the input '250' your function returns 250. Hint: " in said


def test_a_function_that_must_leave_its_input_alone_is_refused_where_it_does_not(say):
    def in_place(z):
        z[z < 0] = 0
        return z

    said = say("ex-fake-untouched", in_place)
    assert "your function writes into its own input, z: work on a copy. Hint: " in said


def test_functions_and_generators_among_the_inputs_are_named(say):
    assert "For the input the function abs, a random generator your function" in say("ex-fake-tools", lambda f, g: 2.0)


def test_warnings_of_listed_mistakes_are_not_the_reader_s(say):
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        assert "Hint: FIRST" in say("ex-fake-untouched", lambda z: z)
    assert not heard


def test_a_model_is_tried_by_predicting_silently(say):
    class Model:
        def __init__(self, factor):
            self.factor = factor

        def predict(self, x, verbose="auto"):
            if verbose:
                print("a progress bar")
            return self.factor * x

    assert say("ex-fake-slope", Model(2)).endswith("right.")
    assert "not yet" in say("ex-fake-slope", Model(3))


def test_an_unknown_label_suggests_the_nearest(say):
    line = say("ex-fake-nummer", 1)
    assert "no exercise of this name" in line
    assert "'ex-fake-number'" in line


def test_an_unknown_label_without_a_neighbor_says_only_so(say):
    assert say("qqqqqq", 1).endswith("no exercise of this name.")


def test_a_broken_case_does_not_raise_at_a_reader(say, monkeypatch):
    broken = Case("ex-fake-broken", lambda: 1 / 0, hint="a", stronger="b")
    monkeypatch.setattr(sys.modules["handmade.exercises.fake"], "CASES", [broken])
    assert "mistake of the book's" in say("ex-fake-broken", 1)
    monkeypatch.setenv("HANDMADE_STRICT", "1")
    with pytest.raises(ZeroDivisionError):
        check("ex-fake-broken", 1)


def test_strict_mode_fails_a_wrong_published_solution(say, monkeypatch):
    monkeypatch.setenv("HANDMADE_STRICT", "1")
    with pytest.raises(_check.WrongAnswerError, match="ex-fake-number: not yet"):
        check("ex-fake-number", 1.0)
    with pytest.raises(_check.WrongAnswerError, match="no exercise of this name"):
        check("ex-fake-nummer", 1.6)
    assert say("ex-fake-number", ...).endswith("not started.")
    assert say("ex-fake-number", 1.6).endswith("right.")


@pytest.mark.parametrize(
    "answer", [..., object(), {}, [], "", b"", 1j, np.array([]), np.array(["a"]), [[...], 3], type, np.nan]
)
@pytest.mark.parametrize("name", sorted({name for name, _ in RIGHT}))
def test_nothing_raises_at_a_reader(say, name, answer):
    assert "mistake of the book's" not in say(f"ex-fake-{name}", answer)


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"label": "fake-x", "reference": 1}, "label is 'fake-x'"),
        ({"label": "ex-fake-x", "reference": 1, "hint": ""}, "both hint and stronger"),
        ({"label": "ex-fake-x", "reference": 1, "inputs": [1]}, "must be a function"),
        ({"label": "ex-fake-x", "reference": abs, "inputs": [1], "accept": bool}, "accept and inputs"),
    ],
)
def test_a_case_that_helps_nobody_is_refused(fields, match):
    with pytest.raises(ValueError, match=match):
        Case(**{"hint": "a", "stronger": "b"} | fields)


def test_the_documented_example_does_what_it_says(monkeypatch, say):
    from handmade.exercises import case

    source = case.__doc__.split("::\n", 1)[1]
    namespace = {}
    exec("\n".join(line.removeprefix("    ") for line in source.splitlines()), namespace)
    monkeypatch.setattr(_check, "find_case", lambda label: {c.label: c for c in namespace["CASES"]}.get(label))
    assert say("ex-gradient-descent-one-step", 1.6).endswith("right.")
    assert "You climbed" in say("ex-gradient-descent-one-step", 2.4)
    assert say("ex-gradient-descent-slope", lambda w: 2 * w).endswith("right.")
    assert "the curve itself" in say("ex-gradient-descent-slope", lambda w: w**2)
    assert say("ex-gradient-descent-diverge", 3).endswith("right.")
    assert "It still arrives" in say("ex-gradient-descent-diverge", 0.7)


def test_importing_exercises_loads_no_case_module_and_no_heavy_library():
    code = (
        "import sys, handmade.exercises as e; from handmade.exercises._check import case_modules;"
        "loaded = [n for n in case_modules() if f'handmade.exercises.{n}' in sys.modules];"
        "heavy = {'keras', 'tensorflow', 'matplotlib', 'myst_nb', 'IPython'} & set(sys.modules);"
        "print(loaded, sorted(heavy))"
    )
    path = str(_check.__spec__.origin).rsplit("handmade", 2)[0]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": path}, check=True
    )
    assert run.stdout.strip() == "[] []"


def test_a_mistake_that_cannot_be_asked_is_not_recognized(say, monkeypatch):
    odd = Case("ex-fake-odd", 1, [Mistake(5, "FIVE", when=lambda a: a.no_such)], hint="a", stronger="b")
    monkeypatch.setattr(sys.modules["handmade.exercises.fake"], "CASES", [odd])
    assert "Hint: FIVE" in say("ex-fake-odd", 5)
    assert "Hint: a" in say("ex-fake-odd", 6) or "Hint: b" in say("ex-fake-odd", 6)
