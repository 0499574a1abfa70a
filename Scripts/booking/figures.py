"""Holds pictures to what the book promises of them, and makes them parts of a page."""

import re
from pathlib import Path
from xml.etree import ElementTree

from .book import Book
from .errors import BookError

LARGEST_SIZE = 2 * 1024 * 1024
"""So many bytes all pictures may have together."""

SVG = "{http://www.w3.org/2000/svg}"
FORBIDDEN = {
    "script", "foreignObject", "image", "iframe", "a", "animate", "animateMotion",
    "animateTransform", "set",
}
"""Elements that run, ask for something or lead elsewhere."""


def figure_complaints(book: Book, used: set[str]) -> list[str]:
    """What is wrong with the pictures: what is missing or no picture, unused, too large."""
    files = {file.stem: file for file in sorted(book.figures.glob("*"))}
    complaints = [f"Figures/{name}.svg is shown nowhere" for name in files if name not in used]
    for name in sorted(used & set(files)):
        complaints += picture_complaints(files[name])
    size = sum(file.stat().st_size for file in book.figures.glob("*"))
    if size > LARGEST_SIZE:
        complaints.append(f"the figures have {size:,} bytes; they may have {LARGEST_SIZE:,}")
    return complaints


def picture_complaints(file: Path) -> list[str]:
    """What of a picture is no picture, or says nothing to those who cannot see it."""
    try:
        root = ElementTree.parse(file).getroot()
    except ElementTree.ParseError as error:
        return [f"Figures/{file.name} is no SVG: {error}"]
    complaints = []
    if root.tag != f"{SVG}svg":
        complaints.append("is no SVG")
    if not root.get("aria-label"):
        complaints.append("has no aria-label")
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "style" and asks_elsewhere(element.text or ""):
            complaints.append("has rules of style that ask for something from elsewhere")
        if name in FORBIDDEN:
            complaints.append(f"has an element {name}")
        odd = [key for key, value in element.items() if leads_out(key, value)]
        complaints += [f"has an attribute {key} of {name}" for key in odd]
    return [f"Figures/{file.name} {complaint}" for complaint in complaints]


def leads_out(key: str, value: str) -> bool:
    """Whether an attribute runs something or asks for something from elsewhere."""
    if key.startswith("on"):
        return True
    if key.endswith("href"):
        return not value.startswith("#")
    return asks_elsewhere(value)


def asks_elsewhere(style: str) -> bool:
    """Whether a rule of style is of a file, and not of a part of the picture."""
    return "@import" in style or bool(re.search(r"url\(\s*['\"]?(?!['\"#\s])", style))


def inlined(svg: str, name: str) -> str:
    """A picture as a part of a page with others: its ids and rules are its own."""
    if "<svg" not in svg:
        raise BookError(f"Figures/{name}.svg is no SVG")
    svg = svg[svg.index("<svg") :].strip()
    prefix = f"figure-{name}"
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\1{prefix}-", svg)
    svg = re.sub(
        r'\b(aria-labelledby|aria-describedby)="([^"]+)"',
        lambda match: f'{match[1]}="{" ".join(f"{prefix}-{each}" for each in match[2].split())}"',
        svg,
    )
    # Rules of style hold for a whole page; those of Calque's figures begin with this class.
    return re.sub(r"(?<![\w-])calque-figure(?![\w-])", prefix, svg)
