"""The notebooks that `make book` wrote: whole, clean, and with links that lead somewhere."""

import re

import nbformat
import pytest
from published import NOTEBOOKS, SITE, anchors, cells, published, site_address, slug

RESIDUE = re.compile(
    r"(?m)\{(?:ref|eq|numref|term|doc|cite|glue|math|download|code-cell)\b|^\s*:{3,}|`{3,}\{|mystnb|\{glue|^\([a-z]+-[\w-]+\)=$"
)
CODE = re.compile(r"(?s)(`{3,})[^`\n]*\n.*?\1|(`+)(?!`).+?(?<!`)\2(?!`)")
LINK = re.compile(r"\]\(<?([^\s)>]+(?:\([^)]*\))?[^\s)>]*)>?\)")

every_notebook = pytest.mark.parametrize("path", published(), ids=slug)


def test_the_book_was_built_with_notebooks():
    assert published(), "There is no notebook in _build/notebooks; run make book first."


def test_the_site_serves_the_same_notebooks():
    served = SITE / "notebooks"
    assert {path.relative_to(served) for path in served.glob("**/*.ipynb")} == {
        path.relative_to(NOTEBOOKS) for path in published()
    }
    for path in published():
        assert (served / path.relative_to(NOTEBOOKS)).read_bytes() == path.read_bytes()


@every_notebook
def test_is_a_valid_notebook_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [cell.id for cell in notebook.cells] == [f"c{number:04d}" for number in range(len(notebook.cells))]
    assert not any(cell.get("outputs") for cell in notebook.cells)


@every_notebook
def test_holds_no_myst(path):
    for source in cells(path, "markdown"):
        found = RESIDUE.search(source)
        assert not found, f"{found[0]!r} is left in: {source[:200]}"


@every_notebook
def test_dollars_of_formulas_come_in_pairs(path):
    for source in cells(path, "markdown"):
        text = CODE.sub("", source).replace(r"\$", "")
        assert text.count("$") % 2 == 0, f"an odd number of $ in: {source[:200]}"


@every_notebook
def test_sets_up_first_and_then_names_its_page(path):
    assert cells(path, "code")[0].startswith("#@title Setup")
    title = cells(path, "markdown")[0]
    assert title.startswith("# ")
    assert f"]({site_address()}{slug(path)}.html)" in title


@every_notebook
def test_links_into_the_site_lead_to_a_place_that_is_there(path):
    for source in cells(path, "markdown"):
        for link in LINK.findall(CODE.sub("", source)):
            assert re.match(r"https?://|mailto:", link), f"{link} is relative, and would lead nowhere in Colab"
            if not link.startswith(site_address()):
                continue
            name, _, anchor = link.removeprefix(site_address()).partition("#")
            page = SITE / (name or "index.html")
            assert page.is_file(), f"{link}: the site has no {name}"
            assert not anchor or anchor in anchors(page), f"{link}: {name} has no such anchor"


@every_notebook
def test_the_wheel_that_it_installs_is_in_the_site(path):
    (wheel,) = re.findall(r'"(https?://[^"]+\.whl)"', cells(path, "code")[0])
    assert wheel.startswith(site_address())
    assert (SITE / wheel.removeprefix(site_address())).is_file()
