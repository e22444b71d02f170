"""The conventions of the spec: each is told at the place that breaks it, with its line."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.pipeline.edits import MOMENT, TEXT, fields, operation, schema
from tools.pipeline import conventions, spec
from tools.pipeline.layout import ROOT

DOCUMENT = spec.effective()
PLAIN = {"type": ["string", "null"], "description": "Text.", "examples": ["a"]}
FILTER = "FunctionFilter"
BREACHES: list[tuple[str, Callable[[Any], object], str, str]] = [
    ("no id", lambda d: operation(d, "get /functions").pop("operationId"), "/paths/~1functions/get", "operationId"),
    (
        "snake",
        lambda d: operation(d, "get /functions").update(operationId="list_them"),
        "/paths/~1functions/get",
        "camel",
    ),
    ("no tag", lambda d: operation(d, "get /functions").pop("tags"), "/paths/~1functions/get", "one tag"),
    (
        "tag",
        lambda d: operation(d, "get /functions").update(tags=["more"]),
        "/paths/~1functions/get",
        "document's tags",
    ),
    ("no summary", lambda d: operation(d, "get /functions").pop("summary"), "/paths/~1functions/get", "summary"),
    (
        "two lines",
        lambda d: operation(d, "get /functions").update(summary="a\nb"),
        "/paths/~1functions/get",
        "one line",
    ),
    ("no 4XX", lambda d: operation(d, "get /functions")["responses"].pop("4XX"), "/paths/~1functions/get", "4XX"),
    ("5XX", lambda d: operation(d, "get /functions")["responses"].update({"5XX": {}}), "/paths/~1functions/get", "4XX"),
    ("unused", lambda d: d["components"]["schemas"].update(Left=TEXT), "/components/schemas/Left", "no operation"),
    ("bare schema", lambda d: schema(d, "Function").pop("description"), "/components/schemas/Function", "description"),
    (
        "bare parameter",
        lambda d: d["components"]["parameters"]["SessionLimit"].pop("description"),
        "/components/parameters/SessionLimit",
        "description",
    ),
    (
        "bare field",
        lambda d: fields(d, "Function").update(team={"type": ["string", "null"], "examples": ["a"]}),
        "/components/schemas/Function/properties/team",
        "description",
    ),
    (
        "no example",
        lambda d: fields(d, "Function")["owner"].pop("examples"),
        "/components/schemas/Function/properties/owner",
        "examples",
    ),
    (
        "never null",
        lambda d: fields(d, "Function")["owner"].update(type="string"),
        "/components/schemas/Function/properties/owner",
        "may be null",
    ),
    (
        "null",
        lambda d: fields(d, FILTER).update(team=PLAIN),
        f"/components/schemas/{FILTER}/properties/team",
        "never null",
    ),
    ("required", lambda d: schema(d, "Function").update(required=["id"]), "/components/schemas/Function", "required"),
    ("closed", lambda d: schema(d, "CallStatus").pop("x-open-enum"), "/components/schemas/CallStatus", "An open list"),
    (
        "never sent",
        lambda d: fields(d, "CallLogEntry")["message"].update({"x-always-sent": True}),
        "/components/schemas/CallLogEntry",
        "x-resource",
    ),
    (
        "no time",
        lambda d: fields(d, "Function").update(startTime=PLAIN),
        "/components/schemas/Function/properties/startTime",
        "epoch-ms",
    ),
    (
        "a time",
        lambda d: fields(d, "Function").update(moment=MOMENT),
        "/components/schemas/Function/properties/moment",
        "called like a time",
    ),
    (
        "no unit",
        lambda d: fields(d, "Function")["lastCalled"].update(description="Last call."),
        "/components/schemas/Function/properties/lastCalled",
        "unit",
    ),
    (
        "inline",
        lambda d: fields(d, "Function").update(inner={"type": ["object", "null"], "description": "Inner."}),
        "/components/schemas/Function/properties/inner",
        "name of its own",
    ),
    (
        "default",
        lambda d: fields(d, "Function")["owner"].update(default="me"),
        "/components/schemas/Function/properties/owner",
        "no default",
    ),
    (
        "any id",
        lambda d: fields(d, "Function")["id"].pop("maximum"),
        "/components/schemas/Function/properties/id",
        "at most",
    ),
    (
        "before 1970",
        lambda d: fields(d, "Function")["lastCalled"].pop("minimum"),
        "/components/schemas/Function/properties/lastCalled",
        "at least 0",
    ),
]


@pytest.mark.parametrize(("edit", "place", "rule"), [one[1:] for one in BREACHES], ids=[one[0] for one in BREACHES])
def test_a_breach_is_told_where_it_is(edit: Callable[[Any], object], place: str, rule: str) -> None:
    """Each edit breaks its convention where it was made; what follows from it elsewhere is told there."""
    document = copy.deepcopy(DOCUMENT)
    edit(document)
    found = list(conventions.findings(document))
    assert any(where == place and rule in text for where, text in found), found
    (told, *_) = conventions.broken(document, ROOT)
    assert "(spec/openapi.yaml:" in told


def test_the_line_is_that_of_the_place() -> None:
    """A breach is told with the line of the file on which its place begins."""
    document = copy.deepcopy(DOCUMENT)
    del fields(document, "Function")["owner"]["description"]
    (told,) = conventions.broken(document, ROOT)
    line = int(told.partition(":")[2].partition(")")[0])
    text = (ROOT / "spec/openapi.yaml").read_text(encoding="utf-8").splitlines()
    assert text[line - 1].strip() == "owner:" or text[line - 2].strip() == "owner:"
