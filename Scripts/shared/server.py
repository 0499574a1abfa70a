"""A `calque serve` of a check's own: started, waited for, watched, ended."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request


def free_port():
    """A port of this machine at which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A server at a port of its own, which can be ended and started again; a context that ends it."""

    def __init__(self, calque, *options):
        self.command = [str(calque), "serve", *options]
        self.port = 0
        self.process = None
        self.log = tempfile.TemporaryFile(prefix="calque-serve-")
        self.start()

    @property
    def url(self):
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Starts it, at the port that it had."""
        self.process = subprocess.Popen(
            [*self.command, "--port", str(self.port)],
            stdout=subprocess.PIPE, stderr=self.log, text=True,
        )  # fmt: skip
        with self.process.stdout as output:
            address = output.readline()
        if not address:
            self.log.seek(0)
            said = self.log.read().decode(errors="replace")[-500:]
            raise SystemExit(f"calque serve ended with status {self.process.wait()}: {said}")
        self.port = int(address.rsplit(":", 1)[1])
        self._wait()

    def _wait(self, seconds=60):
        """Waits for its models."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(self.url + "/ready", timeout=2).read()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"calque serve is not ready after {seconds} seconds")

    @property
    def is_running(self):
        return self.process.poll() is None

    @property
    def resident(self):
        """Its resident memory, in bytes."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) * 1024

    @property
    def processor_seconds(self):
        """The time that it has had of all cores."""
        return processor_seconds(self.process.pid)

    @property
    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def end(self, within=30):
        """Lets it end in order, and gives its exit status."""
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"it has not ended after {within} seconds") from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_running:
            self.process.kill()
            self.process.wait()


def processor_seconds(pid):
    """The time that a process has had of all cores."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
