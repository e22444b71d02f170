"""Edits of the spec, one kind each, and what the report has to say about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

Document = dict[str, Any]
Said = tuple[str, str, str]

NOBODY = ""
ALL = "low-level overlay wire"
BOTH = "low-level wire"


@frozen
class Edit:
    """One edit.

    Attributes:
        name: what it does
        do: changes the document in place
        said: kind, subject and whom it breaks, of every change that the report names
    """

    name: str
    do: Callable[[Document], object]
    said: tuple[Said, ...]


def schema(document: Document, name: str) -> Document:
    """A named schema."""
    found: Document = document["components"]["schemas"][name]
    return found


def fields(document: Document, name: str) -> Document:
    """The properties of a named schema."""
    found: Document = schema(document, name)["properties"]
    return found


def operation(document: Document, address: str) -> Document:
    """An operation by its method and path."""
    method, path = address.split()
    found: Document = document["paths"][path][method]
    return found


def rename(holder: Document, old: str, new: str) -> None:
    """Call a key otherwise, at the same place."""
    pairs = [(new if key == old else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(pairs)


def rename_schema(document: Document, old: str, new: str) -> None:
    """Call a schema otherwise, everywhere."""
    rename(document["components"]["schemas"], old, new)
    point(document, f"#/components/schemas/{old}", f"#/components/schemas/{new}")


def point(node: Any, old: str, new: str) -> None:
    """Let every reference lead elsewhere."""
    if isinstance(node, dict):
        pairs = cast("Document", node)
        if pairs.get("$ref") == old:
            pairs["$ref"] = new
        for value in pairs.values():
            point(value, old, new)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            point(value, old, new)


TEXT = {"type": ["string", "null"], "description": "A colour.", "examples": ["red"]}
MOMENT = {
    "type": ["integer", "null"],
    "format": "epoch-ms",
    "minimum": 0,
    "description": "When it was retired.",
    "examples": [1],
}
COUNT = {"name": "depth", "in": "query", "description": "How deep.", "schema": {"type": "integer", "examples": [1]}}
PING = {
    "operationId": "pingFunctions",
    "tags": ["functions"],
    "summary": "Ping",
    "description": "Ping.",
    "responses": {
        "200": {
            "description": "Pong.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/EmptyObject"}}},
        },
        "4XX": {"$ref": "#/components/responses/Error"},
    },
}
PLAIN = {"application/json": {"schema": {"type": "string"}}}


def _written(name: str, **changes: object) -> Callable[[Document], object]:
    return lambda d: fields(d, "FunctionWrite")[name].update(changes)


EDITS = (
    Edit(
        "field added",
        lambda d: fields(d, "Function").update(color=TEXT),
        (("field added", "Function.color", NOBODY),),
    ),
    Edit(
        "time added",
        lambda d: fields(d, "Function").update(retiredTime=MOMENT),
        (("field added", "Function.retiredTime", NOBODY),),
    ),
    Edit(
        "field added to what is not shown",
        lambda d: fields(d, "FileMetadata").update(color=TEXT),
        (("field added", "FileMetadata.color", NOBODY),),
    ),
    Edit(
        "field removed that is shown",
        lambda d: fields(d, "Function").pop("runtimeVersion"),
        (("field removed", "Function.runtimeVersion", ALL),),
    ),
    Edit(
        "field removed that is not shown",
        lambda d: fields(d, "FileMetadata").pop("directory"),
        (("field removed", "FileMetadata.directory", BOTH),),
    ),
    Edit(
        "field renamed",
        lambda d: rename(fields(d, "FunctionCall"), "startTime", "beginTime"),
        (("field renamed", "FunctionCall.startTime", ALL),),
    ),
    Edit(
        "field read retyped",
        lambda d: fields(d, "Function")["cpu"].update(type=["string", "null"]),
        (("field retyped", "Function.cpu", ALL),),
    ),
    Edit(
        "field read narrowed",
        lambda d: fields(d, "FunctionSchedule")["sessionId"].update(type=["string", "null"]),
        (("field retyped", "FunctionSchedule.sessionId", NOBODY),),
    ),
    Edit(
        "field read without null",
        lambda d: fields(d, "FileMetadata")["name"].update(type="string"),
        (("field retyped", "FileMetadata.name", NOBODY),),
    ),
    Edit(
        "field written retyped",
        _written("runtime", type="integer"),
        (("field retyped", "FunctionWrite.runtime", ALL),),
    ),
    Edit(
        "field written widened",
        _written("owner", type=["string", "integer"]),
        (("field retyped", "FunctionWrite.owner", NOBODY),),
    ),
    Edit(
        "field made required",
        lambda d: schema(d, "FunctionWrite")["required"].append("owner"),
        (("field made required", "FunctionWrite.owner", ALL),),
    ),
    Edit(
        "field made optional",
        lambda d: schema(d, "FunctionWrite")["required"].remove("fileId"),
        (("field made optional", "FunctionWrite.fileId", NOBODY),),
    ),
    Edit(
        "required field added",
        lambda d: (
            fields(d, "FunctionWrite").update(team={**TEXT, "type": "string"}),
            schema(d, "FunctionWrite")["required"].append("team"),
        ),
        (("field added", "FunctionWrite.team", ALL),),
    ),
    Edit(
        "optional field added to a request",
        lambda d: fields(d, "FunctionWrite").update(team={**TEXT, "type": "string"}),
        (("field added", "FunctionWrite.team", NOBODY),),
    ),
    Edit(
        "field of a request removed",
        lambda d: fields(d, "FunctionWrite").pop("indexUrl"),
        (("field removed", "FunctionWrite.indexUrl", ALL),),
    ),
    Edit(
        "enum value added",
        lambda d: schema(d, "CallStatus")["enum"].append("Paused"),
        (("enum value added", "CallStatus.Paused", NOBODY),),
    ),
    Edit(
        "enum value removed",
        lambda d: schema(d, "CallStatus")["enum"].remove("Timeout"),
        (("enum value removed", "CallStatus.Timeout", ALL),),
    ),
    Edit(
        "enum value removed that is only read",
        lambda d: schema(d, "FunctionType")["enum"].remove("classic"),
        (("enum value removed", "FunctionType.classic", "low-level"),),
    ),
    Edit(
        "operation added",
        lambda d: d["paths"].update({"/functions/ping": {"get": PING}}),
        (("operation added", "pingFunctions", NOBODY),),
    ),
    Edit(
        "operation removed that is exposed",
        lambda d: (
            d["paths"].pop("/functions/{functionId}/calls/{callId}/response"),
            d["components"]["schemas"].pop("CallResponse"),
        ),
        (("operation removed", "getCallResponse", ALL), ("schema removed", "CallResponse", "low-level")),
    ),
    Edit(
        "operation removed that is not exposed",
        lambda d: d["paths"].pop("/files/byids"),
        (("operation removed", "getFilesByIds", BOTH),),
    ),
    Edit(
        "operation moved",
        lambda d: rename(d["paths"], "/functions/limits", "/functions/bounds"),
        (("operation moved", "getFunctionsLimits", "wire"),),
    ),
    Edit(
        "method changed",
        lambda d: rename(d["paths"]["/functions/limits"], "get", "post"),
        (("operation moved", "getFunctionsLimits", "wire"),),
    ),
    Edit(
        "operation renamed",
        lambda d: operation(d, "get /functions/{functionId}/calls/{callId}/logs").update(operationId="readLogs"),
        (("operation renamed", "getCallLogs", "low-level"),),
    ),
    Edit(
        "tag changed",
        lambda d: operation(d, "post /functions/{functionId}/call").update(tags=["functions"]),
        (("operation tag changed", "callFunction", "low-level"),),
    ),
    Edit(
        "parameter added",
        lambda d: operation(d, "get /functions")["parameters"].append(COUNT),
        (("parameter added", "listFunctions: query depth", NOBODY),),
    ),
    Edit(
        "required parameter added",
        lambda d: operation(d, "get /functions/{functionId}/calls/{callId}/logs")["parameters"].append(
            {**COUNT, "required": True}
        ),
        (("parameter added", "getCallLogs: query depth", ALL),),
    ),
    Edit(
        "parameter removed",
        lambda d: operation(d, "get /functions").update(parameters=[]),
        (("parameter removed", "listFunctions: query limit", BOTH),),
    ),
    Edit(
        "parameter narrowed",
        lambda d: (
            d["components"]["parameters"]["Overwrite"]["schema"].pop("type"),
            d["components"]["parameters"]["Overwrite"]["schema"].update(const=True),
        ),
        (("parameter retyped", "initFileUpload: query overwrite", ALL),),
    ),
    Edit(
        "bound of a parameter tightened",
        lambda d: d["components"]["parameters"]["SessionLimit"]["schema"].update(maximum=500),
        (("bound tightened", "listSessions: query limit", "wire"),),
    ),
    Edit(
        "bound tightened",
        _written("name", maxLength=50),
        (("bound tightened", "FunctionWrite.name", "overlay wire"),),
    ),
    Edit(
        "bound loosened",
        _written("name", maxLength=500),
        (("bound loosened", "FunctionWrite.name", NOBODY),),
    ),
    Edit(
        "number of items bounded",
        lambda d: fields(d, "FunctionReferences")["items"].update(maxItems=5),
        (("bound tightened", "FunctionReferences.items", "overlay wire"),),
    ),
    Edit(
        "bound of an answer tightened",
        lambda d: fields(d, "Function")["name"].update(maxLength=50),
        (("bound tightened", "Function.name", NOBODY),),
    ),
    Edit(
        "field of refusals retyped",
        lambda d: fields(d, "ErrorBody")["code"].update(type=["string", "null"]),
        (("field retyped", "ErrorBody.code", ALL),),
    ),
    Edit(
        "refusal of an operation replaced",
        lambda d: operation(d, "get /functions/limits")["responses"].update(
            {"4XX": {**d["components"]["responses"]["Error"], "content": PLAIN}}
        ),
        (("error retyped", "getFunctionsLimits: error", ALL),),
    ),
    Edit(
        "success code changed",
        lambda d: rename(operation(d, "post /functions/{functionId}/call")["responses"], "201", "202"),
        (("success code changed", "callFunction", "wire"),),
    ),
    Edit(
        "answer replaced",
        lambda d: rename_answer(d, "get /functions/{functionId}", "FunctionList"),
        (("success retyped", "getFunction: success", BOTH),),
    ),
    Edit(
        "schema renamed",
        lambda d: rename_schema(d, "CallError", "RunError"),
        (("schema renamed", "CallError", "low-level"),),
    ),
    Edit(
        "body made optional",
        lambda d: operation(d, "post /functions/list")["requestBody"].pop("required"),
        (("body made optional", "filterFunctions: application/json", NOBODY),),
    ),
    Edit(
        "number became a time",
        lambda d: fields(d, "Function")["fileId"].update(format="epoch-ms"),
        (("field became a time", "Function.fileId", "overlay"),),
    ),
    Edit(
        "time became a number",
        lambda d: fields(d, "Function")["lastCalled"].update(format="int64"),
        (("field is no longer a time", "Function.lastCalled", "overlay"),),
    ),
    Edit(
        "values of a map retyped",
        lambda d: schema(d, "EnvVars").update(additionalProperties={"type": "integer"}),
        (("schema retyped", "EnvVars", ALL),),
    ),
    Edit(
        "items of a list retyped",
        lambda d: fields(d, "FunctionsLimits")["runtimes"].update(items={"type": "integer"}),
        (("field retyped", "FunctionsLimits.runtimes", BOTH),),
    ),
    Edit(
        "width of a number changed",
        lambda d: fields(d, "FunctionsLimits")["responseSizeMb"].update(format="int64"),
        (("field format changed", "FunctionsLimits.responseSizeMb", NOBODY),),
    ),
    Edit(
        "address of the service changed",
        lambda d: d["servers"][0].update(url="https://example.com/{cluster}/{project}"),
        (("document differs", "document", "wire"),),
    ),
    Edit(
        "descriptions and examples reworded",
        lambda d: (
            fields(d, "Function")["owner"].update(description="Another word.", examples=["x"]),
            schema(d, "CallStatus").update(description="Other words."),
            operation(d, "get /functions").update(summary="See functions", description="Otherwise."),
        ),
        (
            ("wording", "CallStatus", NOBODY),
            ("wording", "Function.owner", NOBODY),
            ("wording", "listFunctions", NOBODY),
        ),
    ),
    Edit(
        "introduction reworded",
        lambda d: (d["info"].update(title="Functions"), d["tags"][0].update(description="Code.")),
        (("wording", "document", NOBODY),),
    ),
    Edit(
        "parts of the document put in another order",
        lambda d: (
            d["components"].update(schemas=dict(reversed(d["components"]["schemas"].items()))),
            d.update(paths=dict(reversed(d["paths"].items()))),
        ),
        (),
    ),
)


def rename_answer(document: Document, address: str, name: str) -> None:
    """Let the success of an operation be another schema."""
    content = operation(document, address)["responses"]["200"]["content"]["application/json"]
    content["schema"] = {"$ref": f"#/components/schemas/{name}"}
