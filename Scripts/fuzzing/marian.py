"""Marian's files of a small model, as far as damaging them needs it: weights (.bin) and shortlists."""

import io
import struct
import zipfile

FLOAT32, INT8, INTGEMM8 = 0x404, 0x101, 0x4101
OPTIONS = "special:model.yml"


class Tensor:
    def __init__(self, name, kind, shape, data):
        self.name, self.kind, self.shape, self.data = name, kind, shape, data


def read(content):
    """The tensors of a sound file; `struct.error` or `ValueError` where it is not sound."""
    count = struct.unpack_from("<Q", content, 8)[0]
    if count > len(content) // 32:
        raise ValueError("too many tensors")
    heads = [struct.unpack_from("<4Q", content, 16 + 32 * n) for n in range(count)]
    place = 16 + 32 * count
    names, shapes, tensors = [], [], []
    for head in heads:
        names.append(content[place:place + head[0] - 1].decode("latin-1"))
        place += head[0]
        if place > len(content):
            raise ValueError("a name is too long")
    for head in heads:
        if head[2] > 8:
            raise ValueError("too many sizes")
        shapes.append(list(struct.unpack_from(f"<{head[2]}i", content, place)))
        place += 4 * head[2]
    place += 8 + struct.unpack_from("<Q", content, min(place, len(content)))[0]
    if place > len(content):
        raise ValueError("too much filling")
    for head, name, shape in zip(heads, names, shapes):
        tensors.append(Tensor(name, head[1], shape, content[place:place + head[3]]))
        place += head[3]
    return tensors


def write(tensors):
    """The file of tensors, whose head fits them."""
    content = struct.pack("<QQ", 1, len(tensors))
    for tensor in tensors:
        content += struct.pack(
            "<4Q", len(tensor.name) + 1, tensor.kind, len(tensor.shape), len(tensor.data))
    content += b"".join(tensor.name.encode("latin-1") + b"\0" for tensor in tensors)
    for tensor in tensors:
        content += struct.pack(f"<{len(tensor.shape)}i", *tensor.shape)
    end = len(content) + 8
    filling = (end // 256 + 1) * 256 - end
    content += struct.pack("<Q", filling) + bytes(filling)
    return content + b"".join(tensor.data for tensor in tensors)


def numbers_of_head(content):
    """Where the numbers of a file's head lie, and the bytes of each."""
    count = struct.unpack_from("<Q", content, 8)[0]
    if count > len(content) // 32:
        raise ValueError("too many tensors")
    places = [(place, 8) for place in range(0, 16 + 32 * count, 8)]
    heads = [struct.unpack_from("<4Q", content, 16 + 32 * n) for n in range(count)]
    shapes = 16 + 32 * count + sum(head[0] for head in heads)
    filling = shapes + 4 * sum(head[2] for head in heads)
    if filling > len(content) - 8:
        raise ValueError("too many sizes")
    return places + [(place, 4) for place in range(shapes, filling, 4)] + [(filling, 8)]


def archive(content):
    """The file of float32 tensors as an archive, model.npz, as training saves it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for tensor in read(content):
            kind = "'|i1'" if tensor.kind == INT8 else "'<f4'"
            shape = "".join(f"{size}, " for size in tensor.shape)
            size = 1 if tensor.kind == INT8 else 4
            for length in tensor.shape:
                size *= length
            head = f"{{'descr': {kind}, 'fortran_order': False, 'shape': ({shape})}}".encode()
            head += b" " * (-(len(head) + 11) % 64) + b"\n"
            array = b"\x93NUMPY\1\0" + struct.pack("<H", len(head)) + head + tensor.data[:size]
            zipped.writestr(tensor.name + ".npy", array)
    return file.getvalue()


def with_checksum(shortlist):
    """A shortlist whose checksum is right, whatever it has."""
    if len(shortlist) < 16:
        return shortlist
    checksum = 0
    for (word,) in struct.iter_unpack("<Q", shortlist[16:len(shortlist) // 8 * 8]):
        mixed = word + 0x9E3779B9 + (checksum << 6) + (checksum >> 2)
        checksum ^= mixed & 0xFFFF_FFFF_FFFF_FFFF
    return shortlist[:8] + struct.pack("<Q", checksum) + shortlist[16:]
