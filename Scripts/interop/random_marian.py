#!/usr/bin/env python3
"""Checks that Calque gives what `transformers` gives for models that it never trained.

    random_marian.py --calque PATH [--case TEXT]

Builds small Marian models with random parameters, one for every case in
random_cases.py, lets each learn 48 made-up pairs so that its translations differ and
end, saves it with `transformers` and compares 50 scored pairs and 200 greedy
translations.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from parity import check_attention, check_greedy, check_scores
from random_cases import CASES
from random_models import Texts, make_model
from report import Report


def follow_advice(executable, directory):
    """Runs the command that Calque recommends for a directory it cannot read."""
    command = [executable, "translate", "--model", str(directory)]
    result = subprocess.run(command, input="", capture_output=True, text=True)
    start = result.stderr.find("python -c ")
    if start < 0:
        raise RuntimeError(f"no command in: {result.stderr}")
    advice = result.stderr[start:].replace("python", sys.executable, 1)
    subprocess.run(advice, shell=True, check=True, capture_output=True)


def main():
    """Runs the checks; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calque", required=True, help="the calque executable")
    parser.add_argument("--case", default="", help="only cases whose name has this")
    parser.add_argument("--keep", type=Path, help="a new folder to keep the models in")
    options = parser.parse_args()

    report = Report("Models saved by transformers, in Calque")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=options.keep is None)
        texts = Texts(folder)
        for number, case in enumerate(CASES, start=1):
            if options.case not in case.name:
                continue
            directory = folder / f"model-{number}"
            make_model(case, texts, directory)
            if case.is_pickled:
                follow_advice(options.calque, directory)
            sources, targets = zip(*texts.pairs, strict=True)
            paths = (options.calque, directory)
            with report.guard(case.name, "score"):
                check_scores(report, case.name, *paths, case.prefix(sources), targets)
            with report.guard(case.name, "attention"):
                pairs = zip(case.prefix(sources)[:3], targets[:3], strict=True)
                check_attention(report, case.name, *paths, *zip(*pairs, strict=True))
            with report.guard(case.name, "greedy"):
                check_greedy(report, case.name, *paths, case.prefix(texts.sources))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
