"""Translators."""

from __future__ import annotations

import asyncio
import os
from ctypes import byref, c_size_t
from functools import partial
from typing import Callable, Iterable, Optional, Sequence, TypeVar, Union

from ._errors import OptionError
from ._library import Call, LoadOptions, TextArray, library, matrix, options_array, texts
from ._shared import SharedHandle
from ._values import Alignment, Alternative, Attention, Score, Translation

Pairs = Iterable[tuple[str, str]]
Value = TypeVar("Value")


class Translator:
    """Translates lines with the model of a folder.

    Any number of threads and tasks may use one translator at once: what they ask for shares batches.
    A line may have any number of sentences.

    :param model: The folder: one that ``calque train`` wrote, one in the Hugging Face Marian layout,
        or one of Firefox's.
    :param workers: How many batches are translated at once, each on one core; None for one a core.
    :param precision: ``"float32"``, ``"bfloat16"`` or ``"int8"``; None for what the model is best run
        in.
    :raises CalqueError: The folder is no whole model, or the processor cannot compute in the precision.
    """

    def __init__(
        self,
        model: Union[str, os.PathLike],
        *,
        workers: Optional[int] = None,
        precision: Optional[str] = None,
    ):
        self._library = library()
        self._load = partial(
            Translator, os.fspath(model), workers=workers, precision=precision
        )
        options = LoadOptions(workers or 0, precision.encode() if precision else None)
        self._model = SharedHandle(
            self._library.checked("translator_load", os.fspath(model).encode(), byref(options)),
            self._free,
        )

    def _free(self, handle: int) -> None:
        if self._library.is_usable:
            self._library.translator_free(handle)

    def __reduce__(self) -> tuple:
        # What is pickled is how to load the model again.
        return self._load, ()

    def translate(
        self, lines: Sequence[str], *, alignment: bool = False, **options: object
    ) -> list[Translation]:
        """Translates lines; other threads run meanwhile.

        :param lines: The lines.
        :param alignment: Whether words are aligned, too.
        :param options: How to search, as in ``calque translate --help``: ``beam=4``, ``n_best=2``,
            ``length_penalty=0.8``, …
        :raises OptionError: An option does not exist or is out of its range.
        :raises InputError: A line asks for what the model does not have.
        """
        given = TextArray(_checked(lines))
        with self._model as model:
            handle = self._library.checked(
                "translate", model, given.array, given.count, options_array(options), int(alignment)
            )
        return self._translations(handle)

    async def translate_async(
        self, lines: Sequence[str], *, alignment: bool = False, **options: object
    ) -> list[Translation]:
        """Translates lines while the event loop goes on; a task that is cancelled ends the work.

        Parameters and exceptions are those of :meth:`translate`.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[Translation]] = loop.create_future()
        given = TextArray(_checked(lines))

        def completed(handle: Optional[int], error: Optional[int]) -> None:
            # On a thread of Calque's.
            try:
                result = self._translations(handle) if handle else self._library.exception(error)
            except Exception as problem:  # it has to be told to the task, not to the thread
                result = problem
            try:
                loop.call_soon_threadsafe(_give, future, result)
            except RuntimeError:
                pass  # the loop has ended, and nobody waits

        with self._model as model:
            call = Call(
                model, given.array, given.count, options_array(options), int(alignment),
                completed=completed,
            )  # fmt: skip
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            call.cancel()
            future.cancel()
            raise

    def score(self, pairs: Pairs) -> list[Score]:
        """How probable the model finds translations that exist.

        :param pairs: Lines and their translations, each as one sentence.
        :raises InputError: A line is too long for the model.
        """
        return self._of_pairs("score", pairs, self._score, self._library.scores_free)

    def align(self, pairs: Pairs) -> list[Alignment]:
        """Which words of lines and of translations that exist go together, by the model's attention.

        :param pairs: Lines and their translations, each as one sentence.
        :raises InputError: A line is too long for the model.
        """
        return self._of_pairs("align", pairs, self._alignment, self._library.alignments_free)

    def attention(
        self,
        source: str,
        target: Optional[str] = None,
        *,
        layer: Optional[int] = None,
        head: Optional[int] = None,
    ) -> Attention:
        """What the model looks at while it translates a line.

        :param source: The line, as one sentence.
        :param target: A translation that it is given; None for the one that greedy search finds.
        :param layer: The decoder's layer, from 0; None for the last.
        :param head: The head, from 0; None for the mean of all, or for the head of a guided model.
        :raises OptionError: The model has no such layer or head.
        """
        given, wanted = TextArray([source]), TextArray([] if target is None else [target])
        of = self._library
        with self._model as model:
            handle = of.checked(
                "attend", model, given.array[0], None if target is None else wanted.array,
                _place("layer", layer), _place("head", head),
            )  # fmt: skip
        try:
            rows, columns = of.attention_target_count(handle), of.attention_source_count(handle)
            return Attention(
                texts(columns, lambda place: of.attention_source_piece(handle, place)),
                texts(rows, lambda place: of.attention_target_piece(handle, place)),
                matrix(of.attention_weights(handle), rows, columns),
            )
        finally:
            of.attention_free(handle)

    def close(self) -> None:
        """Lets go of the model; calls that are under way keep it until they are done."""
        self._model.close()

    def __enter__(self) -> "Translator":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_model"):
            self.close()

    def _of_pairs(
        self,
        name: str,
        pairs: Pairs,
        value: Callable[[int, int], Value],
        free: Callable[[int], None],
    ) -> list[Value]:
        """What a function of the library finds of pairs; `value` takes its handle and a pair's place."""
        pairs = list(pairs)
        sources = TextArray(source for source, _ in pairs)
        targets = TextArray(target for _, target in pairs)
        with self._model as model:
            handle = self._library.checked(
                name, model, sources.array, targets.array, sources.count
            )
        try:
            return [value(handle, pair) for pair in range(sources.count)]
        finally:
            free(handle)

    def _translations(self, handle: int) -> list[Translation]:
        of = self._library
        try:
            return [self._translation(handle, line) for line in range(of.translations_count(handle))]
        finally:
            of.translations_free(handle)

    def _translation(self, handle: int, line: int) -> Translation:
        of = self._library
        alternatives = [
            Alternative(
                str(of.translation_text(handle, line, rank)),
                of.translation_score(handle, line, rank),
                of.translation_log_probability(handle, line, rank),
            )
            for rank in range(of.translation_count(handle, line))
        ]
        warnings = texts(
            of.translation_warning_count(handle, line),
            lambda place: of.translation_warning(handle, line, place),
        )
        alignment = of.translation_alignment(handle, line)
        return Translation(
            alternatives, warnings, self._alignment(alignment, 0) if alignment else None
        )

    def _score(self, handle: int, pair: int) -> Score:
        count = c_size_t()
        tokens = self._library.scores_tokens(handle, pair, byref(count))
        return Score(
            self._library.scores_log_probability(handle, pair), matrix(tokens, 1, count.value)[0]
        )

    def _alignment(self, handle: int, pair: int) -> Alignment:
        of = self._library
        rows, columns = of.alignment_target_count(handle, pair), of.alignment_source_count(handle, pair)
        count = c_size_t()
        links = of.alignment_links(handle, pair, byref(count))
        return Alignment(
            texts(columns, lambda place: of.alignment_source_word(handle, pair, place)),
            texts(rows, lambda place: of.alignment_target_word(handle, pair, place)),
            matrix(of.alignment_weights(handle, pair), rows, columns),
            [(links[2 * place], links[2 * place + 1]) for place in range(count.value)],
        )


def _place(name: str, number: Optional[int]) -> int:
    if number is None:
        return -1
    if not 0 <= number < 2**31:
        raise OptionError(f"The model has no {name} {number}.")
    return number


def _checked(lines: Sequence[str]) -> list[str]:
    if isinstance(lines, (str, bytes)):
        raise TypeError("lines are a list of strings: write translate([line])")
    return list(lines)


def _give(future: asyncio.Future, result: object) -> None:
    if future.done():
        return
    if isinstance(result, asyncio.CancelledError):
        future.cancel()
    elif isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)  # type: ignore[arg-type]
