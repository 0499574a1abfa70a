"""What holds for every page."""

from pathlib import Path

LOOKING = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")


class Page:
    """A page that is open in a browser, in one look; pictures of it go to `keep`."""

    def __init__(self, browser, look, keep):
        self.browser = browser
        self.look = look
        self.keep = keep

    def ask(self, question):
        """A function of `looking.js`."""
        return self.browser.run(f"{LOOKING}\nreturn {question}();")

    def expect_room(self):
        """All fits the window."""
        width = self.browser.run("return document.documentElement.scrollWidth")
        assert width <= self.look.width, f"{width} pixels wide"
        outside = self.ask("outside")
        assert not outside, f"outside the window: {outside[:3]}"

    def expect_legible(self):
        """Everything can be read, by ear and by eye."""
        nameless = self.browser.nameless_controls()
        assert not nameless, f"controls without a name: {nameless[:5]}"
        pale = self.ask("paleTexts")
        assert not pale, f"hardly to be read: {pale[:4]}"

    def expect_other_paper(self):
        """The page follows when the reader's system turns light or dark, and stands still if asked."""
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

    def expect_no_foreign_script(self):
        """A script that is not the page's own does not run."""
        self.browser.run(
            "const script = document.createElement('script');"
            "script.textContent = 'window.isForeign = true';"
            "document.body.append(script);"
        )
        assert not self.browser.run("return window.isForeign === true"), "a foreign script runs"
        self.browser.log("browser")
