"""What the generator drops without a word is found, and has to be accepted one by one."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.conftest import edit
from tests.pipeline.edits import PING, fields, operation, schema
from tests.pipeline.more_edits import path_by_reference
from tools.pipeline import hazards, spec
from tools.pipeline.layout import HAZARDS, SPEC, PipelineError

DOCUMENT = spec.effective()
CALL = "post /functions/{functionId}/call"
PARAMETER = {"name": "ids", "in": "query", "description": "Ids."}
LIST = {"type": "array", "items": {"type": "integer"}}
HEADERS = ("Authorization", "content-type", "User-Agent", "Accept", "Host", "größe", "X:Y")


def _function(**keywords: object) -> Callable[[Any], object]:
    return lambda d: fields(d, "Function")["owner"].update(keywords)


def _parameter(**keywords: object) -> Callable[[Any], object]:
    return lambda d: operation(d, CALL)["parameters"].append({**PARAMETER, **keywords})


def _call(**keywords: object) -> Callable[[Any], object]:
    return lambda d: operation(d, CALL).update(keywords)


def _success(d: Any) -> Any:
    return operation(d, CALL)["responses"]["201"]


def _new(schema: Any) -> Callable[[Any], object]:
    return lambda d: fields(d, "Function").update(x=schema)


def _path(path: str, *parameters: dict[str, object]) -> Callable[[Any], object]:
    given = [{"in": "path", "required": True, "description": "Y.", **one} for one in parameters]
    return lambda d: d["paths"].update({path: {"get": {**PING, "parameters": given}}})


HAZARDOUS: list[tuple[str, Callable[[Any], object]]] = [
    ("access", _function(readOnly=True)),
    ("access", _function(writeOnly=True)),
    ("range", lambda d: fields(d, "FunctionWrite")["cpu"].update(minimum=9, maximum=1)),
    ("range", lambda d: fields(d, "FunctionWrite")["name"].update(minLength=9, maxLength=1)),
    ("range", lambda d: fields(d, "FunctionReferences")["items"].update(minItems=2, maxItems=1)),
    ("range", lambda d: schema(d, "EnvVars").update(minProperties=2, maxProperties=1)),
    ("path", _path("/functions/../limits")),
    ("path", _path("/functions/./limits")),
    ("path", _path("/functions/{other}", {"name": "other", "schema": {"type": "integer"}})),
    (
        "path",
        _path(
            "/functions/{x}/calls/{y}",
            {"name": "x", "schema": {"type": "integer"}},
            {"name": "y", "schema": {"type": "integer"}},
        ),
    ),
    ("deprecated", _function(deprecated=True)),
    ("default", _function(default="x")),
    ("title", _function(title="Owner")),
    ("logic", lambda d: schema(d, "Function").update({"if": {}, "then": {}})),
    ("logic", lambda d: schema(d, "Function").update(patternProperties={"^x": {"type": "string"}})),
    ("logic", lambda d: fields(d, "Function")["owner"].update({"not": {"const": "x"}})),
    ("discriminator", lambda d: schema(d, "SessionCredential").update(discriminator={"propertyName": "type"})),
    ("closed-object", lambda d: schema(d, "Function").update(additionalProperties=False)),
    ("typed-const", _function(const="x")),
    ("odd-enum", lambda d: schema(d, "FunctionStatus").update(type="boolean", enum=[True])),
    ("odd-enum", lambda d: schema(d, "FunctionStatus").update(enum=["a", None])),
    ("closed-enum", lambda d: schema(d, "FunctionStatus").update(type="integer", enum=[1])),
    ("beside", lambda d: schema(d, "FunctionStatus").pop("type")),
    ("extension", lambda d: schema(d, "FunctionStatus").update({"x-enum-varnames": ["A"]})),
    ("text", lambda d: schema(d, "FunctionStatus").update(enum=["a\nb"])),
    ("text", lambda d: schema(d, "FunctionStatus").update(enum=["a\u200bb"])),
    ("text", _new({"const": 'a"b'})),
    ("text", _new({"const": "a\\b"})),
    ("text", lambda d: fields(d, "Function").update({"a\tb": {"type": "string"}})),
    ("text", _function(description="a\0b")),
    ("text", _function(description="a\ud800b")),
    ("odd-const", _new({"const": 1.5})),
    ("odd-const", _new({"const": None})),
    ("unknown", _function(**{"$dynamicRef": "#x"})),
    ("unknown", _function(desciption="x")),
    ("unknown", _function(xml={})),
    ("unknown", _function(maxlength=3)),
    ("allOf", _new({"allOf": [{"type": "string"}]})),
    ("nullable", _function(nullable=True)),
    ("wording", _function(example="a")),
    ("unchecked", _function(uniqueItems=True)),
    ("unchecked", _new({"type": "integer", "exclusiveMinimum": 0})),
    ("required", lambda d: schema(d, "FunctionWrite")["required"].append("nope")),
    ("boolean", lambda d: fields(d, "Function").update(x=True)),
    ("boolean", _new({"type": "array", "items": False})),
    ("beside", _new({"type": "array"})),
    ("beside", _new({"minLength": 1})),
    ("beside", _new({"properties": {}})),
    ("beside", _new({"oneOf": [{"type": "string"}], "anyOf": [{"type": "string"}]})),
    ("beside", _new({"oneOf": [{"type": "string"}], "type": "string"})),
    (
        "circle",
        lambda d: d["components"]["schemas"].update(A={"type": "array", "items": {"$ref": "#/components/schemas/A"}}),
    ),
    ("odd-enum", lambda d: schema(d, "FunctionStatus").update(enum=[])),
    ("alias", lambda d: d["components"]["schemas"].update(Other={"$ref": "#/components/schemas/Function"})),
    ("alias", lambda d: d["components"]["parameters"].update(Other={"$ref": "#/components/parameters/Limit"})),
    ("ref", _new({"$ref": "#/components/schemas/Function/properties/id"})),
    ("ref", _new({"$ref": "#/components/schemas/Nowhere"})),
    ("ref", _new({"$ref": "#/components/parameters/Limit"})),
    ("ref", _call(requestBody={"$ref": "#/components/schemas/Function"})),
    ("extension", _function(**{"x-foo": 1})),
    ("extension", _function(**{"x-resource": True})),
    ("extension", _function(**{"x-repeatable": True})),
    ("extension", _function(**{"x-expected": "a word"})),
    ("extension", _function(**{"x-open-enum": True})),
    ("extension", _function(**{"x-confidential": "yes"})),
    ("extension", lambda d: fields(d, "FunctionWrite")["name"].update({"x-always-sent": True})),
    ("extension", lambda d: d["info"].update({"x-logo": "x"})),
    ("extension", lambda d: d.update({"x-tags": []})),
    ("extension", lambda d: d["paths"].update({"x-path": {}})),
    ("extension", _call(**{"x-repeatable": "maybe"})),
    ("extension", lambda d: _success(d).update({"x-foo": 1})),
    ("extension", lambda d: _success(d)["content"]["application/json"].update({"x-foo": 1})),
    ("unknown", _call(operationID="x")),
    ("unknown", lambda d: d["paths"]["/functions"].update(get_={})),
    ("unknown", lambda d: d["components"].update(schema={})),
    ("unknown", lambda d: _success(d).update(contents={})),
    ("headers", lambda d: d["components"].update(headers={})),
    ("encoding", lambda d: _success(d)["content"]["application/json"].update(encoding={})),
    ("misplaced-time", lambda d: fields(d, "ProjectAccess")["groups"]["items"].update(format="epoch-ms")),
    ("misplaced-time", _function(format="epoch-ms")),
    ("format", _function(format="date-time")),
    ("format", _function(format="uuid")),
    ("format", _function(format="binary")),
    ("misplaced-time", _parameter(schema={"type": "integer", "format": "epoch-ms"})),
    ("unnamed", lambda d: fields(d, "Function").update(inner={"type": "object", "properties": {}})),
    ("unnamed", _function(enum=["a", "b"])),
    ("unnamed", lambda d: fields(d, "Function").update(inner={"type": ["object", "null"]})),
    ("path-ref", path_by_reference),
    ("union", lambda d: schema(d, "TokenExchangeSession").pop("required")),
    ("union", lambda d: fields(d, "Function")["status"]["oneOf"].append({"type": "string"})),
    ("union", _new({"oneOf": [{"const": "a"}, {"type": "string"}]})),
    ("union", _new({"oneOf": [{"type": "array", "items": {}}, {"type": "array", "items": {"type": "string"}}]})),
    ("union", lambda d: schema(d, "ExternalIdReference")["required"].append("id")),
    ("ref-siblings", lambda d: fields(d, "CallRequest")["data"].update(maxProperties=5)),
    ("format", _function(format="email")),
    ("content", _function(contentEncoding="base64")),
    ("logic", _function(dependencies={})),
    ("webhooks", lambda d: d.update(webhooks={"x": {}})),
    ("callbacks", _call(callbacks={"x": {}})),
    ("deprecated", _call(deprecated=True)),
    ("tags", _call(tags=["calls", "functions"])),
    ("tags", lambda d: operation(d, CALL).pop("tags")),
    ("servers", _call(servers=[{"url": "/"}])),
    ("security", _call(security=[])),
    ("parameter", _parameter(content={"application/json": {"schema": LIST}})),
    ("parameter", _parameter(schema=LIST, explode=False)),
    ("parameter", _parameter(schema=LIST, **{"in": "header"})),
    ("parameter", _parameter(schema={"type": "object"}, style="deepObject")),
    ("parameter", _parameter(schema=LIST, style="pipeDelimited")),
    ("parameter", _parameter(schema={"type": "string"}, allowReserved=True)),
    *(("parameter", _parameter(name=name, **{"in": "header"})) for name in HEADERS),
    ("parameter", _parameter(schema={"type": "string"}, **{"in": "cookie"})),
    ("parameter", _parameter(schema={"type": ["string", "null"]})),
    ("parameter", _parameter(schema={})),
    ("parameter", _parameter(schema={"type": "array", "items": LIST})),
    ("parameter", _path("/x/{y}", {"name": "y", "schema": {"type": "boolean"}})),
    ("path", _path("/x/{y}")),
    ("path", _path("/x", {"name": "y", "schema": {"type": "string"}})),
    ("path", _path("/x/{y.z}", {"name": "y.z", "schema": {"type": "string"}})),
    ("path", _path('/x"y')),
    ("path", _path("/x{y")),
    ("path", _path("/größe")),
    ("path", _path("/x?y=1")),
    (
        "security",
        lambda d: d["components"]["securitySchemes"].update(key={"type": "apiKey", "name": "k", "in": "query"}),
    ),
    ("status", lambda d: operation(d, CALL)["responses"].update({"520": {"description": "No."}})),
    ("media", lambda d: _success(d)["content"].update({"application/json": {}})),
    ("media", _call(requestBody={"content": {}})),
    ("media", _call(requestBody={"content": {"multipart/form-data": {"schema": {"type": "string"}}}})),
    ("media", _call(requestBody={"content": {"application/octet-stream": {"schema": {"type": "string"}}}})),
    ("successes", lambda d: operation(d, CALL)["responses"].update({"200": {"description": "Done."}})),
    ("default-answer", lambda d: operation(d, CALL)["responses"].update(default={"description": "No."})),
    ("headers", lambda d: _success(d).update(headers={"x": {}})),
    ("links", lambda d: _success(d).update(links={"x": {}})),
    ("media", lambda d: _success(d)["content"].update({"text/csv": {}})),
    ("media", lambda d: _success(d).update(content={"text/event-stream": {"schema": {"type": "string"}}})),
]


@pytest.mark.parametrize(("rule", "do"), HAZARDOUS)
def test_a_hazard_is_found(rule: str, do: Callable[[Any], object]) -> None:
    """Each construct is found by its rule, and was not there before."""
    after = copy.deepcopy(DOCUMENT)
    do(after)
    hazards.check(DOCUMENT)
    assert rule in {found for found, _, _ in set(hazards.findings(after)) - set(hazards.findings(DOCUMENT))}
    with pytest.raises(PipelineError, match=rf"without a word:\n(.|\n)*  {rule}: /"):
        hazards.check(after)


KEPT: list[Callable[[Any], object]] = [
    _new({"type": ["integer", "null"], "format": "epoch-ms"}),
    _new({"type": ["string", "integer", "boolean", "null"], "maxLength": 3}),
    _new({"oneOf": [{"const": "a'b"}, {"type": "null"}]}),
    _new({"const": "größe"}),
    _new({"type": "array", "items": {"type": "array", "items": {"$ref": "#/components/schemas/Function"}}}),
    _new({"$ref": "#/components/schemas/FunctionError", "x-always-sent": True}),
    _new(
        {"oneOf": [{"$ref": "#/components/schemas/FunctionError"}, {"type": "array", "items": {}}, {"type": "string"}]}
    ),
    _function(description='"""quotes""" and \\ and größe, and a line\nmore', **{"$comment": "seen in use"}),
    _parameter(schema=LIST, explode=True, style="form"),
    _parameter(schema={"type": "boolean"}, **{"in": "header", "name": "X-Trace"}),
    _path("/x/{y}:run", {"name": "y", "schema": {"$ref": "#/components/schemas/CallStatus"}}),
    lambda d: operation(d, CALL)["responses"].update({"404": {"$ref": "#/components/responses/Error"}}),
    lambda d: d["components"]["schemas"].update(Many={"type": "array", "items": {"type": "string"}}),
]


@pytest.mark.parametrize("do", KEPT)
def test_what_is_kept_is_no_hazard(do: Callable[[Any], object]) -> None:
    """What comes out as it went in needs nobody's leave."""
    after = copy.deepcopy(DOCUMENT)
    do(after)
    hazards.check(after)


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (
            _function(desciption="x"),
            "/components/schemas/Function/properties/owner/desciption .*did you mean description",
        ),
        (_call(parameter=[]), "post/parameter .*did you mean parameters"),
        (_function(nullable=True), "a word of OpenAPI 3.0"),
        (_parameter(name="Authorization", **{"in": "header"}), "the header Authorization is set by others"),
    ],
)
def test_a_hazard_says_what_to_do(do: Callable[[Any], object], said: str) -> None:
    """What is refused is named with its place, its line, and what was meant."""
    after = copy.deepcopy(DOCUMENT)
    do(after)
    with pytest.raises(PipelineError, match=said) as refused:
        hazards.check(after)
    assert f"({SPEC}:" in str(refused.value)
    assert f"Say it otherwise, or accept it in {HAZARDS}" in str(refused.value)


def test_thousands_are_counted() -> None:
    """Of many hazards twenty are told."""
    after = copy.deepcopy(DOCUMENT)
    fields(after, "Function").update({f"x{number}": {"type": "string", "nope": 1} for number in range(3000)})
    with pytest.raises(PipelineError, match=r"\.\.\. and 2980 more\n") as refused:
        hazards.check(after)
    assert len(str(refused.value).splitlines()) < 25


def test_a_property_may_be_named_like_a_keyword() -> None:
    """Only keywords are hazards, not properties that are called like one."""
    after = copy.deepcopy(DOCUMENT)
    fields(after, "Function").update(
        {name: {"type": "string"} for name in ("default", "if", "title", "deprecated", "$ref", "x-foo")}
    )
    hazards.check(after)


def test_an_acceptance_that_fits_nothing(root: Path) -> None:
    """An accepted hazard that the spec no longer has is an error."""
    edit(root / HAZARDS, 'rule = "servers"', 'rule = "links"')
    with pytest.raises(PipelineError, match="servers: /paths/~1token"):
        hazards.check(DOCUMENT, root)
    after = copy.deepcopy(DOCUMENT)
    after["paths"].pop("/token/inspect")
    with pytest.raises(PipelineError, match="accepts what the spec no longer says: links at"):
        hazards.check(after, root)


def test_an_acceptance_says_where(root: Path) -> None:
    """An acceptance without the place where the hazard is taken care of is an error."""
    edit(root / HAZARDS, "handled = ", "because = ")
    with pytest.raises(PipelineError, match="an entry has rule, at and handled"):
        hazards.check(DOCUMENT, root)
