"""The factor chart, the batch size, the tug-of-war and the optimizers' race: by keyboard and by mouse, in Chromium."""

import pytest
from explorables import button, choose, press, said, state_of

from tools.browser import open_context

CHART, TUG, RACE = "explorable-factor-chart", "explorable-tug-of-war", "explorable-optimizer-race"
BATCH = "explorable-batch-size"


@pytest.fixture(autouse=True)
def from_the_start(page):
    """Press Reset on each of them, so that no test sees what another one left."""
    for label in (CHART, TUG, RACE, BATCH):
        page.locator(f"#{label} .reset").click()


def drag(page, label, by):
    """Drag the element's handle with the mouse by so many pixels."""
    handle = page.locator(f"#{label} .handle")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=4)
    page.mouse.up()


def test_the_cliff_is_found_by_keyboard(page):
    said(page, CHART, "by −0.675 in the steepest direction and by 0.990 in the flattest")
    page.locator(f"#{CHART} input[data-name=rate]").focus()
    press(page, "ArrowRight", 38)
    said(page, CHART, "Learning rate 0.0238: one step multiplies the error by −0.993")
    press(page, "ArrowRight")
    said(page, CHART, "has left the band at α = 0.02389")
    assert page.locator(f"#{CHART} .dot.now.bad").count() == 1


def test_momentum_widens_the_band_and_brings_the_steep_line_back(page):
    slider = page.locator(f"#{CHART} input[data-name=rate]")
    slider.focus()
    press(page, "ArrowRight", 60)
    said(page, CHART, "has left the band")
    height = page.locator(f"#{CHART} .band").bounding_box()["height"]
    page.locator(f"#{CHART} input[data-name=momentum]").focus()
    press(page, "ArrowRight", 8)
    said(page, CHART, "Momentum 0.40 widens the band down to −1.80. All are inside")
    assert page.locator(f"#{CHART} .band").bounding_box()["height"] == pytest.approx(1.4 * height, rel=0.01)


def test_other_data_keep_the_distance_from_the_cliff_and_change_the_slow_error(page):
    choose(page, CHART, "data", "raw")
    said(page, CHART, "by 0.99999 in the flattest")
    assert state_of(page, CHART)["rate"] == pytest.approx(5.9e-5)
    assert page.locator(f"#{CHART} input[data-name=rate]").input_value() == "0.000059"
    choose(page, CHART, "data", "standard")
    said(page, CHART, "Learning rate 0.485: one step multiplies the error by −0.669")


def test_the_handle_of_the_chart_moves_by_keyboard_and_by_mouse(page):
    handle = page.locator(f"#{CHART} .handle")
    handle.focus()
    press(page, "ArrowRight", 3)
    assert state_of(page, CHART)["rate"] == pytest.approx(0.0203)
    assert handle.get_attribute("aria-valuetext") == "0.0203, factors from −0.700 to 0.990"
    drag(page, CHART, (40, 0))
    assert state_of(page, CHART)["rate"] > 0.0239
    said(page, CHART, "has left the band")


def test_one_house_a_step_hurries_and_does_not_stay(page):
    said(page, BATCH, "One house a step, constant learning rate 0.01: an epoch is 9 steps")
    button(page, BATCH, "One epoch").press("Enter")
    said(page, BATCH, "9 steps, 9 looks at a house")
    button(page, BATCH, "Run 100 epochs").press("Enter")
    said(page, BATCH, "9 rough steps an epoch for the price of one smooth one, which do not come to rest")
    choose(page, BATCH, "pace", "shrinking")
    page.locator(f"#{BATCH} input[data-name=rate]").focus()
    press(page, "ArrowLeft", 5)
    said(page, BATCH, "short enough by then to stay")


def test_all_nine_hesitate_and_stay(page):
    page.locator(f"#{BATCH} input[data-name=batch]").focus()
    press(page, "End")
    page.locator(f"#{BATCH} input[data-name=rate]").focus()
    press(page, "ArrowRight", 20)
    button(page, BATCH, "Run 100 epochs").press("Enter")
    said(page, BATCH, "First below 2.6 after 522 looks, and for good after 522: one smooth step an epoch")
    assert page.locator(f"#{BATCH} .dot.now").count() == 2
    page.locator(f"#{BATCH} input[data-name=rate]").focus()
    press(page, "End")
    said(page, BATCH, "The steps are too long")
    assert page.locator(f"#{BATCH} .dot.now.bad").count() == 2
    button(page, BATCH, "Another order").press("Enter")
    assert state_of(page, BATCH)["order"] == 2


def test_mse_sticks_and_cross_entropy_arrives(page):
    said(page, TUG, "Point 2 is almost surely wrong, and pulls with −4·10⁻⁶")
    button(page, TUG, "Let go").press("Enter")
    said(page, TUG, "w = 1.800, where the MSE is 0.4371.")
    said(page, TUG, "It is stuck: the valley at −0.296 is deeper, 0.2053.")
    button(page, TUG, "Back to the start").press("Enter")
    assert state_of(page, TUG)["w"] == 3
    choose(page, TUG, "loss", "bce")
    said(page, TUG, "pulls with −4.900")
    button(page, TUG, "Let go").press("Enter")
    said(page, TUG, "w = −0.395, where the cross-entropy is 0.5807.")


def test_the_weight_moves_by_handle_and_by_steps(page):
    page.locator(f"#{TUG} .handle").focus()
    press(page, "Shift+ArrowLeft", 5)
    assert state_of(page, TUG)["w"] == pytest.approx(0.5)
    button(page, TUG, "Step").press("Enter")
    said(page, TUG, "After one step: w = 0.334")
    drag(page, TUG, (-60, 0))
    assert state_of(page, TUG)["w"] < 0
    assert state_of(page, TUG)["steps"] == 0
    rows = page.locator(f"#{TUG} tbody tr, #{TUG} table > tr").all_inner_texts()
    assert [row.split()[:3] for row in rows[1:]] == [["1", "−1.1", "0"], ["2", "−4.9", "1"], ["3", "−0.1", "1"]]


def test_adam_leads_and_loses(page):
    said(page, RACE, "All four stand at (−4, 2), 68 above the minimum.")
    button(page, RACE, "Race").press("Enter")
    said(page, RACE, "Adam arrived at step 95")
    said(page, RACE, "Adam leads.")
    choose(page, RACE, "sgd", "0.05")
    said(page, RACE, "SGD arrived at step 88, Adam arrived at step 95")
    said(page, RACE, "Adam is behind SGD.")


def test_the_race_goes_on_from_another_start(page):
    page.locator(f"#{RACE} input[data-name=step]").focus()
    press(page, "End")
    page.locator(f"#{RACE} .handle").focus()
    press(page, "ArrowUp", 5)
    assert state_of(page, RACE)["start"] == [-4, 2.5]
    drag(page, RACE, (50, 0))
    assert state_of(page, RACE)["start"][0] > -3.5
    choose(page, RACE, "surface", "saddle")
    assert state_of(page, RACE) == {
        "surface": "saddle", "start": [-2, 0.001], "step": 0,
        "sgd": "0.02", "momentum": "0.005", "rmsprop": "0.01", "adam": "0.05",
    }  # fmt: skip


def test_a_link_brings_the_race_back(browser, address, page):
    choose(page, RACE, "surface", "rosenbrock")
    choose(page, RACE, "adam", "0.2")  # which is also the first surface's
    page.locator(f"#{RACE} .share").click()
    said(page, RACE, "The link to this state is")
    other = open_context(browser).new_page()
    other.goto(page.url)
    other.wait_for_function(f"document.getElementById('{RACE}')?.state?.surface === 'rosenbrock'")
    assert state_of(other, RACE) == state_of(page, RACE)
    other.context.close()
