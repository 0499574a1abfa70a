#!/usr/bin/env python3
"""Checks that CTranslate2 loads a model that Calque trained and translates the same.

    ctranslate2_greedy.py --calque PATH --model DIR --source FILE

The first 200 distinct sources are translated greedily. CTranslate2 starts the decoder
from a zero embedding and never produces padding: it agrees with a Marian model only if
the `<pad>` row of the embedding is zero and `<pad>` is the vocabulary's last entry.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import ctranslate2

from command import Calque, read_lines
from marian import by_length_limit
from parity import Reference, compare_greedy
from report import Report


def convert(model, output):
    """Converts a model directory with CTranslate2's own command."""
    converter = Path(sys.executable).with_name("ct2-transformers-converter")
    command = [converter, "--model", model, "--output_dir", output]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(f"ct2-transformers-converter: {result.stderr.strip()}")


def translate(directory, reference, source_ids, **search):
    """CTranslate2's best translations, sentences of one length limit at a time."""
    translator = ctranslate2.Translator(
        str(directory), compute_type="float32", inter_threads=1
    )
    tokenizer = reference.tokenizer
    lines = {}
    for limit, places in by_length_limit(source_ids):
        results = translator.translate_batch(
            [tokenizer.convert_ids_to_tokens(source_ids[i]) for i in places],
            max_decoding_length=limit - 1,  # which does not count `</s>`
            min_decoding_length=0,  # by default nothing may be empty
            **search,
        )
        for i, result in zip(places, results, strict=True):
            lines[i] = reference.text(reference.piece_ids(result.hypotheses[0]))
    return [lines[i] for i in range(len(source_ids))]


def main():
    """Runs the check; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calque", required=True, help="the calque executable")
    parser.add_argument("--model", required=True, help="a directory Calque trained")
    parser.add_argument("--source", required=True, help="sentences, one a line")
    options = parser.parse_args()

    lines = read_lines(options.source)
    sources = list(dict.fromkeys(line for line in lines if line.strip()))[:200]
    report = Report("A model trained by Calque, in CTranslate2")
    with report.guard("trained", "greedy"), tempfile.TemporaryDirectory() as folder:
        converted = Path(folder) / "converted"
        convert(options.model, converted)
        reference = Reference(options.model)
        source_ids = reference.source_ids(sources)
        expected = translate(converted, reference, source_ids, beam_size=1)
        actual = Calque(options.calque, options.model).translate(sources)
        hypotheses = reference.greedy(sources)
        compare_greedy(
            report, "trained", reference, sources, actual, expected, hypotheses
        )
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
