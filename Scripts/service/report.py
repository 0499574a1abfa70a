"""Counts what passes and what fails, and says it."""

import contextlib
import traceback


class Report:
    """The checks of a script, by name."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    @contextlib.contextmanager
    def check(self, name):
        """A check that passes unless it raises."""
        try:
            yield
        except Exception as problem:
            self.failed += 1
            print(f"FAILED: {name}: {problem or traceback.format_exc()}", flush=True)
        else:
            self.passed += 1

    def end(self, script):
        """Says the counts, and gives the exit status."""
        print(f"{script}: {self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0


def equal(found, expected):
    """Raises unless two values are equal."""
    if found != expected:
        raise AssertionError(f"found {found!r}, expected {expected!r}")


def true(condition, otherwise):
    """Raises unless a condition holds."""
    if not condition:
        raise AssertionError(otherwise)
