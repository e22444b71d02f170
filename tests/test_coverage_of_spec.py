"""Which operations of the spec are served where. The lists of what is missing only ever get shorter."""

import ast
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from cdf_functions_emulator import Emulator

ROOT = Path(__file__).parent.parent
SPEC: dict[str, Any] = yaml.safe_load((ROOT / "spec" / "openapi.yaml").read_text(encoding="utf-8"))
METHODS = ("get", "post", "put")
OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    item[method]["operationId"]: (method.upper(), path, item[method])
    for path, item in SPEC["paths"].items()
    for method in METHODS
    if method in item
}

# Another operation does the same, and more.
NOT_IN_OVERLAY = {
    "getFilesByIds",
    "getFunction",
    "listCalls",
    "listFunctions",
    "listSchedules",
}

NOT_IN_EMULATOR: set[str] = set()


def snake(operation_id: str) -> str:
    """The module that the generator makes for an operation."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation_id).lower()


def test_every_operation_is_in_the_low_level_client() -> None:
    """Each operation has its module under its tag."""
    for operation_id, (_, _, operation) in OPERATIONS.items():
        module = ROOT / "generated/cdf_functions_api/api" / operation["tags"][0] / f"{snake(operation_id)}.py"
        assert module.is_file(), operation_id


def test_what_the_overlay_serves() -> None:
    """Each operation is asked for by the overlay, or listed above as missing."""
    apart = {"upload_file_content"}  # put at the address that the service gives, wherever that is
    asked = {
        node.value.id
        for path in (ROOT / "overlay/cdf_functions/_async").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "OPERATION" and isinstance(node.value, ast.Name)
    }
    served = {operation_id for operation_id in OPERATIONS if snake(operation_id) in asked | apart}
    assert set(OPERATIONS) - served == NOT_IN_OVERLAY


def is_served(emulator: Emulator, method: str, path: str) -> bool:
    """Whether the emulator has a route there; it tells what is no operation in words that no rule of it uses."""
    at_root = "servers" in SPEC["paths"].get(path, {})
    url = f"{emulator.base_url}/api/v1" + ("" if at_root else "/projects/p") + re.sub(r"\{\w+\}", "1", path)
    body: dict[str, object] | None = {} if method == "POST" else None
    answer = httpx.request(method, url, headers={"authorization": "Bearer t"}, json=body)
    return "No operation" not in answer.text


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_what_the_emulator_serves(operation_id: str, emulator: Emulator) -> None:
    """Each operation has its route in the emulator, or is listed above as missing."""
    method, path, _ = OPERATIONS[operation_id]
    assert is_served(emulator, method, path) == (operation_id not in NOT_IN_EMULATOR)


def test_what_nobody_serves(emulator: Emulator) -> None:
    """What is no operation is told apart from what is one."""
    assert not is_served(emulator, "POST", "/functions/{functionId}/cancel")
    assert not is_served(emulator, "PUT", "/functions/{functionId}")
