"""A limit of the processor's time, by a control group."""

import os
import shutil
import subprocess
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
PERIOD = 100_000
"""Microseconds in which a group gets its share."""


class Quota:
    """So many cores for the commands that are put into it; a context that removes it."""

    def __init__(self, cores):
        self.time = int(cores * PERIOD)
        self.folder = None

    def __enter__(self):
        self.folder = self._first_version() or self._second_version()
        if not self.folder and not self._systemd():
            raise OSError("no control group can be made here")
        return self

    def __exit__(self, *_):
        if self.folder:
            self.folder.rmdir()

    def command(self, words):
        """What runs a command in it."""
        if not self.folder:
            share = f"CPUQuota={self.time * 100 / PERIOD:g}%"
            return [*self._systemd(), "-p", share, "--", *words]
        enter = 'echo $$ > "$0" && exec "$@"'
        return ["sh", "-c", enter, str(self.folder / "cgroup.procs"), *words]

    def _make(self, parent, files):
        """A group with these settings; nothing where there can be none."""
        folder = parent / f"calque-check-machine-{os.getpid()}"
        try:
            folder.mkdir()
        except OSError:
            return None
        try:
            for name, text in files.items():
                (folder / name).write_text(text)
        except OSError:
            folder.rmdir()
            return None
        return folder

    def _first_version(self):
        for parent in [GROUPS / "cpu", GROUPS / "cpu,cpuacct"]:
            if (parent / "cpu.cfs_quota_us").exists() or (parent / "tasks").exists():
                files = {"cpu.cfs_period_us": str(PERIOD), "cpu.cfs_quota_us": str(self.time)}
                return self._make(parent, files)
        return None

    def _second_version(self):
        if not (GROUPS / "cgroup.controllers").exists():
            return None
        try:
            (GROUPS / "cgroup.subtree_control").write_text("+cpu")
        except OSError:
            return None
        return self._make(GROUPS, {"cpu.max": f"{self.time} {PERIOD}"})

    @staticmethod
    def _systemd():
        """How systemd starts a command in a group of its own; nothing where it does not run."""
        if not shutil.which("systemd-run"):
            return None
        user = [] if os.geteuid() == 0 else ["--user"]
        run = ["systemd-run", *user, "--scope", "--quiet"]
        works = subprocess.run([*run, "true"], capture_output=True)
        return run if works.returncode == 0 else None
