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

# Tokens of an update, and how many are measured, by size: a line is laid through two or more.
UPDATES = {"big": ((512, 2), (2048, 2))}
USUAL = ((512, 8), (1024, 6), (4096, 4))
QUICK = ((256, 8), (2048, 4))


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


def calibrate_model(text, size, workers, updates):
    """A Model, from updates of several lengths that one process makes. text: a Text (measure.py)."""
    measured = []
    for tokens, steps in updates:
        say(f"calibrating {size}: updates of {tokens} tokens")
        found = json.loads(run([
            text.calque, "benchmark", "training", "--source", text.source, "--target", text.target, "--tokenizer",
            text.tokenizer, "--size", size, "--tokens", str(tokens), "--steps", str(steps), "--workers", str(workers),
            "--json"]))
        seconds = found["seconds_per_update"]
        measured.append((found["tokens_per_second"] * seconds, seconds))
        operations = found["share_of_arithmetic_limit"] * found["product_operations_per_second"] / found["tokens_per_second"]
    try:
        return fit(found["parameters"], operations, workers, measured), found["precision"]
    except ValueError as error:
        sys.exit(f"Benchmarks/scaling: {size}: {error}")


def calibrate_models(text, sizes, workers, quick=False):
    """Models by their sizes, and the type of their products."""
    models, precision = {}, None
    for size in sizes:
        model, precision = calibrate_model(text, size, workers, QUICK if quick else UPDATES.get(size, USUAL))
        models[size] = vars(model)
    return {"models": models, "precision": precision, "workers": workers}


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
