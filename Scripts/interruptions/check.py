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

from commands import CleanedTraining, Cleaning, Distillation, Scoring, table
from training import Failure, Stages, Task, Training, Translation

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


def kills(training, output, _, rng):
    """kill -9 again and again, each time in what goes on."""
    for _ in range(6):
        process = start(training.command(output, training.is_begun(output)))
        time.sleep(rng.uniform(0, 0.6 * training.seconds))
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


def mount(folder, *options):
    """Mounts a disk in memory; whether that may be done here."""
    command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def can_mount():
    with tempfile.TemporaryDirectory() as name:
        if not mount(name, "-o", "size=64k"):
            return False
        subprocess.run(["umount", name], check=True)
        return True


def full(training, output, _, rng):
    """A disk that gets full, and then has room again."""
    output.mkdir()
    room = rng.randint(16, training.kilobytes + 32)
    mount(output, "-o", f"size={room}k")
    place = output / "on-disk"
    try:
        process = start(training.command(place), stderr=subprocess.PIPE, text=True)
        _, error = process.communicate(timeout=PATIENCE)
        if process.returncode not in (0, 1):
            raise Failure(f"status {process.returncode} of a full disk: {error.strip()[-400:]}")
        if process.returncode == 1 and "calque: " not in error:
            raise Failure(f"no sentence about a full disk: {error.strip()[-400:]}")
        mount(output, "-o", "remount,size=256m")
        training.check(place)
    finally:
        subprocess.run(["umount", output], check=True)


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
            if disturbance is not full:
                training.check(output)
        except (Failure, subprocess.SubprocessError) as failure:
            failed += 1
            print(f"{name} {trial} after {moment:.3f} s: {failure}", flush=True)
        else:
            subprocess.run(["rm", "-r", output], check=True)
    print(f"{name}: {trials - failed} of {trials}", flush=True)
    return failed


KINDS = {
    "train": [("kill", kill), ("kills", kills), ("tee", tee), ("hangup", hangup), ("disk", disk),
              ("full", full), ("two", two)],
    "stages": [("kill", kill), ("kills", kills), ("tee", tee), ("disk", disk), ("full", full)],
    "cleaned": [("kill", kill), ("kills", kills), ("tee", tee), ("disk", disk), ("full", full)],
    "ntm": [("kill", kill), ("tee", tee)],
    "clean": [("kill", kill), ("disk", disk), ("full", full)],
    "score": [("kill", kill), ("kills", kills), ("tee", tee), ("disk", disk), ("full", full)],
    "distill": [("kill", kill), ("kills", kills), ("disk", disk), ("full", full)],
}
"""Which commands are disturbed in which ways."""


def prepare(calque, folder, wanted):
    """The commands whose names are wanted, each done once undisturbed."""
    for name in KINDS:
        (folder / name).mkdir()
    translation = Translation(calque, folder)
    # Others read its model.
    translation.prepare()
    model = folder / "whole"
    commands = {
        "train": lambda: translation,
        "stages": lambda: Stages(calque, folder / "stages"),
        "cleaned": lambda: CleanedTraining(
            calque, folder / "cleaned", table(folder, "cleaned")
        ),
        "ntm": lambda: Task(calque, folder / "ntm"),
        "clean": lambda: Cleaning(calque, folder / "clean", table(folder, "clean")),
        "score": lambda: Scoring(calque, folder / "score", table(folder, "score"), model),
        "distill": lambda: Distillation(calque, folder / "distill", model, translation.text),
    }
    for name in wanted:
        command = commands[name]()
        if command is not translation:
            command.prepare()
        print(f"{name}, undisturbed: {command.seconds:.1f} s", flush=True)
        yield name, command


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calque", type=Path, required=True)
    parser.add_argument("--trials", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--only", choices=list(KINDS), action="append")
    arguments = parser.parse_args()
    # What a shell runs in the background ignores Ctrl-C, and would have every training do so.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    print(f"seed {arguments.seed}", flush=True)
    mounts = can_mount()
    if not mounts:
        print("full: left out, for nothing may be mounted here", flush=True)
    count = failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for name, command in prepare(arguments.calque, folder, arguments.only or list(KINDS)):
            for way, disturbance in KINDS[name]:
                if disturbance is full and not mounts:
                    continue
                count += arguments.trials
                title = f"{name}-{way}"
                rng = random.Random(f"{arguments.seed} {title}")
                failed += disturb(title, disturbance, command, arguments.trials, rng, folder)
    print(f"\ncheck-interruptions: {count - failed} passed, {failed} failed")
    raise SystemExit(failed > 0)


if __name__ == "__main__":
    main()
