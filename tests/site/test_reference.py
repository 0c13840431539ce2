"""The reference on the built site: every public name is there, and every chapter leads to its names and tests."""

import pytest
from bs4 import BeautifulSoup

from chapter_list import CHAPTERS, files_of_tests, written
from package_names import LAYERS, package_module, public_names

MODULES = [name for names in LAYERS.values() for name in names]


def page(site, name):
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_described(site, module):
    described = {tag["id"] for tag in page(site, f"api-{module}").select("dt[id]")}
    names = public_names(package_module(module))
    assert [name for name in names if f"handmade.{module}.{name}" not in described] == []


@pytest.mark.parametrize(
    "slug", [slug for slug in written() if slug in CHAPTERS and files_of_tests(slug, computed=False)]
)
def test_every_chapter_says_how_its_tests_are_run(site, slug):
    said = [code.get_text() for code in page(site, slug).select(".in-the-package code")]
    assert f"make test CHAPTER={slug}" in said


def test_the_overview_leads_to_every_module(site):
    links = {link.get("href", "").partition("#")[0] for link in page(site, "api").select(".package-table a")}
    assert links == {f"api-{module}.html" for module in MODULES}
