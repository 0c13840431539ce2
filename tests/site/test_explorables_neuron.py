"""A line through houses, the seventh tumor, one neuron as a gate, and softmax: by keyboard and mouse, in Chromium."""

import re

import pytest
from explorables import choose, opened, press, said, state_of

from tools.browser import open_context

LINE, GATES, SOFTMAX = "explorable-least-squares", "explorable-gates", "explorable-softmax"
RULE, OUTLIER = "explorable-hello-neuron-rule", "explorable-outlier"


@pytest.fixture(autouse=True)
def from_the_start(page):
    """Press Reset on each of them, so that no test sees what another one left."""
    for label in (LINE, GATES, SOFTMAX, OUTLIER):
        page.locator(f"#{label} .reset").click()


def slide(page, label, name, key, times):
    page.locator(f"#{label} input[data-name={name}]").focus()
    press(page, key, times)


def test_the_line_reaches_the_goal_by_keyboard(page):
    said(page, LINE, "has a mean squared error of 37.73")
    point = page.locator(f"#{LINE}").get_by_label("The line as a point")
    point.focus()
    press(page, "Shift+ArrowRight", 9)  # w by 0.1 each
    press(page, "Shift+ArrowUp", 2)  # b by 0.5 each
    press(page, "ArrowLeft", 3)
    press(page, "ArrowUp", 4)
    said(page, LINE, "The line 1.37 x + 1.70 has a mean squared error of 2.439")
    said(page, LINE, "You are below 2.5")
    assert "mean squared error 2.44" in point.get_attribute("aria-valuetext")
    page.get_by_role("button", name="Reveal the least-squares line").press("Enter")
    said(page, LINE, "The least-squares line 1.371 x + 1.723 has 2.438")


def test_an_end_of_the_line_follows_the_arrow_keys_and_the_other_one_stays(page):
    left = page.locator(f"#{LINE}").get_by_label("Left end of the line")
    left.focus()
    press(page, "ArrowUp", 10)
    assert left.get_attribute("aria-valuetext").startswith("price 2.25 at 1.5 m²")
    line = state_of(page, LINE)
    assert line["w"] * 8 + line["b"] == pytest.approx(4.5)
    assert len(line["trail"]) == 11


def test_an_end_of_the_line_follows_the_mouse(page):
    right = page.locator(f"#{LINE}").get_by_label("Right end of the line")
    right.scroll_into_view_if_needed()
    box = right.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert min(box["width"], box["height"]) >= 24
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 60, steps=5)
    page.mouse.up()
    page.mouse.move(x, y - 200)  # the line is let go
    line = state_of(page, LINE)
    assert line["w"] * 1.5 + line["b"] == pytest.approx(1.25)
    assert line["w"] * 8 + line["b"] > 6


def test_a_line_handle_is_large_enough_for_a_finger_on_a_phone(browser, address):
    phone = opened(open_context(browser, width=375), address)
    for handle in phone.locator(f"#{LINE} .handle").all():
        assert min(handle.bounding_box()["width"], handle.bounding_box()["height"]) >= 24
    phone.context.close()


def test_the_rule_is_found_by_keyboard_in_its_chapter(browser, address):
    chapter = opened(open_context(browser), address, "hello-neuron.html")
    element = chapter.locator(f"#{RULE}")
    assert element.locator(".title").inner_text() == "Find the rule"
    said(chapter, RULE, "The line 0.00 x + 0.00 has a mean squared error of 187.7. The row with x = 11 is 23 too low")
    point = element.get_by_label("The line as a point")
    point.focus()
    press(chapter, "Shift+ArrowRight", 20)  # w by 0.1 each
    press(chapter, "Shift+ArrowUp", 2)  # b by 0.5 each
    said(chapter, RULE, "The line 2.00 x + 1.00 has a mean squared error of 0. It goes through all nine rows")
    assert point.get_attribute("aria-valuetext") == "w 2.00, b 1.00, mean squared error 0"
    slide(chapter, RULE, "w", "End", 1)
    assert state_of(chapter, RULE)["w"] == 4
    element.get_by_role("button", name="Reveal the rule").press("Enter")
    said(chapter, RULE, "The rule 2 x + 1 has 0: yours is")
    element.locator(".reset").press("Enter")
    assert state_of(chapter, RULE) == {"data": "rule", "w": 0, "b": 0, "shown": False, "trail": [[0, 0]]}
    chapter.context.close()


def test_a_line_stays_with_its_data_and_within_its_sliders(page):
    page.evaluate("(label) => { document.getElementById(label).state = {data: 'rule', w: 4, b: -4} }", LINE)
    line = state_of(page, LINE)
    assert (line["data"], line["w"], line["b"]) == ("houses", 2.5, -2)


def test_three_sliders_make_an_and(page):
    said(page, GATES, "AND: 2 of 4 rows are right")
    slide(page, GATES, "b", "ArrowLeft", 12)
    said(page, GATES, "AND: all 4 rows are right")
    assert page.locator(f"#{GATES} tbody tr").last.inner_text().split() == ["1", "1", "9", "1", "1", "✓", "right"]


@pytest.mark.parametrize("gate", ["AND", "OR", "NAND"])
@pytest.mark.parametrize("activation", ["step", "sigmoid", "relu", "tanh"])
def test_the_weights_of_the_book_make_their_gates(page, gate, activation):
    choose(page, GATES, "gate", gate)
    choose(page, GATES, "activation", activation)
    page.get_by_role("button", name="Show the book’s weights").press("Enter")
    said(page, GATES, f"{gate}: all 4 rows are right")


def test_xor_stays_at_three_rows_and_says_why(page):
    choose(page, GATES, "gate", "XOR")
    said(page, GATES, "XOR: 3 of 4 rows are right; (1, 1) should be 0. That is the most that one line can do")
    button = page.get_by_role("button", name="Show the book’s weights")
    assert button.get_attribute("aria-disabled") == "true"
    before = state_of(page, GATES)
    button.press("Enter")
    assert state_of(page, GATES) == before


def probabilities(page):
    return [row.split()[-2] for row in page.locator(f"#{SOFTMAX} tbody tr").all_inner_texts()]


def test_a_constant_changes_no_probability(page):
    before = probabilities(page)
    assert before == ["0.838", "0.019", "0.143"]
    for _ in range(10):
        page.get_by_role("button", name="Add 100 to every score").press("Enter")
    said(page, SOFTMAX, "1000 is added to every score, and it changes nothing. Some powers of e are too large")
    assert probabilities(page) == before
    assert page.locator(f"#{SOFTMAX} tbody td", has_text="∞").count() == 3


def test_scores_temperature_classes_and_truth_by_keyboard(page):
    slide(page, SOFTMAX, "classes", "ArrowRight", 2)
    assert len(probabilities(page)) == 5
    choose(page, SOFTMAX, "truth", "frog")
    said(page, SOFTMAX, "It is a frog: the loss is")
    slide(page, SOFTMAX, "temperature", "Home", 1)
    said(page, SOFTMAX, "A low temperature gives nearly everything to the largest score")
    slide(page, SOFTMAX, "classes", "Home", 1)
    said(page, SOFTMAX, "It is a bird: the loss is")  # the last class that is left


def test_steps_against_the_arrows_lower_the_loss(page):
    choose(page, SOFTMAX, "truth", "dog")
    losses = []
    for _ in range(4):
        page.get_by_role("button", name="Move every score against its arrow").press("Enter")
        page.wait_for_timeout(300)
        text = page.locator(f"#{SOFTMAX} [role=status]").inner_text()
        losses.append(float(re.search(r"= ([\d.]+), and", text)[1]))
    assert losses == sorted(losses, reverse=True)


def test_the_line_gives_up_a_tumor_and_the_neuron_stays(page):
    said(
        page,
        OUTLIER,
        "the line crosses ½ at 3.49 cm; it still has all seven right. The neuron’s cut, 3.15 cm, has moved",
    )
    assert page.locator(f"#{OUTLIER} .wrong").count() == 0
    slide(page, OUTLIER, "size", "ArrowRight", 7)
    said(
        page,
        OUTLIER,
        "With a seventh tumor of 9.5 cm the line crosses ½ at 3.84 cm; it calls the malignant tumor of 3.8",
    )
    assert page.locator(f"#{OUTLIER} .wrong").count() == 1
    said(page, OUTLIER, "The neuron’s cut, 3.21 cm, has not moved")


def test_the_seventh_tumor_is_dragged_by_keyboard_and_by_mouse(page):
    handle = page.locator(f"#{OUTLIER} .handle")
    handle.focus()
    press(page, "Shift+ArrowRight", 3)
    press(page, "ArrowRight", 4)
    assert state_of(page, OUTLIER) == {"size": 23}
    assert handle.get_attribute("aria-valuetext") == "23 cm, cut of the line 4.51, of the neuron 3.21"
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=4)
    page.mouse.up()
    assert 4 <= state_of(page, OUTLIER)["size"] < 20
