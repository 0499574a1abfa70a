"""What ranks cannot do: one sentence from one rank, and nothing is begun."""

import os
import subprocess
import tempfile
from pathlib import Path

from launching import RANK_VARIABLES, Failure

RANK = "${" + RANK_VARIABLES[0] + ":-$" + RANK_VARIABLES[1] + "}"


def can_hide():
    """Whether a process may have a view of the disk of its own here."""
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    try:
        return os.getuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def hiding(words, folder):
    """A command that sees a folder on rank 0 alone."""
    script = f'[[ {RANK} == 0 ]] || mount -t tmpfs tmpfs "$0"; exec "$@"'
    return ["unshare", "--mount", "bash", "-c", script, folder, *words]


def _require_refusal(job, output, status, parts):
    found = job.run()
    # MPICH's launcher counts the statuses of all together.
    if found == 0 or (status is not None and found != status):
        raise Failure(f"status {found}, not {status}: {job.text.strip()[-400:]}")
    sentences = job.sentences
    if len(sentences) != 1 or any(part not in sentences[0] for part in parts):
        raise Failure(f"not one sentence of {' … '.join(parts)}: {job.text.strip()[-600:]}")
    if output.exists():
        raise Failure(f"there is a folder: {[path.name for path in output.iterdir()]}")


def _cases(check, output, folder):
    """What is refused: its name, programs by ranks, variables, status and parts of the sentence."""
    training, calque = check.training, check.training.calque
    train = training.command(output, 2)
    none = {"CALQUE_MPI": str(folder / "none.so")}
    few = folder / "few"
    few.write_text("a b\nc d\n")
    pairs = ["--source", few, "--target", few]
    yield "no library", [(3, train)], none, 1, ["none.so"]
    yield "fewer workers than ranks", [(3, train)], {}, 64, ["2 workers are fewer than the 3"]
    tiny = [calque, "train", "--output", output, *pairs, "--set", "workers=3", "validation-pairs=0"]
    tiny += ["vocabulary-size=16", "updates=2"]
    yield "more ranks than pairs", [(3, tiny)], {}, 64, ["2 pairs are fewer than the 3"]
    missing = [calque, "train", "--output", output, "--source", few, "--target", folder / "none"]
    yield "a file that is missing", [(3, missing)], {}, 1, [str(folder / "none")]
    yield "an option that there is not", [(3, [*train, "--none"])], {}, 64, ["--none"]
    stages = folder / "stages.yaml"
    stages.write_text("stages:\n  - name: one\n    updates: 2\n")
    yield "a recipe with stages", [(3, [*train, "--config", stages])], {}, 64, ["with stages"]
    other = training.command(output, 2, "seed=5")
    yield (
        "other options on one rank", [(1, train), (1, other)], {}, 64,
        ["do not have the same command and options"],
    )  # fmt: skip
    clean = [calque, "clean", *pairs, "--output", output]
    yield "calque clean", [(3, clean)], {}, 64, ["calque clean runs in one process"]
    yield (
        "other commands on other ranks",
        [(1, train), (2, [calque, "translate", "--model", folder, "--input", few])],
        {}, 64, ["do not have the same command and options"],
    )  # fmt: skip


def check(check):
    """Tries them all with one MPI."""
    with tempfile.TemporaryDirectory(prefix="calque-refused-") as name:
        folder = Path(name)
        for what, parts, environment, status, words in _cases(check, folder / "run", folder):
            with check.row(f"refused: {what}"):
                job = check.launcher.start_each(parts, environment)
                _require_refusal(job, folder / "run", status, words)
