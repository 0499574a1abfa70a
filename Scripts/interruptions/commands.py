"""Other commands that can be disturbed, and what has to be left of them."""

import json
import random
import re
import subprocess

from training import TRAIN, Failure, Training, Translation

TABLE_LINES = 12_000
STUDENT = """--updates 20 --workers 2 --type float32 --beam 2 --size tiny --set checkpoint-interval=7
    validation-interval=10 log-interval=1 update-tokens=256 maximum-length=48 warm-up=5 width=32
    inner-width=64 heads=2 encoder-layers=1 decoder-layers=1 precision=float32""".split()


def table(folder, text):
    """Writes a table of many pairs, of which some are none, and returns its path."""
    sides = [(folder / f"train.{side}").read_text().splitlines() for side in ["source", "target"]]
    path = folder / "table.tsv"
    source = random.Random(text)
    lines = []
    for number in range(TABLE_LINES):
        pair = [source.choice(sides[0]), source.choice(sides[1])]
        if source.random() < 0.7:
            place = source.randrange(len(sides[0]))
            pair = [sides[0][place], sides[1][place]]
        lines.append(f"{pair[0]} {number}\t{pair[1]} {number}\n")
    path.write_text("".join(lines))
    return path


class Cleaning(Training):
    """`calque clean`, which begins again and leaves nothing half written."""

    def __init__(self, calque, folder, table):
        super().__init__(calque, folder)
        self.table = table

    def command(self, output, resume=False):
        output.mkdir(exist_ok=True)
        return [
            self.calque, "clean", "--tsv", self.table, "--output", output / "kept",
            "--source-language", "en", "--target-language", "fr", "--without", "language",
            "--refused", output / "refused.tsv", "--report", output / "report.html",
            "--json", output / "report.json",
        ]

    def is_begun(self, output):
        return False

    def result(self, output):
        return {path.name: path.read_bytes() for path in output.iterdir()}

    def is_ended_in_order(self, output):
        return True

    def load(self, output):
        report = json.loads((output / "report.json").read_text())
        lines = (output / "kept.en").read_bytes().count(b"\n")
        if report["pairs"]["kept"] != lines:
            raise Failure("the report has other numbers than the text")


class CleanedTraining(Translation):
    """`calque train --clean`, which keeps what it has found out about every line."""

    def __init__(self, calque, folder, table):
        super().__init__(calque, folder)
        self.table = table

    def command(self, output, resume=False):
        ending = ["--resume"] if resume else []
        return [
            self.calque, "train", "--output", output, "--tsv", self.table, "--clean",
            "--source-language", "en", "--target-language", "fr", *TRAIN,
            "validation-pairs=50", *ending,
        ]

    def result(self, output):
        """What cleaning decided, and said, beside the log and the weights."""
        names = ["cleaning.html", "cleaning.json", "cleaning.kept", "held-out.tsv"]
        return *super().result(output), [(output / name).read_bytes() for name in names]


class Scoring(Cleaning):
    """`calque score --keep`, which goes on where it was."""

    chunk = 1000

    def __init__(self, calque, folder, table, model):
        super().__init__(calque, folder, table)
        self.model = model

    def command(self, output, resume=False):
        output.mkdir(exist_ok=True)
        return [
            self.calque, "score", "--model", self.model, "--reverse", self.model, "--workers", "2",
            "--type", "float32", "--tsv", self.table, "--keep", "0.6", "--output", output / "kept",
            "--source-language", "en", "--target-language", "fr",
            "--refused", output / "refused.tsv", "--report", output / "report.html",
        ]

    def run(self, output, resume=False):
        """Runs to the end, and sees to it that what has a score is not scored again."""
        done = self.scored(output)
        seconds = super().run(output, resume)
        said = int(re.search(r"([\d,]+) pairs? scored", self.error)[1].replace(",", ""))
        if done + said != TABLE_LINES:
            raise Failure(f"{said} pairs were scored after {done} of {TABLE_LINES}")
        return seconds

    def scored(self, output):
        """How many pairs have scores in whole chunks, of which the first line is none."""
        if (output / "kept.scores").exists():
            return TABLE_LINES
        partial = output / "kept.scores.partial"
        lines = partial.read_bytes().count(b"\n") if partial.exists() else 0
        return max(0, lines // self.chunk * self.chunk - 1)

    def load(self, output):
        lines = (output / "kept.en").read_bytes().count(b"\n")
        if lines != TABLE_LINES * 0.6:
            raise Failure(f"{lines} pairs were kept")


class Distillation(Training):
    """`calque distill`: translating, choosing, scoring, aligning, trainings, a shortlist."""

    def __init__(self, calque, folder, teacher, text):
        super().__init__(calque, folder)
        self.teacher, self.text = teacher, text

    def command(self, output, resume=False):
        if resume:
            return [self.calque, "distill", "--output", output, "--resume"]
        return [
            self.calque, "distill", "--teacher", self.teacher, "--reverse", self.teacher,
            "--output", output, *self.text, *STUDENT,
        ]

    def is_begun(self, output):
        return (output / "distillation" / "settings.json").exists()

    def result(self, output):
        names = ["model.safetensors", "shortlist.bin", "distillation/candidates.jsonl",
                 "distillation/alignments", "distillation/scores"]
        return [(output / name).read_bytes() for name in names]

    def is_ended_in_order(self, output):
        return True

    def load(self, output):
        result = subprocess.run(
            [self.calque, "translate", "--model", output], input="the red house\n",
            capture_output=True, text=True, timeout=60, check=False,
        )
        if result.returncode != 0:
            raise Failure(f"the model does not load: {result.stderr.strip()}")
