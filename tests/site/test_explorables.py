"""Explorables in Chromium: by keyboard, without motion, by link, without JavaScript; how much script a page loads."""

import gzip
import re

import visits
from explorables import PAGE, opened, said

from tools.browser import SITE, open_context

LIMIT = 15_000  # bytes of our own JavaScript on a page, compressed


def test_gradient_descent_by_keyboard(page):
    slider = page.locator("#explorable-parabola input[data-name=rate]")
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    said(page, "explorable-parabola", "Learning rate 0.25: each step multiplies the distance to the minimum by 0.00")
    page.get_by_role("button", name="Step").first.focus()
    page.keyboard.press("Enter")
    said(page, "explorable-parabola", "After one step w is 5 and the loss 3.")
    assert "arrives in one step" in slider.get_attribute("aria-valuetext")
    page.locator("#explorable-parabola .reset").press("Enter")
    said(page, "explorable-parabola", "Learning rate 0.1:")


def test_state_goes_in_and_out(page):
    page.evaluate("document.getElementById('explorable-parabola').state = {rate: 99, t: 2}")
    assert page.evaluate("document.getElementById('explorable-parabola').state") == {
        "surface": "parabola", "rate": 0.6, "start": 0, "stretch": 10, "t": 2
    }  # fmt: skip


def test_a_link_brings_the_state_back(browser, address, page):
    page.evaluate("document.getElementById('explorable-bowl').state = {rate: 0.05, stretch: 33}")
    page.locator("#explorable-bowl .share").click()
    said(page, "explorable-bowl", "The link to this state is")
    other = open_context(browser).new_page()
    other.goto(page.url)
    other.wait_for_function("document.getElementById('explorable-bowl')?.state?.stretch === 33")
    assert other.evaluate("document.getElementById('explorable-bowl').state.rate") == 0.05
    other.context.close()


def test_without_motion_a_run_is_over_at_once(page):
    page.locator("#explorable-bowl").get_by_role("button", name="Run").click()
    assert page.evaluate("document.getElementById('explorable-bowl').state.t") == 30
    said(page, "explorable-bowl", "After 30 steps")


def test_with_motion_a_run_takes_its_time_and_arrives(browser, address):
    page = opened(browser.new_context(reduced_motion="no-preference"), address)
    page.locator("#explorable-parabola").get_by_role("button", name="Run").click()
    assert page.evaluate("document.getElementById('explorable-parabola').state.t") < 30
    said(page, "explorable-parabola", "After 30 steps")
    page.context.close()


def test_without_javascript_the_words_stand_there(browser, address):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + PAGE)
    assert page.get_by_text("at 0.5 the steps jump to and fro for ever").is_visible()
    page.context.close()


def scripts_of(name):
    """Return our scripts that a page loads in the end: those in its head, the elements', and what all these import."""
    text = (SITE / name).read_text("utf-8")
    scripts = {SITE / source for source in re.findall(r'<script type="module" src="([^"?]+)', text)}
    for tag in set(re.findall(r'<div class="explorable">\s*<(ml-[a-z0-9-]+)', text)):
        scripts |= set(SITE.glob(f"_static/explorables-*/{tag}.js"))
    todo = list(scripts)
    while todo:
        file = todo.pop()
        for other in re.findall(r'(?:from|import)\s*"(\./[^"]+)"', file.read_text("utf-8")):
            if (found := (file.parent / other).resolve()) not in scripts:
                scripts.add(found)
                todo.append(found)
    return scripts


def test_our_scripts_are_small(site):
    for name in visits.pages():
        sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in scripts_of(name)}
        assert name == PAGE or sum(sizes.values()) <= LIMIT, (name, sizes)
        assert not any(re.search(r"(?m)^ *(//|\*)", file.read_text("utf-8")) for file in scripts_of(name))
