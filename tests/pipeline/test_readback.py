"""What was made is read back and used: what the spec says and the client does not do stops the regeneration."""

import copy
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline import warm
from tests.pipeline.conftest import edit
from tests.pipeline.edits import PING, TEXT, schema
from tools.pipeline import generate, hazards, readback, spec
from tools.pipeline.layout import GENERATED, PipelineError

DOCUMENT = spec.effective()
ODD = ['x"y', "x\\y", "größe", "日本", "class", "self", "@type", "2fa", "a b", "", "T", "data", "key", "ﬁ", "{x}", "%s"]
WORDS = ["a b", 'a"b', "a\\c", "größe", "", "+", "{x}", "%s", "'", "None", "mro"]
ERROR = {"$ref": "#/components/schemas/FunctionError"}
LIST = {"type": "array", "items": ERROR}


def odd() -> dict[str, Any]:
    """The spec with much in it that is unusual and kept."""
    document = copy.deepcopy(DOCUMENT)
    texts = {
        "type": "object",
        "description": 'Ends in a quote "',
        "required": ODD[::2],
        "properties": {name: {"type": "string", "description": 'a "quote", \\ and """'} for name in ODD},
    }
    parts = {
        "one": {"oneOf": [ERROR, LIST, {"type": "string"}, {"type": "null"}]},
        "many": {"type": "array", "items": LIST},
        "word": {"$ref": "#/components/schemas/Word"},
        "words": {"type": "array", "items": {"$ref": "#/components/schemas/Word"}},
        "fixed": {"oneOf": [{"const": "a'größe"}, {"type": "null"}]},
        "number": {"const": 7},
        "mixed": {"type": ["string", "integer", "boolean", "null"]},
        "anything": {"description": "Any JSON."},
        "tree": {"type": "array", "items": {"$ref": "#/components/schemas/Parts"}},
    }
    document["components"]["schemas"] |= {
        "Texts": texts,
        "Parts": {"type": "object", "description": "Parts.", "properties": parts, "additionalProperties": ERROR},
        "Word": {"type": "string", "enum": WORDS, "description": "Words."},
    }
    parameters = [
        *(
            {"in": "query", "name": name, "schema": {"type": "string"}}
            for name in ('x"y', "$top", "filter[x]", "größe")
        ),
        {"in": "query", "name": "words", "schema": parts["words"]},
        {"in": "query", "name": "flag", "required": True, "schema": {"type": "boolean"}},
        {"in": "header", "name": "X-Trace", "schema": {"type": "boolean"}},
        {"in": "header", "name": "If-Match", "schema": {"type": "integer"}},
        {"in": "path", "name": "word", "required": True, "schema": {"type": "string"}},
        {"in": "path", "name": "class", "required": True, "schema": {"type": "number"}},
    ]
    texts = {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Texts"}}}}
    answers = {"200": {"description": "Both.", "content": {"application/json": {"schema": parts["one"]}}}}
    document["paths"]["/ping/{class}/{word}:run"] = {
        "post": {
            **PING,
            "operationId": "import",
            "parameters": parameters,
            "requestBody": {"required": True, "content": texts},
            "responses": answers,
        }
    }
    return document


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client of the odd spec."""
    work = tmp_path_factory.mktemp("odd")
    hazards.check(odd())
    generate.generate(work, odd(), runner=warm.run)
    return work


def test_what_is_odd_comes_out_as_written(made: Path) -> None:
    """Quotes, backslashes, other languages and words of Python reach the wire as they stand in the spec."""
    readback.check(made, odd(), warm.run)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "api/functions/import_.py",
            None,
            "",
            "/paths/~1ping~1{class}~1{word}:run/post has no module api.functions.import_",
        ),
        ("api/functions/more.py", None, "x = 1\n", "the module api.functions.more is of no operation"),
        ("models/texts.py", None, "", "/components/schemas/Texts has no module models.texts"),
        ("models/word.py", 'VALUE_4 = ""', 'VALUE_4 = "no"', "/components/schemas/Word: has the values"),
        (
            "models/texts.py",
            'd.pop("größe"',
            'd.pop("grosse"',
            "/components/schemas/Texts: cannot be read and sent again",
        ),
        ("models/parts.py", '["mixed"] = mixed', '["mixed"] = "x"', "is sent again as"),
        ("api/functions/import_.py", 'params["flag"] = flag', 'params["flag"] = 1', "post: sends params"),
        (
            "api/functions/import_.py",
            '"method": "post"',
            '"method": "put"',
            "post: sends method 'put' instead of 'post'",
        ),
        ("api/functions/import_.py", 'headers["If-Match"]', 'headers["If"]', "post: sends headers"),
        ("api/functions/import_.py", '    "import",\n', '    "imports",\n', "post: calls itself imports"),
    ],
)
def test_what_did_not_come_out(made: Path, tmp_path: Path, file: str, old: str | None, new: str, said: str) -> None:
    """A module, a value, a field or a part of a request that is not what the spec says is named with its place."""
    shutil.copytree(made / GENERATED, tmp_path / GENERATED)
    path = tmp_path / GENERATED / file
    if old is not None:
        edit(path, old, new)
    elif new:
        path.write_text(new, encoding="utf-8")
    else:
        path.unlink()
    with pytest.raises(PipelineError) as refused:
        readback.check(tmp_path, odd(), warm.run)
    assert said in str(refused.value), str(refused.value)


def test_a_field_that_meets_what_another_needs(tmp_path: Path) -> None:
    """A field called as the generator calls the items of another is found by using the model."""
    document = copy.deepcopy(DOCUMENT)
    node = schema(document, "FunctionReferences")
    node["properties"] = {"itemsItem": TEXT, **node["properties"]}
    node["required"].append("itemsItem")
    generate.generate(tmp_path, document, runner=warm.run)
    with pytest.raises(
        PipelineError, match=r"/components/schemas/FunctionReferences: itemsItem is read as IdReference"
    ):
        readback.check(tmp_path, document, warm.run)
