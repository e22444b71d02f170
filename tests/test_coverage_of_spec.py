"""Which operations of the spec are served where. What is left out says why, in spec/not-served.toml."""

import re
from pathlib import Path

import httpx
import pytest

from cdf_functions_emulator import Emulator
from tools.diff import todo
from tools.pipeline import names, spec

ROOT = Path(__file__).parent.parent
DOCUMENT = spec.effective(ROOT)
OPERATIONS = {str(one["operationId"]): (method, path, one) for path, method, one, _ in spec.operations(DOCUMENT)}
NOT_SERVED = todo.not_served(ROOT)


def test_every_operation_is_in_the_low_level_client() -> None:
    """Each operation has its module under its tag."""
    for operation_id, (_, _, operation) in OPERATIONS.items():
        module = ROOT / "generated/cdf_functions_api/api" / operation["tags"][0] / f"{names.attribute(operation_id)}.py"
        assert module.is_file(), operation_id


def test_nothing_is_left_to_do() -> None:
    """Each operation is asked for by the overlay, tested, told of and answered by the emulator, or left out."""
    assert list(todo.todo(DOCUMENT, ROOT)) == []


def test_what_is_left_out_says_why() -> None:
    """Each operation that the overlay or the emulator does without is one of the spec, and has its reason."""
    assert set(NOT_SERVED) == {"overlay", "emulator"}
    for left in NOT_SERVED.values():
        assert left.keys() <= OPERATIONS.keys()
        assert all(isinstance(reason, str) and len(reason) > 20 for reason in left.values())


def is_served(emulator: Emulator, method: str, path: str) -> bool:
    """Whether the emulator has a route there; it tells what it has not in a status or words that no rule of it uses."""
    at_root = "servers" in DOCUMENT["paths"].get(path, {})
    url = f"{emulator.base_url}/api/v1" + ("" if at_root else "/projects/p") + re.sub(r"\{\w+\}", "1", path)
    body: dict[str, object] | None = {} if method == "post" else None
    answer = httpx.request(method, url, headers={"authorization": "Bearer t"}, json=body)
    return answer.status_code != 501 and "No operation" not in answer.text


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_what_the_emulator_serves(operation_id: str, emulator: Emulator) -> None:
    """Each operation has its route in the emulator, or is left out with a reason."""
    method, path, _ = OPERATIONS[operation_id]
    assert is_served(emulator, method, path) == (operation_id not in NOT_SERVED["emulator"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/functions/{functionId}/cancel"),
        *((method, "/functions/{functionId}") for method in spec.METHODS if method not in {"get", "head"}),
    ],
)
def test_what_nobody_serves(method: str, path: str, emulator: Emulator) -> None:
    """What is no operation is told apart from what is one, whatever the method."""
    assert not is_served(emulator, method, path)
