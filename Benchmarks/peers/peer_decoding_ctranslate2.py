#!/usr/bin/env python3
"""The decoding rate of a Marian model in CTranslate2, at its best setting.

    peer_decoding_ctranslate2.py --model DIR --input test.en --beam 4 --batch 64

DIR is a model directory in the Hugging Face Marian layout; it is converted once for every type and
kept in --work. Of the settings, one worker on all cores and one single-threaded worker a core, the
faster counts; with --batch 1 sentences are translated one after the other by one worker, on one
core or on all. --workers says how many cores that is. Each setting runs in a process of its own, which loads nothing but CTranslate2 and
SentencePiece.

Prints a JSON object for every setting, and the best once more with "best": true.
`tokens_per_second` counts target tokens of the best translation, `</s>` excluded; the time is that
of translate_batch alone.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", required=True, type=Path)
    parser.add_argument("--input", required=True, help="source sentences, one a line")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--limit", type=int, help="translate only the first sentences")
    parser.add_argument("--fixed-length", type=int, help="target tokens of every sentence")
    parser.add_argument("--source-length", type=int, help="cut the text into pieces of so many tokens")
    parser.add_argument("--repeat", type=int, default=3, help="the quickest of so many times counts")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="cores to use")
    parser.add_argument("--type", default="int8", help="int8, float32, ...")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "ctranslate2-models"
    )
    parser.add_argument("--setting", help=argparse.SUPPRESS)
    return parser.parse_args()


def converted(options):
    """The folder of the model in CTranslate2's format."""
    name = str(options.model.resolve()).strip("/").replace("/", "_")
    folder = options.work / f"{name}.{options.type}"
    if not (folder / "model.bin").exists():
        options.work.mkdir(parents=True, exist_ok=True)
        converter = Path(sys.executable).parent / "ct2-transformers-converter"
        command = [converter, "--model", options.model, "--output_dir", folder]
        command += ["--quantization", options.type, "--force"]
        subprocess.run(command, check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    return folder


def read_sources(options):
    """The pieces of every sentence, as many as were asked for."""
    import sentencepiece

    model = sentencepiece.SentencePieceProcessor(model_file=str(options.model / "source.spm"))
    with open(options.input, encoding="utf-8") as lines:
        sources = [model.encode(line, out_type=str) + ["</s>"] for line in lines if line.strip()]
    if length := options.source_length:
        pieces = [piece for source in sources for piece in source[:-1]]
        starts = range(0, len(pieces) - length + 2, length - 1)
        sources = [pieces[start : start + length - 1] + ["</s>"] for start in starts]
    return sources[: options.limit]


def measure(options):
    """One setting: workers x threads of each."""
    if "avx512f" in Path("/proc/cpuinfo").read_text():
        # It would choose AVX2 on AMD's processors; AVX-512 is its best there.
        os.environ.setdefault("CT2_FORCE_CPU_ISA", "AVX512")
    import ctranslate2

    workers, threads = map(int, options.setting.split("x"))
    sources = read_sources(options)
    start = time.perf_counter()
    translator = ctranslate2.Translator(
        str(converted(options)), device="cpu", compute_type=options.type,
        inter_threads=workers, intra_threads=threads,
    )  # fmt: skip
    load_seconds = time.perf_counter() - start
    search = {"beam_size": options.beam}
    if length := options.fixed_length:
        search |= {"min_decoding_length": length, "max_decoding_length": length}

    def all_at_once():
        start = time.perf_counter()
        results = translator.translate_batch(
            sources, max_batch_size=options.batch, batch_type="examples", **search
        )
        seconds = time.perf_counter() - start
        return seconds, sum(len(result.hypotheses[0]) for result in results), None

    def one_by_one():
        latencies, tokens = [], 0
        for source in sources:
            start = time.perf_counter()
            result = translator.translate_batch([source], **search)[0]
            latencies.append(time.perf_counter() - start)
            tokens += len(result.hypotheses[0])
        return sum(latencies), tokens, statistics.median(latencies)

    translator.translate_batch(sources[: 4 if options.batch == 1 else 128], **search)
    run = one_by_one if options.batch == 1 else all_at_once
    seconds, tokens, latency = min(run() for _ in range(options.repeat))
    return {
        "system": "ctranslate2", "type": options.type, "workers": workers, "threads": threads,
        "beam": options.beam, "batch": options.batch, "sentences": len(sources),
        "target_tokens": tokens, "seconds": seconds, "tokens_per_second": tokens / seconds,
        "median_latency_seconds": latency, "load_seconds": load_seconds,
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }  # fmt: skip


def main():
    options = arguments()
    if options.setting:
        print(json.dumps(measure(options)))
        return
    converted(options)
    cores = options.workers
    settings = [f"1x{cores}", "1x1" if options.batch == 1 else f"{cores}x1"]
    rows = []
    for setting in dict.fromkeys(settings):
        command = [sys.executable, *sys.argv, "--setting", setting]
        run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        rows.append(json.loads(run.stdout.splitlines()[-1]))
        print(json.dumps(rows[-1]), flush=True)
    print(json.dumps(max(rows, key=lambda row: row["tokens_per_second"]) | {"best": True}))


main()
