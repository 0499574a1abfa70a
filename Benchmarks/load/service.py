"""The figures of Benchmarks/service."""

import argparse
import json
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

from server import Server, processor_seconds

HERE = Path(__file__).resolve().parent

parser = argparse.ArgumentParser()
for name in ("calque", "model", "pair", "input"):
    parser.add_argument(f"--{name}", required=True)
parser.add_argument("--connections", type=int, default=64)
parser.add_argument("--seconds", type=int, default=60)
parser.add_argument("--workers")
parser.add_argument("--peer")
options = parser.parse_args()
source, target = options.pair.split("-")
workers = ["--workers", options.workers] if options.workers else []

with open(options.input, encoding="utf-8") as file:
    lines = [line.rstrip("\n") for line in file if line.strip()]
words = sum(len(line.split()) for line in lines) / len(lines)


def command_rate():
    """Lines a second of the command, without the time in which it loads."""

    def run(text):
        start = time.perf_counter()
        command = [options.calque, "translate", "--model", options.model, *workers]
        subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        return time.perf_counter() - start

    count = min(len(lines), 10_000)
    loading = run("")
    return count / (run("".join(line + "\n" for line in lines[:count])) - loading)


def load(url, seconds, watched=None):
    """What wrk says of so many seconds, and which share of a core it and the service had."""
    command = [
        "wrk", "-t1", f"-c{options.connections}", f"-d{seconds}s", "--timeout", "60s", "--latency",
        "-s", str(HERE / "lines.lua"), url, "--", options.input, source, target,
    ]  # fmt: skip
    before = watched.processor_seconds if watched else 0
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    own = 0.0
    while process.poll() is None:
        try:
            own = processor_seconds(process.pid)
        except (OSError, IndexError):
            break
        time.sleep(0.2)
    output = process.communicate()[0]
    found = json.loads(next(line for line in output.splitlines() if line.startswith("JSON "))[5:])
    found["wrk_cores"] = own / found["seconds"]
    if watched:
        found["service_cores"] = (watched.processor_seconds - before) / found["seconds"]
    return found


def tell(name, found):
    rate = found["requests"] / found["seconds"]
    cores = "".join(
        f", {label} {found[key]:.2f} cores"
        for label, key in (("service", "service_cores"), ("wrk", "wrk_cores"))
        if key in found
    )
    print(
        f"{name:34}{rate:9.1f} lines/s{rate * words:10.0f} words/s   "
        f"median {found['p50']:.1f} ms, 95 % {found['p95']:.1f}, 99 % {found['p99']:.1f}, "
        f"longest {found['maximum']:.1f}; errors {found['failed']} + {found['status_errors']}{cores}",
        flush=True,
    )


def translate_document(url, until, counted):
    """Long documents, one after the other, until the load is over."""
    text = "\n".join((lines * (20_000 // len(lines) + 1))[:20_000])
    body = json.dumps({"q": text, "source": source, "target": target}).encode()
    headers = {"Content-Type": "application/json"}
    while not until.is_set():
        try:
            request = urllib.request.Request(url + "/translate", body, headers)
            urllib.request.urlopen(request, timeout=600).read()
            counted.append(1)
        except OSError as problem:
            counted.append(problem)
            return


figures = {"words_per_line": words}
commands = [command_rate()]
model = f"{options.pair}={options.model}"
limits = ["--set=cache-size=0", "--set=body-limit=67108864", "--set=deadline=900"]
with Server(options.calque, "--model", model, *workers, *limits) as server:
    load(server.url, 5)
    begun = server.resident
    alone = load(server.url, options.seconds, server)
    tell("calque serve", alone)
    middle = server.resident
    over, documents = threading.Event(), []
    beside = threading.Thread(target=translate_document, args=(server.url, over, documents))
    beside.start()
    time.sleep(1)
    shared = load(server.url, max(10, options.seconds // 2), server)
    over.set()
    tell("calque serve, a document beside", shared)
    ended = server.resident
    server.process.kill()
    beside.join()
commands.append(command_rate())
rate = sum(commands) / len(commands)
share = alone["requests"] / alone["seconds"] / rate
print(f"{'calque translate':34}{rate:9.1f} lines/s{rate * words:10.0f} words/s")
print(f"share of the command's rate: {100 * share:.1f} %")
print(f"95th percentile with a document beside: {shared['p95'] / alone['p95']:.2f} times")
print(f"resident memory: {begun >> 20} MiB at first, {middle >> 20} after the load, {ended >> 20} at the end")
figures.update(
    command=rate, alone=alone, beside=shared, share=share, resident=[begun, middle, ended]
)
if options.peer:
    load(options.peer, 3)
    figures["peer"] = load(options.peer, min(options.seconds, 30))
    tell("LibreTranslate", figures["peer"])
print(json.dumps(figures))
