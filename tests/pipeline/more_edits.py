"""Edits whose report alone is held: combinations, other ways to say the same, and what the generator would not take."""

from typing import Any

from tests.pipeline.edits import (
    BOTH,
    COUNT,
    NOBODY,
    TEXT,
    Document,
    Edit,
    fields,
    operation,
    point,
    rename,
    rename_answer,
    schema,
)
from tools.pipeline import spec

LIMITS = "get /functions/limits"


def _parameters_to_path(document: Document) -> None:
    item = document["paths"]["/functions/{functionId}/calls/{callId}/logs"]
    item["parameters"] = [*item.get("parameters", []), *item["get"].pop("parameters", [])]


def _inline_parameters(document: Document) -> None:
    sessions = operation(document, "get /sessions")
    sessions["parameters"] = [spec.resolve(document, one) for one in sessions["parameters"]]


def _rename_component(document: Document, kind: str, old: str, new: str) -> None:
    rename(document["components"][kind], old, new)
    point(document, f"#/components/{kind}/{old}", f"#/components/{kind}/{new}")


def path_by_reference(document: Document) -> None:
    """Put a path aside and refer to it."""
    document["components"]["pathItems"] = {"Limits": document["paths"]["/functions/limits"]}
    document["paths"]["/functions/limits"] = {"$ref": "#/components/pathItems/Limits"}


def _rename_path_parameter(document: Document) -> None:
    rename(document["paths"], "/functions/{functionId}", "/functions/{id}")
    item = document["paths"]["/functions/{id}"]
    for holder in (item, item["get"]):
        for number, one in enumerate(holder.get("parameters", [])):
            found = spec.resolve(document, one)
            if found["name"] == "functionId":
                holder["parameters"][number] = {**found, "name": "id"}


def _replace_success(document: Document) -> None:
    rename_answer(document, "get /functions/{functionId}", "FunctionList")
    rename(operation(document, "get /functions/{functionId}")["responses"], "200", "202")


def _success(document: Document) -> Any:
    return operation(document, LIMITS)["responses"]["200"]


MORE = (
    Edit(
        "field renamed and retyped",
        lambda d: (fields(d, "FunctionCall").pop("startTime"), fields(d, "FunctionCall").update(beginTime=TEXT)),
        (
            ("field added", "FunctionCall.beginTime", NOBODY),
            ("field removed", "FunctionCall.startTime", "low-level overlay wire"),
        ),
    ),
    Edit("parameters moved to the path", _parameters_to_path, ()),
    Edit("referred parameters written out", _inline_parameters, ()),
    Edit(
        "parameter component renamed",
        lambda d: _rename_component(d, "parameters", "SessionLimit", "Page"),
        (),
    ),
    Edit("response component renamed", lambda d: _rename_component(d, "responses", "Error", "Refusal"), ()),
    Edit("path written by reference", path_by_reference, ()),
    Edit("anyOf instead of oneOf", lambda d: rename(fields(d, "Function")["status"], "oneOf", "anyOf"), ()),
    Edit(
        "values and variants in another order",
        lambda d: (
            fields(d, "Function")["status"]["oneOf"].reverse(),
            fields(d, "Function")["owner"]["type"].reverse(),
            schema(d, "CallStatus")["enum"].reverse(),
            schema(d, "FunctionWrite")["required"].reverse(),
            d["tags"].reverse(),
        ),
        (),
    ),
    Edit(
        "variant added",
        lambda d: fields(d, "FunctionCall")["error"]["oneOf"].append({"type": "integer"}),
        (("field retyped", "FunctionCall.error", "low-level overlay wire"),),
    ),
    Edit(
        "values of a map bounded",
        lambda d: schema(d, "Metadata")["additionalProperties"].update(maxLength=5),
        (("bound tightened", "Metadata", "wire"),),
    ),
    Edit(
        "items of a list enumerated",
        lambda d: fields(d, "FunctionsLimits")["runtimes"]["items"].update(enum=["py311"]),
        (("enum changed", "FunctionsLimits.runtimes", "low-level"),),
    ),
    Edit(
        "answer of another media type",
        lambda d: rename(_success(d)["content"], "application/json", "text/plain"),
        (("success differs", "getFunctionsLimits: success", "wire"),),
    ),
    Edit(
        "request of a second media type",
        lambda d: operation(d, "post /functions/list")["requestBody"]["content"].update(
            {"text/plain": {"schema": {"type": "string"}}}
        ),
        (("body added", "filterFunctions: text/plain", NOBODY),),
    ),
    Edit(
        "header of an answer added",
        lambda d: _success(d).update(headers={"x-count": {"schema": {"type": "integer"}}}),
        (("success differs", "getFunctionsLimits: success", NOBODY),),
    ),
    Edit(
        "refusals described further",
        lambda d: operation(d, LIMITS)["responses"].update({"5XX": {"$ref": "#/components/responses/Error"}}),
        (("error code changed", "getFunctionsLimits", NOBODY),),
    ),
    Edit(
        "operation no longer repeatable",
        lambda d: operation(d, "post /functions/byids").pop("x-repeatable"),
        (("operation differs", "getFunctionsByIds", NOBODY),),
    ),
    Edit(
        "operation deprecated",
        lambda d: operation(d, LIMITS).update(deprecated=True),
        (("operation differs", "getFunctionsLimits", NOBODY),),
    ),
    Edit(
        "field deprecated",
        lambda d: fields(d, "Function")["owner"].update(deprecated=True),
        (("field differs", "Function.owner", NOBODY),),
    ),
    Edit(
        "operation without the token",
        lambda d: operation(d, LIMITS).update(security=[]),
        (("operation differs", "getFunctionsLimits", NOBODY),),
    ),
    Edit(
        "another address and another version",
        lambda d: (d["servers"].append({"url": "https://example.com"}), d["info"].update(version="2")),
        (("document differs", "document", NOBODY),),
    ),
    Edit(
        "parameter of a path renamed",
        _rename_path_parameter,
        (("parameter renamed", "getFunction: path functionId", "low-level"),),
    ),
    Edit(
        "parameter sent elsewhere",
        lambda d: operation(d, "get /functions")["parameters"].append({**COUNT, "in": "header"}),
        (("parameter added", "listFunctions: header depth", NOBODY),),
    ),
    Edit(
        "answer and success code replaced",
        _replace_success,
        (("success code changed", "getFunction", "wire"), ("success retyped", "getFunction: success", BOTH)),
    ),
    Edit(
        "inner parts reworded",
        lambda d: (
            fields(d, "FunctionsLimits")["runtimes"]["items"].update(description="A version."),
            fields(d, "Function")["status"]["oneOf"][0].update(description="How it is."),
            operation(d, "post /functions/list")["requestBody"].update(description="Which."),
            d["paths"]["/functions/limits"].update(summary="Limits"),
        ),
        (
            ("wording", "Function.status", NOBODY),
            ("wording", "FunctionsLimits.runtimes", NOBODY),
            ("wording", "filterFunctions: application/json", NOBODY),
            ("wording", "getFunctionsLimits", NOBODY),
        ),
    ),
    Edit(
        "field that may be anything",
        lambda d: fields(d, "Function").update(more=True),
        (("field added", "Function.more", NOBODY),),
    ),
)
