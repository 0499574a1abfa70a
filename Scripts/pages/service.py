"""The page of `calque serve`, used as somebody who translates would."""

import json
import time
import urllib.parse
import urllib.request
from pathlib import Path

from browser import KEYS

LOOKING = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
SENTENCE = "the chicken did not cross the road because it was afraid ."
LETTER = "the cat sees a dog .\n\n  the dog sees a cat .\n"
PAGE = '<!doctype html>\n<p title="a dog">the <b>cat</b> sees a dog .</p>\n<!-- as it was -->\n'
FOCUS = ["tabs", "source", "swap", "target", "input", "clear", "output", "copy", "alternatives"]
"""Where the focus goes, in this order; not all of them need be there."""
SHOWN = """
    return document.querySelector('#output .word') !== null
        && !document.querySelector('#output').classList.contains('is-old')
"""
DROP = """
    const files = new DataTransfer();
    for (const [name, text] of arguments[0]) files.items.add(new File([text], name));
    for (const type of ['dragenter', 'dragover', 'drop']) {
        document.querySelector('main').dispatchEvent(new DragEvent(
            type, { dataTransfer: files, bubbles: true, cancelable: true }));
    }
"""
PLACE = """
    const node = document.activeElement;
    return ['words', 'alternatives', 'output'].find(id => node.closest(`#${id}`))
        ?? (node.role === 'tab' ? 'tabs' : node.closest('footer') ? 'footer' : node.id);
"""


class ServiceCheck:
    """The page in one look. `keyed` is a server that asks for a key, which is `key`."""

    def __init__(self, browser, server, keyed, key, look, keep):
        self.browser = browser
        self.server = server
        self.keyed = keyed
        self.key = key
        self.look = look
        self.keep = keep
        self.languages = self.fetch("languages")
        self.source = self.languages[0]["code"]
        self.target = [
            code for code in self.languages[0]["targets"] if code != self.source
        ][0]
        browser.visit(server.address, look)
        browser.run("localStorage.clear()")

    # What the checks share

    def fetch(self, path, body=None):
        """What the server answers a program."""
        data = body and json.dumps(body).encode()
        request = urllib.request.Request(
            self.server.address + path, data, {"Content-Type": "application/json"}
        )
        return json.load(urllib.request.urlopen(request))

    def open(self, server=None, **parameters):
        """Opens the page with its languages, or those that are given."""
        query = {"source": self.source, "target": self.target, **parameters}
        address = (server or self.server).address
        self.browser.visit(f"{address}?{urllib.parse.urlencode(query)}", self.look)

    def wait(self, condition, what, seconds=15):
        """Waits until a script returns what is true."""
        end = time.monotonic() + seconds
        while not self.browser.run(condition):
            assert time.monotonic() < end, f"{what} does not come"
            time.sleep(0.03)
        return self.browser.run(condition)

    def wait_for_translation(self):
        """Waits for the translation of what was typed."""
        self.wait(SHOWN, "the translation")
        return self.translation()

    def translation(self):
        """What is shown."""
        return self.browser.run("return document.getElementById('output').textContent")

    def type(self, text, by_key=False):
        """Puts a text in the place of another, key by key or at once."""
        field = self.browser.find("#input")
        if by_key:
            self.browser.run("arguments[0].value = ''", field)
            return field.send_keys(text)
        return self.browser.run(
            "arguments[0].value = arguments[1];"
            "arguments[0].dispatchEvent(new Event('input', { bubbles: true }))",
            field,
            text,
        )

    def words(self):
        """The words of the translation."""
        return self.browser.find_all("#output .word")

    def problem(self):
        """What is said to be wrong; nothing while all is well."""
        problem = self.browser.find("#problem")
        return problem.text if problem.is_displayed() else ""

    def picture(self, name):
        """Keeps a picture of the page."""
        self.browser.settle()
        self.browser.screenshot(self.keep / f"service-{self.look.name}-{name}.png")

    def ask(self, question):
        """A function of `looking.js`."""
        return self.browser.run(f"{LOOKING}\nreturn {question}();")

    def expect_order(self):
        """Everything fits, has a name and can be read."""
        width = self.browser.run("return document.documentElement.scrollWidth")
        assert width <= self.look.width, f"{width} pixels wide"
        outside = self.ask("outside")
        assert not outside, f"outside the window: {outside[:3]}"
        nameless = self.browser.nameless_controls()
        assert not nameless, f"controls without a name: {nameless[:5]}"
        pale = self.ask("paleTexts")
        assert not pale, f"hardly to be read: {pale[:4]}"

    def expect_quiet(self, allowed=None):
        """Nothing on the console but what is allowed, nothing asked of another place."""
        messages = [entry["message"] for entry in self.browser.log("browser")]
        loud = [text for text in messages if not allowed or allowed not in text]
        assert not loud, loud[0]
        homes = (self.server.address, self.keyed.address)
        strange = [url for url in self.browser.requests() if not url.startswith(homes)]
        assert not strange, f"asked for {strange[:3]}"

    # The checks, in the order in which they are made

    def opening_is_quiet(self):
        """The empty page."""
        self.browser.visit(self.server.address, self.look)
        self.wait("return document.querySelector('#target').value !== ''", "the languages")
        self.expect_order()
        self.expect_quiet()
        self.picture("empty")

    def typing_translates(self):
        """Key by key; the translation is that of the whole text, and the server's own."""
        self.open()
        self.type(SENTENCE, by_key=True)
        shown = self.wait_for_translation()
        expected = self.fetch(
            "v1/translate",
            {"texts": [SENTENCE], "source": self.source, "target": self.target, "alternatives": 3},
        )["translations"][0]
        assert shown == expected["text"], f"{shown!r} instead of {expected['text']!r}"
        assert self.browser.text("#count").startswith(str(len(SENTENCE))), "wrong length"
        self.wait("return document.querySelector('#said').textContent !== ''", "the spoken text")
        assert self.browser.text("#said") == shown, "another text is spoken"
        asked = [url for url in self.browser.requests() if url.endswith("v1/translate")]
        assert len(asked) < len(SENTENCE) / 4, f"{len(asked)} requests for one sentence"
        self.expect_order()
        self.expect_quiet()
        self.picture("translated")

    def text_is_mirrored(self):
        """What lights up is below what is typed, however that wraps."""
        for text in (SENTENCE, f"{SENTENCE}\n\n {SENTENCE}\n", "very" * 90, (SENTENCE + " ") * 12):
            self.type(text)
            heights = self.browser.run(
                "const field = document.querySelector('#input');"
                "return [field.scrollHeight, field.clientHeight,"
                " document.querySelector('#mirror').offsetHeight]"
            )
            assert len(set(heights)) == 1, f"heights {heights}"
        assert self.ask("outside") == [], "a long text reaches out"
        self.type(SENTENCE)
        self.wait_for_translation()

    def words_light_up(self):
        """By pointer and by focus, just what the server says goes together."""
        answer = self.fetch(
            "v1/translate",
            {
                "texts": [SENTENCE],
                "source": self.source,
                "target": self.target,
                "alternatives": 3,
                "alignment": True,
            },
        )
        alignment = answer["translations"][0]["segments"][0]["alignment"]
        end = 0
        for word in self.words():
            start = alignment["text"].index(word.text, end)
            end = start + len(word.text)
            expected = lit(SENTENCE, alignment["pieces"], start, end)
            self.browser.point(word)
            found = [mark.get_attribute("textContent") for mark in self.browser.find_all("mark")]
            assert found == expected, f"{word.text!r} lights up {found} instead of {expected}"
        self.picture("hovering")
        self.browser.point(self.browser.find(".bar"))
        assert not self.browser.find_all("mark"), "it stays lit"
        self.browser.run("arguments[0].focus()", self.words()[0])
        marks = self.browser.find_all("mark")
        expected = lit(SENTENCE, alignment["pieces"], 0, len(self.words()[0].text))
        assert len(marks) == len(expected), "the focus lights up nothing"
        self.expect_quiet()

    def focus_goes_through(self):
        """Tab visits the parts in their order, and the focus can always be seen."""
        self.browser.run("document.activeElement.blur(); scrollTo(0, 0)")
        self.browser.run("document.querySelector('.name').focus()")
        visited = []
        for _ in range(40):
            self.browser.press("Tab")
            focused, place = self.ask("focused"), self.browser.run(PLACE)
            if focused is None or place == "footer":
                break
            assert focused["isSeen"], f"the focus on {place} cannot be seen"
            if not visited or visited[-1] != place:
                visited.append(place)
        expected = [place for place in FOCUS if place in visited]
        assert visited == expected, f"the focus goes through {visited}"
        least = {"tabs", "source", "target", "input", "clear", "output", "copy"}
        assert least <= set(visited), f"the focus misses {least - set(visited)}"

    def words_can_be_chosen(self):
        """A click offers others; arrows, Escape and Enter do what they should."""
        place = self.open_some_word()
        self.expect_order()
        self.picture("words")
        self.browser.press("Escape")
        assert not self.browser.find("#words").is_displayed(), "Escape does not close"
        text = self.words()[place].text
        assert self.focused_text() == text, "the focus does not come back"
        self.browser.press("Enter")
        self.wait_for_options()
        self.browser.press("Home")
        if self.browser.run("return document.activeElement.ariaSelected") == "true":
            self.browser.press("Down")
        chosen = self.browser.run("return document.activeElement.firstChild.data")
        before = self.translation()
        self.browser.press("Enter")
        self.wait(f"return {SHOWN.strip().removeprefix('return')}"
                  f" && document.activeElement.textContent === {json.dumps(chosen)}",
                  "the chosen word with the focus")
        after = self.translation()
        assert after != before and chosen in after, f"{after!r} after {chosen!r}"
        words = [word.text for word in self.words()]
        assert words[place] == chosen, f"{words[place]!r} instead of {chosen!r}"
        self.browser.press("Home", "Right")
        assert self.focused_text() == words[min(1, len(words) - 1)], "arrows do not move"
        self.expect_quiet()

    def open_some_word(self):
        """Clicks words until one has others."""
        for place, word in enumerate(self.words()):
            self.browser.click(word)
            self.wait(
                "return document.querySelector('#words [role=option]')"
                " || /no other/.test(document.querySelector('#words p').textContent)",
                "the list of words",
            )
            if len(self.browser.find_all("#words [role=option]")) > 1:
                return place
            self.browser.press("Escape")
        raise AssertionError("no word has another one")

    def wait_for_options(self):
        """Waits until a list of words is open and has the focus."""
        self.wait(
            "return document.activeElement.role === 'option'", "the list of words"
        )

    def focused_text(self):
        """The text of what has the focus."""
        return self.browser.run("return document.activeElement.textContent")

    def others_can_be_chosen(self):
        """An alternative becomes the translation; the server may say no other."""
        self.type(SENTENCE)
        self.wait_for_translation()
        others = self.browser.find_all("#alternatives button")
        assert others, "no alternatives"
        text = others[0].text
        self.browser.click(others[0])
        self.wait(
            f"return document.querySelector('#output').textContent === {json.dumps(text)}",
            "the alternative",
        )
        self.expect_quiet()

    def languages_can_be_changed(self):
        """A language is detected, exchanged, and remembered."""
        self.open(source="auto", q=SENTENCE)
        self.wait_for_translation()
        option = "return document.querySelector('#source').selectedOptions[0].textContent"
        assert "(detected)" in self.browser.run(option), "no language was detected"
        swap = self.browser.find("#swap")
        if swap.is_enabled():
            shown = self.translation()
            self.browser.click(swap)
            self.wait_for_translation()
            values = self.values()
            assert values[0] == self.target, f"{values} after the exchange"
            assert values[2] == shown, "the translation is not what is translated"
        self.browser.run(
            "const field = document.querySelector('#source');"
            "field.value = 'auto'; field.dispatchEvent(new Event('change'))"
        )
        chosen = self.values()[:2]
        self.browser.visit(self.server.address, self.look)
        self.wait("return document.querySelector('#target').value !== ''", "the languages")
        assert self.values()[:2] == chosen, f"{self.values()} instead of {chosen}"
        self.expect_quiet()

    def values(self):
        """The languages and the text."""
        return self.browser.run(
            "return ['source', 'target', 'input'].map(id => document.getElementById(id).value)"
        )

    def text_is_cleared_and_copied(self):
        """Copy takes the translation, Clear all of it away."""
        self.browser.command(
            "Browser.grantPermissions",
            permissions=["clipboardReadWrite", "clipboardSanitizedWrite"],
        )
        self.open(q=SENTENCE)
        shown = self.wait_for_translation()
        self.browser.click(self.browser.find("#copy"))
        self.wait("return document.querySelector('#state').textContent === 'Copied'", "a word of it")
        copied = self.browser.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0])"
        )
        assert copied == shown, f"copied {copied!r}"
        self.browser.click(self.browser.find("#clear"))
        assert self.translation() == "" and self.values()[2] == "", "something is left"
        assert self.browser.run(PLACE) == "input", "the focus is lost"
        self.expect_quiet()

    def limit_is_told(self):
        """A text that is too long is not sent; the page says why."""
        limit = self.fetch("frontend/settings")["charLimit"]
        self.browser.requests()
        self.type("x" * (limit + 1))
        assert f"Allowed are {limit}." in self.problem(), f"says {self.problem()!r}"
        time.sleep(0.8)
        assert not self.browser.requests(), "it is sent all the same"
        self.expect_order()
        self.picture("too-long")
        self.type(SENTENCE)
        self.wait_for_translation()
        assert not self.problem(), "it stays"
        self.expect_quiet()

    def documents_are_translated(self):
        """Dropped ones and chosen ones; what cannot be read is said."""
        files = [["letter.txt", LETTER], ["page.html", PAGE], ["broken.docx", "no archive"]]
        self.browser.run(DROP, files)
        assert self.browser.find("#documents").is_displayed(), "the documents are not shown"
        self.wait(
            "return document.querySelectorAll('.save').length === 2"
            " && document.querySelector('.jobs .failed .note[role]') !== null",
            "the documents",
        )
        said = self.browser.text(".jobs .failed .note[role]")
        assert "broken.docx" in said, f"says {said!r} of a broken document"
        self.expect_order()
        self.picture("documents")
        self.expect_quiet(allowed="400")
        page, letter = self.browser.find_all(".save")
        for link, text, suffix in ((letter, LETTER, ".txt"), (page, PAGE, ".html")):
            saved = self.browser.downloaded(lambda: self.browser.click(link), suffix=suffix)
            content = saved.read_text(encoding="utf-8")
            assert content != text and content.count("\n") == text.count("\n"), content
        assert "<!-- as it was -->" in content, content
        letter = self.browser.downloads.with_name("chosen.txt")
        letter.write_text(LETTER, encoding="utf-8")
        self.browser.find("#files").send_keys(str(letter))
        self.wait("return document.querySelectorAll('.save').length === 3", "a chosen document")
        letter.unlink()
        self.expect_quiet()

    def inside_is_shown(self):
        """The tab of the inspection has the sentence at hand."""
        tab = self.browser.find("#tab-text")
        self.browser.click(tab)
        self.browser.press("End")
        self.wait("return !document.querySelector('#frame').hidden", "the inspection")
        title = "return document.querySelector('#frame').contentDocument.querySelector('h1').textContent"
        self.wait(title, "its title")
        first = SENTENCE.split()[0]
        assert first in self.browser.run(title), self.browser.run(title)
        self.expect_order()
        self.expect_quiet()
        self.picture("inside")
        self.browser.press("Home")
        assert self.browser.find("#text").is_displayed(), "no way back by the keyboard"

    def server_may_be_away(self):
        """The page says so, and goes on once the server is back."""
        self.server.stop()
        self.type("the dog .")
        self.wait("return !document.querySelector('#problem').hidden", "a word of it")
        self.expect_order()
        self.picture("away")
        self.server.start()
        self.wait("return document.querySelector('#problem').hidden", "the end of it")
        self.wait_for_translation()
        self.expect_quiet(allowed="ERR_CONNECTION")

    def reader_may_be_offline(self):
        """The same for a network that is not there."""
        self.network(is_there=False)
        self.type("the cat .")
        self.wait("return !document.querySelector('#problem').hidden", "a word of it")
        assert "offline" in self.problem(), f"says {self.problem()!r}"
        self.picture("offline")
        self.network(is_there=True)
        self.wait("return document.querySelector('#problem').hidden", "the end of it")
        self.wait_for_translation()
        self.expect_quiet(allowed="ERR_INTERNET_DISCONNECTED")

    def network(self, is_there):
        """Takes the network away, or gives it back."""
        self.browser.command("Network.enable")
        self.browser.command(
            "Network.emulateNetworkConditions",
            offline=not is_there,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def key_is_asked_for(self):
        """A wrong key is refused, a right one used; too many requests have to wait."""
        self.open(self.keyed)
        self.browser.run("sessionStorage.clear()")
        self.open(self.keyed)
        self.wait("return !document.querySelector('#key').hidden", "the field for the key")
        self.expect_order()
        self.type_key("wrong" * 8)
        self.type(SENTENCE)
        self.wait("return !document.querySelector('#problem').hidden", "the refusal")
        self.picture("key")
        self.type_key(self.key)
        self.wait_for_translation()
        assert not self.browser.find("#key").is_displayed(), "the field stays"
        self.open(self.keyed, q="the dog .")
        self.wait_for_translation()
        self.type("the cat .")
        self.wait("return !document.querySelector('#problem').hidden", "the limit")
        assert "tries again in" in self.problem(), f"says {self.problem()!r}"
        self.picture("slowdown")
        self.expect_quiet(allowed="the server responded with a status of 4")

    def type_key(self, key):
        """Gives a key, as a reader does."""
        self.browser.find("#key-field").send_keys(key, KEYS["Enter"])

    def other_paper(self):
        """The page follows when the reader's system turns light or dark, and stands still if asked."""
        self.open()
        color = "return getComputedStyle(document.body).backgroundColor"
        before = self.browser.run(color)
        self.browser.prefer(dark=not self.look.is_dark, reduced_motion=True)
        self.browser.settle()
        assert self.browser.run(color) != before, "the page stays as it was"
        moving = self.browser.run(
            "return [...document.querySelectorAll('*')].filter(node =>"
            " parseFloat(getComputedStyle(node).transitionDuration) > 0).length"
        )
        assert moving == 0, f"{moving} elements move where nothing should"

    def foreign_script_is_stopped(self):
        """A script that is not the page's own does not run."""
        self.browser.run(
            "const script = document.createElement('script');"
            "script.textContent = 'window.isForeign = true';"
            "document.body.append(script);"
        )
        assert not self.browser.run("return window.isForeign === true"), "a foreign script runs"
        self.browser.log("browser")

    def all(self):
        """Each check with its name in the report."""
        return [
            ("opening", self.opening_is_quiet),
            ("typing", self.typing_translates),
            ("mirror", self.text_is_mirrored),
            ("pointer", self.words_light_up),
            ("focus", self.focus_goes_through),
            ("words", self.words_can_be_chosen),
            ("others", self.others_can_be_chosen),
            ("languages", self.languages_can_be_changed),
            ("copying", self.text_is_cleared_and_copied),
            ("limit", self.limit_is_told),
            ("documents", self.documents_are_translated),
            ("inside", self.inside_is_shown),
            ("away", self.server_may_be_away),
            ("offline", self.reader_may_be_offline),
            ("key", self.key_is_asked_for),
            ("paper", self.other_paper),
            ("policy", self.foreign_script_is_stopped),
        ]


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
