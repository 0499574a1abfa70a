"""Starts two processes by MPI: on this machine, or each in a network namespace of its own with a link of a given rate between."""

import contextlib
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ADDRESSES = ("10.77.0.1", "10.77.0.2")
# The kernel's timer lets this much through at once, in seconds at the link's rate; less would slow it down.
BURST = 0.004
SECONDS = 3600


class NotPossible(Exception):
    """Something that cannot be measured here; why, as a sentence."""


@dataclass(frozen=True)
class Family:
    """One of the two kinds of MPI."""

    name: str
    title: str
    launcher: str
    compiler: str | None

    def command(self, program):
        """Two ranks on this machine."""
        own = ["--bind-to", "none", "--oversubscribe"] if self.name == "openmpi" else []
        return [self.launcher, "-n", "2", *own, *program]

    def command_between(self, namespaces, program):
        """A rank in each of two namespaces, by TCP: memory that both share would be faster."""
        inside = ["ip", "netns", "exec", namespaces.names[0], self.launcher, "-n", "2"]
        hosts, network = ",".join(ADDRESSES), "10.77.0.0/24"
        if self.name == "openmpi":
            return [
                *inside, "--host", hosts, "--bind-to", "none", "--oversubscribe", "--mca", "plm_rsh_agent",
                namespaces.agent, "--mca", "pml", "ob1", "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", network,
                "--mca", "oob_tcp_if_include", network, *program,
            ]
        # Debian's MPICH is over UCX, others over libfabric.
        return [
            *inside, "-hosts", hosts, "-localhost", ADDRESSES[0], "-launcher", "rsh", "-launcher-exec", namespaces.agent,
            "-genv", "UCX_TLS", "tcp,self", "-genv", "FI_PROVIDER", "tcp", "-genv", "MPIR_CVAR_NOLOCAL", "1", *program,
        ]


def families():
    """The kinds of MPI that are installed."""
    found = []
    for name, title, mark in (("openmpi", "Open MPI", "Open MPI"), ("mpich", "MPICH", "HYDRA")):
        # Debian has both side by side; elsewhere there is one.
        launcher = shutil.which(f"mpirun.{name}")
        if not launcher and (plain := shutil.which("mpirun")):
            version = subprocess.run([plain, "--version"], capture_output=True, text=True, check=False).stdout
            launcher = plain if mark in version else None
        if launcher:
            compiler = shutil.which(f"mpicc.{name}") or shutil.which("mpicc")
            found.append(Family(name, title, launcher, compiler))
    return found


def run(command, check=True):
    """Runs a command to its end; what it printed is the error where it fails. Returns what it wrote to stdout."""
    environment = os.environ | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False)
    if check and done.returncode:
        sys.exit(
            f"Benchmarks/scaling: status {done.returncode} from {' '.join(map(str, command))}\n{done.stdout[-2000:]}\n"
            f"{done.stderr[-2000:]}")
    return done.stdout


class Namespaces:
    """Two network namespaces and a pair of interfaces that joins them, made and removed by a `with`."""

    def __init__(self, folder):
        self.names = tuple(f"calque-{os.getpid()}-{end}" for end in "ab")
        # The kernel allows fifteen characters.
        self.interfaces = tuple(f"cq{os.getpid()}{end}" for end in "ab")
        self.agent = str(Path(folder) / "agent")

    def __enter__(self):
        if os.geteuid():
            raise NotPossible("Network namespaces need root.")
        if not shutil.which("ip") or not shutil.which("tc"):
            raise NotPossible("Network namespaces need ip and tc, of Debian's iproute2.")
        with contextlib.ExitStack() as stack:
            stack.callback(self.remove)
            for name in self.names:
                self.require(["ip", "netns", "add", name])
            first, second = self.interfaces
            self.require(["ip", "link", "add", first, "type", "veth", "peer", "name", second])
            for name, interface, address in zip(self.names, self.interfaces, ADDRESSES):
                self.require(["ip", "link", "set", interface, "netns", name])
                self.require(["ip", "-n", name, "address", "add", f"{address}/24", "dev", interface])
                self.require(["ip", "-n", name, "link", "set", "lo", "up"])
                self.require(["ip", "-n", name, "link", "set", interface, "up"])
            self.write_agent()
            stack.pop_all()
        return self

    def __exit__(self, *_):
        self.remove()

    def require(self, command):
        """Runs a command that a kernel may not be able to."""
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotPossible(f"{' '.join(command)}: {done.stderr.strip()}")

    def write_agent(self):
        """What the launchers call instead of ssh: a host, and a command for its shell."""
        Path(self.agent).write_text(
            f"""#!/usr/bin/env bash
host=$1
shift
case $host in
{ADDRESSES[1]}) namespace={self.names[1]} ;;
*) namespace={self.names[0]} ;;
esac
exec ip netns exec "$namespace" bash -c "$*"
""", encoding="utf-8")
        os.chmod(self.agent, stat.S_IRWXU)

    def set_link(self, gigabits, milliseconds=0):
        """Gives the link a rate, and messages a delay in each direction."""
        for name, interface in zip(self.names, self.interfaces):
            queue = ["ip", "netns", "exec", name, "tc", "qdisc"]
            subprocess.run([*queue, "del", "dev", interface, "root"], capture_output=True, check=False)
            burst = str(int(gigabits * 1e9 / 8 * BURST))
            self.require(
                [*queue, "add", "dev", interface, "root", "handle", "1:", "tbf", "rate", f"{gigabits}gbit", "burst", burst,
                 "latency", "50ms"])
            if not milliseconds:
                continue
            try:
                self.require(
                    [*queue, "add", "dev", interface, "parent", "1:1", "netem", "delay", f"{milliseconds}ms", "limit", "100000"])
            except NotPossible as reason:
                raise NotPossible("This kernel has no netem, which delays messages.") from reason

    def remove(self):
        """Whatever is there of them; a namespace takes its interface along."""
        for name in self.names:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
        subprocess.run(["ip", "link", "delete", self.interfaces[0]], capture_output=True, check=False)
