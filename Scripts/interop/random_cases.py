"""The configurations that random_marian.py tries."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import MarianMTModel

import marian

SHARED = "model.shared.weight"
SOURCE, TARGET = (f"model.{side}.embed_tokens.weight" for side in ("encoder", "decoder"))
OUTPUT = "lm_head.weight"

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


IGNORED_FLAGS = dict(
    # Keys that promise what no Marian model of `transformers` has.
    add_bias_logits=True,
    normalize_before=True,
    normalize_embedding=True,
    static_position_embeddings=False,
)


@dataclass
class Case:
    """A configuration to try."""

    name: str
    options: dict = field(default_factory=dict)
    """Keys of the configuration."""
    tokens: str = "joint"
    """`joint`: one SentencePiece model; `odd`: that, with special tokens between the
    others; `two`: one a side, one vocabulary; `separate`: one a side, two vocabularies."""
    languages: tuple[str, ...] = ()
    """Tokens that the sources begin with, in turn."""
    dtype: torch.dtype = torch.float32
    shard_size: str = "50GB"
    is_zero_padded: bool = False
    """Whether the padding row is cleared, as in the hub's models."""
    has_own_positions: bool = False
    bans: tuple[str, ...] | None = ("<pad>", "<unk>")
    """The tokens in `bad_words_ids`."""
    edit: Callable[[MarianMTModel, Path], None] = lambda model, directory: None
    """Changes the saved directory."""

    @property
    def is_pickled(self):
        return self.edit is pickle_weights

    def prefix(self, sources):
        """The sources after the case's language tokens."""
        if not self.languages:
            return sources
        count = len(self.languages)
        return [f"{self.languages[i % count]} {s}" for i, s in enumerate(sources)]


def change_tensors(directory, change):
    """Replaces the tensors of a directory's only file by what `change` makes of them."""
    file = directory / "model.safetensors"
    save_file(change(load_file(file)), file, metadata={"format": "pt"})


def store_positions(model, directory):
    """Stores the positions, as older versions of `transformers` did."""
    marian.store_positions(model, directory / "model.safetensors")


def store_every_name(model, directory):
    """Stores the one table under the names of all its uses."""
    names = (SHARED, SOURCE, TARGET, OUTPUT)
    change_tensors(
        directory, lambda t: t | {name: t[SHARED].clone() for name in names}
    )


def store_another_name(model, directory):
    """Stores the one table under the name of another of its uses."""
    change_tensors(directory, lambda t: t | {TARGET: t.pop(SHARED)})


def store_another_output(model, directory):
    """Stores an output layer that is not the embedding, whatever config.json says."""
    noise = 1e-3 * torch.randn(model.model.shared.weight.shape)
    change_tensors(directory, lambda t: t | {OUTPUT: t[SHARED] + noise})


def store_another_target(model, directory):
    """Stores a target table that is not the shared one, whatever config.json says."""
    noise = 1e-3 * torch.randn(model.model.shared.weight.shape)
    change_tensors(directory, lambda t: t | {TARGET: t[SHARED] + noise})


def store_another_source(model, directory):
    """Stores a source table that is not the shared one, whatever config.json says."""
    noise = 1e-3 * torch.randn(model.model.shared.weight.shape)
    change_tensors(directory, lambda t: t | {SOURCE: t[SHARED] + noise})


def make_old(model, directory):
    """Lays the directory out as older versions did: no generation_config.json."""
    generation = directory / "generation_config.json"
    keys = json.loads(generation.read_text())
    generation.unlink()
    file = directory / "config.json"
    keys = json.loads(file.read_text()) | {
        key: keys[key] for key in ("bad_words_ids", "forced_eos_token_id")
    }
    file.write_text(json.dumps(keys | {"num_beams": 4, "max_length": 512}))
    store_positions(model, directory)


def pickle_weights(model, directory):
    """Leaves the weights in pytorch_model.bin alone."""
    torch.save(model.state_dict(), directory / "pytorch_model.bin")
    (directory / "model.safetensors").unlink()


SEPARATE = dict(share_encoder_decoder_embeddings=False)
SWISH = dict(activation_function="swish")
GELU = dict(activation_function="gelu")
UNTIED = dict(tie_word_embeddings=False)
HALF = dict(dtype=torch.float16, shard_size="100KB")
CASES = [
    Case("relu, shared, scaled"),
    Case(
        "swish, as on the hub",
        SWISH | HUB_KEYS,
        "two",
        is_zero_padded=True,
        edit=store_positions,
    ),
    Case("older layout", SWISH | HUB_KEYS, "two", is_zero_padded=True, edit=make_old),
    Case("gelu, unscaled, uneven", GELU | UNEVEN | dict(scale_embedding=False)),
    Case("untied", UNTIED),
    Case("separate, tied", SEPARATE, "separate"),
    Case("separate, untied", UNTIED | SWISH | SEPARATE, "separate"),
    Case("separate, half, sharded", SEPARATE | UNEVEN, "separate", **HALF),
    Case("bfloat16 tensors", dtype=torch.bfloat16),
    Case("float16, sharded", GELU, **HALF),
    Case("own positions", has_own_positions=True, edit=store_positions),
    Case(
        "float16, stored positions",
        dtype=torch.float16,
        edit=store_positions,
    ),
    Case("odd ids", SWISH | dict(d_model=48, forced_eos_token_id=None), "odd"),
    Case("languages", SWISH, languages=(">>aaa<<", ">>bbb<<")),
    Case("nothing banned", bans=None),
    Case("the end banned", bans=("</s>", "<pad>")),
    Case("every name", edit=store_every_name),
    Case("another name", edit=store_another_name),
    Case("tied but different", edit=store_another_output),
    Case("target alone different", edit=store_another_target),
    Case("source alone different", edit=store_another_source),
    Case("flags without effect", IGNORED_FLAGS),
    Case("pytorch_model.bin", edit=pickle_weights),
]
