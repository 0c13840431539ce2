"""Browser: Debian's Chromium, driven by Playwright, and a small server for the built site.

Used by the tests in tests/site and by tools/screenshot.py. Playwright's own browsers are never downloaded.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",  # which root cannot have
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


def find_chromium() -> str | None:
    """Return the path of a Chromium, None if there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextlib.contextmanager
def chromium() -> Iterator:
    """Start Chromium without a window; give Playwright's Browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class SubPath(http.server.SimpleHTTPRequestHandler):
    """Request handler: serves a folder below `prefix`, as GitHub Pages does, and keeps quiet about it."""

    def __init__(self, *args, prefix: str = "/", **options):
        self.prefix = prefix
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        """Return the file for a path of the URL; one that does not exist for paths outside the prefix."""
        inside = path.startswith(self.prefix)
        return super().translate_path("/" + path.removeprefix(self.prefix) if inside else "/no-such-page")

    def log_message(self, *args) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path, prefix: str = "/") -> Iterator[str]:
    """Serve a folder on a free port of this machine; give the address it has, which ends in `prefix`."""
    handler = functools.partial(SubPath, directory=str(folder), prefix=prefix)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def open_context(browser, width: int = 1280, theme: str = "light", height: int = 900):
    """Return a fresh browser context whose pages show themselves in `theme`, light or dark."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
    )
    stored = "".join(f"localStorage.setItem('{key}', '{theme}');" for key in ("mode", "theme"))
    context.add_init_script(f"try {{ {stored} }} catch {{}}")
    return context


def settle(page) -> None:
    """Wait until the page's fonts and pictures are there."""
    page.wait_for_load_state("load")
    page.evaluate("Promise.all([...document.images].map(i => i.decode().catch(() => {})))")
    page.evaluate("document.fonts.ready.then(() => true)")
