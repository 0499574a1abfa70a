"""Damages files: at random, and where their kind hurts."""

import json
import re
import struct

NUMBERS = [0, 1, -1, 2, 127, 255, 256, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53,
           2**63 - 1, 2**63, 2**64 - 1, 10**30, -2**31, -2**63, 0.5, -0.5, 1e-300, 1e300]
WORDS = ["null", "true", "false", "\"\"", "\"x\"", "[]", "{}", "NaN", "-Infinity", "1e999", "-0", ""]
VALUES = [None, True, False, "", "x", "\u00e9" * 50, [], {}, [[]], {"": {}}, [None], "0", "-1"]


def damaged(content, kind, source):
    """The content with one to four things wrong."""
    for _ in range(source.choice([1, 1, 1, 2, 4])):
        content = once(content, kind, source)
    return content


def once(content, kind, source):
    special = {"json": [numbers, structure], "text": [numbers, text], "safetensors": [header] * 2,
               "zip": [directory] * 2, "bytes": []}[kind]
    return source.choice(special * 2 + GENERAL)(content, source)


def place(content, source):
    return source.randrange(len(content)) if content else 0


def flip_bits(content, source):
    changed = bytearray(content or b"\0")
    for _ in range(source.choice([1, 1, 4, 32])):
        changed[place(changed, source)] ^= 1 << source.randrange(8)
    return bytes(changed)


def truncate(content, source):
    return content[:place(content, source)]


def delete(content, source):
    start = place(content, source)
    return content[:start] + content[start + source.choice([1, 4, 100, 5000]):]


def duplicate(content, source):
    start = place(content, source)
    chunk = content[start:start + source.choice([1, 8, 100, 5000])]
    return content[:start] + chunk * source.choice([2, 2, 30]) + content[start + len(chunk):]


def overwrite(content, source):
    start = place(content, source)
    number = source.choice(NUMBERS)
    layout = source.choice("<I <Q >I B".split())
    size = struct.calcsize(layout)
    chunk = struct.pack(layout, int(number) % 256**size)
    return content[:start] + chunk + content[start + size:]


def insert(content, source):
    start = place(content, source)
    return content[:start] + source.randbytes(source.choice([1, 3, 64])) + content[start:]


def blank(content, source):
    start = place(content, source)
    size = source.choice([4, 64, 4096])
    return content[:start] + bytes([source.choice([0, 255])]) * len(content[start:start + size]) + content[start + size:]


GENERAL = [flip_bits, truncate, delete, duplicate, overwrite, insert, blank]


def numbers(content, source):
    """One of the numbers of a text becomes another one, or a word."""
    found = list(re.finditer(rb"-?\d+(\.\d+)?([eE][+-]?\d+)?", content))
    if not found:
        return content
    match = source.choice(found)
    new = str(source.choice(NUMBERS)) if source.random() < 0.8 else source.choice(WORDS)
    return content[:match.start()] + new.encode() + content[match.end():]


def text(content, source):
    """One of the words or marks of a text becomes another one."""
    marks = ["&a *a", "[[[[", "{", ": ", "- ", "\n  ", "\t", "!!binary x", "<<: *a", "? ", "|\n", "%", "#", "\"", "'"]
    found = list(re.finditer(rb"\w+|[^\w\s]", content))
    if not found:
        return content
    match = source.choice(found)
    new = source.choice(marks + WORDS + ["x" * 5000, "[" * 5000])
    return content[:match.start()] + new.encode() + content[match.end():]


def structure(content, source):
    """One value of JSON becomes another one, goes, or is nested deeply."""
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        return flip_bits(content, source)
    changed = json.dumps(altered(tree, source)).encode()
    if source.random() < 0.1:
        depth = source.choice([100, 1000, 100_000])
        left, right = source.choice([(b"[", b"]"), (b'{"a":', b"}")])
        inner = re.sub(rb"\d+", left * depth + b"1" + right * depth, changed, count=1)
        return inner
    return changed


def altered(tree, source):
    """A tree with one value changed."""
    if isinstance(tree, dict) and tree and source.random() < 0.9:
        key = source.choice(list(tree))
        kind = source.random()
        if kind < 0.15:
            return {k: v for k, v in tree.items() if k != key}
        if kind < 0.25:
            return {(key + "x" if k == key else k): v for k, v in tree.items()}
        return {k: altered(v, source) if k == key else v for k, v in tree.items()}
    if isinstance(tree, list) and tree and source.random() < 0.9:
        index = source.randrange(len(tree))
        kind = source.random()
        if kind < 0.2:
            return tree[:index] + tree[index + 1:]
        if kind < 0.3:
            return tree[:index] + [tree[index]] * source.choice([2, 1000]) + tree[index:]
        return tree[:index] + [altered(tree[index], source)] + tree[index + 1:]
    return source.choice(VALUES + [n for n in NUMBERS])


def header(content, source):
    """The list of tensors at the beginning of a safetensors file, or its length."""
    if len(content) < 8:
        return content
    size = struct.unpack("<Q", content[:8])[0]
    if size > len(content) - 8:
        return content
    entries, data = content[8:8 + size], content[8 + size:]
    changed = source.choice([numbers, structure, numbers, flip_bits])(entries, source)
    length = len(changed) if source.random() < 0.8 else source.choice(NUMBERS)
    return struct.pack("<Q", int(length) % 2**64) + changed + data


def directory(content, source):
    """A field of one of a zip archive's records."""
    found = [m.start() for m in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06)", content)]
    if not found:
        return content
    start = source.choice(found) + source.randrange(4, 46)
    size = source.choice([2, 4])
    chunk = struct.pack("<Q", int(source.choice(NUMBERS)) % 2**64)[:size]
    return content[:start] + chunk + content[start + size:]
