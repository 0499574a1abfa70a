#!/usr/bin/env python3
"""Checks that Calque gives what `transformers` gives for models that it never trained.

    random_marian.py --calque PATH

Builds small Marian models with random parameters in several configurations, lets each
learn 48 made-up pairs so that its translations differ and end, saves it with
`transformers` and compares 50 scored pairs and 200 greedy translations.
"""

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import MarianConfig, MarianMTModel, MarianTokenizer

import marian
from made_up import AWKWARD, BLANK, make_pairs, make_vocabulary, train_pieces
from parity import check_greedy, check_scores
from report import Report

SHAPE = dict(
    d_model=64,
    encoder_layers=2,
    decoder_layers=2,
    encoder_ffn_dim=128,
    decoder_ffn_dim=128,
    encoder_attention_heads=4,
    decoder_attention_heads=4,
    activation_function="relu",
    scale_embedding=True,
    max_position_embeddings=256,
    dropout=0.0,
)
UNEVEN = dict(
    encoder_layers=3,
    decoder_layers=1,
    encoder_ffn_dim=96,
    decoder_ffn_dim=160,
    encoder_attention_heads=8,
    decoder_attention_heads=2,
)
HUB_KEYS = dict(
    # What config.json of the hub's converted models holds beyond the rest.
    add_bias_logits=False,
    add_final_layer_norm=False,
    bos_token_id=0,
    classif_dropout=0.0,
    extra_pos_embeddings=1,
    id2label={0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"},
    label2id={"LABEL_0": 0, "LABEL_1": 1, "LABEL_2": 2},
    normalize_before=False,
    normalize_embedding=False,
    static_position_embeddings=True,
)


@dataclass
class Case:
    """A configuration to try."""

    name: str
    options: dict = field(default_factory=dict)
    tokens: str = "joint"
    """`joint`: one SentencePiece model; `two`: one a side, one vocabulary; `separate`:
    one a side, two vocabularies."""
    dtype: torch.dtype = torch.float32
    as_on_hub: bool = False
    """Stores the positions, clears the padding row, adds the hub's keys."""


SEPARATE = dict(share_encoder_decoder_embeddings=False)
CASES = [
    Case("relu, shared, scaled"),
    Case(
        "swish, as on the hub", dict(activation_function="swish"), "two", as_on_hub=True
    ),
    Case(
        "gelu, unscaled, uneven",
        dict(activation_function="gelu", scale_embedding=False, **UNEVEN),
    ),
    Case("untied", dict(tie_word_embeddings=False)),
    Case("separate, tied", SEPARATE, "separate"),
    Case(
        "separate, untied",
        dict(tie_word_embeddings=False, activation_function="swish", **SEPARATE),
        "separate",
    ),
    Case("bfloat16 tensors", dtype=torch.bfloat16),
    Case("float16 tensors", dtype=torch.float16),
]


class Texts:
    """The sentences and SentencePiece models that every case shares."""

    def __init__(self, folder):
        self.folder = folder
        pairs = make_pairs(1500, seed=1)
        self.learnt = pairs[:48]
        distinct = [
            pair for pair in dict(pairs[48:]).items() if pair not in self.learnt
        ]
        self.pairs = distinct[:45] + [(line, line) for line in (*AWKWARD, BLANK)]
        self.sources = [source for source, _ in distinct[:196]] + AWKWARD
        left, right = ([pair[side] for pair in pairs] for side in (0, 1))
        self.models = {
            "joint": train_pieces(left + right, folder / "joint", "bpe", 300),
            "source": train_pieces(left, folder / "source", "unigram", 150),
            "target": train_pieces(right, folder / "target", "unigram", 130),
        }

    def save_tokenizer(self, kind, directory):
        """Writes the tokenizer's files and returns the tokenizer."""
        sides = ["joint"] if kind == "joint" else ["source", "target"]
        models = [self.models[side] for side in sides]
        for side, name in zip((sides[0], sides[-1]), ("source", "target"), strict=True):
            shutil.copy(self.folder / f"{side}.model", directory / f"{name}.spm")
        if kind == "separate":
            special = ["<unk>", "<pad>", "</s>"]
            vocabularies = [make_vocabulary([model], special) for model in models]
        else:
            vocabularies = [make_vocabulary(models, ["</s>", "<unk>"], ["<pad>"])]
        files = [directory / name for name in ("vocab.json", "target_vocab.json")]
        for file, vocabulary in zip(files, vocabularies, strict=False):
            file.write_text(json.dumps(vocabulary), encoding="utf-8")
        tokenizer = MarianTokenizer(
            str(directory / "source.spm"),
            str(directory / "target.spm"),
            str(files[0]),
            target_vocab_file=str(files[1]) if kind == "separate" else None,
            separate_vocabs=kind == "separate",
        )
        tokenizer.save_pretrained(directory)
        return tokenizer


def make_model(case, texts, directory):
    """Writes the model directory of a case."""
    directory.mkdir()
    tokenizer = texts.save_tokenizer(case.tokens, directory)
    separate = case.tokens == "separate"
    options = dict(
        SHAPE,
        vocab_size=len(tokenizer.encoder),
        decoder_vocab_size=len(tokenizer.target_encoder) if separate else None,
        eos_token_id=tokenizer.eos_token_id,
        forced_eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        decoder_start_token_id=tokenizer.pad_token_id,
    )
    keys = HUB_KEYS if case.as_on_hub else {}
    model = MarianMTModel(MarianConfig(**(options | keys | case.options))).eval()
    marian.randomise(model, seed=1)
    if case.as_on_hub:
        clear_padding(model)
    learn(model, tokenizer, texts.learnt)
    if case.as_on_hub:
        clear_padding(model)
    forbidden = (tokenizer.pad_token_id, tokenizer.unk_token_id)
    model.generation_config.bad_words_ids = [[token] for token in forbidden]
    model.to(case.dtype).save_pretrained(directory)
    if case.as_on_hub:
        store_positions(model, directory / "model.safetensors")


def learn(model, tokenizer, pairs):
    """Lets a model nearly memorise some pairs."""
    sources = tokenizer([source for source, _ in pairs]).input_ids
    targets = tokenizer(text_target=[target for _, target in pairs]).input_ids
    marian.memorise(model, sources, targets, marian.forward)


@torch.no_grad()
def clear_padding(model):
    """Zeroes the padding row, as the hub's converted models have it."""
    model.model.shared.weight[model.config.pad_token_id] = 0


def store_positions(model, file):
    """Adds the sinusoids to the file, as older versions of `transformers` did."""
    tensors = load_file(file)
    for side in ("encoder", "decoder"):
        table = getattr(model.model, side).embed_positions.weight
        tensors[f"model.{side}.embed_positions.weight"] = table.clone()
    save_file(tensors, file, metadata={"format": "pt"})


def main():
    """Runs the checks; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calque", required=True, help="the calque executable")
    parser.add_argument("--keep", type=Path, help="a new folder to keep the models in")
    options = parser.parse_args()

    report = Report("Models saved by transformers, in Calque")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=options.keep is None)
        texts = Texts(folder)
        sources, targets = zip(*texts.pairs, strict=True)
        for number, case in enumerate(CASES, start=1):
            directory = folder / f"model-{number}"
            make_model(case, texts, directory)
            paths = (options.calque, directory)
            with report.guard(case.name, "score"):
                check_scores(report, case.name, *paths, sources, targets)
            with report.guard(case.name, "greedy"):
                check_greedy(report, case.name, *paths, texts.sources)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
