"""Documents, and the inspection of a sentence: the other two tabs."""

from .page import SENTENCE

LETTER = "the cat sees a dog .\n\n  the dog sees a cat .\n"
PAGE = '<!doctype html>\n<p title="a dog">the <b>cat</b> sees a dog .</p>\n<!-- as it was -->\n'
DROP = """
    const files = new DataTransfer();
    for (const [name, text] of arguments[0]) files.items.add(new File([text], name));
    for (const type of ['dragenter', 'dragover', 'drop']) {
        document.querySelector('main').dispatchEvent(new DragEvent(
            type, { dataTransfer: files, bubbles: true, cancelable: true }));
    }
"""


def documents_are_translated(page):
    """Dropped ones and chosen ones; what cannot be read is said."""
    files = [["letter.txt", LETTER], ["page.html", PAGE], ["broken.docx", "no archive"]]
    page.browser.run(DROP, files)
    assert page.browser.find("#documents").is_displayed(), "the documents are not shown"
    page.wait(
        "return document.querySelectorAll('.save').length === 2"
        " && document.querySelector('.jobs .failed .note[role]') !== null",
        "the documents",
    )
    said = page.browser.text(".jobs .failed .note[role]")
    assert "broken.docx" in said, f"says {said!r} of a broken document"
    page.expect_order()
    page.picture("documents")
    page.expect_quiet(allowed="400")
    saved_page, saved_letter = page.browser.find_all(".save")
    for link, text, suffix in ((saved_letter, LETTER, ".txt"), (saved_page, PAGE, ".html")):
        saved = page.browser.downloaded(lambda: page.browser.click(link), suffix=suffix)
        content = saved.read_text(encoding="utf-8")
        assert content != text and content.count("\n") == text.count("\n"), content
    assert "<!-- as it was -->" in content, content
    chosen = page.browser.downloads.with_name("chosen.txt")
    chosen.write_text(LETTER, encoding="utf-8")
    page.browser.find("#files").send_keys(str(chosen))
    page.wait("return document.querySelectorAll('.save').length === 3", "a chosen document")
    chosen.unlink()
    page.expect_quiet()


def inside_is_shown(page):
    """The tab of the inspection has the sentence at hand."""
    tab = page.browser.find("#tab-text")
    page.browser.click(tab)
    page.browser.press("End")
    page.wait("return !document.querySelector('#frame').hidden", "the inspection")
    title = "return document.querySelector('#frame').contentDocument.querySelector('h1').textContent"
    page.wait(title, "its title")
    first = SENTENCE.split()[0]
    assert first in page.browser.run(title), page.browser.run(title)
    page.expect_order()
    page.expect_quiet()
    page.picture("inside")
    page.browser.press("Home")
    assert page.browser.find("#text").is_displayed(), "no way back by the keyboard"


CHECKS = [
    ("documents", documents_are_translated),
    ("inside", inside_is_shown),
]
