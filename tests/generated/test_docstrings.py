"""What the docstrings of the low-level client say."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

from cdf_functions_api import models
from tools.pipeline import docstrings, names, spec

DOCUMENT = spec.effective(Path(__file__).parent.parent.parent)
OPERATIONS = [(path, method, one) for path, method, one, _ in spec.operations(DOCUMENT)]


@pytest.mark.parametrize(
    ("path", "method", "operation"), OPERATIONS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_an_operation_is_described_once(path: str, method: str, operation: spec.Document) -> None:
    """One docstring has summary, method, path, description, parameters and errors; the others lead to it."""
    module = importlib.import_module(
        f"cdf_functions_api.api.{operation['tags'][0]}.{names.attribute(operation['operationId'])}"
    )
    full = inspect.getdoc(module.sync) or ""
    assert full.splitlines()[:3] == [operation["summary"], "", f"{method.upper()} {path}"]
    said = " ".join(full.split())
    assert " ".join(operation.get("description", "").split()) in said
    for parameter in inspect.signature(module.sync).parameters:
        assert parameter == "client" or re.search(rf"{parameter} \([^:]+\): \w", said), parameter
    assert "errors.UnreadableResponse" in said
    others = [inspect.getdoc(one) or "" for one in (module.sync_detailed, module.asyncio, module.asyncio_detailed)]
    assert [len(one.splitlines()) for one in others] == [1, 1, 1]
    assert all(one.startswith("Like ``sync") for one in others)


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (models.CallRequest, "nonce (str): Nonce of a session created for this call"),
        (models.CallRequest, "Single use. Required; at least 1 character."),
        (models.CallRequest, "data (JsonObject | Unset): Handed to the handler as its data."),
        (models.FunctionWrite, "Display name, set by the caller. Required; 1 to 140 characters."),
        (models.FunctionWrite, "in cores."),
        (models.FunctionWrite, "More than 0."),
        (models.FunctionWrite, "Expected: py3 and the minor version, such as py311."),
        (models.CallReferences, "Required; 1 to 10000 items."),
        (models.FunctionCall, "in ms since the epoch"),
    ],
)
def test_a_model_describes_its_fields(holder: type, said: str) -> None:
    """A field's unit, bounds, and whether it is required are in its model's docstring."""
    assert said in " ".join((inspect.getdoc(holder) or "").split())


@pytest.mark.parametrize(
    ("schema", "required", "text"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 9}, True, "It. Required; 1 to 9."),
        ({"type": "integer", "minimum": 1}, False, "It. At least 1."),
        ({"type": "integer", "maximum": 9}, False, "It. At most 9."),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, False, "It. More than 0; less than 1."),
        ({"type": "string", "minLength": 2, "maxLength": 2}, False, "It. Exactly 2 characters."),
        ({"type": "array", "minItems": 1}, False, "It. At least 1 item."),
        ({"type": "object", "maxProperties": 3}, False, "It. At most 3 names."),
        ({"type": "integer", "format": "epoch-ms"}, False, "It. In ms since the epoch."),
        ({"$ref": "#/components/schemas/One"}, True, "It. Required; at most 5 characters."),
        ({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/One"}]}, False, "It. At most 5 characters."),
        ({"type": "string"}, False, "It."),
    ],
)
def test_what_is_told_of_a_field(schema: spec.Document, required: bool, text: str) -> None:
    """Every bound, unit and requirement of the spec becomes words, through references, too."""
    one = {"type": "string", "maxLength": 5}
    body = {
        "type": "object",
        "properties": {"a": {**schema, "description": "It"}},
        "required": ["a"] if required else [],
    }
    carried = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}}
    document: spec.Document = {
        "paths": {
            "/a": {"post": {"requestBody": carried, "parameters": [{"name": "q", "in": "query", "schema": dict(one)}]}}
        },
        "components": {"schemas": {"Body": body, "One": one}},
    }
    told = docstrings.told(document)
    assert told["components"]["schemas"]["Body"][docstrings.TEXTS] == {"a": text}
    assert told["paths"]["/a"]["post"]["description"] == "POST /a"
    assert told["paths"]["/a"]["post"]["parameters"][0]["schema"]["description"] == "At most 5 characters."
    assert docstrings.TEXTS not in body
