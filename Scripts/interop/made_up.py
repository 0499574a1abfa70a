"""Sentences in two made-up languages, for models that need text but no meaning."""

import io
import random
from pathlib import Path

import sentencepiece

SOURCE_SYLLABLES = "ba che di fo gu la mé ni ra só ta vu zi".split()
TARGET_SYLLABLES = "al bur cor dün ez fik gor hal ist kem øl um".split()
AWKWARD = [
    "Two  spaces   and a tab\there",
    "unknown signs: ☃ Ω 漢字",
    "decomposed e\u0301, full width \uff21\uff22\uff23, a ligature \ufb01",
    "123,456.78 % (of what?)",
]
BLANK = "▁"
"""Has no tokens after normalising; Calque leaves such a line empty, as it found it."""


def make_words(syllables, count, source):
    """Distinct words of one to four syllables."""
    words = {}
    while len(words) < count:
        word = "".join(source.choices(syllables, k=source.randint(1, 4)))
        words[word] = None
    return list(words)


def make_pairs(count, seed):
    """Sentence pairs: the target is the source word by word, back to front."""
    source = random.Random(seed)
    theirs = make_words(SOURCE_SYLLABLES, 150, random.Random("source"))
    ours = make_words(TARGET_SYLLABLES, 150, random.Random("target"))
    pairs = []
    for _ in range(count):
        words = [source.randrange(150) for _ in range(source.randint(1, 9))]
        mark = source.choice(".?!")
        left = " ".join(theirs[i] for i in words)
        right = " ".join(ours[i] for i in reversed(words))
        pairs.append((f"{left.capitalize()}{mark}", f"{right.capitalize()}{mark}"))
    return pairs


def train_pieces(sentences, prefix, kind, size, **options):
    """Trains a SentencePiece model, writes `prefix`.model and returns it."""
    # Written by us, for a file that the trainer writes has its path inside.
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_writer=model,
        model_type=kind,
        vocab_size=size,
        character_coverage=1.0,
        minloglevel=2,
        **options,
    )
    Path(f"{prefix}.model").write_bytes(model.getvalue())
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def make_vocabulary(models, first, last=()):
    """Token ids: the special tokens in `first`, all pieces, those in `last`."""
    pieces = [
        model.id_to_piece(i)
        for model in models
        for i in range(model.get_piece_size())
        if not model.is_control(i) and not model.is_unknown(i)
    ]
    tokens = dict.fromkeys([*first, *pieces, *last])
    return {token: i for i, token in enumerate(tokens)}
