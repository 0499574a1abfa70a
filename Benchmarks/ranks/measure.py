"""Measures training by two ranks against two workers of one process, and lays what the model of cost says beside it."""

import argparse
import contextlib
import json
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from calibration import Links, calibrate_models, load_model, machine, say
from launching import Family, Namespaces, NotPossible, families, run
from model import Update, cost
from tables import constants_table, measured_table

# The first updates of a run make memory and compiled products.
WARM_UP = 4
# Of one process; two ranks have one each.
WORKERS = 2


@dataclass(frozen=True)
class Text:
    """What is trained on, and by what program."""

    calque: str
    source: str
    target: str
    tokenizer: str


@dataclass(frozen=True)
class Case:
    """A way to train: two workers of a process, or two ranks of a worker each."""

    name: str
    family: Family | None = None
    # Of the link between namespaces, in Gbit/s; none where ranks are on one machine. Its delay is in milliseconds.
    rate: float | None = None
    delay: float = 0
    wire: str = "float32"
    # Whether gradients are sent while others are computed.
    overlaps: bool = True

    @property
    def link(self):
        """The name of what lies between the ranks."""
        if self.rate is None:
            return f"{self.family.title}, one machine"
        delay = f" and {self.delay:g} ms" if self.delay else ""
        return f"{self.family.title}, {self.rate:g} Gbit/s{delay}"


ALONE = Case("one process, two workers")


def cases(found, rates, delays):
    """All cases: each MPI on one machine, and the first between namespaces."""
    made = [ALONE] + [Case(f"two ranks, {family.title}", family) for family in found]
    links = [(rate, 0) for rate in rates] + [(max(rates), delay) for delay in delays] if rates else []
    for rate, delay in links if found else []:
        for wire, overlaps in (("float32", True), ("float32", False), ("bfloat16", True)):
            case = Case("", found[0], rate, delay, wire, overlaps)
            name = f"two namespaces, {case.link.split(', ')[1]}" + (", wire=bfloat16" if wire == "bfloat16" else "")
            made.append(replace(case, name=name + ("" if overlaps else ", overlap=false")))
    return made


class Trial:
    """Runs cases on one text with one kind of model."""

    def __init__(self, text, options, folder, namespaces, libraries):
        self.text, self.options, self.folder = text, options, Path(folder)
        self.namespaces, self.libraries = namespaces, libraries
        self.links = Links(folder, 32 if options.quick else 128)

    def command(self, case, program):
        """Starts a program as a case asks for it."""
        if case.family is None:
            return program
        if case.rate is None:
            return case.family.command(program)
        if self.namespaces is None:
            raise NotPossible("Network namespaces cannot be made here.")
        self.namespaces.set_link(case.rate, case.delay)
        return case.family.command_between(self.namespaces, program)

    def train(self, case):
        """The updates of a run, as its log has them, without the first."""
        output = self.folder / "run"
        shutil.rmtree(output, ignore_errors=True)
        settings = {
            "size": self.options.size, "tokenizer": self.text.tokenizer, "updates": self.options.updates + WARM_UP,
            "update-tokens": self.options.tokens, "workers": WORKERS, "wire": case.wire, "overlap": str(case.overlaps).lower(),
            "log-interval": 1, "accumulation": 1,
            "checkpoint-interval": 1000000, "schedule": "constant",
        }
        program = [
            self.text.calque, "train", "--source", self.text.source, "--target", self.text.target, "--output", str(output),
            "--set", *(f"{name}={value}" for name, value in settings.items())]
        if case.family:
            program = ["env", f"CALQUE_MPI={self.libraries[case.family.name]}", *program]
        run(self.command(case, program))
        lines = [json.loads(line) for line in (output / "log.jsonl").read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if line["event"] == "update"][WARM_UP:]

    def link(self, case):
        """The Link of a case, measured; none for one process."""
        if case.family is None:
            return None
        program = [self.links.program(case.family), self.links.mebibytes]
        return self.links.measure(case.link, self.command(case, program))


def measure(trial, all_cases, rounds):
    """What every case comes to: rounds in which all take their turn, each beside the process of the same round."""
    done = {case: [] for case in all_cases}
    for number in range(rounds):
        for case in all_cases:
            if done[case] is None:
                continue
            say(f"round {number + 1} of {rounds}: {case.name}")
            runs, done[case] = done[case], None
            with saying_why_not():
                trial.link(case)
                done[case] = [*runs, trial.train(case)]
    return [(case, runs) for case, runs in done.items() if runs]


@contextlib.contextmanager
def saying_why_not():
    """Goes on after what cannot be measured."""
    try:
        yield
    except NotPossible as reason:
        say(f"  not measured: {reason}")


def rate(updates):
    """Tokens a second: the median of updates."""
    return statistics.median(update["tokens"] / update["seconds"] for update in updates)


def findings(trial, done, model):
    """A row for every case: what was measured, and what the model says."""
    rows = []
    alone = dict(done)[ALONE]
    for case, runs in done:
        updates = [update for run_of in runs for update in run_of]
        tokens = statistics.median(update["tokens"] for update in updates)
        asked = Update(tokens, 1, WORKERS) if case.family is None else Update(tokens, 2, 1, case.wire, int(case.overlaps))
        sent = [update["sentBytes"] for update in updates if "sentBytes" in update]
        rows.append({
            "name": case.name,
            "tokensPerSecond": rate(updates),
            "share": statistics.median(rate(own) / rate(one) for own, one in zip(runs, alone)),
            "secondsPerUpdate": statistics.median(update["seconds"] for update in updates),
            "sentBytes": statistics.median(sent) if sent else None,
            "link": None if case.family is None else case.link,
            "predictedSeconds": cost(model, trial.link(case), asked).seconds,
        })
    return rows


def prepared_text(options, folder):
    """The text, which the embedded grammar writes where none is given, and a tokenizer for it."""
    source, target = options.source, options.target
    if not source:
        run([options.calque, "demo", "--export", f"{folder}/text"])
        source, target = f"{folder}/text/train.en", f"{folder}/text/train.fr"
    say("training a tokenizer")
    run([options.calque, "train", "--source", source, "--target", target, "--output", f"{folder}/tokenizer", "--set",
         "size=tiny", "updates=1", "workers=1", "update-tokens=256"])
    return Text(options.calque, source, target, f"{folder}/tokenizer/source.spm")


def numbers(text):
    """`10,1` as numbers."""
    return [float(number) for number in text.split(",") if number]


def main():
    """Reads what Benchmarks/scaling hands on."""
    parser = argparse.ArgumentParser()
    for name in ("calque", "size", "sizes", "libraries", "output", "rates", "delays"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("source", "target"):
        parser.add_argument(f"--{name}", default="")
    for name in ("tokens", "updates", "rounds", "turns"):
        parser.add_argument(f"--{name}", type=int, required=True)
    for name in ("quick", "calibrate"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    libraries = {Path(path).stem.split("-")[-1]: path for path in options.libraries.split("\n") if path}
    with tempfile.TemporaryDirectory() as folder:
        text = prepared_text(options, folder)
        result = machine() | calibrate_models(text, options.sizes.split(","), WORKERS, options.turns, options.quick)
        result |= {"size": options.size, "tokens": options.tokens, "measured": [], "links": {}}
        with_links(result, text, options, folder, libraries)
    Path(options.output).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    say(f"written: {options.output}")
    print(constants_table(result))
    if not options.calibrate:
        print(f"\n{measured_table(result)}")


def with_links(result, text, options, folder, libraries):
    """Adds links to a result, and what was measured over them unless calibration is all that was asked for."""
    found = [family for family in families() if family.name in libraries]
    if not found:
        say("No MPI is installed whose library Scripts/build-mpi could make: ranks are not measured.")
    all_cases = cases(found, numbers(options.rates), numbers(options.delays))
    with contextlib.ExitStack() as stack:
        namespaces = None
        try:
            namespaces = stack.enter_context(Namespaces(folder))
        except NotPossible as reason:
            say(f"Between namespaces nothing is measured: {reason}")
        trial = Trial(text, options, folder, namespaces, libraries)
        if options.calibrate:
            for case in all_cases:
                with saying_why_not():
                    trial.link(case)
        else:
            done = measure(trial, all_cases, options.rounds)
            result["measured"] = findings(trial, done, load_model(result, options.size))
        result["links"] = trial.links.found


if __name__ == "__main__":
    main()
