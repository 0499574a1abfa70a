#!/usr/bin/env python3
"""Uses pages that Calque writes as a reader would, in Chromium.

    check.py --keep DIR [--calque FILE --model MODEL...] PAGE...

Each page is opened from its file in four looks: 375 and 1,400 pixels wide, light and dark.
What the page says is compared with what follows from its data, computed here.
With models, the page that `calque serve` has for them is used as well.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from browser import LOOKS, Browser
from inspection import InspectionCheck
from report import Report
from service import check_service


def main():
    """Checks all pages in all looks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--calque", type=Path, help="the executable that serves")
    parser.add_argument("--model", action="append", default=[], help="a model to serve")
    parser.add_argument("pages", nargs="*", type=Path)
    arguments = parser.parse_args()
    report = Report(14, 11, 11)
    downloads = tempfile.TemporaryDirectory()
    browser = Browser(downloads.name)
    try:
        for page in arguments.pages:
            for look in LOOKS:
                with report.row(page.stem, look.name, "opens"):
                    check = InspectionCheck(browser, page, look, arguments.keep)
                    for name, do in check.all():
                        with report.row(page.stem, look.name, name):
                            do()
        if arguments.model:
            check_service(arguments, browser, report)
    finally:
        browser.close()
        downloads.cleanup()
    return report.end("test-pages")


if __name__ == "__main__":
    sys.exit(main())
