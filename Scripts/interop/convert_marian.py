#!/usr/bin/env python3
"""Checks that `calque convert` makes of Marian's own files the model that they hold.

    convert_marian.py --calque PATH

Builds small Marian models in `transformers`, lets each learn some made-up pairs, and
writes them both as `transformers` does and as Marian does. What Calque converts from
Marian's files has to score and translate as the original does in `transformers`.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import torch
from transformers import MarianConfig, MarianMTModel

import marian
import marian_npz
from made_up import make_pairs, make_vocabulary, train_pieces
from parity import check_greedy, check_scores
from report import Report

SHAPE = dict(
    d_model=64,
    encoder_layers=3,
    decoder_layers=2,
    encoder_ffn_dim=128,
    decoder_ffn_dim=96,
    encoder_attention_heads=4,
    decoder_attention_heads=4,
    scale_embedding=True,
    max_position_embeddings=512,
    dropout=0.0,
)


@dataclass
class Case:
    """A kind of model that Marian trains."""

    name: str
    activation: str
    """As `transformers` calls it."""
    config: dict
    options: dict
    """Marian's for the same; its GELU is the quick one of `transformers`."""
    form: str = "yml"
    """`spm`: one vocabulary that is a SentencePiece model; `yml`: one mapping; `two`: a
    mapping for each side."""
    compressed: bool = False


CASES = [
    Case("Marian, .spm, tied", "swish", {}, {"tied-embeddings-all": True}, "spm"),
    Case(
        "Marian, two .yml, gelu",
        "quick_gelu",
        dict(share_encoder_decoder_embeddings=False),
        {"tied-embeddings": True, "transformer-ffn-activation": "gelu"},
        "two",
        compressed=True,
    ),
    Case(
        "Marian, .yml, untied",
        "relu",
        dict(share_encoder_decoder_embeddings=False, tie_word_embeddings=False),
        {},
    ),
]


@dataclass
class Files:
    """A case's vocabularies and tokenizers, and the options of `calque convert` for them."""

    folder: Path
    pieces: list[list[str]] = field(default_factory=list)
    """Each side's, by their numbers."""
    models: list[Path] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)

    def make(self, case, pairs):
        """Trains SentencePiece models and writes the vocabularies."""
        texts = [[pair[side] for pair in pairs] for side in (0, 1)]
        sides = texts if case.form == "two" else [texts[0] + texts[1]]
        for number, text in enumerate(sides):
            prefix, size = self.folder / f"pieces-{number}", 150 + 40 * number
            ids = dict(bos_id=-1, eos_id=0, unk_id=1)  # as Marian trains them
            model = train_pieces(text, prefix, "unigram", size, **ids)
            self.models.append(prefix.with_suffix(".model"))
            self.pieces.append(list(make_vocabulary([model], ["</s>", "<unk>"])))
        if case.form == "spm":
            vocabulary = self.folder / "vocab.spm"
            vocabulary.write_bytes(self.models[0].read_bytes())
            self.arguments = ["--source-vocabulary", str(vocabulary)]
        else:
            for side, pieces in zip(("source", "target"), self.pieces, strict=False):
                file = self.folder / f"{side}.yml"
                marian_npz.write_vocabulary(file, pieces)
                self.arguments += [f"--{side}-vocabulary", str(file)]
            for side, model in zip(("source", "target"), self.models, strict=False):
                self.arguments += [f"--{side}-tokenizer", str(model)]

    @property
    def sizes(self):
        """The number of tokens that Marian has on either side."""
        return len(self.pieces[0]), len(self.pieces[-1])

    @property
    def padding(self):
        """The number that the layout gives to padding."""
        return max(self.sizes)

    def tokenizer(self, directory):
        """Writes the tokenizer's files of the original and returns the tokenizer."""
        vocabularies = [
            {piece: i for i, piece in enumerate(pieces)} | {"<pad>": self.padding}
            for pieces in self.pieces
        ]
        models = [self.models[0], self.models[-1]]
        return marian.save_tokenizer(directory, models, vocabularies)


@torch.no_grad()
def remove_absent(model, files):
    """Makes the original what Marian's model is: tokens that it lacks have no weights."""
    source, target = files.sizes
    model.model.get_encoder().embed_tokens.weight[source:] = 0
    model.model.get_decoder().embed_tokens.weight[target:] = 0
    model.lm_head.weight[target:] = 0
    model.final_logits_bias[:, target:] = marian_npz.ABSENT_BIAS
    for side in (model.model.encoder, model.model.decoder):
        table = side.embed_positions.weight
        table.copy_(torch.from_numpy(marian_npz.positions(*table.shape)))


def make_original(case, files, pairs, directory):
    """Writes the model directory of a case and returns the model."""
    directory.mkdir()
    tokenizer = files.tokenizer(directory)
    config = MarianConfig(
        **(SHAPE | case.config),
        activation_function=case.activation,
        vocab_size=files.padding + 1,
        decoder_vocab_size=files.padding + 1,
        eos_token_id=0,
        forced_eos_token_id=0,
        pad_token_id=files.padding,
        decoder_start_token_id=files.padding,
    )
    model = MarianMTModel(config).eval()
    marian.randomise(model, seed=1)
    remove_absent(model, files)
    sources = tokenizer([source for source, _ in pairs]).input_ids
    targets = tokenizer(text_target=[target for _, target in pairs]).input_ids
    marian.memorise(model, sources, targets, marian.forward)
    remove_absent(model, files)
    model.generation_config.bad_words_ids = [[files.padding]]
    model.save_pretrained(directory)
    marian.store_positions(model, directory / "model.safetensors")
    return model


def check(report, case, calque, folder):
    """Writes both forms of a model and compares."""
    folder.mkdir()
    pairs = make_pairs(400, seed=1)
    files = Files(folder)
    files.make(case, pairs)
    original, converted = folder / "original", folder / "converted"
    model = make_original(case, files, pairs[:48], original)
    tensors = model.state_dict()
    if model.config.tie_word_embeddings:
        del tensors["lm_head.weight"]
    if model.config.share_encoder_decoder_embeddings:
        tensors = {k: v for k, v in tensors.items() if "embed_tokens" not in k}
    weights = folder / "model.npz"
    marian_npz.write(
        weights,
        marian_npz.marian_arrays(tensors, files.sizes),
        marian_npz.options(model.config, files.sizes, **case.options),
        case.compressed,
    )
    command = [calque, "convert", "--from", "marian-npz", "--model", str(weights)]
    command += [*files.arguments, "--output", str(converted)]
    subprocess.run(command, check=True)
    sources, targets = zip(*pairs[48:98], strict=True)
    paths = (calque, converted)
    with report.guard(case.name, "score"):
        check_scores(report, case.name, *paths, sources, targets, original)
    with report.guard(case.name, "greedy"):
        lines = [source for source, _ in pairs[:200]]
        check_greedy(report, case.name, *paths, lines, original)
    with report.guard(case.name, "directory"):
        check_scores(report, f"{case.name}, back", *paths, sources, targets)


def main():
    """Runs the checks; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calque", required=True, help="the calque executable")
    options = parser.parse_args()
    report = Report("Marian's own models, converted by Calque")
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(CASES):
            with report.guard(case.name, "convert"):
                check(report, case, options.calque, Path(folder) / f"model-{number}")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
