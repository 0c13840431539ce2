"""Quiz page: builds one page with quizzes on it, and reads the tags of what came out."""

import html.parser
import re

from sphinx.testing.util import SphinxTestApp

from tests.page_header import HEADER

EXTENSIONS = ["dollarmath", "colon_fence", "deflist", "attrs_inline", "attrs_block", "amsmath"]
CONF = f"""
extensions = ["myst_nb", "quiz", "in_this_chapter"]
myst_enable_extensions = {EXTENSIONS}
nb_execution_mode = "off"
html_theme = "basic"
html_math_renderer = "mathjax"
root_doc = "page"
"""
HEAD = HEADER + "# Page\n\n"


def build(folder, body, builder="html", **settings):
    """Build one page and return (app, warnings)."""
    source = folder / "source"
    source.mkdir(exist_ok=True)
    (source / "conf.py").write_text(CONF, "utf-8")
    (source / "page.md").write_text(HEAD + body, "utf-8")
    app = SphinxTestApp(builder, source, confoverrides=settings)
    try:
        app.build(force_all=True)
    finally:
        app.cleanup()
    return app, re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())


class Tags(html.parser.HTMLParser):
    """Collect start tags with their attributes, and the text inside each."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        entry = {"tag": tag, "text": "", **dict(attrs), "inside": [e["tag"] for e in self.open]}
        self.tags.append(entry)
        if tag not in ("input", "meta", "link", "br", "img", "hr"):
            self.open.append(entry)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()["tag"] != tag:
            pass

    def handle_data(self, data):
        for entry in self.open:
            entry["text"] += data

    def find(self, tag=None, **attributes):
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [t for t in self.tags if tag in (None, t["tag"]) and all(t.get(k) == v for k, v in wanted.items())]
