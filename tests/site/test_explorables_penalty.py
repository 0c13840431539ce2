"""What a forecast costs: by keyboard, in Chromium."""

import pytest
from explorables import press, said

PENALTY = "explorable-penalty"


@pytest.mark.chapter("cross-entropy")
def test_the_honest_forecast_is_found_by_keyboard(page):
    said(page, PENALTY, "Each of the three can be lower.")
    page.locator(f"#{PENALTY} input[data-name=said]").focus()
    press(page, "ArrowRight", 20)
    said(page, PENALTY, "You believe 0.7 and say 0.70.")
    said(page, PENALTY, "No other forecast has a lower squared error or surprise.")
    press(page, "End")
    said(page, PENALTY, "∞ in surprise. No other forecast has a lower absolute error.")
    page.context.close()
