"""A page that looks inside a model, read as a reader would."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

from attention import Attention, legible, shown
from page import Page
from sections import Sections

SECTIONS = ["steps", "beam", "layers", "contrast", "dictionary"]
PARTS = [
    *("controls", "matrix-title", "lines-title", "overview-title"),
    *(f"{section}-title" for section in SECTIONS),
    "footer",
]
"""Where the focus goes, in this order; a page need not have all of them."""
MOST_TABS = 120
TOLERANCE = 0.0051
"""The page's numbers have two digits behind the point."""
SVG = "{http://www.w3.org/2000/svg}"


class InspectionCheck(Page):
    """A page in one look."""

    def __init__(self, browser, page, look, keep):
        super().__init__(browser, look, keep)
        self.page = page
        browser.open(page, look)
        self.attention = Attention(browser.text("#data"))
        self.site = self.attention.opening["site"]
        self.sections = Sections(browser, self.attention)

    def readout(self):
        """What the live region of the matrix says."""
        return self.browser.text(".readout")

    @property
    def is_painted(self):
        """Whether the matrix is on a canvas."""
        return bool(self.browser.find_all(".matrix canvas"))

    def cell(self, query, key):
        """An element of the matrix."""
        return self.browser.find(f'.matrix td[data-row="{query}"][data-column="{key}"]')

    def expect_said(self, layer, head, query, key):
        """Asserts that the live region says a weight, as "it → chicken 0.82"."""
        expected = self.attention.said(self.site, layer, head, query, key)
        said = self.readout()
        words, number = said.rsplit(" ", 1)
        assert words.removesuffix(" <") == expected.rsplit(" ", 1)[0].removesuffix(" <"), (
            f"said {said!r} instead of {expected!r}"
        )
        weight = self.attention.weight(self.site, layer, head, query, key)
        assert abs(float(number) - weight) < TOLERANCE, f"said {said!r}, but it is {weight}"

    @property
    def opening(self):
        """The layer and head that are shown first; no head is the mean."""
        head = self.attention.opening.get("head")
        return self.attention.opening["layer"], head

    # The checks, in the order in which they are made

    def opening_is_quiet(self):
        """Nothing is asked for but the file, nothing is complained of, all fits the window."""
        requests = self.browser.requests()
        assert requests == [self.page.resolve().as_uri()], f"asked for {requests[:3]}"
        messages = [entry["message"] for entry in self.browser.log("browser")]
        assert not messages, messages[0]
        self.expect_room()
        self.browser.screenshot(self.keep / f"{self.page.stem}-{self.look.name}.png")

    def everything_can_be_read(self):
        """By ear and by eye."""
        self.expect_legible()
        status = self.browser.find(".readout")
        assert status.get_attribute("role") == "status", "the readout is no live region"

    def focus_goes_through(self):
        """Tab visits the parts in order, and the focus can always be seen."""
        visited = []
        for _ in range(MOST_TABS):
            self.browser.press("Tab")
            focused = self.ask("focused")
            if focused is None:
                break
            assert focused["isSeen"], f"the focus on {focused['name']} cannot be seen"
            if not visited or visited[-1] != focused["part"]:
                visited.append(focused["part"])
        else:
            raise AssertionError(f"no end of the page after {MOST_TABS} tabs")
        visited = ["footer" if part == "" else part for part in visited]
        known = [part for part in visited if part in PARTS]
        expected = [part for part in PARTS if part in known]
        assert known == expected, f"the focus goes through {visited}"
        least = {"controls", "matrix-title", "lines-title"}
        least |= {f"{section}-title" for section in self.attention.sections}
        assert least <= set(known), f"the focus misses {least - set(known)}"

    def keys_move(self):
        """Through the cells, and the live region says where."""
        rows, columns = (len(side) for side in self.attention.sides(self.site))
        layer, head = self.opening
        matrix = self.browser.find(".matrix canvas" if self.is_painted else ".matrix td[tabindex='0']")
        self.browser.run("arguments[0].focus()", matrix)
        self.browser.press("Right", "Left", "Up", "Down", "Home")
        self.move_home()
        self.expect_said(layer, head, 0, 0)
        self.browser.press("Right")
        self.expect_said(layer, head, 0, min(1, columns - 1))
        self.browser.press("Down", "Down", "End")
        self.expect_said(layer, head, min(2, rows - 1), columns - 1)
        bubble = self.browser.find(".bubble")
        assert bubble.is_displayed() and bubble.text.strip(), "no number beside the cell"
        assert self.browser.run(
            "return document.querySelector('.matrix').contains(document.activeElement)"
        ), "the focus left the matrix"
        self.browser.press("Escape")
        assert "Point at" in self.readout(), "Escape does not let go"

    def move_home(self):
        """To the first of all cells, which Control and Home do at once."""
        for _ in self.attention.sides(self.site)[0]:
            self.browser.press("Up")

    def words_speak(self):
        """A word of the line view says what it looks at, and lines go out from it."""
        option = self.browser.find(".lines [role=option][tabindex='0']")
        self.browser.run("arguments[0].focus()", option)
        self.browser.press("Home", "Down")
        queries, keys = self.attention.sides(self.site)
        query = min(1, len(queries) - 1)
        layer, head = self.opening
        weights = [
            self.attention.weight(self.site, layer, head, query, key) for key in range(len(keys))
        ]
        said = self.readout()
        start = f"{shown(queries[query])} → "
        assert said.startswith(start), f"said {said!r}"
        number = float(re.match(r".*? ([0-9.]+)(; |$)", said.removeprefix(start)).group(1))
        assert abs(number - max(weights)) < TOLERANCE, f"said {said!r}, not {max(weights)}"
        lines = self.browser.find_all(".lines svg g:last-child path")
        assert len(lines) == sum(weight >= 0.01 for weight in weights), f"{len(lines)} lines"
        self.browser.press("Right")
        assert "←" in self.readout(), "no way to the words that are looked at"
        self.browser.press("Left")
        assert "→" in self.readout(), "no way back to the words that look"

    def pointer_speaks(self):
        """A pointer on a cell, on a line's word and on the sentence."""
        layer, head = self.opening
        queries, keys = self.attention.sides(self.site)
        query, key = len(queries) - 1, len(keys) // 2
        if not self.is_painted:
            self.browser.point(self.cell(query, key))
            self.expect_said(layer, head, query, key)
        else:
            self.browser.point(self.browser.find(".matrix canvas"))
            assert re.search(r" → .* [0-9.]+$", self.readout()), self.readout()
        self.browser.point(self.browser.find(".lines [role=option][data-column='0']"))
        assert self.readout().startswith(shown(queries[0])), self.readout()
        before = self.readout()
        line = 1 if self.site == "encoder" else 2
        self.browser.point(self.browser.find_all(f"h1 .line:nth-child({line}) .part")[-1])
        assert self.readout() != before or len(queries) == 1, "the sentence says nothing"
        marked = self.browser.find_all("h1 .part.is-marked")
        assert marked, "nothing is marked in the sentence"

    def heads_can_be_chosen(self):
        """Every attention; of each, the first layer and the last head, by keys in the overview."""
        for site in self.attention.sites:
            radio = self.browser.find_all(f'.controls input[value="{site}"]')
            if radio:
                self.browser.run("arguments[0].click()", radio[0])
            layers, heads = len(self.attention.at(site)), self.attention.heads(site)
            if layers * heads == 1:
                continue
            tile = self.browser.find(".overview td[tabindex='0']")
            self.browser.run("arguments[0].focus()", tile)
            for _ in range(layers):
                self.browser.press("Up")
            self.browser.press("End")
            self.site = site
            title = self.browser.text("#matrix-title")
            expected = f"layer 0 · head {heads - 1}" if heads > 1 else "layer 0"
            assert expected in title, f"{title!r} has no {expected!r}"
            if not self.is_painted:
                self.browser.run("arguments[0].focus()", self.cell(0, 0))
                self.expect_said(0, heads - 1, 0, 0)
        toggle = self.browser.find(".toggle input")
        if toggle.is_displayed():
            self.browser.click(toggle)
            shown_heads = len(self.browser.find_all(".heads li"))
            assert shown_heads == self.attention.heads(self.site), f"{shown_heads} colours"
        self.browser.settle()
        self.browser.screenshot(self.keep / f"{self.page.stem}-{self.look.name}-heads.png")

    def pictures_are_saved(self):
        """Every button saves a document that asks for nothing and says what it shows."""
        for button in self.browser.find_all(".save"):
            if not button.is_displayed():
                continue
            file = self.browser.downloaded(lambda: self.browser.click(button))
            root = ElementTree.parse(file).getroot()
            assert root.tag == f"{SVG}svg", f"{file.name} is no SVG"
            label = root.get("aria-label", "")
            assert label.startswith(f"{legible(self.attention.model)}: "), f"says {label!r}"
            names = {element.tag for element in root.iter()}
            allowed = {"svg", "style", "rect", "text", "g", "path", "line", "circle"}
            assert names <= {SVG + name for name in allowed}, f"{file.name} has {names}"
            render(file, self.keep / f"{self.page.stem}-{self.look.name}-{file.name}")

    def stays_quiet(self):
        """In all of that, no error and no request."""
        messages = [entry["message"] for entry in self.browser.log("browser")]
        assert not messages, messages[0]
        requests = self.browser.requests()
        assert not requests, f"asked for {requests[:3]}"

    def all(self):
        """Each check with its name in the report."""
        return [
            ("opening", self.opening_is_quiet),
            ("reading", self.everything_can_be_read),
            ("focus", self.focus_goes_through),
            ("keys", self.keys_move),
            ("words", self.words_speak),
            ("pointer", self.pointer_speaks),
            ("heads", self.heads_can_be_chosen),
            ("saving", self.pictures_are_saved),
            *self.sections.checks,
            ("paper", self.expect_other_paper),
            ("quiet", self.stays_quiet),
            ("policy", self.expect_no_foreign_script),
        ]


def render(file, kept):
    """Keeps a saved picture, and draws it where there is a program for it."""
    shutil.copy(file, kept)
    if shutil.which("rsvg-convert"):
        subprocess.run(
            ["rsvg-convert", str(kept), "-o", str(kept.with_suffix(".png"))], check=True
        )
