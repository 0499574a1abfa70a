"""A plain Transformer with Marian's parameter names, pre-norm or post-norm.

`transformers` has no pre-norm Marian, and none whose decoder has recurrent units for
self-attention (`decoder_type` "ssru"); this is the reference for Calque's. One sentence
at a time, so that padding does not exist. With `normalize_before` false it computes
what `MarianMTModel` does (make_golden.py holds it to that).

Legend: S source tokens, T target tokens, d model width, h heads, V vocabulary.
"""

import torch
import torch.nn.functional as F
from torch import nn

from ssru import SimpleRecurrentUnit

ACTIVATIONS = {"relu": F.relu, "gelu": F.gelu, "swish": F.silu}


class Attention(nn.Module):
    """softmax(Q K^T / sqrt(d / h)) V in every head (Vaswani et al. 2017, 3.2)."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.k_proj, self.v_proj = nn.Linear(width, width), nn.Linear(width, width)
        self.q_proj, self.out_proj = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, queries, keys, causal=False):
        q = self.split(self.q_proj(queries))  # [h, T, d / h]
        k = self.split(self.k_proj(keys))  # [h, S, d / h]
        v = self.split(self.v_proj(keys))  # [h, S, d / h]
        scores = q @ k.transpose(1, 2) * q.shape[-1] ** -0.5  # [h, T, S]
        if causal:
            future = torch.ones_like(scores, dtype=torch.bool).triu(1)
            scores = scores.masked_fill(future, -torch.inf)
        mixed = scores.softmax(-1) @ v  # [h, T, d / h]
        return self.out_proj(mixed.transpose(0, 1).flatten(1))  # [T, d]

    def split(self, rows):
        return rows.unflatten(1, (self.heads, -1)).transpose(0, 1)


class Layer(nn.Module):
    """One layer of a stack; a decoder's also attends to the encoder's output."""

    def __init__(self, config, side):
        super().__init__()
        width, heads = config.d_model, getattr(config, f"{side}_attention_heads")
        inner = getattr(config, f"{side}_ffn_dim")
        self.normalize_before = config.normalize_before
        self.activation = ACTIVATIONS[config.activation_function]
        if side == "decoder" and getattr(config, "decoder_type", None) == "ssru":
            self.ssru = SimpleRecurrentUnit(width)
            self.ssru_layer_norm = nn.LayerNorm(width)
        else:
            self.self_attn = Attention(width, heads)
            self.self_attn_layer_norm = nn.LayerNorm(width)
        if side == "decoder":
            self.encoder_attn = Attention(width, heads)
            self.encoder_attn_layer_norm = nn.LayerNorm(width)
        self.fc1, self.fc2 = nn.Linear(width, inner), nn.Linear(inner, width)
        self.final_layer_norm = nn.LayerNorm(width)

    def residual(self, x, norm, function):
        if self.normalize_before:
            return x + function(norm(x))
        return norm(x + function(x))

    def forward(self, x, encoded=None):
        causal = encoded is not None
        if hasattr(self, "ssru"):
            x = self.residual(x, self.ssru_layer_norm, self.ssru)
        else:
            x = self.residual(
                x, self.self_attn_layer_norm, lambda y: self.self_attn(y, y, causal)
            )
        if encoded is not None:
            x = self.residual(
                x,
                self.encoder_attn_layer_norm,
                lambda y: self.encoder_attn(y, encoded),
            )
        return self.residual(
            x, self.final_layer_norm, lambda y: self.fc2(self.activation(self.fc1(y)))
        )


class Stack(nn.Module):
    """Layers; a pre-norm stack ends with a norm of its own, `layer_norm`."""

    def __init__(self, config, side):
        super().__init__()
        count = getattr(config, f"{side}_layers")
        self.layers = nn.ModuleList(Layer(config, side) for _ in range(count))
        if config.normalize_before:
            self.layer_norm = nn.LayerNorm(config.d_model)

    def forward(self, x, encoded=None):
        for layer in self.layers:
            x = layer(x, encoded)
        return self.layer_norm(x) if hasattr(self, "layer_norm") else x


class Stacks(nn.Module):
    """What Marian's names call `model`: the shared embedding and the two stacks."""

    def __init__(self, config):
        super().__init__()
        padding = config.pad_token_id
        self.shared = nn.Embedding(config.vocab_size, config.d_model, padding)
        self.encoder = Stack(config, "encoder")
        self.decoder = Stack(config, "decoder")


class Transformer(nn.Module):
    """The whole model, with one embedding shared by source, target and output.

    `positions` gives the vectors that are added to the embeddings of so many tokens.
    """

    def __init__(self, config, positions=None):
        super().__init__()
        self.config = config
        self.positions = positions or sinusoids
        self.model = Stacks(config)
        self.register_buffer("final_logits_bias", torch.zeros(1, config.vocab_size))

    def embed(self, ids):
        rows = self.model.shared(torch.tensor(ids))  # [S, d]
        scale = self.config.d_model**0.5 if self.config.scale_embedding else 1
        return rows * scale + self.positions(len(ids), self.config.d_model).to(rows)

    def encode(self, source):
        return self.model.encoder(self.embed(source))  # [S, d]

    def decode(self, encoded, target_inputs):
        x = self.model.decoder(self.embed(target_inputs), encoded)  # [T, d]
        return x @ self.model.shared.weight.T + self.final_logits_bias  # [T, V]

    def forward(self, sources, targets):
        """The packed encoder output [sum of S, d] and logits [sum of T, V]."""
        start = self.config.decoder_start_token_id
        encoded = [self.encode(source) for source in sources]
        logits = [
            self.decode(rows, [start, *target[:-1]])
            for rows, target in zip(encoded, targets, strict=True)
        ]
        return torch.cat(encoded), torch.cat(logits)

    @torch.no_grad()
    def greedy(self, source, limit, forbidden):
        """At most `limit` tokens, each the likeliest that is not `forbidden`."""
        encoded, ids = self.encode(source), []
        while len(ids) < limit and self.config.eos_token_id not in ids:
            inputs = [self.config.decoder_start_token_id, *ids]
            logits = self.decode(encoded, inputs)[-1]  # [V]
            logits[forbidden] = -torch.inf
            ids.append(logits.argmax().item())
        return ids


def sinusoids(count, width):
    """The paper's sinusoids (3.5), all sines first, then all cosines: [T, d]."""
    steps = torch.arange(count, dtype=torch.float64)[:, None]
    angles = steps / 10000 ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    return torch.cat([angles.sin(), angles.cos()], dim=1)
