"""What runs found, as files beside the pages."""

import json
import math
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import BookError

DIGITS = 7
"""So many digits of a number are kept: more than any sentence or picture shows."""


@dataclass(frozen=True)
class Finding:
    """A run's result, with what it took to find."""

    run: str
    recipe: str
    commands: list[str]
    seconds: float
    machine: dict[str, Any]
    result: Any

    @classmethod
    def read(cls, path: Path) -> "Finding":
        """The finding in a file."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise BookError(
                f"{path.parent.name}/{path.name} is not there: Scripts/book makes it."
            ) from None
        except (OSError, ValueError, TypeError) as error:
            raise BookError(f"{path} is no finding of a run: {error}") from None

    def write(self, path: Path) -> None:
        """Writes it."""
        write_whole(path, laid_out(vars(self)) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Writes a file that is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.partial")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def parsed(text: str, source: str) -> Any:
    """JSON; or of several lines of JSON their list, as benchmarks print them."""
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise BookError(f"{source} is no JSON: {error}") from None


def kept(value: Any, paths: list[str]) -> Any:
    """Only what is at these dotted paths, of which a part in a list is one of all its elements."""
    if not paths:
        return value
    if isinstance(value, list):
        return [kept(element, paths) for element in value]
    parts: dict[str, list[str]] = {}
    for path in paths:
        first, _, rest = path.partition(".")
        parts.setdefault(first, []).append(rest)
    if not isinstance(value, dict) or not set(parts) <= set(value):
        there = ", ".join(value) if isinstance(value, dict) else json.dumps(value)[:60]
        raise BookError(f"keep: there is no {', '.join(parts)} to be kept in: {there}")
    # A part that is kept as a whole is so whatever else of it is named.
    return {name: kept(value[name], [] if "" in rests else rests) for name, rests in parts.items()}


def rounded(value: Any) -> Any:
    """The same with no more digits than anybody reads; what is no finite number is nothing."""
    match value:
        case float():
            return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
        case list():
            return [rounded(element) for element in value]
        case dict():
            return {name: rounded(element) for name, element in value.items()}
    return value


def laid_out(value: Any, indent: str = "") -> str:
    """JSON in which a list of numbers or words is a line: short, and a change of it can be read."""
    inner = indent + " "
    match value:
        case dict() if value:
            rows = [
                f"{json.dumps(name, ensure_ascii=False)}: {laid_out(element, inner)}"
                for name, element in value.items()
            ]
            return "{\n" + ",\n".join(inner + row for row in rows) + f"\n{indent}}}"
        case list() if any(isinstance(element, dict | list) for element in value):
            rows = [laid_out(element, inner) for element in value]
            return "[\n" + ",\n".join(inner + row for row in rows) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def this_machine() -> dict[str, Any]:
    """What figures of speed depend on: the processor and the cores that may be used."""
    return {"processor": processor(), "cores": len(os.sched_getaffinity(0))}


def processor() -> str:
    """The processor's name."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
