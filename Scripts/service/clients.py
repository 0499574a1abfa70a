"""Clients of LibreTranslate's, unchanged: libretranslatepy, and the calls of LibreTranslate's own page."""

import argparse
import io
import sys
import urllib.request

import requests
from expecting import equal, true
from libretranslatepy import LibreTranslateAPI
from report import Report

parser = argparse.ArgumentParser()
parser.add_argument("--url", required=True)
parser.add_argument("--source", required=True)
parser.add_argument("--target", required=True)
parser.add_argument("--line", required=True)
options = parser.parse_args()
source, target, line = options.source, options.target, options.line
report = Report()
api = LibreTranslateAPI(options.url + "/")

with report.row("libretranslatepy translates"):
    expected = requests.post(
        options.url + "/translate", json={"q": line, "source": source, "target": target}, timeout=60
    ).json()["translatedText"]
    true(expected, "an empty translation")
    equal(api.translate(line, source, target), expected)

with report.row("libretranslatepy detects"):
    guesses = api.detect(line)
    equal(guesses[0]["language"], source)
    true(0 <= guesses[0]["confidence"] <= 100, guesses)

with report.row("libretranslatepy lists languages"):
    languages = {language["code"]: language for language in api.languages()}
    true(source in languages and target in languages[source]["targets"], languages)

session = requests.Session()
with report.row("the page reads settings and languages"):
    settings = session.get(options.url + "/frontend/settings", timeout=10).json()
    for name in (
        "charLimit", "frontendTimeout", "apiKeys", "keyRequired", "suggestions", "filesTranslation",
        "supportedFilesFormat", "language",
    ):  # fmt: skip
        true(name in settings, f"no {name} in {settings}")
    true(settings["language"]["source"]["code"] and settings["language"]["target"], settings)

with report.row("the page translates, multipart with alternatives"):
    form = {"q": line, "source": "auto", "target": target, "format": "text", "alternatives": "3", "api_key": ""}
    answer = session.post(
        options.url + "/translate", files={name: (None, value) for name, value in form.items()}, timeout=60
    )
    equal(answer.status_code, 200)
    found = answer.json()
    equal(found["detectedLanguage"]["language"], source)
    true(isinstance(found["alternatives"], list), found)
    true("access-control-allow-origin" in answer.headers, answer.headers)

with report.row("the page translates a document and downloads it"):
    text = f"{line}\n\n  {line}\n"
    answer = session.post(
        options.url + "/translate_file", data={"source": source, "target": target},
        files={"file": ("notes.txt", io.BytesIO(text.encode()))}, timeout=60,
    )  # fmt: skip
    equal(answer.status_code, 200)
    address = answer.json()["translatedFileUrl"]
    true(address.startswith(options.url), address)
    content = urllib.request.urlopen(address, timeout=10).read().decode()
    equal(content, f"{expected}\n\n  {expected}\n")

with report.row("the query may hold the text, and a batch keeps its order"):
    answer = session.post(
        options.url + "/translate", params={"q": line, "source": source, "target": target}, timeout=60
    )
    equal(answer.json()["translatedText"], expected)
    answer = session.post(
        options.url + "/translate", timeout=60,
        json={"q": [line, "", line], "source": source, "target": target},
    )  # fmt: skip
    equal(answer.json()["translatedText"], [expected, "", expected])

with report.row("html keeps its tags"):
    answer = session.post(
        options.url + "/translate", timeout=60,
        json={"q": f"<p>{line} <b>{line}</b></p>", "source": source, "target": target, "format": "html"},
    )  # fmt: skip
    text = answer.json()["translatedText"]
    true(text.startswith("<p>") and text.endswith("</p>") and text.count("<b>") == 1, text)

sys.exit(report.end("clients.py"))
