"""Runs programs, and says what is wrong."""

import subprocess


class Failure(Exception):
    """What is wrong, in one line."""


def run(command, cwd=None, limit=None):
    """A command that has ended, with what it wrote; whatever its status is."""
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, errors="replace",
        timeout=limit)
