"""The C interface of Calque (Sources/CCalque/include/calque.h) through ctypes."""

from __future__ import annotations

import asyncio
import atexit
import ctypes
import itertools
import os
from ctypes import POINTER, byref, c_char_p, c_double, c_float, c_int, c_size_t, c_uint32, c_void_p
from pathlib import Path
from typing import Callable, Iterable, Optional

import numpy as np

from ._errors import CANCELLED, CLASSES, CalqueError, InputError

#: Debian's and Ubuntu's packages of the libraries that a wheel does not carry.
PACKAGES = (
    "libdnnl2 (or libdnnl3) libsentencepiece0 libicu72 (or libicu-dev) libgumbo1 libexpat1 libcld2-0 "
    "zlib1g libzstd1 liblzma5"
)


class Text(ctypes.Structure):
    """``calque_text``: bytes of UTF-8 that are not copied."""

    _fields_ = [("bytes", c_void_p), ("count", c_size_t)]

    def __str__(self) -> str:
        return ctypes.string_at(self.bytes, self.count).decode() if self.count else ""


class LoadOptions(ctypes.Structure):
    """``calque_load_options``."""

    _fields_ = [("workers", c_size_t), ("precision", c_char_p)]


Completion = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_void_p)
Errors = POINTER(c_void_p)
Texts = POINTER(Text)
Options = POINTER(c_char_p)

# What functions give back and take, by their names without `calque_`.
_FUNCTIONS: dict[str, tuple[object, list[object]]] = {
    "version": (c_char_p, []),
    "error_get_kind": (c_int, [c_void_p]),
    "error_message": (Text, [c_void_p]),
    "error_free": (None, [c_void_p]),
    "translator_load": (c_void_p, [c_char_p, POINTER(LoadOptions), Errors]),
    "translator_free": (None, [c_void_p]),
    "translate": (c_void_p, [c_void_p, Texts, c_size_t, Options, c_int, Errors]),
    "translate_later": (
        c_void_p,
        [c_void_p, Texts, c_size_t, Options, c_int, Completion, c_void_p, Errors],
    ),
    "call_cancel": (None, [c_void_p]),
    "call_free": (None, [c_void_p]),
    "calls_finish": (None, []),
    "translations_count": (c_size_t, [c_void_p]),
    "translation_count": (c_size_t, [c_void_p, c_size_t]),
    "translation_text": (Text, [c_void_p, c_size_t, c_size_t]),
    "translation_score": (c_double, [c_void_p, c_size_t, c_size_t]),
    "translation_log_probability": (c_double, [c_void_p, c_size_t, c_size_t]),
    "translation_warning_count": (c_size_t, [c_void_p, c_size_t]),
    "translation_warning": (Text, [c_void_p, c_size_t, c_size_t]),
    "translation_alignment": (c_void_p, [c_void_p, c_size_t]),
    "translations_free": (None, [c_void_p]),
    "score": (c_void_p, [c_void_p, Texts, Texts, c_size_t, Errors]),
    "scores_count": (c_size_t, [c_void_p]),
    "scores_log_probability": (c_double, [c_void_p, c_size_t]),
    "scores_tokens": (POINTER(c_float), [c_void_p, c_size_t, POINTER(c_size_t)]),
    "scores_free": (None, [c_void_p]),
    "align": (c_void_p, [c_void_p, Texts, Texts, c_size_t, Errors]),
    "alignments_count": (c_size_t, [c_void_p]),
    "alignment_source_count": (c_size_t, [c_void_p, c_size_t]),
    "alignment_target_count": (c_size_t, [c_void_p, c_size_t]),
    "alignment_source_word": (Text, [c_void_p, c_size_t, c_size_t]),
    "alignment_target_word": (Text, [c_void_p, c_size_t, c_size_t]),
    "alignment_weights": (POINTER(c_float), [c_void_p, c_size_t]),
    "alignment_links": (POINTER(c_uint32), [c_void_p, c_size_t, POINTER(c_size_t)]),
    "alignments_free": (None, [c_void_p]),
    "attend": (c_void_p, [c_void_p, Text, Texts, c_int, c_int, Errors]),
    "attention_source_count": (c_size_t, [c_void_p]),
    "attention_target_count": (c_size_t, [c_void_p]),
    "attention_source_piece": (Text, [c_void_p, c_size_t]),
    "attention_target_piece": (Text, [c_void_p, c_size_t]),
    "attention_weights": (POINTER(c_float), [c_void_p]),
    "attention_free": (None, [c_void_p]),
}


class Library:
    """The functions of the C interface, by their names without ``calque_``."""

    def __init__(self, path: Path):
        try:
            loaded = ctypes.CDLL(str(path))
        except OSError as problem:
            raise ImportError(
                f"Calque's library cannot be loaded: {problem}. It needs system packages; on Debian "
                f"and Ubuntu: apt-get install {PACKAGES}"
            ) from problem
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(loaded, f"calque_{name}")
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)
        self._process = os.getpid()

    @property
    def is_usable(self) -> bool:
        """Whether this is the process that loaded the library: its threads are not in a forked one."""
        return os.getpid() == self._process

    def checked(self, name: str, *arguments: object) -> int:
        """The handle that a function gives back, which takes a place for an error last."""
        if not self.is_usable:
            raise CalqueError(
                "Calque was loaded before this process was forked, and its threads are not in it. "
                'Load models in the new process, or start it by "spawn" or "forkserver".'
            )
        error = c_void_p()
        handle = getattr(self, name)(*arguments, byref(error))
        if not handle:
            raise self.exception(error.value)
        return handle

    def exception(self, error: Optional[int]) -> Exception:
        """What an error is in Python; the error is freed."""
        kind, message = self.error_get_kind(error), str(self.error_message(error))
        self.error_free(error)
        if kind == CANCELLED:
            return asyncio.CancelledError()
        return CLASSES.get(kind, CalqueError)(message)


class TextArray:
    """Strings as an array of ``calque_text``, which lives as long as this object."""

    def __init__(self, lines: Iterable[str]):
        self._bytes = [_encoded(line) for line in lines]
        self.count = len(self._bytes)
        self.array = (Text * self.count)(
            *(Text(ctypes.cast(line, c_void_p), len(line)) for line in self._bytes)
        )


def _encoded(line: str) -> bytes:
    if not isinstance(line, str):
        raise TypeError(f"a line is a string, not {type(line).__name__}")
    try:
        return line.encode()
    except UnicodeEncodeError as problem:
        raise InputError(f"A line has half a character: {problem}") from problem


def options_array(options: dict[str, object]) -> Optional[ctypes.Array]:
    """Keys and values by turns, ended by NULL, as the C interface wants them."""
    if not options:
        return None
    words: list[Optional[bytes]] = []
    for name, value in options.items():
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        words += [name.replace("_", "-").encode(), text.encode()]
    return (c_char_p * (len(words) + 1))(*words, None)


def texts(count: int, text: Callable[[int], Text]) -> list[str]:
    """Texts that are asked for one by one."""
    return [str(text(place)) for place in range(count)]


def matrix(numbers: object, rows: int, columns: int) -> np.ndarray:
    """A copy of numbers that lie row by row."""
    if rows == 0 or columns == 0:
        return np.zeros((rows, columns), dtype=np.float32)
    return np.ctypeslib.as_array(numbers, shape=(rows, columns)).copy()


Completed = Callable[[Optional[int], Optional[int]], None]


class Call:
    """A call that goes on, and ends with its completion."""

    # By numbers that C hands back. What C calls is one function for all of them, which therefore is
    # never freed while C is in it.
    _running: dict[int, "Call"] = {}
    _numbers = itertools.count(1)

    def __init__(self, *arguments: object, completed: Completed):
        """Begins a call of ``calque_translate_later``.

        :param completed: Takes the handle of translations, or of an error, on a thread of Calque's.
        """
        self._library = library()
        self._completed = completed
        number = next(self._numbers)
        self._running[number] = self
        try:
            self._handle = self._library.checked(
                "translate_later", *arguments, _complete, number
            )
        except BaseException:
            del self._running[number]
            raise

    def cancel(self) -> None:
        """Ends the call soon."""
        self._library.call_cancel(self._handle)

    def __del__(self) -> None:
        if hasattr(self, "_handle") and self._library.is_usable:
            self._library.call_free(self._handle)

    @classmethod
    def end(cls, number: int, translations: Optional[int], error: Optional[int]) -> None:
        """Tells a call of its end."""
        cls._running.pop(number)._completed(translations, error)

    @classmethod
    def end_all(cls) -> None:
        """Ends all calls, and waits for them: a thread of Calque's must not enter an interpreter that
        is about to go. In a forked process there are none."""
        if not library().is_usable:
            return
        for call in list(cls._running.values()):
            if hasattr(call, "_handle"):
                call.cancel()
        library().calls_finish()


@Completion
def _complete(number: int, translations: Optional[int], error: Optional[int]) -> None:
    Call.end(number, translations, error)


_library: Optional[Library] = None


def library() -> Library:
    """The library, loaded when it is first needed: beside this module."""
    global _library
    if _library is None:
        _library = Library(Path(__file__).parent / "lib" / "libCalqueC.so")
        atexit.register(Call.end_all)
    return _library
