"""The templates on answers that the spec has none of: errors without a body, of several kinds, by default, or none."""

import os
import subprocess
import sys
from pathlib import Path

from tools.pipeline import generate
from tools.pipeline.spec import Document

KINDS: dict[str, dict[str, str | None]] = {
    "noErrors": {"200": "Good"},
    "emptyError": {"200": "Good", "404": None},
    "twoErrors": {"2XX": "Good", "404": "Bad", "409": "Worse", "410": None},
    "byDefault": {"200": "Good", "default": "Bad"},
    "emptyByDefault": {"204": None, "default": None},
    "texts": {"200": "Texts", "4XX": "Bad"},
}
# status, what sync gives or raises, and what sync_detailed does
EXPECTED = """
noErrors 200 Good Good; 404 UnexpectedStatus UnexpectedStatus; 500 UnexpectedStatus UnexpectedStatus
emptyError 200 Good Good; 404 ErrorResponse None; 500 UnexpectedStatus UnexpectedStatus
twoErrors 200 Good Good; 299 Good Good; 404 ErrorResponse Bad; 409 ErrorResponse Worse; 410 ErrorResponse None
byDefault 200 Good Good; 404 ErrorResponse Bad; 500 ErrorResponse Bad
emptyByDefault 204 None None; 404 ErrorResponse None; 500 ErrorResponse None
texts 200 Texts Texts; 404 ErrorResponse Bad; 500 UnexpectedStatus UnexpectedStatus
"""
PROGRAM = """
import sys
from importlib import import_module
import httpx
from cdf_functions_api import Client
from cdf_functions_api.errors import ResponseError

def asked(name, function, status):
    body = b'{"items": ["a", "b"], "secret": "planted"}' if status != 204 else b""
    transport = httpx.MockTransport(lambda request: httpx.Response(status, content=body))
    with Client("http://test", httpx_args={"transport": transport}) as client:
        try:
            given = getattr(import_module(f"cdf_functions_api.api.a.{name}"), function)(client=client)
        except ResponseError as error:
            assert "planted" not in f"{error}{error!r}"
            return type(error).__name__
    given = getattr(given, "parsed", given)
    assert "planted" not in repr(given)
    return "None" if given is None else type(given).__name__

for line in sys.argv[1].strip().splitlines():
    name, _, wanted = line.partition(" ")
    module = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    for case in wanted.split("; "):
        status, *expected = case.split()
        found = [asked(module, function, int(status)) for function in ("sync", "sync_detailed")]
        assert found == expected, (name, case, found)
"""


def spec_of(kinds: dict[str, dict[str, str | None]]) -> Document:
    """A spec whose operations answer so."""
    secret = {"type": "string", "x-confidential": True}
    fields: dict[str, object] = {"secret": secret, "items": {"type": "array", "items": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Made up", "version": "1"},
        "paths": {
            f"/{name}": {
                "get": {
                    "operationId": name,
                    "tags": ["a"],
                    "responses": {code: _answer(schema) for code, schema in answers.items()},
                }
            }
            for name, answers in kinds.items()
        },
        "components": {
            "schemas": {name: {"type": "object", "properties": fields} for name in ("Good", "Bad", "Worse", "Texts")}
        },
    }


def _answer(schema: str | None) -> Document:
    if schema is None:
        return {"description": "It."}
    return {
        "description": "It.",
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def test_other_answers(tmp_path: Path) -> None:
    """Each kind of error is raised, or given with its model, and what is generated satisfies the type checker."""
    generate.generate(tmp_path, spec_of(KINDS))
    generate.type_check(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "generated")}
    subprocess.run([sys.executable, "-c", PROGRAM, EXPECTED], env=environment, check=True)
