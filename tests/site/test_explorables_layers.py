"""The explorables of nets with layers, in Chromium: the playground and the signal game, by keyboard."""

import pytest
from explorables import PAGE, opened, press, said, state_of

from tools.browser import open_context

PLAYGROUND, GAME = "explorable-playground", "explorable-signal-game"


@pytest.fixture
def page(browser, address):
    page = opened(open_context(browser), address)
    yield page
    page.context.close()


def test_four_corners_are_learned_by_keyboard(page):
    page.locator(f"#{PLAYGROUND}").get_by_role("button", name="Train").press("Enter")
    said(page, PLAYGROUND, "Hidden units: 4, after 500 epochs")
    said(page, PLAYGROUND, "Every point is right.")
    page.locator(f"#{PLAYGROUND} input[data-name=layers]").press("ArrowLeft")
    said(page, PLAYGROUND, "One neuron, not trained yet")


def test_an_experiment_sets_the_net_and_asks_its_question(page):
    page.locator(f"#{PLAYGROUND} select[data-name=preset]").select_option("rate")
    assert (state_of(page, PLAYGROUND)["rate"], state_of(page, PLAYGROUND)["data"]) == ("30", "circle")
    assert "Find the largest rate" in page.locator(f"#{PLAYGROUND} .words").text_content()
    page.locator(f"#{PLAYGROUND}").get_by_role("button", name="Train").click()
    said(page, PLAYGROUND, "The loss leaps")


def test_points_come_and_go_by_keyboard(page):
    page.locator(f"#{PLAYGROUND} select[data-name=preset]").select_option("own")
    said(page, PLAYGROUND, "There are no points yet")
    cursor = page.locator(f"#{PLAYGROUND} .handle")
    cursor.focus()
    press(page, "ArrowRight", 4)
    press(page, "1", 1)
    press(page, "ArrowDown", 6)
    press(page, "0", 1)
    assert state_of(page, PLAYGROUND)["own"] == [0.2, 0, 1, 0.2, -0.3, 0]
    assert cursor.get_attribute("aria-valuetext").startswith("x₁ 0.20, x₂ −0.30, class 1 with")
    said(page, PLAYGROUND, "of 2 points are on the right side")
    press(page, "Delete", 1)
    assert state_of(page, PLAYGROUND)["own"] == [0.2, 0, 1]


def test_a_click_adds_a_point_and_a_second_one_removes_it(page):
    canvas = page.locator(f"#{PLAYGROUND} .field canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    place = {"x": box["x"] + 0.25 * box["width"], "y": box["y"] + 0.75 * box["height"]}
    page.mouse.click(**place)
    assert state_of(page, PLAYGROUND)["own"] == pytest.approx([-0.5, -0.5, 1], abs=0.03)
    page.mouse.click(**place)
    assert state_of(page, PLAYGROUND)["own"] == []


def test_dragging_the_cursor_adds_no_point(page):
    cursor = page.locator(f"#{PLAYGROUND} .handle")
    cursor.scroll_into_view_if_needed()
    box = cursor.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] - 40, steps=4)
    page.mouse.up()
    assert state_of(page, PLAYGROUND)["cursor"] != [0, 0]
    assert state_of(page, PLAYGROUND)["own"] == []


def test_the_map_lies_where_the_axes_are(page):
    corners = page.evaluate(
        """label => {
            const element = document.getElementById(label), box = element.canvas.getBoundingClientRect();
            const at = (clientX, clientY) => element.field.at({clientX, clientY});
            return [...at(box.left, box.top), ...at(box.right, box.bottom)];
        }""",
        PLAYGROUND,
    )
    assert corners == pytest.approx([-1, 1, 1, -1], abs=0.01)


def test_training_with_motion_can_be_paused(browser, address):
    context = browser.new_context(reduced_motion="no-preference")
    page = context.new_page()
    page.goto(address + PAGE)
    page.locator(f"#{PLAYGROUND}").scroll_into_view_if_needed()
    page.locator(f"#{PLAYGROUND}").get_by_role("button", name="Train").click()
    page.locator(f"#{PLAYGROUND}").get_by_role("button", name="Pause").click()
    epochs = state_of(page, PLAYGROUND)["epochs"]
    assert 0 < epochs < 500
    said(page, PLAYGROUND, f"after {epochs} epochs")
    context.close()


def test_both_rows_of_the_game_become_flat_by_keyboard(page):
    activation = page.locator(f"#{GAME} select[data-name=activation]")
    gain = page.locator(f"#{GAME} input[data-name=gain]")
    said(page, GAME, "sigmoid, gain 0.50")
    activation.select_option("tanh")
    assert page.locator(f"#{GAME} .rules").text_content() == ""
    gain.focus()
    press(page, "ArrowRight", 20)
    said(page, GAME, "tanh, gain 1.00")
    said(page, GAME, "Both rows are flat")
    assert "Glorot" in page.locator(f"#{GAME} .rules").text_content()
    assert "He et al." not in page.locator(f"#{GAME} .rules").text_content()
    assert gain.get_attribute("aria-valuetext") == "1.00, flat"
    activation.select_option("relu")
    gain.focus()
    press(page, "ArrowRight", 10)
    said(page, GAME, "ReLU, gain 1.41")
    assert "He et al." in page.locator(f"#{GAME} .rules").text_content()


def test_who_has_tried_twenty_gains_is_told_about_the_sigmoid(page):
    page.locator(f"#{GAME} input[data-name=gain]").focus()
    press(page, "ArrowRight", 20)
    assert "most units are saturated" in page.locator(f"#{GAME} .rules").text_content()
    page.locator(f"#{GAME} .reset").press("Enter")
    assert page.locator(f"#{GAME} .rules").text_content() == ""
