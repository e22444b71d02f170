"""Edits about which the report and the oracle once disagreed, with what is true of them; more are in test_verdicts."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.pipeline.edits import PLAIN, fields, operation, schema
from tests.pipeline.test_changes import USED
from tools.diff.facts import facts
from tools.diff.spec_changes import changes
from tools.pipeline import spec

DOCUMENT = spec.effective()
NOBODY, WIRE, PYTHON, BOTH = "", "wire", "low-level", "low-level wire"


def ref(name: str) -> dict[str, str]:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def _word(document: Any) -> None:
    document["components"]["schemas"]["Word"] = {"type": "string", "enum": ["red"], "description": "A word."}
    fields(document, "TokenInspection")["subject"].pop("type")
    fields(document, "TokenInspection")["subject"]["oneOf"] = [ref("Word"), {"type": "null"}]


def parameter(document: Any, schema: Any) -> None:
    """Give the limit of a list another schema."""
    document["components"]["parameters"]["Limit"]["schema"] = schema


Case = tuple[str, Callable[[Any], object], str]
CASES: tuple[Case, ...] = (
    ("a text read is one of a few words, which are texts", _word, NOBODY),
    (
        "a word read is any text: unknown words were always kept, but are now no members of an enum",
        lambda d: fields(d, "CreatedSession")["status"]["oneOf"].__setitem__(0, {"type": "string"}),
        PYTHON,
    ),
    (
        "a whole number sent is any number",
        lambda d: fields(d, "FunctionWrite")["fileId"].update(type="number"),
        NOBODY,
    ),
    (
        "a constant sent is any value of its type",
        lambda d: fields(d, "OneshotSession").update(oneshotTokenExchange={"type": "boolean"}),
        NOBODY,
    ),
    (
        "a field sent need not be there",
        lambda d: schema(d, "FunctionWrite")["required"].remove("fileId"),
        NOBODY,
    ),
    (
        "an object read is never there, only null",
        lambda d: fields(d, "Function")["envVars"]["oneOf"].pop(0),
        NOBODY,
    ),
    (
        "a field read is only written",
        lambda d: fields(d, "FunctionError")["message"].update(writeOnly=True),
        WIRE,
    ),
    ("no token is asked for by the document", lambda d: d.pop("security"), NOBODY),
    (
        "no token is asked for by an operation",
        lambda d: operation(d, "post /functions/list").update(security=[]),
        NOBODY,
    ),
    (
        "refusals are something else",
        lambda d: operation(d, "post /files/delete")["responses"].update(
            {"4XX": {"description": "x", "content": PLAIN}}
        ),
        BOTH,
    ),
    ("a number in a query is true or false", lambda d: parameter(d, {"type": "boolean"}), BOTH),
)


@pytest.mark.parametrize(("do", "broken"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_who_breaks(do: Callable[[Any], object], broken: str) -> None:
    """The report says who breaks, the wire and Python each by itself, as trying shows it."""
    after = copy.deepcopy(DOCUMENT)
    do(after)
    said = {audience for one in changes(facts(DOCUMENT), facts(after), USED) for audience in one.breaks}
    assert " ".join(sorted(said - {"overlay"})) == broken
