"""{quiz-set} and computed numbers: what they become, and which sources they refuse."""

import re
from pathlib import Path

import pytest

import quiz_nodes
from quiz_compute import ComputeError, compute
from tests.book.quiz_page import HEAD, Tags, build
from tools import browser

SET = """A word before.

::::{quiz-set} Two *questions*
:label: quiz-page-set

Think first.

```{quiz} One
:label: quiz-page-one

Which?

- [x] this

  Yes.
- [ ] that

  No.
```

```{quiz} Two
:type: number
:compute: 784 * 128 + 128
:tolerance: 1

How many?

- [x] Right

  Counted.
- [ ] anything else

  Count again.
```
::::

See {ref}`quiz-page-set`.
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    app, warnings = build(tmp_path_factory.mktemp("sets"), SET, extensions=["myst_nb", "quiz"])
    assert warnings == ""
    return Path(app.outdir), app.env.get_doctree("page")


def test_a_set_is_a_named_group_of_questions_with_a_place_for_the_count(page):
    tags = Tags((page[0] / "page.html").read_text("utf-8"))
    (group,) = tags.find(role="group")
    assert group["id"] == "quiz-page-set"
    assert tags.find(id=group["aria-labelledby"])[0]["text"] == "Two questions"
    assert len(tags.find("fieldset")) == 2
    assert tags.find("p", class_="quiz-score", role="status")
    assert tags.find("a", href="#quiz-page-set")[0]["text"] == "Two questions"


def test_the_tree_of_a_set_is_as_documented(page):
    (found,) = page[1].findall(quiz_nodes.quiz_set)
    assert [type(child).__name__ for child in found] == ["quiz_title", "paragraph", "quiz", "quiz"]


def test_a_number_can_be_computed(page):
    asked = [node for node in page[1].findall(quiz_nodes.quiz) if node["kind"] == "number"]
    assert asked[0]["answer"] == 100_480
    assert "The answer is 100480." in (page[0] / "page.html").read_text("utf-8")


@pytest.mark.parametrize("builder", ["text", "epub"])
def test_on_paper_a_set_is_its_questions_in_order(tmp_path, builder):
    app, warnings = build(tmp_path, SET, builder, epub_show_urls="no", version="1", copyright="x")
    assert "quiz" not in warnings
    (file,) = [f for f in Path(app.outdir).rglob("page.*") if f.suffix in (".txt", ".xhtml")]
    text = file.read_text("utf-8")
    places = [text.find(words) for words in ("Two", "Think first", "Which?", "How many?", "Answers to", "Count again")]
    assert -1 not in places
    assert places == sorted(places)


BAD = {  # what is replaced by what, words of the message, the line that is named
    "one question": (SET[SET.index("```{quiz} Two") : SET.index("::::\n\nSee")], "", "1 quizzes inside", None),
    "label of another kind": (":label: quiz-page-set", ":label: ex-page-set", "is not of the form quiz-", None),
    "a bad question inside": ("- [x] this", "- [ ] this", "no answer is right", "- [ ] this"),
    "an unknown function": ("784 * 128 + 128", "open(3)", "there is no function 'open'", None),
    "a disagreement": (":tolerance: 1", ":answer: 100500\n:tolerance: 1", "gives 100480, farther apart", None),
    "no number": ("784 * 128 + 128", "[1, 2]", "gives 2 numbers", None),
}


@pytest.mark.parametrize(("old", "new", "words", "line"), BAD.values(), ids=BAD)
def test_a_bad_set_is_an_error_that_names_file_and_line(tmp_path, old, new, words, line):
    assert old in SET
    body = SET.replace(old, new)
    _, warnings = build(tmp_path, body)
    assert words in warnings
    assert re.search(r"page\.md:\d+: (ERROR|WARNING)", warnings)
    if line:
        assert f"line {(HEAD + body).split(chr(10)).index(line) + 1}: " in warnings


GIVES = {
    "784 * 128 + 128": 100_480,
    "-2 ** 3 / 4": -2,
    "2 ** -1": 0.5,
    "7 // 2 + 7 % 2": 4,
    "log(e) + sqrt(4) + cos(pi)": 2,
    "mean([1, 2, 6])": 3,
    "max([1, 5, 2]) - [1, 2][0]": 4,
    "handmade.losses.MeanSquaredError()([3, 5, 7], [0.5, 1, 1.5])": 17.5,
    "handmade.exercises.hello_neuron.Y[8, 0]": 23,
}


@pytest.mark.parametrize("expression", GIVES)
def test_an_expression_is_worked_out(expression):
    assert compute(expression)[0] == pytest.approx(GIVES[expression])


def test_the_modules_that_an_expression_uses_are_known():
    files = compute("handmade.exercises.hello_neuron.X[0, 0]")[1]
    assert "hello_neuron.py" in {file.name for file in files}
    assert compute("1 + 1")[1] == set()


REFUSED = {
    "1 +": "is no expression",
    "x": "not allowed",
    "'a'": "not allowed",
    "True": "not allowed",
    "[i for i in [1]]": "not allowed",
    "(lambda: 1)()": "not allowed",
    "__import__('os')": "no function '__import__'",
    "exp.__class__": "no public name",
    "numpy.load": "no public name of handmade",
    "handmade.exercises.hello_neuron.np.load": "belongs to numpy",
    "handmade.losses._private": "no public name",
    "handmade.nowhere": "has no 'nowhere'",
    "handmade.losses": "is a module",
    "handmade.exercises.hello_neuron.X.shape": "reaches into",
    "1 / 0": "ZeroDivisionError",
    "9 ** 9 ** 9 ** 9": "FloatingPointError",
    "log(0)": "FloatingPointError",
    "[1, 2]": "gives 2 numbers",
    "[1][5]": "IndexError",
}


@pytest.mark.parametrize("expression", REFUSED)
def test_anything_else_is_refused_and_said(expression):
    with pytest.raises(ComputeError, match=re.escape(REFUSED[expression])):
        compute(expression)


def test_the_set_counts_what_is_right(page):
    if browser.find_chromium() is None:
        pytest.skip("no Chromium here")
    with browser.served(page[0]) as address, browser.chromium() as chromium:
        tab = chromium.new_page()
        tab.goto(f"{address}page.html")
        score = tab.locator(".quiz-score")
        tab.locator("#quiz-page-one").get_by_label("that").check()
        tab.locator("#quiz-page-one").get_by_role("button").click()
        assert score.inner_text() == "0 of 2 right so far."
        number = tab.get_by_role("spinbutton")
        number.fill("100480")
        number.press("Enter")
        assert score.inner_text() == "1 of 2 right. Change an answer and check it again."
        tab.locator("#quiz-page-one").get_by_label("this").check()
        tab.keyboard.press("Enter")
        assert score.inner_text() == "All 2 right."
