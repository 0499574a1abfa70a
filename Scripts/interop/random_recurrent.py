#!/usr/bin/env python3
"""Checks that Calque gives what PyTorch gives for recurrent models it never trained.

    random_recurrent.py --calque PATH [--case TEXT]

Builds a small model with random parameters and of random sizes for every cell, way of
reading the source and attention, writes it as Calque would, and compares 50 scored
pairs and 24 greedy translations with those of recurrent.py.
"""

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import recurrent
from made_up import AWKWARD
from parity import check_greedy, check_scores
from random_models import Texts
from recurrent_layers import GATES
from report import Report

READINGS = {
    "forwards": {},
    "backwards": dict(source_reading="reversed"),
    "both ways": dict(source_reading="both"),
}
SCORES = [None, "additive", "general", "dot"]
TABLES = [
    ("joint", True, True),
    ("separate", False, True),
    ("separate", False, False),
    ("joint", True, False),
]
"""The tokens as in random_cases.py; whether tables are shared; whether output is tied."""


@dataclass
class Case:
    """A configuration to try."""

    name: str
    options: dict
    """Keys of the configuration."""
    tokens: str
    """As in random_cases.py."""


def make_cases(seed):
    """Every cell, reading and attention once, in sizes and with tables drawn by lot."""
    source = random.Random(seed)
    for cell, reading, attention in product(GATES, READINGS, SCORES):
        if attention == "dot" and reading == "both ways":
            continue  # annotations are not as wide as states
        tokens, shared, tied = source.choice(TABLES)
        options = dict(
            cell=cell,
            attention=attention,
            layers=source.randint(1, 3),
            d_model=source.randint(9, 70),
            embedding_size=source.randint(9, 70),
            attention_size=source.randint(9, 70),
            source_reading="forward",
            max_position_embeddings=256,
            share_encoder_decoder_embeddings=shared,
            tie_word_embeddings=tied,
        )
        name = f"{cell}, {reading}, {attention or 'no attention'}"
        yield Case(name, options | READINGS[reading], tokens)


def make_model(case, texts, directory):
    """Writes the model directory of a case."""
    directory.mkdir()
    tokenizer = texts.save_tokenizer(case, directory)
    ids = tokenizer.target_encoder if case.tokens == "separate" else tokenizer.encoder
    config = SimpleNamespace(
        **case.options,
        vocab_size=len(tokenizer.encoder),
        decoder_vocab_size=len(ids),
        eos_token_id=ids["</s>"],
        pad_token_id=ids["<pad>"],
        decoder_start_token_id=ids["<pad>"],
    )
    model = recurrent.Recurrent(config)
    recurrent.randomise(model, seed=1)
    recurrent.save(model, directory)


def main():
    """Runs the checks; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calque", required=True, help="the calque executable")
    parser.add_argument("--case", default="", help="only cases whose name has this")
    options = parser.parse_args()

    report = Report("Recurrent models of PyTorch's, in Calque")
    with tempfile.TemporaryDirectory() as temporary:
        texts = Texts(Path(temporary))
        sources, targets = zip(*texts.pairs, strict=True)
        lines = texts.sources[:20] + AWKWARD
        for number, case in enumerate(make_cases(seed=1), start=1):
            if options.case not in case.name:
                continue
            paths = (options.calque, Path(temporary) / f"model-{number}")
            make_model(case, texts, paths[1])
            with report.guard(case.name, "score"):
                check_scores(report, case.name, *paths, sources, targets)
            with report.guard(case.name, "greedy"):
                check_greedy(report, case.name, *paths, lines)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
