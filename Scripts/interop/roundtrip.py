#!/usr/bin/env python3
"""Checks that `transformers` gives what Calque gives for a model that Calque trained.

    roundtrip.py --calque PATH --model DIR --source FILE --target FILE

The first 50 pairs are scored (tokens, logits, log-probabilities); the first 200
distinct sources are translated greedily.
"""

import argparse
import sys

from command import read_lines
from parity import check_greedy, check_scores
from report import Report


def main():
    """Runs the checks; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calque", required=True, help="the calque executable")
    parser.add_argument("--model", required=True, help="a directory Calque trained")
    parser.add_argument("--source", required=True, help="sentences, one a line")
    parser.add_argument("--target", required=True, help="their translations")
    options = parser.parse_args()

    sources, targets = read_lines(options.source), read_lines(options.target)
    distinct = list(dict.fromkeys(line for line in sources if line.strip()))
    report = Report("A model trained by Calque, in transformers")
    paths = (options.calque, options.model)
    with report.guard("trained", "score"):
        check_scores(report, "trained", *paths, sources[:50], targets[:50])
    with report.guard("trained", "greedy"):
        check_greedy(report, "trained", *paths, distinct[:200])
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
