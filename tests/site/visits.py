"""Visits: one look of Chromium at every page of the built site, and what was seen there.

A page is loaded once, below a sub-path as on GitHub Pages, with every other host out of reach. The tests then ask what
was seen, so that each of them is one claim, and none of them loads the page again. What is asked stands in visits.js.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

from tools.browser import SITE, open_context, settle

PREFIX = "/REPO/"
PHONES = (375, 360)
QUESTIONS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
COLOR_RULES = ["color-contrast", "link-in-text-block"]
# WCAG 2.2 A and AA, and the practices that everybody agrees on; colors are looked at apart.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {rule: {"enabled": False} for rule in COLOR_RULES},
}
AXE_COLORS = {"runOnly": {"type": "rule", "values": COLOR_RULES}}
AXE_PHONE = {"runOnly": {"type": "rule", "values": ["scrollable-region-focusable", "target-size"]}}
STILL = "* { transition: none !important; animation: none !important }"


@dataclass
class Visit:
    """A visit: what one page showed. Lists hold one line for each problem."""

    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    formulas: dict = field(default_factory=dict)
    axe: list[str] = field(default_factory=list)
    contrast: dict[str, list[str]] = field(default_factory=dict)  # of light and dark
    keyboard: list[str] = field(default_factory=list)
    overflow: dict[int, list[str]] = field(default_factory=dict)  # of each phone's width


def pages() -> list[str]:
    """Return every page of the site, by its path inside it."""
    found = [file.relative_to(SITE).as_posix() for file in SITE.rglob("*.html")]
    return sorted(name for name in found if not name.startswith("_"))


class Visitor:
    """Visitor: goes through the site at `address` with one browser; `known` is what the contrast was looked at of."""

    def __init__(self, browser, address: str, known: dict[str, set[str]]):
        self.browser, self.address, self.known = browser, address, known

    def visit(self, name: str) -> Visit:
        """Return what is to be seen on a page."""
        seen = Visit()
        context = open_context(self.browser)
        page = self.watched(context, seen)
        page.goto(self.address + name)
        settle(page)
        page.evaluate(f"{AXE_SCRIPT};\n{QUESTIONS};\nwindow.look = look")
        seen.formulas = page.evaluate("look.formulas()")
        page.add_style_tag(content=STILL)
        seen.axe = page.evaluate("options => look.axe(document, options)", AXE)
        for theme in ("light", "dark"):
            page.evaluate("theme => {document.documentElement.dataset.theme = theme}", theme)
            seen.contrast[theme] = self.contrast(page, theme)
        seen.keyboard = self.walk(page)
        page.evaluate("document.activeElement.blur(); scrollTo({top: 0, behavior: 'instant'})")
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": 800})
            seen.overflow[width] = page.evaluate("look.overflow()")
        page.wait_for_timeout(400)  # the theme waits 300 ms before it makes wide blocks of code stops of the Tab key
        seen.axe += page.evaluate("options => look.axe(document, options)", AXE_PHONE)
        context.close()
        return seen

    def watched(self, context, seen: Visit):
        """Return a new page that notes what it says and asks for, and gets nothing from elsewhere."""
        page = context.new_page()

        def decide(route) -> None:
            if route.request.url.startswith((self.address, "data:", "blob:")):
                route.continue_()
            else:
                seen.foreign.append(route.request.url)
                route.abort()

        context.route("**/*", decide)
        page.on("console", lambda said: said.type in ("error", "warning") and seen.console.append(said.text))
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        page.on("requestfailed", lambda request: seen.failed.append(f"{request.url}: {request.failure}"))
        page.on("response", lambda got: got.status >= 400 and seen.failed.append(f"{got.url}: {got.status}"))
        return page

    def contrast(self, page, theme: str) -> list[str]:
        """Return a line for each kind of text that is too faint, and has not been looked at on another page."""
        known = [sorted(self.known[theme]), AXE_COLORS]
        places, problems = page.evaluate("([known, options]) => look.contrast(known, options)", known)
        self.known[theme].update(places)
        return problems

    def walk(self, page) -> list[str]:
        """Go through the page with Tab; return what could not be reached or did not show that it was."""
        count, problems, entered = page.evaluate("look.prepareWalk()"), [], False
        for _ in range(count + 400):  # and the controls around the content
            page.keyboard.press("Tab")
            stop = page.evaluate("look.stop()")
            if stop is None or (entered and not stop["inside"]):
                break
            entered |= stop["inside"]
            problems += [stop["problem"]] if stop["problem"] else []
        return problems[:10] + page.evaluate("look.missed()")
