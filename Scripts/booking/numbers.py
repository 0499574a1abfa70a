"""Numbers as the book writes them."""

from collections.abc import Mapping
from typing import Any

NO_BREAK = "\u00a0"
"""The space between a number and what belongs to it."""

MINUS = "\u2212"


def number(value: Any, decimals: int = 1) -> str:
    """A number with a true minus sign, and commas between thousands."""
    text = f"{float(value):,.{decimals}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.removeprefix("-")  # Nothing is below zero by nothing.
    return text.replace("-", MINUS)


def with_sign(value: Any, decimals: int = 1) -> str:
    """A difference: with its sign, unless it is none."""
    text = number(value, decimals)
    is_positive = float(value) > 0 and any(digit in text for digit in "123456789")
    return f"+{text}" if is_positive else text


def percent(share: Any, decimals: int = 1) -> str:
    """A share of one in hundredths."""
    return f"{number(100 * float(share), decimals)}{NO_BREAK}%"


def count(value: Any) -> str:
    """A whole number."""
    return number(value, 0)


def spread(
    mean: Mapping[str, Any], decimals: int = 1, times: float = 1, signed: bool = False
) -> str:
    """A mean over seeds with its margin, which one seed alone does not have."""
    middle = times * float(mean["mean"])
    text = (with_sign if signed else number)(middle, decimals)
    upper = mean.get("upper")
    if upper is None:
        return text
    return f"{text}{NO_BREAK}±{NO_BREAK}{number(abs(times * upper - middle), decimals)}"


def seconds(value: Any) -> str:
    """A time in the units that people would say it in."""
    value = float(value)
    if value < 0.9995:
        digits = 0 if value >= 0.00995 else 1
        return f"{number(1000 * value, digits)}{NO_BREAK}ms"
    if value < 9.95:
        return f"{number(value, 1)}{NO_BREAK}s"
    whole = round(value)
    if whole < 60:
        return f"{whole}{NO_BREAK}s"
    minutes = round(value / 60)
    if minutes < 60:
        rest = f" {whole % 60}{NO_BREAK}s" if whole % 60 and whole < 600 else ""
        return f"{whole // 60 if whole < 600 else minutes}{NO_BREAK}min{rest}"
    rest = f" {minutes % 60}{NO_BREAK}min" if minutes % 60 else ""
    return f"{minutes // 60}{NO_BREAK}h{rest}"
