"""The command line of Scripts/book."""

import argparse
import signal
import sys
import time
import unittest
from pathlib import Path

from .book import Book
from .check import complaints
from .errors import BookError
from .gallery import write_gallery
from .recipe import Recipe, load_recipe
from .repository import write_pages
from .runs import Runner, Stopped, build
from .site import write_site

STOPPED = 130
"""The exit status after Ctrl-C."""


def main() -> int:
    """Does what is asked for; returns the exit status."""
    arguments = parsed_arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A terminal that closes ends what runs in it, but for what nohup started.
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        return run(arguments)
    except BookError as error:
        print(f"book: {error}", file=sys.stderr)
        return 1
    except (Stopped, KeyboardInterrupt):
        print("\nbook: stopped; the same command goes on from here.", file=sys.stderr)
        return STOPPED


def parsed_arguments() -> argparse.Namespace:
    """What Scripts/book passes on; it says itself what may be asked for."""
    parser = argparse.ArgumentParser(prog="Scripts/book", allow_abbrev=False)
    parser.add_argument("--repository", type=Path, required=True)
    parser.add_argument("--calque", type=Path)
    parser.add_argument("--only", type=lambda names: names.split(","))
    parser.add_argument("--quick", action="store_true")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--check", action="store_true")
    ways.add_argument("--render", action="store_true")
    ways.add_argument("--site", type=Path)
    ways.add_argument("--gallery", type=Path)
    return parser.parse_args()


def run(arguments: argparse.Namespace) -> int:
    """One of the ways, or all that makes a book."""
    root: Path = arguments.repository
    committed = root / "Documentation" / "Book"
    work = root / ".build" / ("book-quick" if arguments.quick else "book")
    folder = work / "pages" if arguments.quick else committed
    book = Book(folder, committed / "Text", root)
    recipe = load_recipe(committed / "book.toml", arguments.quick)
    if arguments.check:
        return check(book, recipe)
    if arguments.site:
        write_site(book, recipe, arguments.site)
    elif arguments.gallery:
        write_gallery(book, arguments.gallery)
    elif arguments.render:
        write_pages(book, recipe)
    else:
        make(book, recipe, work, arguments)
    return 0


def make(book: Book, recipe: Recipe, work: Path, arguments: argparse.Namespace) -> None:
    """Makes all runs that are missing, then the pages and the site."""
    runner = Runner(book, recipe, work)
    if runner.missing(arguments.only):
        runner.make(arguments.calque or build(arguments.repository), arguments.only)
    if arguments.only:
        return
    write_pages(book, recipe)
    write_site(book, recipe, work / "site")


def check(book: Book, recipe: Recipe) -> int:
    """Says what is wrong with the book, after the tests of what says so."""
    start = time.monotonic()
    tests = unittest.defaultTestLoader.discover(
        str(Path(__file__).parent / "tests"), top_level_dir=str(Path(__file__).parent.parent)
    )
    result = unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(tests)
    found = list(complaints(book, recipe))
    for complaint in found:
        print(f"book: {complaint}", file=sys.stderr)
    seconds = time.monotonic() - start
    print(
        f"book: {len(book.chapters)} texts, {len(recipe.runs)} runs, {seconds:.1f} s; "
        f"{len(found)} complaints"
    )
    return 0 if result.wasSuccessful() and not found else 1


if __name__ == "__main__":
    sys.exit(main())
