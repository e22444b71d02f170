"""The generated client by itself: it reads whatever the service may answer, and loses nothing of it."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any, cast

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from cdf_functions_api import models
from cdf_functions_api import operations as made_operations
from cdf_functions_api.operation import Operation
from tools.pipeline import names, operations, spec

DOCUMENT = spec.effective(Path(__file__).parent.parent.parent)
SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]
OPERATIONS = [(one["operationId"], one["tags"][0]) for _, _, one, _ in spec.operations(DOCUMENT)]
SUCCESSES = [
    answer
    for _, _, operation, _ in spec.operations(DOCUMENT)
    for code, answer in operation["responses"].items()
    if code.startswith("2")
]
READ = sorted(name for name in spec.reached(DOCUMENT, SUCCESSES) if SCHEMAS[name].get("type") == "object")
FIELDS = [(name, field) for name in READ for field in SCHEMAS[name].get("properties", {})]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
UNKNOWN = {"unknownField": {"nested": [1, None, "x"]}}


def model(name: str) -> Any:
    """The generated class of a schema."""
    return getattr(models, names.model(name))


def payloads(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a service may answer by a schema: any fields absent, any value that the schema lets be."""
    schema = spec.resolve(DOCUMENT, schema)
    if "oneOf" in schema:
        return st.one_of([payloads(one) for one in schema["oneOf"]])
    if "enum" in schema:
        return st.sampled_from([*schema["enum"], "SomethingNew"])
    kinds: str | list[str] = schema.get("type", [])
    if not kinds:
        return JSON
    return st.one_of([_plain(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)])


def _plain(kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if kind == "object":
        return st.deferred(lambda: _object(schema))
    if kind == "array":
        return st.lists(payloads(schema["items"]), max_size=3)
    simple: dict[str, st.SearchStrategy[Any]] = {
        "string": st.text(),
        "integer": st.integers(),
        "number": st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    return simple[kind]


def _object(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    fields = {name: payloads(one) for name, one in schema.get("properties", {}).items()}
    known = st.fixed_dictionaries({}, optional=fields)
    others: Any = schema.get("additionalProperties")
    unknown = payloads(cast("dict[str, Any]", others)) if isinstance(others, dict) else JSON
    extra = st.dictionaries(st.text().filter(lambda key: key not in fields), unknown, max_size=2)
    return st.tuples(extra, known).map(lambda both: {**both[0], **both[1]})


def full(schema: dict[str, Any]) -> Any:
    """One value with every field, by the examples of the schema."""
    schema = spec.resolve(DOCUMENT, schema)
    if "properties" in schema:
        return {name: full(one) for name, one in schema["properties"].items()}
    if schema.get("examples"):
        return schema["examples"][0]
    if "oneOf" in schema:
        return full(schema["oneOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    return [full(schema["items"])] if "items" in schema else {}


def test_every_operation_has_a_module() -> None:
    """Each of the spec's operations can be called, sync and async."""
    assert OPERATIONS
    for operation, tag in OPERATIONS:
        module = importlib.import_module(f"cdf_functions_api.api.{tag}.{names.attribute(operation)}")
        assert inspect.isfunction(module.sync_detailed), operation
        assert inspect.iscoroutinefunction(module.asyncio_detailed), operation
    assert sorted(made_operations.__all__) == sorted(names.attribute(operation) for operation, _ in OPERATIONS)
    assert {*made_operations.__all__} <= {*dir(made_operations)}
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(made_operations, "nothing")  # noqa: B009 - type checkers know that there is none


@pytest.mark.parametrize(("operation", "tag"), OPERATIONS)
def test_every_operation_is_an_object(operation: str, tag: str) -> None:
    """An operation's object has its id, what the spec says of it, and the type of its success."""
    module = importlib.import_module(f"cdf_functions_api.api.{tag}.{names.attribute(operation)}")
    made: Operation[..., object] = module.OPERATION
    assert getattr(made_operations, names.attribute(operation)) is made
    told = operations.operation_facts(DOCUMENT)[names.attribute(operation)]
    statuses = made.statuses if isinstance(made.statuses, range) else tuple(cast("tuple[int, ...]", made.statuses))
    assert str(statuses) == told["statuses"]
    assert {"id": made.id, "repeatable": made.repeatable, "authorized": made.authorized}.items() <= told.items()
    assert repr(made) == f"Operation({operation!r})"
    read = made.parse({})
    expected = inspect.signature(made.parse).return_annotation
    assert type(read).__name__ == expected or (read is None and expected == "None")


@pytest.mark.parametrize("name", READ)
def test_full_answer_survives(name: str) -> None:
    """An answer with every known field and an unknown one comes out as it went in."""
    payload = {**full(SCHEMAS[name]), **(UNKNOWN if SCHEMAS[name].get("additionalProperties", True) is True else {})}
    assert model(name).from_dict(payload).to_dict() == payload


@pytest.mark.parametrize("name", READ)
def test_nothing_is_needed(name: str) -> None:
    """An empty answer is read, and stays empty."""
    assert model(name).from_dict({}).to_dict() == {}


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=".".join)
def test_a_field_may_be_null_or_missing(name: str, field: str) -> None:
    """Each field may be null or absent while all others are there."""
    payload = full(SCHEMAS[name])
    for changed in ({**payload, field: None}, {key: value for key, value in payload.items() if key != field}):
        assert model(name).from_dict(changed).to_dict() == changed


ENUMS = [
    (name, field)
    for name, field in FIELDS
    if any("enum" in spec.resolve(DOCUMENT, one) for one in SCHEMAS[name]["properties"][field].get("oneOf", []))
]


@pytest.mark.parametrize(("name", "field"), ENUMS, ids=".".join)
def test_an_enum_is_open(name: str, field: str) -> None:
    """A value that the spec does not know is read, equals the string, and is sent back as it came."""
    read = model(name).from_dict({field: "SomethingNew"})
    assert getattr(read, names.attribute(field)) == "SomethingNew"
    assert read.to_dict() == {field: "SomethingNew"}


@pytest.mark.parametrize("name", READ)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_anything_the_spec_lets_be_survives(name: str, data: st.DataObject) -> None:
    """Whatever a schema lets an answer be, unknown fields included, comes out as it went in."""
    payload = data.draw(payloads(SCHEMAS[name]))
    assert model(name).from_dict(payload).to_dict() == payload
