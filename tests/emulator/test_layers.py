"""Which module may import which: the arrows go routes -> service -> store and runner, never back and never out."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cdf_functions_emulator

ROOT = Path(cdf_functions_emulator.__file__).parent
SHARED = {"errors", "events", "validation", "settings", "clock", "faults"}

#: Of each part of the package, the other parts that it may import, and why no more.
MAY_IMPORT = {
    "errors": (set[str](), "it is what everybody raises"),
    "clock": (set[str](), "time depends on nothing"),
    "_worker": (set[str](), "it runs in the function's process, which has none of this package"),
    "faults": (set[str](), "faults are values"),
    "settings": ({"clock", "faults"}, "settings are values"),
    "events": (set[str](), "what happens is told by whoever does it"),
    "log": ({"events"}, "it shows events"),
    "checks": (set[str](), "a check knows files"),
    "interpreters": ({"forks"}, "they belong to the machine"),
    "protobuf": (set[str](), "it is a format"),
    "stubs": (set[str](), "a stub is a value or a function of the user's"),
    "upstream": (set[str](), "it sends what it is given"),
    "validation": ({"errors"}, "a check knows a value and its path"),
    "store": ({"validation"}, "the store remembers and decides nothing"),
    "_keeper": (set[str](), "it runs above the function's process, and has no more of this package than that"),
    "family": (set[str](), "processes are the system's"),
    "forks": (set[str](), "files are numbers"),
    "replies": ({"errors"}, "an answer is bytes"),
    "process": ({"errors", "family", "forks", "replies"}, "a process knows one call at a time"),
    "environments": ({"forks", "interpreters"}, "an environment is made of a file"),
    "archives": (set[str](), "an archive is bytes"),
    "data_dir": (set[str](), "it knows one folder"),
    "runner": (
        {"archives", "checks", "environments", "errors", "interpreters", "process"},
        "it runs code, and need not know who asked",
    ),
    "service": ({*SHARED, "interpreters", "store", "runner"}, "rules are the same whatever carries the requests"),
    "routes": (
        {"errors", "events", "faults", "protobuf", "service", "stubs", "upstream", "validation"},
        "routes decide nothing, so they need nothing to decide with",
    ),
    "watch": (
        {"checks", "errors", "events", "service", "settings"},
        "it asks the service for what clients ask for",
    ),
    "app": (
        {
            *("data_dir", "environments", "errors", "settings", "routes", "service", "store", "stubs", "runner"),
            *("upstream", "watch"),
        },
        "it puts the layers together",
    ),
    "server": ({"app", "faults", "forks", "settings"}, "it serves the app"),
    "lean_uvicorn": (set[str](), "it comes before all others"),
    "__main__": (
        {"clock", "events", "faults", "lean_uvicorn", "log", "server", "settings"},
        "it serves from the command line",
    ),
    "frozen": (set[str](), "it is read while there is no emulator"),
    "pytest_plugin": ({"server", "settings"}, "it serves while tests run"),
    "__init__": ({"clock", "server", "settings"}, "it names what is public"),
}
#: Packages from outside, by the parts that may import them.
OUTSIDE = {
    "starlette": {"routes", "app"},
    "uvicorn": {"server"},
    "sqlite3": {"store"},
    "cronsim": {"service"},
    "httpx": {"upstream"},
    "packaging": {"checks", "environments"},
    "pathspec": {"checks"},
    "subprocess": {"environments", "interpreters", "process"},
}
NOWHERE = {"cdf_functions", "cdf_functions_api"}


def part_of(path: Path) -> str:
    """The part of the package that a file belongs to: a module at its top, or a package."""
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    """What a file imports: parts of this package by name, everything else by its top package, after a colon."""
    found: set[str] = set()
    depth = len(path.relative_to(ROOT).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {":" + alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(":" + (node.module or "").partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            inside = node.level < depth
            names = [node.module] if node.module else [alias.name for alias in node.names]
            found |= {part_of(path)} if inside else {name.partition(".")[0] for name in names}
    return found


FILES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_layers(path: Path) -> None:
    """A module imports only what its layer may."""
    part = part_of(path)
    allowed, because = MAY_IMPORT[part]
    for imported in imports(path):
        if imported.startswith(":"):
            package = imported[1:]
            assert package not in NOWHERE, f"{path.name} imports {package}: the emulator is a witness of its own"
            assert part in OUTSIDE.get(package, {part}), f"{path.name} imports {package}: not of its layer"
        else:
            assert imported in {*allowed, part}, f"{path.name} imports {imported}: {because}"


def test_every_part_is_named() -> None:
    """The table names the parts that there are, and no others."""
    assert set(MAY_IMPORT) == {part_of(path) for path in FILES}
