"""What spec/openapi.yaml promises to the generator, the overlay and the emulator, beyond its conventions."""

from pathlib import Path
from typing import Any

import pytest

from tools.pipeline import conventions, spec
from tools.pipeline.spec import Document

ROOT = Path(__file__).parent.parent
SPEC = spec.effective(ROOT)
SCHEMAS: dict[str, dict[str, Any]] = SPEC["components"]["schemas"]
OPERATIONS: dict[tuple[str, str], Document] = {
    (method, path): operation for path, method, operation, _ in spec.operations(SPEC)
}
SHARED = {"JsonObject", "Metadata", "Secrets", "EnvVars", "FunctionStatus", "CallStatus", "SessionStatus"}
READ = spec.reached(SPEC, [operation["responses"] for operation in OPERATIONS.values()])
WRITTEN = spec.reached(SPEC, [[one.get("requestBody"), one.get("parameters")] for one in OPERATIONS.values()])


def test_valid_openapi() -> None:
    """The document is valid OpenAPI 3.1."""
    validator = pytest.importorskip("openapi_spec_validator", reason="comes with the generator, not with the tests")
    validator.validate(SPEC)
    assert SPEC["openapi"] == "3.1.0"


def test_conventions() -> None:
    """No place of the spec breaks a convention of the house."""
    assert list(conventions.broken(SPEC, ROOT)) == []


def test_what_may_be_repeated_is_marked() -> None:
    """Of what changes something by its method, reading, revoking and sending bytes may be repeated; nothing else is."""
    marked = {key: operation["x-repeatable"] for key, operation in OPERATIONS.items() if "x-repeatable" in operation}
    safe = ("/list", "/byids", "/revoke", "/downloadlink")
    assert marked == {
        key: True for key in OPERATIONS if key[0] == "put" or (key[0] == "post" and key[1].endswith(safe))
    }


def test_the_token_goes_with_all_but_the_bytes() -> None:
    """Only the bytes of a file go without the token."""
    assert SPEC["security"] == [{"bearer": []}]
    apart = {key: operation["security"] for key, operation in OPERATIONS.items() if "security" in operation}
    assert apart == {("put", "/files/upload/{uploadToken}"): []}


def test_read_and_written_schemas_are_disjoint() -> None:
    """A schema is read or written; only the maps and the enums of filters are both."""
    assert SHARED == READ & WRITTEN


def test_what_is_always_sent() -> None:
    """So many fields of resources are never None to users."""
    fields = [one for name in READ for one in SCHEMAS[name].get("properties", {}).values()]
    assert len([one for one in fields if "x-always-sent" in one]) == 14


def test_what_is_confidential_is_marked() -> None:
    """Whatever carries a secret, or can, says so."""
    fields = [(f"{name}.{key}", one) for name in WRITTEN for key, one in SCHEMAS[name].get("properties", {}).items()]
    marked = {name for name, one in [*fields, *SCHEMAS.items()] if "x-confidential" in one}
    assert marked == {
        *("Secrets", "EnvVars", "FunctionWrite.indexUrl", "FunctionWrite.extraIndexUrls", "CallRequest.nonce"),
        *("ScheduleWrite.nonce", "ClientCredentialsSession.clientSecret"),
    }
