#!/usr/bin/env python3
"""Writes the fixtures of Marian's own files: tiny models and what PyTorch computes.

    python Scripts/interop/make_marian_golden.py

Each `marian-<name>` folder gets model.npz and vocabularies as Marian's training leaves
them, and `golden.safetensors`; the README.md beside them says more.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import MarianConfig, MarianMTModel

import marian
import marian_npz
from made_up import make_pairs, make_vocabulary, train_pieces
from pre_norm import Transformer

FIXTURES = Path(__file__).parents[2] / "Tests/ConversionTests/Fixtures"
SIZES = dict(
    d_model=16,
    encoder_layers=1,
    decoder_layers=2,
    encoder_ffn_dim=24,
    decoder_ffn_dim=32,
    encoder_attention_heads=4,
    decoder_attention_heads=4,
    scale_embedding=True,
    dropout=0.0,
    max_position_embeddings=64,
    eos_token_id=0,
    attn_implementation="eager",
)


def train(folder, name, sentences):
    """Trains a SentencePiece model as Marian does, as small as can be."""
    folder.mkdir(parents=True, exist_ok=True)
    options = dict(
        bos_id=-1, eos_id=0, unk_id=1, normalization_rule_name="identity"
    )
    model = train_pieces(sentences, folder / name, "char", 60, **options, hard_vocab_limit=False)
    (folder / f"{name}.model").rename(folder / f"{name}.spm")
    return list(make_vocabulary([model], ["</s>", "<unk>"]))


def make_config(sizes, **others):
    """The configuration of a model for so many source and target tokens."""
    padding = max(sizes)
    return MarianConfig(
        **SIZES,
        **others,
        vocab_size=padding + 1,
        decoder_vocab_size=padding + 1,
        pad_token_id=padding,
        decoder_start_token_id=padding,
    )


def positions(count, width):
    return torch.from_numpy(marian_npz.positions(count, width))


@torch.no_grad()
def fill(model, sizes):
    """Random parameters; none for tokens that Marian does not have."""
    marian.randomise(model, seed=1)
    for name, parameter in model.named_parameters():
        if "embed_positions" in name:
            parameter.copy_(positions(*parameter.shape))
        elif "embed_tokens" in name or "shared" in name:
            parameter[sizes[0 if "encoder" in name else 1] :] = 0
    model.final_logits_bias[:, sizes[1] :] = marian_npz.ABSENT_BIAS


def save_golden(folder, forward, sizes):
    """Writes the logits of some random pairs of token ids."""
    generator = torch.Generator().manual_seed(2)

    def rows(lengths, size):
        words = (torch.randint(2, size, (n - 1,), generator=generator) for n in lengths)
        return [[*row.tolist(), 0] for row in words]

    sources, targets = rows([4, 1, 7], sizes[0]), rows([5, 3, 2], sizes[1])
    tensors = {"logits": forward(sources, targets)[1].detach().float().contiguous()}
    for name, side in (("source", sources), ("target", targets)):
        ids, offsets = sum(side, []), marian.offsets(side)
        tensors[f"{name}_ids"] = torch.tensor(ids, dtype=torch.int32)
        tensors[f"{name}_offsets"] = torch.tensor(offsets, dtype=torch.int32)
    save_file(tensors, folder / "golden.safetensors")


def make_post_norm(folder):
    """Two vocabularies, tied output, Marian's GELU, deflated."""
    texts = zip(*make_pairs(100, seed=1), strict=True)
    pieces = [train(folder, *side) for side in zip(("source", "target"), texts, strict=True)]
    sizes = len(pieces[0]), len(pieces[1])
    for name, side in zip(("source", "target"), pieces, strict=True):
        marian_npz.write_vocabulary(folder / f"{name}.yml", side)
    config = make_config(
        sizes, share_encoder_decoder_embeddings=False, activation_function="quick_gelu"
    )
    model = MarianMTModel(config).eval()
    fill(model, sizes)
    tensors = {k: v for k, v in model.state_dict().items() if k != "lm_head.weight"}
    others = {"tied-embeddings": True, "transformer-ffn-activation": "gelu"}
    options = marian_npz.options(config, sizes, **others)
    arrays = marian_npz.marian_arrays(tensors, sizes)
    marian_npz.write(folder / "model.npz", arrays, options, compressed=True)
    model = model.double()
    save_golden(folder, lambda s, t: marian.forward(model, s, t), sizes)


def make_pre_norm(folder):
    """One vocabulary, which is a SentencePiece model; everything tied; stored."""
    pieces = train(folder, "vocab", sum(map(list, make_pairs(100, seed=1)), []))
    sizes = len(pieces), len(pieces)
    config = make_config(
        sizes, activation_function="swish", normalize_before=True
    )
    model = Transformer(config, positions)
    fill(model, sizes)
    others = {"tied-embeddings-all": True}
    options = marian_npz.options(config, sizes, pre_norm=True, **others)
    arrays = marian_npz.marian_arrays(model.state_dict(), sizes, pre_norm=True)
    marian_npz.write(folder / "model.npz", arrays, options)
    save_golden(folder, model.double(), sizes)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=FIXTURES)
    output = parser.parse_args().output
    make_post_norm(output / "marian-post-norm")
    make_pre_norm(output / "marian-pre-norm")


if __name__ == "__main__":
    main()
