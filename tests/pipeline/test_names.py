"""What goes in comes out under a name of its own, which is the generator's, or is refused with what mends it."""

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.conftest import copy_inputs, edit
from tests.pipeline.edits import PING, TEXT, fields, operation, schema
from tools.pipeline import names, one_to_one, spec
from tools.pipeline.layout import CONFIG, ROOT, TEMPLATE_EDITS, PipelineError
from tools.pipeline.reserved import reserved

DOCUMENT = spec.effective()
LIST = "get /functions"
Edit = Callable[[Any], object]


def _fields(*new: str) -> Edit:
    return lambda d: fields(d, "Function").update(dict.fromkeys(new, TEXT))


def _parameters(*new: str, place: str = "query") -> Edit:
    added = [{"in": place, "name": name, "schema": {"type": "string"}} for name in new]
    return lambda d: operation(d, LIST)["parameters"].extend(added)


def _schemas(*new: str) -> Edit:
    return lambda d: d["components"]["schemas"].update({name: {"type": "object"} for name in new})


def _values(*new: str) -> Edit:
    return lambda d: schema(d, "CallStatus").update(enum=list(new))


def _operation(id: str, *tags: str) -> Edit:
    return lambda d: d["paths"].update({"/ping": {"get": {**PING, "operationId": id, "tags": tags or ["functions"]}}})


MEETING: list[tuple[Edit, str]] = [
    (_operation("get_call"), "the operationIds 'getCall' at .*/get/operationId .* and 'get_call' at /paths/~1ping/get"),
    (_operation("Get-Call"), "would both be called get_call: rename one"),
    (_operation("ping", "Functions"), "the tags 'functions' at .* and 'Functions' at .* both be called functions"),
    (_operation("ping", "function s", "functions"), "the tag 'function s' at .* becomes a module"),
    (
        _fields("fooBar", "foo_bar"),
        "the fields 'fooBar' at /components/schemas/Function/properties/fooBar .*'foo_bar' at",
    ),
    (_fields("@type", "type"), "both be called type_"),
    (_fields("\ufb01", "fi"), "both be called fi"),
    (_fields("foo-bar", "foo.bar"), "both be called foo_bar: give the spec only one of them"),
    (_parameters("x", "x"), "the query parameter 'x' at .* is there twice"),
    (_parameters("Limit"), "the parameters 'limit' at /paths/~1functions/get/parameters/0 .* and 'Limit' at"),
    (_parameters("limit", place="header"), "the parameters 'limit' at"),
    (
        _schemas("function_call"),
        "the schemas 'FunctionCall' at .* and 'function_call' at /components/schemas/function_call",
    ),
    (_schemas("HTTPError", "HttpError"), "both be called http_error: rename one"),
    (_values("a", "A"), "the values 'a' at /components/schemas/CallStatus/enum/0 .* and 'A' at"),
    (_values("a-b", "a_b", "a+b"), "the values 'a-b' at .* and 'a_b' at .* both be called A_B"),
    (_values("a+b", "ab"), "both be called AB"),
    (_values("value_1", "+"), "both be called VALUE_1"),
]
OWN_FIELDS = "d cls srcDict src_dict fieldDict propName cast additionalProperties additional_keys toDict from_dict"
OWN_PARAMETERS = "body params headers request response quote client url"
OWN_CLASSES = "Client Unset Response File Any T Operation AuthenticatedClient Literal"
TAKEN: list[tuple[Edit, str]] = [
    *((_fields(name), f"the field {name} at .* leave it out of the spec, and Function") for name in OWN_FIELDS.split()),
    *((_parameters(name), f"the parameter {name} at .*{TEMPLATE_EDITS}") for name in OWN_PARAMETERS.split()),
    *((_schemas(name), f"the schema '{name}' at .*: say {name}Data") for name in OWN_CLASSES.split()),
    (_schemas("Größe"), "the schema 'Größe'"),
    (_operation("größe"), "the operationId 'größe' at .* use letters, digits"),
    (_operation('a"b'), "becomes a module"),
    (_operation("ping", "__init__"), "the tag '__init__'"),
    (lambda d: operation(d, LIST).pop("operationId"), "GET /functions at /paths/~1functions/get .* has no operationId"),
]
FINE: list[Edit] = [
    _fields(
        "id", "self", "class", "data", "key", "items", "type", "größe", "2fa", "a b", 'x"y', "a/b", "", "T", "$ref"
    ),
    _parameters("self", "id", "type", "cookies", "content", "filter[x]", "größe"),
    _schemas("Model", "Object", "Exception", "Types", "Operations"),
    _values("", "a", "1", "+", "größe", "日本", "None", "mro", 'a"b'),
    _operation("json"),
    _operation("import", "class"),
]


@pytest.mark.parametrize(("do", "said"), [*MEETING, *TAKEN])
def test_a_name_that_cannot_be(do: Edit, said: str) -> None:
    """Names that meet in Python, or that generated code uses itself, are told with their places and what mends it."""
    document = copy.deepcopy(DOCUMENT)
    do(document)
    with pytest.raises(PipelineError, match=r"^names that do not become names of their own in Python:") as refused:
        one_to_one.check(document)
    assert re.search(said, str(refused.value)), str(refused.value)


@pytest.mark.parametrize("do", FINE)
def test_odd_names_that_work(do: Edit) -> None:
    """Words of Python, letters of other languages and punctuation are no reason to refuse a name."""
    document = copy.deepcopy(DOCUMENT)
    do(document)
    one_to_one.check(document)


def test_what_is_taken_is_read_from_the_templates(tmp_path: Path) -> None:
    """A template that uses another name for something of its own takes that name instead, and frees the old one."""
    root = copy_inputs(tmp_path)
    assert {"d", "cls", "src_dict"} <= reserved().fields
    with (root / TEMPLATE_EDITS).open("a", encoding="utf-8") as file:
        file.write(
            '\n[[edit]]\ntemplate = "endpoint_module.py.jinja"\nwhy = "A test."\n'
            "find = '    _kwargs: dict[str, Any] = {'\n"
            "put = '''    asked: dict[str, Any] = {}\n    _kwargs: dict[str, Any] = asked or {'''\n"
        )
    assert "asked" in reserved(root).parameters - reserved(ROOT).parameters


def test_settings_that_rename(tmp_path: Path) -> None:
    """A setting by which the generator calls things otherwise is refused: later steps would not know."""
    root = copy_inputs(tmp_path)
    edit(root / CONFIG, "project_name_override", "field_prefix: x\nproject_name_override")
    with pytest.raises(PipelineError, match="field_prefix gives names that later steps do not know"):
        one_to_one.check(DOCUMENT, root)


def test_the_names_are_the_generators() -> None:
    """Of fields, classes, folders and members of enums."""
    assert [names.attribute(one) for one in ("sizeInMB", "id", "type", "2fa")] == [
        "size_in_mb",
        "id",
        "type_",
        "field_2fa",
    ]
    assert [names.model(one) for one in ("functionCall", "HTTPError", "None")] == ["FunctionCall", "HTTPError", "None_"]
    assert names.tag("My calls") == "my_calls"
    assert names.members(["Ready", "a-b", "", "1"]) == ["READY", "A_B", "VALUE_2", "VALUE_3"]
