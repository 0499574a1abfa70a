"""Checks that calque takes the cores that it may, and does not collapse where others are in the way."""

import argparse
import os
import tempfile
from pathlib import Path

from quota import Quota
from report import Report
from running import Failure
from work import Training, Translation, Works, bound_threads, cores

SLOWER = 1.3
"""How much longer a work may take that has as many cores as the one it is compared with."""
HALF = 2.6
"""How much longer by half a core than by a whole one: twice, and what waiting costs."""
MANY = 32
"""More workers than cores."""

ENVIRONMENTS = [
    {"OMP_NUM_THREADS": "1"},
    {"OMP_NUM_THREADS": "7"},
    {"OMP_NUM_THREADS": "nonsense", "OMP_DYNAMIC": "true", "OMP_THREAD_LIMIT": "1"},
    {"OMP_PROC_BIND": "true"},
    {"OMP_PROC_BIND": "close", "OMP_PLACES": "cores"},
    {"OMP_PROC_BIND": "spread", "OMP_NUM_THREADS": "16", "OMP_WAIT_POLICY": "active"},
    {"GOMP_CPU_AFFINITY": "0-1023"},
    {"KMP_AFFINITY": "compact", "KMP_BLOCKTIME": "infinite"},
    {"MKL_NUM_THREADS": "3", "OPENBLAS_NUM_THREADS": "5", "DNNL_NUM_THREADS": "9"},
]
"""What people set for other programs. None takes a core away."""


def expect(what, found, wanted):
    if found != wanted:
        raise Failure(f"{what}: {found}, and not {wanted}")


class Machine:
    """The checks, each with the works that it compares."""

    def __init__(self, works, report):
        self.works = works
        self.report = report
        self.cores = sorted(os.sched_getaffinity(0))
        # Fewer where this check has a quota itself.
        self.usual = min(len(self.cores), cores(works.calque))

    def compare(self, title, how, normal, factor, workers, same):
        """Does all works one way, and compares them with another way.

        `how` and `normal` are what stands before a command, its environment and options of calque; `same`
        says whether a model has to be the same, too."""
        for work in self.works.all:
            with self.report.row(title, work.name):
                usual = self.works.do(work, *normal)
                unusual = self.works.do(work, *how)
                if unusual.workers is not None:
                    expect("workers", unusual.workers, workers)
                if same or work.is_same_by_any_number:
                    expect("what it makes", unusual.result, usual.result)
                ratio = unusual.seconds / usual.seconds
                print(
                    f"  {title}, {work.name}: {unusual.seconds:.2f} s, {ratio:.2f} times the usual"
                    f" {usual.seconds:.2f} s ({factor} allowed)", flush=True,
                )  # fmt: skip
                if ratio > factor:
                    raise Failure(f"takes {ratio:.2f} times as long")

    def count(self, title, wanted, *how):
        with self.report.row(title, "cores"):
            expect("cores", cores(self.works.calque, *how), wanted)

    def check_cores(self):
        one = ["taskset", "-c", str(self.cores[0])]
        self.count("one core by affinity", 1, one)
        self.count("all cores", self.usual)
        factor = SLOWER * self.usual
        self.compare("one core by affinity", (one,), (), round(factor, 2), 1, same=False)

    def check_quota(self):
        one = ["taskset", "-c", str(self.cores[0])]
        try:
            with Quota(0.5) as quota:
                half = quota.command([])
                self.count("half a core", 1, half)
                self.compare("half a core", (half,), (one,), HALF, 1, same=True)
            with Quota(1.5) as quota:
                wanted = min(2, self.usual)
                self.count("a core and a half", wanted, quota.command([]))
        except OSError as problem:
            print(f"quota: left out, for {problem}", flush=True)

    def check_environment(self):
        for environment in ENVIRONMENTS:
            title = " ".join(f"{name}={value}" for name, value in environment.items())
            self.count(title, self.usual, [], environment)
            self.compare(title, ([], environment), (), SLOWER, self.usual, same=True)
        # This one names the cores that a process may have.
        first = {"GOMP_CPU_AFFINITY": str(self.cores[0])}
        self.count("GOMP_CPU_AFFINITY of one core", 1, [], first)

    def check_workers(self):
        two = self.cores[:2]
        fewer = ["taskset", "-c", ",".join(map(str, two))]
        many = (fewer, {}, ["--workers", str(MANY)])
        self.compare(f"{MANY} workers", many, (fewer,), SLOWER, MANY, same=False)

    def check_bind(self):
        bound = ([], {}, ["--bind"])
        self.compare("--bind", bound, (), SLOWER, self.usual, same=True)
        if len(self.cores) == 1:
            return
        with self.report.row("--bind", "one core each"):
            found = bound_threads(self.works, ["--bind"])
            expect("threads on a core", len(found), self.usual)
            expect("cores of each", {len(cores) for cores in found}, {1})
            expect("cores of all", len(set.union(*found)), self.usual)
        with self.report.row("--bind, more workers than cores", "all cores each"):
            number = str(len(self.cores) + 1)
            expect("bound threads", bound_threads(self.works, ["--bind", "--workers", number]), [])


PARTS = {
    "cores": Machine.check_cores,
    "quota": Machine.check_quota,
    "environment": Machine.check_environment,
    "workers": Machine.check_workers,
    "bind": Machine.check_bind,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calque", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=list(PARTS), action="append")
    arguments = parser.parse_args()
    report = Report(64, 16)
    with tempfile.TemporaryDirectory() as folder:
        works = Works(arguments.calque, Path(folder), arguments.rounds)
        works.all = [Training(works), Translation(works)]
        machine = Machine(works, report)
        for part in arguments.only or PARTS:
            PARTS[part](machine)
    raise SystemExit(report.end("check-machine"))


if __name__ == "__main__":
    main()
