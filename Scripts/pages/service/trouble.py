"""The server is away, the network is, a key is needed."""

from browser import KEYS

from .page import SENTENCE


def server_may_be_away(page):
    """The page says so, and goes on once the server is back."""
    page.server.end()
    page.type("the dog .")
    page.wait("return !document.querySelector('#problem').hidden", "a word of it")
    page.expect_order()
    page.picture("away")
    page.server.start()
    page.wait("return document.querySelector('#problem').hidden", "the end of it")
    page.wait_for_translation()
    page.expect_quiet(allowed="ERR_CONNECTION")


def reader_may_be_offline(page):
    """The same for a network that is not there."""
    network(page, is_there=False)
    page.type("the cat .")
    page.wait("return !document.querySelector('#problem').hidden", "a word of it")
    assert "offline" in page.problem(), f"says {page.problem()!r}"
    page.picture("offline")
    network(page, is_there=True)
    page.wait("return document.querySelector('#problem').hidden", "the end of it")
    page.wait_for_translation()
    page.expect_quiet(allowed="ERR_INTERNET_DISCONNECTED")


def network(page, is_there):
    """Takes the network away, or gives it back."""
    page.browser.command("Network.enable")
    page.browser.command(
        "Network.emulateNetworkConditions",
        offline=not is_there,
        latency=0,
        downloadThroughput=-1,
        uploadThroughput=-1,
    )


def key_is_asked_for(page):
    """A wrong key is refused, a right one used; too many requests have to wait."""
    page.open(page.keyed)
    page.browser.run("sessionStorage.clear()")
    page.open(page.keyed)
    page.wait("return !document.querySelector('#key').hidden", "the field for the key")
    page.expect_order()
    type_key(page, "wrong" * 8)
    page.type(SENTENCE)
    page.wait("return !document.querySelector('#problem').hidden", "the refusal")
    page.picture("key")
    type_key(page, page.key)
    page.wait_for_translation()
    assert not page.browser.find("#key").is_displayed(), "the field stays"
    page.open(page.keyed, q="the dog .")
    page.wait_for_translation()
    page.type("the cat .")
    page.wait("return !document.querySelector('#problem').hidden", "the limit")
    assert "tries again in" in page.problem(), f"says {page.problem()!r}"
    page.picture("slowdown")
    page.expect_quiet(allowed="the server responded with a status of 4")


def type_key(page, key):
    """Gives a key, as a reader does."""
    page.browser.find("#key-field").send_keys(key, KEYS["Enter"])


CHECKS = [
    ("away", server_may_be_away),
    ("offline", reader_may_be_offline),
    ("key", key_is_asked_for),
]
