"""The emulator answers every operation of the spec, and its README says so."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from starlette.routing import Mount, Route, Router

from cdf_functions_emulator.routes import routes

ROOT = Path(__file__).parent.parent.parent
SPEC = yaml.safe_load((ROOT / "spec" / "openapi.yaml").read_text())
OPERATIONS = {
    f"{method.upper()} {path}"
    for path, item in SPEC["paths"].items()
    for method in item
    if method in ("get", "put", "post", "delete")
}
TOKEN = "POST /oauth2/token"


def answered() -> set[str]:
    """The operations that the emulator has routes for, named as in the spec."""
    found: set[str] = set()
    for route in routes():
        if isinstance(route, Mount):
            assert isinstance(route.app, Router)
            inner = [each for each in route.app.routes if isinstance(each, Route)]
        else:
            assert isinstance(route, Route)
            inner = [route]
        for each in inner:
            path = each.path.removeprefix("/api/v1")
            found |= {f"{method} {path}" for method in each.methods or () if method != "HEAD"}
    return found


def test_every_operation_is_answered() -> None:
    """The routes are those of the spec and the token endpoint, with the same names for what varies."""
    assert answered() == OPERATIONS | {TOKEN}


def test_readme_lists_every_operation() -> None:
    """The table in the README names every operation of the spec, once."""
    readme = (ROOT / "emulator" / "README.md").read_text()
    listed = re.findall(r"^\| `([A-Z]+ /\S+)` \|", readme, flags=re.MULTILINE)
    assert sorted(listed) == sorted(OPERATIONS | {TOKEN})
