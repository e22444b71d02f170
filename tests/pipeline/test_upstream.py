"""The comparison with a document of the vendor's, on small ones made here and on the real ones where they are."""

import copy
import json
import os
import re
import shutil
import time
import tomllib
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
PREFIX = "/api/v1/projects/{project}"
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
        f"{PREFIX}{path.replace('{functionId}', '{id}')}": item for path, item in document["paths"].items()
    }
    document["paths"][f"{PREFIX}/assets"] = {"get": {"operationId": "listAssets", "responses": {}}}
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
    operation(vendor, f"get {PREFIX}/functions/limits")["responses"]["202"] = operation(
        vendor, f"get {PREFIX}/functions/limits"
    )["responses"].pop("200")
    del vendor["paths"][f"{PREFIX}/token/inspect"]
    vendor["paths"][f"{PREFIX}/functions/new"] = {"get": {"operationId": "new", "responses": {}}}
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


def test_no_source_is_named_that_was_not_compared() -> None:
    """The page on the spec names the revisions that the explanations are for, and no other without saying so."""
    page = (ROOT / "spec" / "README.md").read_text(encoding="utf-8")
    text = (ROOT / DEVIATIONS).read_text(encoding="utf-8")
    entries = tomllib.loads(text)
    (row,) = re.findall(r"^\| vendor's document \|(.*)\|$", page, re.MULTILINE)
    compared, _, read = row.partition("Read, but not compared:")
    assert re.findall(r"\d{4}-\d\d-\d\d", compared) == list(entries["revisions"])
    assert re.findall(r"\d{4}-\d\d", read) == entries["read"]
    reasons = " ".join(entry["reason"] for entry in entries["deviation"])
    named = re.findall(
        r"(?:document|[Rr]evisions?)(?: of| since)? (\d{4}-\d\d(?:-\d\d)?)(?: to (\d{4}-\d\d))?", page + reasons
    )
    dates = {date for pair in named for date in pair if date}
    assert {
        date for date in dates if not any(one.startswith(date) for one in [*entries["revisions"], *read.split()])
    } == set()
    assert len(dates) > 3


def _besides(document: Any, name: str, more: Any) -> None:
    schemas = document["components"]["schemas"]
    schemas[name] = {"allOf": [schemas[name], more]}


WIRE: list[tuple[Callable[[Any], object], str]] = [
    (lambda d: d["components"]["securitySchemes"].clear(), ""),
    (lambda d: d["servers"][0].update(url="https://example.com"), "document: servers"),
    (lambda d: operation(d, f"get {PREFIX}/functions").update(security=[]), "listFunctions: security"),
    (lambda d: operation(d, f"get {PREFIX}/functions").update(deprecated=True), "listFunctions: deprecated"),
    (lambda d: fields(d, "FunctionResource")["owner"].update(default="x"), "answer.items[].owner: default"),
    (
        lambda d: answers(d).update({"202": answers(d)["200"]}),
        "getFunctionsLimits: status: type is 200 here, 200, 202",
    ),
    (lambda d: answers(d).update({"409": {"description": "x"}}), "getFunctionsLimits: refusal 409"),
    (lambda d: answers(d)["200"].update(headers={"x": {"schema": {}}}), "getFunctionsLimits: answer: headers"),
    (lambda d: d["paths"].update({"/jobs": {"get": {"tags": ["functions"], "responses": {}}}}), "GET /jobs"),
    (lambda d: d["paths"].update({"/function-apps": {"get": {"responses": {}}}}), "GET /function-apps"),
    (lambda d: d["paths"].update({"/jobs": {"get": {"tags": ["Jobs"], "responses": {}}}}), ""),
    (lambda d: schema(d, "CallStatus").update(enum=["Other"]), "answer.status: enum"),
    (lambda d: fields(d, "FunctionResource")["owner"].update(writeOnly=True), "answer.items[].owner: we have it"),
    (
        lambda d: fields(d, "FunctionResource")["status"].update(
            {"$ref": "#/components/schemas/CallStatus", "writeOnly": True}
        ),
        "answer.items[].status: we have it",
    ),
    (lambda d: _besides(d, "IdReference", {"required": ["more"]}), ""),  # which the document says nothing of
    (lambda d: _besides(d, "ActivationStatus", {"required": ["status"]}), "answer.status: required"),
    (lambda d: _besides(d, "ActivationStatus", {"properties": {"status": {}}}), ""),
    (lambda d: _besides(d, "ActivationStatus", {"properties": {"more": {}}}), "answer.more: the vendor has it"),
]


@pytest.mark.parametrize(("change", "told"), WIRE)
def test_nothing_of_the_wire_is_passed_over(vendor: Any, change: Callable[[Any], object], told: str) -> None:
    """What concerns our operations is told wherever it stands, and what concerns others is not."""
    change(vendor)
    lines = list(deviations.told(upstream.differences(DOCUMENT, vendor)))
    assert any(told in line for line in lines) if told else lines == []


def answers(document: Any) -> Any:
    """The answers of an operation that is asked for limits."""
    return operation(document, f"get {PREFIX}/functions/limits")["responses"]


@absent
@pytest.mark.parametrize("document", [NEWEST, OLDER], ids=lambda path: path.stem)
def test_the_vendors_documents(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every difference from a revision that the explanations are for is explained."""
    began = time.process_time()
    assert upstream.main([str(document)]) == 0, capsys.readouterr().out
    assert time.process_time() - began < 2.0


@absent
def test_each_explanation_is_for_the_revisions_that_it_names() -> None:
    """None names a revision that it explains nothing of."""
    for path in (NEWEST, OLDER):
        document = json.loads(path.read_text(encoding="utf-8"))
        revision = deviations.revision(document)
        assert revision is not None
        assert revision in path.name
        assert deviations.sort_out(upstream.differences(DOCUMENT, document), revision=revision)[:2] == ([], [])


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
    left, _, _ = deviations.sort_out(new, revision="2025-12-05")
    read = {one for one in new if one.what == "required" and one.place.startswith(("answer", "refusal"))}
    swallowed = {(one.at, one.what, one.ours, one.theirs) for one in new - set(left) - read}
    assert swallowed == set()
    assert len(left) > 20


@absent
def test_a_revision_that_nobody_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of another revision what is new in it is told alone: what differs, and what does not any more."""
    for path in (NEWEST, OLDER):
        document = json.loads(path.read_text(encoding="utf-8"))
        fields(document, "FunctionCall")["cost"] = {"type": "number"}
        fields(document, "Function")["lastCalled"] = {"type": "integer", "format": "int64"}
        changed = tmp_path / "changed.json"
        changed.write_text(json.dumps(document), encoding="utf-8")
        assert upstream.main([str(changed)]) == 1
        told = capsys.readouterr().out.splitlines()
        assert told[0] == "changed.json: a revision not known here"
        assert len(told) < 15
        assert any("answer.cost: the vendor has it" in line for line in told)
        assert any("(any more): lacking there at * answer.items[].lastCalled" in line for line in told)


@absent
def test_stale_is_stale_in_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An explanation is stale where it fits none of the revisions that it is for, once all of these are looked at."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    path = tmp_path / DEVIATIONS
    text = path.read_text(encoding="utf-8")
    entry = '\n[[deviation]]\nat = "getCall"\nwhat = "deprecated"\nreason = "Made up."\n'
    path.write_text(text + entry, encoding="utf-8")
    assert upstream.main([str(NEWEST)], tmp_path) == 0
    assert upstream.main([str(NEWEST), str(OLDER)], tmp_path) == 1
    assert "explains what is not so (any more): deprecated at getCall" in capsys.readouterr().out
    path.write_text(f'{text}{entry}revisions = ["2025-12-05"]\n', encoding="utf-8")
    assert upstream.main([str(OLDER)], tmp_path) == 0
    assert upstream.main([str(NEWEST)], tmp_path) == 1
    path.write_text(f'{text}{entry}revisions = ["1999-01-01"]\n', encoding="utf-8")
    assert upstream.main([str(NEWEST)], tmp_path) == 1
    assert "revisions that [revisions] does not name" in capsys.readouterr().err
