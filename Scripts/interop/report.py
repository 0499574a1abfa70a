"""The table that every check prints."""

from contextlib import contextmanager


class Report:
    """Rows of (model, what, measured, allowed, verdict), printed as they come."""

    def __init__(self, title):
        self.passed = self.failed = 0
        print(f"\n{title}\n{'-' * len(title)}", flush=True)

    def row(self, model, what, measured, allowed, passed):
        """Adds one comparison; `allowed` says what `measured` had to be."""
        self.passed += passed
        self.failed += not passed
        verdict = "ok" if passed else "FAILED"
        print(
            f"{model:<26} {what:<13} {measured:<46} {allowed:<26} {verdict}", flush=True
        )

    def detail(self, text):
        """Adds a line below the last row."""
        print(f"    {text}", flush=True)

    @contextmanager
    def guard(self, model, what):
        """A block whose error becomes a failed row instead of the end of the check."""
        try:
            yield
        except (Exception, SystemExit) as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            self.row(model, what, "did not run", "runs", passed=False)
            for line in lines[-5:]:
                self.detail(line)

    def finish(self):
        """Prints the totals; returns the exit status."""
        print(f"check-interop: {self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0
