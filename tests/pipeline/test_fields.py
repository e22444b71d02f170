"""The properties that are made from the spec: typed, described, and never in the way of what the overlay defines."""

import copy
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, TypeAlias

import pytest

from cdf_functions._made.function import FunctionProperties
from cdf_functions._resources.calls import CallFields
from cdf_functions._resources.functions import FunctionFields
from cdf_functions.errors import CdfError
from cdf_functions_api import models
from tests.pipeline import warm
from tests.pipeline.conftest import regenerated
from tests.pipeline.edits import MOMENT, TEXT, fields
from tools.diff import news
from tools.pipeline import fields as made
from tools.pipeline import members, spec
from tools.pipeline.layout import MADE_OVERLAY, OVERLAY, ROOT, SPEC, PipelineError
from tools.pipeline.names import attribute

Done: TypeAlias = CompletedProcess[str]
DOCUMENT = spec.effective()
CLASSES = members.classes(ROOT / OVERLAY, ROOT)
FUNCTION = members.of(CLASSES, "FunctionProperties")
REVEAL = """
from cdf_functions import Function
def reveal(function: Function) -> None:
    reveal_type(function.color)
    reveal_type(function.retired_time)
    reveal_type(function.seats)
    reveal_type(function.labels)
    reveal_type(function.home)
    reveal_type(function.mood)
"""
NEW: dict[str, Any] = {
    "color": TEXT,
    "retiredTime": MOMENT,
    "seats": {
        "type": ["integer", "null"],
        "description": "Seats.",
        "x-always-sent": True,
        "examples": [1],
    },
    "labels": {"type": ["array", "null"], "items": {"type": "string"}, "description": "Labels."},
    "home": {"oneOf": [{"$ref": "#/components/schemas/ResourceRange"}, {"type": "null"}], "description": "Home."},
    "mood": {"oneOf": [{"$ref": "#/components/schemas/CallStatus"}, {"type": "null"}], "description": "Mood."},
}
REVEALED = ["str | None", "datetime.datetime | None", "int", "list[str] | None", "dict[str, Any] | None", "str | None"]


def text(document: dict[str, Any], schema: str = "Function") -> str:
    """The made module of a resource."""
    return made.module(document, schema, members.of(CLASSES, made.base(schema)))


def test_a_new_field_is_typed_at_once(root: Path) -> None:
    """Fields of all kinds that are new in the spec are typed attributes after regeneration, and nothing was edited."""
    document = copy.deepcopy(DOCUMENT)
    fields(document, "Function").update(NEW)
    (root / SPEC).write_text(json.dumps(document), encoding="utf-8")
    assert regenerated(root)

    (root / "use.py").write_text(REVEAL, encoding="utf-8")
    said: list[str] = []

    def with_use(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> Done:
        done = warm.run([*command, "use.py"], cwd=cwd, env=env)
        said.append(done.stdout)
        return done

    assert list(news.type_errors(root, with_use)) == []
    revealed = re.findall(r'Revealed type is "([^"]*)"', said[0])
    assert [one.replace("builtins.", "").replace("typing.", "") for one in revealed] == REVEALED


@pytest.mark.parametrize(
    ("field", "schema", "owner"),
    [
        ("update", "Function", "AsyncFunction"),
        ("call", "Function", "AsyncFunction"),
        ("model", "Function", "AsyncFunction"),
        ("label", "FunctionSchedule", "ScheduleFields"),
        ("wait", "FunctionCall", "AsyncFunctionCall"),
        ("toPandas", "Session", "Shown"),
        ("ended", "FunctionCall", "CallFields"),
        ("nextRunTimes", "FunctionSchedule", "ScheduleFields"),
    ],
)
def test_a_field_called_like_a_member_is_refused(field: str, schema: str, owner: str) -> None:
    """A field whose property would hide, or be hidden by, something of the overlay's is named with its place."""
    document = copy.deepcopy(DOCUMENT)
    fields(document, schema)[field] = TEXT
    with pytest.raises(PipelineError, match=f"^/components/schemas/{schema}/properties/{field}: .*{owner} has"):
        text(document, schema)


def test_such_a_field_changes_nothing(root: Path, untouched: Any) -> None:
    """The pipeline stops at a field that is called like a method."""
    document = copy.deepcopy(DOCUMENT)
    fields(document, "Function")["update"] = TEXT
    (root / SPEC).write_text(json.dumps(document), encoding="utf-8")
    assert "Function.update" in untouched("write what the overlay knows from the spec").said


def test_what_is_by_hand_is_not_made() -> None:
    """A field that a property of the overlay reads from the model has that property, and no other."""
    assert {"error", "secrets"} <= FUNCTION.reads
    assert not {"error", "secrets"} & vars(FunctionProperties).keys()


def test_each_resource_shows_each_field() -> None:
    """Every field of a schema marked as a resource is a property: made, or by hand."""
    marked = {name: node for name, node in DOCUMENT["components"]["schemas"].items() if node.get("x-resource")}
    assert set(marked) == {"Function", "FunctionCall", "FunctionSchedule", "Session"}
    for schema, node in marked.items():
        by_hand = members.of(CLASSES, made.base(schema)).reads
        shown = set(re.findall(r"def (\w+)\(self\)", text(DOCUMENT, schema)))
        for field in node["properties"]:
            assert made.public(field) in shown or attribute(field) in by_hand


def test_docstrings_are_the_descriptions() -> None:
    """A property says what the spec says, an enum with its words, a time without a unit that it no longer has."""
    assert (
        FunctionProperties.owner.__doc__
        == DOCUMENT["components"]["schemas"]["Function"]["properties"]["owner"]["description"]
    )
    assert "One of ``Queued``, ``Deploying``, ``Ready``" in str(FunctionProperties.status.__doc__)
    assert FunctionProperties.created_time.__doc__ == "When the function was created; set by the service."
    assert " ms " not in "".join(path.read_text(encoding="utf-8") for path in (ROOT / MADE_OVERLAY).glob("*.py"))


def test_a_unit_said_otherwise_is_refused() -> None:
    """A time whose description speaks of its unit in other words would be described wrongly."""
    document = copy.deepcopy(DOCUMENT)
    fields(document, "Function")["lastCalled"]["description"] = "When it was called, as epoch milliseconds."
    with pytest.raises(PipelineError, match="as epoch milliseconds"):
        text(document)


@pytest.mark.parametrize("description", ['He said "no"', "a\\b", 'end"', "x" * 300, "First. " + "more words " * 40])
def test_any_description_is_a_docstring(description: str) -> None:
    """Quotes, backslashes and long texts give a module that can be read, and no line too long."""
    document = copy.deepcopy(DOCUMENT)
    fields(document, "Function")["owner"]["description"] = description
    made_text = text(document)
    compile(made_text, "function.py", "exec")
    assert all(len(line) <= 120 or "x" * 100 in line for line in made_text.splitlines())


def test_always_sent() -> None:
    """A field that is always sent raises where it is absent, null or empty; any other is None there."""
    for sent in ({}, {"id": None, "createdTime": None}, {"name": ""}):
        function = FunctionFields(models.Function.from_dict(sent))
        for name in ("id", "name", "status", "created_time", "file_id"):
            with pytest.raises(CdfError, match=rf"FunctionFields\.{name}: the service sent none"):
                getattr(function, name)
        assert (function.owner, function.last_called, function.cpu, function.metadata) == (None, None, None, {})


def test_values_are_plain() -> None:
    """Times are aware datetimes, words plain strings, even those that are new; an unknown attribute is an error."""
    call = CallFields(models.FunctionCall.from_dict({"startTime": 1000, "status": "Paused", "colour": "red"}))
    assert call.start_time == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert type(call.status) is str
    assert not hasattr(call, "colour")
    assert call.model.additional_properties == {"colour": "red"}


@pytest.mark.parametrize("schema", ["Requests", "Names"])
def test_a_resource_called_like_another_made_module(tmp_path: Path, schema: str) -> None:
    """A resource whose module is made of something else is refused, instead of one of the two overwriting the other."""
    document = copy.deepcopy(DOCUMENT)
    node = {"type": "object", "description": "More.", "x-resource": True, "properties": {"id": TEXT}}
    document["components"]["schemas"][schema] = node
    with pytest.raises(PipelineError, match=f"^/components/schemas/{schema}: .*call the schema {schema}Data"):
        made.write(tmp_path, document)
