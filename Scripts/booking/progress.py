"""Tells how far the runs are, and how long they will still take."""

import sys
import time


class Progress:
    """Expected minutes of runs, corrected by what those that are over really took."""

    def __init__(self, runs: list[tuple[str, float]]):
        self.minutes = dict(runs)
        self.places = {name: place for place, (name, _) in enumerate(runs, start=1)}
        self.current = ""
        self.start = time.monotonic()
        self.expected = self.spent = 0.0
        """Minutes of all runs that are over."""

    @property
    def pace(self) -> float:
        """How much longer runs take than expected; a few seconds tell nothing."""
        return self.spent / self.expected if self.expected >= 1 else 1

    def remaining(self) -> float:
        """Minutes until all is made, about."""
        after = self.places[self.current]
        later = sum(self.minutes[name] for name, place in self.places.items() if place > after)
        this = max(0, self.minutes[self.current] * self.pace - self.elapsed())
        return this + later * self.pace

    def elapsed(self) -> float:
        """Minutes since the current run began."""
        return (time.monotonic() - self.start) / 60

    def begin(self, name: str) -> None:
        """A run begins."""
        self.current = name
        self.start = time.monotonic()
        self.say(self.line())

    def end(self, name: str) -> None:
        """A run is over."""
        self.expected += self.minutes[name]
        self.spent += self.elapsed()
        self.say(f"book: {name} took {duration(self.elapsed())}")

    def show(self) -> None:
        """Where a line can be rewritten: how far it is now."""
        if sys.stderr.isatty():
            print(f"\r\033[K{self.line()}", end="", file=sys.stderr, flush=True)

    def line(self) -> str:
        """The run, its place among all, and the time left."""
        return (
            f"book: {self.current}, {self.places[self.current]} of {len(self.places)} runs, for "
            f"{duration(self.elapsed())}; all take {duration(self.remaining())} more, about"
        )

    def say(self, line: str) -> None:
        """A line that stays."""
        start = "\r\033[K" if sys.stderr.isatty() else ""
        print(f"{start}{line}", file=sys.stderr, flush=True)


def duration(minutes: float) -> str:
    """As in 0:40 and 1:05:00: hours, minutes, seconds."""
    seconds = round(60 * minutes)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
