"""Holds the committed book to its recipe, its runs and its sources; trains nothing."""

import difflib
import re
from collections.abc import Iterator

from .book import Book
from .errors import BookError
from .figures import figure_complaints
from .findings import Finding
from .prose import stray_numbers
from .recipe import Recipe
from .repository import repository_pages
from .site import site_page
from .texts import Uses


def complaints(book: Book, recipe: Recipe) -> Iterator[str]:
    """Everything that is not as it should be, a sentence each."""
    yield from numbers(book)
    missing = list(runs(book, recipe))
    yield from missing
    try:
        pages, texts = repository_pages(book, recipe)
    except BookError as error:
        if not missing:
            yield str(error)
        return
    yield from differences(book, pages)
    yield from site(book, recipe)
    yield from unused(book, recipe, texts.uses)
    yield from figure_complaints(book, texts.uses.figures)


def numbers(book: Book) -> Iterator[str]:
    """Numbers in sentences that come from no run."""
    for chapter in book.chapters:
        said = re.search(r"^# (\d+)\. ", chapter.text, re.MULTILINE)
        if said and int(said[1]) != chapter.number:
            yield f"Text/{chapter.source.name} calls itself chapter {said[1]}"
        for stray in stray_numbers(chapter.text):
            yield f"Text/{chapter.source.name}, {stray}"


def runs(book: Book, recipe: Recipe) -> Iterator[str]:
    """Findings that are not there, or that another recipe made."""
    for run in recipe.order:
        try:
            finding = Finding.read(book.runs / f"{run.name}.json")
        except BookError as error:
            yield str(error)
            continue
        if finding.recipe != recipe.hashes[run.name]:
            yield f"Runs/{run.name}.json was made by another recipe: Scripts/book makes it anew."
        elif (finding.run, finding.commands) != (run.name, run.shown_commands):
            yield f"Runs/{run.name}.json tells of other commands than its recipe"
        for kind, folder, ending in [
            (run.figures, book.figures, "svg"),
            (run.touch, book.touch, "json"),
        ]:
            for name in kind:
                if not (folder / f"{name}.{ending}").is_file():
                    yield f"{folder.name}/{name}.{ending} is missing"
    for file in sorted(book.runs.glob("*")):
        if file.stem not in recipe.runs:
            yield f"Runs/{file.name} is of no run of the recipe"


def differences(book: Book, pages: dict[str, str]) -> Iterator[str]:
    """Pages that are not what the texts say, with the first lines that differ."""
    for name, text in pages.items():
        try:
            committed = (book.folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            yield f"{name} is missing: Scripts/book --render writes it"
            continue
        if committed != text:
            lines = difflib.unified_diff(
                committed.splitlines(), text.splitlines(), "committed", "rendered", lineterm="", n=0
            )
            shown = "\n".join(f"    {line}" for line in list(lines)[:12])
            yield f"{name} is not what its text says; Scripts/book --render writes it:\n{shown}"
    for file in sorted(book.folder.glob("*.md")):
        if file.name not in pages:
            yield f"{file.name} is the page of no text"


def site(book: Book, recipe: Recipe) -> Iterator[str]:
    """What keeps a text from being a page of the site, such as maths that it cannot show."""
    for chapter in book.chapters:
        try:
            site_page(book, recipe, chapter)
        except BookError as error:
            yield str(error)


def unused(book: Book, recipe: Recipe, uses: Uses) -> Iterator[str]:
    """Runs and pages that nothing shows."""
    needed = {need for run in recipe.order for need in run.needs}
    for run in recipe.order:
        if run.name not in uses.runs | needed and not uses_pictures(run.figures, run.touch, uses):
            yield f"run {run.name} is used nowhere"
    for file in sorted(book.touch.glob("*")):
        if file.stem not in uses.touch:
            yield f"Touch/{file.name} is shown nowhere"


def uses_pictures(figures: dict[str, str], touch: dict[str, str], uses: Uses) -> bool:
    """Whether some picture or page of a run is shown."""
    return bool(set(figures) & uses.figures or set(touch) & uses.touch)
