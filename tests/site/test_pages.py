"""The site as files: links lead somewhere, pictures have words, and nothing of the machine that built it got in."""

import re
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from tools.browser import ROOT, SITE

BOOK = ROOT / "book"
MACHINE = {str(ROOT), str(Path.home()), tempfile.gettempdir(), "/site-packages/", "/ipykernel_"}
TENSORFLOW_LOG = re.compile(r"absl::InitializeLog|cuda_|cudart|oneDNN custom|rebuild TensorFlow|^[IWE]0000 ", re.M)
HOSTS_OF_SCRIPTS = re.compile(r"unpkg|jsdelivr|cdnjs|\bcdn\.|googleapis|gstatic|mathjax", re.I)


@cache
def parsed(name: str) -> BeautifulSoup:
    """Return a page of the site as a tree."""
    return BeautifulSoup((SITE / name).read_text(encoding="utf-8"), "html.parser")


@cache
def targets(name: str) -> frozenset[str]:
    """Return what `#…` can point to on a page."""
    page = parsed(name)
    return frozenset({tag["id"] for tag in page.select("[id]")} | {tag["name"] for tag in page.select("a[name]")})


def addresses(page: BeautifulSoup) -> list[str]:
    """Return everything a page links to or loads."""
    places = (
        ("href", "[href]"),
        ("src", "[src]"),
        ("srcset", "[srcset]"),
        ("poster", "[poster]"),
        ("data", "object[data]"),
    )
    return [tag[name] for name, found in places for tag in page.select(found) if isinstance(tag[name], str)]


def has_cells(name: str) -> bool:
    """Say whether the page's source has code cells."""
    source = BOOK / Path(name).with_suffix(".md")
    return source.is_file() and "{code-cell}" in source.read_text(encoding="utf-8")


def test_every_page_of_the_contents_is_there(site):
    listed = re.findall(r"(?m)^\s*(?:- file|root|- root): *(\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    assert listed
    assert [name for name in listed if not (site / f"{name}.html").is_file()] == []


def test_links_lead_somewhere(site, name):
    broken = []
    for address in addresses(parsed(name)):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        file = (site / name).parent / unquote(parts.path) if parts.path else site / name
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file() or site not in file.resolve().parents:
            broken.append(f"{address}: no such file")
        elif parts.fragment and file.suffix == ".html":
            there = targets(file.resolve().relative_to(site).as_posix())
            broken += [] if unquote(parts.fragment) in there else [f"{address}: no such part"]
    assert broken == []


def test_links_are_not_rooted(name):
    assert [address for address in addresses(parsed(name)) if address.startswith(("/", "file:", "http://127."))] == []


def test_nothing_is_loaded_from_other_hosts(name):
    page = parsed(name)
    loaded = [tag.get("src", "") for tag in page.select("script, img, iframe, source, video, audio, embed")]
    loaded += [tag["href"] for tag in page.select("link[href]") if "canonical" not in tag["rel"]]
    assert [address for address in loaded if urlsplit(address).netloc] == []
    scripts = [str(tag) for tag in page.select("script, link")]
    assert [tag[:200] for tag in scripts if HOSTS_OF_SCRIPTS.search(tag)] == []


def test_page_has_one_title_and_one_heading(name):
    page = parsed(name)
    assert len(page.select("h1")) == 1
    assert page.select_one("h1").get_text(strip=True)
    assert page.title.get_text(strip=True)
    assert page.html["lang"] == "en"


def test_ids_are_unique(name):
    ids = [tag["id"] for tag in parsed(name).select("[id]")]
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


def test_pictures_have_words(name):
    bad = []
    for image in parsed(name).select("img"):
        words = image.get("alt", "").strip()
        path = "/" in words or re.search(r"\.(svg|png|jpe?g|gif|webp)$", words)
        if (path or not words) and image.get("role") != "presentation":
            bad.append(str(image)[:200])
    assert bad == []


def test_formulas_are_rendered(name):
    page = parsed(name)
    assert [str(math)[:200] for math in page.select(".math") if not math.select_one(".katex-html")] == []
    assert [str(math)[:200] for math in page.select(".katex-error")] == []
    for code in page.select("pre, code, script, style, annotation, .output"):
        code.extract()
    parsed.cache_clear()  # this tree has lost its code
    left = re.findall(r"\$\$|\\begin\{|\\frac|\\\(|\{(?:ref|numref|eq|term|cite|glue)[^}]*\}`|:::\{", page.get_text())
    assert left == []


def test_foot_says_how_the_cells_were_executed(name):
    foot = [part.get_text() for part in parsed(name).select("p.executed")]
    if has_cells(name):
        (sentence,) = foot
        assert re.search(r"executed on \d{4}-\d\d-\d\d with Python 3\.\d+\.\d+.*, on a [CG]PU, in \d+ s\.$", sentence)
    else:
        assert foot == []


def test_outputs_hold_no_complaint(name):
    page = parsed(name)
    assert [part.get_text()[:300] for part in page.select(".output.stderr, .output.traceback, .system-message")] == []
    assert TENSORFLOW_LOG.findall("\n".join(part.get_text() for part in page.select("pre"))) == []


def test_nothing_of_the_machine_got_in(site, name):
    assert [place for place in MACHINE if place in (site / name).read_text(encoding="utf-8")] == []


def test_nothing_of_the_machine_got_into_the_other_files(site):
    files = [file for file in site.rglob("*") if file.suffix in {".ipynb", ".md", ".js", ".json", ".svg", ".txt"}]
    ours = [file for file in files if "vendor" not in file.parts and file.stat().st_size < 20e6]
    bad = []
    for file in ours:
        text = file.read_text(encoding="utf-8")
        bad += [f"{file.relative_to(site)}: {place}" for place in MACHINE if place in text]
    assert ours
    assert bad == []
