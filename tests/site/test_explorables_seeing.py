"""The explorables that look at pictures, and the ledger of prices, in Chromium: by keyboard, as a reader uses them."""

import pytest
from explorables import opened, said, state_of

from tools.browser import open_context

KERNEL, VERSUS, LEDGER = "explorable-kernel", "explorable-you-vs-gradient", "explorable-price-ledger"


@pytest.fixture(scope="module")
def page(browser, address):
    """Give the page at a phone's width: what fits there fits everywhere."""
    page = opened(open_context(browser, width=375), address)
    yield page
    page.context.close()


@pytest.fixture(autouse=True)
def fresh(page):
    """Begin every test with elements as they were."""
    for label in (KERNEL, VERSUS, LEDGER):
        page.evaluate("label => document.getElementById(label).reset()", label)


def fill_nine(page, label, weights):
    """Type nine weights, one after the other."""
    page.locator(f"#{label} .nine input").first.focus()
    for weight in weights:
        page.keyboard.press("Control+A")
        page.keyboard.type(str(weight))
        page.keyboard.press("Tab")


@pytest.mark.parametrize("label", [KERNEL, VERSUS, LEDGER])
def test_fits_a_phone(page, label):
    box = page.locator(f"#{label} .box")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0


@pytest.mark.parametrize("label", [KERNEL, VERSUS, LEDGER])
def test_controls_are_large_enough_and_have_names(page, label):
    problems = page.evaluate(
        """label => [...document.getElementById(label).shadowRoot.querySelectorAll("button, input, select, [tabindex]")]
            .filter((part) => {
                const box = part.getBoundingClientRect();
                const named = part.ariaLabel || part.labels?.length || part.textContent;
                return box.width < 23.9 || box.height < 23.9 || !named;
            }).map((part) => part.outerHTML.slice(0, 120))""",
        label,
    )
    assert problems == []


def test_kernel_is_typed_and_known_by_its_name(page):
    fill_nine(page, KERNEL, [-1, 0, 1, -2, 0, 2, -1, 0, 1])
    said(page, KERNEL, "it is blind to horizontal edges, and answers to vertical ones.")
    assert page.locator(f"#{KERNEL} [data-name=preset]").input_value() == "sobel_x"


def test_kernel_moves_with_the_arrow_keys_and_stays_on_the_picture(page):
    grip = page.locator(f"#{KERNEL} [role=slider]")
    grip.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    said(page, KERNEL, "Row 10, column 2: the nine products sum to 51,")
    assert grip.get_attribute("aria-valuetext") == "row 10, column 2: sum 51"
    for _ in range(6):
        page.keyboard.press("Shift+ArrowUp")
    said(page, KERNEL, "Row 1, column 2: the nine products sum to 204,")


def test_kernel_moves_with_the_mouse(page):
    picture = page.locator(f"#{KERNEL} .stack svg").first
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    at = [[box["x"] + box["width"] * (column + 0.5) / 24, box["y"] + box["height"] * 15.5 / 24] for column in (12, 20)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=3)
    page.mouse.up()
    assert {name: state_of(page, KERNEL)[name] for name in ("row", "column")} == {"row": 15, "column": 20}


def test_kernel_shows_the_products_and_the_result_as_pixels(page):
    page.locator(f"#{KERNEL} [data-name=preset]").select_option("horizontal_edges")
    below = page.locator(f"#{KERNEL} .below").all_text_contents()
    products = [float(text.split("=")[1].strip().replace("−", "-")) for text in below]
    said(page, KERNEL, f"the nine products sum to {sum(products):g},".replace("-", "−"))
    pixel = page.evaluate(
        """label => {
            const {row, column} = document.getElementById(label).state;
            const canvas = document.getElementById(label).shadowRoot.querySelectorAll("canvas")[1];
            return canvas.getContext("2d").getImageData(column, row, 1, 1).data[0];
        }""",
        KERNEL,
    )
    assert pixel == min(255, max(0, sum(products)))


def test_nine_typed_numbers_find_the_bars(page):
    said(page, VERSUS, "Your nine numbers tell 56 %")
    fill_nine(page, VERSUS, [-1, -1, -1, 2, 2, 2, -1, -1, -1])
    said(page, VERSUS, "Your nine numbers tell 100 % of the strokes at the left right")
    assert page.locator(f"#{VERSUS} .pictures .wrong").count() == 0


def test_gradient_descent_plays_and_fills_the_film(page):
    page.locator(f"#{VERSUS}").get_by_role("button", name="Let gradient descent play").press("Enter")
    said(page, VERSUS, "after 500 steps: 100.0 % at the left, where it learned, and 99.5 % at the right")
    assert "step 500100 %" in page.locator(f"#{VERSUS} .film").text_content()
    page.locator(f"#{VERSUS}").get_by_role("button", name="Take its numbers").press("Enter")
    said(page, VERSUS, "Your nine numbers tell 100 %")


def test_fourth_start_does_not_arrive(page):
    slider = page.locator(f"#{VERSUS} input[data-name=seed]")
    for _ in range(3):
        slider.press("ArrowRight")
    page.locator(f"#{VERSUS} input[data-name=t]").press("End")
    said(page, VERSUS, "from start 4, after 500 steps: 69.5 % at the left")
    said(page, VERSUS, "This start did not get there in 500 steps.")


def test_ledger_is_filled_line_by_line_by_keyboard(page):
    page.locator(f"#{LEDGER} [data-price=y]").focus()
    for price in (3, 6, 3, 3, 4.5, -3, 4.5, -3, 9, 4.5, 4.5, -6, -3, -3, 3, -7.5):
        page.keyboard.type(str(price))
        page.keyboard.press("Enter")
    said(page, LEDGER, "The ledger is full: all 16 prices from one sweep backward.")
    assert page.locator(f"#{LEDGER} svg").text_content().count("₱ ?") == 0


def test_ledger_answers_a_mistake_in_words(page):
    line = page.locator(f"#{LEDGER} [data-price=h1]")
    line.fill("1.5")
    line.press("Tab")
    said(page, LEDGER, "h₁ is not right yet: that is its exchange rate alone; multiply it by the price of ŷ, 3.")
    assert line.get_attribute("aria-invalid") == "true"


def test_ledger_nudges_a_price_and_counts_the_passes(page):
    for name in ("ŷ", "h₁"):
        page.locator(f"#{LEDGER}").get_by_role("button", name=f"Nudge {name} by 0.01").press("Enter")
    said(page, LEDGER, "h₁ changes the loss from 2.25 to 2.2952: 4.52 per unit. That took 2 forward passes so far")


def test_ledger_starts_afresh_with_other_inputs(page):
    page.locator(f"#{LEDGER}").get_by_role("button", name="Fill in the next line").press("Enter")
    said(page, LEDGER, "1 of 16 prices are right.")
    page.locator(f"#{LEDGER} input[data-name=x1]").press("ArrowLeft")
    said(page, LEDGER, "0 of 16 prices are right.")
