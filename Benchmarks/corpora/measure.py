"""Times a training run from its command to the first update, kills it after a checkpoint, and times how it goes on;
watches its memory."""

import argparse
import re
import subprocess
import sys
import threading
import time

# Updates after a checkpoint at which a run is killed, so that some are lost.
UPDATES_AFTER_CHECKPOINT = 3


class Memory(threading.Thread):
    """The most memory that a process had, in MiB, looked at every half second."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process = process
        self.most = {"RssAnon": 0, "RssFile": 0}

    def look(self):
        """Reads what the kernel says."""
        try:
            with open(f"/proc/{self.process.pid}/status", encoding="ascii", errors="replace") as file:
                for name, size in re.findall(r"^(RssAnon|RssFile):\s+(\d+) kB", file.read(), re.MULTILINE):
                    self.most[name] = max(self.most[name], int(size) / 1024)
        except OSError:
            pass

    def run(self):
        while self.process.poll() is None:
            self.look()
            time.sleep(0.5)


class Run:
    """A run, whose log is read as it comes."""

    def __init__(self, command):
        self.start = time.monotonic()
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.memory = Memory(self.process)
        self.memory.start()
        self.log = []

    @property
    def seconds(self):
        """Since the command."""
        return time.monotonic() - self.start

    def until(self, pattern):
        """The match of the next line that has one."""
        for line in self.process.stderr:
            self.log.append((self.seconds, line.rstrip()))
            print(f"{self.seconds:8.1f} s  {line.rstrip()}", file=sys.stderr)
            match = re.search(pattern, line)
            if match:
                return match
        sys.exit(f"measure.py: the run ended with status {self.process.wait()} before a line like {pattern}")

    def kill(self):
        """Ends the process as a power cut would."""
        self.memory.look()
        self.process.kill()
        self.process.wait()
        self.memory.join()

    def parts(self):
        """The parts of the preparation, each with its seconds."""
        begun = [(seconds, line[:-2]) for seconds, line in self.log if line.endswith(" …")]
        first = next(seconds for seconds, line in self.log if line.startswith("update "))
        ends = [seconds for seconds, _ in begun[1:]] + [first]
        return [(name, end - seconds) for (seconds, name), end in zip(begun, ends)]


def row(name, value):
    """A line of the table."""
    print(f"| {name} | {value} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calque", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("settings", nargs="+", help="what else `calque train` is given")
    options = parser.parse_args()

    run = Run([options.calque, "train", "--output", options.output, *options.settings])
    run.until(r"^update \d+ ")
    first, preparing = run.seconds, dict(run.memory.most)
    run.until(r"^checkpoint ")
    update = 0
    for _ in range(UPDATES_AFTER_CHECKPOINT):
        update = int(run.until(r"^update (\d+) ").group(1))
    run.kill()

    resumed = Run([options.calque, "train", "--output", options.output, "--resume"])
    next_update = int(resumed.until(r"^update (\d+) ").group(1))
    again = resumed.seconds
    for _ in range(UPDATES_AFTER_CHECKPOINT):
        resumed.until(r"^update (\d+) ")
    resumed.kill()
    if next_update > update:
        sys.exit(f"measure.py: killed at update {update}, the run went on with update {next_update}")

    row("", "")
    row("---", "---")
    row("from the command to the first update", f"{first:.1f} s")
    for name, seconds in run.parts():
        row(f"– {name}", f"{seconds:.1f} s")
    row("from --resume to the next update", f"{again:.1f} s")
    row("most private memory before the first update (RssAnon)", f"{preparing['RssAnon']:,.0f} MiB")
    row("most private memory of all", f"{run.memory.most['RssAnon']:,.0f} MiB")
    row("most mapped pages (RssFile)", f"{run.memory.most['RssFile']:,.0f} MiB")
    row("most private memory after --resume", f"{resumed.memory.most['RssAnon']:,.0f} MiB")
    row("most mapped pages after --resume", f"{resumed.memory.most['RssFile']:,.0f} MiB")
    row("killed at update, went on with update", f"{update}, {next_update}")


if __name__ == "__main__":
    main()
