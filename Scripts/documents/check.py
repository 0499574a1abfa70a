#!/usr/bin/env python3
"""Holds Calque to real documents.

    check.py --calque PATH --model DIR --cache DIR [--only TEXT] [--keep DIR] [--fetch-only]
"""

import argparse
import sys
import tempfile
from pathlib import Path

from fetching import documents
from kept import difference
from opening import opens
from report import Report
from running import Failure, run
from sources import SOURCES

LIMIT = 600
"""Seconds that a run of the command may take."""


class Check:
    """A document, from its package to its translation."""

    def __init__(self, options, report, work):
        self.options, self.report, self.work = options, report, work

    def run(self, path):
        with self.report.row(path.name, "identity"):
            self.identity(path)
        translated = self.work / "translated" / path.name
        done = False
        with self.report.row(path.name, "translated"):
            self.calque("--model", self.options.model, "--document", path, "--output", translated)
            done = True
        if not done:
            return
        with self.report.row(path.name, "opens"):
            opens(path, translated)
        with self.report.row(path.name, "complete"):
            lost = difference(path, translated)
            if lost:
                raise Failure(lost)

    def identity(self, path):
        """The command reads the document and writes it back, and says whether it is the same."""
        before = path.read_bytes()
        said = self.calque("--document", path, "--dry-run")
        if not said.strip():
            raise Failure("the dry run found nothing to translate")
        if path.read_bytes() != before:
            raise Failure("the dry run changed the document")

    def calque(self, *arguments):
        done = run([self.options.calque, "translate", *arguments], limit=LIMIT)
        if done.returncode != 0:
            raise Failure((done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1])
        return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calque", help="the executable")
    parser.add_argument("--model", help="translates with this model")
    parser.add_argument("--cache", type=Path, required=True, help="where packages are unpacked")
    parser.add_argument("--only", default="", help="documents whose name has this in it")
    parser.add_argument("--keep", type=Path, help="where documents and translations stay")
    parser.add_argument("--fetch-only", action="store_true", help="only fetch")
    options = parser.parse_args()
    report = Report(70, 10)
    with tempfile.TemporaryDirectory(prefix="documents-") as folder:
        work = options.keep or Path(folder)
        (work / "translated").mkdir(parents=True, exist_ok=True)
        check = Check(options, report, work)
        count = 0
        for source in SOURCES:
            found = []
            with report.row(source.package, "fetched"):
                found = [p for p in documents(source, options.cache, work) if options.only in p.name]
            count += len(found)
            for path in [] if options.fetch_only else found:
                check.run(path)
    print(f"\n{count} documents")
    sys.exit(report.end("check-documents"))


if __name__ == "__main__":
    main()
