"""A crowd: far more clients than can be served, and clients that leave. Every request is answered, or refused
with 429 or 503 and a time to come back; nothing stays behind; and the service is its old self within a second."""

import argparse
import asyncio
import json
import sys
import time

from expecting import equal, true
from report import Report
from server import Server

parser = argparse.ArgumentParser()
parser.add_argument("--calque", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--source", required=True)
parser.add_argument("--target", required=True)
parser.add_argument("--lines", required=True)
parser.add_argument("--clients", type=int, default=1000)
options = parser.parse_args()
report = Report()
with open(options.lines, encoding="utf-8") as file:
    lines = [line.rstrip("\n") for line in file if line.strip()]


def request(line, port):
    body = json.dumps({"q": line, "source": options.source, "target": options.target}).encode()
    return (
        f"POST /translate HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode() + body


async def ask(port, line, leave_after=None):
    """The status and the headers of an answer; None where the client left, or was refused a connection."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return None
    try:
        writer.write(request(line, port))
        await writer.drain()
        if leave_after is not None:
            await asyncio.sleep(leave_after)
            return None
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.read()
        return int(head.split()[1]), head.decode().lower()
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    finally:
        writer.close()


async def crowd(port, count, **options):
    return await asyncio.gather(
        *(ask(port, lines[place % len(lines)], **options) for place in range(count))
    )


def ordinary(port):
    start = time.monotonic()
    found = asyncio.run(ask(port, lines[0]))
    true(found and found[0] == 200, found)
    return time.monotonic() - start


limits = ["--set=cache-size=0", "--set=queue-limit=200", "--set=connections=4000"]
with Server(options.calque, "--model", options.model, *limits) as server:
    for _ in range(20):
        usual = ordinary(server.port)
    files = server.open_files
    with report.row(f"{options.clients} clients at once: answers or refusals"):
        answers = asyncio.run(crowd(server.port, options.clients))
        true(None not in answers, f"{answers.count(None)} had no answer")
        statuses = [status for status, _ in answers]
        print(f"crowd.py: {statuses.count(200)} answered, {len(statuses) - statuses.count(200)} refused", flush=True)
        true(set(statuses) <= {200, 429, 503}, set(statuses))
        true(statuses.count(200) > 0, "nobody was served")
        for status, head in answers:
            true(status == 200 or "retry-after:" in head, head)
    with report.row("a second later it is as before"):
        time.sleep(1)
        true(ordinary(server.port) < max(0.2, 10 * usual), "it is still slow")
    with report.row("clients that leave leave nothing"):
        asyncio.run(crowd(server.port, 300, leave_after=0.02))
        time.sleep(1)
        true(ordinary(server.port) < max(0.2, 10 * usual), "it works for those who left")
        true(server.open_files <= files + 8, f"{server.open_files} open files, {files} before")
    with report.row("resident memory stays"):
        before = server.resident
        for _ in range(3):
            asyncio.run(crowd(server.port, options.clients))
        true(server.resident < before * 1.3 + (32 << 20), f"{before >> 20} MiB, then {server.resident >> 20}")

with Server(options.calque, "--model", options.model, "--set=cache-size=0") as server:
    with report.row("SIGTERM in the middle of 64 requests: all are answered"):

        async def middle():
            tasks = [asyncio.ensure_future(ask(server.port, " ".join(lines[place : place + 12]))) for place in range(64)]
            await asyncio.sleep(0.25)
            server.process.terminate()
            return await asyncio.gather(*tasks)

        answers = asyncio.run(middle())
        equal([answer and answer[0] for answer in answers], [200] * 64)
        equal(server.end(), 0)

sys.exit(report.end("crowd.py"))
