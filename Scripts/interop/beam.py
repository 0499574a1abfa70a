#!/usr/bin/env python3
"""Checks beam search against `transformers` and CTranslate2, and eight bits against float32.

    beam.py --calque PATH --model DIR --source FILE [--target FILE] [--count N]

The first N distinct sources (200 by default) are translated with a beam of 4 by the
probability of the whole translation, without a length penalty: there the stopping rules
of the three programs find the same. A line may differ only where both translations are
equally probable. With --target the BLEU of int8 is held to that of float32.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import sacrebleu
import torch

from command import Calque, read_lines
from ctranslate2_greedy import convert, translate
from marian import by_length_limit, pad
from parity import Reference, compare_lines
from report import Report

BEAM = 4
LEAST_SAME = 0.99
"""The share of lines that have to be identical."""
SCORE_TIE = 1e-4
"""Log-probabilities closer than this are equal."""
LEAST_SAME_INT8 = 0.90
"""The share of lines that are the same in eight bits."""
MOST_LOST_BLEU = 0.2
"""What eight bits may cost."""


@torch.no_grad()
def translate_transformers(reference, source_ids):
    """The best translations of `generate`."""
    lines = {}
    for limit, places in by_length_limit(source_ids):
        input_ids, mask = pad(
            [source_ids[i] for i in places], reference.model.config.pad_token_id
        )
        output = reference.model.generate(
            input_ids=input_ids,
            attention_mask=mask.long(),
            num_beams=BEAM,
            do_sample=False,
            length_penalty=0.0,
            early_stopping=False,
            max_new_tokens=limit,
        )
        for i, row in zip(places, output[:, 1:].tolist(), strict=True):
            lines[i] = reference.text(row)
    return [lines[i] for i in range(len(source_ids))]


def compare(report, peer, reference, sources, actual, expected):
    """Holds the lines to a peer's, and shows every one that differs."""
    source_ids = reference.source_ids(sources)

    def margin(i):
        ours, theirs = (reference.score(source_ids[i], x[i]) for x in (actual, expected))
        return abs(ours - theirs)

    compare_lines(
        report, peer, f"beam {BEAM}", reference, sources, actual, expected,
        margin=margin, tie=SCORE_TIE, least_same=LEAST_SAME,
    )  # fmt: skip


def compare_int8(report, calque, sources, targets, exact):
    """Holds int8's translations to float32's, in lines and in BLEU."""
    rounded = Calque(calque.executable, calque.model, "int8").translate(
        sources, "--beam", str(BEAM), "--length-penalty", "0"
    )
    same = sum(a == b for a, b in zip(rounded, exact, strict=True))
    count = len(sources)
    report.row(
        "int8", "lines", f"{same} of {count} as float32", f">= {LEAST_SAME_INT8:.0%}",
        same >= LEAST_SAME_INT8 * count,
    )  # fmt: skip
    if targets:
        bleu = [
            sacrebleu.corpus_bleu(lines, [targets], tokenize="none", force=True).score
            for lines in (exact, rounded)
        ]
        report.row(
            "int8", "BLEU", f"{bleu[1]:.2f}, float32 {bleu[0]:.2f}",
            f"at most {MOST_LOST_BLEU} less", bleu[0] - bleu[1] <= MOST_LOST_BLEU,
        )  # fmt: skip


def main():
    """Runs the checks; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calque", required=True, help="the calque executable")
    parser.add_argument("--model", required=True, help="a directory Calque trained")
    parser.add_argument("--source", required=True, help="sentences, one a line")
    parser.add_argument("--target", help="their translations, line by line")
    parser.add_argument("--count", type=int, default=200, help="sentences")
    options = parser.parse_args()

    pairs = dict(
        zip(
            read_lines(options.source),
            read_lines(options.target or options.source),
            strict=True,
        )
    )
    pairs = [(s, t) for s, t in pairs.items() if s.strip()][: options.count]
    sources = [source for source, _ in pairs]
    targets = [target for _, target in pairs] if options.target else None
    report = Report("Beam search with a model trained by Calque")
    with report.guard("trained", "beam"), tempfile.TemporaryDirectory() as folder:
        calque = Calque(options.calque, options.model)
        exact = calque.translate(sources, "--beam", str(BEAM), "--length-penalty", "0")
        reference = Reference(options.model)
        source_ids = reference.source_ids(sources)
        expected = translate_transformers(reference, source_ids)
        compare(report, "transformers", reference, sources, exact, expected)
        converted = Path(folder) / "converted"
        convert(options.model, converted)
        search = dict(beam_size=BEAM, length_penalty=0)
        expected = translate(converted, reference, source_ids, **search)
        compare(report, "CTranslate2", reference, sources, exact, expected)
        compare_int8(report, calque, sources, targets, exact)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
