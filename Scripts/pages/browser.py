"""A Chromium without a window, and what a reader does with it."""

import base64
import json
import time
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

KEYS = {
    "Tab": Keys.TAB,
    "Down": Keys.ARROW_DOWN,
    "Up": Keys.ARROW_UP,
    "Left": Keys.ARROW_LEFT,
    "Right": Keys.ARROW_RIGHT,
    "Home": Keys.HOME,
    "End": Keys.END,
    "Escape": Keys.ESCAPE,
    "Enter": Keys.ENTER,
    "Space": Keys.SPACE,
}


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    width: int
    is_dark: bool

    @property
    def name(self):
        """For files and rows of the report."""
        return f"{self.width}-{'dark' if self.is_dark else 'light'}"


LOOKS = [Look(width, is_dark) for width in (375, 1400) for is_dark in (False, True)]


class Browser:
    """A Chromium that keeps what it asks for and what its console says."""

    def __init__(self, downloads):
        self.downloads = Path(downloads).resolve()
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]:
            options.add_argument(argument)
        options.set_capability(
            "goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"}
        )
        self.driver = webdriver.Chrome(
            options=options, service=Service("/usr/bin/chromedriver")
        )
        self.command(
            "Browser.setDownloadBehavior",
            behavior="allow",
            downloadPath=str(self.downloads),
        )

    def close(self):
        """Ends the browser."""
        self.driver.quit()

    def command(self, name, **parameters):
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script, *arguments):
        """The value that a script returns."""
        return self.driver.execute_script(script, *arguments)

    # Opening

    def open(self, page, look):
        """Opens a page from its file; what was logged before is forgotten."""
        self.visit(Path(page).resolve().as_uri(), look)

    def visit(self, address, look):
        """Opens what is at an address; what was logged before is forgotten."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=look.width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.prefer(dark=look.is_dark)
        self.log("browser"), self.log("performance")
        self.driver.get(address)
        self.settle()

    def prefer(self, dark=False, reduced_motion=False):
        """Sets what the reader's system prefers."""
        features = {
            "prefers-color-scheme": "dark" if dark else "light",
            "prefers-reduced-motion": "reduce" if reduced_motion else "no-preference",
        }
        self.command(
            "Emulation.setEmulatedMedia",
            features=[{"name": name, "value": value} for name, value in features.items()],
        )

    def settle(self):
        """Waits until everything is drawn and no transition is under way."""
        self.driver.execute_async_script(
            "const done = arguments[0];"
            "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200)));"
        )

    def log(self, kind):
        """What was logged since the last call."""
        return self.driver.get_log(kind)

    def requests(self):
        """The addresses asked for since the last call, but for those that hold their content."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        addresses = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        return [address for address in addresses if not address.startswith(("data:", "blob:"))]

    # Looking

    def find(self, selector):
        """The first element of a selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        """All elements of a selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        """The text of an element, hidden or not."""
        return self.find(selector).get_attribute("textContent").strip()

    def screenshot(self, path):
        """Keeps a picture of the whole page."""
        size = self.run(
            "const page = document.documentElement;"
            "return [page.clientWidth, page.scrollHeight];"
        )
        clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
        picture = self.command(
            "Page.captureScreenshot", captureBeyondViewport=True, clip=clip
        )
        Path(path).write_bytes(base64.b64decode(picture["data"]))

    def nameless_controls(self):
        """The roles of what can have the focus and is called nothing."""
        nodes = self.command("Accessibility.getFullAXTree")["nodes"]
        return [
            node["role"]["value"]
            for node in nodes
            if not node.get("ignored")
            and is_focusable(node)
            and node["role"]["value"] not in ("RootWebArea", "generic")
            and not node.get("name", {}).get("value", "").strip()
        ]

    # Doing

    def press(self, *names):
        """Presses keys, one after the other."""
        for name in names:
            ActionChains(self.driver).send_keys(KEYS[name]).perform()

    def point(self, element):
        """Moves the pointer to the middle of an element."""
        self.run("arguments[0].scrollIntoView({ block: 'center', inline: 'center' })", element)
        ActionChains(self.driver).move_to_element(element).perform()

    def click(self, element):
        """Clicks an element."""
        self.point(element)
        ActionChains(self.driver).click().perform()

    def downloaded(self, act, seconds=5, suffix=".svg"):
        """The one file that an action makes the browser save."""
        for file in self.downloads.iterdir():
            file.unlink()
        act()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            files = list(self.downloads.iterdir())
            if files and all(file.suffix == suffix for file in files):
                return files[0]
            time.sleep(0.05)
        raise AssertionError("nothing was saved")


def is_focusable(node):
    """Whether a node of the accessibility tree can have the focus."""
    return any(
        entry["name"] == "focusable" and entry["value"].get("value")
        for entry in node.get("properties", [])
    )
