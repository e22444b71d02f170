"""The emulator answers every operation of the spec, and its README says so."""

from __future__ import annotations

import re
from pathlib import Path

from cdf_functions_emulator.routes import operations
from tools.diff import todo
from tools.pipeline import spec

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = spec.effective(ROOT)
WITHOUT = todo.not_served(ROOT)["emulator"]
OPERATIONS = {
    f"{method.upper()} {path}"
    for path, method, operation, _ in spec.operations(DOCUMENT)
    if operation["operationId"] not in WITHOUT
}
BESIDE_THE_SPEC = {
    "POST /oauth2/token",
    "POST /datasets/byids",
    "GET /profiles/me",
    "GET /files/download/{downloadToken}",
}


def test_every_operation_is_answered() -> None:
    """The operations are those of the spec, with the same names for what varies, and a few that tools need besides."""
    assert operations() == OPERATIONS | BESIDE_THE_SPEC


def test_the_routes_are_read_from_the_source_as_well() -> None:
    """The pipeline, which does not import the emulator, finds all its routes in the source, its own included."""
    assert todo.routes(ROOT) - operations() == {
        *("GET /", "GET /emulator/state", "GET /emulator/logs", "POST /emulator/clock"),
        "GET /emulator/projects/{project}/functions/{functionId}/calls/{callId}/input",
        *(f"{method} /emulator/faults" for method in ("GET", "POST", "DELETE")),
    }
    assert operations() <= todo.routes(ROOT)


def test_readme_lists_every_operation() -> None:
    """The table in the README names every operation of the spec, once."""
    readme = (ROOT / "emulator" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Z]+ /\S+)` \|", readme, flags=re.MULTILINE)
    assert sorted(listed) == sorted(OPERATIONS | BESIDE_THE_SPEC)
