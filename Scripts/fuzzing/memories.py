"""Translation memories and frames of zstd, sound ones and damage of their own."""

import re
import shutil
import subprocess

INLINE = ["", "<ph x='1'>{0}</ph>", "<bpt i='1'>&lt;b&gt;</bpt>bold<ept i='1'>&lt;/b&gt;</ept>",
          "&e; &amp; &#x6C34;", "<![CDATA[<i>]]>", "<hi><it pos='begin'>x</it></hi>", "<!-- no -->"]


def memory(pairs):
    """A translation memory in TMX that has what such files have."""
    units = [
        f"""<tu tuid="{number}"><prop type="x">y</prop>
  <tuv xml:lang="en-US"><note>n</note><seg>{source}{INLINE[number % len(INLINE)]}</seg></tuv>
  <tuv lang="de"><seg>{target}</seg></tuv>
  <tuv xml:lang="fr"><seg>rien</seg></tuv></tu>"""
        for number, (source, target) in enumerate(pairs)
    ]
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY e "entity"><!ENTITY f "&e;&e;">]>
<tmx version="1.4"><header srclang="*all*" segtype="sentence" datatype="plaintext"/><body>
{"".join(unit + chr(10) for unit in units)}</body></tmx>
"""


def zstandard(content):
    """A frame of zstd: made by the program where it is installed, else of blocks that are stored."""
    if shutil.which("zstd"):
        return subprocess.run(
            ["zstd", "-q", "-c", "--check"], input=content, capture_output=True, check=True).stdout
    # RFC 8878, sections 3.1.1 and 3.1.1.2: magic number, a window of 1 MiB, blocks of at most 64 KiB.
    frame = b"\x28\xb5\x2f\xfd\x00\x50"
    blocks = [content[n:n + 65536] for n in range(0, len(content), 65536)]
    for number, block in enumerate(blocks):
        last = number == len(blocks) - 1
        frame += (len(block) << 3 | last).to_bytes(3, "little") + block
    return frame


MARKUP = ["<tu>", "</tu>", "<tuv xml:lang='en'>", "</tuv>", "<seg>", "</seg>", "<body>", "</tmx>", "<", ">",
          "&", "&x;", "&f;", "&#0;", "&#x110000;", "&#xD800;", "]]>", "<![CDATA[", "<!--", "--", "-->",
          "<?x", "?>", "<?xml version='1.1'?>", "xml:lang=''", "xml:lang='en' xml:lang='de'", "\ufeff",
          "\x00", "\ufffe", "<!DOCTYPE x [", "<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;",
          "<ph>" * 2000, "<tu " + "a='' " * 2000, "x" * 70_000]
ENTITIES = "<!DOCTYPE tmx [<!ENTITY a '" + "x" * 50 + "'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefghi", "bcdefghij"))


def markup(content, source):
    """A mark of XML goes, comes or becomes another one; or entities explode."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    tree = content.decode("utf-16" if wide else "utf-8", "replace")
    found = list(re.finditer(r"<[^>]*>|&[^;]*;|<|>|&", tree))
    if not found:
        return content
    match = source.choice(found)
    kind = source.random()
    if kind < 0.1:
        changed = re.sub(
            r"<!DOCTYPE tmx[^\[]*\[<!ENTITY e [^>]*><!ENTITY f [^>]*>", lambda _: ENTITIES,
            tree.replace("&e; ", "&j; "), count=1)
    elif kind < 0.3:
        changed = tree[:match.start()] + tree[match.end():]
    elif kind < 0.5:
        other = source.choice(found)[0]
        changed = tree[:match.start()] + other + tree[match.end():]
    else:
        changed = tree[:match.start()] + source.choice(MARKUP) + tree[match.start():]
    return changed.encode("utf-16" if wide else "utf-8", "replace")


def frame(content, source):
    """A byte of the head of a frame of zstd, or of one of its first block, becomes another one."""
    found = [m.start() for m in re.finditer(rb"\x28\xb5\x2f\xfd", content)]
    if not found:
        return content
    start = source.choice(found) + source.randrange(4, 24)
    return content[:start] + bytes([source.choice([0, 1, 0x7F, 0x80, 0xFF])]) + content[start + 1:]
