"""What spec/openapi.yaml promises to the generator, the overlay and the emulator."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PATH = Path(__file__).parent.parent / "spec" / "openapi.yaml"
SPEC: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
SCHEMAS: dict[str, dict[str, Any]] = SPEC["components"]["schemas"]
OPERATIONS: dict[tuple[str, str], dict[str, Any]] = {
    (method, path): operation
    for path, item in SPEC["paths"].items()
    for method, operation in item.items()
    if method != "servers"
}
SHARED = {"JsonObject", "Metadata", "Secrets", "EnvVars", "FunctionStatus", "CallStatus", "SessionStatus"}

LIST = """
    get /functions, post /functions, post /functions/list, post /functions/byids, post /functions/delete,
    get /functions/{functionId}, get /functions/status, post /functions/status, get /functions/limits,
    post /functions/{functionId}/call, get /functions/{functionId}/calls, post /functions/{functionId}/calls/list,
    post /functions/{functionId}/calls/byids, get /functions/{functionId}/calls/{callId},
    get /functions/{functionId}/calls/{callId}/logs, get /functions/{functionId}/calls/{callId}/response,
    get /functions/schedules, post /functions/schedules, post /functions/schedules/list,
    post /functions/schedules/byids, post /functions/schedules/delete, get /functions/schedules/{scheduleId},
    get /functions/schedules/{scheduleId}/input_data,
    post /sessions, get /sessions, post /sessions/byids, post /sessions/revoke, get /token/inspect,
    post /files, put /files/upload/{uploadToken}, post /files/byids, get /files/{fileId}, post /files/delete
"""
EXPECTED = [entry.split() for entry in LIST.split(",")]


def nodes(value: object, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping in a document with its place, examples left out."""
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        yield where, mapping
        for key, inner in mapping.items():
            if key != "examples" or where.endswith("/properties"):
                yield from nodes(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(cast("list[object]", value)):
            yield from nodes(inner, f"{where}/{index}")


def reached(start: object) -> set[str]:
    """Names of the schemas that a part of the document leads to."""
    found: set[str] = set()
    todo = [start]
    while todo:
        for _, node in nodes(todo.pop()):
            kind, _, name = str(node.get("$ref", "")).removeprefix("#/components/").partition("/")
            if kind != "schemas":
                todo += [SPEC["components"][kind][name]] if name else []
            elif name not in found:
                found.add(name)
                todo.append(SCHEMAS[name])
    return found


def properties(names: set[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Schema name, property name and property of the schemas named."""
    for name in sorted(names):
        for key, schema in SCHEMAS[name].get("properties", {}).items():
            yield name, key, schema


def types(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types that a schema names itself."""
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def nullable(schema: Mapping[str, Any]) -> bool:
    """Whether null is valid: any JSON is, or null is a type of it or of one of its variants."""
    return not schema.keys() - {"description", "examples"} or any(
        "null" in types(variant) for variant in [schema, *schema.get("oneOf", [])]
    )


READ = reached([operation["responses"] for operation in OPERATIONS.values()])
WRITTEN = reached([[o.get("requestBody"), o.get("parameters")] for o in OPERATIONS.values()])
TIMES = ("Time", "Called", "timestamp")


def test_valid_openapi() -> None:
    """The document is valid OpenAPI 3.1."""
    validator = pytest.importorskip("openapi_spec_validator", reason="comes with the generator, not with the tests")
    validator.validate(SPEC)
    assert SPEC["openapi"] == "3.1.0"


def test_operations_are_the_33() -> None:
    """The operations are the documented ones, each with an id of its own, spread over six tags."""
    assert [list(key) for key in OPERATIONS] == EXPECTED
    assert len({operation["operationId"] for operation in OPERATIONS.values()}) == len(EXPECTED)
    tags = Counter(operation["tags"][0] for operation in OPERATIONS.values())
    assert tags == {"functions": 9, "calls": 7, "schedules": 7, "sessions": 4, "token": 1, "files": 5}
    assert list(tags) == [tag["name"] for tag in SPEC["tags"]]


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation["operationId"])
def test_operation_is_complete(operation: dict[str, Any]) -> None:
    """An operation has an id, one tag, a one-line summary, one success code and the error envelope, and no more."""
    assert operation["operationId"].isalnum()
    assert len(operation["tags"]) == 1
    assert operation["summary"]
    assert "\n" not in operation["summary"]
    success, *rest = operation["responses"]
    assert success in {"200", "201", "202"}
    assert rest == ["4XX"]
    assert operation["responses"]["4XX"] == {"$ref": "#/components/responses/Error"}


def test_what_may_be_repeated_is_marked() -> None:
    """Of what changes something by its method, reading, revoking and sending bytes may be repeated; nothing else is."""
    marked = {
        (method, path): operation["x-repeatable"]
        for (method, path), operation in OPERATIONS.items()
        if "x-repeatable" in operation
    }
    safe = ("/list", "/byids", "/revoke")
    assert marked == {
        key: True for key in OPERATIONS if key[0] == "put" or (key[0] == "post" and key[1].endswith(safe))
    }


def test_the_token_goes_with_all_but_the_bytes() -> None:
    """Only the bytes of a file go without the token."""
    assert SPEC["security"] == [{"bearer": []}]
    assert [key for key, operation in OPERATIONS.items() if "security" in operation] == [
        ("put", "/files/upload/{uploadToken}")
    ]
    assert OPERATIONS["put", "/files/upload/{uploadToken}"]["security"] == []


def test_every_object_and_enum_has_a_name() -> None:
    """An object or an enum stands only at the top of components/schemas."""
    for where, node in nodes(SPEC):
        if not where.endswith("/properties") and (types(node) & {"object"} or "enum" in node or "properties" in node):
            assert where.startswith("/components/schemas/"), where
            assert where.count("/") == 3, where


def test_every_schema_is_used() -> None:
    """No schema is left over."""
    assert set(SCHEMAS) == READ | WRITTEN


def test_everything_is_described() -> None:
    """Schemas, properties and parameters have a description, and scalar properties an example."""
    for name, schema in SCHEMAS.items():
        assert schema["description"], name
    for parameter in SPEC["components"]["parameters"].values():
        assert parameter["description"], parameter["name"]
    for name, key, schema in properties(set(SCHEMAS)):
        assert schema["description"], (name, key)
        if types(schema) & {"string", "integer", "number", "boolean"}:
            assert schema["examples"], (name, key)


def test_read_side_is_lenient() -> None:
    """Nothing in an answer is required, and every property may be null."""
    assert "Function" in READ
    assert "ErrorBody" in READ
    for name in READ:
        assert "required" not in SCHEMAS[name], name
    for name, key, schema in properties(READ):
        assert nullable(schema), (name, key)


def test_written_side_is_strict() -> None:
    """Nothing in a request may be null, and what is required exists."""
    for name, key, schema in properties(WRITTEN):
        assert not nullable(schema), (name, key)
    for name in WRITTEN:
        assert set(SCHEMAS[name].get("required", [])) <= SCHEMAS[name].get("properties", {}).keys(), name


def test_read_and_written_schemas_are_disjoint() -> None:
    """A schema is read or written; only the maps and the enums of filters are both."""
    assert SHARED == READ & WRITTEN


def test_enums_are_open() -> None:
    """Each enum says that it may have grown; its description says the same to people."""
    for name, schema in SCHEMAS.items():
        assert bool(schema.get("x-open-enum")) == ("enum" in schema), name
        assert ("An open list" in " ".join(schema["description"].split())) == ("enum" in schema), name


def test_what_is_always_sent_is_read() -> None:
    """Only a field of a resource can be one that is always sent, and each resource has such."""
    always = [(name, key) for name, key, schema in properties(set(SCHEMAS)) if "x-always-sent" in schema]
    resources = {name for name, schema in SCHEMAS.items() if "x-resource" in schema}
    assert {name for name, _ in always} == resources <= READ
    assert len(always) == 14


def test_what_is_confidential_is_marked() -> None:
    """Whatever carries a secret, or can, says so."""
    marked = {f"{name}.{key}" for name, key, schema in properties(WRITTEN) if "x-confidential" in schema}
    marked |= {name for name, schema in SCHEMAS.items() if "x-confidential" in schema}
    assert marked == {
        *("Secrets", "EnvVars", "FunctionWrite.indexUrl", "FunctionWrite.extraIndexUrls", "CallRequest.nonce"),
        *("ScheduleWrite.nonce", "ClientCredentialsSession.clientSecret"),
    }


def test_times_are_marked() -> None:
    """Properties named like times are epoch-ms or a range of such, and nothing else carries the marker."""
    for name, key, schema in properties(set(SCHEMAS)):
        marked = schema.get("format") == "epoch-ms"
        ranged = schema.get("$ref") == "#/components/schemas/TimestampRange"
        assert (marked or ranged) == (key.endswith(TIMES) or name == "TimestampRange"), (name, key)
    marks = [node for _, node in nodes(SPEC) if node.get("format") == "epoch-ms"]
    assert len(marks) == sum(schema.get("format") == "epoch-ms" for _, _, schema in properties(set(SCHEMAS)))
    assert all("integer" in types(mark) and mark["minimum"] == 0 for mark in marks)
    said = [" ".join(mark["description"].split()) for mark in marks]
    assert [text for text in said if ", in ms since the epoch" not in text] == []


def test_ids_are_bounded() -> None:
    """An id that is a number is at least 1 and fits a double."""
    fields = [(key, schema) for _, key, schema in properties(set(SCHEMAS))]
    fields += [(p["name"], p["schema"]) for p in SPEC["components"]["parameters"].values()]
    numbers = [schema for key, schema in fields if key.lower().endswith("id") and "integer" in types(schema)]
    numbers += [node for _, node in nodes(SPEC) if node.get("format") == "int64"]
    assert numbers
    assert all((number["minimum"], number["maximum"]) == (1, 2**53 - 1) for number in numbers)


def test_nothing_has_a_default() -> None:
    """No schema has a default, which generated clients would send each time."""
    for where, node in nodes({"paths": SPEC["paths"], "components": SPEC["components"]}):
        if not where.endswith("/properties") and "/servers/" not in where:
            assert "default" not in node, where
