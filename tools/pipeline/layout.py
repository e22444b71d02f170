"""Where things live, and what the pipeline makes."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

SPEC = Path("spec/openapi.yaml")
PATCHES = Path("spec/overlays")
HAZARDS = Path("spec/hazards.toml")
DEVIATIONS = Path("spec/deviations.toml")
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


class PipelineError(Exception):
    """A step of the pipeline cannot go on; the text says why, for the person at the terminal."""


def header(source: Path) -> str:
    """The first line of every Python file that the pipeline makes."""
    return f"# Made by `{COMMAND}` from {source.as_posix()}. Do not edit: change that, and run it again.\n"


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder, relative to it and sorted, leaving out what Python caches there."""
    return sorted(
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )


def sha256(path: Path) -> str:
    """The hash of a file, or of a folder: of the names and the bytes of all files below it."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    digest = hashlib.sha256()
    for name in files_below(path):
        digest.update(f"{sha256(path / name)}  {name.as_posix()}\n".encode())
    return digest.hexdigest()
