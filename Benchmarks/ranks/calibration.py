"""Measures the constants of the model of cost: updates of one process, and what lies between two ranks."""

import datetime
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from launching import NotPossible, run
from model import Link, Model, fit

# Tokens of an update, and how many are measured at a time, by size. All lengths take turns.
UPDATES = {"big": ((128, 2), (512, 2), (2048, 1))}
USUAL = ((256, 6), (1024, 4), (4096, 2))
QUICK = ((256, 8), (2048, 4))
# How often a size is measured when something disturbs it.
ATTEMPTS = 3


def say(text):
    """Progress, which is no result."""
    print(text, file=sys.stderr, flush=True)


def machine():
    """The processor, its cores and when it was asked."""
    name = platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            name = line.split(":", 1)[1].strip()
            break
    cores = len(os.sched_getaffinity(0))
    return {"machine": f"{name}, {cores} core{'s' if cores > 1 else ''}", "date": datetime.date.today().isoformat()}


def measure_updates(text, size, workers, updates, turns):
    """What `calque benchmark training` says in the median turn of every length. text: a Text (measure.py)."""
    measured = {tokens: [] for tokens, _ in updates}
    for turn in range(turns):
        say(f"calibrating {size}: turn {turn + 1} of {turns}")
        for tokens, steps in updates:
            found = json.loads(run([
                text.calque, "benchmark", "training", "--source", text.source, "--target", text.target, "--tokenizer",
                text.tokenizer, "--size", size, "--tokens", str(tokens), "--steps", str(steps), "--workers", str(workers),
                "--json"]))
            measured[tokens].append(found)
    return [sorted(found, key=lambda one: one["seconds_per_update"])[len(found) // 2] for found in measured.values()]


def calibrate_model(text, size, workers, updates, turns):
    """A Model as a dictionary, its type of products, and the updates that it is a line through."""
    for _ in range(ATTEMPTS):
        medians = measure_updates(text, size, workers, updates, turns)
        lengths = [
            (found["tokens_per_second"] * found["seconds_per_update"], found["seconds_per_update"]) for found in medians]
        longest = medians[-1]
        operations = longest["share_of_arithmetic_limit"] * longest["product_operations_per_second"]
        try:
            model = fit(longest["parameters"], operations / longest["tokens_per_second"], workers, lengths)
            return vars(model), longest["precision"], lengths
        except ValueError as error:
            say(f"  {error}")
    sys.exit(f"Benchmarks/scaling: {size} cannot be calibrated while other programs run")


def calibrate_models(text, sizes, workers, turns, quick=False):
    """Models by their sizes, and the type of their products."""
    models, updates, precision = {}, {}, None
    for size in sizes:
        models[size], precision, updates[size] = calibrate_model(
            text, size, workers, QUICK if quick else UPDATES.get(size, USUAL), turns)
    return {"models": models, "updates": updates, "precision": precision, "workers": workers}


class Links:
    """Links between ranks, measured once each."""

    def __init__(self, folder, mebibytes):
        self.folder = Path(folder)
        self.mebibytes = str(mebibytes)
        self.found = {}

    def program(self, family):
        """Compiles link.c."""
        made = self.folder / f"link-{family.name}"
        if not made.exists():
            if not family.compiler:
                raise NotPossible(f"{family.title} has no mpicc, which compiles what measures a link.")
            source = Path(__file__).with_name("link.c")
            done = subprocess.run(
                [family.compiler, "-std=gnu11", "-O2", str(source), "-o", str(made)], capture_output=True, text=True,
                check=False)
            if done.returncode:
                raise NotPossible(f"{source.name} could not be compiled: {done.stderr.strip()}")
        return str(made)

    def measure(self, name, command):
        """The link over which a command starts two ranks. command: makes one of a program."""
        if name not in self.found:
            say(f"measuring the link: {name}")
            self.found[name] = json.loads(run(command))
        found = self.found[name]
        return Link(found["bytes_per_second"], found["latency"])


def load_model(calibration, size):
    """A Model out of what was written down."""
    return Model(**calibration["models"][size])
