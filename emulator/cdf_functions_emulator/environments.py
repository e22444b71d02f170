"""Virtual environments for requirements.txt, one per content, kept from one deployment and one start to the next.

Each builds upon the emulator's own environment, whose packages it sees where it has none of that name itself. So what
is met already is not installed, and the client that handlers ask for is there. Those of another Python have only what
they install. What reads requirements takes long to import, and most functions have none.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import site
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import forks
from .interpreters import OWN, Python

if TYPE_CHECKING:
    from packaging.requirements import Requirement

LONGEST_S = 900
READY = "ready"


class InstallError(Exception):
    """The requirements could not be installed; ``log`` is what the installer said."""

    def __init__(self, message: str, log: str = "") -> None:
        super().__init__(message)
        self.log = log


class Environments:
    """Those in one folder, which other emulators may use at the same time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._installers: set[subprocess.Popen[str]] = set()
        self._stopped = False

    def python_for(self, code: Path, indexes: Sequence[str], python: Python, said: Callable[[str], None]) -> Python:
        """The interpreter that has what a folder of code requires, made if need be; InstallError if it cannot be.

        ``said`` gets the lines of the installer, in the thread of the caller.
        """
        requirements = code / "requirements.txt"
        if not requirements.is_file():
            return python
        text = requirements.read_text(errors="replace", encoding="utf-8")
        if not _lines(text) or (python == OWN and all_met(text)):
            return python
        content = [text] if all(map(_plain, _lines(text))) else [text, *_contents(code)]
        base = (sys.version, sys.prefix) if python == OWN else (python.version, python.path)
        key = hashlib.sha256(repr((*base, content, list(indexes))).encode()).hexdigest()[:24]
        folder = self._root / key
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / f"{key}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / READY).exists():
                shutil.rmtree(folder, ignore_errors=True)  # what an interrupted attempt has left
                self._make(folder, python)
                self._install(folder, code, indexes, said)
                (folder / READY).touch()
        return Python(str(folder / "bin" / "python"), python.version)

    def stop(self) -> None:
        """End what is being installed."""
        with self._lock:
            self._stopped = True
            for installer in self._installers:
                installer.kill()

    def _make(self, folder: Path, python: Python) -> None:
        own_pip = [] if importlib.util.find_spec("pip") is None else ["--without-pip"]
        self._run([python.path, "-m", "venv", *own_pip, str(folder)], self._root, {})
        if python != OWN:
            return
        (packages,) = folder.glob("lib/python*/site-packages")
        beneath = "; ".join(f"site.addsitedir({path!r})" for path in site.getsitepackages())
        # site reads such files by the locale before Python 3.13, and tries that after UTF-8 since
        (packages / "beneath.pth").write_text(f"import site; {beneath}\n", encoding="locale")

    def _install(self, folder: Path, code: Path, indexes: Sequence[str], said: Callable[[str], None]) -> None:
        python = str(folder / "bin" / "python")
        pip = ["pip", "--python", python] if importlib.util.find_spec("pip") else ["pip"]
        with_pip = [OWN.path if len(pip) > 1 else python, "-m", *pip]
        # Addresses of indexes may hold passwords, which everybody could read on a command line.
        names = {"PIP_INDEX_URL": indexes[0] if indexes else "", "PIP_EXTRA_INDEX_URL": " ".join(indexes[1:])}
        chosen = {name: value for name, value in names.items() if value}
        self._run([*with_pip, "install", "--requirement", "requirements.txt"], code, chosen, said)

    def _run(
        self,
        command: list[str],
        folder: Path,
        environment: dict[str, str],
        said: Callable[[str], None] = lambda line: None,
    ) -> None:
        quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        with self._lock:
            if self._stopped:
                raise InstallError("The emulator was stopped while packages were installed")
            with forks.starting:
                installer = subprocess.Popen(
                    command,
                    cwd=folder,
                    env={**os.environ, **quiet, **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    encoding="utf-8",
                    errors="replace",
                )
            self._installers.add(installer)
        lines: list[str] = []
        too_long = threading.Timer(LONGEST_S, installer.kill)
        too_long.start()
        try:
            with installer:
                assert installer.stdout is not None
                for line in installer.stdout:
                    lines.append(line)
                    said(line.rstrip())
        finally:
            too_long.cancel()
            with self._lock:
                self._installers.discard(installer)
        if installer.returncode != 0:
            raise InstallError("The packages of requirements.txt could not be installed", "".join(lines))


def all_met(requirements: str) -> bool:
    """Whether the emulator's own environment has all of it; what is no plain requirement counts as not met."""
    return all(_met(line) for line in _lines(requirements))


def _lines(requirements: str) -> list[str]:
    lines = [line.partition(" #")[0].strip() for line in requirements.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _plain(line: str) -> "Requirement | None":
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return None
    return None if requirement.url else requirement


def _contents(code: Path) -> list[str]:
    """What a line that is no plain requirement may mean: any file of the archive."""
    files = sorted(path for path in code.rglob("*") if path.is_file())
    return [f"{path.relative_to(code)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files]


def _met(line: str) -> bool:
    from importlib import metadata

    requirement = _plain(line)
    if requirement is None:
        return False
    if requirement.marker is not None and not requirement.marker.evaluate():
        return True
    if requirement.extras:
        return False
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return False
    return requirement.specifier.contains(version, prereleases=True)
