#!/usr/bin/env python3
"""Writes the golden fixtures: tiny random models and what they compute in PyTorch.

    python Scripts/interop/make_golden.py

Each `golden-<name>` folder gets a model directory without tokenizer and
`golden.safetensors`; the README.md beside them lists the tensors. Everything is
computed in float64 from the float32 parameters in model.safetensors and rounded once
at the end.
"""

import argparse
import copy
import json
from pathlib import Path

import torch
import torch.nn.functional as F
import transformers
from safetensors.torch import load_file, save_file
from transformers import GenerationConfig, MarianConfig, MarianMTModel

import marian
from pre_norm import Transformer

FIXTURES = Path(__file__).parents[2] / "Tests/ModelsTests/Fixtures"

COMMON = dict(
    d_model=16,
    dropout=0.0,
    max_position_embeddings=64,
    attn_implementation="eager",
)
POST_NORM = dict(
    vocab_size=40,
    encoder_layers=2,
    decoder_layers=2,
    encoder_ffn_dim=32,
    decoder_ffn_dim=32,
    encoder_attention_heads=2,
    decoder_attention_heads=2,
    activation_function="relu",
    scale_embedding=True,
    normalize_before=False,
    eos_token_id=0,
    forced_eos_token_id=0,
    pad_token_id=39,
    decoder_start_token_id=39,
)
SEPARATE = dict(
    vocab_size=40,
    decoder_vocab_size=36,
    share_encoder_decoder_embeddings=False,
    tie_word_embeddings=False,
    encoder_layers=3,
    decoder_layers=1,
    encoder_ffn_dim=24,
    decoder_ffn_dim=40,
    encoder_attention_heads=4,
    decoder_attention_heads=4,
    activation_function="swish",
    scale_embedding=False,
    normalize_before=False,
    eos_token_id=1,
    forced_eos_token_id=1,
    pad_token_id=3,
    decoder_start_token_id=3,
)
HALF = POST_NORM | dict(
    encoder_layers=1,
    decoder_layers=2,
    decoder_attention_heads=4,
    activation_function="gelu",
    eos_token_id=39,
    forced_eos_token_id=39,
    pad_token_id=0,
    decoder_start_token_id=0,
)
STORED = POST_NORM | dict(
    max_position_embeddings=60,
    eos_token_id=7,
    forced_eos_token_id=None,
    pad_token_id=21,
    decoder_start_token_id=3,
)
PRE_NORM = POST_NORM | dict(
    activation_function="gelu", normalize_before=True, add_final_layer_norm=True
)
SSRU = POST_NORM | dict(
    decoder_type="ssru",
    encoder_layers=3,
    decoder_attention_heads=4,
    eos_token_id=1,
    forced_eos_token_id=1,
)

SOURCE_LENGTHS = [5, 1, 9, 3, 7, 2]
TARGET_LENGTHS = [4, 3, 1, 8, 6, 10]


def make_rows(lengths, vocabulary, config, generator):
    """Random sentences of these lengths, each ending with `</s>`, without padding."""
    special = (config.eos_token_id, config.pad_token_id)
    words = torch.tensor([i for i in range(vocabulary) if i not in special])
    return [
        words[torch.randint(len(words), (n - 1,), generator=generator)].tolist()
        + [config.eos_token_id]
        for n in lengths
    ]


def smoothed_loss(logits, targets):
    """Mean over the target tokens; smoothing 0.1 spread over all V classes."""
    labels = torch.tensor([token for row in targets for token in row])
    return F.cross_entropy(logits, labels, label_smoothing=0.1)


def ten_losses(model, forward, targets, freeze_padding):
    """Losses of ten updates on one batch, each taken before its update.

    `freeze_padding` clears the padding token's row in every gradient that has the shape
    of an embedding, so that the decoder's start token stays what it was.
    """
    model = copy.deepcopy(model)
    optimiser = torch.optim.Adam(
        (p for p in model.parameters() if p.requires_grad),
        lr=1e-3,
        betas=(0.9, 0.98),
        eps=1e-9,
    )
    losses = []
    for _ in range(10):
        optimiser.zero_grad()
        loss = smoothed_loss(forward(model)[1], targets)
        loss.backward()
        if freeze_padding:
            clear_padding(model)
        optimiser.step()
        losses.append(loss.item())
    return losses


def clear_padding(model):
    """Sets the padding row of every embedding's and the output's gradient to zero."""
    for name, parameter in model.named_parameters():
        is_table = any(part in name for part in ("shared", "embed_tokens", "lm_head"))
        if is_table and parameter.grad is not None:
            parameter.grad[model.config.pad_token_id] = 0


def measure(model, forward, greedy, sources, targets, beside="encoder_output"):
    """Everything golden.safetensors holds, from a float64 model.

    `forward` gives logits, and before them what is called `beside`, or None.
    """
    first, logits = forward(model)
    loss = smoothed_loss(logits, targets)
    loss.backward()
    values = {
        "logits": logits,
        "loss": loss.reshape(1),
        "losses": torch.tensor(ten_losses(model, forward, targets, False)),
        "losses_frozen_padding": torch.tensor(
            ten_losses(model, forward, targets, True)
        ),
    }
    if first is not None:
        values[beside] = first
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            values[f"gradient.{name}"] = parameter.grad
    tensors = {name: v.detach().float().contiguous() for name, v in values.items()}
    for name, rows in (("source", sources), ("target", targets), ("greedy", greedy)):
        flat = [token for row in rows for token in row]
        tensors[f"{name}_ids"] = torch.tensor(flat, dtype=torch.int32)
        tensors[f"{name}_offsets"] = torch.tensor(
            marian.offsets(rows), dtype=torch.int32
        )
    return tensors


def save(directory, tensors):
    """Writes golden.safetensors with the versions of what computed it."""
    # One entry: several would be written in an order that changes from run to run.
    versions = f"torch {torch.__version__}, transformers {transformers.__version__}"
    save_file(tensors, directory / "golden.safetensors", {"versions": versions})
    size = sum(file.stat().st_size for file in directory.iterdir())
    print(f"{directory.name}: loss {tensors['loss'].item():.6f}, {size:,} bytes")


def make_sentences(config, seed):
    """Sources, targets, and the other targets that the model has learnt for them."""
    generator = torch.Generator().manual_seed(seed)
    vocabulary = config.decoder_vocab_size
    sources = make_rows(SOURCE_LENGTHS, config.vocab_size, config, generator)
    targets = make_rows(TARGET_LENGTHS, vocabulary, config, generator)
    learnt = make_rows(TARGET_LENGTHS, vocabulary, config, generator)
    return sources, targets, learnt


def make_marian(directory, options, seed, dtype=torch.float32, store_positions=False):
    """A fixture computed by `transformers`' own MarianMTModel.

    16-bit tensors are spread over several files; stored positions are not sinusoids.
    """
    config = MarianConfig(**(COMMON | options))
    model = MarianMTModel(config).eval()
    sources, targets, learnt = make_sentences(config, seed)
    marian.randomise(model, seed)
    if store_positions:
        marian.disturb_positions(model, seed)
    marian.memorise(model, sources, learnt, marian.forward)
    model.generation_config.bad_words_ids = [[config.pad_token_id]]
    model = model.to(dtype)
    size = "50GB" if dtype == torch.float32 else "10KB"
    model.save_pretrained(directory, max_shard_size=size)
    if store_positions:
        marian.store_positions(model, directory / "model.safetensors")

    # Computed positions are not rounded to 16 bits, so not `model.double()`.
    model = MarianMTModel.from_pretrained(
        directory, dtype=torch.float64, attn_implementation="eager"
    ).eval()
    greedy = [hypothesis.ids for hypothesis in marian.greedy(model, sources)]

    def forward(model):
        return marian.forward(model, sources, targets)

    save(directory, measure(model, forward, greedy, sources, targets))
    if options is POST_NORM:
        hold_to_marian(directory, config, forward(model), sources, targets)


def hold_to_marian(directory, config, expected, sources, targets):
    """Checks that the hand-written Transformer, post-norm, equals MarianMTModel."""
    model = Transformer(config)
    model.load_state_dict(load_file(directory / "model.safetensors"))
    actual = model.double()(sources, targets)
    torch.testing.assert_close(actual, expected, rtol=1e-6, atol=1e-6)


def make_own(directory, options, seed):
    """A fixture computed by the hand-written Transformer."""
    config = MarianConfig(**COMMON, **options)
    model = Transformer(config)
    sources, targets, learnt = make_sentences(config, seed)
    marian.randomise(model, seed)
    marian.memorise(model, sources, learnt, Transformer.forward)
    directory.mkdir(parents=True, exist_ok=True)
    save_file(model.state_dict(), directory / "model.safetensors", {"format": "pt"})
    config.architectures, config.dtype = ["CalqueTransformer"], "float32"
    config.save_pretrained(directory)
    # `transformers` writes its own name for the architecture, which is another.
    file = directory / "config.json"
    keys = json.loads(file.read_text()) | {"model_type": "calque_transformer"}
    file.write_text(json.dumps(keys, indent=2, sort_keys=True) + "\n")
    generation = GenerationConfig(
        bad_words_ids=[[config.pad_token_id]],
        decoder_start_token_id=config.decoder_start_token_id,
        eos_token_id=config.eos_token_id,
        forced_eos_token_id=config.forced_eos_token_id,
        pad_token_id=config.pad_token_id,
    )
    generation.save_pretrained(directory)

    model = model.double()
    greedy = [
        model.greedy(source, marian.length_limit(source), [config.pad_token_id])
        for source in sources
    ]
    tensors = measure(model, lambda m: m(sources, targets), greedy, sources, targets)
    save(directory, tensors)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=FIXTURES)
    output = parser.parse_args().output
    make_marian(output / "golden-post-norm", POST_NORM, seed=1)
    make_marian(output / "golden-separate", SEPARATE, seed=2)
    make_own(output / "golden-pre-norm", PRE_NORM, seed=3)
    make_marian(output / "golden-half", HALF, seed=4, dtype=torch.float16)
    make_marian(output / "golden-positions", STORED, seed=5, store_positions=True)
    make_own(output / "golden-ssru", SSRU, seed=9)


if __name__ == "__main__":
    main()
