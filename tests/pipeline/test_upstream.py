"""The comparison with a document of the vendor's, on small ones made here and on the real ones where they are."""

import copy
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.pipeline.conftest import edit
from tests.pipeline.edits import fields, operation, rename_schema, schema
from tools.diff import deviations, upstream
from tools.pipeline import spec
from tools.pipeline.layout import DEVIATIONS, ROOT
from tools.pipeline.spec import Document

DOCUMENT = spec.effective()
SCALARS = {"string", "integer", "number", "boolean"}
FOLDER = Path(os.environ.get("CDF_UPSTREAM_DIR", ROOT.parent / "shared" / "upstream"))
NEWEST, OLDER = (FOLDER / f"cdf-openapi-{date}.json" for date in ("2025-12-05", "2024-05-15"))
absent = pytest.mark.skipif(not NEWEST.exists(), reason="the vendor's documents are not here: set CDF_UPSTREAM_DIR")


@pytest.fixture
def vendor() -> Any:
    """A vendor's document that says what ours says, in its own way."""
    document = copy.deepcopy(DOCUMENT)
    rename_schema(document, "Function", "FunctionResource")
    document["paths"] = {
        f"/api/v1/projects/{{project}}{path.replace('{functionId}', '{id}')}": item
        for path, item in document["paths"].items()
    }
    document["paths"]["/api/v1/projects/{project}/assets"] = {"get": {"operationId": "listAssets", "responses": {}}}
    return document


def found(vendor: Any) -> list[tuple[str, str, str, str, str]]:
    """The differences, as plain tuples."""
    return [(d.operation, d.place, d.what, d.ours, d.theirs) for d in upstream.differences(DOCUMENT, vendor)]


def test_names_and_layout_do_not_matter(vendor: Any) -> None:
    """Other schema names, parameter names, prefixes of paths and operations of other services are no difference."""
    assert found(vendor) == []


def test_what_differs_is_told(vendor: Any) -> None:
    """Each kind of difference is told with both sides, at the field where it is."""
    fields(vendor, "CallLogEntry")["level"] = {"type": "string"}
    fields(vendor, "CallLogEntry").pop("message")
    fields(vendor, "FunctionsLimits")["timeoutMinutes"].update(type="string", format="int64")
    fields(vendor, "ActivationStatus")["status"] = {"type": "string", "enum": ["activated", "off"]}
    fields(vendor, "CallFilterRequest")["limit"].update(maximum=1000)
    schema(vendor, "IdReference")["required"] = []
    prefix = "/api/v1/projects/{project}"
    operation(vendor, f"get {prefix}/functions/limits")["responses"]["202"] = operation(
        vendor, f"get {prefix}/functions/limits"
    )["responses"].pop("200")
    del vendor["paths"][f"{prefix}/token/inspect"]
    vendor["paths"][f"{prefix}/functions/new"] = {"get": {"operationId": "new", "responses": {}}}
    differences = found(vendor)
    for expected in (
        ("getCallLogs", "answer.items[].level", "lacking here", "nothing", "string"),
        ("getCallLogs", "answer.items[].message", "lacking there", "string or null", "nothing"),
        ("getFunctionsLimits", "answer.timeoutMinutes", "type", "integer or null", "string"),
        ("getFunctionsLimits", "answer.timeoutMinutes", "format", "int32", "int64"),
        ("getFunctionsLimits", "status", "type", "200", "202"),
        ("getActivationStatus", "answer.status", "null", "string or null", "string"),
        ("getActivationStatus", "answer.status", "enum", "activated, inactive, requested", "activated, off"),
        ("filterCalls", "body.limit", "maximum", "none", "1000"),
        ("getSchedulesByIds", "body.items[].id", "required", "required", "optional"),
        ("inspectToken", "", "operation lacking there", "GET /token/inspect", "nothing"),
        ("GET /functions/new", "", "operation lacking here", "nothing", "new"),
    ):
        assert expected in differences
        differences = [one for one in differences if one != expected]
    places = {(operation_, place) for operation_, place, *_ in differences}
    assert {place for _, place in places} <= {"answer.status", "body.items[].id"}  # the same in other operations


def test_openapi_3_0(vendor: Any) -> None:
    """The older way to say null, exclusive bounds and read-only fields is understood."""
    fields(vendor, "FunctionResource")["owner"] = {"type": "string", "nullable": True, "maxLength": 128}
    fields(vendor, "FunctionResource")["status"] = {
        "allOf": [{"$ref": "#/components/schemas/FunctionStatus"}, {"description": "x"}],
        "nullable": True,
    }
    fields(vendor, "FunctionWrite")["id"] = {"type": "integer", "readOnly": True}
    fields(vendor, "CallFilterRequest")["limit"].update(minimum=1, exclusiveMinimum=True)
    vendor["openapi"] = "3.0.3"
    assert found(vendor) == [
        ("filterCalls", "body.limit", "exclusiveMinimum", "none", "1"),
        ("filterCalls", "body.limit", "minimum", "1", "none"),
    ]


def test_a_schema_that_holds_itself(vendor: Any) -> None:
    """A schema that leads back to itself comes to an end."""
    fields(vendor, "CallLogEntry")["inner"] = {"$ref": "#/components/schemas/CallLogEntry"}
    assert ("getCallLogs", "answer.items[].inner", "lacking here", "nothing", "again") in found(vendor)


def test_explanations(vendor: Any, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is explained is not told, what is not is, and an explanation of nothing is an error."""
    path = tmp_path / "vendor.yaml"
    fields(vendor, "CallLogEntry")["level"] = {"type": "string"}
    path.write_text(yaml.safe_dump(vendor), encoding="utf-8")
    (root / DEVIATIONS).write_text("deviation = []\n", encoding="utf-8")
    assert upstream.main([str(path)], root) == 1
    assert "getCallLogs: answer.items[].level: the vendor has it, as string; we lack it" in capsys.readouterr().out
    entry = '[[deviation]]\nat = "getCallLogs answer.items[].level"\nwhat = "lacking here"\nreason = "New."\n'
    (root / DEVIATIONS).write_text(entry, encoding="utf-8")
    assert upstream.main([str(path)], root) == 0
    assert "0 differences unexplained, 1 explained, 0 explanations stale" in capsys.readouterr().out
    (root / DEVIATIONS).write_text(entry + entry.replace("level", "depth"), encoding="utf-8")
    assert upstream.main([str(path)], root) == 1
    assert "explains what is not so (any more): lacking here at getCallLogs" in capsys.readouterr().out
    edit(root / DEVIATIONS, 'reason = "New."', 'reason = ""')
    assert upstream.main([str(path)], root) == 1
    assert "an entry has at, what, reason" in capsys.readouterr().err


def test_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is absent or no document is an error that names it."""
    assert upstream.main([str(tmp_path / "nothing.json")]) == 1
    assert "nothing.json" in capsys.readouterr().err
    (tmp_path / "bad.json").write_text("[]", encoding="utf-8")
    assert upstream.main([str(tmp_path / "bad.json")]) == 1
    assert "bad.json holds no document" in capsys.readouterr().err


@absent
def test_the_vendors_newest_document(capsys: pytest.CaptureFixture[str]) -> None:
    """Every difference from the revision that the explanations were written against is explained."""
    began = time.process_time()
    assert upstream.main([str(NEWEST)]) == 0, capsys.readouterr().out
    assert time.process_time() - began < 2.0


@absent
def test_the_vendors_older_document(capsys: pytest.CaptureFixture[str]) -> None:
    """What the older revision lacks is told, operation and field; nothing of another service is."""
    assert upstream.main([str(OLDER)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "deleteFiles: body.ignoreUnknownIds: we have it, as boolean; the vendor lacks it" in lines
    assert len([line for line in lines if "explains what is not so (any more)" not in line]) < 10


@absent
def test_the_vendors_document_changed_below_us(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A field that the vendor adds, and a bound that it moves, are told."""
    document = json.loads(NEWEST.read_text(encoding="utf-8"))
    fields(document, "FunctionCall")["cost"] = {"type": "number"}
    fields(document, "Function")["description"]["maxLength"] = 250
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert upstream.main([str(path)]) == 1
    told = capsys.readouterr().out
    assert "callFunction, getCall: answer.cost: the vendor has it, as number; we lack it" in told
    assert "createFunction: body.items[].description: maxLength is 500 here, 250 there" in told


def _add_field(node: Document) -> None:
    if "properties" in node:
        node["properties"]["brandNew"] = {"type": "string"}


def _rename_fields(node: Document) -> None:
    for name in [name for name, one in node.get("properties", {}).items() if one.get("type") in SCALARS]:
        node["properties"][f"{name}Otherwise"] = node["properties"].pop(name)


def _retype(node: Document) -> None:
    if node.get("type") in SCALARS:
        node["type"] = "boolean" if node["type"] != "boolean" else "string"


def _add_value(node: Document) -> None:
    if "enum" in node:
        node["enum"] = [*node["enum"], "BrandNew"]


def _move_bounds(node: Document) -> None:
    for key in {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"} & node.keys():
        node[key] += 1


def _add_bounds(node: Document) -> None:
    key = {"string": "maxLength", "integer": "maximum", "number": "maximum", "array": "maxItems"}.get(
        node.get("type", "")
    )
    if key and key not in node:
        node[key] = 7


def _change_format(node: Document) -> None:
    if node.get("type") in SCALARS:
        node["format"] = "date" if node["type"] == "string" else "int16"


def _allow_null(node: Document) -> None:
    if node.get("type") in SCALARS:
        node["nullable"] = True


def _turn_required(node: Document) -> None:
    if "properties" in node:
        node["required"] = [name for name in node["properties"] if name not in node.get("required", [])]


@absent
@pytest.mark.parametrize(
    "change",
    [
        _add_field,
        _rename_fields,
        _retype,
        _add_value,
        _move_bounds,
        _add_bounds,
        _change_format,
        _allow_null,
        _turn_required,
    ],
)
def test_explanations_swallow_nothing_new(change: Callable[[Document], None]) -> None:
    """Whatever the vendor changes about any schema of our operations is told, save what answers need not hold."""
    document = json.loads(NEWEST.read_text(encoding="utf-8"))
    known = set(upstream.differences(DOCUMENT, document))
    for _, node in spec.schema_nodes(document):
        change(node)
    new = set(upstream.differences(DOCUMENT, document)) - known
    left, _, _ = deviations.sort_out(new)
    read = {one for one in new if one.what == "required" and one.place.startswith(("answer", "refusal"))}
    swallowed = {(one.at, one.what, one.ours, one.theirs) for one in new - set(left) - read}
    assert swallowed == set()
    assert len(left) > 20
