"""Text is typed, and its translation is pointed at."""

from .page import PLACE, SENTENCE

FOCUS = ["tabs", "source", "swap", "target", "input", "clear", "output", "copy", "alternatives"]
"""Where the focus goes, in this order; not all of them need be there."""


def opening_is_quiet(page):
    """The empty page."""
    page.browser.visit(page.server.url + "/", page.look)
    page.wait("return document.querySelector('#target').value !== ''", "the languages")
    page.expect_order()
    page.expect_quiet()
    page.picture("empty")


def typing_translates(page):
    """Key by key; the translation is that of the whole text, and the server's own."""
    page.open()
    page.type(SENTENCE, by_key=True)
    shown = page.wait_for_translation()
    expected = page.fetch(
        "v1/translate",
        {"texts": [SENTENCE], "source": page.source, "target": page.target, "alternatives": 3},
    )["translations"][0]
    assert shown == expected["text"], f"{shown!r} instead of {expected['text']!r}"
    assert page.browser.text("#count").startswith(str(len(SENTENCE))), "wrong length"
    page.wait("return document.querySelector('#said').textContent !== ''", "the spoken text")
    assert page.browser.text("#said") == shown, "another text is spoken"
    asked = [url for url in page.browser.requests() if url.endswith("v1/translate")]
    assert len(asked) < len(SENTENCE) / 4, f"{len(asked)} requests for one sentence"
    page.expect_order()
    page.expect_quiet()
    page.picture("translated")


def text_is_mirrored(page):
    """What lights up is below what is typed, however that wraps."""
    for text in (SENTENCE, f"{SENTENCE}\n\n {SENTENCE}\n", "very" * 90, (SENTENCE + " ") * 12):
        page.type(text)
        heights = page.browser.run(
            "const field = document.querySelector('#input');"
            "return [field.scrollHeight, field.clientHeight,"
            " document.querySelector('#mirror').offsetHeight]"
        )
        assert len(set(heights)) == 1, f"heights {heights}"
    assert page.ask("outside") == [], "a long text reaches out"
    page.type(SENTENCE)
    page.wait_for_translation()


def words_light_up(page):
    """By pointer and by focus, just what the server says goes together."""
    answer = page.fetch(
        "v1/translate",
        {
            "texts": [SENTENCE],
            "source": page.source,
            "target": page.target,
            "alternatives": 3,
            "alignment": True,
        },
    )
    alignment = answer["translations"][0]["segments"][0]["alignment"]
    end = 0
    for word in page.words():
        start = alignment["text"].index(word.text, end)
        end = start + len(word.text)
        expected = lit(SENTENCE, alignment["pieces"], start, end)
        page.browser.point(word)
        found = [mark.get_attribute("textContent") for mark in page.browser.find_all("mark")]
        assert found == expected, f"{word.text!r} lights up {found} instead of {expected}"
    page.picture("hovering")
    page.browser.point(page.browser.find(".bar"))
    assert not page.browser.find_all("mark"), "it stays lit"
    page.browser.run("arguments[0].focus()", page.words()[0])
    marks = page.browser.find_all("mark")
    expected = lit(SENTENCE, alignment["pieces"], 0, len(page.words()[0].text))
    assert len(marks) == len(expected), "the focus lights up nothing"
    page.expect_quiet()


def focus_goes_through(page):
    """Tab visits the parts in their order, and the focus can always be seen."""
    page.browser.run("document.activeElement.blur(); scrollTo(0, 0)")
    page.browser.run("document.querySelector('.name').focus()")
    visited = []
    for _ in range(40):
        page.browser.press("Tab")
        focused, place = page.ask("focused"), page.browser.run(PLACE)
        if focused is None or place == "footer":
            break
        assert focused["isSeen"], f"the focus on {place} cannot be seen"
        if not visited or visited[-1] != place:
            visited.append(place)
    expected = [place for place in FOCUS if place in visited]
    assert visited == expected, f"the focus goes through {visited}"
    least = {"tabs", "source", "target", "input", "clear", "output", "copy"}
    assert least <= set(visited), f"the focus misses {least - set(visited)}"


def lit(source, pieces, start, end):
    """The parts of a source that a word of the translation comes from: whole words, in order."""
    places = set()
    for piece in pieces:
        if not piece["source"] or piece["target"][0] >= end or piece["target"][1] <= start:
            continue
        first, last = piece["source"]
        while first > 0 and source[first - 1 : first + 1].isalnum():
            first -= 1
        while last < len(source) and source[last - 1 : last + 1].isalnum():
            last += 1
        places.update(range(first, last))
    parts = []
    for place in sorted(places):
        if place - 1 in places:
            parts[-1] += source[place]
        else:
            parts.append(source[place])
    return parts


CHECKS = [
    ("opening", opening_is_quiet),
    ("typing", typing_translates),
    ("mirror", text_is_mirrored),
    ("pointer", words_light_up),
    ("focus", focus_goes_through),
]
