"""Calls the `calque` command."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file


def read_lines(path):
    """The lines of a text file, split on LF alone."""
    return split_lines(Path(path).read_text(encoding="utf-8"))


def write_lines(path, lines):
    """Writes lines, each ended by LF."""
    text = "".join(f"{line}\n" for line in lines)
    Path(path).write_bytes(text.encode())


def split_lines(text):
    """Lines split on LF alone, without the empty one after the last LF."""
    return text.removesuffix("\n").split("\n") if text else []


@dataclass
class Scores:
    """What `calque score` says of sentence pairs."""

    tokens: list[list[str]]
    """The target's pieces, ending with `</s>`."""
    scores: list[float]
    """The sum of the tokens' log-probabilities (natural logarithm), `</s>` included."""
    logits: list[torch.Tensor]
    """Each pair's logits [T, V] before the softmax."""


class Calque:
    """The built `calque` executable and a model directory."""

    def __init__(self, executable, model, number_type="float32"):
        self.executable = str(executable)
        self.model = str(model)
        self.options = ["--model", str(model), "--type", number_type]

    def translate(self, sources, *search):
        """Translations, one a line: by greedy search, unless the options say otherwise.

        `<unk>` may be chosen, as by the programs that they are held to, and a line is a
        sentence.
        """
        as_others = ["--allow-unknown", "--lines", "sentences"]
        options = [*self.options, *as_others, *(search or ["--beam", "1"])]
        return self._run("translate", options, "".join(f"{s}\n" for s in sources))

    def score(self, sources, targets):
        """Log-probabilities, tokens and logits of sentence pairs."""
        with tempfile.TemporaryDirectory() as folder:
            source, target = f"{folder}/source", f"{folder}/target"
            logits = f"{folder}/logits.safetensors"
            write_lines(source, sources)
            write_lines(target, targets)
            options = ["--source", source, "--target", target, "--logits", logits]
            lines = self._run("score", [*self.options, *options, "--json"])
            tensors = load_file(logits)
        rows = [json.loads(line) for line in lines]
        starts = tensors["offsets"].tolist()
        return Scores(
            tokens=[row["tokens"] for row in rows],
            scores=[row["score"] for row in rows],
            logits=[
                tensors["logits"][start:end]
                for start, end in zip(starts[:-1], starts[1:], strict=True)
            ],
        )

    def attention(self, source, target):
        """The weights of a pair by site: [layers, heads, queries, keys] each."""
        options = [*self.options, "--json", "--target", target, "--", source]
        report = json.loads(self._run("inspect attention", options)[0])
        sites = {}
        for layer in report["layers"]:
            sites.setdefault(layer["site"], []).append(layer["heads"])
        return {site: torch.tensor(layers) for site, layers in sites.items()}

    def _run(self, subcommand, options, text=""):
        result = subprocess.run(
            [self.executable, *subcommand.split(), *options],
            input=text.encode(),
            capture_output=True,
        )
        if result.returncode != 0:
            message = result.stderr.decode(errors="replace").strip()
            raise RuntimeError(
                f"calque {subcommand} ended with status {result.returncode}: {message}"
            )
        return split_lines(result.stdout.decode())
