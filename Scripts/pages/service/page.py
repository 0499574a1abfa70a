"""The page of `calque serve`, as somebody who translates has it before them."""

import json
import time
import urllib.parse
import urllib.request

from page import Page

SENTENCE = "the chicken did not cross the road because it was afraid ."
SHOWN = (
    "document.querySelector('#output .word') !== null"
    " && !document.querySelector('#output').classList.contains('is-old')"
)
"""Whether a translation is shown, and that of the text."""
PLACE = """
    const node = document.activeElement;
    return ['words', 'alternatives', 'output'].find(id => node.closest(`#${id}`))
        ?? (node.role === 'tab' ? 'tabs' : node.closest('footer') ? 'footer' : node.id);
"""


class ServicePage(Page):
    """The page in one look. `keyed` is a server that asks for a key, which is `key`."""

    def __init__(self, browser, server, keyed, key, look, keep):
        super().__init__(browser, look, keep)
        self.server = server
        self.keyed = keyed
        self.key = key
        language = self.fetch("languages")[0]
        self.source = language["code"]
        self.target = next(code for code in language["targets"] if code != self.source)
        browser.visit(server.url + "/", look)
        browser.run("localStorage.clear()")

    def fetch(self, path, body=None):
        """What the server answers a program."""
        data = body and json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.server.url}/{path}", data, {"Content-Type": "application/json"}
        )
        return json.load(urllib.request.urlopen(request))

    def open(self, server=None, **parameters):
        """Opens the page with its languages, or those that are given."""
        query = {"source": self.source, "target": self.target, **parameters}
        url = (server or self.server).url
        self.browser.visit(f"{url}/?{urllib.parse.urlencode(query)}", self.look)

    def wait(self, condition, what, seconds=15):
        """Waits until a script returns what is true."""
        end = time.monotonic() + seconds
        while not self.browser.run(condition):
            assert time.monotonic() < end, f"{what} does not come"
            time.sleep(0.03)
        return self.browser.run(condition)

    def wait_for_translation(self):
        """Waits for the translation of what was typed."""
        self.wait(f"return {SHOWN}", "the translation")
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

    def expect_order(self):
        """Everything fits, has a name and can be read."""
        self.expect_room()
        self.expect_legible()

    def expect_quiet(self, allowed=None):
        """Nothing on the console but what is allowed, nothing asked of another place."""
        messages = [entry["message"] for entry in self.browser.log("browser")]
        loud = [text for text in messages if not allowed or allowed not in text]
        assert not loud, loud[0]
        homes = (self.server.url, self.keyed.url)
        strange = [url for url in self.browser.requests() if not url.startswith(homes)]
        assert not strange, f"asked for {strange[:3]}"
