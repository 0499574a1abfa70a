"""What a page's data says, computed apart from the page's own script."""

import json
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

    def sides(self, site):
        """What looks and what is looked at: words with their pieces."""
        queries = self.source if site == "encoder" else self.target
        keys = self.decoder_keys if site == "decoder" else self.source
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


def shown(word):
    """A word as the page shows it: controls replaced, nothing as a space."""
    if all(unicodedata.category(character) in INVISIBLE for character in word["text"]):
        return "␣"
    return "".join("\ufffd" if is_control(character) else character for character in word["text"])


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
