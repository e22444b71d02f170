"""The wire and Python are judged apart, and nothing is told that is not so."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from tests.pipeline.edits import COUNT, MOMENT, fields, operation, rename, rename_schema, schema
from tests.pipeline.test_changes import USED
from tools.diff import state
from tools.diff.facts import facts
from tools.diff.report import as_markdown, compare
from tools.diff.spec_changes import changes
from tools.pipeline import spec

DOCUMENT = spec.effective()
LIMITS = "get /functions/limits"
WRITE = "FunctionWrite"
ID = {"name": "startTime", "in": "query", "schema": {"type": "integer"}}
LIST = {"type": "array", "items": {"type": "integer"}}
ONE = {"type": "object", "properties": {"one": {"type": "string"}, "two": {"type": "string"}}}


def ref(name: str) -> dict[str, str]:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def parameters(document: Any) -> Any:
    """Those of a list."""
    return operation(document, "get /functions").setdefault("parameters", [])


def _moved(document: Any) -> None:
    parameters(document).append({**COUNT, "in": "header"})


def _renamed_and_less(document: Any) -> None:
    rename_schema(document, "CallLogEntry", "LogLine")
    fields(document, "LogLine").pop("message")


def _no_content(document: Any) -> None:
    operation(document, "post /functions/delete")["responses"] = {
        "204": {"description": "Done."},
        **{
            code: one
            for code, one in operation(document, "post /functions/delete")["responses"].items()
            if code == "4XX"
        },
    }


def _variants(document: Any, *names: str) -> None:
    document["components"]["schemas"] |= {"ById": ONE, "ByName": ONE | {"required": ["one"]}, "Same": ONE}
    fields(document, WRITE)["target"] = {"oneOf": [ref(name) for name in names]}


def _multipart(document: Any) -> None:
    content = operation(document, "post /functions/list")["requestBody"]["content"]
    rename(content, "application/json", "multipart/form-data")


def nothing(document: Any) -> None:
    """Leave it as it is."""


Do = Callable[[Any], object]
# before, after (both made of the spec as it is), and what is told: kind, subject, whom it breaks
TABLE: list[tuple[str, Do, Do, list[tuple[str, str, str]]]] = [
    (
        "operation spelt otherwise",
        nothing,
        lambda d: operation(d, LIMITS).update(operationId="GetFunctionsLimits"),
        [("operation respelt", "getFunctionsLimits", "")],
    ),
    (
        "field spelt otherwise",
        nothing,
        lambda d: rename(fields(d, "FunctionCall"), "startTime", "start_time"),
        [("field respelt", "FunctionCall.startTime", "wire")],
    ),
    (
        "field spelt otherwise and retyped",
        nothing,
        lambda d: (
            fields(d, WRITE).update(index_url={**fields(d, WRITE)["indexUrl"], "type": "integer"}),
            fields(d, WRITE).pop("indexUrl"),
        ),
        [
            ("field respelt", "FunctionWrite.indexUrl", "wire"),
            ("field retyped", "FunctionWrite.indexUrl", "low-level overlay wire"),
        ],
    ),
    (
        "schema spelt otherwise",
        nothing,
        lambda d: rename_schema(d, "CallError", "callError"),
        [("schema respelt", "CallError", "")],
    ),
    (
        "value spelt otherwise",
        nothing,
        lambda d: schema(d, "CallStatus").update(enum=["running", "Completed", "Failed", "Timeout"]),
        [("enum value respelt", "CallStatus.Running", "wire")],
    ),
    (
        "parameter spelt otherwise",
        lambda d: parameters(d).append(ID),
        lambda d: parameters(d).append({**ID, "name": "start_time"}),
        [("parameter respelt", "listFunctions: query startTime", "wire")],
    ),
    (
        "tag spelt otherwise",
        nothing,
        lambda d: operation(d, LIMITS).update(tags=["Functions"]),
        [("operation tag respelt", "getFunctionsLimits", "")],
    ),
    (
        "list in one query parameter",
        lambda d: parameters(d).append({**COUNT, "schema": LIST}),
        lambda d: parameters(d).append({**COUNT, "schema": LIST, "explode": False}),
        [("parameter differs", "listFunctions: query depth", "wire")],
    ),
    (
        "query that takes a list",
        lambda d: parameters(d).append(COUNT),
        lambda d: parameters(d).append({**COUNT, "schema": {**LIST, "examples": [1]}}),
        [("parameter retyped", "listFunctions: query depth", "low-level")],
    ),
    (
        "query that takes a list no more",
        lambda d: parameters(d).append({**COUNT, "schema": LIST}),
        lambda d: parameters(d).append({**COUNT, "schema": {"type": "string"}}),
        [("parameter retyped", "listFunctions: query depth", "low-level wire")],
    ),
    (
        "another name of the same union",
        nothing,
        lambda d: (
            d["components"]["schemas"].update(Drawn=schema(d, "FunctionReference")),
            fields(d, "FunctionReferences")["items"].update(items=ref("Drawn")),
        ),
        [("schema added", "Drawn", ""), ("field retyped", "FunctionReferences.items", "")],
    ),
    (
        "other properties of an answer that are texts",
        nothing,
        lambda d: schema(d, "Session").update(additionalProperties={"type": "string"}),
        [("schema retyped", "Session", "")],
    ),
    (
        "body of another media type",
        nothing,
        _multipart,
        [("body sent otherwise", "filterFunctions: application/json", "wire")],
    ),
    (
        "variant read that is gone",
        nothing,
        lambda d: fields(d, "FunctionCall")["error"]["oneOf"].pop(0),
        [("field retyped", "FunctionCall.error", "")],
    ),
    (
        "what no client sees",
        nothing,
        lambda d: (operation(d, LIMITS).update({"x-owner": "us"}), operation(d, LIMITS)["tags"].append("more")),
        [("operation differs", "getFunctionsLimits", "")],
    ),
    (
        "query parameter that became a header",
        lambda d: parameters(d).append(COUNT),
        _moved,
        [("parameter moved", "listFunctions: query depth", "wire")],
    ),
    (
        "query that takes any text",
        lambda d: parameters(d).append(COUNT),
        lambda d: parameters(d).append({**COUNT, "schema": {"type": "string", "examples": [1]}}),
        [("parameter retyped", "listFunctions: query depth", "low-level")],
    ),
    (
        "schema renamed that also lost a field",
        nothing,
        _renamed_and_less,
        [
            ("schema renamed", "CallLogEntry", "low-level"),
            ("field removed", "LogLine.message", "low-level wire"),
        ],
    ),
    (
        "object sent that may be anything",
        nothing,
        lambda d: fields(d, "CallRequest").update(
            data={"description": fields(d, "CallRequest")["data"]["description"]}
        ),
        [("field retyped", "CallRequest.data", "low-level")],
    ),
    (
        "whole number sent that is narrower",
        lambda d: fields(d, WRITE)["fileId"].update(format="int64"),
        lambda d: fields(d, WRITE)["fileId"].update(format="int32"),
        [("field format changed", "FunctionWrite.fileId", "overlay wire")],
    ),
    (
        "whole number read that is wider",
        nothing,
        lambda d: fields(d, "FunctionsLimits")["timeoutMinutes"].update(format="int64"),
        [("field format changed", "FunctionsLimits.timeoutMinutes", "")],
    ),
    (
        "variant sent that is gone",
        lambda d: _variants(d, "ById", "ByName"),
        lambda d: _variants(d, "ByName"),
        [("field retyped", "FunctionWrite.target", "low-level wire")],
    ),
    (
        "another schema of the same content",
        lambda d: _variants(d, "ById"),
        lambda d: _variants(d, "Same"),
        [("field retyped", "FunctionWrite.target", "low-level")],
    ),
    (
        "read only field of a request",
        nothing,
        lambda d: fields(d, WRITE)["owner"].update(readOnly=True),
        [("field differs", "FunctionWrite.owner", "wire")],
    ),
    (
        "read only field of an answer",
        nothing,
        lambda d: fields(d, "Function")["owner"].update(readOnly=True),
        [("field differs", "Function.owner", "")],
    ),
    (
        "default",
        nothing,
        lambda d: fields(d, WRITE)["owner"].update(default="me"),
        [("field differs", "FunctionWrite.owner", "")],
    ),
    (
        "discriminator",
        nothing,
        lambda d: fields(d, "FunctionCall")["error"].update(discriminator={"propertyName": "message"}),
        [("field differs", "FunctionCall.error", "")],
    ),
    (
        "success without content",
        nothing,
        _no_content,
        [
            ("success code changed", "deleteFunctions", "wire"),
            ("success differs", "deleteFunctions: success", "wire"),
            ("success retyped", "deleteFunctions: success", "low-level wire"),
        ],
    ),
    (
        "token that is asked for",
        lambda d: operation(d, LIMITS).update(security=[]),
        nothing,
        [("operation differs", "getFunctionsLimits", "wire")],
    ),
    (
        "token that is asked for by the operation itself",
        nothing,
        lambda d: operation(d, LIMITS).update(security=d["security"]),
        [("operation differs", "getFunctionsLimits", "low-level")],
    ),
    (
        "variant more of what a list holds",
        nothing,
        lambda d: (schema(d, "FunctionReference")["oneOf"].append(ref("CallError")),),
        [("schema retyped", "FunctionReference", "low-level")],
    ),
    (
        "refusal less",
        nothing,
        lambda d: operation(d, LIMITS)["responses"].pop("4XX"),
        [("error code changed", "getFunctionsLimits", "")],
    ),
    (
        "operation more at an address that is there",
        nothing,
        lambda d: d["paths"].update(
            {"/functions/{x}": {"get": {**operation(d, "get /functions/{functionId}"), "operationId": "getX"}}}
        ),
        [("operation added", "getX", "")],
    ),
    (
        "success more",
        nothing,
        lambda d: operation(d, LIMITS)["responses"].update({"202": operation(d, LIMITS)["responses"]["200"]}),
        [("success code changed", "getFunctionsLimits", "wire")],
    ),
    (
        "bound said otherwise",
        lambda d: fields(d, WRITE)["fileId"].update(minimum=1),
        lambda d: (fields(d, WRITE)["fileId"].pop("minimum"), fields(d, WRITE)["fileId"].update(exclusiveMinimum=0)),
        [("bound loosened", "FunctionWrite.fileId", "")],
    ),
    (
        "multiple of less",
        lambda d: fields(d, WRITE)["fileId"].update(multipleOf=10),
        lambda d: fields(d, WRITE)["fileId"].update(multipleOf=5),
        [("bound loosened", "FunctionWrite.fileId", "")],
    ),
    (
        "list sent of what may be more",
        nothing,
        lambda d: fields(d, WRITE)["extraIndexUrls"]["items"].update(type=["string", "integer"]),
        [("field retyped", "FunctionWrite.extraIndexUrls", "low-level")],
    ),
    (
        "object that takes nothing else",
        nothing,
        lambda d: schema(d, WRITE).update(additionalProperties=False),
        [("schema differs", "FunctionWrite", "low-level wire")],
    ),
    (
        "time added that must be there in answers",
        nothing,
        lambda d: (
            fields(d, "Function").update(retiredTime=MOMENT),
            schema(d, "Function").update(required=["retiredTime"]),
        ),
        [("field added", "Function.retiredTime", "")],
    ),
    (
        "text of a date",
        nothing,
        lambda d: fields(d, "FunctionsLimits")["responseSizeMb"].update(type=["string", "null"], format="date"),
        [
            ("field format changed", "FunctionsLimits.responseSizeMb", "low-level"),
            ("field retyped", "FunctionsLimits.responseSizeMb", "low-level wire"),
        ],
    ),
    (
        "property always sent no more",
        nothing,
        lambda d: fields(d, "Function")["name"].pop("x-always-sent"),
        [("field differs", "Function.name", "overlay")],
    ),
]


@pytest.mark.parametrize(("before", "after", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_verdict(before: Do, after: Do, told: list[tuple[str, str, str]]) -> None:
    """Each change is told as what it is, with all whom it breaks and nobody else."""
    old, new = copy.deepcopy(DOCUMENT), copy.deepcopy(DOCUMENT)
    before(old)
    after(new)
    found = changes(facts(old), facts(new), USED)
    assert [(one.kind, one.subject, " ".join(sorted(one.breaks))) for one in found] == told


VERSIONS: list[tuple[list[str], Do, str | None]] = [
    ([], nothing, None),
    (["api.calls.get_call.sync"], nothing, "major"),
    (["api.calls.get_call.sync"], lambda d: fields(d, "Function")["owner"].update(description="Else."), "major"),
    (["api.calls.get_call.sync"], lambda d: fields(d, "Function").update(retiredTime=MOMENT), "major"),
    ([], lambda d: fields(d, "Function").update(retiredTime=MOMENT), "minor"),
    ([], lambda d: fields(d, WRITE)["owner"].update(maxLength=1), "major"),
]


@pytest.mark.parametrize(("gone", "edit", "bump"), VERSIONS)
def test_the_version_is_what_each_source_asks_for(gone: list[str], edit: Do, bump: str | None) -> None:
    """The version asked for is the highest of what names, wire, Python and overlay ask for by themselves."""
    old, document = state.here(), copy.deepcopy(DOCUMENT)
    edit(document)
    assert old.surface is not None
    left = {name: line for name, line in old.surface.items() if name not in gone}
    report = compare(old, evolve(old, surface=left, spec=facts(document)))
    assert report.bump == bump
    assert all(name in as_markdown(report) for name in gone)


def test_names_of_the_overlay_count_too() -> None:
    """A name of the overlay that is gone asks for a major version, though the spec and the client are as they were."""
    old = state.here()
    fewer = {name: rest for name, rest in (old.exported or {}).items() if name != "cdf_functions.AsyncFunction.call"}
    report = compare(old, evolve(old, exported=fewer))
    assert (report.gone, report.bump) == (["cdf_functions.AsyncFunction.call"], "major")
