"""What a translation may not lose, double or make up, counted by programs other than Calque."""

import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import polib

TRANSLATED_ATTRIBUTES = {
    "alt", "aria-description", "aria-label", "aria-placeholder", "content", "dir", "label", "lang",
    "placeholder", "title", "value", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang",
}
PLACEHOLDER = re.compile(
    r"%\([^)]*\)[#0 +-]*\d*(?:\.\d+)?[a-z]|%(?:\d+\$)?[#0+-]*\d*(?:\.\d+)?(?:l{0,2}[dsuxfgic])\b"
    r"|\{\{[^{}]*\}\}|\{[\w.!:-]*\}|\$\{[^{}]*\}")
OFFICE = {
    "tbl", "tr", "tc", "p", "hyperlink", "drawing", "pict", "fldChar", "instrText", "br", "tab",
    "footnoteReference", "endnoteReference", "commentReference", "bookmarkStart", "bookmarkEnd",
    "sp", "pic", "graphicFrame", "fld", "h", "a", "note", "line-break", "frame", "bookmark", "page",
    "list", "list-item", "table-cell", "annotation", "user-field-get", "page-number",
}
"""Elements of office files that stand for something that is seen. There may be other runs in a translation:
those of one format become one."""


class Tags(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.counts = Counter()

    def handle_starttag(self, tag, attributes):
        kept = frozenset(a for a in attributes if a[0] not in TRANSLATED_ATTRIBUTES)
        self.counts[f"<{tag} {sorted(map(str, kept))}>"] += 1

    def handle_endtag(self, tag):
        self.counts[f"</{tag}>"] += 1

    def handle_comment(self, data):
        self.counts[f"<!--{data}-->"] += 1


def in_html(data):
    tags = Tags()
    tags.feed(data.decode("utf-8-sig"))
    tags.close()
    return tags.counts


def in_zip(path):
    """Entries in their order, and the elements in each that stand for something."""
    counts = Counter()
    with zipfile.ZipFile(path) as archive:
        for place, entry in enumerate(archive.infolist()):
            counts[f"entry {place} {entry.filename}, method {entry.compress_type}"] += 1
            data = archive.read(entry)
            if path.suffix == ".epub":
                if entry.filename.endswith((".xhtml", ".html")):
                    counts.update(f"{entry.filename} {tag}" for tag in in_html(data).elements())
            elif entry.filename.endswith(".xml") and data:
                for element in ElementTree.fromstring(data).iter():
                    name = str(element.tag).rpartition("}")[2]
                    if name in OFFICE:
                        counts[f"{entry.filename} <{name}>"] += 1
            else:
                counts[f"{entry.filename} {hash(data)}"] += 1
    return counts


def in_po(path):
    """Messages, their flags but for `fuzzy`, and the placeholders that translations lack."""
    counts = Counter()
    for entry in polib.pofile(str(path)):
        flags = [flag for flag in entry.flags if flag != "fuzzy"]
        counts[str((entry.msgctxt, entry.msgid, entry.msgid_plural, flags, entry.occurrences))] += 1
        forms = len(entry.msgstr_plural)
        counts[f"{forms} forms of {entry.msgid}"] += 1
        if entry.msgstr and not forms:
            counts.update(missing(entry.msgid, entry.msgstr))
    return counts


def missing(source, translation):
    """Placeholders that are not as often in the translation, as complaints."""
    before, after = (Counter(PLACEHOLDER.findall(text)) for text in (source, translation))
    return [f"placeholder {name} of {source!r}" for name in ((before - after) + (after - before))]


def in_json(path):
    """The paths to all values, with what is no text, and the placeholders of what is."""
    counts = Counter()

    def visit(value, where):
        if isinstance(value, dict):
            for key, inner in value.items():
                visit(inner, f"{where}/{key}")
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                visit(inner, f"{where}/{place}")
        elif isinstance(value, str):
            counts[f"{where} {sorted(PLACEHOLDER.findall(value))}"] += 1
        else:
            counts[f"{where} {value!r}"] += 1

    visit(json.loads(path.read_text(encoding="utf-8-sig")), "")
    return counts


def in_xliff(path):
    """Units with their sources, and the inline codes that targets lack."""
    counts = Counter()
    for unit in ElementTree.parse(path).iter():
        if str(unit.tag).rpartition("}")[2] not in ("trans-unit", "segment"):
            continue
        parts = {str(part.tag).rpartition("}")[2]: part for part in unit}
        source, target = parts.get("source"), parts.get("target")
        if source is None:
            continue
        counts["".join(source.itertext())] += 1
        if target is not None and "".join(target.itertext()).strip():
            before, after = (codes(part) for part in (source, target))
            counts.update(f"code {c} of unit {unit.get('id')}" for c in (before - after) + (after - before))
    return counts


def codes(part):
    return Counter(
        f"{str(inner.tag).rpartition('}')[2]} {inner.get('id')}" for inner in part.iter() if inner is not part)


def in_subtitles(path):
    """Timings, numbers, and the number of cues."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return Counter(line for line in lines if "-->" in line or line.strip().isdigit())


def in_markdown(path):
    """Fences with what is in them, addresses, and code."""
    text = path.read_text(encoding="utf-8-sig")
    fences = re.findall(r"^(?:```|~~~).*?^(?:```|~~~)", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^(?:```|~~~).*?^(?:```|~~~)", "", text, flags=re.MULTILINE | re.DOTALL)
    addresses = re.findall(r"\]\(([^()\s]*)|^\[[^\]]+\]:\s*(\S+)", rest, re.MULTILINE)
    return Counter([*fences, *map(str, addresses), *re.findall(r"`[^`\n]+`", rest)])


def in_text(path):
    return Counter(lines=len(path.read_bytes().splitlines()))


READERS = {
    ".html": lambda path: in_html(path.read_bytes()), ".po": in_po, ".xlf": in_xliff,
    ".docx": in_zip, ".pptx": in_zip, ".odt": in_zip, ".odp": in_zip, ".epub": in_zip,
    ".json": in_json, ".srt": in_subtitles, ".vtt": in_subtitles, ".md": in_markdown,
    ".txt": in_text,
}


def difference(before: Path, after: Path):
    """What a translation lacks or has too much of, in one line; None where nothing."""
    count = READERS[before.suffix]
    old, new = count(before), count(after)
    gone, made_up = old - new, new - old
    if not gone and not made_up:
        return None
    parts = [f"{sum(gone.values())} lost, {sum(made_up.values())} made up"]
    parts += [f"lost {name[:150]}" for name in list(gone)[:2]]
    parts += [f"made up {name[:150]}" for name in list(made_up)[:2]]
    return "; ".join(parts)
