"""Where things live, and what the pipeline makes."""

import hashlib
import re
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

SPEC = Path("spec/openapi.yaml")
PATCHES = Path("spec/overlays")
HAZARDS = Path("spec/hazards.toml")
DEVIATIONS = Path("spec/deviations.toml")
NOT_SERVED = Path("spec/not-served.toml")
CONFIG = Path("generator-config.yaml")
TEMPLATE_EDITS = Path("templates/edits.toml")

GENERATED = Path("generated/cdf_functions_api")
LOCK = Path("generated/generation.lock.json")
SURFACE = Path("generated/surface.txt")
OVERLAY = Path("overlay/cdf_functions")
MADE_OVERLAY = Path("overlay/cdf_functions/_made")
DERIVED = {
    Path("overlay/cdf_functions/_async"): Path("overlay/cdf_functions/_sync"),
    Path("tests/_async"): Path("tests/_sync"),
}
MADE = (GENERATED, MADE_OVERLAY, *DERIVED.values(), LOCK, SURFACE)

COMMAND = "nox -s regenerate"
LONGEST = 300  # characters of one error: a validator quotes the whole of what it does not like


class PipelineError(Exception):
    """A step of the pipeline cannot go on; the text says why, for the person at the terminal."""


def listed(lines: Iterable[str], most: int = 20) -> str:
    """What is wrong, one line each: the first of many, and how many more; none of endless length, no addresses."""
    rest = iter(lines)
    first = [re.sub(r" (object )?at 0x[0-9a-fA-F]+", "", " ".join(line.split())) for line in islice(rest, most)]
    first = ["".join(one if one.isprintable() else ascii(one)[1:-1] for one in line) for line in first]
    shown = [f"  {line if len(line) <= LONGEST else line[:LONGEST] + ' ...'}" for line in first]
    more = sum(1 for _ in rest)
    return "\n".join([*shown, f"  ... and {more} more"] if more else shown)


def is_patch(path: Path) -> bool:
    """Whether a file of spec/overlays is a patch, rather than a text about them."""
    return path.suffix in {".yaml", ".json"}


def patches(root: Path) -> list[Path]:
    """The patches of the spec, in the order in which they are applied: that of their names."""
    return sorted(path for path in (root / PATCHES).glob("*") if is_patch(path))


def header(source: Path) -> str:
    """The first line of every Python file that the pipeline makes."""
    return f"# Made by `{COMMAND}` from {source.as_posix()}. Do not edit: change that, and run it again.\n"


def read_text(path: Path) -> str:
    """A text of the project; empty if it is not there."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def write_text(path: Path, text: str) -> None:
    """Write a made file: UTF-8 and line feeds on every system, its folder made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def print_utf8() -> None:
    """Let this process print UTF-8, whatever the locale: for a command to begin with."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder, relative to it and sorted, leaving out what Python caches there."""
    return sorted(
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )


def sha256(path: Path) -> str:
    """The hash of a file, or of a folder, if there is one: of the names and the bytes of all files below it."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    digest = hashlib.sha256()
    for name in files_below(path):
        digest.update(f"{sha256(path / name)}  {name.as_posix()}\n".encode())
    return digest.hexdigest()
