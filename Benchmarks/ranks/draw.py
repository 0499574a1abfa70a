"""Writes what was measured, and what follows from it, into Documentation/Scaling.md and its figure."""

import argparse
import json
import sys
from pathlib import Path

from figure import figure
from tables import constants_table, measured_table, parts_table, remedy_table, speed_table

ROOT = Path(__file__).resolve().parents[2]
PAGE, FIGURE = ROOT / "Documentation/Scaling.md", ROOT / "Documentation/Scaling.svg"
FIGURES = Path(__file__).with_name("figures.json")
SIZES = ("small", "base", "big")
# The machines that are drawn: their cores, and the tokens of an update.
DRAWN = ((2, 4096), (8, 4096), (8, 32768))


def blocks(result):
    """What stands between the marks of the page, by name."""
    sizes = [size for size in SIZES if size in result["models"]]
    note = f" {result['note']}" if "note" in result else ""
    where = f"{result['machine']}, {result['date']}, products in {result['precision']}.{note}"
    return {
        "measured": "\n\n".join([where, constants_table(result), measured_table(result)]),
        "parts": parts_table(result, "base", 8, 4096, 10),
        "speed": speed_table(result, sizes, 8, 4096),
        "remedies": remedy_table(result, sizes, 8, 4096, 16),
    }


def filled(page, texts):
    """A page whose marked parts are these texts."""
    for name, text in texts.items():
        begin, end = f"<!-- {name}: made by Benchmarks/scaling --draw -->\n", f"<!-- end of {name} -->\n"
        if page.count(begin) != 1 or page.count(end) != 1:
            sys.exit(f"Benchmarks/scaling: {PAGE.name} has no single pair of marks for {name}")
        before, rest = page.split(begin)
        page = f"{before}{begin}\n{text}\n\n{end}{rest.split(end)[1]}"
    return page


def main():
    """Writes the files; with --check says whether they are as they would be written."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--figures", type=Path, default=FIGURES)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    result = json.loads(options.figures.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    wanted = {PAGE: filled(page, blocks(result)), FIGURE: figure(result, [s for s in SIZES if s in result["models"]], DRAWN)}
    for path, text in wanted.items():
        if not options.check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.exit(f"Benchmarks/scaling: {path.name} is out of date; Benchmarks/scaling --draw writes it")


if __name__ == "__main__":
    main()
