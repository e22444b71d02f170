"""The Pythons of this machine that code can run on: the one that runs the emulator, and each python3.X of the PATH."""

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass

from . import forks

WHICH = "import platform, sys; print(platform.python_version(), sys.executable)"
LONGEST_S = 30


@dataclass(frozen=True)
class Python:
    """An interpreter; ``version`` is as exact as 3.12.1."""

    path: str
    version: str

    @property
    def series(self) -> str:
        """As in ``3.12``."""
        return self.version.rpartition(".")[0]

    @property
    def command(self) -> list[str]:
        """How to start a script without its folder among those that modules are looked for in."""
        return [self.path] if self.series == "3.10" else [self.path, "-P"]  # from 3.11 on there is -P


OWN = Python(sys.executable, platform.python_version())
OWN_RUNTIME = f"py{sys.version_info.major}{sys.version_info.minor}"


def own() -> Python:
    """The one that runs the emulator; where that is frozen into one program, the python3 of the PATH.

    LookupError if there is none.
    """
    if not getattr(sys, "frozen", False):
        return OWN
    found = _named("python3")
    if found is None:
        raise LookupError("An emulator that is frozen into one program runs functions with the python3 of the PATH")
    return found


def find(runtime: str) -> Python | None:
    """The Python of a runtime such as ``py312``; None if there is none that starts."""
    if runtime == OWN_RUNTIME and own() == OWN:
        return OWN
    series = f"3.{runtime.removeprefix('py3')}"
    found = _named(f"python{series}")
    return found if found is not None and found.series == series else None


def _named(name: str) -> Python | None:
    path = shutil.which(name)
    if path is None:
        return None
    try:
        # What a version manager puts there may stand for a Python that is not installed.
        with forks.starting:
            asked = subprocess.Popen(
                [path, "-c", WHICH],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        with asked:
            try:
                said, _ = asked.communicate(timeout=LONGEST_S)
            except subprocess.TimeoutExpired:
                asked.kill()
                return None
    except OSError:
        return None
    # itself, for what a version manager puts there finds it by an environment that functions do not have
    version, _, itself = said.strip().partition(" ")
    return Python(itself, version) if itself and asked.returncode == 0 else None
