"""Writes parallel text of any size, a function of the seed: sentences of a small text put together in many ways,
with made-up names and numbers, and noise as collected text has it."""

import argparse
import gzip
import itertools
import random
import subprocess
import sys
from contextlib import contextmanager

BLOCK = 1 << 14
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
# Of so many pairs in a hundred each.
FORMS = {"one": 40, "two": 30, "name": 12, "number": 8, "empty": 2, "copied": 2, "other": 2, "junk": 2, "repeated": 2}


def names(count, source):
    """Made-up names of two to four syllables."""
    return ["".join(source.choices(SYLLABLES, k=source.randint(2, 4))).capitalize() for _ in range(count)]


def blocks(sources, targets, source):
    """Blocks of pairs, without end."""
    indices = range(len(sources))
    people = names(5000, source)
    kinds, weights = list(FORMS), list(itertools.accumulate(FORMS.values()))
    while True:
        pairs = []
        forms = source.choices(kinds, cum_weights=weights, k=BLOCK)
        firsts, seconds = source.choices(indices, k=BLOCK), source.choices(indices, k=BLOCK)
        numbers = source.choices(range(1, 100_000), k=BLOCK)
        for form, a, b, number in zip(forms, firsts, seconds, numbers):
            left, right = sources[a], targets[a]
            if form == "one":
                name = people[number % 5000]
                pair = f"{name}: {left}", f"{name} : {right}"
            elif form == "two":
                pair = f"{left} {sources[b]}", f"{right} {targets[b]}"
            elif form == "name":
                first, second = people[number % 5000], people[b % 5000]
                pair = f"{first} tells {second}: {left}", f"{first} dit à {second} : {right}"
            elif form == "number":
                pair = f"{number}. {left} {sources[b]}", f"{number}. {right} {targets[b]}"
            elif form == "empty":
                pair = left, ""
            elif form == "copied":
                pair = left, left
            elif form == "other":
                pair = left, targets[b]
            elif form == "junk":
                pair = f"{left} ### {number:x}|{b:x} >>> ©", f"{number:x} €€€ {right}"
            else:  # of which there are soon all
                pair = left, right
            pairs.append(pair)
        yield pairs


@contextmanager
def writer(path):
    """Takes bytes for a file, packed by what its name ends in."""
    packers = {".gz": ["gzip", "-1"], ".zst": ["zstd", "-q", "-3"], ".xz": ["xz", "-1"]}
    packer = next((words for ending, words in packers.items() if path.endswith(ending)), None)
    with open(path, "wb") as file:
        if packer is None:
            yield file
            return
        with subprocess.Popen([*packer, "-c"], stdin=subprocess.PIPE, stdout=file) as process:
            yield process.stdin
            process.stdin.close()
        if process.returncode:
            sys.exit(f"make.py: {packer[0]} ended with status {process.returncode}")


def lines(path):
    """The lines of a file of text."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return file.read().splitlines()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from-source", required=True, help="source sentences to begin with")
    parser.add_argument("--from-target", required=True, help="their translations")
    parser.add_argument("--source", required=True, help="file to write; .gz, .zst and .xz are packed")
    parser.add_argument("--target", required=True, help="file to write")
    parser.add_argument("--pairs", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sources, targets = lines(options.from_source), lines(options.from_target)
    left = options.pairs
    with writer(options.source) as source, writer(options.target) as target:
        for pairs in blocks(sources, targets, random.Random(options.seed)):
            pairs = pairs[:left]
            source.write("".join(f"{pair[0]}\n" for pair in pairs).encode())
            target.write("".join(f"{pair[1]}\n" for pair in pairs).encode())
            left -= len(pairs)
            if left <= 0:
                break


if __name__ == "__main__":
    main()
