"""What can go wrong, as exceptions."""

from __future__ import annotations


class CalqueError(Exception):
    """Something failed; the message says what, where, and what to do."""


class InputError(CalqueError, ValueError):
    """The text of a call is at fault, such as a sentence that is too long for the model."""


class OptionError(CalqueError, ValueError):
    """An option does not exist, is out of its range, or contradicts another."""


class ModelError(CalqueError):
    """The folder holds no model, or a damaged one."""


class UnsupportedError(CalqueError):
    """This processor or this version cannot do it."""


# By `calque_error_kind` of calque.h.
CANCELLED = 6
CLASSES: dict[int, type[CalqueError]] = {
    1: InputError,
    2: OptionError,
    3: ModelError,
    4: UnsupportedError,
}
