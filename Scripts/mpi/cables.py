"""Two network namespaces with a cable between them, for machines that are cut off from each other."""

import os
import subprocess
import tempfile
from pathlib import Path


def _ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


def can_be_laid():
    """Whether there may be namespaces here."""
    name = f"calque-{os.getpid()}-try"
    try:
        _ip("netns", "add", name)
        _ip("netns", "delete", name)
    except (OSError, subprocess.CalledProcessError):
        return False
    return os.getuid() == 0


class Namespaces:
    """Two namespaces, and what starts programs in them as ssh does on machines; a context that removes them."""

    network = "10.77.0.0/24"
    addresses = ("10.77.0.1", "10.77.0.2")

    def __init__(self):
        self.names = [f"calque-{os.getpid()}-{end}" for end in "ab"]
        self.cables = [f"cq{os.getpid() % 10**6}{end}" for end in "ab"]

    def __enter__(self):
        for name in self.names:
            _ip("netns", "add", name)
        _ip("link", "add", self.cables[0], "type", "veth", "peer", "name", self.cables[1])
        for name, cable, address in zip(self.names, self.cables, self.addresses):
            _ip("link", "set", cable, "netns", name)
            _ip("-n", name, "addr", "add", f"{address}/24", "dev", cable)
            _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", name, "link", "set", cable, "up")
        self._folder = tempfile.TemporaryDirectory(prefix="calque-agent-")
        self.agent = str(Path(self._folder.name) / "agent")
        Path(self.agent).write_text(
            f"""#!/usr/bin/env bash
# Stands for ssh: options, host, command.
while [[ $1 == -* ]]; do shift; done
host=$1
shift
name={self.names[0]}
[[ $host != {self.addresses[1]} ]] || name={self.names[1]}
exec ip netns exec "$name" bash -c "$*"
"""
        )
        os.chmod(self.agent, 0o755)
        return self

    def __exit__(self, *_):
        for name in self.names:
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)
        self._folder.cleanup()

    def inside(self, end):
        """The words that run a command in a namespace."""
        return ["ip", "netns", "exec", self.names[end]]

    def cut(self):
        """Pulls the cable."""
        _ip("-n", self.names[0], "link", "set", self.cables[0], "down")

    def mend(self):
        """Puts it back."""
        _ip("-n", self.names[0], "link", "set", self.cables[0], "up")
