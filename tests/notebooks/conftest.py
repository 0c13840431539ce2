"""A small book with one of everything, built once, and the notebook its page becomes."""

import shutil
from pathlib import Path

import nbformat
import pytest
from sphinx.testing.util import SphinxTestApp

SAMPLE = Path(__file__).parent / "sample"
MYST = ["amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
CONF = f"""
project = html_title = "A Sample Book"
extensions = ["myst_nb", "sphinx_exercise", "sphinxcontrib.bibtex", "quiz", "in_this_chapter", "notebooks", "launch"]
myst_enable_extensions = {MYST}
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
numfig_secnum_depth = 1
math_numfig = True
nb_execution_mode = "force"
nb_merge_streams = True
html_theme = "sphinx_book_theme"
html_theme_options = {{"repository_url": "https://github.com/OWNER/REPO", "use_issues_button": True}}
html_baseurl = "https://OWNER.github.io/REPO/"
"""


@pytest.fixture(scope="session")
def build_sample(tmp_path_factory):
    """Return a function that builds the small book and returns its application."""

    def build() -> SphinxTestApp:
        folder = tmp_path_factory.mktemp("sample")
        source = folder / "source"
        shutil.copytree(SAMPLE, source)
        notebooks = f"book_notebooks = {str(folder / 'notebooks')!r}\n"
        (source / "conf.py").write_text(CONF + notebooks, encoding="utf-8")
        app = SphinxTestApp("html", srcdir=source)
        app.build()
        app.cleanup()  # or the next application would find its nodes registered
        return app

    return build


@pytest.fixture(scope="session")
def sample(build_sample) -> SphinxTestApp:
    """Return the small book, built."""
    return build_sample()


@pytest.fixture(scope="session")
def notebook(sample) -> nbformat.NotebookNode:
    """Return the notebook of the small book's page."""
    return nbformat.read(Path(sample.config.book_notebooks) / "page.ipynb", as_version=4)
