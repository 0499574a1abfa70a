"""Runs are made once, go on where they were stopped, and say what failed."""

import contextlib
import io
import shutil
import unittest
from pathlib import Path

from booking.errors import BookError
from booking.findings import Finding
from booking.runs import Runner, held

from .samples import Sample

RECIPE = """
[[run]]
name = "first"
commands = ["calque one >> {work}/said.txt", "calque two >> {work}/said.txt; calque json {work}"]
result = "stdout"
[[run]]
name = "second"
needs = ["first"]
commands = ["calque draw > {work}/x.svg", "calque json here > {work}/x.json"]
results = { a = "{work}/x.json", said = "{work}/said.txt" }
keep = ["a.place", "said"]
figures = { x = "{work}/x.svg#2" }
"""

CALQUE = """#!/usr/bin/env bash
case $1 in
    json) echo "{\\"place\\": \\"$2\\", \\"odd\\": 1}" ;;
    draw) echo "<svg>1</svg> <svg>2</svg>" ;;
    two) [[ -e fine ]] || { echo "it is too early" >&2; exit 3; } ;;
esac
echo "$1" >> calls
"""


class RunTests(unittest.TestCase):
    """With a program that writes down what it was asked for."""

    def setUp(self) -> None:
        self.sample = Sample(RECIPE)
        self.addCleanup(self.sample.folder.cleanup)
        self.work = self.sample.root / "work"
        self.calque = self.sample.root / "program"
        self.calque.write_text(CALQUE)
        self.calque.chmod(0o755)

    def make(self) -> Runner:
        """Makes what is missing."""
        runner = Runner(self.sample.book, self.sample.recipe(), self.work)
        with contextlib.redirect_stderr(io.StringIO()):
            runner.make(self.calque)
        return runner

    def calls(self) -> list[str]:
        """What the program was asked for."""
        return (self.sample.root / "calls").read_text().split()

    def test_a_run_that_failed_goes_on(self) -> None:
        """With the command that failed, which is told; then nothing is made again."""
        with self.assertRaisesRegex(
            BookError,
            r"(?s)run first failed with status 3 at\n    calque two >> work/said.txt"
            r".*it is too early",
        ):
            self.make()
        self.assertEqual(list(self.sample.book.runs.glob("*")), [])
        (self.sample.root / "fine").touch()
        runner = self.make()
        self.assertEqual(self.calls(), ["one", "two", "json", "draw", "json"])
        self.assertEqual(runner.missing(), [])

    def test_findings_tell_no_place(self) -> None:
        """Commands as a reader types them, results without the work folder."""
        (self.sample.root / "fine").touch()
        self.make()
        first = Finding.read(self.sample.book.runs / "first.json")
        self.assertEqual(first.commands[0], "calque one >> book/said.txt")
        self.assertEqual(first.result, {"place": "work", "odd": 1})
        second = Finding.read(self.sample.book.runs / "second.json")
        self.assertEqual(second.result, {"a": {"place": "here"}, "said": []})
        self.assertEqual((self.sample.book.figures / "x.svg").read_text(), "<svg>2</svg>\n")

    def test_what_is_lost_is_made_again(self) -> None:
        """A picture that is missing, a recipe that is another."""
        (self.sample.root / "fine").touch()
        runner = self.make()
        Path(self.sample.book.figures / "x.svg").unlink()
        self.assertEqual([run.name for run in runner.missing()], ["second"])

    def test_what_others_need_is_made_where_it_is_not(self) -> None:
        """Findings are committed, and the work folder is not."""
        (self.sample.root / "fine").touch()
        runner = self.make()
        (self.sample.book.runs / "second.json").unlink()
        self.assertEqual([run.name for run in runner.missing()], ["second"])
        shutil.rmtree(self.work)
        self.assertEqual([run.name for run in runner.missing()], ["first", "second"])

    def test_what_needs_something_made_anew_is_made_anew(self) -> None:
        """Even if it was stopped between the two."""
        (self.sample.root / "fine").touch()
        self.make()
        (self.sample.book.runs / "first.json").unlink()
        (self.sample.root / "fine").unlink()
        with self.assertRaises(BookError):
            self.make()
        (self.sample.root / "fine").touch()
        with contextlib.redirect_stderr(io.StringIO()):
            runner = Runner(self.sample.book, self.sample.recipe(), self.work)
            runner.make(self.calque, ["first"])
        self.assertEqual([run.name for run in runner.missing()], ["second"])
        self.assertEqual(self.make().missing(), [])

    def test_only_one_process_is_at_it(self) -> None:
        """Another one is told so."""
        with held(self.work), self.assertRaisesRegex(BookError, "another Scripts/book works in"):
            self.make()
