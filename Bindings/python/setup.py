"""Builds the wheel: the Swift library, Swift's runtime beside it, and the Python module over them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:  # setuptools before 70.1
    from wheel.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent.parent


def built_library() -> Path:
    """The library: `CALQUE_LIBRARY` if it is set, else what `swift build` makes of the package."""
    given = os.environ.get("CALQUE_LIBRARY")
    if given:
        return Path(given).resolve()
    if not (PACKAGE / "Package.swift").exists():
        raise SystemExit(
            "calque: the Swift package is not beside this folder. Install from a checkout "
            "(pip install Bindings/python), or set CALQUE_LIBRARY to a built libCalqueC.so."
        )
    build = ["swift", "build", "--package-path", str(PACKAGE), "--configuration", "release"]
    subprocess.run([*build, "--product", "CalqueC"], check=True)
    shown = subprocess.run([*build, "--show-bin-path"], check=True, capture_output=True, text=True)
    return Path(shown.stdout.strip()) / "libCalqueC.so"


def runtime_of(library: Path) -> list[Path]:
    """The libraries of Swift's own that a library needs, which no system has in a package."""
    shown = subprocess.run(["ldd", str(library)], check=True, capture_output=True, text=True).stdout
    paths = [Path(path) for path in re.findall(r"=> (\S+)", shown)]
    return [path for path in paths if "/swift/" in str(path)]


class BuildWithLibrary(build_py):
    """Puts the libraries into the package."""

    def run(self):
        super().run()
        library = built_library()
        folder = Path(self.build_lib) / "calque" / "lib"
        folder.mkdir(parents=True, exist_ok=True)
        for path in [library, *runtime_of(library)]:
            shutil.copy2(path, folder / path.name)


class PlatformWheel(bdist_wheel):
    """A wheel for this platform and for every Python 3: it has a library, and no extension module."""

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


class PlatformDistribution(Distribution):
    def has_ext_modules(self):
        return True


setup(
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel},
    distclass=PlatformDistribution,
)
