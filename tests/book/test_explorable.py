"""{explorable}: what it becomes, what it refuses, and what stands for it where no script runs."""

import re

import pytest
from sphinx.testing.util import SphinxTestApp

from book_paths import BUILD
from explorable import STATIC, core_of
from tests.page_header import HEADER

CONF = """
extensions = ["myst_nb", "explorable"]
nb_execution_mode = "off"
html_theme = "basic"
root_doc = "page"
"""
GOOD = """
```{explorable} ml-gradient-descent
:label: explorable-page-cliff
:attrs: rate=0.4 surface=bowl

Beyond a half the steps *fly away*.
```
"""


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Give a function that builds a page and returns (text of the page, warnings)."""
    monkeypatch.setattr("explorable.SERVED", tmp_path / "served")

    def built(body, builder="html"):
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        (source / "conf.py").write_text(CONF, "utf-8")
        (source / "page.md").write_text(HEADER + "# Page\n" + body, "utf-8")
        app = SphinxTestApp(builder, source)
        try:
            app.build(force_all=True)
        finally:
            app.cleanup()
        suffix = {"html": "html", "text": "txt"}[builder]
        return (app.outdir / f"page.{suffix}").read_text("utf-8"), app.warning.getvalue()

    return built


def test_it_is_the_element_with_its_attributes_and_the_words_inside(build, tmp_path):
    page, warnings = build(GOOD)
    assert not warnings
    found = re.search(
        r'<ml-gradient-descent id="explorable-page-cliff" rate="0.4" surface="bowl">(.*)</ml-grad', page, re.S
    )
    assert "Beyond a half the steps <em>fly away</em>." in found[1]
    folder = re.search(r'<script type="module" src="_static/(explorables-[0-9a-f]+)/loader.js', page)[1]
    assert (tmp_path / "served" / folder / "ml-gradient-descent.js").is_file()
    assert f"_static/{folder}/explorables_page.css" in page


def test_a_page_without_one_loads_nothing(build):
    page, _ = build("Words only.\n")
    assert "explorables-" not in page


def test_where_no_script_runs_there_are_the_words(build):
    page, warnings = build(GOOD, builder="text")
    assert not warnings
    assert "Beyond a half the steps *fly away*." in page
    assert "ml-gradient" not in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("ml-gradient-descent", "ml-gradient-ascent"), "there are .*ml-gradient-descent"),
        (("rate=0.4", "rate=7"), 'rate is "7", but must be a number from 0.01 to 0.6'),
        (("rate=0.4", "speed=1"), "there is no speed; there are surface, rate"),
        (("rate=0.4", "fast"), "'fast' is not of the form name=value"),
        (("surface=bowl", "surface=moon"), 'surface is "moon", but must be one of parabola, bowl'),
        (("explorable-page-cliff", "cliff"), "label 'cliff' is not of the form"),
        (("Beyond a half the steps *fly away*.", ""), "write what there is to find out"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_with_its_place(build, change, message):
    _, warnings = build(GOOD.replace(*change))
    assert re.search(message, warnings)
    assert "page.md:" in warnings


def test_every_element_has_its_two_files():
    for file in STATIC.glob("ml-*.js"):
        assert core_of(file.stem).is_file(), f"{file.name} has no {core_of(file.stem).name}"
    assert BUILD not in STATIC.parents
