"""What the checks and the fixtures share about Marian models of `transformers`.

Legend: S source tokens, T target tokens, d model width, V (target) vocabulary.
A sentence's target tokens end with `</s>`, which counts as one of them.
"""

import json
import shutil
from dataclasses import dataclass
from itertools import accumulate, groupby

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from transformers import (
    LogitsProcessor,
    LogitsProcessorList,
    MarianTokenizer,
    StoppingCriteria,
    StoppingCriteriaList,
)
from transformers.models.marian.modeling_marian import shift_tokens_right

IGNORED = -100

torch.set_num_threads(1)  # more only slow down models as small as these


def save_tokenizer(directory, models, vocabularies):
    """Writes a tokenizer's files and returns the tokenizer.

    `models` are the files of the source's and the target's SentencePiece model;
    `vocabularies` has the token ids of both sides, or of each.
    """
    copies = [directory / name for name in ("source.spm", "target.spm")]
    for model, copy in zip(models, copies, strict=True):
        shutil.copy(model, copy)
    files = [directory / name for name in ("vocab.json", "target_vocab.json")]
    for file, vocabulary in zip(files, vocabularies, strict=False):
        file.write_text(json.dumps(vocabulary), encoding="utf-8")
    separate = len(vocabularies) == 2
    tokenizer = MarianTokenizer(
        *map(str, copies),
        str(files[0]),
        target_vocab_file=str(files[1]) if separate else None,
        separate_vocabs=separate,
    )
    tokenizer.save_pretrained(directory)
    return tokenizer


@torch.no_grad()
def randomise(model, seed):
    """Gives every parameter a value that shows: no zero biases, no unit gains.

    Products get a standard deviation of 1.5 / sqrt(inputs), so that attention is not
    flat and outputs differ; embeddings get d^-1/2, or 1 where they are not scaled.
    """
    generator = torch.Generator().manual_seed(seed)
    scaled = model.config.scale_embedding
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue  # sinusoidal positions
        noise = torch.randn(parameter.shape, generator=generator)
        if "layer_norm" in name:
            noise = 1 + 0.3 * noise if name.endswith("weight") else 0.2 * noise
        elif name.endswith("bias"):
            noise = 0.2 * noise
        elif "embed_tokens" in name or "shared" in name:
            noise = noise * (parameter.shape[1] ** -0.5 if scaled else 1)
        else:
            noise = noise * 1.5 * parameter.shape[1] ** -0.5
        parameter.copy_(noise)
    bias = model.final_logits_bias
    bias.copy_(0.5 * torch.randn(bias.shape, generator=generator))


@torch.no_grad()
def disturb_positions(model, seed):
    """Gives each side positions that no formula computes."""
    generator = torch.Generator().manual_seed(seed)
    for side in (model.model.encoder, model.model.decoder):
        table = side.embed_positions.weight
        table += 0.1 * torch.randn(table.shape, generator=generator)


def store_positions(model, file):
    """Adds the position tables to a file, as older versions of `transformers` did."""
    tensors = load_file(file)
    for side in ("encoder", "decoder"):
        table = getattr(model.model, side).embed_positions.weight
        tensors[f"model.{side}.embed_positions.weight"] = table.clone()
    save_file(tensors, file, metadata={"format": "pt"})


def memorise(model, sources, targets, forward):
    """Trains until these pairs are nearly known by heart.

    A random model repeats one token for ever; a slightly trained one has greedy
    translations that differ, depend on the source and end.
    """
    labels = torch.tensor([token for row in targets for token in row])
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.Adam(parameters, lr=3e-3)
    loss, updates = torch.tensor(torch.inf), 0
    while loss > 0.2 and updates < 500:
        loss = F.cross_entropy(forward(model, sources, targets)[1], labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        updates += 1
    optimiser.zero_grad()


def offsets(rows):
    """Where each row starts in the rows laid end to end, and where the last ends."""
    return list(accumulate(map(len, rows), initial=0))


def pad(rows, value):
    """Ragged rows as a matrix filled up with `value`, and the mask of what is real."""
    width = max(map(len, rows))
    matrix = torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])
    mask = torch.tensor([[i < len(row) for i in range(width)] for row in rows])
    return matrix, mask


def forward(model, sources, targets):
    """Teacher-forced pass over a padded batch, the padding masked and then stripped.

    Returns the encoder's output [sum of S, d] and the logits [sum of T, V], packed.
    """
    input_ids, source_mask = pad(sources, model.config.pad_token_id)
    labels, target_mask = pad(targets, IGNORED)
    start = model.config.decoder_start_token_id
    output = model(
        input_ids=input_ids,
        attention_mask=source_mask.long(),
        decoder_input_ids=shift_tokens_right(labels, model.config.pad_token_id, start),
        decoder_attention_mask=target_mask.long(),
    )
    encoded = output.encoder_last_hidden_state[source_mask]  # [sum of S, d]
    return encoded, output.logits[target_mask]  # [sum of T, V]


def attend(model, source, target):
    """The weights of a teacher-forced pass over one pair, by site: a tensor a layer."""
    labels = torch.tensor([target])
    start = model.config.decoder_start_token_id
    output = model(
        input_ids=torch.tensor([source]),
        decoder_input_ids=shift_tokens_right(labels, model.config.pad_token_id, start),
        output_attentions=True,
    )
    return {
        "encoder": output.encoder_attentions,
        "decoder": output.decoder_attentions,
        "encoder-decoder": output.cross_attentions,
    }


def length_limit(source):
    """How many tokens, `</s>` included, a translation of these source ids may have.

    The source's own count includes its `</s>`, as the model sees it. The last token
    allowed is `</s>`, likely or not (Marian's `forced_eos_token_id`).
    """
    return len(source) + 50


def by_length_limit(source_ids):
    """Each limit, and the places of the sentences whose translations it limits."""

    def limit(i):
        return length_limit(source_ids[i])

    for value, places in groupby(sorted(range(len(source_ids)), key=limit), key=limit):
        yield value, list(places)


@dataclass
class Hypothesis:
    """A greedy translation and the narrowest choice on the way to it."""

    ids: list[int]
    margin: float
    """The smallest gap between the best and the second logit, relative to the largest
    logit of that step. Below rounding error the choice is a matter of luck."""
    cut: bool
    """Whether it ended only because the limit was reached."""


class _Margins(LogitsProcessor):
    """Notes each step's gap between the best two logits; changes nothing."""

    def __init__(self):
        self.steps = []

    def __call__(self, input_ids, scores):
        best, second = scores.topk(2).values.unbind(-1)
        scale = scores.masked_fill(scores.isinf(), 0).abs().amax(-1)
        self.steps.append((best - second) / scale)  # [sentences]
        return scores


class _LengthLimits(StoppingCriteria):
    """Stops each sentence at its own limit; `generate` knows only a common one."""

    def __init__(self, limits):
        self.limits = torch.tensor(limits)

    def __call__(self, input_ids, scores, **kwargs):
        return input_ids.shape[1] - 1 >= self.limits  # the start token is not counted


@torch.no_grad()
def greedy(model, sources):
    """Greedy translations by `model.generate`, each sentence with its length limit."""
    input_ids, mask = pad(sources, model.config.pad_token_id)
    limits = [length_limit(source) for source in sources]
    margins = _Margins()
    # `generate` would force `</s>` only at the limit of the longest; see below.
    model.generation_config.forced_eos_token_id = None
    output = model.generate(
        input_ids=input_ids,
        attention_mask=mask.long(),
        num_beams=1,
        do_sample=False,
        max_new_tokens=max(limits),
        logits_processor=LogitsProcessorList([margins]),
        stopping_criteria=StoppingCriteriaList([_LengthLimits(limits)]),
    )
    gaps = torch.stack(margins.steps, dim=1)  # [sentences, steps]
    hypotheses = []
    for row, gap, limit in zip(output[:, 1:].tolist(), gaps, limits, strict=True):
        end, ids = model.config.eos_token_id, row[: limit - 1]
        cut = end not in row[:limit]
        ids = ids[: ids.index(end)] if end in ids else ids
        margin = gap[: min(len(ids) + 1, limit - 1)].min().item()
        hypotheses.append(Hypothesis([*ids, end], margin, cut))
    return hypotheses
