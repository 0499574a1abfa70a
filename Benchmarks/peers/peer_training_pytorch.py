#!/usr/bin/env python3
"""The training rate of the same model in PyTorch, at its best setting.

    peer_training_pytorch.py --spm joint.model --src train.en --tgt train.de --size small

Everything a careful user does is done: batches by tokens from sentences of like length, fused
attention (or, with --architecture, oneDNN's recurrent kernels), one tied embedding, label smoothing,
fused Adam. Of four settings the fastest counts:
float32 or bfloat16 autocast, in one process on all cores or in one single-threaded process a core,
each with its share of the tokens (whose gradients are then not even summed).

Prints a JSON object for every setting, and the fastest once more with "best": true.
`tokens_per_second` counts target tokens, `</s>` included and padding excluded, over forward and
backward pass and the optimiser's step.
"""

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

# Width, inner width, heads, and layers of encoder and decoder each.
SIZES = {
    "tiny": (128, 256, 4, 4),
    "small": (256, 1024, 4, 3),
    "base": (512, 2048, 8, 6),
}
ARCHITECTURES = ("transformer", "rnn", "gru", "lstm", "additive-attention")
SETTINGS = {"fp32x1": (False, False), "bf16x1": (True, False), "fp32xN": (False, True), "bf16xN": (True, True)}  # fmt: skip


def make_batches(pairs, tokens):
    """Batches of pairs whose padded sides have up to `tokens` tokens each."""
    batches, batch, longest = [], [], 0
    for pair in sorted(pairs, key=lambda pair: (max(map(len, pair)), len(pair[0]))):
        length = max(longest, *map(len, pair))
        if batch and length * (len(batch) + 1) > tokens:
            batches.append(batch)
            batch, length = [], max(map(len, pair))
        batch.append(pair)
        longest = length
    batches.append(batch)
    random.Random(1).shuffle(batches)
    return batches


def make_model(size, vocabulary, padding):
    """The Transformer of the paper with one embedding for source, target and output."""
    import torch
    from torch import nn
    from torch.nn import functional

    width, inner_width, heads, layers = SIZES[size]

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.query = nn.Linear(width, width)
            self.key_value = nn.Linear(width, 2 * width)
            self.output = nn.Linear(width, width)

        def forward(self, x, memory, mask=None, causal=False):
            batch, length, _ = x.shape
            query = self.query(x).view(batch, length, heads, -1).transpose(1, 2)
            both = self.key_value(memory).view(batch, memory.shape[1], 2, heads, -1)
            key, value = both.permute(2, 0, 3, 1, 4)
            mixed = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=mask, is_causal=causal
            )
            return self.output(mixed.transpose(1, 2).reshape(batch, length, width))

    class Layer(nn.Module):
        """An encoder layer, or with `attends_memory` a decoder layer."""

        def __init__(self, attends_memory):
            super().__init__()
            self.attention = Attention()
            self.memory_attention = Attention() if attends_memory else None
            self.feed_forward = nn.Sequential(
                nn.Linear(width, inner_width), nn.ReLU(), nn.Linear(inner_width, width)
            )
            count = 3 if attends_memory else 2
            self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(count))
            self.dropout = nn.Dropout(0.1)

        def forward(self, x, mask, memory=None):
            own_mask = mask if memory is None else None
            attended = self.attention(x, x, own_mask, causal=memory is not None)
            x = self.norms[0](x + self.dropout(attended))
            if memory is not None:
                attended = self.memory_attention(x, memory, mask)
                x = self.norms[1](x + self.dropout(attended))
            return self.norms[-1](x + self.dropout(self.feed_forward(x)))

    class Transformer(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(vocabulary, width)
            nn.init.normal_(self.embedding.weight, std=width**-0.5)
            self.dropout = nn.Dropout(0.1)
            self.encoder = nn.ModuleList(Layer(False) for _ in range(layers))
            self.decoder = nn.ModuleList(Layer(True) for _ in range(layers))
            angles = torch.arange(1024)[:, None] / 10000 ** (
                torch.arange(0, width, 2) / width
            )
            self.register_buffer("positions", torch.cat([angles.sin(), angles.cos()], 1))

        def embed(self, ids):
            scaled = self.embedding(ids) * math.sqrt(width)
            return self.dropout(scaled + self.positions[: ids.shape[1]])

        def forward(self, source, target):
            mask = (source != padding)[:, None, None, :]
            memory = self.embed(source)
            for layer in self.encoder:
                memory = layer(memory, mask)
            x = self.embed(target)
            for layer in self.decoder:
                x = layer(x, mask, memory)
            return x @ self.embedding.weight.t()

    return Transformer()


def read_pairs(options, tokenizer):
    """The token ids of all pairs, each side with its end token."""
    end = tokenizer.eos_id()
    sides = [
        [tokenizer.encode(line.strip()) + [end] for line in Path(path).open(encoding="utf-8")]
        for path in (options.src, options.tgt)
    ]
    return list(zip(*sides, strict=True))


def measure(options):
    """Trains in this process; prints its rate and memory."""
    import sentencepiece
    import torch
    from torch.nn import functional

    import recurrent

    torch.manual_seed(1)
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=options.spm)
    size = tokenizer.get_piece_size()
    # Pieces that the tokenizer lacks come after its own.
    padding = tokenizer.pad_id() if tokenizer.pad_id() >= 0 else size
    start = tokenizer.bos_id() if tokenizer.bos_id() >= 0 else padding
    vocabulary = max(size, padding + 1)
    batches = make_batches(read_pairs(options, tokenizer), options.tokens)
    if options.architecture == "transformer":
        model = make_model(options.size, vocabulary, padding)
    else:
        width = SIZES[options.size][0]
        model = recurrent.make_model(options.architecture, width, vocabulary, padding)
    optimizer = torch.optim.Adam(
        model.parameters(), lr=1e-4, betas=(0.9, 0.98), eps=1e-9, fused=True
    )

    def pad(rows):
        length = max(map(len, rows))
        return torch.tensor([row + [padding] * (length - len(row)) for row in rows])

    seconds = tokens = 0
    for step in range(options.warmup + options.steps):
        batch = batches[step % len(batches)]
        source = pad([pair[0] for pair in batch])
        target = pad([[start] + pair[1][:-1] for pair in batch])
        labels = pad([pair[1] for pair in batch])
        began = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bf16):
            logits = model(source, target)
        loss = functional.cross_entropy(
            logits.float().view(-1, vocabulary),
            labels.view(-1),
            ignore_index=padding,
            label_smoothing=0.1,
        )
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if step >= options.warmup:
            seconds += time.perf_counter() - began
            tokens += sum(len(pair[1]) for pair in batch)
    result = {
        "rate": tokens / seconds,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    print(json.dumps(result))


def run_setting(name, options):
    """Runs the processes of a setting at once and adds up what they say."""
    bfloat16, is_split = SETTINGS[name]
    cores = os.cpu_count()
    processes = cores if is_split else 1
    threads = str(cores // processes)
    environment = dict(os.environ, OMP_NUM_THREADS=threads, MKL_NUM_THREADS=threads)
    command = [sys.executable, __file__, "--worker", "--tokens", str(options.tokens // processes)]
    for key in ("architecture", "spm", "src", "tgt", "size", "steps", "warmup"):
        command += [f"--{key}", str(getattr(options, key))]
    command += ["--bf16"] * bfloat16
    running = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        for _ in range(processes)
    ]
    outputs = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        sys.exit(f"the setting {name} failed")
    results = [json.loads(output) for output in outputs]
    return {
        "system": "pytorch",
        "architecture": options.architecture,
        "size": options.size,
        "setting": name,
        "batch_tokens": options.tokens,
        "tokens_per_second": round(sum(result["rate"] for result in results)),
        "parameters": results[0]["parameters"],
        "peak_memory_bytes": sum(result["memory"] for result in results),
    }


def main():
    """Runs the settings, or with --worker measures in this process."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--spm", required=True, help="SentencePiece model for both sides")
    parser.add_argument("--src", required=True, help="source sentences")
    parser.add_argument("--tgt", required=True, help="their translations")
    parser.add_argument("--architecture", choices=ARCHITECTURES, default="transformer")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--tokens", type=int, default=4096, help="tokens of an update")
    parser.add_argument("--steps", type=int, default=8, help="updates measured")
    parser.add_argument("--warmup", type=int, default=2, help="updates before them")
    parser.add_argument("--settings", default=",".join(SETTINGS), help="some of the four")
    parser.add_argument("--bf16", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        measure(options)
        return
    rows = []
    for name in options.settings.split(","):
        rows.append(run_setting(name, options))
        print(json.dumps(rows[-1]), flush=True)
    best = max(rows, key=lambda row: row["tokens_per_second"])
    print(json.dumps(dict(best, best=True)))


if __name__ == "__main__":
    main()
