"""A page with one of everything: what its notebook says, and what is not left in it."""

import json
import re
from pathlib import Path

import pytest

from notebook_markdown import fenced

PAGE = "https://OWNER.github.io/REPO/page.html"


@pytest.fixture(scope="module")
def text(notebook) -> str:
    """Return all Markdown of the notebook."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


@pytest.fixture(scope="module")
def code(notebook) -> list[str]:
    """Return the sources of the notebook's code cells."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_the_sample_builds_without_warnings(sample):
    assert sample._warning.getvalue() == ""


def test_only_pages_with_cells_become_notebooks(sample):
    folders = [Path(sample.config.book_notebooks), Path(sample.outdir) / "notebooks"]
    assert [[path.name for path in folder.iterdir()] for folder in folders] == [["page.ipynb"]] * 2


def test_a_second_build_gives_the_same_bytes(sample, build_sample):
    files = [next(Path(app.config.book_notebooks).iterdir()) for app in (sample, build_sample())]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_ids_count_up(notebook):
    assert [cell.id for cell in notebook.cells] == [f"c{number:04d}" for number in range(len(notebook.cells))]


def test_the_first_cell_sets_up_and_the_second_names_the_chapter(notebook):
    assert notebook.cells[0].source.startswith("#@title Setup")
    assert notebook.cells[1].source.startswith(
        f"# 1. The price of $x_1$ being *sure*\n\nChapter of [*A Sample Book*]({PAGE})\n"
    )


def test_sections_begin_a_cell(notebook):
    starts = [cell.source.split("\n")[0] for cell in notebook.cells if cell.source.startswith("##")]
    assert starts == ["## Surprise, measured", "## Tables and lists", "### A third level"]


def test_cells_that_the_page_removes_are_kept_folded(notebook):
    for source in ("secret = 7", "last = secret"):
        (cell,) = [cell for cell in notebook.cells if cell.source == source]
        assert cell.metadata == {"cellView": "form", "jupyter": {"source_hidden": True}}


def test_hidden_input_is_folded_in_colab_and_jupyter(notebook):
    (cell,) = [cell for cell in notebook.cells if cell.source.startswith("from IPython.display import SVG")]
    assert cell.metadata == {"cellView": "form", "jupyter": {"source_hidden": True}}


def test_other_cells_carry_no_metadata_and_no_outputs(notebook):
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert not {"tags", "mystnb"} & set(cell.metadata)


def test_an_error_meant_to_be_shown_does_not_stop_the_notebook(code):
    (cell,) = [cell for cell in code if "1 / 0" in cell]
    assert cell.startswith("try:\n    1 / 0\nexcept Exception:")


def test_a_solution_is_folded_text_and_not_a_cell(text, code):
    assert not [cell for cell in code if "losses = np.array" in cell]
    solution = text[text.index("<summary>Solution to Exercise 1.1") :].split("</details>")[0]
    assert "```python\nlosses = np.array([1.0, 2.0])\nprint(losses.mean())\n```\n\n```text\n1.5\n```" in solution
    assert "pays 78%." in solution


def test_a_cell_removed_inside_a_solution_is_left_out(code):
    assert not [cell for cell in code if "only_for_the_solution" in cell]


def test_exercises_are_quotes_with_number_title_and_stars(text):
    assert "> **Exercise 1.1: Four predictions ★★☆**\n>\n> Compute with [(1.1)](" in text
    assert "> **Exercise 1.2 ★☆☆**\n>\n> No title, no cell." in text


@pytest.mark.parametrize(
    "expected",
    [
        f"[(1.1)]({PAGE}#equation-eq-page-surprise)",
        f"[Fig. 1.1]({PAGE}#fig-page-curve)",
        f"[Table 1.1]({PAGE}#tab-page-numbers)",
        f"[Exercise 1.1]({PAGE}#ex-page-by-hand)",
        f"[Tables and lists]({PAGE}#sec-page-tables)",
        "[Another page](https://OWNER.github.io/REPO/other.html#ch-other)",
        "[loss](https://OWNER.github.io/REPO/other.html#term-loss)",
        "[link](<https://example.org/a_(b)>)",
    ],
)
def test_references_are_absolute_links(text, expected):
    assert expected in text


def test_citations_are_links(text):
    assert re.search(r"Rumelhart .*\[1986\]\(https://OWNER\.github\.io/REPO/other\.html#[^)]+\)", text)


def test_values_from_the_run_are_text(text):
    assert "it is 78%.<sup>[1]</sup>" in text
    assert "[1] Because *it* is." in text


def test_display_mathematics_is_one_line_with_its_number(text):
    assert r"$$ \text{surprise}(p) = -\log p \tag{1.1} $$" in text
    assert r"$$ \begin{aligned} a &= b \\ c &= d \end{aligned} \tag{1.2} $$" in text
    assert "> $$ x = y $$" in text


def test_figures_have_number_and_caption(text):
    assert f"**Fig. 1.1**: A *curve* that falls, see [(1.1)]({PAGE}#equation-eq-page-surprise)." in text
    assert "![A dot](https://OWNER.github.io/REPO/_images/dot.svg)\n\n**Fig. 1.2**: The dot." in text


def test_tables_keep_alignment_and_survive_bars(text):
    assert "| $p$ | price |\n| --- | --- |\n| $\\vert x\\vert $ | a \\| b |\n\n**Table 1.1**: Some numbers" in text
    assert "| left | right |\n| --- | ---: |\n| 1 | $2$ |" in text


def test_characters_that_mean_something_to_markdown_are_text(text):
    assert r"\$5 and 2 \* 3 \* 4, a\_b\_c, , `x|y`, C:&#92;dir, \~\~no\~\~ &amp; so on." in text


def test_lists_keep_their_shape(text):
    assert '1. one\n2. two\n\n   - nested\n\n     ```python\n     print("nested")\n     ```' in text
    assert "- **Term**: Its definition, in `code`.\n\n  A second paragraph.\n- **Other**: Another." in text


def test_admonitions_are_quotes_and_dropdowns_fold(text):
    assert "> **Note**\n>\n> A note with **bold**." in text
    assert "> **In this chapter**\n>\n> - put a number on it" in text
    assert "<summary>A named one</summary>\n\nHidden *text*.\n\n</details>" in text


def test_a_quiz_asks_first_and_answers_folded(text):
    question = (
        "> **Predict, then run**\n>\n> How many times is $-\\log p$ larger?\n>\n> - **A** 40 **times**\n> - **B** about"
    )
    assert question in text
    answers = text[text.index(question) :].split("</details>")[0].split("<summary>Answers</summary>")[1]
    assert "- **A** 40 **times**\n\n  **Wrong.** The *probabilities* differ by a factor of 40." in answers
    assert "**Right.** $-\\log 0.4 \\approx 0.92$." in answers


def test_a_quiz_for_a_number_does_not_list_its_answers_above(text):
    question = text[text.index("> **How many?**") :].split("<details>")[0]
    assert question.strip() == "> **How many?**\n>\n> How large is $-\\log 0.01$?"
    assert "The answer is 4.6." in text


def test_a_set_is_its_questions_one_below_the_other(text):
    asked = text[text.index("**Two *more***\n\n> **First**") :]
    assert asked.index("By definition.") < asked.index("> **Second**") < asked.index("The answer is 1003520000.")


def test_a_fence_is_longer_than_those_inside_it():
    assert fenced("```\nx\n```", "text") == "````text\n```\nx\n```\n````"


def test_the_file_ends_with_one_line_break(sample):
    written = (Path(sample.config.book_notebooks) / "page.ipynb").read_text(encoding="utf-8")
    assert written.endswith("}\n")
    assert json.loads(written)["nbformat"] == 4
