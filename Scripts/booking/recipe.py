"""The recipe of the book: which commands find out what it says."""

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from .errors import BookError

WORK = "work"
"""The placeholder of the work folder, which is no value: no result depends on where it is."""

SHOWN_WORK = "book"
"""What a reader sees in its place."""


@dataclass(frozen=True)
class Run:
    """Commands that find something out, and what of it is kept."""

    name: str
    commands: list[str]
    needs: list[str] = field(default_factory=list)
    result: str | None = None
    results: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    touch: dict[str, str] = field(default_factory=dict)
    keep: list[str] = field(default_factory=list)
    minutes: float = 1
    quick_minutes: float | None = None

    @property
    def shown_commands(self) -> list[str]:
        """Its commands as a reader types them."""
        return [filled(command, {WORK: SHOWN_WORK}) for command in self.commands]

    def table(self) -> dict[str, Any]:
        """What its result depends on: not how long it is expected to take."""
        return {
            name: value
            for name, value in vars(self).items()
            if name not in ("minutes", "quick_minutes")
        }


def filled(text: str, values: dict[str, Any]) -> str:
    """A text with values for placeholders; other braces are the shell's or awk's."""
    return re.sub(r"\{(\w+)\}", lambda match: str(values.get(match[1], match[0])), text)


def filled_everywhere(value: Any, values: dict[str, Any]) -> Any:
    """The same in all texts of a table."""
    match value:
        case str():
            return filled(value, values)
        case list():
            return [filled_everywhere(element, values) for element in value]
        case dict():
            return {name: filled_everywhere(element, values) for name, element in value.items()}
    return value


@dataclass(frozen=True)
class Recipe:
    """All runs, with values in their commands; the place of the work folder is still open."""

    runs: dict[str, Run]
    is_quick: bool = False

    def __getitem__(self, name: str) -> Run:
        if name not in self.runs:
            raise BookError(f"the recipe has no run {name}; it has: {', '.join(self.runs)}")
        return self.runs[name]

    @cached_property
    def order(self) -> list[Run]:
        """Every run after those that it needs."""
        return self.ordered(list(self.runs))

    def ordered(self, names: list[str]) -> list[Run]:
        """These runs and all that they need, which come first."""
        order: list[Run] = []

        def add(name: str, asking: tuple[str, ...]) -> None:
            if name in asking:
                raise BookError(f"run {name} needs itself: {' → '.join([*asking, name])}")
            run = self[name]
            for need in run.needs:
                add(need, (*asking, name))
            if run not in order:
                order.append(run)

        for name in names:
            add(name, ())
        return order

    @cached_property
    def hashes(self) -> dict[str, str]:
        """What each run's result depends on, in one number: its commands and what it needs."""
        hashes: dict[str, str] = {}
        for run in self.order:
            content = [run.table(), [hashes[need] for need in run.needs]]
            text = json.dumps(content, sort_keys=True, ensure_ascii=False)
            hashes[run.name] = hashlib.sha256(text.encode()).hexdigest()
        return hashes

    def minutes(self, run: Run) -> float:
        """How long a run is expected to take."""
        quick = run.quick_minutes
        return quick if self.is_quick and quick is not None else run.minutes


def load_recipe(path: Path, quick: bool = False) -> Recipe:
    """The recipe in a file, with the values of the full or of the quick book."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BookError(f"{path}: {error}") from None
    values = content.get("values", {}) | (content.get("quick", {}) if quick else {})
    runs: dict[str, Run] = {}
    for table in content.get("run", []):
        run = made_run(filled_everywhere(table, values), path)
        if run.name in runs:
            raise BookError(f"{path} has two runs {run.name}.")
        runs[run.name] = run
    check_names(runs, path)
    recipe = Recipe(runs, quick)
    recipe.ordered(list(runs))  # What is needed and is not there, or needs itself, shows at once.
    return recipe


def made_run(table: dict[str, Any], path: Path) -> Run:
    """A run of its table."""
    name = table.get("name", "without a name")
    keys = [key.name for key in fields(Run)]
    odd = sorted({*table, "name", "commands"} - set(keys) | {"name", "commands"} - set(table))
    if odd:
        raise BookError(f"{path}, run {name}: {', '.join(odd)}; a run has {', '.join(keys)}.")
    for key in ("commands", "needs", "keep"):
        is_list = isinstance(table.get(key, []), list)
        if not is_list or not all(isinstance(each, str) for each in table.get(key, [])):
            raise BookError(f"{path}, run {name}: {key} is a list of texts.")
    run = Run(**table)
    if not run.commands:
        raise BookError(f"{path}, run {name}: it has no command.")
    if (run.result is None) == (not run.results):
        raise BookError(f"{path}, run {name}: it has either a result or results.")
    return run


def check_names(runs: dict[str, Run], path: Path) -> None:
    """Fails where two runs keep a picture or a page of one name, which one of them would lose."""
    for kind in ("figures", "touch"):
        keepers: dict[str, str] = {}
        for run in runs.values():
            for name in getattr(run, kind):
                if name in keepers:
                    both = f"{keepers[name]} and {run.name}"
                    raise BookError(f"{path}: {both} keep {kind} of one name, {name}.")
                keepers[name] = run.name
