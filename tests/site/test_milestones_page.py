"""Milestones in Chromium: earned, ticked by keyboard, kept, saved, loaded, with storage blocked, without script."""

import json

import pytest

from tools.browser import open_context, settle

MAP = "milestones.html"
CHAPTER = "gradient-descent.html"
KEY = "neuron-by-neuron-milestones"
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() {throw new DOMException('no', 'SecurityError')}})"


@pytest.fixture
def visit(browser, address):
    """Return a function that opens a page in a fresh context; an exception in its scripts fails the test.

    With storage blocked the theme's own scripts raise, so there only ours are listened to.
    """
    contexts, errors = [], []

    def visited(name, context=None, script="", javascript=True, **options):
        if context is None:
            context = open_context(browser, **options) if javascript else browser.new_context(java_script_enabled=False)
            contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        ours = lambda error: not script or "milestones" in (error.stack or "")  # noqa: E731
        page.on("pageerror", lambda error: ours(error) and errors.append(f"{error}: {error.stack}"))
        page.goto(address + name)
        settle(page)
        if javascript:
            page.wait_for_selector(".milestone-own")
        return page

    yield visited
    for context in contexts:
        context.close()
    assert errors == []


def answer_right(page, label):
    """Answer a question right, as its folded answers know it."""
    right = page.locator(f"#{label} .quiz-answers li").evaluate_all(
        "all => all.findIndex(li => li.dataset.right === 'true')"
    )
    page.locator(f"#{label} input").nth(right).check()
    page.keyboard.press("Enter")


def test_right_answers_earn_a_milestone_and_the_map_knows(visit):
    page = visit(CHAPTER)
    box = page.locator("#milestone-m16")
    questions = box.get_attribute("data-quizzes").split()
    for number, label in enumerate(questions):
        assert not box.get_by_role("checkbox").is_checked()
        answer_right(page, label)
        said = box.get_by_role("status").inner_text()
        assert ("You own it" in said) == (number == len(questions) - 1)
    assert box.get_by_role("checkbox").is_checked()
    seen = visit(MAP, page.context)
    assert seen.locator("#map-m16").get_by_role("checkbox").is_checked()
    assert seen.locator(".milestone-count").inner_text().startswith("You own 1 of ")


def test_wrong_answers_earn_nothing(visit):
    page = visit(CHAPTER)
    for label in page.locator("#milestone-m16").get_attribute("data-quizzes").split():
        wrong = page.locator(f"#{label} .quiz-answers li").evaluate_all(
            "all => all.findIndex(li => li.dataset.right === 'false')"
        )
        page.locator(f"#{label} input").nth(wrong).check()
        page.keyboard.press("Enter")
    assert not page.locator("#milestone-m16").get_by_role("checkbox").is_checked()
    assert page.evaluate("key => localStorage.getItem(key)", KEY) is None


def test_by_keyboard_a_milestone_is_ticked_kept_and_given_up(visit):
    page = visit(MAP)
    box = page.locator("#map-m20").get_by_role("checkbox")
    assert box.get_attribute("aria-label").startswith("I own it: ")
    assert page.locator("#map-m20 .milestone-next").is_visible()
    box.focus()
    page.keyboard.press("Space")
    assert not page.locator("#map-m20 .milestone-next").is_visible(), "what is owned is not what comes next"
    page.reload()
    page.wait_for_selector(".milestone-own")
    assert box.is_checked()
    box.press("Space")
    assert not box.is_checked()
    assert page.locator(".milestone-count").inner_text().startswith("You own 0 of ")


def test_another_tab_follows(visit):
    first = visit(MAP)
    second = visit(MAP, first.context)
    first.locator("#map-m16").get_by_role("checkbox").check()
    second.wait_for_function("document.querySelector('#map-m16 input').checked")


def test_a_saved_file_brings_milestones_to_another_browser_and_loses_none_there(visit, tmp_path):
    here, there = visit(MAP), visit(MAP)
    here.locator("#map-m16").get_by_role("checkbox").check()
    there.locator("#map-m23").get_by_role("checkbox").check()
    with here.expect_download() as started:
        here.get_by_role("button", name="Save to a file").press("Enter")
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert json.loads(file.read_text())["owned"] == {"M16": "hand"}
    there.get_by_label("Load from a file").set_input_files(file)
    said = there.locator(".milestone-said")
    there.wait_for_function("document.querySelector('.milestone-said').textContent")
    assert said.inner_text() == "Loaded: 1 milestone is new here."
    for name in ("m16", "m23"):
        assert there.locator(f"#map-{name}").get_by_role("checkbox").is_checked()
    there.reload()
    there.wait_for_selector(".milestone-own")
    assert there.locator("#map-m16").get_by_role("checkbox").is_checked()


def test_a_bad_file_is_refused_in_words_and_nothing_is_lost(visit, tmp_path):
    page = visit(MAP)
    page.locator("#map-m23").get_by_role("checkbox").check()
    file = tmp_path / "notes.json"
    file.write_text("to do: learn")
    page.get_by_label("Load from a file").set_input_files(file)
    page.wait_for_function("document.querySelector('.milestone-said').textContent")
    said = page.locator(".milestone-said").inner_text()
    assert said.startswith("notes.json was not loaded: it is not JSON")
    assert said.endswith("Your milestones are as they were.")
    assert page.locator("#map-m23").get_by_role("checkbox").is_checked()


def test_with_storage_blocked_it_works_for_the_visit_and_says_so(visit):
    page = visit(MAP, script=BLOCKED)
    assert page.locator(".milestone-unkept").is_visible()
    page.locator("#map-m23").get_by_role("checkbox").check()
    assert page.locator(".milestone-count").inner_text().startswith("You own 1 of ")
    chapter = visit(CHAPTER, script=BLOCKED)
    chapter.locator("#milestone-m16").get_by_role("checkbox").check()
    assert "keeps nothing for this site" in chapter.locator("#milestone-m16").get_by_role("status").inner_text()
    assert not visit(MAP).locator(".milestone-unkept").is_visible(), "where storage works, nothing is said"


def test_without_javascript_the_list_is_there_and_nothing_pretends_to_remember(visit):
    page = visit(MAP, javascript=False)
    assert page.get_by_text("With JavaScript switched on").is_visible()
    assert page.locator(".milestone-item").count() >= 19
    assert page.locator("#map-m16 a").is_visible()
    chapter = visit(CHAPTER, javascript=False)
    assert chapter.locator("#milestone-m16").is_visible()
    for seen in (page, chapter):
        assert seen.locator("main :is(.milestone, .milestone-item, .milestones-state) :is(input, button)").count() == 0


def test_nothing_is_sent(visit):
    page = visit(MAP)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#map-m23").get_by_role("checkbox").check()
    page.get_by_role("button", name="Save to a file").click()
    page.wait_for_function("document.querySelector('.milestone-said').textContent")
    assert [url for url in asked if not url.startswith("blob:")] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_an_owned_milestone_fits_and_is_marked_in_both_themes(visit, theme):
    page = visit(MAP, width=375, theme=theme)
    item = page.locator("#map-m23")
    before = item.evaluate("item => getComputedStyle(item).borderLeftColor")
    item.get_by_role("checkbox").check()
    assert item.evaluate("item => getComputedStyle(item).borderLeftColor") != before
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    small = page.locator("main :is(.milestone-own, .milestone-tools :is(button, input))").evaluate_all(
        "all => all.map(part => part.getBoundingClientRect().height).filter(height => height < 24)"
    )
    assert small == []


def test_a_notebook_asks_from_memory_and_leads_to_the_milestones_box(site):
    cells = json.loads((site / "notebooks" / "gradient-descent.ipynb").read_text("utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    asked = text[text.index("**From memory**") :]
    assert asked.index("> **From *How wrong are we?***") < asked.index("<summary>Answers</summary>")
    assert "Explained in [" in asked.split("</details>")[0].split("<summary>Answers</summary>")[1]
    assert "> **Milestone: Gradient descent by hand**" in text
    assert "gradient-descent.html#milestone-m16)" in text
