"""Models in the hand: free-form objects, what is shown of a model, and what a failed comparison says."""

import copy
import pickle
from collections.abc import MutableMapping
from typing import Any

import pytest

from cdf_functions_api import models
from cdf_functions_api.types import UNSET, FreeForm

pytest_plugins = ["pytester"]

FREE = [
    *(models.JsonObject, models.Metadata, models.FunctionMetadata, models.Secrets, models.EnvVars),
    *(models.EmptyObject, models.Capability),
]
HIDING = [models.Secrets, models.EnvVars]


@pytest.mark.parametrize("kind", FREE)
def test_a_free_form_object_is_a_mapping(kind: Any) -> None:
    """It is built from a mapping, read and changed like one, and sent as one."""
    given = {"b": "2", "a": "1"}
    made = kind(given)
    assert MutableMapping in kind.__mro__
    assert (list(made), len(made), dict(made), "a" in made, 1 in made) == (["b", "a"], 2, given, True, False)
    assert (made["a"], made.get("c"), made.get("c", 3), list(made.items())) == ("1", None, 3, list(given.items()))
    assert made == given
    assert given == made
    assert made == kind.from_dict(given)
    assert made != {"a": "1"}
    assert made != [*given.items()]
    made["c"] = "3"
    del made["b"]
    made.update(d="4")
    assert made.to_dict() == made.additional_properties == {"a": "1", "c": "3", "d": "4"}
    assert given == {"b": "2", "a": "1"}
    assert not kind()
    assert kind({}) == {} == kind().to_dict()
    for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), kind(made)):
        assert type(other) is kind
        assert other == made


@pytest.mark.parametrize("wrong", [[], [("a", 1)], "text", 3, None])
def test_what_is_no_object_is_refused(wrong: Any) -> None:
    """A model is read from a mapping, and from nothing that merely could become one."""
    for kind in (models.JsonObject, models.FunctionCall, models.Secrets):
        with pytest.raises(TypeError, match="is not a mapping"):
            kind.from_dict(wrong)
    if wrong is not None:
        with pytest.raises(TypeError, match="is not a mapping"):
            models.JsonObject(wrong)


@pytest.mark.parametrize("kind", FREE)
def test_what_a_free_form_object_shows(kind: type[FreeForm[Any]]) -> None:
    """It shows its keys, and its values unless they are confidential."""
    values = {"a": "***"} if kind in HIDING else {"a": "planted"}
    assert repr(kind({"a": "planted"})) == f"{kind.__name__}({values!r})"


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        (models.FunctionCall(id=2, status=None), "FunctionCall(id=2, status=None)"),
        (models.FunctionCall.from_dict({"id": 2, "new": 1}), "FunctionCall(id=2, additional_properties={'new': 1})"),
        (models.CallRequest("planted"), "CallRequest(nonce='***')"),
        (
            models.CallRequest("planted", models.JsonObject({"x": 1})),
            "CallRequest(nonce='***', data=JsonObject({'x': 1}))",
        ),
        (models.CreatedSession(id=1, nonce="planted"), "CreatedSession(id=1, nonce='***')"),
        (models.CreatedSession(id=1, nonce=None), "CreatedSession(id=1, nonce=None)"),
        (models.CreatedSession(id=1), "CreatedSession(id=1)"),
        (
            models.ClientCredentialsSession("me", "planted"),
            "ClientCredentialsSession(client_id='me', client_secret='***')",
        ),
        (models.FileUpload(id=1, upload_url="planted"), "FileUpload(id=1, upload_url='***')"),
        (
            models.FunctionWrite("f", 1, secrets=models.Secrets({"k": "planted"}), extra_index_urls=["planted"]),
            "FunctionWrite(name='f', file_id=1, secrets=Secrets({'k': '***'}), extra_index_urls='***')",
        ),
    ],
)
def test_what_a_model_shows(model: object, shown: str) -> None:
    """A model shows the fields that are there, in their order, and of a confidential one only that."""
    assert repr(model) == str(model) == f"{model}" == shown


def test_confidential_fields_count() -> None:
    """What is not shown is sent, and compared."""
    assert models.CallRequest("a") != models.CallRequest("b")
    assert models.CallRequest("a") == models.CallRequest("a")
    assert models.CallRequest("a").to_dict() == {"nonce": "a"}
    assert models.Secrets({"k": "a"}) != models.Secrets({"k": "b"})
    write = models.FunctionWrite("f", 1)
    assert write.index_url is UNSET
    assert write.to_dict() == {"name": "f", "fileId": 1}
    assert models.FunctionWrite.from_dict({"name": "f", "fileId": 1, "indexUrl": "u"}).index_url == "u"


COMPARED = """
from cdf_functions_api import models

def call(**fields):
    known = {"id": 1, "functionId": 2, "status": "Running", "startTime": 1700000000000, "scheduledTime": 1700000000000}
    return models.FunctionCall.from_dict({**known, "sessionId": 5, "scheduleId": 6, "more": "x" * 300, **fields})

def test_fields():
    assert call() == call(status="Failed", endTime=3)

def test_list():
    assert models.FunctionCallList([call()]) == models.FunctionCallList([call(id=7)])

def test_free_form():
    assert models.JsonObject({"a": 1, "b": 2}) == models.JsonObject({"a": 1, "b": 3})

def test_confidential():
    assert models.CallRequest("planted-1") == models.CallRequest("planted-2")

def test_secrets():
    assert models.Secrets({"k": "planted-1"}) == models.Secrets({"k": "planted-2"})
"""


def test_a_failed_test_says_which_fields_differ(pytester: pytest.Pytester) -> None:
    """Under pytest a comparison that fails names the fields that differ, and shows no secret."""
    pytester.makepyfile(COMPARED)
    result = pytester.runpytest_inprocess("-vv")
    result.assert_outcomes(failed=5)
    said = result.stdout.str()
    for expected in (
        "'status'",
        "'end_time'",
        "UNSET != 3",
        "'items'",
        "{'b': 2} != {'b': 3}",
        "CallRequest(nonce='***')",
    ):
        assert expected in said, expected
    shown = [line for line in said.splitlines() if "planted" in line and not line.startswith((">", "    "))]
    assert shown == []
