"""Ways in which a training on ranks fails, and what has to come of each."""

import os
import signal
import subprocess

from cables import Namespaces
from launching import Failure
from training import DEADLINE

BEGUN = 9
"""The update after which a training is disturbed: there is a checkpoint then."""
TELLING = f"No answer within {DEADLINE} seconds from "


def _began(training, launcher, output, count, workers):
    job = launcher.start(count, training.command(output, workers))
    training.wait_for_update(output, BEGUN, job)
    return job


def require_one_sentence(job, *parts):
    """Fails unless one rank, and no other, has said something that has all parts."""
    sentences = job.sentences
    if len(sentences) != 1 or any(part not in sentences[0] for part in parts):
        raise Failure(f"not one sentence of {' … '.join(parts)}: {job.text.strip()[-600:]}")


def kill(training, launcher, output, count, workers, rank):
    """kill -9 of a rank: the launcher ends the others, or they find out by themselves."""
    job = _began(training, launcher, output, count, workers)
    os.kill(job.ranks()[rank], signal.SIGKILL)
    job.wait_for_end()
    training.go_on(output, workers, launcher, count)
    return job


def stop(training, launcher, output, count, workers, rank):
    """kill -STOP of a rank: the others say which, and end."""
    job = _began(training, launcher, output, count, workers)
    os.kill(job.ranks()[rank], signal.SIGSTOP)
    job.wait_for_end(but=rank)
    if f"{TELLING}rank {rank} on " not in job.text:
        raise Failure(f"nobody said that rank {rank} does not answer: {job.text.strip()[-600:]}")
    training.go_on(output, workers)
    return job


def cut(training, launcher, output):
    """The cable between two ranks is pulled: both say so, and end."""
    with Namespaces() as namespaces:
        job = launcher.start_between(namespaces, training.command(output, 2))
        training.wait_for_update(output, BEGUN, job)
        namespaces.cut()
        job.wait_for_end()
    if TELLING not in job.text:
        raise Failure(f"nobody said that there was no answer: {job.text.strip()[-600:]}")
    training.go_on(output, 2)
    return job


def fill(training, launcher, folder, kilobytes):
    """A disk of rank 0 that gets full, and then has room again."""
    folder.mkdir()
    mount(folder, f"size={kilobytes}k")
    output = folder / "run"
    try:
        job = launcher.start(2, training.command(output, 2))
        job.wait_for_end()
        if job.process.returncode == 0:
            raise Failure(f"{kilobytes} kilobytes were enough")
        require_one_sentence(job, "rank 0", str(folder))
        mount(folder, "remount,size=256m")
        training.go_on(output, 2)
        return job
    finally:
        subprocess.run(["umount", folder], check=True)


def mount(folder, options):
    """Mounts a disk in memory."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


def can_mount(folder):
    """Whether that may be done here."""
    place = folder / "try"
    place.mkdir(exist_ok=True)
    try:
        mount(place, "size=64k")
        subprocess.run(["umount", place], check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
