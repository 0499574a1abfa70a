"""What calls give back. What has matrices is compared by identity, as they have no one truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

import numpy as np


@dataclass(frozen=True)
class Alternative:
    """One way to translate a line."""

    text: str
    #: What translations are ranked by.
    score: float
    #: log P of the translation, natural logarithm.
    log_probability: float


@dataclass(frozen=True, eq=False)
class Alignment:
    """Which words of a line and of its translation go together."""

    #: The words of the line: what spaces part.
    source_words: list[str]
    #: The words of the translation.
    target_words: list[str]
    #: The attention of every target word to each source word: ``[target words, source words]``.
    weights: np.ndarray
    #: The places of words that go together, the source's first, from 0.
    links: list[tuple[int, int]]


@dataclass(frozen=True)
class Translation:
    """What became of a line."""

    #: The translations, the best first: one at least.
    alternatives: list[Alternative]
    #: What a reader should know of it, in sentences.
    warnings: list[str] = field(default_factory=list)
    #: How the words of the best translation go with the line's, if that was asked for.
    alignment: Optional[Alignment] = None

    @property
    def text(self) -> str:
        """The best translation."""
        return self.alternatives[0].text

    @property
    def score(self) -> float:
        """The score of the best translation."""
        return self.alternatives[0].score

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, eq=False)
class Score:
    """How probable a model finds a translation that exists."""

    #: log P of the translation, its end included; natural logarithm.
    log_probability: float
    #: log P of every token, the end's last.
    tokens: np.ndarray


@dataclass(frozen=True, eq=False)
class Attention:
    """What a model looks at for every piece of a translation."""

    #: The pieces of the line, the end's last: the columns.
    source_pieces: list[str]
    #: The pieces of the translation, the end's last: the rows.
    target_pieces: list[str]
    #: ``[target pieces, source pieces]``; a row's sum is 1.
    weights: np.ndarray
