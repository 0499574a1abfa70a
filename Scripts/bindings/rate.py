"""Lines a second of the Python module and of the command, by turns; the same text, the same search.
Prints a table and one object of JSON."""

import argparse
import json
import statistics
import subprocess
import time

parser = argparse.ArgumentParser()
parser.add_argument("--calque", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--lines", required=True)
parser.add_argument("--repeat", type=int, default=5)
options = parser.parse_args()

with open(options.lines, encoding="utf-8") as file:
    lines = [line.rstrip("\n") for line in file]

from calque import Translator  # noqa: E402

translator = Translator(options.model)
translator.translate(lines[:200])


def module() -> tuple[float, list[str]]:
    start = time.perf_counter()
    found = translator.translate(lines)
    return time.perf_counter() - start, [str(each) for each in found]


def command() -> tuple[float, list[str]]:
    # Loading is not translating: what an empty text takes is taken off.
    def run(text: str) -> tuple[float, str]:
        start = time.perf_counter()
        done = subprocess.run(
            [options.calque, "translate", "--model", options.model],
            input=text, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return time.perf_counter() - start, done.stdout

    loading, _ = run("")
    seconds, output = run("".join(line + "\n" for line in lines))
    return seconds - loading, output.splitlines()


rates: dict[str, list[float]] = {"module": [], "command": []}
for _ in range(options.repeat):
    for name, system in (("module", module), ("command", command)):
        seconds, found = system()
        rates[name].append(len(lines) / seconds)
        if name == "module":
            first = found
        elif found != first:
            raise SystemExit("the module and the command translate differently")

medians = {name: statistics.median(each) for name, each in rates.items()}
share = medians["module"] / medians["command"]
for name, rate in medians.items():
    print(f"{name:10}{rate:10.1f} lines/s")
print(json.dumps({**medians, "share": round(share, 3)}))
