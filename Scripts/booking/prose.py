"""Finds numbers in texts that come from no run, and so may be wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import jinja2
from jinja2 import nodes

from .texts import environment


@dataclass(frozen=True)
class Stray:
    """A number that somebody typed."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: “{self.text}” is a number that comes from no run"


NUMBERED = "section figure equation table chapter algorithm theorem footnote".split()
ONE_OF_THEM = rf"(?:{'|'.join(NUMBERED)}|appendix|§)"
SEVERAL = rf"(?:{'|'.join(NUMBERED)})s|appendices|§§"
ONE = r"[A-Z]?\d+(?:\.\d+)*[a-z]?"

ALLOWED = [
    # A list follows the plural alone: in “as figure 1, 40 of them” the second number is none of it.
    re.compile(
        rf"(?<!\w)(?:{SEVERAL})\s*{ONE}(?:(?:,|,?\s+and|,?\s+or|\s+to|–)\s*{ONE})*\b",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w){ONE_OF_THEM}\s*{ONE}\b", re.IGNORECASE),
    # What a paper is called, after its year; when it was written, and where it lies.
    re.compile(r"\(\d{4}[a-z]?\): \[?\*[^*]+\*"),
    re.compile(r"\barXiv:\d{4}\.\d{4,5}(?:v\d+)?\b"),
    re.compile(r"\b(?:19[4-9]\d|20(?!00)[0-3]\d)[a-z]?\b(?!\s*%)"),
    re.compile(r"\b95\s%(?=\s+(?:interval|confidence))"),
    # Names: bfloat16, int8, chrF2, UTF-8.
    re.compile(r"\b[A-Za-z]{2,}\d+\b|\bUTF-8\b"),
    re.compile(r"^#+\s+\d+(?:\.\d+)*\.?\s", re.MULTILINE),
    re.compile(r"^\s*\d+\.\s", re.MULTILINE),
    re.compile(r"\[\^\w+\]"),
]
"""Digits that say nothing of what was found."""

INLINE = r"(?:(?!\n[ \t]*\n).)+?"
"""Something in a sentence: a mark that nothing closes hides no paragraphs after its own."""

UNREAD = [
    re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)`*\s*?$", re.DOTALL | re.MULTILINE),
    re.compile(rf"(?P<ticks>`+)(?!`){INLINE}(?<!`)(?P=ticks)(?!`)", re.DOTALL),
    re.compile(r"\$\$.+?\$\$", re.DOTALL),
    re.compile(rf"(?<![\\$])\$(?=\S){INLINE}(?<=[^\s\\])\$(?!\$)", re.DOTALL),
    re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)"),
    re.compile(r"<?\bhttps?://[^\s>)]+>?"),
]
"""What is no prose: code, maths, and where links lead."""

TAGS = re.compile(r"<%.*?%>|<#.*?#>", re.DOTALL)
EXPRESSIONS = re.compile(r"<<.*?>>", re.DOTALL)

WRITTEN = "·"
"""What stands for what an expression writes: maths may end with it, as it may not with a space."""


def stray_numbers(text: str) -> list[Stray]:
    """All numbers of a text that no run found."""
    strays = [*strays_in_prose(text), *strays_in_expressions(text)]
    return sorted(strays, key=lambda stray: stray.line)


def strays_in_prose(text: str) -> Iterator[Stray]:
    """Digits between the expressions."""
    prose = EXPRESSIONS.sub(lambda match: re.sub(r"[^\n]", WRITTEN, match[0]), text)
    prose = blanked(prose, [TAGS, *UNREAD, *ALLOWED])
    for match in re.finditer(r"\S*[\d¼-¾⅐-⅞]\S*", prose):
        yield Stray(text.count("\n", 0, match.start()) + 1, match[0].strip(WRITTEN))


def blanked(text: str, patterns: list[re.Pattern[str]]) -> str:
    """The text with spaces for what matches, every line where it was."""
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def strays_in_expressions(text: str) -> Iterator[Stray]:
    """Numbers that expressions write by themselves, and those in sentences among them."""
    try:
        tree = environment().parse(text)
    except jinja2.TemplateSyntaxError:
        return  # Rendering says what is wrong.
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str) and re.search(r"\s", constant.value):
            for stray in strays_in_prose(constant.value):
                yield Stray(constant.lineno, stray.text)
    told: list[nodes.Node] = []
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                continue
            yield from strays_in_words(node)
            if is_typed(node):
                told += node.find_all(nodes.Call)
                told.append(node)
                yield Stray(node.lineno, source_of(node))
    for call in tree.find_all(nodes.Call):
        # A typed number beside what was found, as a cell of its table or in a list that grows.
        if name_of(call) in WAYS and call.args and is_typed(call.args[0]):
            if not any(call is each for each in told):
                yield Stray(call.lineno, source_of(call.args[0]))
    for assignment in tree.find_all(nodes.Assign):
        value = assignment.node
        is_counter = isinstance(value, nodes.Call) and name_of(value) == "namespace"
        if not is_counter and is_typed(value) and not any(value is each for each in told):
            yield Stray(assignment.lineno, source_of(value))


def strays_in_words(node: nodes.Node) -> Iterator[Stray]:
    """Numbers in a word that an expression writes as it is; names in calls and keys are unread."""
    match node:
        case nodes.Const(value=str() as text) if not re.search(r"\s", text):
            for stray in strays_in_prose(text):
                yield Stray(node.lineno, stray.text)
        case nodes.CondExpr():
            for branch in (node.expr1, node.expr2):
                if branch is not None:
                    yield from strays_in_words(branch)
        case nodes.Concat():
            for part in node.nodes:
                yield from strays_in_words(part)
        case nodes.Add():
            yield from strays_in_words(node.left)
            yield from strays_in_words(node.right)


WAYS = {"number", "signed", "percent", "count", "seconds"}
"""Functions that write a number."""


def name_of(call: nodes.Call) -> str:
    """The name of what is called; nothing where it is no name."""
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def is_typed(node: nodes.Node) -> bool:
    """Whether an expression has a number in it, and asks for nothing that was found."""
    calls = [each for each in [node, *node.find_all(nodes.Call)] if isinstance(each, nodes.Call)]
    functions = [call.node for call in calls]
    called = {function.name for function in functions if isinstance(function, nodes.Name)}
    names = [name for name in [node, *node.find_all(nodes.Name)] if isinstance(name, nodes.Name)]
    asks = called & SOURCES or any(name not in functions for name in names)
    return not asks and any(is_number(each) for each in [node, *node.find_all(nodes.Const)])


SOURCES = {"run", "run_seconds", "machine", "recipe_runs", "chapters", "toy"}
"""Functions whose values were found, and the toys, in whose numbers no sentence is."""


def is_number(node: nodes.Node) -> bool:
    """Whether a node is a number as it was typed."""
    return isinstance(node, nodes.Const) and type(node.value) in (int, float)


def source_of(node: nodes.Node) -> str:
    """A number as it was typed, else what writes it."""
    constants = [each for each in [node, *node.find_all(nodes.Const)] if is_number(each)]
    return " ".join(str(each.value) for each in constants if isinstance(each, nodes.Const))
