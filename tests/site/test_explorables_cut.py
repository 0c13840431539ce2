"""The cut that makes classes of numbers: by keyboard and with a finger, in Chromium."""

from explorables import opened, press, said, state_of

from tools.browser import open_context

CUT = "explorable-machines-that-learn-threshold"


def test_a_cut_for_each_goal_is_found_by_keyboard_in_its_chapter(browser, address):
    chapter = opened(open_context(browser), address, "machines-that-learn.html")
    said(chapter, CUT, "The cut at 20.0 °C makes 3 warm days and 12 cold ones: 4 warm days are called cold")
    reached = chapter.locator(f"#{CUT} li.reached")
    assert reached.count() == 0
    chapter.locator(f"#{CUT} input[data-name=cut]").focus()
    press(chapter, "ArrowLeft", 10)
    said(chapter, CUT, "one warm day is called cold (13.0), one cold day is called warm (17.5). Goal 1 is reached")
    assert reached.all_inner_texts() == ["as few wrong days as can be ✓ reached"]
    handle = chapter.locator(f"#{CUT} .handle")
    handle.focus()
    press(chapter, "ArrowLeft", 4)
    said(chapter, CUT, "The cut at 13.0 °C makes 10 warm days and 5 cold ones: no warm day is called cold")
    assert handle.get_attribute("aria-valuetext") == "13.0 °C, 3 wrong"
    press(chapter, "Shift+ArrowRight")
    said(chapter, CUT, "Goal 3 is reached")
    assert chapter.locator(f"#{CUT} circle.warm").count() == 4
    assert chapter.locator(f"#{CUT} .cross").count() == 3
    chapter.context.close()


def test_the_cut_follows_the_finger_on_a_phone(browser, address):
    phone = opened(open_context(browser, width=375), address, "machines-that-learn.html")
    handle = phone.locator(f"#{CUT} .handle")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    phone.mouse.move(x, y)
    phone.mouse.down()
    phone.mouse.move(x - 60, y, steps=5)
    phone.mouse.up()
    assert 10 < state_of(phone, CUT)["cut"] < 19
    phone.context.close()
