"""What a service must survive: broken requests, slow clients, crowds. It has to answer a good request after
each of them."""

import argparse
import json
import os
import random
import resource
import socket
import sys
import time
import zipfile
from io import BytesIO

import requests
from expecting import equal, true
from report import Report

parser = argparse.ArgumentParser()
parser.add_argument("--url", required=True)
parser.add_argument("--source", required=True)
parser.add_argument("--target", required=True)
parser.add_argument("--idle", type=int, default=1000, help="idle connections")
parser.add_argument("--seconds", type=float, default=5, help="of random requests")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
host, port = options.url.removeprefix("http://").split(":")
source, target = options.source, options.target
report = Report()
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
good = {"q": "Hello.", "source": source, "target": target}


def lives():
    answer = requests.post(options.url + "/translate", json=good, timeout=30)
    equal(answer.status_code, 200)


def raw(data, timeout=30, half_close=False):
    """What the service says to bytes, as its first line; empty where it hangs up."""
    with socket.create_connection((host, int(port)), timeout=timeout) as connection:
        try:
            connection.sendall(data)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            return connection.recv(65536).split(b"\r\n")[0].decode("latin-1")
        except ConnectionError:
            return ""


def head(path="/translate", method="POST", **headers):
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}:{port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def with_body(body, kind="application/json", path="/translate"):
    return head(path, Content_Type=kind, Content_Length=len(body), Connection="close") + body


def refused(line, *statuses):
    # A client that closed its side is asked whether it is there, with 100.
    true(line == "" or " 100 " in line or any(f" {status} " in line + " " for status in statuses), line)


JSON = [
    b"{", b"[" * 100_000, b'{"q":' * 10_000, b'{"q": 1e999}', b"null", b'"x"', b"[]", b"{}",
    b'{"q": "\\ud800"}', b'{"q": "\xff\xfe"}', b"\xff\xfe{", b"\x00" * 100, b'{"q": {"a": 1}}',
    json.dumps({**good, "q": 5}).encode(), json.dumps({**good, "q": [1, 2]}).encode(),
    json.dumps({**good, "q": True}).encode(), json.dumps({**good, "source": 5}).encode(),
    json.dumps({**good, "target": ["de"]}).encode(), json.dumps({**good, "format": 3}).encode(),
    json.dumps({**good, "alternatives": {}}).encode(), json.dumps({**good, "alternatives": -5}).encode(),
    json.dumps({**good, "alternatives": 1e30}).encode(), json.dumps({**good, "q": None}).encode(),
]  # fmt: skip


def is_good(path, body):
    """What is odd and good all the same: fields that the route does not have, fewer alternatives than none, and
    half of a pair of surrogates, a character that nobody knows, as in LibreTranslate."""
    return (
        b"ud800" in body
        or (path == "/detect" and body.startswith(b'{"q": "Hello'))
        or (path == "/translate" and b'"alternatives": -5' in body)
    )


for path in ("/translate", "/detect", "/suggest", "/v1/translate", "/v1/attention", "/v1/continuations"):
    for body in JSON:
        with report.row(f"{path} of {body[:40]!r}"):
            line = raw(with_body(body, path=path))
            refused(line, 400, 403, 413, 422, *([200] if is_good(path, body) else []))
            true(line != "", "no answer")

for name, data, statuses in [
    ("10 MB", with_body(b'{"q":"' + b"a" * 10_000_000 + b'"}'), (400, 413)),
    ("a body that is said to be huge", head(Content_Type="application/json", Content_Length=1 << 60), (400, 413)),
    ("a negative length", head(Content_Type="application/json", Content_Length=-1), (400,)),
    ("no number of a length", head(Content_Type="application/json", Content_Length="x"), (400,)),
    ("two lengths", b"POST /translate HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", (400,)),
    ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (400,)),
    ("no method", b"\r\n\r\n\r\n", (400, 408)),
    ("a long address", head("/" + "a" * 200_000, "GET"), (400, 404, 414, 431)),
    ("a NUL in the address", b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", (400, 404)),
    ("a wrong escape", head("/translate?q=%zz%", "POST", Content_Length=0), (400,)),
    ("a long header", head("/health", "GET", X="a" * 500_000), (400, 431)),
    ("many headers", b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 50_000 + b"\r\n", (400, 431)),
    ("a chunk that never ends", head(Content_Type="application/json", Transfer_Encoding="chunked") + b"FFFFFFFFFFFFFFFF\r\n", (400, 413)),
    ("an unknown encoding", head(Content_Type="application/json", Content_Encoding="br", Content_Length=2) + b"{}", (400, 415)),
    ("a multipart body without a boundary", with_body(b"--\r\n", "multipart/form-data"), (400,)),
    ("a multipart body that ends early", with_body(b"--B\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nx", "multipart/form-data; boundary=B"), (400,)),
    ("a thousand parts", with_body(b"--B\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nx\r\n" * 10_000 + b"--B--\r\n", "multipart/form-data; boundary=B"), (200, 400, 413)),
    ("a form of invalid UTF-8", with_body(b"q=%ff%fe&source=" + source.encode(), "application/x-www-form-urlencoded"), (400,)),
]:  # fmt: skip
    with report.row(name):
        refused(raw(data, half_close="ends" in name), *statuses)
        lives()


def bomb(megabytes):
    """A document that is small, and large once it is unpacked."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=False) as member:
            for _ in range(megabytes):
                member.write(b" " * (1 << 20))
    return file.getvalue()


def archive(**members):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return file.getvalue()


laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{("&" + before + ";") * 10}">' for before, after in zip("abcdefghi", "bcdefghij")
) + "]><xliff version='1.2'><file><body><trans-unit id='1'><source>&j;</source></trans-unit></body></file></xliff>"
outside = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<xliff version='1.2'><file><body><trans-unit id='1'><source>&x;</source></trans-unit></body></file></xliff>"
)
for name, content in [
    ("bomb.docx", bomb(1200)), ("laughs.xlf", laughs.encode()), ("no.docx", b"PK\x03\x04 nothing"),
    ("empty.docx", archive(x="y")), ("xml.docx", archive(**{"word__document.xml": "<w:document>"})),
    ("up.epub", archive(**{"..__..__x": "y", "mimetype": "application/epub+zip"})),
    ("bytes.html", bytes(range(256)) * 100), ("deep.html", b"<b>" * 200_000), ("bad.json", b'{"a": "'),
    ("bad.po", b'msgid "'), ("bad.srt", b"1\n00:00"), ("latin.txt", "caf\xe9".encode("latin-1")),
    ("x.pdf", b"%PDF-1.4"), ("outside.xlf", outside.encode()),
]:  # fmt: skip
    with report.row(f"the document {name}"):
        start = time.monotonic()
        answer = requests.post(
            options.url + "/translate_file", data={"source": source, "target": target},
            files={"file": (name, content)}, timeout=60,
        )  # fmt: skip
        true(answer.status_code in (200, 400, 413), f"{answer.status_code} {answer.text[:200]}")
        if answer.status_code != 200:
            true(answer.json()["error"].count("\n") == 0, answer.text)
        else:
            true(b"root:" not in requests.get(answer.json()["translatedFileUrl"], timeout=10).content, "a file of the server's")
        true(time.monotonic() - start < 20, "it took more than 20 seconds")
        lives()

with report.row("a client that sends a byte a second does not hold a place for ever"):
    with socket.create_connection((host, int(port))) as slow:
        slow.sendall(head(Content_Type="application/json", Content_Length=1000))
        slow.settimeout(1)
        start, said = time.monotonic(), b""
        while time.monotonic() - start < 60:
            try:
                slow.sendall(b" ")
                said = slow.recv(4096)
                break
            except TimeoutError:
                continue
            except OSError:
                break
        true(time.monotonic() - start < 58, "it is still open after a minute")
    lives()

with report.row(f"{options.idle} idle connections"):
    crowd = []
    try:
        for _ in range(options.idle):
            try:
                crowd.append(socket.create_connection((host, int(port)), timeout=5))
            except OSError:
                break
        equal(len(crowd), options.idle)
        lives()
    finally:
        for connection in crowd:
            connection.close()
    time.sleep(1)
    lives()

random.seed(options.seed)
with report.row(f"{options.seconds} seconds of random requests"):
    seeds = [
        with_body(json.dumps(good).encode()), head("/languages", "GET"), head("/v1/models", "GET"),
        with_body(b"q=Hello.&source=" + source.encode() + b"&target=" + target.encode(), "application/x-www-form-urlencoded"),
        with_body(b"--B\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nx\r\n--B--\r\n", "multipart/form-data; boundary=B"),
        with_body(json.dumps({"texts": ["Hello."], "source": source, "target": target}).encode(), path="/v1/translate"),
    ]  # fmt: skip
    end, count = time.monotonic() + options.seconds, 0
    while time.monotonic() < end:
        data = bytearray(random.choice(seeds))
        for _ in range(random.randint(1, 6)):
            place = random.randrange(len(data))
            change = random.randrange(3)
            if change == 0:
                data[place] = random.randrange(256)
            elif change == 1:
                del data[place : place + random.randint(1, 20)]
            else:
                data[place:place] = os.urandom(random.randint(1, 20))
            if not data:
                data = bytearray(b"x")
        try:
            line = raw(bytes(data), timeout=20, half_close=True)
        except (TimeoutError, ConnectionError):
            line = ""
        # A client that sends no more is taken for one that has left: its request is given up.
        true(not line.startswith("HTTP/1.1 5") or " 503 " in line, f"{line} to {bytes(data)!r}")
        count += 1
    print(f"hostile.py: {count} random requests", flush=True)
    lives()

sys.exit(report.end("hostile.py"))
