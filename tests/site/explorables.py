"""Explorables on a page: how the tests open them, move them, and hear what they say."""

from tools.browser import settle

PAGE = "explorables.html"


def opened(context, address, name=PAGE):
    """Return a page whose explorables are all there."""
    page = context.new_page()
    page.goto(address + name)
    settle(page)
    for element in page.locator(".explorable > *").all():
        element.scroll_into_view_if_needed()
    page.wait_for_function("[...document.querySelectorAll('.explorable > *')].every((e) => e.shadowRoot)")
    return page


def said(page, label, words):
    """Wait until the element says these words."""
    page.locator(f"#{label} [role=status]").filter(has_text=words).wait_for()


def state_of(page, label):
    """Return the state of an element."""
    return page.evaluate("(label) => document.getElementById(label).state", label)


def press(page, key, times=1):
    """Press a key, where the focus is."""
    for _ in range(times):
        page.keyboard.press(key)


def choose(page, label, name, value):
    """Choose an option of an element's setting."""
    page.locator(f"#{label} select[data-name={name}]").select_option(value)


def button(page, label, name):
    """Return a button of an element, by its name."""
    return page.locator(f"#{label}").get_by_role("button", name=name, exact=True)
