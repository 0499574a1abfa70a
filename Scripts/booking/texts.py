"""Makes pages of texts: Markdown with expressions, whose values are what runs found."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import jinja2
from jinja2.ext import Extension

from . import numbers
from .book import Book, Chapter
from .errors import BookError
from .findings import Finding
from .recipe import Recipe
from .sources import cut_declaration


class Voice(Protocol):
    """How a kind of pages shows what is no plain Markdown; all of it is put between paragraphs."""

    def figure(self, name: str, caption: str) -> str:
        """A picture that a command drew."""

    def touch(self, name: str, caption: str) -> str:
        """A page that a command wrote."""

    def toy(self, kind: str, title: str, data: dict[str, Any]) -> str:
        """A small program of the book's own."""

    def code(self, path: str, text: str) -> str:
        """A declaration."""


@dataclass(frozen=True)
class Uses:
    """The names that texts asked for, so that nothing is kept that nobody shows."""

    runs: set[str]
    figures: set[str]
    touch: set[str]


class Texts:
    """The texts of a book, as pages in a voice."""

    def __init__(self, book: Book, recipe: Recipe, voice: Voice):
        self.book = book
        self.recipe = recipe
        self.voice = voice
        self.uses = Uses(set(), set(), set())
        self.findings: dict[str, Finding] = {}
        self.environment = environment()
        self.environment.globals.update(self.functions())

    def render(self, chapter: Chapter) -> str:
        """A chapter as Markdown."""
        try:
            template = self.environment.from_string(chapter.text)
            text = template.render()
        except Exception as error:  # An expression may fail in any way; a writer needs its line.
            line = template_line(error)
            raise BookError(f"{chapter.source.name}{line}: {error}") from error
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    def functions(self) -> dict[str, Callable[..., Any]]:
        """What expressions may call."""
        own: list[Callable[..., Any]] = [
            self.run,
            self.run_seconds,
            self.machine,
            self.made_by,
            self.recipe_runs,
            self.chapters,
            self.code,
            self.figure,
            self.touch,
            self.toy,
            pick,
            table,
        ]
        ways: list[Callable[..., Any]] = [
            numbers.number,
            numbers.percent,
            numbers.spread,
            numbers.count,
            numbers.seconds,
        ]
        named = {function.__name__: function for function in own + ways}
        return named | {"signed": numbers.with_sign}

    # Runs

    def finding(self, name: str) -> Finding:
        """What a run found, with what it took."""
        self.recipe[name]  # A name that the recipe does not have is told before a missing file.
        self.uses.runs.add(name)
        if name not in self.findings:
            self.findings[name] = Finding.read(self.book.runs / f"{name}.json")
        return self.findings[name]

    def run(self, name: str) -> Any:
        """The result of a run."""
        return self.finding(name).result

    def run_seconds(self, name: str) -> float:
        """How long it took."""
        return self.finding(name).seconds

    def machine(self, name: str) -> str:
        """Where it was made, as in “AMD EPYC, 2 cores”."""
        machine = self.finding(name).machine
        cores = machine["cores"]
        return f"{machine['processor']}, {cores} core{'' if cores == 1 else 's'}"

    def made_by(self, name: str) -> str:
        """The commands, as a reader types them."""
        return fenced("\n".join(self.finding(name).commands), "sh")

    def recipe_runs(self) -> list[str]:
        """The names of all runs, in the order in which they are made."""
        return [run.name for run in self.recipe.order]

    def chapters(self) -> list[dict[str, Any]]:
        """Number, title and page of every chapter."""
        return [
            {"number": chapter.number, "title": chapter.title, "page": chapter.page}
            for chapter in self.book.chapters
            if chapter.number > 0
        ]

    # What is shown

    def code(self, path: str, name: str, comment: bool = False) -> str:
        """A declaration, cut out of its source."""
        return self.voice.code(path, cut_declaration(self.book.repository, path, name, comment))

    def figure(self, name: str, caption: str) -> str:
        """A picture that a run drew."""
        self.require("figures", name)
        self.uses.figures.add(name)
        return self.voice.figure(name, caption)

    def touch(self, name: str, caption: str) -> str:
        """A page that a run wrote."""
        self.require("touch", name)
        self.uses.touch.add(name)
        return self.voice.touch(name, caption)

    def toy(self, kind: str, /, title: str, **data: Any) -> str:
        """A small program, with what it shows."""
        return self.voice.toy(kind, title, data)

    def require(self, kind: str, name: str) -> None:
        """Fails where no run keeps a picture or a page of this name."""
        there = [each for run in self.recipe.order for each in getattr(run, kind)]
        if name not in there:
            raise BookError(f"no run has {name} among its {kind}; they have: {', '.join(there)}")


class Environment(jinja2.Environment):
    """Jinja in which a dot means a key of a JSON object, and never a method of a dictionary."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key; one that is not there is told with those that are."""
        if not isinstance(obj, Mapping):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same between brackets, and in the paths of filters."""
        if isinstance(obj, Mapping) and argument not in obj:
            return self.undefined(f"there is no {argument!r} among: {', '.join(map(str, obj))}")
        return super().getitem(obj, argument)


def environment() -> Environment:
    """Jinja with delimiters that TeX does not use, in which everything named has to be there."""
    own = Environment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[LineEnds],
    )
    own.filters = {name: own.filters[name] for name in KEPT_FILTERS}
    return own


KEPT_FILTERS = [
    "abs",
    "first",
    "join",
    "last",
    "length",
    "list",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
    "sum",
    "unique",
    "upper",
    "lower",
    "capitalize",
    "batch",
    "default",
    "dictsort",
    "items",
    "int",
]
"""What expressions may filter with; nothing that formats numbers in a way of its own."""


class LineEnds(Extension):
    """Keeps the line end after a tag that has text before it on its line.

    A line of nothing but tags vanishes, with its end. In a sentence, a tag at the end of a line is
    followed by the next word, which needs the line end before it. The last line of a macro has
    none, so that the macro can stand in a sentence or a cell.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Marks such tags with `+`, and ends of macros with `-`: Jinja's signs for it."""
        source = re.sub(r"<%\s*(?=endmacro\b)", "<%- ", source)
        tags = re.compile(r"<%.*?%>|<#.*?#>", re.DOTALL)
        marked, last = [], 0
        for match in tags.finditer(source):
            line = source[source.rfind("\n", 0, match.start()) + 1 : match.start()]
            has_text = bool(tags.sub("", line).strip())
            if has_text and source.startswith("\n", match.end()) and match[0][-3] not in "+-":
                marked.append(source[last : match.end() - 2] + "+")
                last = match.end() - 2
        return "".join(marked) + source[last:]


def template_line(error: Exception) -> str:
    """The line of a text that an error comes from, as in `:12`."""
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return f":{line}" if line else ""


def pick(elements: Sequence[Any], key: str, value: Any) -> Any:
    """The first element that has a value at a dotted key."""
    found = [at(element, key) for element in elements]
    if value not in found:
        raise BookError(f"no element has the {key} {value!r}; they have: {found}")
    return elements[found.index(value)]


def at(element: Any, key: str) -> Any:
    """What is at a dotted key; nothing where it ends before."""
    for part in key.split("."):
        element = element.get(part) if isinstance(element, Mapping) else None
    return element


def table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table, in which columns of numbers stand to the right."""
    cells = [[str(cell).replace("|", "\\|") for cell in row] for row in rows]
    odd = [row for row in cells if len(row) != len(header)]
    if odd:
        raise BookError(f"a row of a table has not {len(header)} cells: {odd[0]}")
    lines = [
        "---:" if cells and all(is_numeric(row[column]) for row in cells) else "---"
        for column in range(len(header))
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(header), lines, *cells])


def is_numeric(cell: str) -> bool:
    """Whether a cell begins as numbers do, or says that there is none."""
    return bool(re.match(rf"[+{numbers.MINUS}]?\d|–?$", cell))


def fenced(text: str, language: str) -> str:
    """A block of code, whatever marks it has in it."""
    longest = max([len(mark) for mark in re.findall("`{3,}", text)], default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
