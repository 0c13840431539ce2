"""Fixtures: the built site, and what Chromium saw on each of its pages."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import visits
from explorables import opened

from tools.browser import SITE, chromium, find_chromium, open_context, served

NO_CHROMIUM = "no Chromium on this machine (Debian and Ubuntu: apt-get install chromium)"  # run_tests.py counts these

WORKERS = min(2, os.cpu_count() or 1)


def pytest_generate_tests(metafunc) -> None:
    """Run a test that asks for `name` on every page."""
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", visits.pages() or ["index.html"])


@pytest.fixture(scope="session")
def site():
    """Give the folder of the built site."""
    if not (SITE / "index.html").is_file():
        pytest.fail("The site is not built: run make book first.", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def address(site):
    """Serve the site below a sub-path, and give its address."""
    with served(site, visits.PREFIX) as where:
        yield where


@pytest.fixture(scope="session")
def visited(request, address) -> dict[str, Future]:
    """Start visits to the pages that the chosen tests ask for, some at a time; give page → its visit to come."""
    if find_chromium() is None:
        pytest.skip(NO_CHROMIUM)
    asked = [item for item in request.session.items if "visited" in getattr(item, "fixturenames", ())]
    names = list(dict.fromkeys(item.callspec.params["name"] for item in asked))
    todo, found, known = iter(names), {name: Future() for name in names}, {"light": set(), "dark": set()}

    def work() -> None:
        with chromium() as browser:
            visitor = visits.Visitor(browser, address, known)
            for name in todo:
                try:
                    found[name].set_result(visitor.visit(name))
                except Exception as error:
                    found[name].set_exception(error)

    def end(worker: Future) -> None:  # what a browser that does not start leaves undone, nobody shall wait for
        for name in todo if worker.exception() else ():
            found[name].set_exception(worker.exception())

    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in range(WORKERS):
            pool.submit(work).add_done_callback(end)
        yield found
        list(todo)  # an interrupted run goes no further


@pytest.fixture
def visit(visited, name) -> visits.Visit:
    """Give what Chromium saw on the page `name`."""
    return visited[name].result(timeout=300)


@pytest.fixture(scope="module")
def browser():
    """Give a Chromium, for tests that do something on a page."""
    if find_chromium() is None:
        pytest.skip(NO_CHROMIUM)
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page(browser, address):
    """Give the page *Explorables*, once a module: each test begins with a Reset."""
    page = opened(open_context(browser), address)
    yield page
    page.context.close()
