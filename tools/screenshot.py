"""Screenshot: photographs pages of the built site, from top to bottom, in slices that can be looked at.

    .venv/bin/python tools/screenshot.py hello-neuron notation --theme dark --width 375 --out _build/shots

writes `<slug>-<theme>-<width>-1.png`, `…-2.png` and so on. `SLUG#id` photographs one element alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from browser import ROOT, SITE, chromium, find_chromium, open_context, served, settle

# Sphinx puts labels on empty spans; the part they name is what stands around them.
PLACE = """id => {
    let part = document.getElementById(id);
    while (!part.offsetHeight || !part.offsetWidth) part = part.parentElement;
    const box = part.getBoundingClientRect();
    return {x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height};
}"""

SHOW_ALL = "document.querySelectorAll('.quiz-hidden').forEach((part) => part.classList.remove('quiz-hidden'))"


def main() -> int:
    """Photograph what was asked for; return the exit status."""
    options = arguments()
    missing = [name for name in options.slugs if not (SITE / f"{name.partition('#')[0]}.html").is_file()]
    if missing:
        print(f"Not in {SITE.relative_to(ROOT)}: {', '.join(missing)}. Run make book first.", file=sys.stderr)
        return 1
    if find_chromium() is None:
        print("There is no Chromium here; on Debian and Ubuntu: apt-get install chromium", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    with served(SITE) as address, chromium() as browser:
        context = open_context(browser, options.width, options.theme)
        page = context.new_page()
        for name in options.slugs:
            slug, _, anchor = name.partition("#")
            page.goto(f"{address}{slug}.html")
            settle(page)
            wake(page)
            stem = f"{slug}{'-' if anchor else ''}{anchor}-{options.theme}-{options.width}"
            for file in photograph(page, anchor, options.out / stem, options.slice):
                print(file, flush=True)
        context.close()
    return 0


def arguments() -> argparse.Namespace:
    """Return the command line's choices."""
    parser = argparse.ArgumentParser(description="Photograph pages of the built site.")
    parser.add_argument("slugs", nargs="+", metavar="SLUG", help="page name without .html; SLUG#id for one element")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--width", type=int, default=1280, help="pixels; 375 is a phone")
    parser.add_argument("--slice", type=int, default=2000, help="the largest height of one picture")
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "screenshots", metavar="DIR")
    return parser.parse_args()


def wake(page) -> None:
    """Show what quizzes hide, go past every explorable, so that its module is loaded, and wait until all are drawn."""
    page.evaluate(SHOW_ALL)
    for element in page.locator(".explorable > *").all():
        element.scroll_into_view_if_needed()
    page.wait_for_function("[...document.querySelectorAll('.explorable > *')].every((e) => e.shadowRoot)")
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.wait_for_timeout(500)  # style sheets, weights, and the sentence that waits for a pause


def photograph(page, anchor: str, stem: Path, height: int) -> list[Path]:
    """Write the pictures of a page, or of the element with the id `anchor`; return their paths."""
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    box = {"x": 0, "y": 0, "width": size[0], "height": size[1]}
    if anchor:
        box = page.evaluate(PLACE, anchor)
    files = []
    for number, top in enumerate(range(0, max(1, int(box["height"])), height), start=1):
        clip = {**box, "y": box["y"] + top, "height": min(height, box["height"] - top)}
        files.append(stem.with_name(f"{stem.name}-{number}.png"))
        page.screenshot(path=files[-1], full_page=True, clip=clip)
    return files


if __name__ == "__main__":
    sys.exit(main())
