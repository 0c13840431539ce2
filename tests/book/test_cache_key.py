"""The fingerprint's way into the cache's key: into the kernelspec, with every line of the page where it was."""

import pytest
from sphinx.errors import ExtensionError

import cache_key
from tests.page_header import HEADER

PAGE = HEADER + "# Page\n\n```{code-cell} ipython3\n1 + 1\n```\n"


@pytest.fixture
def key(monkeypatch):
    """Set what dependencies.py would find."""
    monkeypatch.setattr(cache_key, "fingerprint", lambda text: ("abc123", ["a-file"]))
    return "abc123"


def test_fingerprint_stands_in_the_kernelspec(key):
    text, files = cache_key.with_fingerprint(PAGE)
    assert f"kernelspec:\n  fingerprint: {key}\n  display_name: Python 3\n" in text
    assert files == ["a-file"]


def test_line_numbers_stay(key):
    text, _ = cache_key.with_fingerprint(PAGE)
    where = PAGE.splitlines().index("# Page")
    assert text.splitlines()[where] == "# Page"
    assert len(text.splitlines()) == len(PAGE.splitlines())


def test_a_page_without_cells_is_left_alone():
    text = "# Page\n\nkernelspec:\n"
    assert cache_key.with_fingerprint(text) == (text, [])


@pytest.mark.parametrize("missing", ["    format_version: 0.13\n", "kernelspec:\n"])
def test_a_page_without_the_header_is_refused_by_name(key, missing):
    with pytest.raises(ExtensionError, match=r"losses: .*jupytext header"):
        cache_key.with_fingerprint(PAGE.replace(missing, ""), "losses")
