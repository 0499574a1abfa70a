"""Makes the models that random_marian.py tries."""

import torch
from transformers import MarianConfig, MarianMTModel

import marian
from made_up import AWKWARD, BLANK, make_pairs, make_vocabulary, train_pieces

SHAPE = dict(
    d_model=64,
    encoder_layers=2,
    decoder_layers=2,
    encoder_ffn_dim=128,
    decoder_ffn_dim=128,
    encoder_attention_heads=4,
    decoder_attention_heads=4,
    activation_function="relu",
    scale_embedding=True,
    max_position_embeddings=256,
    dropout=0.0,
)
KNOWN_LANGUAGES = [">>aaa<<", ">>bbb<<"]


class Texts:
    """The sentences and SentencePiece models that every case shares."""

    def __init__(self, folder):
        self.folder = folder
        pairs = make_pairs(1500, seed=1)
        self.learnt = pairs[:48]
        distinct = [
            pair for pair in dict(pairs[48:]).items() if pair not in self.learnt
        ]
        self.pairs = distinct[:45] + [(line, line) for line in (*AWKWARD, BLANK)]
        self.sources = [source for source, _ in distinct[:196]] + AWKWARD
        left, right = ([pair[side] for pair in pairs] for side in (0, 1))
        self.models = {
            "joint": train_pieces(left + right, folder / "joint", "bpe", 300),
            "source": train_pieces(left, folder / "source", "unigram", 150),
            "target": train_pieces(right, folder / "target", "unigram", 130),
        }

    def save_tokenizer(self, case, directory):
        """Writes the tokenizer's files and returns the tokenizer."""
        sides = ["joint"] if case.tokens in ("joint", "odd") else ["source", "target"]
        models = [self.models[side] for side in sides]
        if case.tokens == "separate":
            special = ["<unk>", "<pad>", "</s>"]
            vocabularies = [make_vocabulary([model], special) for model in models]
        elif case.tokens == "odd":
            pieces = list(make_vocabulary(models, []))
            for place, token in ((3, "<pad>"), (7, "</s>"), (50, "<unk>")):
                pieces.insert(place, token)
            vocabularies = [{piece: i for i, piece in enumerate(pieces)}]
        else:
            last = [*KNOWN_LANGUAGES, "<pad>"]
            vocabularies = [make_vocabulary(models, ["</s>", "<unk>"], last)]
        files = [self.folder / f"{side}.model" for side in (sides[0], sides[-1])]
        return marian.save_tokenizer(directory, files, vocabularies)


def make_model(case, texts, directory):
    """Writes the model directory of a case."""
    directory.mkdir()
    tokenizer = texts.save_tokenizer(case, directory)
    ids = tokenizer.target_encoder if case.tokens == "separate" else tokenizer.encoder
    options = dict(
        SHAPE,
        vocab_size=len(tokenizer.encoder),
        decoder_vocab_size=len(ids) if case.tokens == "separate" else None,
        eos_token_id=ids["</s>"],
        forced_eos_token_id=ids["</s>"],
        pad_token_id=ids["<pad>"],
        decoder_start_token_id=ids["</s>" if case.tokens == "odd" else "<pad>"],
    )
    model = MarianMTModel(MarianConfig(**(options | case.options))).eval()
    marian.randomise(model, seed=1)
    if case.has_own_positions:
        marian.disturb_positions(model, seed=1)
    if case.is_zero_padded:
        clear_padding(model)
    learn(model, tokenizer, texts.learnt)
    if case.is_zero_padded:
        clear_padding(model)
    bans = case.bans and [[ids[token]] for token in case.bans]
    model.generation_config.bad_words_ids = bans
    model = model.to(case.dtype)
    model.save_pretrained(directory, max_shard_size=case.shard_size)
    case.edit(model, directory)


@torch.no_grad()
def clear_padding(model):
    """Zeroes the padding row, as the hub's converted models have it."""
    model.model.shared.weight[model.config.pad_token_id] = 0


def learn(model, tokenizer, pairs):
    """Lets a model nearly memorise some pairs."""
    sources = tokenizer([source for source, _ in pairs]).input_ids
    targets = tokenizer(text_target=[target for _, target in pairs]).input_ids
    marian.memorise(model, sources, targets, marian.forward)
