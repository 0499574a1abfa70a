"""A book in a temporary folder."""

import json
import tempfile
from pathlib import Path

from booking.book import Book
from booking.findings import write_whole
from booking.recipe import Recipe, load_recipe

RECIPE = """
[values]
seeds = 3
[quick]
seeds = 1
[[run]]
name = "corpus"
commands = ["calque demo --export {work}/corpus", "awk '{print}' {work}/corpus/count"]
result = "stdout"
[[run]]
name = "study"
needs = ["corpus"]
commands = ["calque compare --seeds {seeds} --output {work}/study"]
result = "{work}/study.json"
figures = { "bleu" = "{work}/study.svg" }
minutes = 50
quick_minutes = 15
"""

STUDY = {
    "results": [
        {"name": {"short": "whole"}, "bleu": {"mean": 89.5, "lower": 88, "upper": 91, "count": 3}},
        {"name": {"short": "one-head"}, "bleu": {"mean": 85.31, "count": 1}, "values": [1, 2]},
    ]
}

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="calque-figure" aria-label="Bars [of] BLEU">'
    '<style>.calque-figure text { fill: red; }</style><g id="a"/><use href="#a"/>'
    '<rect fill="url(#a)"/></svg>'
)


class Sample:
    """A book with a recipe, findings, a picture and texts."""

    def __init__(self, recipe: str = RECIPE):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        write_whole(self.root / "book.toml", recipe)
        write_whole(self.root / "Figures" / "bleu.svg", SVG)

    @property
    def book(self) -> Book:
        """The book, with its texts as they are now."""
        return Book(self.root, self.root / "Text", self.root)

    def recipe(self, quick: bool = False) -> Recipe:
        """The recipe."""
        return load_recipe(self.root / "book.toml", quick)

    def find(self, run: str, result: object) -> None:
        """What a run found."""
        content = {
            "run": run,
            "recipe": self.recipe().hashes[run],
            "commands": self.recipe()[run].shown_commands,
            "seconds": 75,
            "machine": {"processor": "Abacus", "cores": 1},
            "result": result,
        }
        write_whole(self.book.runs / f"{run}.json", json.dumps(content))

    def write(self, text: str, name: str = "01-first") -> None:
        """A text."""
        write_whole(self.book.texts / f"{name}.md", text)
