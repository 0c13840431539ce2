"""The reference and the way from a docstring to its chapter and back, on a small book about a small module."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

import chapter_references
import package_names
import package_reference

CONF = """
extensions = ["myst_nb", "package_reference", "chapter_references"]
nb_execution_mode = "off"
nitpicky = True
html_theme = "sphinx_book_theme"
html_theme_options = {"repository_url": "https://github.com/OWNER/REPO", "repository_branch": "main"}
html_math_renderer = "mathjax"
root_doc = "index"
"""
MODULE = '''
"""Sample: what a module may hold. Explained in :ref:`ch-arrays`."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from handmade.array_types import Array, Seed


class Kind(Protocol):
    """What a layer asks of a bend."""

    def __call__(self, z: Array) -> Array: ...


class Double:
    """Twice as much. Explained in :ref:`ch-sigmoid`.

    >>> double(2)
    4
    """

    def __call__(self, z: Array) -> Array:
        """Return it."""
        return 2 * z

    def gradient(self, z: Array, upstream: float = 1.0) -> Array:
        """Return its slope."""
        return 2 * np.ones_like(z) * upstream

    def _hidden(self) -> None:
        """Return nothing."""


double = Double()


class Store:
    """What is kept. Explained in :ref:`ch-sigmoid`.

    >>> Store().kept
    []
    """

    @property
    def kept(self) -> list[Array]:
        """All of it."""
        return []


def draw(seed: Seed = None, how: Callable[[float], float] = abs, rows: int | None = None) -> Array:
    """Draw numbers, e.g. for :py:obj:`double`. Explained in :ref:`ch-losses` and :ref:`there <ch-gradient-descent>`."""
    return np.random.default_rng(seed).normal(size=3)


def earlier(x: Array) -> Array:
    """Return what comes early. Explained in :ref:`ch-hello-neuron` and :ref:`ch-gradient-descent`."""
    return x


#: A number that somebody chose.
CHOICE = 3
UNSAID = 4
__all__ = ["CHOICE", "UNSAID", "Double", "Kind", "Store", "double", "draw", "earlier"]
'''
PAGES = {
    "index": "# Book\n\n```{toctree}\ngradient-descent\napi\napi-sample\nplain\n```\n",
    "gradient-descent": "(ch-gradient-descent)=\n# Down we go\n\nBefore: {ref}`ch-losses`, {ref}`so <ch-softmax>`.\n",
    "api": "# API\n\n```{package-table}\n```\n\n```{eval-rst}\n.. py:module:: handmade.array_types\n\n"
    ".. py:type:: Array\n\n.. py:type:: Seed\n```\n",
    "api-sample": "# handmade.sample\n\n```{eval-rst}\n.. automodule:: handmade.sample\n```\n",
    "plain": "# Plain\n\nWords.\n",
}


def load_sample(folder, patch, text=MODULE):
    """Make a module of the package from a text."""
    file = folder / "sample.py"
    file.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("handmade.sample", file)
    module = importlib.util.module_from_spec(spec)
    patch.setitem(sys.modules, "handmade.sample", module)
    spec.loader.exec_module(module)
    package_names.ModuleAnalyzer.cache.clear()
    return module


def build_book(folder, patch, text=MODULE, **pages):
    """Build the small book; return page → tree, and the warnings."""
    load_sample(folder, patch, text)
    tests = [Path("tests/package/test_gradients.py"), Path("tests/package/keras/test_gradients_in_keras.py")]
    patch.setattr(package_reference, "LAYERS", {0: ["sample"]})
    patch.setattr(package_reference, "ROOT", folder)
    patch.setattr(chapter_references, "files_of_tests", lambda slug, computed: tests)
    patch.setattr(chapter_references, "CODE", folder)
    source = folder / "book"
    source.mkdir()
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    for name, page in {**PAGES, **pages}.items():
        (source / f"{name}.md").write_text(page, encoding="utf-8")
    app = SphinxTestApp("html", srcdir=source)
    app.build()
    app.cleanup()
    files = {name: Path(app.outdir) / f"{name}.html" for name in PAGES}
    trees = {name: BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser") for name, file in files.items()}
    return trees, app.warning.getvalue()


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """Give a function that makes the module from a text."""
    return lambda text=MODULE: load_sample(tmp_path, monkeypatch, text)


@pytest.fixture
def warnings_of(tmp_path, monkeypatch):
    """Give a function that builds a book with something wrong in it, and returns the warnings."""
    return lambda text=MODULE, **pages: build_book(tmp_path, monkeypatch, text, **pages)[1]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Give the pages of the book, which is built without a warning."""
    with pytest.MonkeyPatch.context() as patch:
        pages, warnings = build_book(tmp_path_factory.mktemp("book"), patch)
    assert warnings == ""
    return pages


def words(tag):
    """Return the text of a tag with single spaces."""
    return " ".join(tag.get_text().split())


def signature(page, name):
    """Return the signature of a name of the sample, without its links."""
    return words(page.find(id=f"handmade.sample.{name}")).removesuffix("#").replace("[source]", "").strip()


def test_a_chapter_to_come_is_named_by_its_title_and_a_written_one_is_linked(book):
    chapter = words(book["gradient-descent"].article)
    assert "Before: How wrong are we? (to come), so (to come)." in chapter
    drawn = book["api-sample"].find(id="handmade.sample.draw").parent
    assert "Explained in How wrong are we? (to come) and there" in words(drawn)
    assert drawn.find("a", string="there")["href"] == "gradient-descent.html#ch-gradient-descent"


def test_a_chapter_that_nobody_plans_is_a_warning(warnings_of):
    assert "undefined label: 'ch-sigmod'" in warnings_of(MODULE.replace("ch-sigmoid", "ch-sigmod"))


def test_a_written_chapter_without_its_label_is_a_warning(warnings_of):
    page = PAGES["gradient-descent"].replace("(ch-gradient-descent)=\n", "")
    assert "undefined label: 'ch-gradient-descent'" in warnings_of(**{"gradient-descent": page})


def test_a_name_that_is_not_there_is_a_warning(warnings_of):
    assert "py:obj reference target not found: treble" in warnings_of(MODULE.replace(":`double`", ":`treble`"))


def test_a_chapter_lists_what_it_explains_and_how_its_tests_are_run(book):
    (foot,) = book["gradient-descent"].select(".in-the-package")
    assert [words(part) for part in foot.select("p")] == [
        "This page explains, in the package: sample.earlier, sample.draw.",
        "Its tests, in a checkout: make test CHAPTER=gradient-descent runs those of gradients.",
    ]
    links = {words(link): link["href"] for link in foot.select("a")}
    assert links["sample.draw"] == "api-sample.html#handmade.sample.draw"
    assert all(not page.select(".in-the-package") for name, page in book.items() if name != "gradient-descent")


def test_the_exercises_of_a_page_are_among_its_tests(monkeypatch):
    monkeypatch.setattr(chapter_references, "files_of_tests", lambda slug, computed: [])
    (said,) = chapter_references.tests_sentence("gradient-descent")
    assert said.endswith("runs those of the exercises of this page.")
    assert chapter_references.tests_sentence("errata") == []


def test_a_callable_object_is_shown_as_a_function_with_its_methods(book):
    page = book["api-sample"]
    assert signature(page, "double") == "double(z: Array) → Array"
    assert signature(page, "double.gradient") == "double.gradient(z: Array, upstream: float = 1.0) → Array"
    assert "Twice as much." in words(page.find(id="handmade.sample.double").parent)
    assert page.find(id="handmade.sample.double.__call__") is None
    assert page.find(id=re.compile("_hidden")) is None


def test_its_class_leads_to_it_and_says_no_more(book):
    entry = book["api-sample"].find(id="handmade.sample.Double").parent
    assert words(entry.dd) == "The class of double."


def test_signatures_speak_the_words_of_the_package(book):
    page = book["api-sample"]
    said = signature(page, "draw")
    assert "seed: Seed = None" in said
    assert "= ..." in said, "a default without a literal"
    assert said.endswith("→ Array")
    assert page.find(id="handmade.sample.draw").find("a", string="Seed")["href"] == "api.html#handmade.array_types.Seed"
    assert signature(page, "Kind") == "class Kind"
    assert signature(page, "Store.kept") == "property kept: list[Array]"


def test_the_lines_of_a_long_signature_are_no_list_without_terms(book):
    long = book["api-sample"].find(id="handmade.sample.draw")
    assert [words(line) for line in long.select(".sig-line")][:2] == [
        "seed: Seed = None,",
        "how: Callable[[float], float] = ...,",
    ]
    assert all(part.find("dt") for part in book["api-sample"].select("dl"))


def test_names_stand_in_the_order_of_the_book_and_types_last(book):
    page = book["api-sample"]
    described = [tag["id"].removeprefix("handmade.sample.") for tag in page.select("dl.py > dt[id]")]
    assert [name for name in described if "." not in name] == [
        *("earlier", "draw", "double", "Store", "CHOICE", "Double", "Kind"),
    ]
    (table,) = page.select("table.names")
    assert [words(cell) for cell in table.select("td:first-child")] == [
        *("earlier", "draw", "double", "Store", "CHOICE")
    ]
    assert words(table.select("tr")[1].select("td")[1]) == "Draw numbers, e.g. for double"


def test_a_value_is_shown_with_the_comment_above_it(book):
    page = book["api-sample"]
    assert words(page.find(id="handmade.sample.CHOICE").parent.dd) == "A number that somebody chose."
    assert page.find(id="handmade.sample.UNSAID") is None


def test_the_overview_links_modules_and_names(book):
    (table,) = book["api"].select("table.package-table")
    assert [words(cell) for cell in table.select("tbody td")] == ["0", "sample", "earlier, draw, double, Store, CHOICE"]
    links = {words(link): link["href"] for link in table.select("a")}
    assert links["sample"] == "api-sample.html#module-handmade.sample"
    assert links["double"] == "api-sample.html#handmade.sample.double"


def test_source_leads_to_the_lines_in_the_repository(book):
    page = book["api-sample"]
    (link,) = page.find(id="handmade.sample.earlier").select("a:has(.viewcode-link)")
    first = MODULE[: MODULE.index("def earlier")].count("\n") + 1
    assert link["href"] == f"https://github.com/OWNER/REPO/blob/main/sample.py#L{first}-L{first + 2}"


def test_without_all_what_is_made_here_and_has_no_underscore_is_public(sample):
    module = sample(MODULE[: MODULE.index("__all__")])
    assert package_names.public_names(module) == ["earlier", "draw", "double", "Store", "Double", "Kind"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One thing. Another.", "One thing"),
        ("One thing\nin two lines.\n\nMore.", "One thing in two lines"),
        ("About 0.5 of it, e.g. this. More.", "About 0.5 of it, e.g. this"),
        ("", ""),
    ],
)
def test_a_summary_is_the_first_sentence(sample, text, first):
    module = sample()
    module.draw.__doc__ = text
    assert package_names.summary(module, "draw") == first
