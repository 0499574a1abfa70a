"""Writes models as Marian's own training does: `model.npz` and vocabularies.

The names, shapes and formulas are Marian's (its `src/models/transformer.h`), written
down a second time here so that `calque convert` has something to be held to.
"""

import re

import numpy as np
import yaml

POST_NORM = {
    "transformer-preprocess": "",
    "transformer-postprocess": "dan",
    "transformer-postprocess-top": "",
}
PRE_NORM = {
    "transformer-preprocess": "n",
    "transformer-postprocess": "da",
    "transformer-postprocess-top": "n",
}
TABLES = {
    "model.shared.weight": "Wemb",
    "model.encoder.embed_tokens.weight": "encoder_Wemb",
    "model.decoder.embed_tokens.weight": "decoder_Wemb",
    "lm_head.weight": "decoder_ff_logit_out_Wt",
}
ABSENT_BIAS = -10_000.0
"""The bias of tokens that Marian does not have, in the converted model."""


def positions(count, width):
    """Marian's position vectors, as in its SinusoidalPositionEmbeddings: [count, d]."""
    half = width / 2
    steps = np.exp(np.arange(int(half)) * -(np.log(10_000.0) / (half - 1)))
    angles = np.arange(count)[:, None] * steps
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)


def marian_name(name, pre_norm):
    """Marian's name for a parameter of the Hugging Face layout."""
    if name in TABLES:
        return TABLES[name]
    if match := re.fullmatch(r"model\.(\w+)\.layer_norm\.(\w+)", name):
        return f"{match[1]}_top_{norm(match[2])}"
    side, number, rest = re.fullmatch(r"model\.(\w+)\.layers\.(\d+)\.(.*)", name).groups()
    rest = rest.replace("encoder_attn", "context").replace("self_attn", "self")
    *path, kind = rest.split(".")
    if path[0] == "final_layer_norm":
        rest = f"ffn_ffn_{norm(kind)}" + ("_pre" if pre_norm else "")
    elif path[0].endswith("_layer_norm"):
        sublayer = path[0].removesuffix("_layer_norm")
        rest = f"{sublayer}_Wo_{norm(kind)}" + ("_pre" if pre_norm else "")
    else:
        letter = "W" if kind == "weight" else "b"
        sublayer = "ffn" if path[0].startswith("fc") else path[0]
        part = path[0][2] if sublayer == "ffn" else path[1][0]
        rest = f"{sublayer}_{letter}{part}"
    return f"{side}_l{int(number) + 1}_{rest}"


def norm(kind):
    return "ln_scale" if kind == "weight" else "ln_bias"


def marian_arrays(tensors, sizes, pre_norm=False):
    """Marian's arrays for tensors by their names in the Hugging Face layout.

    `sizes` are the tokens that Marian has, on either side; the rows after them go.
    """
    arrays = {}
    for name, tensor in tensors.items():
        values = tensor.float().numpy()
        if "embed_positions" in name:
            continue
        if name == "final_logits_bias":
            arrays["decoder_ff_logit_out_b"] = values[:, : sizes[1]]
        elif name in TABLES:
            is_source = name == "model.encoder.embed_tokens.weight"
            arrays[TABLES[name]] = values[: sizes[0 if is_source else 1]]
        elif values.ndim == 2:
            arrays[marian_name(name, pre_norm)] = values.T
        else:
            arrays[marian_name(name, pre_norm)] = values[None]
    return {name: np.ascontiguousarray(values) for name, values in arrays.items()}


def options(config, sizes, pre_norm=False, **others):
    """What Marian saves of a model's options, as far as a Transformer uses them."""
    return {
        "type": "transformer",
        "dim-vocabs": list(sizes),
        "dim-emb": config.d_model,
        "enc-depth": config.encoder_layers,
        "dec-depth": config.decoder_layers,
        "input-types": [],
        "layer-normalization": False,
        "right-left": False,
        "tied-embeddings": False,
        "tied-embeddings-src": False,
        "tied-embeddings-all": False,
        "transformer-heads": config.encoder_attention_heads,
        "transformer-dim-ffn": config.encoder_ffn_dim,
        "transformer-decoder-dim-ffn": config.decoder_ffn_dim,
        "transformer-ffn-depth": 2,
        "transformer-ffn-activation": config.activation_function,
        "transformer-decoder-autoreg": "self-attention",
        "transformer-depth-scaling": True,
        "transformer-guided-alignment-layer": "last",
        "transformer-no-projection": False,
        "transformer-postprocess-emb": "d",
        "transformer-tied-layers": [],
        "transformer-train-position-embeddings": False,
        "ulr": False,
        "lemma-dim-emb": 0,
        "version": "v1.12.0",
        **(PRE_NORM if pre_norm else POST_NORM),
        **others,
    }


def write(file, arrays, options, compressed=False):
    """Writes model.npz, its options as characters with a NUL after them."""
    text = yaml.safe_dump(options).encode() + b"\0"
    save = np.savez_compressed if compressed else np.savez
    save(file, **arrays, **{"special:model.yml": np.frombuffer(text, dtype=np.int8)})


def write_vocabulary(file, pieces):
    """Writes vocab.yml: plain, single- and double-quoted keys, in turn where they may be."""
    lines = []
    for number, piece in enumerate(pieces):
        plain = re.fullmatch(r"[\w▁]+", piece) and not piece.isascii()
        if plain and number % 3 == 0:
            key = piece
        elif number % 3 == 1 and "\\" not in piece:
            key = "'" + piece.replace("'", "''") + "'"
        else:
            key = '"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"'
        is_long = number % 7 == 5
        lines.append(f"? {key}\n: {number}" if is_long else f"{key}: {number}")
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
