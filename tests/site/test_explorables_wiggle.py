"""The curve that bends: by keyboard, in Chromium."""

import pytest
from explorables import button, press, said, state_of

WIGGLE, PRICE = "explorable-wiggle", "explorable-price"


@pytest.fixture(autouse=True)
def from_the_start(page):
    for name in (WIGGLE, PRICE):
        page.locator(f"#{name} .reset").click()


def test_the_best_degree_is_found_by_keyboard(page):
    said(page, WIGGLE, "Degree 9, 10 numbers for 12 points")
    page.locator(f"#{WIGGLE} input[data-name=degree]").focus()
    press(page, "ArrowLeft", 6)
    said(page, WIGGLE, "No other degree does better on these fresh points.")
    press(page, "ArrowRight", 8)
    said(page, WIGGLE, "learned from is 0, and on fresh points")
    said(page, WIGGLE, "A curve that bends less does better")


def test_other_points_have_another_best_degree(page):
    button(page, WIGGLE, "Twelve new points").focus()
    press(page, "Enter")
    assert state_of(page, WIGGLE)["points"] == 1


def test_fresh_points_come_and_go(page):
    toggle = button(page, WIGGLE, "Show fresh points")
    assert page.locator(f"#{WIGGLE} .new").count() == 200
    assert toggle.get_attribute("aria-pressed") == "true"
    toggle.focus()
    press(page, "Enter")
    assert page.locator(f"#{WIGGLE} .new").count() == 0
    assert toggle.get_attribute("aria-pressed") == "false"


def test_the_best_price_is_found_by_keyboard(page):
    said(page, PRICE, "A higher price does better on fresh points")
    page.locator(f"#{PRICE} input[data-name=price]").focus()
    press(page, "End")
    said(page, PRICE, "A lower price does better on fresh points")
    press(page, "ArrowLeft", 9)
    said(page, PRICE, "No other price does better on these fresh points.")
