"""A `calque serve` of the checks' own."""

import hashlib
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path


class Server:
    """A server at a port of its own, which can be stopped and started again."""

    def __init__(self, calque, models, *options):
        self.command = [str(calque), "serve", *options]
        for model in models:
            self.command += ["--model", model]
        self.log = tempfile.NamedTemporaryFile(prefix="calque-serve-", suffix=".log")
        self.port = 0
        self.process = None
        self.start()

    @property
    def address(self):
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self):
        """Starts it, at the port that it had."""
        self.process = subprocess.Popen(
            [*self.command, "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("calque serve failed: " + Path(self.log.name).read_text()[-500:])
        self.port = int(line.rsplit(":", 1)[1])
        self.wait_until_ready()

    def wait_until_ready(self, seconds=60):
        """Waits for its models."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(self.address + "ready").read()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("calque serve does not become ready")

    def stop(self):
        """Lets it end as an operator would."""
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()


def write_keys(path, keys, request_limit):
    """Writes a file of keys, each of which may ask so often in a minute."""
    entries = [
        f"- name: {name}\n"
        f"  hash: {hashlib.sha256(key.encode()).hexdigest()}\n"
        f"  request-limit: {request_limit}\n"
        for name, key in keys.items()
    ]
    Path(path).write_text("".join(entries), encoding="utf-8")
