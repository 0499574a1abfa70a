"""The book as pages for the browser, each of them one file that asks for nothing."""

import base64
import hashlib
import html
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2

from .book import Book, Chapter
from .errors import BookError
from .figures import inlined
from .findings import write_whole
from .markup import PIECE, Markup
from .recipe import Recipe
from .texts import Texts, fenced
from .touched import RESOURCES, Touched, page_script

HERE = Path(__file__).parent

TOYS: dict[str, set[str]] = {
    "explorer": {"axes", "series"},
    "softmax": set(),
    "waves": set(),
    "memory": {"trace"},
}
"""What every toy has to be given."""


@dataclass
class SiteVoice:
    """Pictures, pages and toys as parts of the page."""

    book: Book
    pieces: dict[str, str] = field(default_factory=dict)
    toys: set[str] = field(default_factory=set)
    scripts: list[str] = field(default_factory=list)
    """Those of the pages that are framed: a frame may run what its page may."""

    @property
    def markup(self) -> Markup:
        """How its text becomes HTML."""
        return Markup(self.link, self.pieces)

    def link(self, to: str) -> str | None:
        """Where a link leads: to a page of the site, to a paper, or nowhere."""
        if re.match(r"https?://|#", to):
            return to
        page, mark, place = to.partition("#")
        pages = {chapter.page: chapter.site_page for chapter in self.book.chapters}
        return pages[page] + mark + place if page in pages else None

    def piece(self, content: str) -> str:
        """What stands in the text for HTML."""
        name = f"{len(self.pieces)}"
        self.pieces[name] = content
        return fenced(name, PIECE)

    def captioned(self, kind: str, content: str, caption: str) -> str:
        """Something with a caption below it."""
        words = self.markup.inline(caption)
        return self.piece(
            f'<figure class="{kind}">{content}<figcaption>{words}</figcaption></figure>\n'
        )

    def figure(self, name: str, caption: str) -> str:
        """The picture itself."""
        svg = read(self.book.figures / f"{name}.svg")
        return self.captioned("picture", f'<div class="scroll">{inlined(svg, name)}</div>', caption)

    def touch(self, name: str, caption: str) -> str:
        """A place for the page, which is opened there when a reader comes to it."""
        touched = Touched.read(self.book.touch / f"{name}.json")
        self.scripts.append(page_script())
        shown = html.escape(touched.title)
        inside = f"<template>{html.escape(touched.page)}</template>"
        frame = f'<div class="frame" data-title="{shown}">{inside}</div>'
        return self.captioned("touch", frame, caption)

    def toy(self, kind: str, title: str, data: dict[str, Any]) -> str:
        """A place for the toy, with what it shows."""
        if kind not in TOYS:
            raise BookError(f"there is no toy {kind}; there are: {', '.join(TOYS)}")
        missing = TOYS[kind] - set(data)
        if missing:
            raise BookError(f"the toy {kind} needs {', '.join(sorted(missing))}")
        self.toys.add(kind)
        content = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        return self.captioned(
            "toy",
            f'<div class="stage" data-toy="{kind}" role="group" aria-label="{html.escape(title)}">'
            f'<script type="application/json">{content}</script></div>',
            title,
        )

    def code(self, path: str, text: str) -> str:
        """The declaration, and where it is from."""
        shown = self.markup.html(fenced(text, "swift"))
        return self.captioned("code", shown, f"`{path}`")

    @property
    def script(self) -> str:
        """What the page runs."""
        toys = ["drawing.js", *(f"{kind}.js" for kind in sorted(self.toys))]
        files = [RESOURCES / "elements.js", *(HERE / "toys" / file for file in toys)]
        return "\n".join(read(file) for file in [*(files if self.toys else []), HERE / "site.js"])


def read(path: Path) -> str:
    """A text file of the book or of what makes it."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BookError(f"{path.parent.name}/{path.name}: {error.strerror}") from None


def site_page(book: Book, recipe: Recipe, chapter: Chapter) -> str:
    """A page of the site."""
    voice = SiteVoice(book)
    text = Texts(book, recipe, voice).render(chapter)
    content = voice.markup.html(text)
    chapters = book.chapters
    place = chapters.index(chapter)
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(read(HERE / "page.html")).render(
        chapter=chapter,
        chapters=chapters,
        content=content,
        style="\n".join(read(file) for file in [RESOURCES / "palette.css", HERE / "site.css"]),
        script=voice.script,
        policy=policy([voice.script, *voice.scripts]),
        before=chapters[place - 1] if place > 1 else None,
        after=chapters[place + 1] if place + 1 < len(chapters) else None,
    )


def policy(scripts: list[str]) -> str:
    """What a page may do: run these scripts, style itself, show pictures that are in it."""
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    sources = " ".join(f"'sha256-{each}'" for each in dict.fromkeys(hashes))
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {sources}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def write_site(book: Book, recipe: Recipe, folder: Path) -> None:
    """Writes all pages into a folder, or none where one of them cannot be made."""
    pages = {chapter.site_page: site_page(book, recipe, chapter) for chapter in book.chapters}
    for name, text in pages.items():
        write_whole(folder / name, text)
