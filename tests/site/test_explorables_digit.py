"""Draw a digit in Chromium: by keyboard and with the pen, in both themes, on a phone, and when weights do not come."""

import pytest

from tools.browser import ROOT, open_context, settle

PAGE, LABEL = "digits.html", "explorable-digits-draw"
INSIDE = f"document.getElementById('{LABEL}').shadowRoot"
SAID = f"() => {INSIDE}?.querySelector('[role=status]').textContent ?? ''"
SHARES = f"[...{INSIDE}.querySelectorAll('.shares tr')].map((row) => [row.className, row.lastChild.textContent])"
BLANK = "The paper is blank"


def opened(browser, address, **options):
    """Return a page whose paper waits for ink."""
    page = open_context(browser, **options).new_page()
    page.goto(address + PAGE)
    settle(page)
    page.locator(f"#{LABEL}").scroll_into_view_if_needed()
    said(page, BLANK)
    return page


def said(page, words):
    """Wait until the element says these words."""
    page.wait_for_function(f"words => ({SAID})().includes(words)", arg=words)


def state(page):
    return page.evaluate(f"document.getElementById('{LABEL}').state")


@pytest.fixture(scope="module")
def shared(browser, address):
    page = opened(browser, address)
    yield page
    page.context.close()


@pytest.fixture
def page(shared):
    """Give the page with blank paper, and everything else as at the start."""
    shared.locator(f"#{LABEL} .reset").press("Enter")
    said(shared, BLANK)
    return shared


def press(page, name):
    """Press a button by keyboard."""
    page.locator(f"#{LABEL}").get_by_role("button", name=name, exact=True).press("Enter")


def test_every_example_by_keyboard(page):
    for digit in range(10):
        press(page, f"An example of {digit}")
        said(page, "reads a")
        assert len(state(page)["ink"]) >= 4
    press(page, "Undo")
    press(page, "Clear")
    said(page, BLANK)
    assert page.evaluate(SHARES) == [["", "–"]] * 10


def test_the_table_says_what_the_sentence_says(page):
    press(page, "An example of 0")
    said(page, "The dense network reads a 0")
    rows = page.evaluate(SHARES)
    assert [name for name, _ in rows] == ["first", *[""] * 9]
    assert f"gives it {rows[0][1]}" in page.evaluate(SAID)
    assert sum(float(text.removesuffix(" %")) for _, text in rows) == pytest.approx(100, abs=5)


def test_the_other_network_is_asked_about_the_same_ink(page):
    press(page, "An example of 3")
    said(page, "The dense network reads a")
    ink = state(page)["ink"]
    page.locator(f"#{LABEL} select[data-name=network]").select_option("convolutional")
    said(page, "The convolutional network reads a 3")
    assert state(page)["ink"] == ink


def test_scribbles_are_counted_and_reset_forgets_them(page):
    press(page, "Scribble")
    said(page, "Of one scribble so far")
    press(page, "Run 100 scribbles")
    said(page, "Of 101 scribbles so far it was sure of")
    page.locator(f"#{LABEL} .reset").press("Enter")
    said(page, BLANK)
    assert state(page)["tally"]["dense"] == {"scribbles": 0, "sure": 0}


def test_the_networks_differ_in_how_much_they_claim_of_scribbles(page):
    for network in ("dense", "convolutional"):
        page.locator(f"#{LABEL} select[data-name=network]").select_option(network)
        page.wait_for_function(f"document.getElementById('{LABEL}').nets.{network}?.layers")
        press(page, "Run 100 scribbles")
        said(page, "Of 100 scribbles so far")
    tally = state(page)["tally"]
    assert tally["convolutional"]["sure"] > 2 * tally["dense"]["sure"]


def test_the_paper_turns_by_arrow_keys(page):
    press(page, "An example of 7")
    said(page, "reads a")
    before = page.evaluate(f"document.getElementById('{LABEL}').said")
    page.locator(f"#{LABEL} input[data-name=turn]").focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert state(page)["turn"] == 45
    assert page.evaluate(f"document.getElementById('{LABEL}').said") != before
    assert page.locator(f"#{LABEL} input[data-name=turn]").get_attribute("aria-valuetext") == "45°"


def draw(page, *points):
    """Draw a line with the mouse; points in shares of the paper's width and height."""
    paper = page.locator(f"#{LABEL} .paper")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def test_a_one_drawn_with_the_mouse_is_read(page):
    draw(page, (0.55, 0.15), (0.45, 0.85))
    said(page, "reads a 1")
    draw(page, (0.4, 0.2), (0.55, 0.15))
    assert state(page)["ink"].count(-1) == 1
    press(page, "Undo")
    said(page, "reads a 1")
    assert -1 not in state(page)["ink"]


def test_the_pen_draws_where_it_is_on_turned_paper(page):
    draw(page, (0.5, 0.2), (0.5, 0.8))
    page.evaluate(f"document.getElementById('{LABEL}').state = {{turn: 90}}")
    draw(page, (0.2, 0.2), (0.2, 0.3))
    left = state(page)
    assert left["turn"] == 0
    first, second = left["ink"][: left["ink"].index(-1)], left["ink"][left["ink"].index(-1) + 1 :]
    assert max(first[1::2]) - min(first[1::2]) <= 2  # the upright line lies flat now
    assert second[0] == pytest.approx(56, abs=2)


def test_a_link_carries_the_drawing(browser, address, page):
    press(page, "An example of 5")
    said(page, "reads a")
    page.locator(f"#{LABEL} .share").press("Enter")
    said(page, "The link to this state is")
    other = open_context(browser).new_page()
    other.goto(page.url)
    other.wait_for_function(f"document.getElementById('{LABEL}')?.state?.ink.length > 20")
    assert state(other)["ink"] == state(page)["ink"]
    other.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ink_stands_out_from_paper_in_both_themes(browser, address, theme):
    page = opened(browser, address, theme=theme)
    draw(page, (0.5, 0.2), (0.5, 0.8))
    ink, paper = page.evaluate(
        f"""() => [[140, 140], [20, 140]].map(([x, y]) =>
            document.getElementById('{LABEL}').paper.getContext('2d').getImageData(x, y, 1, 1).data[0])"""
    )
    assert (ink - paper) * (1 if theme == "dark" else -1) > 150
    page.context.close()


def test_on_a_phone_it_fits_and_a_finger_draws(browser, address):
    context = browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + PAGE)
    settle(page)
    page.locator(f"#{LABEL}").scroll_into_view_if_needed()
    said(page, BLANK)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    paper = page.locator(f"#{LABEL} .paper")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box["width"] >= 250
    page.touchscreen.tap(box["x"] + 100, box["y"] + 100)
    said(page, "reads a")
    context.close()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 404, "body": ""}, "dense.bin did not come (404)"),
        ({"status": 200, "body": "short"}, "dense.bin has 5 bytes, but its layers take"),
        ({"status": 200, "body": "x" * 103_956}, "dense.bin is not what was exported"),
    ],
)
def test_weights_that_are_not_what_was_exported_are_refused_on_the_page(browser, address, answer, words):
    context = open_context(browser)
    context.route("**/dense.bin", lambda route: route.fulfill(**answer))
    page = context.new_page()
    page.goto(address + PAGE)
    page.locator(f"#{LABEL}").scroll_into_view_if_needed()
    said(page, f"The network cannot be used: {words}")
    press(page, "An example of 2")
    assert page.evaluate(SHARES) == [["", "–"]] * 10
    context.close()


def test_without_javascript_the_words_stand_there(browser, address):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + PAGE)
    assert page.locator(f"#{LABEL}").get_by_text(first_sentence_in_the_source()).is_visible()
    page.context.close()


def first_sentence_in_the_source():
    source = (ROOT / "book" / "digits.md").read_text(encoding="utf-8")
    return source.split(f":label: {LABEL}\n\n")[1].split("\n")[0]
