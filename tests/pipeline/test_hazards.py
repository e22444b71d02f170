"""What the generator drops without a word is found, and has to be accepted one by one."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.conftest import edit
from tests.pipeline.edits import fields, operation, schema
from tests.pipeline.more_edits import path_by_reference
from tools.pipeline import hazards, spec
from tools.pipeline.layout import HAZARDS, PipelineError

DOCUMENT = spec.effective()
CALL = "post /functions/{functionId}/call"
PARAMETER = {"name": "ids", "in": "query", "description": "Ids."}
LIST = {"type": "array", "items": {"type": "integer"}}


def _function(**keywords: object) -> Callable[[Any], object]:
    return lambda d: fields(d, "Function")["owner"].update(keywords)


def _parameter(**keywords: object) -> Callable[[Any], object]:
    return lambda d: operation(d, CALL)["parameters"].append({**PARAMETER, **keywords})


def _call(**keywords: object) -> Callable[[Any], object]:
    return lambda d: operation(d, CALL).update(keywords)


def _success(d: Any) -> Any:
    return operation(d, CALL)["responses"]["201"]


HAZARDOUS: list[tuple[str, Callable[[Any], object]]] = [
    ("access", _function(readOnly=True)),
    ("access", _function(writeOnly=True)),
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
    ("misplaced-time", lambda d: fields(d, "ProjectAccess")["groups"]["items"].update(format="epoch-ms")),
    ("misplaced-time", _parameter(schema={"type": "integer", "format": "epoch-ms"})),
    ("unnamed", lambda d: fields(d, "Function").update(inner={"type": "object", "properties": {}})),
    ("unnamed", _function(enum=["a", "b"])),
    ("unnamed", lambda d: fields(d, "Function").update(inner={"type": ["object", "null"]})),
    ("path-ref", path_by_reference),
    ("union", lambda d: schema(d, "TokenExchangeSession").pop("required")),
    ("union", lambda d: fields(d, "Function")["status"]["oneOf"].append({"type": "string"})),
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


def test_a_property_may_be_named_like_a_keyword() -> None:
    """Only keywords are hazards, not properties that are called like one."""
    after = copy.deepcopy(DOCUMENT)
    fields(after, "Function").update({name: {"type": "string"} for name in ("default", "if", "title", "deprecated")})
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
