"""Chapter lint: a good chapter passes, and each rule is seen to fire on a chapter that is bad in one way."""

import json
from pathlib import Path

import pytest

from tests.page_header import HEADER
from tools import lint_chapters
from tools.chapter_lint.linter import RULES, Book, chapters, lint
from tools.chapter_lint.page import read_page
from tools.chapter_lint.spelling import american

BOOK = Path(__file__).parents[2] / "book"

FILLER = "\n".join(["We walk along the valley and count the steps that are left, one after the other."] * 80)


EXERCISE = """
:::{exercise} A step
:label: ex-good-NAME
:class: star-1

Take one step from 2.125 with {eq}`eq-good-step`.
:::

```{code-cell} ipython3
answer = ...  # your code
check("ex-good-NAME", answer)
```

```{solution-start} ex-good-NAME
:label: sol-good-NAME
:class: dropdown
```

```{code-cell} ipython3
check("ex-good-NAME", 1.6)
```

The rest is as before.

```{solution-end}
```
"""

FIGURE = """
{numref}`fig-good-NAME` shows the valley.

```{code-cell} ipython3
---
tags: [hide-input]
mystnb:
  figure:
    name: fig-good-NAME
    caption: The steps shrink by themselves.
  image:
    alt: A falling curve.
---
plotting.valley();
```
"""

GOOD = (
    HEADER
    + f"""(ch-good)=
# Downhill

How far is it?

:::{{in-this-chapter}}
- walk.

You need {{ref}}`ch-good`. Reading 25 minutes. Practice 40.
:::

```{{code-cell}} ipython3
import numpy as np
from handmade.exercises import check, glue
```

(sec-good-step)=
## One step

{FILLER}

$$ w \\leftarrow w - \\alpha $$ (eq-good-step)

The {{term}}`learning rate` is small, e.g. The one of {{cite:t}}`cauchy1847, robbins1951` or of H. Robbins.
It says "Stop. Or go on. Then rest." and stops after {{glue:text}}`good-steps` steps.
With Keras 3.15 it is $1.234$ or `1.234`.
Robert Grey walked 10,000 steps to the Centre Pompidou.
Its version is 2.21.0, see <https://example.org/colour/1.234>.

```{{quiz}} Predict
:label: quiz-good-step
:reveal: next-cell

Is it 1.234? How far?

- [x] Near

  Yes. Near.
- [ ] Far

  No.
```

```{{code-cell}} ipython3
d_w = 2 * 3.0  # the gradient
loss = np.mean((d_w - 1) ** 2)
glue("good-steps", f"{{loss:.2f}}")
print("98.765 0.4321")
```
"""
    + FIGURE.replace("NAME", "first")
    + FIGURE.replace("NAME", "second")
    + FIGURE.replace("NAME", "third")
    + """
## The same in Keras

It agrees.

## Your turn
"""
    + "".join(EXERCISE.replace("NAME", name) for name in ("a", "b", "c"))
    + """
## Milestone: the step

Yours.

## Summary

Walk.

## Where this goes wrong

Nowhere.

## Go further

Read.
"""
)

# What is replaced by what, the rule that must fire (and no other), words of its message, a line that it must name.
BAD = {
    "no format version": ("    format_version: 0.13\n", "", "front-matter", "format_version is missing", None),
    "no kernelspec": (HEADER[HEADER.index("kernelspec") : -5], "", "front-matter", "no cell would run", None),
    "not myst": ("format_name: myst", "format_name: light", "front-matter", "is not myst", None),
    "no chapter label": ("(ch-good)=\n", "", "chapter-label", "(ch-good)=", "# Downhill"),
    "no box": (GOOD[GOOD.index(":::{in") : GOOD.index("```{code-cell}")], "", "anatomy", "0 boxes", None),
    "no Keras": ("## The same in Keras", "## The same again", "anatomy", "'In Keras'", None),
    "no milestone": ("## Milestone: the step", "## The step", "anatomy", "'Milestone'", None),
    "wrong order": ("## Go further", "## Summary", "anatomy", "second heading", "## Summary"),
    "pitfalls last": (
        "## Where this goes wrong\n\nNowhere.\n\n## Go further\n",
        "## Go further\n\nNowhere.\n\n## Where this goes wrong\n",
        "anatomy",
        "stands before",
        "## Go further",
    ),
    "few words": (FILLER, FILLER[:2000], "floors", "a chapter has 1,200 at least", None),
    "few exercises": (EXERCISE.replace("NAME", "c"), "", "floors", "2 exercises", None),
    "one figure": (
        FIGURE.replace("NAME", "first") + FIGURE.replace("NAME", "second"),
        "",
        "floors",
        "1 captioned figures",
        None,
    ),
    "label of another chapter": (
        "(sec-good-step)=",
        "(sec-bad-step)=",
        "labels",
        "call it sec-good-",
        "(sec-bad-step)=",
    ),
    "label without a kind": ("(sec-good-step)=", "(good-step)=", "labels", "begin with one of", "(good-step)="),
    "label twice": ("(sec-good-step)=", "(ch-good)=\n", "labels", "rename one", "(ch-good)="),
    "wrong kind of label": (
        ":label: sol-good-a",
        ":label: ex-good-a-solved",
        "labels",
        "does not begin with sol-",
        None,
    ),
    "quiz without a label": (":label: quiz-good-step\n", "", "labels", "no :label:", "```{quiz} Predict"),
    "no stars": (":label: ex-good-b\n:class: star-1\n", ":label: ex-good-b\n", "exercises", "no difficulty", None),
    "no starter": ('answer = ...  # your code\ncheck("ex-good-b", answer)', "b = ...", "exercises", "no starter", None),
    "starter filled in": (
        'answer = ...  # your code\ncheck("ex-good-b", answer)',
        'answer = 1.6\ncheck("ex-good-b", answer)',
        "exercises",
        "holds no ...",
        None,
    ),
    "solution unchecked": ('check("ex-good-b", 1.6)', "1.6", "exercises", "let the build check it", None),
    "solution of another": (
        'check("ex-good-b", 1.6)',
        'check("ex-good-c", 1.6)',
        "exercises",
        "in the solution of",
        None,
    ),
    "check of nothing": ('check("ex-good-b", 1.6)', 'check("ex-good-d", 1.6)', "exercises", "no {exercise}", None),
    "solution open": (":label: sol-good-b\n:class: dropdown\n", ":label: sol-good-b\n", "exercises", "folded", None),
    "no solution": (
        "```{solution-start} ex-good-b",
        "```{solution-start} ex-good-x",
        "exercises",
        "no exercise of",
        None,
    ),
    "solution never ends": ("```{solution-end}\n```\n\n:::", ":::", "exercises", "do not pair", None),
    "long cell": ("d_w = 2 * 3.0", "x = 1\n" * 12 + "d_w = 2 * 3.0", "cell-length", "16 lines, the limit is 15", None),
    "wide cell": ("d_w = 2 * 3.0", "d_w = 2 * 3.0  # " + "wide " * 20, "cell-width", "a page shows 79", None),
    "long figure cell": ("plotting.valley();", "x = 1\n" * 5 + "plotting.valley();", "cell-length", "limit is 5", None),
    "figure cell that prints": ("plotting.valley();", "plotting.valley()", "figures", "';'", "plotting.valley()"),
    "figure without caption": ("    caption: The steps shrink by themselves.\n", "", "figures", "no caption", None),
    "figure without alt": ("    alt: A falling curve.\n", "    width: 5\n", "figures", "alternative text", None),
    "figure unannounced": ("{numref}`fig-good-first` shows", "This shows", "figures", "nothing mentions", None),
    "figure announced late": (
        FIGURE.replace("NAME", "first"),
        FIGURE.replace("NAME", "first").replace("{numref}`fig-good-first` shows the valley.\n", "")
        + "\n{numref}`fig-good-first` shows the valley.\n",
        "figures",
        "nothing mentions",
        None,
    ),
    "figure that is none": ('0.4321")', '0.4321")\nplt.plot([1])', "figures", "has no 'mystnb: figure:'", None),
    "figure of two panels": (
        '0.4321")',
        '0.4321")\n_, ax = plt.subplots()\nax.set(x=1)',
        "figures",
        "mystnb: figure",
        None,
    ),
    "table without a head": (
        "It agrees.",
        "| | rate |\n| --- | ---: |\n| first | fast |",
        "table-heads",
        "a column of this table has no head",
        "| | rate |",
    ),
    "half a square": ("loss = np.mean(", "loss = 0.5 * np.mean(", "half-mse", "half a squared error", None),
    "half by 2m": ("** 2)\nglue", "** 2) / (2 * m)\nglue", "half-mse", "half a squared error", None),
    "half by 2": ("** 2)\nglue", "** 2) / 2\nglue", "half-mse", "half a squared error", None),
    "dW": ("d_w = 2", "dW = d_w = 2", "gradient-names", "call it d_w", None),
    "two sentences": (
        "It agrees.",
        "It agrees. Look closely.",
        "one-sentence-a-line",
        "'Look'",
        "It agrees. Look closely.",
    ),
    "two in an exercise": ("The rest is", "Done! (The rest is", "one-sentence-a-line", "'The'", None),
    "British prose": ("It agrees.", "The colour agrees.", "spelling", "write 'color'", "The colour agrees."),
    "British heading": ("## One step", "## Optimising", "spelling", "'Optimizing'", "## Optimising"),
    "British caption": ("The steps shrink", "The normalised steps shrink", "spelling", "'normalized'", None),
    "British comment": ("# the gradient", "# the centre", "spelling", "'center'", None),
    "typed number": ("It agrees.", "It agrees to 98.765 %.", "typed-number", "98.765", "It agrees to 98.765 %."),
    "unknown glue": ("`good-steps`", "`good-strides`", "glue", "'good-strides'", None),
    "unknown term": ("{term}`learning rate`", "{term}`the rate <learning rat>`", "terms", "'learning rat'", None),
    "recall twice": ("It agrees.", "```{recall}\n```\n\n```{recall}\n```", "recall", "a second ```{recall}", None),
    "no such milestone": ("It agrees.", "```{milestone} M99\n```", "milestone", "M99 is no milestone of", None),
    "unknown citation": ("cauchy1847, robbins1951", "cauchy1847, robins1951", "citations", "'robins1951'", None),
}


@pytest.fixture
def judge(tmp_path):
    """Return a function that lints one chapter in a small book."""
    (tmp_path / "glossary.md").write_text("# Glossary\n\n```{glossary}\nLearning rate\n  How far.\n```\n", "utf-8")
    (tmp_path / "references.bib").write_text("@article{cauchy1847,\n}\n@book{ robbins1951 ,\n}\n", "utf-8")

    def judged(text, outputs=None):
        file = tmp_path / "good.md"
        file.write_text(text, "utf-8")
        return lint(read_page(file, tmp_path.parent), Book(tmp_path, outputs))

    return judged


def test_a_good_chapter_has_no_findings(judge):
    assert [str(finding) for finding in judge(GOOD)] == []


@pytest.mark.parametrize(("old", "new", "rule", "words", "line"), BAD.values(), ids=BAD)
def test_a_bad_chapter_is_found_out_by_the_rule_for_it_alone(judge, old, new, rule, words, line):
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    findings = judge(text)
    assert {finding.rule for finding in findings} == {rule}, findings
    assert any(words in finding.message for finding in findings), findings
    lines = text.split("\n")
    if line is not None:
        named = [lines[finding.number - 1] for finding in findings]
        assert line in named


def test_every_rule_is_seen_to_fire():
    assert {rule for _, _, rule, _, _ in BAD.values()} == set(RULES)


def test_a_finding_reads_as_path_line_rule_message(judge):
    (finding,) = judge(GOOD.replace("It agrees.", "The colour agrees."))
    path, line, rule, message = str(finding).split(":", 3)
    assert path.endswith("/good.md")
    assert GOOD.split("\n")[int(line) - 1] == "It agrees."
    assert rule.strip() == "spelling"
    assert "write" in message


@pytest.mark.parametrize(
    "line",
    [
        "It is 1.96 or 1.9 or 12 or 1,200 of them",  # 1.96 is not printed here
        "It is {glue:text}`good-steps`",
        "It is $98.765$ and `98.765`",
    ],
)
def test_with_outputs_only_numbers_that_a_cell_printed_count(judge, tmp_path, line):
    outputs = executed(tmp_path)
    assert judge(GOOD.replace("It agrees.", line + "."), outputs) == []


@pytest.mark.parametrize("number", ["98.765", "98.77", "98.8", "0.432", "43.21 %", "43.2 %"])
def test_with_outputs_a_printed_number_is_known_rounded_and_in_percent(judge, tmp_path, number):
    findings = judge(GOOD.replace("It agrees.", f"It is {number} here."), executed(tmp_path))
    assert [finding.rule for finding in findings] == ["typed-number"]
    assert "a cell prints it" in findings[0].message


def executed(folder):
    """Write what the cells printed, as the build does."""
    outputs = folder / "executed"
    outputs.mkdir()
    cells = [
        {"cell_type": "markdown", "source": "1.96"},
        {"cell_type": "code", "outputs": [{"output_type": "stream", "text": ["98.7", "65\n"]}]},
        {
            "cell_type": "code",
            "outputs": [{"output_type": "execute_result", "data": {"text/plain": "array([0.4321])"}}],
        },
    ]
    (outputs / "good.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    return outputs


def test_an_allowance_with_a_reason_switches_the_rule_off_for_the_next_block(judge):
    said = "% lint: allow typed-number: worked by hand\nIt is 1.234.\n"
    assert judge(GOOD.replace("It agrees.", said)) == []
    (finding,) = judge(GOOD.replace("It agrees.", said + "\nIt is 2.345."))
    assert "2.345" in finding.message


def test_an_allowance_in_a_cell_holds_for_the_cell(judge):
    text = GOOD.replace("loss = np.mean(", "loss = 0.5 * np.mean(")
    assert judge(text.replace("# the gradient", "# lint: allow half-mse: this cell shows the other convention")) == []


def test_an_allowance_can_hold_for_the_page(judge):
    text = GOOD.replace("## Milestone: the step", "% lint: allow-page anatomy: a chapter of another kind\n## The step")
    assert judge(text) == []


@pytest.mark.parametrize("comment", ["% lint: allow spelling", "% lint: allow spelling: x"])
def test_an_allowance_needs_a_reason(judge, comment):
    (finding,) = judge(GOOD.replace("It agrees.", f"{comment}\nThe colour agrees."))
    assert "give the reason" in finding.message


def test_an_allowance_of_no_rule_is_found(judge):
    (finding,) = judge(GOOD.replace("It agrees.", "% lint: allow speling: it is so\nIt agrees."))
    assert "there is no rule 'speling'" in finding.message


def test_an_allowance_that_allows_nothing_is_found(judge):
    (finding,) = judge(GOOD.replace("It agrees.", "% lint: allow spelling: it was British once\nIt agrees."))
    assert "remove the comment" in finding.message


def test_an_allowance_needed_without_the_outputs_may_be_idle_beside_them(judge, tmp_path):
    text = GOOD.replace("It agrees.", "% lint: allow typed-number: worked by hand\nIt is 1.234.")
    assert judge(text) == []
    assert judge(text, executed(tmp_path)) == []


def test_labels_are_unique_across_the_book(judge, tmp_path):
    (tmp_path / "other.md").write_text("(sec-good-step)=\n# Other\n", "utf-8")
    (finding,) = judge(GOOD)
    assert "other.md:1" in finding.message


AMERICAN = """optimism precise exercise promise our four contour source course parameter perimeter analyses biases
focuses raise likewise otherwise noise organism programmer tour neural label modeler center color gray practice Gre"""


@pytest.mark.parametrize("word", AMERICAN.split())
def test_american_words_are_left_alone(word):
    assert american(word) is None


@pytest.mark.parametrize(
    ("british", "expected"),
    [
        ("behaviour", "behavior"),
        ("Normalisation", "Normalization"),
        ("vectorised", "vectorized"),
        ("neighbouring", "neighboring"),
        ("greyscale", "grayscale"),
        ("centred", "centered"),
        ("modelling", "modeling"),
        ("labelled", "labeled"),
        ("analyse", "analyze"),
        ("licence", "license"),
        ("learnt", "learned"),
        ("initialiser", "initializer"),
    ],
)
def test_british_words_have_american_twins(british, expected):
    assert american(british) == expected


def test_the_command_names_the_findings_and_fails(judge, tmp_path, capsys):
    judge(GOOD)
    assert lint_chapters.main(["--book", str(tmp_path)]) == 0
    assert "1 chapter: no findings." in capsys.readouterr().out
    judge(GOOD.replace("It agrees.", "The colour agrees."))
    assert lint_chapters.main([str(tmp_path / "good.md"), "--book", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert ": spelling: " in said
    assert "1 chapter: 1 finding." in said
    assert lint_chapters.main([str(tmp_path / "none.md")]) == 2


def test_pages_without_cells_are_no_chapters(judge, tmp_path):
    judge(GOOD)
    assert [file.name for file in chapters(tmp_path)] == ["good.md"]


@pytest.mark.parametrize("file", chapters(BOOK), ids=lambda file: file.stem)
def test_the_chapters_of_the_book_are_in_order(file):
    findings = lint(read_page(file, BOOK.parent), Book(BOOK))
    assert not findings, "\n" + "\n".join(map(str, findings))
