"""Damages files: at random, and where their kind hurts."""

import json
import re
import struct

from fuzzing import marian
from fuzzing.memories import frame, markup

NUMBERS = [0, 1, -1, 2, 127, 255, 256, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53,
           2**63 - 1, 2**63, 2**64 - 1, 10**30, -2**31, -2**63, 0.5, -0.5, 1e-300, 1e300]
WORDS = ["null", "true", "false", "\"\"", "\"x\"", "[]", "{}", "NaN", "-Infinity", "1e999", "-0", ""]
VALUES = [None, True, False, "", "x", "\u00e9" * 50, [], {}, [[]], {"": {}}, [None], "0", "-1"]


def damaged(content, kind, source):
    """The content with one to four things wrong."""
    for _ in range(source.choice([1, 1, 1, 2, 4])):
        content = once(content, kind, source)
    # Without its checksum nothing of a shortlist is looked at.
    if kind == "shortlist" and source.random() < 0.5:
        content = marian.with_checksum(content)
    return content


def once(content, kind, source):
    special = {"json": [numbers, structure], "text": [numbers, text], "safetensors": [header] * 2,
               "xml": [markup, markup, text],
               "zstd": [frame] * 2, "zip": [directory] * 2, "marian": [head, tensors], "shortlist": [lists] * 2,
               "bytes": []}[kind]
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


def beside(number, source):
    """Another number, often one close to it."""
    near = [number + 1, number - 1, 2 * number, number // 2, number + 256]
    return int(source.choice(near + [source.choice(NUMBERS)]))


def replaced(content, start, size, source):
    """Another number in the place of one."""
    number = int.from_bytes(content[start:start + size], "little")
    chunk = (beside(number, source) % 256**size).to_bytes(size, "little")
    return content[:start] + chunk + content[start + size:]


def head(content, source):
    """A number of the head of Marian's weights: a count, a length, a type, a size."""
    try:
        return replaced(content, *source.choice(marian.numbers_of_head(content)), source)
    except (struct.error, ValueError):
        return overwrite(content, source)


def tensors(content, source):
    """One of Marian's tensors becomes another one, goes, or is there twice; the head fits."""
    try:
        found = marian.read(content)
        if not found:
            return content
        tensor, other = source.choice(found), source.choice(found)
        change = source.choice([
            options, options, exchange_names, exchange_data, reshape, reshape, retype, rename,
            numbers_of_tensor, numbers_of_tensor, remove, repeat])
        change(found, tensor, other, source)
        return marian.write(found)
    except (struct.error, ValueError):
        return flip_bits(content, source)


def options(found, tensor, other, source):
    for tensor in found:
        if tensor.name == marian.OPTIONS:
            tensor.data = source.choice([numbers, text, flip_bits])(tensor.data, source)
            tensor.shape = [len(tensor.data)]


def exchange_names(found, tensor, other, source):
    tensor.name, other.name = other.name, tensor.name


def exchange_data(found, tensor, other, source):
    for field in source.sample(["kind", "shape", "data"], source.choice([1, 3])):
        own = getattr(tensor, field)
        setattr(tensor, field, getattr(other, field))
        setattr(other, field, own)


def reshape(found, tensor, other, source):
    """Often a shape with as many numbers."""
    kind = source.random()
    if kind < 0.3:
        tensor.shape = tensor.shape[::-1]
    elif kind < 0.6:
        product = 1
        for size in tensor.shape:
            product *= size
        tensor.shape = source.choice([[product], [1, product], [product, 1], [2, product // 2]])
    else:
        place = source.randrange(len(tensor.shape) or 1)
        size = beside(tensor.shape[place] if tensor.shape else 1, source)
        tensor.shape[place:place + 1] = [(size + 2**31) % 2**32 - 2**31]


def retype(found, tensor, other, source):
    tensor.kind = source.choice([
        marian.FLOAT32, 0x402, marian.INT8, marian.INTGEMM8, 0x4102, 0x10001, 0x10002, 0x802])


def rename(found, tensor, other, source):
    name = tensor.name
    tensor.name = source.choice([
        name + "_QuantMultA", name.replace("l1", "l2"), name.replace("l1", "l99"), name[:-1] or "x",
        "Wemb", "decoder_Wemb", "encoder_Wemb", "decoder_ff_logit_out_W", "x" * 2000])


def numbers_of_tensor(found, tensor, other, source):
    tensor.data = source.choice([flip_bits, blank, overwrite, truncate])(tensor.data, source)


def remove(found, tensor, other, source):
    found.remove(tensor)


def repeat(found, tensor, other, source):
    found.insert(source.randrange(len(found) + 1), tensor)


def lists(content, source):
    """A number of a shortlist: of its head, most often, an offset, or a piece."""
    if len(content) < 64:
        return overwrite(content, source)
    kind = source.random()
    if kind < 0.5:
        return replaced(content, 8 * source.randrange(6), 8, source)
    offsets = min(struct.unpack_from("<Q", content, 32)[0], (len(content) - 48) // 8)
    if kind < 0.8:
        return replaced(content, 48 + 8 * source.randrange(offsets or 1), 8, source)
    return replaced(content, 48 + 8 * offsets + 4 * place(content[48 + 8 * offsets::4], source), 4,
                    source)
