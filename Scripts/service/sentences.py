"""Requests that LibreTranslate refuses, with its statuses and sentences, and its order of checks."""

import argparse
import sys

import requests
from expecting import equal, true
from report import Report

parser = argparse.ArgumentParser()
parser.add_argument("--url", required=True)
parser.add_argument("--source", required=True)
parser.add_argument("--target", required=True)
parser.add_argument("--char-limit", type=int, required=True)
parser.add_argument("--batch-limit", type=int, required=True)
parser.add_argument("--alternatives-limit", type=int, required=True)
options = parser.parse_args()
source, target = options.source, options.target
limit, batch, most = options.char_limit, options.batch_limit, options.alternatives_limit
report = Report()

full = {"q": "Hello.", "source": source, "target": target}
BAD_REQUEST = "The browser (or proxy) sent a request that this server could not understand."


def without(*names, **others):
    return {**{name: value for name, value in full.items() if name not in names}, **others}


def missing(name):
    return f"Invalid request: missing {name} parameter"


exceeds = "Invalid request: request ({}) exceeds text limit ({})"
too_many = f"Invalid request: alternatives parameter must be <= {most}"
no_number = "Invalid request: alternatives parameter is not a number"

# What is sent to /translate as JSON; the status; the sentence. In the order of the checks.
TRANSLATE = [
    (without("q", "source", "target"), 400, missing("q")),
    (without("source", "target"), 400, missing("source")),
    (without("target"), 400, missing("target")),
    (without(q=""), 400, missing("q")),
    (without(q=[]), 400, missing("q")),
    (without("target", q="", source=""), 400, missing("q")),
    (without(alternatives="x"), 400, no_number),
    (without(alternatives=most + 1), 400, too_many),
    (without(alternatives=most + 1, q=["a"] * (batch + 1)), 400, too_many),
    (without(q=["a"] * (batch + 1)), 400, exceeds.format(batch + 1, batch)),
    (without(q=["a"] * (batch + 1), source="zz"), 400, exceeds.format(batch + 1, batch)),
    (without(q="a" * (limit + 1)), 400, exceeds.format(limit + 1, limit)),
    (without(q="é" * (limit + 1)), 400, exceeds.format(limit + 1, limit)),
    (without(q="a" * (limit + 1), source="zz"), 400, exceeds.format(limit + 1, limit)),
    (without(source="zz"), 400, "zz is not supported"),
    (without(target="zz"), 400, "zz is not supported"),
    (without(source="yy", target="zz"), 400, "yy is not supported"),
    (without(target="zz", format="xml"), 400, "zz is not supported"),
    (without(format="xml"), 400, "xml format is not supported"),
]

with report.row("the good request is good"):
    equal(requests.post(options.url + "/translate", json=full, timeout=60).status_code, 200)

for body, status, sentence in TRANSLATE:
    with report.row(f"/translate of {str(body)[:90]}"):
        answer = requests.post(options.url + "/translate", json=body, timeout=60)
        equal((answer.status_code, answer.json()), (status, {"error": sentence}))
        true(answer.headers["content-type"].startswith("application/json"), answer.headers)

for path, content, kind, status, sentence in [
    ("/translate", b"[1]", "application/json", 400, "Invalid JSON format"),
    ("/translate", b'{"q":', "application/json", 400, BAD_REQUEST),
    ("/translate", b"", "application/json", 400, BAD_REQUEST),
    ("/translate", b"", "text/plain", 400, missing("q")),
    ("/detect", b"", "application/x-www-form-urlencoded", 400, missing("q")),
    ("/detect", b'{"q": ""}', "application/json", 400, missing("q")),
    ("/suggest", b"{}", "application/json", 403, "Suggestions are disabled on this server."),
]:
    with report.row(f"{path} of {content!r} as {kind}"):
        answer = requests.post(
            options.url + path, data=content, headers={"Content-Type": kind}, timeout=60
        )
        equal((answer.status_code, answer.json()), (status, {"error": sentence}))

for name, data, status, sentence in [
    ("no file", {"source": source, "target": target}, 400, BAD_REQUEST),
    ("x.exe", {"source": source, "target": target}, 400, "Invalid request: file format not supported"),
    ("", {"source": source, "target": target}, 400, "Invalid request: empty file"),
    ("x.txt", {"target": target}, 400, missing("source")),
    ("x.txt", {"source": source}, 400, missing("target")),
    ("x.txt", {"source": "zz", "target": target}, 400, "zz is not supported"),
]:
    with report.row(f"/translate_file of {name!r} with {data}"):
        files = {"file": (name, b"Hello.")} if name != "no file" else {"x": (None, "y")}
        if name == "":
            body = (
                b"--B\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\n" + source.encode()
                + b"\r\n--B\r\nContent-Disposition: form-data; name=\"target\"\r\n\r\n" + target.encode()
                + b"\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--B--\r\n"
            )  # fmt: skip
            answer = requests.post(
                options.url + "/translate_file", data=body, timeout=60,
                headers={"Content-Type": "multipart/form-data; boundary=B"},
            )  # fmt: skip
        else:
            answer = requests.post(options.url + "/translate_file", data=data, files=files, timeout=60)
        equal((answer.status_code, answer.json()), (status, {"error": sentence}))

for name in ("../../etc/passwd", "%2e%2e%2fetc%2fpasswd", "..%5c..%5cx", "x", "00000000-0000-0000-0000-000000000000.a.txt"):
    with report.row(f"/download_file of {name}"):
        request = requests.Request("GET", options.url).prepare()
        request.url = f"{options.url}/download_file/{name}"
        answer = requests.Session().send(request, timeout=10)
        true(answer.status_code in (400, 404), answer.status_code)
        true("error" in answer.json(), answer.text)

for method, path, status in [
    ("GET", "/translate", 405), ("DELETE", "/translate", 405), ("POST", "/languages", 405),
    ("PUT", "/detect", 405), ("GET", "/no/such/route", 404), ("POST", "/", 405),
]:  # fmt: skip
    with report.row(f"{method} {path}"):
        answer = requests.request(method, options.url + path, timeout=10)
        equal(answer.status_code, status)
        true("error" in answer.json(), answer.text)
        true("access-control-allow-origin" in answer.headers, answer.headers)
        if status == 405:
            true(answer.headers.get("allow"), "no Allow")

for path in ("/translate", "/languages", "/v1/translate"):
    with report.row(f"OPTIONS {path}"):
        answer = requests.options(
            options.url + path, timeout=10,
            headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
        )  # fmt: skip
        true(answer.status_code in (200, 204), answer.status_code)
        equal(answer.headers["access-control-allow-origin"], "*")

for path, kind in [
    ("/", "text/html"), ("/health", "application/json"), ("/ready", "application/json"),
    ("/languages", "application/json"), ("/frontend/settings", "application/json"),
    ("/spec", "application/json"), ("/openapi.json", "application/json"), ("/docs", "text/html"),
    ("/metrics", "text/plain"),
]:  # fmt: skip
    with report.row(f"GET {path}"):
        answer = requests.get(options.url + path, timeout=10)
        equal(answer.status_code, 200)
        true(answer.headers["content-type"].startswith(kind), answer.headers["content-type"])
        equal(answer.headers.get("x-content-type-options"), "nosniff")

with report.row("a language's own codes, old and new, in any case"):
    codes = [language["code"] for language in requests.get(options.url + "/languages", timeout=10).json()]
    true(source in codes, codes)
    answer = requests.post(options.url + "/translate", json=without(source=source.upper()), timeout=60)
    equal(answer.status_code, 200)

with report.row("emoji come back as they are"):
    answer = requests.post(options.url + "/translate", json=without(q="😀 🎉"), timeout=60)
    equal(answer.json()["translatedText"], "😀 🎉")

with report.row("the line breaks and the space around lines come back"):
    answer = requests.post(options.url + "/translate", json=without(q="\n  Hello.\r\n\r\n\tHello.\n"), timeout=60)
    text = answer.json()["translatedText"]
    true(text.startswith("\n  ") and "\r\n\r\n\t" in text and text.endswith("\n"), repr(text))

with report.row("a batch is detected once"):
    answer = requests.post(options.url + "/translate", json=without(q=["Hello.", "Yes."], source="auto"), timeout=60)
    true(len(answer.json()["detectedLanguage"]) == 2, answer.text)

sys.exit(report.end("sentences.py"))
