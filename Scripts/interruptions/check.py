"""Disturbs trainings at random moments and checks that nothing is lost."""

import argparse
import fcntl
import os
import random
import resource
import shlex
import signal
import subprocess
import tempfile
import termios
import time
from pathlib import Path

from training import Failure, Task, Training, Translation

PATIENCE = 60
"""Seconds in which a training has to end after a signal."""


def start(command, **options):
    """Starts a command in a process group of its own."""
    streams = {name: subprocess.DEVNULL for name in ["stdin", "stdout", "stderr"]}
    return subprocess.Popen(command, start_new_session=True, **streams | options)


def end(process):
    """Waits for a process, or says that it goes on and on."""
    try:
        return process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise Failure("it did not end") from None


def require_order(training, output):
    if not training.is_ended_in_order(output):
        raise Failure("it ended without a checkpoint")


def kill(training, output, moment, _):
    process = start(training.command(output))
    time.sleep(moment)
    process.kill()
    process.wait()


def tee(training, output, moment, _):
    command = " ".join(shlex.quote(str(word)) for word in training.command(output))
    # The shell stays to tell when both have ended.
    script = f"trap : INT; {command} 2>&1 | tee {shlex.quote(str(output))}.log; wait"
    process = start(["bash", "-c", script])
    time.sleep(moment)
    try:
        os.killpg(process.pid, signal.SIGINT)
    except ProcessLookupError:
        pass
    end(process)
    require_order(training, output)


def hangup(training, output, moment, _):
    terminal, other = os.openpty()

    def take_terminal():
        fcntl.ioctl(other, termios.TIOCSCTTY, 0)

    process = start(
        training.command(output), stdout=other, stderr=other, preexec_fn=take_terminal
    )
    os.close(other)
    reader = subprocess.Popen(["cat"], stdin=terminal, stdout=subprocess.DEVNULL)
    os.close(terminal)
    time.sleep(moment)
    reader.kill()
    reader.wait()
    end(process)
    require_order(training, output)


def disk(training, output, moment, rng):
    process = start(training.command(output), stderr=subprocess.PIPE, text=True)
    time.sleep(moment)
    limit = rng.choice([0, 1000, 20_000])
    if process.poll() is None:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (limit, limit))
    _, error = process.communicate(timeout=PATIENCE)
    if process.returncode not in (0, 1):
        raise Failure(f"status {process.returncode} of a full disk: {error.strip()[-400:]}")
    if process.returncode == 1 and "calque: " not in error:
        raise Failure(f"no sentence about a full disk: {error.strip()[-400:]}")


def two(training, output, moment, rng):
    first = start(training.command(output))
    time.sleep(rng.choice([0, moment]))
    resume = training.is_begun(output) and rng.random() < 0.5
    second = start(training.command(output, resume), stderr=subprocess.PIPE, text=True)
    _, error = second.communicate(timeout=PATIENCE)
    statuses = sorted([end(first), second.returncode])
    if statuses not in ([0, 1], [0, 0]):
        raise Failure(f"statuses {statuses}: {error.strip()[-400:]}")


def disturb(name, disturbance, training: Training, trials, rng, folder):
    """Disturbs as often as is asked for, and returns how many trials failed."""
    failed = 0
    for trial in range(trials):
        # The end, too, and the time before the first update.
        moment = rng.uniform(0, 1.1 * training.seconds)
        output = folder / f"{name}-{trial}"
        try:
            disturbance(training, output, moment, rng)
            training.check(output)
        except (Failure, subprocess.SubprocessError) as failure:
            failed += 1
            print(f"{name} {trial} after {moment:.3f} s: {failure}", flush=True)
        else:
            subprocess.run(["rm", "-r", output], check=True)
    print(f"{name}: {trials - failed} of {trials}", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calque", type=Path, required=True)
    parser.add_argument("--trials", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    # What a shell runs in the background ignores Ctrl-C, and would have every training do so.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    print(f"seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        translation = Translation(arguments.calque, folder)
        translation.prepare()
        (folder / "ntm").mkdir()
        task = Task(arguments.calque, folder / "ntm")
        task.prepare()
        print(f"undisturbed: {translation.seconds:.1f} s, ntm {task.seconds:.1f} s", flush=True)
        checks = [
            ("kill", kill, translation), ("tee", tee, translation),
            ("hangup", hangup, translation), ("disk", disk, translation),
            ("two", two, translation), ("ntm-kill", kill, task), ("ntm-tee", tee, task),
        ]
        failed = sum(
            disturb(
                name, disturbance, training, arguments.trials,
                random.Random(f"{arguments.seed} {name}"), folder,
            )
            for name, disturbance, training in checks
        )
    passed = len(checks) * arguments.trials - failed
    print(f"\ncheck-interruptions: {passed} passed, {failed} failed")
    raise SystemExit(failed > 0)


if __name__ == "__main__":
    main()
