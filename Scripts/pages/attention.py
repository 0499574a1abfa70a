"""What a page's data says of attention, computed apart from the page's own script."""

import base64
import json
import struct
import unicodedata

INVISIBLE = ("Zs", "Zl", "Zp", "Cf")


class Attention:
    """The attention in a page."""

    def __init__(self, text):
        data = json.loads(text)
        self.opening = data["opening"]
        self.layers = data["attention"]["layers"]
        self.source = data["attention"]["source"]
        self.target = data["attention"]["target"]
        self.decoder_keys = data["decoderKeys"]
        self.model = data["model"]
        self.sections = data["sections"]
        for layer in self.layers:
            width = len(self.texts(layer["site"])[1]["pieces"])
            layer["heads"] = [rows(numbers(head), width) for head in layer["heads"]]

    @property
    def sites(self):
        """The attentions that there are, in the order of the page."""
        there = {layer["site"] for layer in self.layers}
        return [site for site in ("encoder", "decoder", "encoder-decoder") if site in there]

    def at(self, site):
        """The layers of a site."""
        return [layer for layer in self.layers if layer["site"] == site]

    def heads(self, site):
        """The largest number of heads."""
        return max(len(layer["heads"]) for layer in self.at(site))

    def texts(self, site):
        """What looks and what is looked at."""
        queries = self.source if site == "encoder" else self.target
        keys = self.decoder_keys if site == "decoder" else self.source
        return queries, keys

    def sides(self, site):
        """What looks and what is looked at: words with their pieces."""
        queries, keys = self.texts(site)
        return queries["words"], keys["words"]

    def weight(self, site, layer, head, query, key):
        """The weight of a word for a word; without a head, the mean of all."""
        queries, keys = self.sides(site)
        heads = self.at(site)[layer]["heads"]
        if head is not None:
            heads = [heads[head]]
        first, end = queries[query]["pieces"]
        left, right = keys[key]["pieces"]
        total = sum(sum(row[left:right]) for rows in heads for row in rows[first:end])
        return total / (end - first) / len(heads)

    def said(self, site, layer, head, query, key):
        """What the page says of a weight."""
        queries, keys = self.sides(site)
        weight = self.weight(site, layer, head, query, key)
        return f"{shown(queries[query])} → {shown(keys[key])} {weight_text(weight)}"


def numbers(text):
    """The numbers of a text: 16-bit floating point, the lower byte first, in base64."""
    data = base64.b64decode(text)
    return struct.unpack(f"<{len(data) // 2}e", data)


def rows(values, width):
    """A matrix of numbers that stand row by row."""
    return [values[start : start + width] for start in range(0, len(values), width)]


def shown(word):
    """A word as the page shows it: controls replaced, nothing as a space."""
    return legible(word["text"])


def legible(text):
    """A text in which every character has a look."""
    if all(unicodedata.category(character) in INVISIBLE for character in text):
        return "␣"
    return "".join("\ufffd" if is_control(character) else character for character in text)


def is_control(character):
    """Whether a character has no look of its own."""
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029, 0xFFFE, 0xFFFF)


def weight_text(weight):
    """A weight as it is read."""
    if weight == 0:
        return "0"
    if weight < 0.001:
        return "< 0.001"
    return f"{weight:.3f}" if weight < 0.01 else f"{weight:.2f}"
