"""Explorable pictures: photographs every explorable of the built site, for where no script runs.

    make book && .venv/bin/python tools/explorable_pictures.py && make book

writes `book/_ext/explorable_pictures/<label>.png`, as the page *Explorables* and the chapters show them at the start,
in light colors. The notebooks, the EPUB, the PDF and pages without JavaScript show these. Pictures whose label no page
has any more are removed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from browser import ROOT, SITE, chromium, find_chromium, open_context, served, settle
from screenshot import SHOW_ALL

PICTURES = ROOT / "book" / "_ext" / "explorable_pictures"
WIDTH = 760
ELEMENT = re.compile(r'<div class="explorable">\s*<ml-[a-z0-9-]+ id="([a-z0-9-]+)"')
READY = "label => Boolean(document.getElementById(label).shadowRoot?.querySelector('[role=status]').textContent)"

ALONE = "header, #pst-back-to-top, #pst-skip-link, .bd-header-article, .skip-link { display: none !important }"


def main() -> int:
    """Photograph all; return the exit status."""
    if not SITE.is_dir() or find_chromium() is None:
        print("This needs the built site (make book) and Chromium (apt-get install chromium).", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    taken = set()
    with served(SITE) as address, chromium() as browser:
        context = open_context(browser, WIDTH)
        page = context.new_page()
        for file in sorted(SITE.glob("*.html")):
            labels = ELEMENT.findall(file.read_text(encoding="utf-8"))
            if labels:
                page.goto(address + file.name)
                settle(page)
                page.add_style_tag(content=ALONE)
                page.evaluate(SHOW_ALL)
            taken |= {photograph(page, label) for label in labels}
        context.close()
    for old in set(PICTURES.glob("*.png")) - taken:
        old.unlink()
    return 0


def photograph(page, label: str) -> Path:
    """Write the picture of one element without its buttons, and return its path."""
    element = page.locator(f"#{label}")
    element.scroll_into_view_if_needed()
    page.wait_for_function(READY, arg=label)
    page.evaluate("label => document.getElementById(label).shadowRoot.querySelector('.buttons').hidden = true", label)
    settle(page)
    file = PICTURES / f"{label}.png"
    element.screenshot(path=file, style=".buttons[hidden] { display: none }")
    print(file.relative_to(ROOT), f"{file.stat().st_size // 1000} kB", flush=True)
    return file


if __name__ == "__main__":
    sys.exit(main())
