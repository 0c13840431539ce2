"""{recall}: which questions stand at the head of a chapter, and which files of questions are refused."""

import re
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

import quiz_nodes
from chapter_list import CHAPTERS, written
from quiz_compute import compute
from recall import BACK, RecallSourceError, read_questions, sources
from tests.book.quiz_page import CONF

ROOT = Path(__file__).parents[2]
ORDER = list(CHAPTERS)[:10]
QUESTION = """```{quiz}
:label: quiz-SLUG-recall-NAME
:see: ch-SLUG

What does SLUG say of NAME?

- [x] this

  Yes.
- [ ] that

  No.
```
"""


def questions(slug):
    """Return a file of three questions."""
    return "% Three.\n\n" + "\n".join(QUESTION.replace("SLUG", slug).replace("NAME", name) for name in "abc")


def make_book(folder, slugs=ORDER):
    """Write chapters that recall, with a file of questions for each."""
    (folder / "recall").mkdir(parents=True)
    listed = "\n".join(slugs)
    settings = 'root_doc = "index"\nexclude_patterns = ["recall/*"]\n'
    (folder / "conf.py").write_text(
        CONF.replace('root_doc = "page"\n', settings).replace('"quiz",', '"quiz", "recall",')
    )
    (folder / "index.md").write_text(f"# Book\n\n```{{toctree}}\n{listed}\n```\n")
    for slug in slugs:
        (folder / f"{slug}.md").write_text(f"(ch-{slug})=\n# {CHAPTERS[slug]}\n\n```{{recall}}\n```\n\nText.\n")
        (folder / "recall" / f"{slug}.md").write_text(questions(slug))
    return folder


def run(folder, force=True):
    """Build, and return (app, warnings)."""
    app = SphinxTestApp("html", folder)
    try:
        app.build(force_all=force)
    finally:
        app.cleanup()
    return app, re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    app, warnings = run(make_book(tmp_path_factory.mktemp("recall") / "book"))
    assert warnings == ""
    return app


def asked(app, slug):
    """Return the ids of the questions on a page."""
    return [node["ids"][0] for node in app.env.get_doctree(slug).findall(quiz_nodes.quiz)]


def test_a_chapter_asks_one_question_each_from_1_3_and_8_chapters_back(book):
    back = [ORDER[9 - distance] for distance in (1, 3, 8)]
    assert asked(book, ORDER[9]) == [f"quiz-{slug}-recall-{name}" for slug, name in zip(back, "abc", strict=True)]


def test_the_first_chapter_asks_nothing_and_the_next_ones_fewer(book):
    assert [len(asked(book, slug)) for slug in ORDER] == [0, 1, 1, 2, 2, 2, 2, 2, 3, 3]
    assert "From memory" not in (Path(book.outdir) / f"{ORDER[0]}.html").read_text("utf-8")


def test_every_question_stands_in_the_book_once(book):
    every = [name for slug in ORDER for name in asked(book, slug)]
    assert len(set(every)) == len(every)


def test_of_the_whole_book_each_question_is_asked_at_its_distance():
    slugs = list(CHAPTERS)
    for place, slug in enumerate(slugs):
        for source, index in sources(slug, slugs):
            assert place - slugs.index(source) == BACK[index]


def test_the_questions_say_where_they_come_from_and_the_link_comes_with_the_feedback(book):
    (found,) = book.env.get_doctree(ORDER[1]).findall(quiz_nodes.quiz_set)
    assert "recall" in found["classes"]
    (question,) = found.findall(quiz_nodes.quiz)
    assert question["title"] == f"From {CHAPTERS[ORDER[0]]}"
    text = (Path(book.outdir) / f"{ORDER[1]}.html").read_text("utf-8")
    form, answers = text[text.index('quiz-set"') :].split('<details class="quiz-answers">')[:2]
    assert f'href="{ORDER[0]}.html' not in form
    assert answers.count(f'href="{ORDER[0]}.html#ch-{ORDER[0]}"') == 2, "with the right answer and with the wrong one"


def test_a_changed_question_is_seen_on_the_pages_that_show_it(tmp_path):
    folder = make_book(tmp_path / "book", ORDER[:4])
    run(folder)
    file = folder / "recall" / f"{ORDER[0]}.md"
    file.write_text(file.read_text().replace("say of c?", "say?").replace("say of a?", "tell?"))
    app, warnings = run(folder, force=False)
    assert warnings == ""
    assert "tell?" in (Path(app.outdir) / f"{ORDER[1]}.html").read_text("utf-8")


def test_a_chapter_without_questions_is_passed_over(tmp_path):
    folder = make_book(tmp_path / "book", ORDER[:4])
    (folder / "recall" / f"{ORDER[0]}.md").unlink()
    app, warnings = run(folder)
    assert warnings == ""
    assert [len(asked(app, slug)) for slug in ORDER[:4]] == [0, 0, 1, 1]


def test_on_a_page_that_is_no_chapter_it_is_an_error(tmp_path):
    folder = make_book(tmp_path / "book", ORDER[:1])
    (folder / "index.md").write_text("# Book\n\n```{recall}\n```\n\n```{toctree}\n" + ORDER[0] + "\n```\n")
    assert "index is no chapter" in run(folder)[1]


GOOD = questions("arrays")
BAD = {  # what is replaced by what, words of the message, the line that it names
    "two questions": (QUESTION.replace("SLUG", "arrays").replace("NAME", "c"), "", "2 questions; write 3", None),
    "a label of another chapter": ("quiz-arrays-recall-b", "quiz-arrays-b", "needs ':label: quiz-arrays-recall-", 17),
    "no section": (":see: ch-arrays\n\nWhat does arrays say of a", "\nWhat does arrays say of a", "needs ':see:'", 3),
    "a cell to reveal": (":see: ch-arrays", ":see: ch-arrays\n:reveal: next-cell", "':reveal:' has no cell", 3),
}


@pytest.mark.parametrize(("old", "new", "words", "line"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_line(old, new, words, line):
    assert old in GOOD
    with pytest.raises(RecallSourceError, match=re.escape(words)) as caught:
        read_questions(GOOD.replace(old, new), "arrays")
    assert line is None or caught.value.line == line


@pytest.mark.parametrize(("old", "new", "words"), [BAD["no section"][:3], ("- [x] this", "- [ ] this", "no answer")])
def test_a_bad_question_fails_the_build_and_names_its_own_file(tmp_path, old, new, words):
    folder = make_book(tmp_path / "book", ORDER[:2])
    text = questions(ORDER[0])
    (folder / "recall" / f"{ORDER[0]}.md").write_text(text.replace(old.replace("arrays", ORDER[0]), new, 1))
    _, warnings = run(folder)
    assert words in warnings
    assert re.search(rf"recall/{ORDER[0]}\.md:\d+", warnings)


def test_a_bad_answer_is_named_by_its_line_in_the_questions_file(tmp_path):
    folder = make_book(tmp_path / "book", ORDER[:2])
    file = folder / "recall" / f"{ORDER[0]}.md"
    file.write_text(file.read_text().replace("  Yes.", "  Yes {nosuch}`x`.", 1))
    named = re.findall(rf"recall/{ORDER[0]}\.md:(\d+)", run(folder)[1])
    assert set(named) == {str(next(i for i, line in enumerate(file.read_text().split("\n"), 1) if "nosuch" in line))}


@pytest.mark.parametrize("slug", [slug for slug in written() if slug in CHAPTERS])
def test_every_written_chapter_has_three_sound_questions(slug):
    text = (ROOT / "book" / "recall" / f"{slug}.md").read_text("utf-8")
    assert len(read_questions(text, slug)) == len(BACK)
    for expression in re.findall(r"(?m)^:compute: (.*)$", text):
        compute(expression)
    page = (ROOT / "book" / f"{slug}.md").read_text("utf-8")
    for label in re.findall(r"(?m)^:see: (\S+)$", text):
        assert f"({label})=" in page
