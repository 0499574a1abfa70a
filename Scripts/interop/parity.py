"""Holds `calque` to `transformers` on one model directory, or on two of one model.

For recurrent models, which `transformers` does not have, recurrent.py takes its place.
"""

import json
from pathlib import Path

import torch
from transformers import MarianMTModel, MarianTokenizer

import marian
import recurrent
from command import Calque

LOGITS_TOLERANCE = 1e-4
"""max |a - b| / max |b| of a token's logits."""
SCORE_TOLERANCE = 1e-4
"""Relative difference of a sentence's log-probability."""
ATTENTION_TOLERANCE = 1e-3
"""max |a - b| / max |b| of the weights of a site."""
IMPOSSIBLE = -5000
"""Logits below belong to tokens that a model does not have."""
TIE = 1e-5
"""Logits closer than this, relative to the largest, leave the choice to luck."""


class Reference:
    """A model directory as `transformers` loads it, calculating in float32."""

    def __init__(self, directory):
        self.model = self.load_model(directory)
        self.tokenizer = MarianTokenizer.from_pretrained(directory)

    def load_model(self, directory):
        """The model of a directory."""
        return MarianMTModel.from_pretrained(directory, dtype=torch.float32).eval()

    def source_ids(self, lines):
        """Each line's token ids, ending with `</s>`."""
        return self.tokenizer(list(lines)).input_ids

    def target_ids(self, lines):
        """Each line's token ids as the target language's, ending with `</s>`."""
        return self.tokenizer(text_target=list(lines)).input_ids

    def piece_ids(self, pieces):
        """Target pieces, `</s>` included, as token ids; unknown ones are `<unk>`."""
        tokenizer = self.tokenizer
        separate = tokenizer.separate_vocabs
        ids = tokenizer.target_encoder if separate else tokenizer.encoder
        return [ids.get(piece, ids["<unk>"]) for piece in pieces]

    def text(self, ids):
        """The text of target token ids."""
        return self.tokenizer.decode(
            ids,
            skip_special_tokens=True,
            clean_up_tokenization_spaces=False,
            use_source_tokenizer=False,
        )

    @torch.no_grad()
    def logits(self, sources, targets):
        """Each pair's logits [T, V], from token ids."""
        logits = self.forward(sources, targets)[1]
        return list(logits.split([len(target) for target in targets]))

    def forward(self, sources, targets):
        """All pairs' logits laid end to end, [sum of T, V], after something else."""
        return marian.forward(self.model, sources, targets)

    def score(self, source, line):
        """The log-probability of a line given its source's token ids."""
        target = self.target_ids([line])[0]
        return log_probability(self.logits([source], [target])[0], target)

    def greedy(self, lines):
        """Greedy translations with their margins."""
        return marian.greedy(self.model, self.source_ids(lines))


class RecurrentReference(Reference):
    """The same of a recurrent model."""

    def load_model(self, directory):
        return recurrent.load(Path(directory))

    def forward(self, sources, targets):
        return self.model(sources, targets)

    def greedy(self, lines):
        return [
            self.model.greedy(source, marian.length_limit(source))
            for source in self.source_ids(lines)
        ]


def open_reference(directory):
    """The reference that can load a model directory."""
    keys = json.loads((Path(directory) / "config.json").read_text())
    is_recurrent = keys["model_type"] == recurrent.MODEL_TYPE
    return RecurrentReference(directory) if is_recurrent else Reference(directory)


def log_probability(logits, target):
    """The sum of the log-probabilities that logits [T, V] give to T tokens."""
    chosen = logits.log_softmax(-1).gather(1, torch.tensor(target)[:, None])
    return chosen.sum().item()


def check_scores(
    report, name, executable, directory, sources, targets, original=None
):
    """The same tokens, logits and log-probabilities for sentence pairs.

    `transformers` gets the directory `original` if there is one, Calque `directory`.
    """
    reference = open_reference(original or directory)
    source_ids = reference.source_ids(sources)
    target_ids = reference.target_ids(targets)
    expected = reference.logits(source_ids, target_ids)
    actual = Calque(executable, directory).score(sources, targets)
    count = len(sources)

    tokens = [reference.piece_ids(pieces) for pieces in actual.tokens]
    same = sum(a == b for a, b in zip(tokens, target_ids, strict=True))
    all_same = f"{count} of {count}"
    report.row(
        name, "tokenisation", f"{same} of {count} equal", all_same, same == count
    )
    if same != count:
        show_tokens(report, targets, tokens, target_ids)

    worst = max(map(relative_error, actual.logits, expected))
    allowed = f"relative error <= {LOGITS_TOLERANCE:.0e}"
    within = worst <= LOGITS_TOLERANCE
    report.row(name, "logits", f"relative error {worst:.1e}", allowed, within)

    scores = map(log_probability, expected, target_ids)
    worst = max(
        abs(a - b) / max(1, abs(b)) for a, b in zip(actual.scores, scores, strict=True)
    )
    within = worst <= SCORE_TOLERANCE
    report.row(name, "score", f"relative error {worst:.1e}", allowed, within)


@torch.no_grad()
def check_attention(report, name, executable, directory, sources, targets):
    """The same weights of all three attentions, in every layer and head."""
    reference = Reference(directory)
    model = MarianMTModel.from_pretrained(
        directory, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    calque = Calque(executable, directory)
    worst = {"encoder": 0.0, "decoder": 0.0, "encoder-decoder": 0.0}
    for source, target in zip(sources, targets, strict=True):
        output = marian.attend(
            model, reference.source_ids([source])[0], reference.target_ids([target])[0]
        )
        actual = calque.attention(source, target)
        for site, layers in output.items():
            expected = torch.stack(layers)[:, 0]  # [layers, heads, queries, keys]
            error = torch.inf
            if actual[site].shape == expected.shape:
                error = ((actual[site] - expected).abs().max() / expected.max()).item()
            worst[site] = max(worst[site], error)
    allowed = f"relative error <= {ATTENTION_TOLERANCE:.0e}"
    for site, error in worst.items():
        within = error <= ATTENTION_TOLERANCE
        report.row(name, "attention", f"{site}: {error:.1e}", allowed, within)


def relative_error(actual, expected):
    """The largest, over tokens, of max |a - b| / max |b|; infinite if shapes differ."""
    if actual.shape != expected.shape:
        return torch.inf
    impossible = expected < IMPOSSIBLE
    if not torch.equal(impossible, actual < IMPOSSIBLE):
        return torch.inf
    actual, expected = (x.masked_fill(impossible, 0) for x in (actual, expected))
    errors = (actual - expected).abs().amax(1) / expected.abs().amax(1)
    return errors.nan_to_num(torch.inf).max().item()


def show_tokens(report, lines, actual, expected):
    """Lists the lines that were cut into different tokens."""
    for line, ours, theirs in zip(lines, actual, expected, strict=True):
        if ours != theirs:
            report.detail(f"{line!r}: calque {ours}, transformers {theirs}")


def check_greedy(report, name, executable, directory, sources, original=None):
    """The same greedy translations; `original` as for `check_scores`."""
    reference = open_reference(original or directory)
    hypotheses = reference.greedy(sources)
    actual = Calque(executable, directory).translate(sources)
    expected = [reference.text(hypothesis.ids) for hypothesis in hypotheses]
    compare_greedy(report, name, reference, sources, actual, expected, hypotheses)


def compare_greedy(report, name, reference, sources, actual, expected, hypotheses):
    """Holds greedy translations to the expected ones.

    A difference passes only where the reference itself hung on a tie.
    """
    ended = sum(not hypothesis.cut for hypothesis in hypotheses)
    compare_lines(
        report, name, "greedy", reference, sources, actual, expected,
        margin=lambda i: hypotheses[i].margin,
        tie=TIE,
        note=f" ({len(set(expected))} distinct, {ended} ended)",
    )  # fmt: skip


def compare_lines(
    report, name, what, reference, sources, actual, expected,
    *, margin, tie, least_same=0.0, note="",
):  # fmt: skip
    """Holds Calque's lines to the expected ones and shows each that differs.

    A difference passes only where `margin` of its place, by which the expected line won,
    is at most `tie`; a share of `least_same` has to be equal.
    """
    if len(actual) != len(expected):
        raise RuntimeError(f"{len(expected)} lines in, {len(actual)} lines out")
    margins = {i: margin(i) for i, line in enumerate(actual) if line != expected[i]}
    ties = sum(value <= tie for value in margins.values())
    count = len(sources)
    same = count - len(margins)
    passed = same + ties == count and same >= least_same * count
    measured = f"{same} equal, {ties} at a tie{note}"
    report.row(name, what, measured, f"{count} equal", passed)
    for i, value in margins.items():
        show_difference(report, reference, sources[i], actual[i], expected[i], value)


def show_difference(report, reference, source, actual, expected, margin):
    """A line that differs, with the log-probabilities of both translations."""
    source_ids = reference.source_ids([source])[0]
    report.detail(f"source    {source!r} (margin {margin:.1e})")
    for name, text in (("calque   ", actual), ("reference", expected)):
        report.detail(f"{name} {reference.score(source_ids, text):9.4f} {text!r}")
