"""Starts programs on ranks, finds their processes and waits for their end."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

MARK = "CALQUE_CHECK_MPI"
RANK_VARIABLES = ("OMPI_COMM_WORLD_RANK", "PMI_RANK")
SENTENCE = re.compile(r"(calque(, rank \d+ on [^ ]+)?|Error): ")
"""How the sentence begins that a process says of its end."""
PATIENCE = 60
"""Seconds in which every rank that can run has to have ended."""
EXTRA = 15
"""Seconds more for mpirun itself, before it is ended."""


class Failure(Exception):
    """What is wrong, in one line."""


class Launcher:
    """The mpirun of the MPI that a library calls."""

    def __init__(self, library):
        self.library = Path(library)
        self.family = self.library.stem.rsplit("-", 1)[1]
        own = f"mpirun.{self.family}"
        # Debian has both side by side; elsewhere there is one.
        self.program = own if shutil.which(own) else "mpirun"
        self.is_open_mpi = self.family == "openmpi"

    @property
    def environment(self):
        return {
            "CALQUE_MPI": str(self.library), "OMPI_ALLOW_RUN_AS_ROOT": "1",
            "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        }  # fmt: skip

    def start(self, count, words, environment=None):
        """Starts a program on ranks of this machine, more than there are cores where that is so."""
        return self.start_each([(count, words)], environment)

    def start_each(self, parts, environment=None):
        """Starts several programs as one job: pairs of a number of ranks and the words of a command."""
        command = [self.program]
        if self.is_open_mpi:
            command += ["--oversubscribe", "--bind-to", "none"]
        for index, (count, words) in enumerate(parts):
            command += [":"] if index else []
            command += ["-n", str(count), *map(str, words)]
        return Job(command, self.environment | (environment or {}))

    def start_between(self, namespaces, words):
        """Starts a program on two ranks, each in a network namespace, that reach each other by a cable."""
        addresses, network = namespaces.addresses, namespaces.network
        if self.is_open_mpi:
            command = [
                self.program, "--bind-to", "none", "--mca", "plm_rsh_agent", namespaces.agent,
                "--host", ",".join(f"{address}:1" for address in addresses),
                "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", network,
                "--mca", "oob_tcp_if_include", network,
                "-x", "CALQUE_MPI", "-x", MARK,
            ]  # fmt: skip
        else:
            command = [
                self.program, "-launcher", "ssh", "-launcher-exec", namespaces.agent,
                "-hosts", ",".join(addresses), "-iface", namespaces.cables[0],
            ]  # fmt: skip
        command = [*namespaces.inside(0), *command, "-n", "2", *map(str, words)]
        # What MPICH talks through knows that it is one machine, and would use its memory.
        return Job(command, self.environment | {"UCX_TLS": "tcp,self"})


class Job:
    """A launcher that has been started, with what it started."""

    def __init__(self, command, environment):
        self.mark = f"{MARK}={uuid.uuid4()}"
        self.output = tempfile.TemporaryFile(prefix="calque-mpi-")
        self.notes = []
        name, value = self.mark.split("=")
        self.process = subprocess.Popen(
            command, env={**os.environ, **environment, name: value}, stdin=subprocess.DEVNULL,
            stdout=self.output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    @property
    def text(self):
        """What all have said so far."""
        self.output.seek(0)
        return self.output.read().decode(errors="replace")

    @property
    def sentences(self):
        """What ranks have said of their end."""
        return [line for line in self.text.splitlines() if SENTENCE.match(line)]

    def _processes(self):
        """Everything that belongs to the job, by process id, with its variables."""
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                variables = (folder / "environ").read_bytes().decode(errors="replace").split("\0")
                state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if self.mark in variables and state != "Z":
                yield int(folder.name), dict(v.split("=", 1) for v in variables if "=" in v)

    def ranks(self):
        """The process ids of the ranks that are there."""
        found = {}
        for pid, variables in self._processes():
            rank = next((variables[name] for name in RANK_VARIABLES if name in variables), None)
            if rank is not None and pid != self.process.pid:
                found[int(rank)] = pid
        return found

    def run(self, limit=120):
        """Waits for the end, and gives its status."""
        try:
            return self.process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            self.sweep()
            raise Failure(f"not done after {limit} seconds: {self.text[-400:]}") from None

    def wait_for_end(self, but=None):
        """Waits until all ranks have ended, but for one that cannot; then for mpirun. Notes how it went.

        A rank that is left over, and a launcher, are ended then."""
        start = time.monotonic()
        while set(self.ranks()) - {but}:
            if time.monotonic() - start > PATIENCE:
                left = ", ".join(map(str, sorted(set(self.ranks()) - {but})))
                self.sweep()
                raise Failure(f"rank {left} goes on after {PATIENCE} seconds: {self.text[-400:]}")
            time.sleep(0.05)
        self.notes.append(f"ranks ended after {time.monotonic() - start:.1f} s")
        self._wait_for_launcher()
        if but is not None:
            left = but in self.ranks()
            self.notes.append(f"rank {but} was {'left' if left else 'killed by the launcher'}")
        self.sweep()

    def _wait_for_launcher(self):
        try:
            status = self.process.wait(timeout=EXTRA)
            self.notes.append(f"mpirun ended with status {status}")
        except subprocess.TimeoutExpired:
            self.notes.append(f"mpirun did not end within {EXTRA} s more")

    def sweep(self):
        """Ends what is left."""
        for pid, _ in list(self._processes()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.kill()
        self.process.wait()
