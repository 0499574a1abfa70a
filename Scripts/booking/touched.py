"""Pages that look inside a model. The book keeps their data; the page around it is today's."""

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import BookError

PAGES = Path(__file__).parents[2] / "Sources" / "Pages"
"""What such pages are made of, and the site with them: colors, and how elements are made."""

RESOURCES = PAGES / "Resources"


@dataclass(frozen=True)
class Touched:
    """What a page shows."""

    title: str
    data: Any

    @classmethod
    def of_page(cls, page: str) -> "Touched":
        """That of a page as `calque inspect page` writes it."""
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
        if not title or not data:
            raise BookError("a page to touch is none of `calque inspect page`")
        return cls(html.unescape(title[1]), json.loads(data[1]))

    @classmethod
    def read(cls, path: Path) -> "Touched":
        """That of a file of the book."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BookError(f"{path.parent.name}/{path.name}: {error}") from None

    @property
    def text(self) -> str:
        """The file of the book."""
        return json.dumps(vars(self), ensure_ascii=False, separators=(",", ":")) + "\n"

    @property
    def page(self) -> str:
        """The page, whose data no browser takes for markup."""
        data = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        for mark in "<>&\u2028\u2029":
            data = data.replace(mark, f"\\u{ord(mark):04x}")
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{html.escape(self.title)}</title><style>{resources('css')}</style></head><body>"
            f'<script type="application/json" id="data">{data}</script>'
            f'<script type="module">{page_script()}</script></body></html>'
        )


def page_script() -> str:
    """What every such page runs."""
    return resources("js")


def resources(kind: str) -> str:
    """All style or all scripts of such a page, in the order that the sources have them in."""
    order = (PAGES / "PageResources+Text.swift").read_text(encoding="utf-8")
    names = re.findall(rf"PackageResources\.(\w+)_{kind}\b", order)
    return "\n".join((RESOURCES / f"{name}.{kind}").read_text(encoding="utf-8") for name in names)
