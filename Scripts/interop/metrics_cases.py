#!/usr/bin/env python3
"""Compares the scores of `calque evaluate` with sacreBLEU's on made-up, awkward lines.

    pip install sacrebleu==2.6.0
    Scripts/interop/metrics_cases.py --calque .build/release/calque

For each case it writes two files of lines and runs

    calque evaluate --hypotheses H --reference R --tokenize T [--lowercase] --json

which prints {"bleu": {"score", "signature", "description"}, "chrf", "chrfpp", "ter": {...}}.
Signature and description must be equal to sacreBLEU's, the score to one part in a billion;
`--lowercase` counts for all metrics but TER, which has options of its own. spBLEU's model is a small one that is trained here.

Then it compares two systems in a few cases with sacreBLEU's paired tests: p and intervals must be
equal to what sacreBLEU's sums in float32 allow. Exit status: 0 when all agree, 1 with a list of the
differences, 2 for wrong usage.
"""

import argparse
import hashlib
import io
import json
import logging
import math
import random
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import sacrebleu
import sentencepiece
from sacrebleu.significance import PairedTest

# The version that Calque's signatures name.
SACREBLEU_VERSION = "2.6.0"

TOKENIZERS = ["13a", "intl", "char", "none", "zh", "spm"]

# Calque's names of the keys, and sacreBLEU's of the metrics.
METRICS = {"bleu": "BLEU", "chrf": "chrF2", "chrfpp": "chrF2++", "ter": "TER"}

WORDS = """
    the The a A cat sat on mat. house, it's don't state-of-the-art well-known (yes) [no] {maybe}
    "quoted" 'single' 1,000.50 3.14 2-3 10-20 5% $5.00 €5 No.5 a.5 5.a ,5 5, .5 5. -5 5- U.S. etc...
    ?! !!! ... ., ,,, -- <skipped> <skip<skipped>ped> &amp; &quot;x&quot; &lt;b&gt; &amp;lt;
    &amp;quot; über straße ŞIK İstanbul ΟΔΟΣ ΣΑΣ. Σ Σ' ΑΣ’Α Ǆ ǅ ﬁ ẞ „ja“ «oui» ¿qué? ¡ay! – — …
    · ½ ² Ⅷ ° © 東京、大阪。 中文字 한국어 नमस्ते। १२,३४ ٣٫١٤ مرحبا، 👍🏽 👨‍👩‍👧 🇩🇪 + - * / = < > ^ _ ` | ~ \\ @ #
""".split() + [
    "caf\u00e9", "cafe\u0301", "x\u0301\u0323", "x\u0323\u0301", "\u1112\u1161\u11ab", "\u200bzero",
    "\ufeffmark", "so\u00adft", "\u0345",
]  # fmt: skip

# Several of them mean whitespace to Python's str.split(), and none ends a line.
SPACES = [" "] * 20 + [
    "  ", "\t", "\u00a0", "\u2003", "\u3000", "\u2028", "\u202f", "\u0085", "\x0b", "\x0c", "\x1c",
    "\x1f", "\r", "\u200b", "",
]  # fmt: skip

# Characters as old as Unicode 3.2: every table knows them. One has been revised since.
CHARACTERS = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.ucd_3_2_0.category(chr(code)) not in ("Cn", "Co", "Cs")
    and code not in (0x0A, 0x295)
]


def make_word(source):
    kind = source.random()
    if kind < 0.8:
        return source.choice(WORDS)
    if kind < 0.9:
        return "".join(source.choices(CHARACTERS, k=source.randint(1, 4)))
    return "".join(source.choices("ab0159.,-&;!'Σσ·،Ⅷ", k=source.randint(1, 8)))


def make_line(source):
    kind = source.random()
    if kind < 0.05:
        return ""
    if kind < 0.08:
        return source.choice(SPACES)
    count = source.choice([1, 2, 3, 5, 8, 13, 20])
    return "".join(make_word(source) + source.choice(SPACES) for _ in range(count))


def change(line, source):
    """Another line that still has something in common with `line`, or nothing, or everything."""
    kind = source.random()
    if kind < 0.2:
        return line
    if kind < 0.3:
        return make_line(source)
    if kind < 0.35:
        return line.swapcase()
    if kind < 0.4:
        return unicodedata.normalize(source.choice(["NFC", "NFD", "NFKC"]), line)
    words = line.split(" ")
    for _ in range(source.randint(1, 3)):
        place = source.randrange(len(words))
        words[place : place + source.randint(0, 1)] = [make_word(source)]
    return " ".join(words)


def make_case(source):
    count = source.choice([1, 1, 2, 3, 10, 50])
    lines = [make_line(source) for _ in range(count)]
    hypotheses = [change(line, source) for line in lines]
    if source.random() < 0.05:
        return hypotheses, hypotheses
    return hypotheses, [change(line, source) for line in lines]


def moved(line, source):
    """A line with a phrase of another at another place: what TER calls a shift."""
    words = line.split(" ")
    start = source.randrange(len(words))
    phrase = words[start : start + source.randint(1, 6)]
    del words[start : start + len(phrase)]
    place = source.randint(0, len(words))
    return " ".join(words[:place] + phrase + words[place:])


class Pieces:
    """The tokenizer of a SentencePiece model, as sacreBLEU's `TokenizerSPM` cuts."""

    def __init__(self, path, source):
        lines = [" ".join(source.choices(WORDS, k=8)) for _ in range(500)]
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_writer=model,
            vocab_size=900,
            hard_vocab_limit=False,
            character_coverage=1.0,
            minloglevel=2,
        )
        path.write_bytes(model.getvalue())
        self.path = path
        digest = hashlib.sha256(model.getvalue()).hexdigest()
        self.name = f"spm-{path.stem}-{digest[:12]}"
        self.processor = sentencepiece.SentencePieceProcessor(
            model_proto=model.getvalue()
        )

    def __call__(self, line):
        return " ".join(self.processor.EncodeAsPieces(line))

    def signature(self):
        return self.name


def make_metrics(tokenizer, lowercase, pieces, ter):
    bleu = sacrebleu.BLEU(
        tokenize="none" if tokenizer == "spm" else tokenizer, lowercase=lowercase
    )
    if tokenizer == "spm":
        bleu.tokenizer = pieces
        bleu.tokenizer_signature = pieces.signature()
    return {
        "bleu": bleu,
        "chrf": sacrebleu.CHRF(lowercase=lowercase),
        "chrfpp": sacrebleu.CHRF(lowercase=lowercase, word_order=2),
        "ter": sacrebleu.TER(**ter),
    }


def expected_scores(hypotheses, references, metrics):
    result = {}
    for name, metric in metrics.items():
        score = metric.corpus_score(hypotheses, [references])
        result[name] = {
            "score": score.score,
            "signature": str(metric.get_signature()),
            "description": str(score),
        }
    return result


def differences(expected, found):
    for metric, values in expected.items():
        for key, value in values.items():
            other = found.get(metric, {}).get(key)
            if isinstance(value, float) and isinstance(other, (int, float)):
                same = math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-9)
            else:
                same = value == other
            if not same:
                yield f"{metric}.{key}: sacreBLEU {value!r}, calque {other!r}"


def write_lines(path, lines):
    path.write_bytes("".join(line + "\n" for line in lines).encode("utf-8"))


def run(command):
    """What the command prints as JSON, or a sentence on why it printed none."""
    shown = " ".join(map(str, command))
    answer = subprocess.run(command, capture_output=True)
    if answer.returncode != 0:
        error = answer.stderr.decode("utf-8", "replace").strip()
        return None, f"{shown}\n    exit status {answer.returncode}: {error}"
    try:
        return json.loads(answer.stdout), shown
    except ValueError as error:
        return None, f"{shown}\n    not JSON: {error}"


def run_case(number, source, folder, calque, pieces):
    """The differences of one case, each a sentence."""
    hypotheses, references = make_case(source)
    if source.random() < 0.5:
        hypotheses = [moved(line, source) for line in hypotheses]
    tokenizer = source.choice(TOKENIZERS)
    lowercase = source.random() < 0.4
    ter = {
        option: True
        for option in ["case_sensitive", "normalized", "no_punct", "asian_support"]
        if source.random() < 0.4
    }
    hypothesis_file = folder / f"{number:04}.hypotheses.txt"
    reference_file = folder / f"{number:04}.reference.txt"
    write_lines(hypothesis_file, hypotheses)
    write_lines(reference_file, references)
    command = [
        calque,
        "evaluate",
        "--hypotheses",
        hypothesis_file,
        "--reference",
        reference_file,
    ]
    command += ["--tokenize", tokenizer] + ["--lowercase"] * lowercase + ["--json"]
    command += [f"--ter-{option.replace('_', '-')}" for option in ter]
    if tokenizer == "spm":
        command += ["--spm-model", pieces.path]
    found, shown = run(command)
    if found is None:
        return [shown]
    metrics = make_metrics(tokenizer, lowercase, pieces, ter)
    expected = expected_scores(hypotheses, references, metrics)
    return [f"{shown}\n    {difference}" for difference in differences(expected, found)]


def run_test(number, source, folder, calque, pieces):
    """The differences of one comparison of two systems, each a sentence."""
    references = [
        " ".join(source.choices(WORDS[:60], k=source.randint(4, 15))) for _ in range(80)
    ]
    systems = [
        [moved(change(line, source), source) for line in references] for _ in range(2)
    ]
    test = source.choice(["bootstrap", "randomization"])
    files = []
    for name, lines in zip(["reference", "first", "second"], [references, *systems]):
        files.append(folder / f"test{number:02}.{name}.txt")
        write_lines(files[-1], lines)
    command = [calque, "evaluate", "--hypotheses", files[1], "--hypotheses", files[2]]
    command += ["--reference", files[0], "--test", test, "--json"]
    found, shown = run(command)
    if found is None:
        return [shown]
    short = "bs" if test == "bootstrap" else "ar"
    signatures, scores = PairedTest(
        list(zip("ab", systems)),
        make_metrics("13a", False, pieces, {}),
        [references],
        short,
        n_ar_confidence=0 if short == "ar" else -1,
    )()
    problems = []
    for place, metric in enumerate(METRICS.values()):
        if str(signatures[metric]) != found["metrics"][place]["signature"]:
            problems.append(f"{metric}: another signature than {signatures[metric]}")
        for system, result in zip(found["systems"], scores[metric]):
            own = system["scores"][place]
            for key, value in [
                ("score", result.score),
                ("mean", result.mean),
                ("margin", result.ci),
                ("p", result.p_value),
            ]:
                other = own.get(key)
                if value is None or other is None:
                    same = value is other
                else:
                    # A sample that is a hair from the difference may fall on either side.
                    tolerance = 0.002 if key == "p" else 1e-4
                    same = math.isclose(value, other, rel_tol=0, abs_tol=tolerance)
                if not same:
                    problems.append(
                        f"{metric} {key}: sacreBLEU {value}, calque {other}"
                    )
    return [f"{shown}\n    {problem}" for problem in problems]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--calque", required=True, type=Path, help="the command to try")
    parser.add_argument(
        "--cases", type=int, default=200, help="how many (default: 200)"
    )
    parser.add_argument(
        "--tests", type=int, default=10, help="how many paired tests (default: 10)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the lines (default: 1)")
    parser.add_argument(
        "--folder",
        type=Path,
        help="where to leave the files of lines (default: a temporary folder, left if any differ)",
    )
    options = parser.parse_args()
    if not options.calque.is_file():
        parser.error(f"there is no command {options.calque}; build it first")
    if options.cases < 1:
        parser.error(f"--cases is {options.cases}; give 1 or more")
    if sacrebleu.__version__ != SACREBLEU_VERSION:
        parser.error(
            f"sacreBLEU is {sacrebleu.__version__}; pip install sacrebleu=={SACREBLEU_VERSION}"
        )
    logging.getLogger("sacrebleu").setLevel(logging.ERROR)

    source = random.Random(options.seed)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="metrics_cases."))
    folder.mkdir(parents=True, exist_ok=True)
    calque = options.calque.resolve()
    pieces = Pieces(folder / "pieces.model", source)
    found = [
        difference
        for number in range(options.cases)
        for difference in run_case(number, source, folder, calque, pieces)
    ]
    for number in range(options.tests):
        found += run_test(number, source, folder, calque, pieces)
    for difference in found:
        print(difference)
    print(f"{options.cases} cases, {options.tests} tests, {len(found)} differences")
    if not found and not options.folder:
        shutil.rmtree(folder)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
