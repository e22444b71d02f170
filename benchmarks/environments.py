"""An environment for each contender, with nothing in it but what it needs, and how large it is."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tools.pipeline.layout import ROOT

HOME = ROOT / ".cache" / "bench"
# name -> what pip installs; "." is this project, built and installed like any other package
WANTED = {
    "ours": (".",),
    "aiohttp": (".[aiohttp]",),
    "emulator": (".[emulator]",),
    "vendor": ("cognite-sdk>=8.22,<9",),
    "httpx": ("httpx",),
}
SIZE = """
import importlib.metadata as metadata, pathlib
total = 0
for one in metadata.distributions():
    if one.metadata["Name"].lower() not in {"pip", "setuptools"}:
        paths = {pathlib.Path(one.locate_file(file)) for file in one.files or []}
        total += sum(path.stat().st_size for path in paths if path.exists())
print(total)
"""
VERSIONS = """
import importlib.metadata as metadata, json
print(json.dumps({one.metadata["Name"]: one.version for one in metadata.distributions()}))
"""


def python(name: str) -> Path:
    """The interpreter of an environment that exists."""
    return HOME / name / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def make(name: str) -> None:
    """Make an environment, unless it is there; this project is installed anew each time, for it changes."""
    wanted = WANTED[name]
    stamp = HOME / name / "made.sha256"
    state = hashlib.sha256(repr(wanted).encode() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != state:
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME / name], check=True)
        install(name, *wanted)
        stamp.write_text(state, encoding="utf-8")
    elif wanted[0].startswith("."):
        install(name, "--no-deps", "--force-reinstall", wanted[0])


def install(name: str, *arguments: str) -> None:
    """Install with pip; modules are compiled at once, as they are for every user of pip."""
    command = [str(python(name)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{name}: pip said:\n{done.stdout}{done.stderr}")


def ask(name: str, script: str, **variables: str) -> str:
    """What a script prints in an environment, with more environment variables."""
    more = {**os.environ, **variables}
    done = subprocess.run(
        [python(name), "-E", "-c", script], check=True, capture_output=True, encoding="utf-8", env=more
    )
    return done.stdout.strip()


def size(name: str) -> int:
    """Bytes of all installed files, compiled modules included, without pip and setuptools."""
    return int(ask(name, SIZE))
