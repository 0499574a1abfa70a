"""Tiny trainings, alone and on ranks, and what has to be the same of them."""

import json
import os
import shutil
import subprocess
import time

from launching import Failure

UPDATES = 50
SETTINGS = f"""updates={UPDATES} schedule=constant checkpoint-interval=7 validation-interval=10
    log-interval=1 kept-checkpoints=2 update-tokens=256 vocabulary-size=150 maximum-length=48 warm-up=5
    width=32 inner-width=64 heads=2 encoder-layers=1 decoder-layers=1 precision=float32""".split()
DEADLINE = 5
"""Seconds for which a rank waits for the others."""
PAIRS, HELD_OUT = 400, 20


class Training:
    """`calque train` on a few lines of the embedded corpus."""

    def __init__(self, calque, folder):
        self.calque = calque
        self.folder = folder
        self.text = self._lines()
        self._alone = {}

    def _lines(self):
        """Writes the lines, and returns the arguments that name them."""
        exported = self.folder / "exported"
        subprocess.run([self.calque, "demo", "--export", exported], check=True, capture_output=True)
        arguments = []
        for option, part, count in [("", "train", PAIRS), ("validation-", "validation", HELD_OUT)]:
            for side, language in [("source", "en"), ("target", "fr")]:
                lines = (exported / f"{part}.{language}").read_text().splitlines()[:count]
                path = self.folder / f"{part}.{side}"
                path.write_text("".join(f"{line}\n" for line in lines))
                arguments += [f"--{option}{side}", str(path)]
        shutil.rmtree(exported)
        return arguments

    def command(self, output, workers, *settings):
        """The words that begin a run."""
        own = [f"workers={workers}", f"deadline={DEADLINE}", *settings]
        named = {setting.split("=")[0]: setting for setting in [*SETTINGS, *own]}
        words = [self.calque, "train", "--output", output, *self.text]
        return [*words, "--set", *named.values()]

    def resuming(self, output, *settings):
        """The words that go on with a run, or begin one that left nothing to go on with."""
        more = ["--set", *settings] if settings else []
        return [self.calque, "train", "--output", output, "--resume", *more]

    def run(self, words):
        """Trains in one process."""
        result = subprocess.run(
            [str(word) for word in words], capture_output=True, text=True, timeout=120, check=False
        )
        if result.returncode != 0:
            raise Failure(f"status {result.returncode} alone: {result.stderr.strip()[-400:]}")

    def run_on(self, launcher, count, words, environment=None):
        """Trains on ranks."""
        job = launcher.start(count, words, environment)
        status = job.run()
        if status != 0:
            raise Failure(f"status {status} of {count} ranks: {job.text.strip()[-400:]}")

    def alone(self, workers):
        """What one process with so many workers comes to."""
        if workers not in self._alone:
            output = self.folder / f"alone-{workers}"
            self.run(self.command(output, workers))
            self._alone[workers] = self.result(output)
        return self._alone[workers]

    def log(self, output):
        """What is logged of a run so far, whole lines alone."""
        path = output / "log.jsonl"
        lines = path.read_text().split("\n")[:-1] if path.exists() else []
        return [json.loads(line) for line in lines]

    def result(self, output):
        """Everything that is logged but what a clock says, and the weights."""
        log = self.log(output)
        for entry in log:
            entry.pop("seconds")
            # Of how many updates, which a run that goes on may have more of.
            entry.pop("progress", None)
            # One process sends nothing.
            entry.pop("sentBytes", None)
        return log, (output / "model.safetensors").read_bytes()

    def require_same(self, output, workers):
        """Fails where a run is not that of one process, to the last bit."""
        log, weights = self.result(output)
        whole_log, whole_weights = self.alone(workers)
        for entry, whole in zip(log, whole_log):
            if entry != whole:
                raise Failure(f"logged {entry}, and in one process {whole}")
        if len(log) != len(whole_log) or weights != whole_weights:
            raise Failure("the model is not that of one process")

    def wait_for_update(self, output, number, job):
        """Waits until a run that is under way has logged an update."""
        end = time.monotonic() + 60
        while not any(entry["update"] >= number for entry in self.log(output)):
            if job.process.poll() is not None or time.monotonic() > end:
                job.sweep()
                raise Failure(f"it did not come to update {number}: {job.text[-400:]}")
            time.sleep(0.005)

    def go_on(self, output, workers, launcher=None, count=1):
        """Goes on with a run that was disturbed, and compares it with one that never was."""
        begun = (output / "training.yaml").exists()
        words = self.resuming(output) if begun else self.command(output, workers)
        if not begun and os.path.isdir(output):
            words = [*words, "--overwrite"]
        if launcher and count > 1:
            self.run_on(launcher, count, words)
        else:
            self.run(words)
        self.require_same(output, workers)
        names = [path.name for path in output.rglob("*")]
        left = [n for n in names if ".partial" in n or ".replaced-" in n or n == "run.lock"]
        if left:
            raise Failure(f"left over: {', '.join(left)}")
