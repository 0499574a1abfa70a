"""Translates on ranks: as one process does, and what happens when one stops."""

import os
import signal
import subprocess
import time

from launching import Failure
from training import DEADLINE


def _lines(check, count):
    """A file of so many lines, some of them empty."""
    path = check.folder / f"lines-{count}"
    if not path.exists():
        some = [*(check.folder / "train.source").read_text().splitlines(), "", "\t", "ein 😀"]
        path.write_text("".join(f"{some[number % len(some)]}\n" for number in range(count)))
    return path


def _words(check, lines, *options):
    """The words that translate with a model that has learned next to nothing."""
    check.training.alone(2)
    model = check.folder / "alone-2"
    words = [check.training.calque, "translate", "--model", model, "--input", lines]
    return [*words, "--workers", "1", "--deadline", DEADLINE, *options]


def _evaluating(check):
    model, source = check.folder / "alone-2", check.folder / "train.source"
    target = check.folder / "train.target"
    words = [check.training.calque, "evaluate", "--model", model, "--source", source]
    return [*words, "--reference", target, "--beam", "1", "--workers", "1"]


def _require_same(check, words, count, output):
    """Fails where ranks write something else than one process."""
    alone, together = output.with_suffix(".1"), output.with_suffix(f".{count}")
    subprocess.run([*map(str, words), "--output", alone], check=True, capture_output=True)
    job = check.launcher.start(count, [*words, "--output", together])
    if job.run() != 0:
        raise Failure(f"status {job.process.returncode}: {job.text.strip()[-400:]}")
    if alone.read_bytes() != together.read_bytes():
        raise Failure("not what one process writes")


def _stop(check, output):
    """kill -STOP of a rank while there is much to do."""
    words = _words(check, _lines(check, 300_000), "--output", output)
    job = check.launcher.start(3, words)
    end = time.monotonic() + 60
    while len(job.ranks()) < 3 and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(3)
    ranks = job.ranks()
    if 2 not in ranks:
        raise Failure(f"it ended before: {job.text.strip()[-400:]}")
    os.kill(ranks[2], signal.SIGSTOP)
    job.wait_for_end(but=2)
    if f"No answer within {DEADLINE} seconds from rank 2 on " not in job.text:
        raise Failure(f"nobody said that rank 2 does not answer: {job.text.strip()[-600:]}")
    return job


def check(check):
    """Tries it with one MPI."""
    lines = _lines(check, 5000)
    for count in (2, 4):
        with check.row(f"translate on {count} ranks") as (output, _):
            _require_same(check, _words(check, lines, "--json"), count, output)
    with check.row("translate on 2 ranks, --n-best 3 --beam 3") as (output, _):
        options = ["--n-best", "3", "--beam", "3"]
        _require_same(check, _words(check, _lines(check, 300), *options), 2, output)
    with check.row("translate on 3 ranks, drawn at random") as (output, _):
        _require_same(check, _words(check, lines, "--sample", "--seed", "3"), 3, output)
    with check.row("evaluate on 2 ranks") as (output, _):
        _require_same(check, _evaluating(check), 2, output)
    with check.row("translate on 3 ranks, kill -STOP of rank 2") as (output, notes):
        notes += _stop(check, output).notes
