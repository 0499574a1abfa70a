"""Cuts declarations out of Swift sources by their names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import BookError

TYPES = "struct|class|enum|actor|protocol|extension"
DECLARATION = re.compile(
    rf"\b(?:(?P<type>{TYPES})\s+(?P<path>\w+(?:\.\w+)*)"
    r"|(?P<member>func|var|let|case|typealias)\s+`?(?P<name>\w+)`?"
    r"|(?P<special>init|subscript)\b(?=\s*[?!]?\s*[(<]))"
)
OPENING, CLOSING = "([{", ")]}"
CONTINUED = re.compile(r"(?:[=,:?+\-*/&|<>]|->|\b(?:async|throws|where|in))\s*$")
"""How a line ends that goes on in the next one."""
CONTINUING = re.compile(r"\s*(?:[.?:+\-*/&|=<>,)\]]|->|async\b|throws\b|where\b|\{)")
"""How a line begins that goes on with the one before."""


@dataclass(frozen=True)
class Declaration:
    """A declaration as a part of a text, without its documentation."""

    name: str
    """As in `MultiHeadAttention.attend(_:to:)`; labels only of what has parameters."""
    start: int
    end: int
    body: tuple[int, int] | None
    """What is between its braces."""
    is_extension: bool = False

    def is_called(self, name: str) -> bool:
        """Whether it has this name, with its labels or without."""
        return name in (self.name, self.name.partition("(")[0])


def masked(text: str) -> str:
    """The text with spaces for what is in comments and strings, so that braces are braces."""
    characters = list(text)
    for start, end in hidden(text):
        for place in range(start, end):
            if characters[place] != "\n":
                characters[place] = " "
    return "".join(characters)


def hidden(text: str) -> Iterator[tuple[int, int]]:
    """Where comments and strings are."""
    place = 0
    starts = re.compile(r'//|/\*|#*"')
    while match := starts.search(text, place):
        place = match.start()
        end = comment_end(text, place) if match[0][0] == "/" else string_end(text, place)
        yield place, end
        place = end


def comment_end(text: str, start: int) -> int:
    """Where a comment ends; those between stars may have others in them."""
    if text.startswith("//", start):
        end = text.find("\n", start)
        return len(text) if end < 0 else end
    depth = 0
    for match in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if match[0] == "/*" else -1
        if depth == 0:
            return match.end()
    return len(text)


def string_end(text: str, start: int) -> int:
    """Where a string literal ends: of one line or of several, raw or not."""
    place = text.index('"', start)
    hashes = text[start:place]
    quotes = '"""' if text.startswith('"""', place) else '"'
    place += len(quotes)
    parts = re.compile(rf"(?P<end>{quotes}{hashes})|\\{hashes}(?P<code>\()|\\{hashes}(?s:.)")
    while match := parts.search(text, place):
        if match["end"]:
            return match.end()
        place = interpolation_end(text, match.end()) if match["code"] else match.end()
    return len(text)


def interpolation_end(text: str, start: int) -> int:
    """Where the code in a string ends, whose first parenthesis is open."""
    depth, place = 1, start
    parts = re.compile(r'//|/\*|#*"|[()]')
    while match := parts.search(text, place):
        place = match.end()
        if match[0] in "()":
            depth += 1 if match[0] == "(" else -1
            if depth == 0:
                return place
        elif match[0][0] == "/":
            place = comment_end(text, match.start())
        else:
            place = string_end(text, match.start())
    return len(text)


class SwiftSource:
    """A Swift file, of which declarations can be cut."""

    def __init__(self, text: str):
        self.text = text
        self.code = masked(text)

    def declarations(
        self, start: int = 0, end: int | None = None, outer: str = ""
    ) -> Iterator[Declaration]:
        """All declarations between two places that stand in no other, and those in their types."""
        place, end = start, len(self.code) if end is None else end
        while place < end:
            match = DECLARATION.search(self.code, place, end)
            brace = self.code.find("{", place, end)
            if match is None:
                return
            if 0 <= brace < match.start():
                place = self.matching(brace)  # An accessor or a closure has no members.
                continue
            declaration = self.declaration(match, outer)
            yield declaration
            if match["type"] and declaration.body:
                yield from self.declarations(*declaration.body, outer=declaration.name + ".")
            place = declaration.end

    def declaration(self, match: re.Match[str], outer: str) -> Declaration:
        """The declaration that begins with a keyword."""
        own = match["path"] or match["name"] or match["special"]
        start = self.beginning(match.start())
        end, body = self.ending(match)
        labels = self.labels(match) if match["member"] == "func" or match["special"] else ""
        return Declaration(outer + own + labels, start, end, body, match["type"] == "extension")

    def beginning(self, keyword: int) -> int:
        """The start of its line, or of the attributes that stand on lines of their own above it."""
        start = self.code.rfind("\n", 0, keyword) + 1
        brace = self.code.rfind("{", start, keyword) + 1
        if brace:
            return keyword  # The enclosing declaration begins on the same line.
        while start > 0:
            above = self.code.rfind("\n", 0, start - 1) + 1
            line = self.code[above : start - 1].strip()
            if not re.fullmatch(r"@\w+(\(.*\))?", line):
                break
            start = above
        return start

    def ending(self, match: re.Match[str]) -> tuple[int, tuple[int, int] | None]:
        """Where it ends, and its body, if it has braces of its own."""
        place, depth = match.end(), 0
        while place < len(self.code):
            character = self.code[place]
            if character == "{" and depth == 0:
                end = self.matching(place)
                body = (place + 1, end - 1)
                if match["member"] in ("var", "let") and self.goes_on(end):
                    place = end
                    continue
                return end, body
            if character in OPENING:
                depth += 1
            elif character in CLOSING:
                if depth == 0:
                    return len(self.code[:place].rstrip()), None
                depth -= 1
            elif character == "\n" and depth == 0 and not self.goes_on(place):
                return place, None
            place += 1
        return place, None

    def goes_on(self, place: int) -> bool:
        """Whether a statement goes on after a place: on its line or the next one."""
        line = self.code[self.code.rfind("\n", 0, place) + 1 : place]
        rest = self.code[place:]
        if rest.split("\n", 1)[0].strip():
            return bool(CONTINUING.match(rest) or rest.startswith("("))
        return bool(CONTINUED.search(line) or CONTINUING.match(rest))

    def matching(self, opening: int) -> int:
        """The place after the bracket that closes another."""
        depth = 0
        for place in range(opening, len(self.code)):
            if self.code[place] in OPENING:
                depth += 1
            elif self.code[place] in CLOSING:
                depth -= 1
                if depth == 0:
                    return place + 1
        return len(self.code)

    def labels(self, match: re.Match[str]) -> str:
        """The labels of its parameters, as in `(_:to:)`."""
        opening = self.code.find("(", match.end())
        inside = self.code[opening + 1 : self.matching(opening) - 1]
        depth, parts = 0, [""]
        for character in inside:
            depth += (character in OPENING) - (character in CLOSING)
            if character == "," and depth == 0:
                parts.append("")
            else:
                parts[-1] += character
        labels = [re.match(r"\s*(?:@\w+\s+)*`?(\w+)`?", part) for part in parts]
        return "(" + "".join(f"{label[1]}:" for label in labels if label) + ")"

    def cut(self, name: str, comment: bool = False) -> str:
        """The one declaration of a name, with its documentation if that is asked for."""
        found = [each for each in self.declarations() if each.is_called(name)]
        plain = [each for each in found if not each.is_extension] or found
        if len(plain) != 1:
            raise BookError(self.complaint(name, plain))
        start = self.documentation(plain[0].start) if comment else plain[0].start
        return unindented(self.text[start : plain[0].end])

    def documentation(self, start: int) -> int:
        """Where the documentation above a line begins."""
        while start > 0:
            above = self.text.rfind("\n", 0, start - 1) + 1
            if not self.text[above:start].lstrip().startswith("///"):
                break
            start = above
        return start

    def complaint(self, name: str, found: list[Declaration]) -> str:
        """What there is instead of one declaration of this name."""
        if found:
            return f"has several {name}: {', '.join(each.name for each in found)}"
        return f"has no {name}; it has: {', '.join(each.name for each in self.declarations())}"


def unindented(text: str) -> str:
    """The text as if its first line began at the margin."""
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return "\n".join(line.removeprefix(indent) for line in text.split("\n")).rstrip()


def cut_declaration(repository: Path, path: str, name: str, comment: bool = False) -> str:
    """A declaration of a file in the repository."""
    try:
        text = (repository / path).read_text(encoding="utf-8")
    except OSError as error:
        raise BookError(f"{path}: {error.strerror}") from None
    try:
        return SwiftSource(text).cut(name, comment)
    except BookError as error:
        raise BookError(f"{path} {error}") from None
