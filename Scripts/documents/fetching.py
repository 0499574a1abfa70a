"""Takes packages from Debian and PyPI, unpacks them, and copies documents out of them."""

import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

from running import Failure, run


def unpacked(source, cache):
    """The folder of an unpacked package, fetched unless it was before."""
    folder = cache / source.package.replace("==", "-")
    if (folder / ".complete").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    fetched = folder / ".fetched"
    fetched.mkdir(parents=True)
    print(f"fetching {source.package}", file=sys.stderr, flush=True)
    if source.is_python:
        fetch_python(source, fetched)
        unpack_python(fetched, folder)
    else:
        fetch(["apt-get", "download", "-qq", source.package], fetched)
        for archive in fetched.glob("*.deb"):
            fetch(["dpkg-deb", "--extract", archive.resolve(), folder.resolve()], folder)
    shutil.rmtree(fetched)
    (folder / ".complete").touch()
    return folder


def fetch_python(source, folder):
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    form = "--only-binary" if source.is_wheel else "--no-binary"
    fetch([*download, "--no-deps", form, ":all:", source.package], folder)


def unpack_python(fetched, folder):
    for archive in fetched.iterdir():
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(folder)
        elif archive.name.endswith(".tar.gz"):
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            # Everything is in one folder with the package's name and version.
            inner = folder / archive.name.removesuffix(".tar.gz")
            for path in list(inner.iterdir()):
                shutil.move(path, folder / path.name)
            inner.rmdir()


def fetch(command, folder):
    done = run(command, folder)
    if done.returncode != 0:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no reason given"]
        raise Failure(f"{' '.join(map(str, command[:2]))}: {reason[-1]}")


def documents(source, cache, work):
    """Copies of a source's files, by names that tell where they are from."""
    folder = unpacked(source, cache)
    for pattern in source.files:
        found = sorted(path for path in folder.glob(pattern) if path.is_file())[: source.most]
        if not found:
            raise Failure(f"{source.package} has no {pattern}")
        for path in found:
            name = f"{source.package.split('==')[0]}--{path.relative_to(folder)}".replace("/", "-")
            # Plain text has no extension in the package.
            copy = work / (name if path.suffix else name + ".txt")
            shutil.copyfile(path, copy)
            yield copy
