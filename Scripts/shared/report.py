"""Counts what passes and what fails, and says it."""

from contextlib import contextmanager


class Report:
    """The checks of a script. With the widths of columns it is a table with a row for each; without, only
    what fails is told."""

    def __init__(self, *widths):
        self.widths = widths
        self.passed = self.failed = 0

    @contextmanager
    def row(self, *names):
        """A check that passes unless it raises; its name has a part for each column."""
        try:
            yield
        except Exception as error:
            self.failed += 1
            lines = str(error).strip().splitlines() or [type(error).__name__]
            print(f"{self._padded(names)} FAILED: {lines[0][:600]}", flush=True)
        else:
            self.passed += 1
            if self.widths:
                print(f"{self._padded(names)} ok", flush=True)

    def _padded(self, names):
        widths = self.widths or [0] * len(names)
        return " ".join(f"{name:<{width}}" for name, width in zip(names, widths, strict=True))

    def end(self, script):
        """Says the counts, and gives the exit status."""
        print(f"{script}: {self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0
