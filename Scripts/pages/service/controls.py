"""What stands around the text: languages, Copy and Clear, the limit of characters."""

import time

from .page import PLACE, SENTENCE


def languages_can_be_changed(page):
    """A language is detected, exchanged, and remembered."""
    page.open(source="auto", q=SENTENCE)
    page.wait_for_translation()
    option = "return document.querySelector('#source').selectedOptions[0].textContent"
    assert "(detected)" in page.browser.run(option), "no language was detected"
    swap = page.browser.find("#swap")
    if swap.is_enabled():
        shown = page.translation()
        page.browser.click(swap)
        page.wait_for_translation()
        found = values(page)
        assert found[0] == page.target, f"{found} after the exchange"
        assert found[2] == shown, "the translation is not what is translated"
    page.browser.run(
        "const field = document.querySelector('#source');"
        "field.value = 'auto'; field.dispatchEvent(new Event('change'))"
    )
    chosen = values(page)[:2]
    page.browser.visit(page.server.url + "/", page.look)
    page.wait("return document.querySelector('#target').value !== ''", "the languages")
    assert values(page)[:2] == chosen, f"{values(page)} instead of {chosen}"
    page.expect_quiet()


def values(page):
    """The languages and the text."""
    return page.browser.run(
        "return ['source', 'target', 'input'].map(id => document.getElementById(id).value)"
    )


def text_is_cleared_and_copied(page):
    """Copy takes the translation, Clear all of it away."""
    page.browser.command(
        "Browser.grantPermissions",
        permissions=["clipboardReadWrite", "clipboardSanitizedWrite"],
    )
    page.open(q=SENTENCE)
    shown = page.wait_for_translation()
    page.browser.click(page.browser.find("#copy"))
    page.wait("return document.querySelector('#state').textContent === 'Copied'", "a word of it")
    copied = page.browser.driver.execute_async_script(
        "navigator.clipboard.readText().then(arguments[0])"
    )
    assert copied == shown, f"copied {copied!r}"
    page.browser.click(page.browser.find("#clear"))
    assert page.translation() == "" and values(page)[2] == "", "something is left"
    assert page.browser.run(PLACE) == "input", "the focus is lost"
    page.expect_quiet()


def limit_is_told(page):
    """A text that is too long is not sent; the page says why."""
    limit = page.fetch("frontend/settings")["charLimit"]
    page.browser.requests()
    page.type("x" * (limit + 1))
    assert f"Allowed are {limit}." in page.problem(), f"says {page.problem()!r}"
    time.sleep(0.8)
    assert not page.browser.requests(), "it is sent all the same"
    page.expect_order()
    page.picture("too-long")
    page.type(SENTENCE)
    page.wait_for_translation()
    assert not page.problem(), "it stays"
    page.expect_quiet()


CHECKS = [
    ("languages", languages_can_be_changed),
    ("copying", text_is_cleared_and_copied),
    ("limit", limit_is_told),
]
