"""Slices of a table, in Chromium: by keyboard, and as the words say."""

import pytest
from explorables import choose, press, said, state_of

SLICING = "explorable-slicing"


@pytest.fixture(autouse=True)
def from_the_start(page):
    page.locator(f"#{SLICING} .reset").click()


def test_a_column_of_five_is_found_by_keyboard(page):
    said(page, SLICING, "has the shape (5,)")
    assert page.locator(f"#{SLICING} td.lit").all_text_contents() == ["1", "4", "9", "16", "25"]
    page.locator(f"#{SLICING} select[data-name=columns]").focus()
    press(page, "ArrowDown", 2)
    said(page, SLICING, "the list [2] keeps the axis of the columns. Goal reached.")
    assert page.locator(f"#{SLICING} pre").text_content() == "[[ 1]\n [ 4]\n [ 9]\n [16]\n [25]]"


def test_the_64_as_a_table_is_out_of_reach_for_two_lists(page):
    for name, value in (("goal", "one"), ("rows", "[-1]"), ("columns", "[2]")):
        choose(page, SLICING, name, value)
    said(page, SLICING, "has the shape (1,): two lists are paired")
    choose(page, SLICING, "columns", "-1:")
    said(page, SLICING, "Goal reached.")
    assert state_of(page, SLICING)["rows"] == "[-1]"


def test_lists_that_cannot_be_paired_light_nothing(page):
    choose(page, SLICING, "rows", "[0,2,7]")
    choose(page, SLICING, "columns", "[0,2]")
    said(page, SLICING, "3 rows cannot be paired with 2 columns")
    assert page.locator(f"#{SLICING} td.lit").count() == 0
