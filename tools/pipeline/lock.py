"""The lock: what everything was made from, and what each made file was when it was made.

It is committed, so it says nothing of one machine. Whether anything changed since is told by it alone, and fast; that
what is made is what would be made now is for `nox -s fresh` to tell. Read as text where the tree is concerned, so that
after a merge with conflicts it says what was made on either side.
"""

import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tools.pipeline import templates
from tools.pipeline.layout import (
    COMMAND,
    CONFIG,
    DERIVED,
    GENERATED,
    HAZARDS,
    LOCK,
    MADE,
    OVERLAY,
    ROOT,
    SPEC,
    TEMPLATE_EDITS,
    files_below,
    patches,
    read_text,
    sha256,
)

INPUTS = (
    *(SPEC, HAZARDS, CONFIG, Path("pyproject.toml")),
    *(OVERLAY / "__init__.py", OVERLAY / "_resources", *DERIVED),
)
TOOLS = (Path("tools/regenerate.py"), Path("tools/pipeline"))
# those that are pinned exactly
VERSIONS = ("openapi-python-client", "jinja2", "ruff", "mypy", "openapi-spec-validator", "python-jsonpath")
ENTRY = re.compile(r'^ *"(.+)": "([0-9a-f]{64})",?$', re.MULTILINE)
SOURCE = re.compile(r"^# Made by .* from (\S+)\. Do not edit")


def text(made: Path, root: Path = ROOT) -> str:
    """The lock of the made files below one folder, from the inputs below another and the tools that run here."""
    read = (*INPUTS, *templates.inputs(root), *(patch.relative_to(root) for patch in patches(root)))
    inputs = {path: root / path for path in read}
    inputs |= {path: ROOT / path for path in TOOLS}
    record = {
        "made_by": f"Made by `{COMMAND}`. Do not edit.",
        "versions": {name: version(name) for name in VERSIONS},
        "inputs": {path.as_posix(): sha256(place) for path, place in inputs.items()},
        "made": hashes(made),
    }
    return json.dumps(record, indent=2) + "\n"


def hashes(root: Path, *paths: Path) -> dict[str, str]:
    """Every made file below a folder, the lock aside, with its hash; or those of some of the made paths."""
    return {path.as_posix(): sha256(root / path) for path in _made(root, paths or MADE)}


def _made(root: Path, paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if (root / path).is_dir():
            yield from (path / name for name in files_below(root / path))
        elif path != LOCK and (root / path).is_file():
            yield path


def entries(path: Path) -> set[tuple[str, str]]:
    """The files and hashes that a lock names; both sides' if it has conflict marks, none if it is not there."""
    return set(ENTRY.findall(read_text(path)))


def unchanged(root: Path = ROOT) -> bool:
    """Whether neither what goes in nor what came out has changed since everything was made."""
    return text(root, root) == read_text(root / LOCK)


def edited(made: Path, root: Path, known: set[tuple[str, str]]) -> dict[str, str]:
    """Each file that would be lost with its source, which is what to edit instead.

    Such a file differs from what is to take its place, and from all that was made there as far as it is known.
    """
    new = hashes(made)
    return {
        name: source(made, name)
        for name, found in hashes(root).items()
        if found != new.get(name) and (name, found) not in known
    }


def source(made: Path, name: str) -> str:
    """What to edit instead of a made file."""
    path = made / name
    if not path.is_file():
        return "nothing makes it: move it elsewhere"
    if path.is_relative_to(made / GENERATED.parent):
        return f"edit {SPEC.as_posix()} or {TEMPLATE_EDITS.as_posix()} instead"
    with path.open(encoding="utf-8") as file:
        found = SOURCE.match(file.readline())
    return f"edit {found[1] if found else SPEC.as_posix()} instead"
