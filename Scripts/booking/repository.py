"""Pages as a repository shows them: Markdown."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .book import Book, Chapter
from .errors import BookError
from .findings import write_whole
from .recipe import Recipe
from .texts import Texts, fenced

SITE_COMMAND = "Scripts/book --site DIR"


class RepositoryVoice:
    """Pictures and pages as files beside the text; toys as a sentence that says where they are."""

    def __init__(self, book: Book):
        self.book = book

    def figure(self, name: str, caption: str) -> str:
        """The picture, what it shows for those who do not see it, and the caption."""
        shown = escaped(described(self.book.figures / f"{name}.svg"))
        words = caption if "*" in caption else f"*{caption}*"
        return f"![{shown}](Figures/{name}.svg)\n\n{words}"

    def touch(self, name: str, caption: str) -> str:
        """Where it is."""
        return f"**Something to touch:** {caption} It is in the site, which `{SITE_COMMAND}` makes."

    def toy(self, kind: str, title: str, data: dict[str, Any]) -> str:
        """Where it is."""
        title = title if title.endswith((".", "!", "?")) else f"{title}."
        return f"**Something to touch:** {title} It is in the site, which `{SITE_COMMAND}` makes."

    def code(self, path: str, text: str) -> str:
        """The declaration and a link to where it is from."""
        return f"{fenced(text, 'swift')}\n\n*From [{path}](../../{path})*"


def described(svg: Path) -> str:
    """What a picture says of itself to those who do not see it."""
    try:
        return ElementTree.parse(svg).getroot().get("aria-label", "")
    except (OSError, ElementTree.ParseError) as error:
        raise BookError(f"Figures/{svg.name} is no picture: {error}") from None


def escaped(text: str) -> str:
    """Text that is no markup."""
    for mark in "\\[]*_`<$":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def repository_pages(book: Book, recipe: Recipe) -> tuple[dict[str, str], Texts]:
    """All pages by their names, and the texts that they were made of."""
    texts = Texts(book, recipe, RepositoryVoice(book))
    pages = {chapter.page: page(book, chapter, texts.render(chapter)) for chapter in book.chapters}
    return pages, texts


def page(book: Book, chapter: Chapter, text: str) -> str:
    """A page: where it comes from, the text, and the ways to other pages."""
    source = f"<!-- Made by Scripts/book of Text/{chapter.source.name}: change that. -->"
    ways = " · ".join(f"[{title}]({to})" for title, to in neighbours(book, chapter))
    end = f"\n---\n\n{ways}\n" if ways else ""
    return f"{source}\n\n{text}{end}"


def neighbours(book: Book, chapter: Chapter) -> list[tuple[str, str]]:
    """The page before, the contents and the page after; no contents of the contents."""
    chapters = book.chapters
    place = chapters.index(chapter)
    ways = []
    if place > 1:
        ways.append((f"← {chapters[place - 1].label}", chapters[place - 1].page))
    if place > 0:
        ways.append(("Contents", chapters[0].page))
    if place + 1 < len(chapters):
        ways.append((f"{chapters[place + 1].label} →", chapters[place + 1].page))
    return ways


def write_pages(book: Book, recipe: Recipe) -> None:
    """Writes all pages into the folder of the book."""
    for name, text in repository_pages(book, recipe)[0].items():
        write_whole(book.folder / name, text)
