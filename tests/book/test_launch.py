"""The launch buttons of the built site: they are where they should be, and what they open is published."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ConfigError

import launch

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
NOTEBOOKS = ROOT / "_build" / "notebooks"
PAGES = sorted(SITE.glob("*.html"))
COLAB = re.compile(r"https://colab\.research\.google\.com/github/([^/]+/[^/]+)/blob/notebooks/(.+\.ipynb)")
BINDER = re.compile(r"https://mybinder\.org/v2/gh/([^/]+/[^/]+)/notebooks\?labpath=(.+\.ipynb)")


class Buttons(HTMLParser):
    """Collects the links and buttons of a page's header, each with its address and its accessible name."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.open, self.found = 0, None, []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "div" and (self.depth or "article-header-buttons" in (attrs.get("class") or "")):
            self.depth += 1
        if self.depth and tag in ("a", "button"):
            name = attrs.get("aria-label") or attrs.get("title") or ""
            self.open = {"href": attrs.get("href", ""), "name": name, "text": ""}
        elif self.open and tag == "img":
            self.open["text"] += attrs.get("alt") or ""

    def handle_data(self, data):
        if self.open:
            self.open["text"] += data.strip()

    def handle_endtag(self, tag):
        if tag == "div" and self.depth:
            self.depth -= 1
        elif self.open and tag in ("a", "button"):
            self.found.append(self.open)
            self.open = None


@cache
def buttons(page: Path) -> list[dict[str, str]]:
    """Return what stands in the header of a built page."""
    parser = Buttons()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.found


def opened(page: Path, pattern: re.Pattern) -> list[tuple[str, str]]:
    """Return repository and notebook of every button whose address has this form."""
    return [match.groups() for button in buttons(page) if (match := pattern.fullmatch(button["href"]))]


every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def test_the_book_was_built():
    assert PAGES, "There is no page in _build/html; run make book first."


@every_page
def test_a_page_with_a_notebook_opens_it_in_colab_and_binder_and_others_open_nothing(page):
    name = f"{page.stem}.ipynb"
    published = [name] if (NOTEBOOKS / name).is_file() else []
    assert [notebook for _, notebook in opened(page, COLAB)] == published
    assert [notebook for _, notebook in opened(page, BINDER)] == published


@every_page
def test_every_launch_address_has_a_published_target(page):
    for button in buttons(page):
        if "colab" not in button["href"] and "mybinder" not in button["href"]:
            continue
        match = COLAB.fullmatch(button["href"]) or BINDER.fullmatch(button["href"])
        assert match, f"{button['href']} is not of the form that was agreed"
        assert (NOTEBOOKS / match[2]).is_file(), f"{match[2]} is not published"


@every_page
def test_the_download_is_relative_and_there(page):
    downloads = [button["href"] for button in buttons(page) if button["href"].endswith(".ipynb")]
    downloads = [address for address in downloads if "://" not in address]
    assert downloads == ([f"notebooks/{page.stem}.ipynb"] if (NOTEBOOKS / f"{page.stem}.ipynb").is_file() else [])
    assert all((SITE / address).is_file() for address in downloads)


@every_page
def test_every_button_has_a_name(page):
    assert [button for button in buttons(page) if not (button["name"] or button["text"])] == []


def test_all_pages_launch_from_the_repository_that_they_link_to():
    launched = {repository for page in PAGES for form in (COLAB, BINDER) for repository, _ in opened(page, form)}
    (home,) = {button["href"] for page in PAGES for button in buttons(page) if button["name"] == "Source repository"}
    assert {f"https://github.com/{repository}" for repository in launched} == {home}


def test_the_notebooks_that_the_notebook_parser_leaves_are_not_served():
    assert list((SITE / "_sources").rglob("*.ipynb")) == []


def configuration(address: str = "https://OWNER.github.io/REPO/") -> SimpleNamespace:
    """Return a configuration as `_config.yml` makes it."""
    return SimpleNamespace(html_theme_options={"repository_url": "https://github.com/OWNER/REPO"}, html_baseurl=address)


def test_github_repository_replaces_owner_and_name(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "ada/engine")
    config = configuration()
    launch.use_repository(None, config)
    assert config.html_theme_options["repository_url"] == "https://github.com/ada/engine"
    assert config.html_baseurl == "https://ada.github.io/engine/"


def test_an_address_of_ones_own_stays(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "ada/engine")
    config = configuration("https://book.example.org/")
    launch.use_repository(None, config)
    assert config.html_baseurl == "https://book.example.org/"


def test_without_github_repository_the_configuration_stays(monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    config = configuration()
    launch.use_repository(None, config)
    assert config == configuration()


def test_a_repository_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "https://github.com/ada/engine")
    with pytest.raises(ConfigError, match="must be owner/name"):
        launch.use_repository(None, configuration())


def test_a_users_own_pages_lie_at_the_root():
    assert launch.pages_address("Ada/ada.github.io") == "https://Ada.github.io/"
