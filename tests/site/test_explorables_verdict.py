"""The table of a study: sorted, compared and robbed of its seeds by keyboard, in Chromium."""

import re

import pytest
from explorables import choose, opened, press, said

from tools.browser import open_context

VERDICT = "explorable-verdict"


@pytest.mark.chapter("experiments")
def test_the_table_is_sorted_and_robbed_of_its_seeds_by_keyboard(page):
    said(page, VERDICT, "With 5 seeds and beside base:")
    rows = page.locator(f"#{VERDICT} tbody tr")
    assert rows.first.get_attribute("data-row") == "base"
    undecided = page.locator(f"#{VERDICT} tbody circle.open").count()
    page.locator(f"#{VERDICT} button[data-sort=validation]").focus()
    press(page, "Enter")
    shown = [float(text) for text in page.locator(f"#{VERDICT} tbody td:nth-child(3)").all_inner_texts()]
    assert shown == sorted(shown, reverse=True)
    assert page.locator(f"#{VERDICT} th[aria-sort=descending]").inner_text() == "val."
    page.locator(f"#{VERDICT} input[data-name=seeds]").focus()
    press(page, "Home")
    said(page, VERDICT, "With 2 seeds and beside base:")
    assert page.locator(f"#{VERDICT} tbody circle.open").count() > undecided
    choose(page, VERDICT, "against", "adam")
    said(page, VERDICT, "beside Adam:")
    assert page.locator(f"#{VERDICT} tr.chosen").get_attribute("data-row") == "adam"
    page.context.close()


@pytest.mark.chapter("experiments")
def test_the_table_fits_a_phone(browser, address):
    phone = opened(open_context(browser, width=375), address)
    box = phone.locator(f"#{VERDICT} .box").bounding_box()
    table = phone.locator(f"#{VERDICT} table").bounding_box()
    assert table["x"] + table["width"] <= box["x"] + box["width"]
    assert re.search("±", phone.locator(f"#{VERDICT} tbody").inner_text())
    phone.context.close()
