"""Trains on ranks of every MPI: to what one process comes to, and whatever fails."""

import argparse
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

import cables  # noqa: E402
import failures  # noqa: E402
import refusals  # noqa: E402
import translating  # noqa: E402
from launching import Failure, Launcher  # noqa: E402
from report import Report  # noqa: E402
from training import UPDATES, Training  # noqa: E402

STEPS = ["same", "close", "resume", "fail", "cable", "refuse", "translate"]
CLOSE = 1e-2
"""How far losses may be apart with bfloat16 on the wire."""


class Check:
    """The checks with one MPI."""

    def __init__(self, launcher, training, folder, report, trials):
        self.launcher = launcher
        self.training = training
        self.folder = folder
        self.report = report
        self.trials = trials
        self._number = 0

    @contextmanager
    def row(self, what):
        """A check, in a folder of its own; what it puts into a list of notes is said beside it."""
        self._number += 1
        notes = []
        with self.report.row(self.launcher.family, what):
            yield self.folder / f"{self.launcher.family}-{self._number}", notes
        for note in notes:
            print(f"    {note}", flush=True)

    def same(self):
        """What ranks come to is what one process comes to, however workers are spread over them."""
        for workers, counts in [(2, [2]), (4, [2, 4])]:
            for count in counts:
                with self.row(f"{count} ranks x {workers // count} = 1 x {workers}") as (output, _):
                    words = self.training.command(output, workers)
                    self.training.run_on(self.launcher, count, words)
                    self.training.require_same(output, workers)
        if not refusals.can_hide():
            return
        with self.row("a folder that rank 0 sees alone") as (folder, _):
            folder.mkdir()
            output = folder / "run"
            words = refusals.hiding(self.training.command(output, 2), folder)
            self.training.run_on(self.launcher, 2, words)
            self.training.require_same(output, 2)

    def close(self):
        """With bfloat16 on the wire the losses are close."""
        for count in (2, 4):
            with self.row(f"{count} ranks x 1, wire=bfloat16") as (output, notes):
                words = self.training.command(output, count, "wire=bfloat16")
                self.training.run_on(self.launcher, count, words)
                log, whole = self.training.log(output), self.training.alone(count)[0]
                distance = max(
                    abs(entry["loss"] - other["loss"])
                    for entry, other in zip(log, whole, strict=True)
                    if "loss" in entry
                )
                notes.append(f"losses differ by up to {distance:.1e}")
                if distance > CLOSE:
                    raise Failure(f"losses differ by {distance}")

    def fewer_and_fewer(self):
        """A run goes on with fewer ranks, to the same model."""
        with self.row("4 ranks -> 2 -> 1") as (output, _):
            first = self.training.command(output, 4, "updates=20")
            self.training.run_on(self.launcher, 4, first)
            second = self.training.resuming(output, "updates=40")
            self.training.run_on(self.launcher, 2, second)
            self.training.run(self.training.resuming(output, f"updates={UPDATES}"))
            self.training.require_same(output, 4)

    def fail(self):
        """Ranks that die, stop or are cut off, and a disk that gets full."""
        for trial in range(self.trials):
            for count in (2, 4):
                # The last one, then each.
                rank = (count - 1 + trial) % count
                for name, way in [("kill -9", failures.kill), ("kill -STOP", failures.stop)]:
                    with self.row(f"{count} ranks, {name} of rank {rank}") as (output, notes):
                        job = way(self.training, self.launcher, output, count, count, rank)
                        notes += job.notes
            if failures.can_mount(self.folder):
                kilobytes = 300 + 100 * trial
                with self.row(f"a disk of {kilobytes} kilobytes") as (folder, notes):
                    notes += failures.fill(self.training, self.launcher, folder, kilobytes).notes

    def cable(self):
        """The network between two ranks is cut."""
        for _ in range(self.trials):
            if cables.can_be_laid():
                with self.row("a cable is pulled") as (output, notes):
                    notes += failures.cut(self.training, self.launcher, output).notes


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calque", type=Path, required=True)
    parser.add_argument("--library", type=Path, action="append", required=True)
    parser.add_argument("--trials", type=int, required=True)
    parser.add_argument("--only", action="append", choices=STEPS)
    arguments = parser.parse_args()
    report = Report(8, 42)
    if not cables.can_be_laid():
        print("a cable that is pulled: left out, for there may be no network namespaces here")
    with tempfile.TemporaryDirectory(prefix="calque-check-mpi-") as name:
        folder = Path(name)
        if not failures.can_mount(folder):
            print("a disk that gets full: left out, for nothing may be mounted here")
        training = Training(arguments.calque.resolve(), folder)
        for library in arguments.library:
            check = Check(Launcher(library), training, folder, report, arguments.trials)
            steps = {
                "same": check.same, "close": check.close, "resume": check.fewer_and_fewer,
                "fail": check.fail, "cable": check.cable, "refuse": lambda: refusals.check(check),
                "translate": lambda: translating.check(check),
            }  # fmt: skip
            for step in arguments.only or steps:
                steps[step]()
    return report.end("trainings on ranks")


if __name__ == "__main__":
    sys.exit(main())
