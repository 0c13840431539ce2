"""Milestones: the list of them, the boxes and maps that the directives make, and the sources they refuse."""

import re
from pathlib import Path

import pytest
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

from chapter_list import CHAPTERS
from milestones import milestone
from milestones_data import MilestonesError, of_chapter, read_milestones
from tests.book.quiz_page import CONF, Tags

FILE = Path(__file__).parents[2] / "book" / "milestones.yml"
LIST = """- part: One neuron
  milestones:
    - {id: M01, title: A loss, chapter: losses, owns: measure., quizzes: [quiz-losses-a, quiz-losses-b]}
    - {id: M16, title: A "descent" & more, chapter: gradient-descent, owns: walk.}
- part: Seeing
  milestones:
    - {id: M27, title: A filter, chapter: convolution, owns: find.}
"""
QUIZ = "```{quiz}\n:label: quiz-losses-NAME\n\nWhy?\n\n- [x] so\n\n  Yes.\n- [ ] not\n\n  No.\n```\n\n"
PAGES = {
    "index": "# Book\n\n```{toctree}\nlosses\ngradient-descent\nmilestones\n```\n",
    "losses": "(ch-losses)=\n# Losses\n\n"
    + QUIZ.replace("NAME", "a")
    + QUIZ.replace("NAME", "b")
    # the box stands below the questions, as in a chapter
    + "```{milestone} M01\n```\n\nSee {ref}`milestone-m01`.\n",
    "gradient-descent": "(ch-gradient-descent)=\n# Gradient descent\n\n```{milestone} M16\n```\n",
    "milestones": "# Milestones\n\n```{milestone-map} One neuron\n```\n\n```{milestone-map} Seeing\n```\n",
}


def run(folder, builder="html", listed=LIST, **pages):
    """Build a small book; return (app, warnings)."""
    folder.mkdir(exist_ok=True)
    conf = CONF.replace('root_doc = "page"', 'root_doc = "index"').replace('"quiz",', '"quiz", "milestones",')
    (folder / "conf.py").write_text(conf)
    (folder / "milestones.yml").write_text(listed)
    for name, text in {**PAGES, **pages}.items():
        (folder / f"{name}.md").write_text(text)
    settings = {"epub_show_urls": "no", "version": "1", "copyright": "x"}
    app = SphinxTestApp(builder, folder, confoverrides=settings if builder == "epub" else {})
    try:
        app.build(force_all=True)
    finally:
        app.cleanup()
    return app, re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    app, warnings = run(tmp_path_factory.mktemp("milestones") / "book")
    assert warnings == ""
    return app


def tags(app, name):
    return Tags((Path(app.outdir) / f"{name}.html").read_text("utf-8"))


def test_the_box_says_what_earns_it_and_leads_there(book):
    page = tags(book, "losses")
    (box,) = page.find("div", id="milestone-m01")
    assert (box["data-milestone"], box["data-quizzes"]) == ("M01", "quiz-losses-a quiz-losses-b")
    for address in ("#quiz-losses-a", "#quiz-losses-b", "milestones.html", "#milestone-m01"):
        assert page.find("a", href=address)
    assert "Earned by the right answers to question 1 and question 2. Or tick it" in " ".join(box["text"].split())


def test_a_milestone_without_questions_is_ticked_by_hand(book):
    (box,) = tags(book, "gradient-descent").find("div", id="milestone-m16")
    assert 'A "descent" & more' in box["text"]
    assert "Tick it yourself" in box["text"]
    assert box["data-quizzes"] == ""


def test_without_javascript_there_is_nothing_to_tick(book):
    assert not tags(book, "gradient-descent").find("input", type="checkbox")


def test_the_map_lists_every_milestone_and_links_to_chapters_that_are_written(book):
    page = tags(book, "milestones")
    items = [tag for tag in page.find("li") if "milestone-item" in tag.get("class", "")]
    assert [tag["id"] for tag in items] == ["map-m01", "map-m16", "map-m27"]
    assert ["milestone-written" in tag["class"] for tag in items] == [True, True, False]
    assert page.find("a", href="losses.html#ch-losses")
    assert "Convolution by hand, to come" in items[2]["text"]


def test_script_and_style_are_loaded_only_where_they_are_needed(book):
    for name in ("losses", "milestones"):
        modules = [tag["src"].split("?")[0] for tag in tags(book, name).find("script", type="module")]
        assert modules[-2:] == ["_static/milestones_core.js", "_static/milestones.js"]
    assert "milestones_core" not in (Path(book.outdir) / "index.html").read_text("utf-8")


@pytest.mark.parametrize(("builder", "suffix"), [("text", "txt"), ("epub", "xhtml"), ("latex", "tex")])
def test_on_paper_a_milestone_is_a_box(tmp_path, builder, suffix):
    app, warnings = run(tmp_path / "book", builder)
    assert "milestone" not in warnings
    text = "".join(file.read_text("utf-8") for file in Path(app.outdir).glob(f"*.{suffix}"))
    assert "Milestone: A loss" in text
    assert "You can measure." in text


def test_the_tree_holds_number_title_and_questions(book):
    (box,) = book.env.get_doctree("losses").findall(milestone)
    assert (box["number"], box["title"], box["quizzes"]) == ("M01", "A loss", ["quiz-losses-a", "quiz-losses-b"])
    assert not list(box.findall(nodes.paragraph))


BAD = {
    "a milestone of another chapter": ({"losses": "# L\n\n```{milestone} M16\n```\n"}, "'M16' is no milestone of this"),
    "an unknown part": ({"milestones": "# M\n\n```{milestone-map} Hearing\n```\n"}, "'Hearing' is no part"),
    "a question that is not there": (
        {"losses": "(ch-losses)=\n# L\n\n" + QUIZ.replace("NAME", "a") + "```{milestone} M01\n```\n"},
        "milestone M01: no quiz-losses-b on this page",
    ),
}


@pytest.mark.parametrize(("pages", "words"), BAD.values(), ids=BAD)
def test_a_bad_page_is_an_error_with_its_place(tmp_path, pages, words):
    warnings = run(tmp_path / "book", **pages)[1]
    assert words in warnings
    assert re.search(rf"{next(iter(pages))}\.md:\d+: (ERROR|WARNING)", warnings)


WRONG = {
    "no YAML": ("- part: [", "milestones.yml: "),
    "no list": ("part: One", "a list of parts is wanted"),
    "no title": (LIST.replace("title: A loss, ", ""), "M01: write title"),
    "an id of another form": (LIST.replace("M01", "M1"), "the id is M and two digits"),
    "an id twice": (LIST.replace("M16", "M01"), "M01 is there twice"),
    "no chapter": (LIST.replace("chapter: losses", "chapter: lost"), "'lost' is no chapter"),
    "a question of another chapter": (LIST.replace("quiz-losses-a", "quiz-digits-a"), "no question of its chapter"),
    "an unknown key": (LIST.replace("owns: find.", "owns: find., prize: 1"), "prize is nothing that"),
    "another order": (LIST.replace("chapter: convolution", "chapter: arrays"), "comes earlier in the book"),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_a_bad_list_is_refused_and_says_why(tmp_path, text, words):
    (tmp_path / "milestones.yml").write_text(text)
    with pytest.raises(MilestonesError, match=re.escape(words)):
        read_milestones(tmp_path / "milestones.yml")


def test_a_bad_list_fails_the_build(tmp_path):
    assert "M01 is there twice" in run(tmp_path / "book", listed=LIST.replace("M16", "M01"))[1]


def test_the_books_list_has_all_milestones_and_one_for_every_chapter():
    parts = read_milestones(FILE)
    numbers = sorted(entry.id for entries in parts.values() for entry in entries)
    assert numbers == [f"M{number:02}" for number in range(1, len(numbers) + 1)]
    assert len(numbers) >= 19
    assert [slug for slug in CHAPTERS if not of_chapter(parts, slug)] == []


def test_the_books_page_shows_every_part():
    page = (FILE.parent / "milestones.md").read_text("utf-8")
    assert re.findall(r"(?m)^```\{milestone-map\} (.*)$", page) == list(read_milestones(FILE))
