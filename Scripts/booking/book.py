"""Where everything of a book is."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .errors import BookError

CONTENTS = "00-contents"
"""The text of the contents, whose page a repository shows first."""


@dataclass(frozen=True)
class Chapter:
    """A text that people write, and the page that it becomes."""

    source: Path

    @property
    def name(self) -> str:
        """As in `04-scaled-dot-products`."""
        return self.source.stem

    @property
    def number(self) -> int:
        """Its place in the book; 0 for the contents."""
        return int(self.name.partition("-")[0])

    @property
    def page(self) -> str:
        """The page in the repository."""
        return "README.md" if self.name == CONTENTS else f"{self.name}.md"

    @property
    def site_page(self) -> str:
        """The page in the site."""
        return "index.html" if self.name == CONTENTS else f"{self.name}.html"

    @cached_property
    def text(self) -> str:
        """What was written."""
        return self.source.read_text(encoding="utf-8")

    @cached_property
    def title(self) -> str:
        """Its first heading, without the number that it may have."""
        heading = re.search(r"^# (?:\d+\. )?(.+)$", self.text, re.MULTILINE)
        if heading is None:
            raise BookError(f"{self.source} has no heading: it begins with “# ” and a title.")
        return heading[1].strip()

    @property
    def label(self) -> str:
        """What it is called in lists: with its number, which the contents do not have."""
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Book:
    """A folder with pages, runs and pictures, and the texts that the pages are made of.

    The book that is committed has its texts in itself; a quick one lies elsewhere and has the same.
    """

    folder: Path
    texts: Path
    repository: Path

    @property
    def runs(self) -> Path:
        """What runs found."""
        return self.folder / "Runs"

    @property
    def figures(self) -> Path:
        """What commands drew."""
        return self.folder / "Figures"

    @property
    def touch(self) -> Path:
        """Pages that commands wrote."""
        return self.folder / "Touch"

    @cached_property
    def chapters(self) -> list[Chapter]:
        """All texts, the contents first."""
        sources = sorted(self.texts.glob("[0-9][0-9]-*.md"))
        if not sources:
            raise BookError(f"{self.texts} has no text: they are called 01-name.md and so on.")
        return [Chapter(source) for source in sources]
