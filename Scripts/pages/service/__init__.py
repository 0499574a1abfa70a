"""The page of `calque serve`, used as somebody who translates would."""

import hashlib
import tempfile
from pathlib import Path

from browser import LOOKS
from server import Server

from . import controls, documents, text, trouble, words
from .page import ServicePage



def other_paper(page):
    """Of a page that has nothing to say."""
    page.open()
    page.expect_other_paper()


CHECKS = [
    *(text.CHECKS + words.CHECKS + controls.CHECKS + documents.CHECKS + trouble.CHECKS),
    ("paper", other_paper),
    ("policy", ServicePage.expect_no_foreign_script),
]
"""Each check with its name in the report, in the order in which they are made."""


def check_service(arguments, browser, report):
    """Checks the page of a server in all looks; each has a key of its own, for keys are counted."""
    keys = {look.name: f"{look.name}-" + 16 * "key" for look in LOOKS}
    models = [option for model in arguments.model for option in ("--model", model)]
    with (
        tempfile.NamedTemporaryFile(suffix=".yaml") as key_file,
        Server(arguments.calque, *models, "--char-limit", "3000") as server,
    ):
        write_keys(key_file.name, keys, request_limit=2)
        with Server(
            arguments.calque, *models, "--require-key", "--api-keys", key_file.name
        ) as keyed:
            for look in LOOKS:
                with report.row("service", look.name, "opens"):
                    page = ServicePage(
                        browser, server, keyed, keys[look.name], look, arguments.keep
                    )
                    for name, check in CHECKS:
                        with report.row("service", look.name, name):
                            check(page)


def write_keys(path, keys, request_limit):
    """Writes a file of keys, each of which may ask so often in a minute."""
    entries = [
        f"- name: {name}\n"
        f"  hash: {hashlib.sha256(key.encode()).hexdigest()}\n"
        f"  request-limit: {request_limit}\n"
        for name, key in keys.items()
    ]
    Path(path).write_text("".join(entries), encoding="utf-8")
