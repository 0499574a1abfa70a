"""Small trainings that can be disturbed, and what has to be left of them."""

import json
import shutil
import subprocess
import time
from pathlib import Path

TRAIN = """--updates 60 --workers 2 --set checkpoint-interval=7 validation-interval=10 log-interval=1
    kept-checkpoints=2 update-tokens=256 vocabulary-size=150 maximum-length=48 warm-up=5
    width=32 inner-width=64 heads=2 encoder-layers=1 decoder-layers=1 precision=float32""".split()
NTM = """--updates 120 --checkpoint-interval 9 --batch 8 --lengths 1-6 --bits 4
    --controller-width 24 --slots 16 --slot-width 8
    --test-lengths 3 --test-sequences 2 --workers 2""".split()
NTM_RESUMED = "--test-lengths 3 --test-sequences 2".split()
STAGES = """stages:
  - name: mixed
    back-translate:
      text: {text}
      search: sampling
  - name: own
    updates: 20
"""
PAIRS = 400
HELD_OUT = 20


class Failure(Exception):
    """What a disturbed training lost."""


def lines_of_corpus(calque, folder):
    """Writes a few lines of the embedded corpus, and returns the arguments that name them."""
    exported = folder / "exported"
    subprocess.run([calque, "demo", "--export", exported], check=True)
    arguments = []
    for option, part, count in [("", "train", PAIRS), ("validation-", "validation", HELD_OUT)]:
        for side, language in [("source", "en"), ("target", "fr")]:
            lines = (exported / f"{part}.{language}").read_text().splitlines()[:count]
            path = folder / f"{part}.{side}"
            path.write_text("".join(f"{line}\n" for line in lines))
            arguments += [f"--{option}{side}", str(path)]
    shutil.rmtree(exported)
    return arguments


class Training:
    """A command that trains in a folder."""

    def __init__(self, calque, folder):
        self.calque = calque
        self.folder = folder

    def run(self, output, resume=False):
        """Trains to the end, and returns the seconds."""
        start = time.monotonic()
        result = subprocess.run(
            self.command(output, resume), capture_output=True, text=True, timeout=120, check=False
        )
        if result.returncode != 0:
            raise Failure(f"status {result.returncode}: {result.stderr.strip()[-400:]}")
        self.error = result.stderr
        return time.monotonic() - start

    def prepare(self):
        """Trains undisturbed, for what others are compared with and the seconds it takes."""
        whole = self.folder / "whole"
        self.run(whole)
        shutil.rmtree(whole)
        self.seconds = self.run(whole)
        self.kilobytes = sum(path.stat().st_size for path in whole.rglob("*")) >> 10
        self.whole = self.result(whole)

    def check(self, output):
        """Goes on, and compares with the training that was never disturbed."""
        self.run(output, resume=self.is_begun(output))
        if self.result(output) != self.whole:
            raise Failure("the result is not that of an undisturbed training")
        names = [path.name for path in output.rglob("*")]
        left = [n for n in names if ".partial" in n or ".replaced-" in n or n == "run.lock"]
        if left:
            raise Failure(f"left over: {', '.join(left)}")
        self.load(output)

    def is_ended_in_order(self, output):
        """Whether the last update has a checkpoint."""
        raise NotImplementedError


class Translation(Training):
    """`calque train`."""

    def __init__(self, calque, folder):
        super().__init__(calque, folder)
        self.text = lines_of_corpus(calque, folder)

    def command(self, output, resume=False):
        ending = ["--resume"] if resume else []
        return [self.calque, "train", "--output", output, *self.text, *TRAIN, *ending]

    def is_begun(self, output):
        return (output / "checkpoints").exists()

    def log(self, output):
        path = output / "log.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def result(self, output):
        """Everything that is logged but what a clock says, and the weights."""
        log = self.log(output)
        for entry in log:
            entry.pop("seconds")
        return log, (output / "model.safetensors").read_bytes()

    def is_ended_in_order(self, output):
        updates = [entry["update"] for entry in self.log(output)]
        return not updates or (output / "checkpoints" / f"update-{max(updates):08}").exists()

    def load(self, output):
        result = subprocess.run(
            [self.calque, "translate", "--model", output, "--beam", "1"],
            input="the red house\n", capture_output=True, text=True, timeout=60, check=False,
        )
        if result.returncode != 0:
            raise Failure(f"the model does not load: {result.stderr.strip()}")


class Stages(Translation):
    """`calque train` with a recipe in stages, the first of which has pairs that are made for it."""

    def __init__(self, calque, folder):
        super().__init__(calque, folder)
        text = folder / "more.target"
        # More lines than are translated at a time.
        text.write_text((folder / "train.target").read_text() * 2)
        self.recipe = folder / "stages.yaml"
        self.recipe.write_text(STAGES.format(text=text))

    def command(self, output, resume=False):
        return [*super().command(output, resume), "--config", self.recipe]

    def is_begun(self, output):
        return (output / "stages/stages.yaml").exists()

    def result(self, output):
        """All that is left in the end, but for what a clock says, and where it is."""
        runs = ["1-mixed/back-translation/reverse", "1-mixed", "2-own"]
        logs = [super(Stages, self).result(output / "stages" / run) for run in runs]
        pairs = (output / "stages/1-mixed/back-translation/pairs/source").read_bytes()
        files = sorted(str(path.relative_to(output)) for path in output.rglob("*"))
        return logs, pairs, files, (output / "model.safetensors").read_bytes()

    def is_ended_in_order(self, output):
        return True


class Task(Training):
    """`calque ntm`."""

    def command(self, output, resume=False):
        options = [*NTM_RESUMED, "--resume"] if resume else NTM
        return [self.calque, "ntm", "copy", "--output", output, *options]

    def is_begun(self, output):
        checkpoints = output / "checkpoints"
        return checkpoints.exists() and any(
            "." not in path.name for path in checkpoints.iterdir()
        )

    def result(self, output):
        return (output / "model.safetensors").read_bytes()

    def is_ended_in_order(self, output):
        return True

    def load(self, output):
        subprocess.run(
            [self.calque, "ntm", "copy", "--load", output, *NTM_RESUMED],
            capture_output=True, timeout=60, check=True,
        )
