"""Another word is chosen, or another translation."""

import json

from .page import SENTENCE, SHOWN


def words_can_be_chosen(page):
    """A click offers others; arrows, Escape and Enter do what they should."""
    place = open_some_word(page)
    page.expect_order()
    page.picture("words")
    page.browser.press("Escape")
    assert not page.browser.find("#words").is_displayed(), "Escape does not close"
    text = page.words()[place].text
    assert focused_text(page) == text, "the focus does not come back"
    page.browser.press("Enter")
    wait_for_options(page)
    page.browser.press("Home")
    if page.browser.run("return document.activeElement.ariaSelected") == "true":
        page.browser.press("Down")
    chosen = page.browser.run("return document.activeElement.firstChild.data")
    before = page.translation()
    page.browser.press("Enter")
    page.wait(
        f"return {SHOWN} && document.activeElement.textContent === {json.dumps(chosen)}",
        "the chosen word with the focus",
    )
    after = page.translation()
    assert after != before and chosen in after, f"{after!r} after {chosen!r}"
    words = [word.text for word in page.words()]
    assert words[place] == chosen, f"{words[place]!r} instead of {chosen!r}"
    page.browser.press("Home", "Right")
    assert focused_text(page) == words[min(1, len(words) - 1)], "arrows do not move"
    page.expect_quiet()


def open_some_word(page):
    """Clicks words until one has others."""
    for place, word in enumerate(page.words()):
        page.browser.click(word)
        page.wait(
            "return document.querySelector('#words [role=option]')"
            " || /no other/.test(document.querySelector('#words p').textContent)",
            "the list of words",
        )
        if len(page.browser.find_all("#words [role=option]")) > 1:
            return place
        page.browser.press("Escape")
    raise AssertionError("no word has another one")


def wait_for_options(page):
    """Waits until a list of words is open and has the focus."""
    page.wait(
        "return document.activeElement.role === 'option'", "the list of words"
    )


def focused_text(page):
    """The text of what has the focus."""
    return page.browser.run("return document.activeElement.textContent")


def others_can_be_chosen(page):
    """An alternative becomes the translation; the server may say no other."""
    page.type(SENTENCE)
    page.wait_for_translation()
    others = page.browser.find_all("#alternatives button")
    assert others, "no alternatives"
    text = others[0].text
    page.browser.click(others[0])
    page.wait(
        f"return document.querySelector('#output').textContent === {json.dumps(text)}",
        "the alternative",
    )
    page.expect_quiet()


CHECKS = [
    ("words", words_can_be_chosen),
    ("others", others_can_be_chosen),
]
