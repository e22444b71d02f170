"""The emulator answers every operation of the spec, and its README says so."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from cdf_functions_emulator.routes import operations

ROOT = Path(__file__).parent.parent.parent
SPEC = yaml.safe_load((ROOT / "spec" / "openapi.yaml").read_text())
OPERATIONS = {
    f"{method.upper()} {path}"
    for path, item in SPEC["paths"].items()
    for method in item
    if method in ("get", "put", "post", "delete")
}
TOKEN = "POST /oauth2/token"


def test_every_operation_is_answered() -> None:
    """The operations are those of the spec and the token endpoint, with the same names for what varies."""
    assert operations() == OPERATIONS | {TOKEN}


def test_readme_lists_every_operation() -> None:
    """The table in the README names every operation of the spec, once."""
    readme = (ROOT / "emulator" / "README.md").read_text()
    listed = re.findall(r"^\| `([A-Z]+ /\S+)` \|", readme, flags=re.MULTILINE)
    assert sorted(listed) == sorted(OPERATIONS | {TOKEN})
