"""Calque's recurrent encoder-decoder in PyTorch.

Sutskever et al. 2014 without attention, Bahdanau et al. 2015 with it, on the layers of
recurrent_layers.py. One sentence at a time, so that padding does not exist.

Legend: S source tokens, T target tokens, d width of the states, a width of what the
encoder says of a token, e width of the embeddings, V target vocabulary. A state is a
tuple: (h,), or (h, c) of the LSTM, each [d].
"""

import json
from types import SimpleNamespace

import torch
from safetensors.torch import load_file, save_file
from torch import nn

import marian
from recurrent_layers import AttentiveLayer, Direction, EncoderLayer

MODEL_TYPE = "calque_recurrent"


class Encoder(nn.Module):
    """Reads the source."""

    def __init__(self, config, annotations):
        super().__init__()
        self.is_reversed = config.source_reading == "reversed"
        inputs = [config.embedding_size] + (config.layers - 1) * [annotations]
        self.layers = nn.ModuleList(EncoderLayer(config, width) for width in inputs)

    def forward(self, x):
        """[S, e]: annotations [S, a], and every layer's state after the source."""
        x, states = x.flip(0) if self.is_reversed else x, []
        for layer in self.layers:
            x, state = layer(x)
            states.append(state)
        return x.flip(0) if self.is_reversed else x, states


class Decoder(nn.Module):
    """Writes the target. What the lowest layer finds goes into every layer above it."""

    def __init__(self, config, annotations):
        super().__init__()
        width, embedding = config.d_model, config.embedding_size
        context = annotations if config.attention else 0
        inputs = [embedding] + (config.layers - 1) * [width + context]
        layers = [Direction(config.cell, size, width) for size in inputs]
        if config.attention:
            layers[0] = AttentiveLayer(config, annotations)
        self.layers = nn.ModuleList(layers)
        self.readout = nn.Linear(width + context + embedding, embedding)

    def forward(self, embedded, states, annotations):
        """[T, e]: what the output reads [T, e], the states, the attention [T, S]."""
        x, context, attention, after = embedded, embedded[:, :0], None, []
        for layer, state in zip(self.layers, states, strict=True):
            if isinstance(layer, AttentiveLayer):
                x, state, context, attention = layer(x, state, annotations)
            else:
                x = x if layer is self.layers[0] else torch.cat([x, context], dim=1)
                x, state = layer(x, state)
            after.append(state)
        joined = torch.cat([x, context, embedded], dim=1)
        return self.readout(joined).tanh(), after, attention


class Stacks(nn.Module):
    """What names call `model`: the tables of embeddings, encoder and decoder."""

    def __init__(self, config):
        super().__init__()
        annotations = config.d_model * (2 if config.source_reading == "both" else 1)
        self.encoder = Encoder(config, annotations)
        self.decoder = Decoder(config, annotations)
        if config.share_encoder_decoder_embeddings and config.tie_word_embeddings:
            self.shared = embedding(config, config.vocab_size)
        else:
            self.encoder.embed_tokens = embedding(config, config.vocab_size)
            self.decoder.embed_tokens = embedding(config, config.decoder_vocab_size)

    def table(self, side):
        return self.shared if hasattr(self, "shared") else side.embed_tokens


def embedding(config, size):
    """A table whose padding row gets no gradient for being looked up."""
    return nn.Embedding(size, config.embedding_size, config.pad_token_id)


class Recurrent(nn.Module):
    """The whole model; `config` has the keys of config.json as attributes."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.model = Stacks(config)
        if not config.tie_word_embeddings:
            self.lm_head = nn.Linear(
                config.embedding_size, config.decoder_vocab_size, bias=False
            )

    def encode(self, source):
        """Token ids: annotations [S, a], and the state of every layer."""
        table = self.model.table(self.model.encoder)
        return self.model.encoder(table(torch.tensor(source)))

    def decode(self, inputs, states, annotations):
        """Token ids: logits [T, V], the states after them, the attention [T, S]."""
        table = self.model.table(self.model.decoder)
        embedded = table(torch.tensor(inputs))
        x, states, attention = self.model.decoder(embedded, states, annotations)
        tied = self.config.tie_word_embeddings
        output = table.weight if tied else self.lm_head.weight
        return x @ output.T, states, attention

    def forward(self, sources, targets):
        """The attention, [T, S] of each pair laid end to end, and logits [sum of T, V].

        Without attention its place is None.
        """
        start, logits, attention = self.config.decoder_start_token_id, [], []
        for source, target in zip(sources, targets, strict=True):
            annotations, states = self.encode(source)
            output = self.decode([start, *target[:-1]], states, annotations)
            logits.append(output[0])
            if self.config.attention:
                attention.append(output[2].flatten())
        return torch.cat(attention) if attention else None, torch.cat(logits)

    @torch.no_grad()
    def greedy(self, source, limit):
        """The likeliest tokens but padding; the last within the limit is `</s>`."""
        config, ids, margins = self.config, [], []
        annotations, states = self.encode(source)
        token = config.decoder_start_token_id
        while len(ids) < limit - 1 and token != config.eos_token_id:
            logits, states, _ = self.decode([token], states, annotations)
            logits[0, config.pad_token_id] = -torch.inf
            best, second = logits[0].topk(2).values
            scale = logits[logits.isfinite()].abs().max()
            margins.append(((best - second) / scale).item())
            token = logits.argmax().item()
            ids.append(token)
        cut = token != config.eos_token_id
        ids += [config.eos_token_id] * cut
        return marian.Hypothesis(ids, min(margins), cut)


@torch.no_grad()
def randomise(model, seed):
    """Gives every parameter a value that shows: no zero biases.

    Products get a standard deviation of 1.5 / sqrt(inputs), those of states half of
    it: with more, states are chaotic, and what float32 rounds grows from step to step.
    """
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if name.endswith("bias"):
            noise = 0.2 * noise
        elif "embed_tokens" not in name and "shared" not in name:
            gain = 0.75 if name.endswith((".hidden.weight", ".key")) else 1.5
            noise = noise * gain * parameter.shape[-1] ** -0.5
        parameter.copy_(noise)


def stored_name(name):
    """A parameter's name in files: a module of PyTorch's cannot be called `forward`."""
    return name.replace(".forth.", ".forward.").replace(".back.", ".backward.")


def save(model, directory):
    """Writes a model directory without tokenizer."""
    directory.mkdir(parents=True, exist_ok=True)
    config = model.config
    keys = {key: value for key, value in vars(config).items() if value is not None}
    keys |= {"architectures": ["CalqueRecurrent"], "model_type": MODEL_TYPE}
    generation = dict(
        bad_words_ids=[[config.pad_token_id]],
        decoder_start_token_id=config.decoder_start_token_id,
        eos_token_id=config.eos_token_id,
        forced_eos_token_id=config.eos_token_id,
        pad_token_id=config.pad_token_id,
    )
    for file, values in (("config.json", keys), ("generation_config.json", generation)):
        text = json.dumps(values, indent=2, sort_keys=True)
        (directory / file).write_text(f"{text}\n")
    tensors = {stored_name(name): value for name, value in model.state_dict().items()}
    save_file(tensors, directory / "model.safetensors", {"format": "pt"})


def load(directory):
    """Reads a model directory, of this script's or of Calque's own making."""
    keys = json.loads((directory / "config.json").read_text())
    model = Recurrent(SimpleNamespace(**({"attention": None} | keys)))
    tensors = load_file(directory / "model.safetensors")
    names = model.state_dict()
    model.load_state_dict({name: tensors[stored_name(name)] for name in names})
    return model.eval()
