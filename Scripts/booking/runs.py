"""Makes runs: their commands, one after the other, and what is kept of what they found."""

import contextlib
import fcntl
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .book import Book
from .errors import BookError
from .findings import Finding, kept, parsed, rounded, this_machine, write_whole
from .progress import Progress
from .recipe import SHOWN_WORK, WORK, Recipe, Run, filled
from .touched import Touched

LAST_LINES = 15
"""So many lines of a failed command are shown."""

PATIENCE = 60
"""Seconds in which a command may end in order after a signal."""


class Stopped(Exception):
    """Somebody asked for an end; the same command goes on later."""


@dataclass
class Place:
    """How far a run has come, kept in the work folder for when it was stopped."""

    file: Path
    recipe: str
    done: int = 0
    seconds: float = 0
    is_kept: bool = False
    """Whether it is in the work folder: a run that is over has no place any more."""

    @classmethod
    def read(cls, file: Path, recipe: str) -> "Place":
        """Where a run with this recipe was left, else its beginning."""
        try:
            place = cls(file, **json.loads(file.read_text()), is_kept=True)
        except (OSError, ValueError, TypeError):
            return cls(file, recipe)
        return place if place.recipe == recipe else cls(file, recipe)

    def write(self) -> None:
        """Keeps it."""
        content = {"recipe": self.recipe, "done": self.done, "seconds": self.seconds}
        write_whole(self.file, json.dumps(content) + "\n")


class Runner:
    """Makes what is not there, in a work folder of its own."""

    def __init__(self, book: Book, recipe: Recipe, work: Path):
        self.book = book
        self.recipe = recipe
        self.work = work.resolve()

    def missing(self, names: list[str] | None = None) -> list[Run]:
        """The runs that are to be made, in order."""
        wanted = self.recipe.ordered(names) if names else self.recipe.order
        due = self.due(wanted)
        return [run for run in wanted if run.name in due]

    def due(self, wanted: list[Run]) -> set[str]:
        """Runs that are not there as the recipe has them, and what follows from that.

        What they need has to be in the work folder, which is not committed as findings are. And
        what needs something that is made anew is made anew: all of a book is of the same models.
        """
        due = {run.name for run in wanted if not self.is_there(run)}
        known: set[str] = set()
        while due != known:
            known = set(due)
            for run in wanted:
                if run.name in known:
                    due |= {need for need in run.needs if not self.has_worked_here(need)}
            due |= {run.name for run in self.recipe.order if known & set(run.needs)}
        return due

    def has_worked_here(self, name: str) -> bool:
        """Whether what the commands of a run wrote is in the work folder."""
        return self.output(self.recipe[name]).exists()

    def is_there(self, run: Run) -> bool:
        """Whether a run was made by this recipe, with all that is kept, and was not begun anew."""
        try:
            finding = Finding.read(self.book.runs / f"{run.name}.json")
        except BookError:
            return False
        return (
            finding.recipe == self.recipe.hashes[run.name]
            and all(file.exists() for file in self.kept_files(run))
            and not self.place(run).is_kept
        )

    def place(self, run: Run) -> Place:
        """How far a run has come."""
        file = self.work / "places" / f"{run.name}.json"
        return Place.read(file, self.recipe.hashes[run.name])

    def make(self, calque: Path, names: list[str] | None = None) -> None:
        """Makes what is missing, as the only process in the work folder."""
        with held(self.work):
            self.make_missing(calque, names)

    def make_missing(self, calque: Path, names: list[str] | None) -> None:
        """Makes it."""
        runs = self.missing(names)
        self.prepare(calque.resolve())
        self.write_places(self.due(runs))
        progress = Progress([(run.name, self.recipe.minutes(run)) for run in runs])
        for run in runs:
            progress.begin(run.name)
            place = self.place(run)
            for command in run.commands[place.done :]:
                self.do(run, command, place, progress)
            self.keep(run, place)
            progress.end(run.name)

    def write_places(self, due: set[str]) -> None:
        """Begins all that is due, so that whoever goes on later knows of it.

        What is half made, of something that is to be made anew, begins again.
        """
        for name in due:
            place = self.place(self.recipe[name])
            if due & set(self.recipe[name].needs):
                place = Place(place.file, place.recipe)
            place.write()

    def prepare(self, calque: Path) -> None:
        """The work folder, with the one `calque` that commands find."""
        if not os.access(calque, os.X_OK):
            raise BookError(f"{calque} is no program.")
        link = self.work / "bin" / "calque"
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(calque)

    # Commands

    def do(self, run: Run, command: str, place: Place, progress: Progress) -> None:
        """One command, whose time counts even if it is stopped."""
        start = time.monotonic()
        try:
            self.execute(run, self.real(command), progress)
            place.done += 1
        finally:
            place.seconds += time.monotonic() - start
            place.write()

    def real(self, text: str) -> str:
        """A command or a path with the name of the work folder, beside which it runs."""
        return filled(text, {WORK: self.work.name})

    def execute(self, run: Run, command: str, progress: Progress) -> None:
        """Waits for a command, and ends it in order when somebody asks for an end."""
        output, log = self.output(run), self.log(run)
        output.parent.mkdir(parents=True, exist_ok=True)
        path = f"{self.work / 'bin'}:{os.environ.get('PATH', '')}"
        with output.open("wb") as out, log.open("wb") as error:
            process = subprocess.Popen(
                ["bash", "-euo", "pipefail", "-c", command],
                cwd=self.work.parent,
                env={**os.environ, "PATH": path},
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=error,
            )
            status = wait(process, progress)
        if status != 0:
            raise BookError(
                f"run {run.name} failed with status {status} at\n    {command}\n"
                f"{self.last_lines(log)}\nThe whole log is {log}."
            )

    def output(self, run: Run) -> Path:
        """What the run's newest command printed."""
        return self.work / "logs" / f"{run.name}.out"

    def log(self, run: Run) -> Path:
        """What it wrote to standard error."""
        return self.work / "logs" / f"{run.name}.log"

    def last_lines(self, log: Path) -> str:
        """The end of a log."""
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-LAST_LINES:])

    # What is kept

    def keep(self, run: Run, place: Place) -> None:
        """Pictures and pages first: where the finding is, all is."""
        for file, source in self.kept_files(run).items():
            text = self.text(source, run)
            write_whole(file, Touched.of_page(text).text if file.suffix == ".json" else text)
        finding = Finding(
            run=run.name,
            recipe=self.recipe.hashes[run.name],
            commands=run.shown_commands,
            seconds=round(place.seconds, 1),
            machine=this_machine(),
            result=rounded(kept(self.result(run), run.keep)),
        )
        finding.write(self.book.runs / f"{run.name}.json")
        place.file.unlink(missing_ok=True)

    def kept_files(self, run: Run) -> dict[Path, str]:
        """Files of the book, and the paths where commands wrote them."""
        figures = {self.book.figures / f"{name}.svg": path for name, path in run.figures.items()}
        return figures | {
            self.book.touch / f"{name}.json": path for name, path in run.touch.items()
        }

    def result(self, run: Run) -> Any:
        """What the run found, from one file or from several."""
        if run.result is None:
            return {name: self.json(path, run) for name, path in run.results.items()}
        return self.json(run.result, run)

    def json(self, path: str, run: Run) -> Any:
        """A result in a file, or on standard output; a text is the list of its lines."""
        text = self.text(path, run)
        return text.splitlines() if path.endswith(".txt") else parsed(text, f"{run.name}: {path}")

    def text(self, path: str, run: Run) -> str:
        """A file that a command wrote, without the place where it was written.

        `page.html#3` is the third picture of a page.
        """
        path, _, number = path.partition("#")
        file = self.output(run) if path == "stdout" else self.work.parent / self.real(path)
        try:
            text = file.read_text(encoding="utf-8").replace(str(self.work), SHOWN_WORK)
        except OSError as error:
            raise BookError(f"run {run.name} did not write {path}: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise BookError(f"run {run.name} wrote no text to {path}: {error}") from None
        return picture(text, int(number), path) if number else text


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keeps other processes out of a folder: two would write over what each other made."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BookError(f"another Scripts/book works in {folder}.") from None
        yield


def picture(page: str, number: int, path: str) -> str:
    """A picture of a page, counted from 1."""
    pictures = re.findall(r"<svg\b.*?</svg>", page, re.DOTALL)
    if not 1 <= number <= len(pictures):
        raise BookError(f"{path} has {len(pictures)} pictures, and no {number}")
    return pictures[number - 1] + "\n"


def wait(process: subprocess.Popen[bytes], progress: Progress) -> int:
    """The status of a process; `Stopped` when it was asked to end."""
    try:
        while True:
            try:
                return process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                progress.show()
    except KeyboardInterrupt:
        end(process)
        raise Stopped from None


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all that it started: in order, or at once where nobody waits for that."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            process.poll()
            os.killpg(process.pid, 0)
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGKILL)
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # None of them is there any more.
    process.wait()


def build(repository: Path) -> Path:
    """The program, built."""
    command = ["swift", "build", "--package-path", str(repository), "-c", "release"]
    print(f"book: {shlex.join(command)} --product calque", file=sys.stderr)
    try:
        subprocess.run([*command, "--product", "calque"], check=True, stdout=sys.stderr)
        shown = subprocess.run([*command, "--show-bin-path"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise BookError("calque could not be built") from None
    return Path(shown.stdout.decode().strip()) / "calque"
