"""The site in Chromium: every page works, asks nobody else for anything, fits a phone, and can be read by everyone."""

import re

import pytest
import visits

from tools.browser import open_context, settle

# What a page may say in the console, and why.
ALLOWED = {}


def test_console_stays_silent(visit):
    assert [said for said in visit.console if not any(re.search(known, said) for known in ALLOWED)] == []


def test_no_other_host_is_asked(visit):
    assert visit.foreign == []


def test_nothing_that_the_page_asks_for_is_missing(visit):
    assert visit.failed == []


def test_formulas_are_drawn_in_their_own_fonts(visit):
    assert visit.formulas["drawn"] == visit.formulas["written"]
    assert visit.formulas["errors"] == []
    assert visit.formulas["fonts"] or not visit.formulas["written"]


def test_axe_finds_no_barrier(visit):
    assert visit.axe == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_contrast(visit, theme):
    assert visit.contrast[theme] == []


def test_tab_reaches_every_control_and_shows_where_it_is(visit):
    assert visit.keyboard == []


@pytest.mark.parametrize("width", visits.PHONES)
def test_page_fits_a_phone(visit, width):
    assert visit.overflow[width] == []


def test_first_tab_stop_leads_to_the_content(browser, address):
    context = open_context(browser)
    page = context.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")  # it slides in
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_follows_the_system_and_is_remembered(browser, address, theme):
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    page.goto(address)
    shown = "document.documentElement.dataset.theme"
    assert page.evaluate(shown) == theme
    other = {"light": "dark", "dark": "light"}[theme]
    for _ in range(3):  # auto, light, dark
        page.locator(".theme-switch-button:visible").click()
        if page.evaluate("document.documentElement.dataset.mode") == other:
            break
    assert page.evaluate(shown) == other
    page.reload()
    assert page.evaluate(shown) == other
    context.close()


def test_search_finds_a_page_by_its_title(browser, address):
    context = open_context(browser)
    page = context.new_page()
    page.goto(address + "search.html?q=notation")
    page.wait_for_selector("#search-results li a", timeout=20_000)
    settle(page)
    assert "notation.html" in page.locator("#search-results li a").first.get_attribute("href")
    context.close()
