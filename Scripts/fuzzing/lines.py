"""Odd lines, as nobody would write for a translator."""

# The first and the last character of what lines are made of.
RANGES = [
    (0x20, 0x7E), (0x00, 0x09), (0x0B, 0x1F), (0x7F, 0xA0), (0xA1, 0x24F), (0x300, 0x36F),
    (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF),
    (0x2000, 0x206F), (0x2070, 0x218F), (0x2460, 0x24FF), (0x2500, 0x259F), (0x3040, 0x30FF),
    (0x3300, 0x33FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xE0FF), (0xF900, 0xFAFF),
    (0xFB50, 0xFDFF), (0xFE00, 0xFEFF), (0xFF00, 0xFFFF), (0x1F300, 0x1FAFF), (0xE0000, 0xE007F),
    (0x10FF00, 0x10FFFF),
]

MORSELS = [
    ">>fra<<", ">>", "<<", ">>x<<>>y<<", "</s>", "<unk>", "<pad>", "<s>", "<0xE2>", "\u2581",
    "\u2581\u2581", "\u2585", "|||", "{color}", "{{{", "]]>", "&amp;", "<b>", "https://a.b/c?d=e",
    "a@b.c", "...", "\u2026", "!?", "1,234,567.89", "-0", "1e308", "NaN", "\\", "\\n", "%s%n", "\"",
    "'", "\u200d", "\u200b", "\ufeff", "\r", "\t", "\x00", "\u2028", "\x85", "A\u0301", "\u0301",
    "\u1112\u1161\u11ab", "\ufdfa", "red", "dog", "cat", "blue", "sun",
]


def character(source):
    first, last = source.choice(RANGES)
    return chr(source.randint(first, last))


def unit(source):
    kind = source.random()
    if kind < 0.4:
        return source.choice(MORSELS)
    if kind < 0.8:
        return character(source)
    return "".join(character(source) for _ in range(source.randint(2, 6)))


def odd_line(source):
    """The bytes of a line, without what ends it."""
    kind = source.random()
    if kind < 0.04:
        text = unit(source) * source.choice([500, 2000, 20000])
    elif kind < 0.1:
        text = (unit(source) + " ") * source.choice([50, 500, 3000])
    elif kind < 0.14:
        text = ""
    else:
        text = "".join(
            unit(source) + (" " if source.random() < 0.4 else "")
            for _ in range(source.randint(1, 40)))
    # Every line is UTF-8: what else there is belongs to damaged files.
    return text.replace("\n", " ").encode("utf-8", "ignore")
