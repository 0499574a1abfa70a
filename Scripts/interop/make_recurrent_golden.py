#!/usr/bin/env python3
"""Writes the golden fixtures of recurrent models and layers, as PyTorch computes them.

    python Scripts/interop/make_recurrent_golden.py

Models go where make_golden.py puts its own, with the same tensors; layers, one file for
every cell and one for the simple unit, to the fixtures of the layers' tests. The
README.md beside either says more.
Everything is computed in float64 from float32 parameters and rounded once at the end.
"""

import argparse
from pathlib import Path
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch.nn.utils.rnn import pack_sequence, unpack_sequence

import marian
import recurrent
from make_golden import FIXTURES, make_sentences, measure, save
from recurrent_layers import GATES, LAYERS
from ssru import SimpleRecurrentUnit

LAYER_FIXTURES = FIXTURES.parents[1] / "LayersTests/Fixtures"

COMMON = dict(
    d_model=16,
    embedding_size=12,
    source_reading="forward",
    attention=None,
    dropout=0.0,
    max_position_embeddings=64,
    vocab_size=40,
    decoder_vocab_size=40,
    share_encoder_decoder_embeddings=True,
    tie_word_embeddings=True,
    eos_token_id=0,
    pad_token_id=39,
    decoder_start_token_id=39,
)
LSTM = COMMON | dict(cell="lstm", layers=2, source_reading="reversed")
GRU = COMMON | dict(
    cell="gru",
    layers=1,
    source_reading="both",
    decoder_vocab_size=36,
    share_encoder_decoder_embeddings=False,
    tie_word_embeddings=False,
    eos_token_id=1,
    pad_token_id=3,
    decoder_start_token_id=3,
)
ADDITIVE = COMMON | dict(
    cell="gru",
    layers=2,
    source_reading="both",
    attention="additive",
    attention_size=10,
    eos_token_id=7,
    pad_token_id=21,
    decoder_start_token_id=5,
)

LENGTHS = [4, 1, 6, 3, 6]
INPUTS, WIDTH, CLASSES = 5, 18, 7


def make_model(directory, options, seed):
    """A fixture of a whole model."""
    config = SimpleNamespace(**options)
    model = recurrent.Recurrent(config)
    sources, targets, learnt = make_sentences(config, seed)
    recurrent.randomise(model, seed)
    marian.memorise(model, sources, learnt, recurrent.Recurrent.forward)
    recurrent.save(model, directory)

    model = recurrent.load(directory).double()
    greedy = [model.greedy(source, marian.length_limit(source)) for source in sources]
    if any(hypothesis.cut for hypothesis in greedy):
        raise RuntimeError(f"{directory.name}: a translation does not end")
    tensors = measure(
        model,
        lambda m: m(sources, targets),
        [hypothesis.ids for hypothesis in greedy],
        sources,
        targets,
        beside="attention",
    )
    save(directory, {recurrent.stored_name(name): v for name, v in tensors.items()})


def make_layer(file, cell, seed):
    """A fixture of one layer, from PyTorch's own, with all the biases that it has."""
    generator = torch.Generator().manual_seed(seed)

    def random(*shape):
        # What is stored is float32, and what is computed starts from that.
        return torch.randn(shape, generator=generator).double().requires_grad_()

    layer = LAYERS[cell](INPUTS, WIDTH).double()
    with torch.no_grad():
        for parameter in layer.parameters():
            noise = random(*parameter.shape) * WIDTH**-0.5
            parameter.copy_(noise.float().double())
    leaves = {
        "x.weight": random(sum(LENGTHS), INPUTS),
        "initial.hidden.weight": random(len(LENGTHS), WIDTH),
        "output.weight": random(CLASSES, WIDTH),
    }
    if cell == "lstm":
        leaves["initial.cell.weight"] = random(len(LENGTHS), WIDTH)
    outputs, loss = run_layer(layer, leaves)
    loss.backward()
    parameters = leaves | layer_tensors(layer, lambda parameter: parameter)
    gradients = {name: leaf.grad for name, leaf in leaves.items()}
    # Either bias of a gate has the gradient of their sum.
    gradients |= layer_tensors(layer, lambda parameter: parameter.grad, adds=False)
    save_layer(file, outputs, parameters, gradients)


def make_simple_unit(file, seed):
    """A fixture of the simpler simple recurrent unit."""
    generator = torch.Generator().manual_seed(seed)

    def random(*shape, scale=1):
        noise = scale * torch.randn(shape, generator=generator)
        return noise.double().requires_grad_()

    unit = SimpleRecurrentUnit(WIDTH).double()
    with torch.no_grad():
        for parameter in unit.parameters():
            parameter.copy_(random(*parameter.shape, scale=WIDTH**-0.5))
    leaves = {
        "x.weight": random(sum(LENGTHS), WIDTH),
        "output.weight": random(CLASSES, WIDTH),
    }
    cells = torch.cat([unit.states(x) for x in leaves["x.weight"].split(LENGTHS)])
    outputs = {"cells": cells, "states": cells.relu()}
    logits = outputs["states"] @ leaves["output.weight"].T
    labels = torch.arange(len(logits)) % CLASSES
    loss = F.cross_entropy(logits, labels, reduction="sum")
    loss.backward()
    parameters = leaves | {f"layer.{n}": p for n, p in unit.named_parameters()}
    gradients = {name: parameter.grad for name, parameter in parameters.items()}
    save_layer(file, outputs | {"loss": loss.reshape(1)}, parameters, gradients)


def save_layer(file, outputs, parameters, gradients):
    """Writes a fixture of a layer with the version of what computed it."""
    tensors = outputs | {f"parameter.{name}": v for name, v in parameters.items()}
    tensors |= {f"gradient.{name}": v for name, v in gradients.items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    tensors = {name: v.detach().float().contiguous() for name, v in tensors.items()}
    save_file(tensors, file, {"versions": f"torch {torch.__version__}"})
    loss = outputs["loss"].item()
    print(f"{file.name}: loss {loss:.6f}, {file.stat().st_size:,} bytes")


def run_layer(layer, leaves):
    """The states after all steps, and the cross-entropy that looks at every one.

    Sentences are packed, one after the other; class i mod 7 is right for row i. The
    LSTM's last c of every sentence are rows of the loss, too.
    """
    before = leaves["initial.hidden.weight"][None]
    if "initial.cell.weight" in leaves:
        before = before, leaves["initial.cell.weight"][None]
    rows = pack_sequence(leaves["x.weight"].split(LENGTHS), enforce_sorted=False)
    packed, after = layer(rows, before)
    outputs = {"states": torch.cat(unpack_sequence(packed))}
    if isinstance(after, tuple):
        outputs["last_cells"] = after[1][0]
    logits = torch.cat(list(outputs.values())) @ leaves["output.weight"].T
    labels = torch.arange(len(logits)) % CLASSES
    loss = F.cross_entropy(logits, labels, reduction="sum")
    return outputs | {"loss": loss.reshape(1)}, loss


def layer_tensors(layer, value, adds=True):
    """What Calque stores: one bias a gate, and the GRU's inside its reset gate.

    `value` is taken of PyTorch's parameters; `adds` says whether biases add up.
    """
    width = layer.hidden_size
    first, second = value(layer.bias_ih_l0), value(layer.bias_hh_l0)
    is_apart = isinstance(layer, torch.nn.GRU)
    if adds:
        common = second.clone()
        if is_apart:
            common[-width:] = 0
        first = first + common
    tensors = {
        "layer.input.weight": value(layer.weight_ih_l0),
        "layer.input.bias": first,
        "layer.hidden.weight": value(layer.weight_hh_l0),
    }
    return tensors | ({"layer.hidden.bias": second[-width:]} if is_apart else {})


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=Path, default=FIXTURES)
    parser.add_argument("--layers", type=Path, default=LAYER_FIXTURES)
    options = parser.parse_args()
    make_model(options.models / "golden-lstm", LSTM, seed=6)
    make_model(options.models / "golden-gru", GRU, seed=7)
    make_model(options.models / "golden-additive", ADDITIVE, seed=8)
    for seed, cell in enumerate(GATES):
        make_layer(options.layers / f"recurrent-{cell}.safetensors", cell, seed)
    make_simple_unit(options.layers / "simple-recurrent-unit.safetensors", seed=3)


if __name__ == "__main__":
    main()
