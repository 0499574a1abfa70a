"""Short works of calque, timed."""

import hashlib
import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from running import Failure

LINES = 6000
"""Of the text that is trained on."""


@dataclass
class Done:
    """What a work has come to."""

    result: str
    """A hash of what it made."""
    workers: int | None
    """As it said itself; nothing where it says none."""
    seconds: float


class Works:
    """The works, and what has been measured of them."""

    def __init__(self, calque, folder, rounds):
        self.calque = calque
        self.folder = folder
        self.rounds = rounds
        self.all = []
        self.known = {}
        subprocess.run(
            [calque, "demo", "--export", folder / "demo"], check=True, capture_output=True)
        for language in ["en", "fr"]:
            lines = (folder / f"demo/train.{language}").read_text().splitlines(True)
            (folder / f"text.{language}").write_text("".join(lines[:LINES]))

    def do(self, work, before=(), environment=None, options=()):
        """Does a work some times, in the shortest of which it is; what has been done is not done again
        unless other cores are in it."""
        key = (work.name, tuple(before), str(environment), tuple(options))
        if key not in self.known:
            done = [work.do(before, environment or {}, options) for _ in range(self.rounds)]
            if len({one.result for one in done}) > 1:
                raise Failure("makes something else each time")
            self.known[key] = min(done, key=lambda one: one.seconds)
        return self.known[key]


def run(command, environment=None):
    """A command that has to end well, what it said on standard error, and how long it took."""
    start = time.monotonic()
    ended = subprocess.run(
        [str(word) for word in command], env=os.environ | (environment or {}),
        capture_output=True, text=True,
    )  # fmt: skip
    seconds = time.monotonic() - start
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["nothing"])[-1]
        raise Failure(f"ends with status {ended.returncode}: {last}")
    return ended, seconds


def cores(calque, before=(), environment=None):
    """The cores that calque says it has."""
    said, _ = run([*before, calque, "--version"], environment)
    return int(re.search(r"cores: (\d+)", said.stdout)[1])


def sha(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


class Training:
    """Some updates of a tiny model."""

    name = "training"
    is_same_by_any_number = False
    """Whether it comes to the same by any number of workers."""

    def __init__(self, works):
        self.works = works

    def command(self, output, updates=8):
        text = self.works.folder / "text"
        validation = self.works.folder / "demo/validation"
        return [
            self.works.calque, "train", "--overwrite", "--output", output, "--size", "tiny",
            "--source", f"{text}.en", "--target", f"{text}.fr",
            "--validation-source", f"{validation}.en", "--validation-target", f"{validation}.fr",
            "--updates", str(updates), "--set", "update-tokens=8192", "vocabulary-size=1000",
            "drop-near-validation=false", "validation-interval=1000",
        ]  # fmt: skip

    def do(self, before, environment, options):
        output = self.works.folder / "run"
        said, seconds = run([*before, *self.command(output), *options], environment)
        workers = re.search(r"^workers: (\d+)", said.stderr, re.MULTILINE)
        if not workers:
            raise Failure("does not say how many workers it has")
        return Done(sha(output / "model.safetensors"), int(workers[1]), seconds)


class Translation:
    """Some lines by a model that has learned next to nothing."""

    name = "translation"
    is_same_by_any_number = True

    def __init__(self, works):
        self.works = works
        self.model = works.folder / "model"
        run(Training(works).command(self.model))
        lines = (works.folder / "text.en").read_text().splitlines(True)
        self.input = works.folder / "lines"
        self.input.write_text("".join(lines))

    def do(self, before, environment, options):
        output = self.works.folder / "translated"
        _, seconds = run(
            [
                *before, self.works.calque, "translate", "--model", self.model,
                "--input", self.input, "--output", output,
                "--maximum-length-ratio", "1", "--maximum-length-offset", "5", *options,
            ],
            environment,
        )  # fmt: skip
        return Done(sha(output), None, seconds)


def bound_threads(works, options):
    """The cores of those threads of a training that may not run on all that the process may, each a set."""
    output = works.folder / "bound"
    process = subprocess.Popen(
        [str(word) for word in [*Training(works).command(output, updates=10_000), *options]],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end and process.poll() is None:
            # Once it trains: others have workers before.
            if (output / "log.jsonl").exists() and (output / "log.jsonl").stat().st_size:
                return narrow(process.pid)
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
    raise Failure("does not begin to train")


def narrow(process):
    threads = [int(task.name) for task in Path(f"/proc/{process}/task").iterdir()]
    every = [os.sched_getaffinity(thread) for thread in threads]
    return [cores for cores in every if cores != os.sched_getaffinity(0)]
