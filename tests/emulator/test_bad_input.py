"""What is wrong with a request is said with the field's name, and nothing is changed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .support import Project

FUNCTION: dict[str, Any] = {"name": "f", "fileId": 1}
ID = "an integer from 1 to 9007199254740991"
NAME = "a string of 1 to 140 characters"
SCHEDULE: dict[str, Any] = {"name": "s", "cronExpression": "* * * * *", "functionId": 1, "nonce": "n"}


def one(item: Any) -> dict[str, Any]:
    """A body with one item."""
    return {"items": [item]}


def function(**fields: Any) -> dict[str, Any]:
    """The creation of a function with these fields."""
    return one({**FUNCTION, **fields})


TABLE: list[tuple[str, Any, str]] = [
    ("/functions", [], "the body: expected an object, got list"),
    ("/functions", {}, "items: expected a list of exactly 1 item, got nothing"),
    ("/functions", {"items": []}, "items: expected a list of exactly 1 item, got 0"),
    ("/functions", {"items": [FUNCTION, FUNCTION]}, "items: expected a list of exactly 1 item, got 2"),
    ("/functions", one(1), "items[0]: expected an object, got int"),
    ("/functions", one({"fileId": 1}), f"items[0].name: expected {NAME}, got nothing"),
    ("/functions", function(name=5), f"items[0].name: expected {NAME}, got int"),
    (
        "/functions",
        function(name="x" * 141),
        f"items[0].name: expected {NAME}, got a string of 141 characters",
    ),
    ("/functions", function(fileId="1"), f"items[0].fileId: expected {ID}, got '1'"),
    ("/functions", function(fileId=True), f"items[0].fileId: expected {ID}, got bool"),
    ("/functions", function(fileId=0), f"items[0].fileId: expected {ID}, got 0"),
    ("/functions", function(fileId=2**53), f"items[0].fileId: expected {ID}, got 900"),
    ("/functions", function(fileId=10**400), f"items[0].fileId: expected {ID}, got a large"),
    ("/functions", function(fileId=1.0), f"items[0].fileId: expected {ID}, got float"),
    ("/functions", function(externalId="x" * 256), "items[0].externalId: "),
    ("/functions", function(owner="x" * 129), "items[0].owner: "),
    ("/functions", function(description="x" * 501), "items[0].description: "),
    ("/functions", function(metadata={"x": 1}), "items[0].metadata.x: expected a string"),
    ("/functions", function(metadata={"x" * 33: ""}), "items[0].metadata key 'xxx"),
    ("/functions", function(metadata={str(n): "" for n in range(17)}), "items[0].metadata: expected at most 16"),
    ("/functions", function(secrets={"token": "x"}), "items[0].secrets key 'token': "),
    ("/functions", function(secrets={"x" * 16: "x"}), "items[0].secrets key 'xxx"),
    ("/functions", function(secrets={"x": 1}), "items[0].secrets.x: "),
    ("/functions", function(envVars={"A-B": "x"}), "items[0].envVars key 'A-B': "),
    ("/functions", function(envVars={"A": "x\0y"}), "items[0].envVars.A: "),
    ("/functions", function(functionPath="../handler.py"), "items[0].functionPath: "),
    ("/functions", function(functionPath="/handler.py"), "items[0].functionPath: "),
    ("/functions", function(functionPath="a/../../handler.py"), "items[0].functionPath: "),
    ("/functions", function(functionPath="handler.txt"), "items[0].functionPath: "),
    ("/functions", function(functionPath="handler\0.py"), "items[0].functionPath: "),
    ("/functions", function(cpu=9), "items[0].cpu: expected a number from 1.0 to 3.0, got 9"),
    ("/functions", function(cpu="1"), "items[0].cpu: expected a number from 1.0 to 3.0, got '1'"),
    ("/functions", function(memory=True), "items[0].memory: expected a number from 1.5 to 5.0, got bool"),
    ("/functions", function(runtime="py27"), "items[0].runtime: expected one of py310, "),
    ("/functions", function(extraIndexUrls="x"), "items[0].extraIndexUrls: expected a list"),
    ("/functions/list", {"limit": 0}, "limit: expected an integer of at least 1, got 0"),
    ("/functions/list", {"limit": 10**30}, "limit: expected an integer of at least 1, got a larger one"),
    ("/functions/list", {"filter": {"status": "Done"}}, "filter.status: expected one of Queued, "),
    ("/functions/list", {"filter": {"createdTime": {"min": -1}}}, "filter.createdTime.min: "),
    ("/functions/byids", {"items": [{"id": n} for n in range(1, 12)]}, "items: expected a list of 1 to 10"),
    ("/functions/byids", one({}), "items[0]: expected exactly one of id, externalId, got none of them"),
    ("/functions/byids", one({"id": 1, "externalId": "x"}), "items[0]: expected exactly one of id"),
    ("/functions/byids", {**one({"id": 1}), "ignoreUnknownIds": 1}, "ignoreUnknownIds: expected true or false"),
    ("/functions/delete", {"items": []}, "items: expected a list of 1 to 10 items, got 0"),
    ("/functions/{ready}/call", {}, "nonce: expected a string of 1 to 1000 characters, got nothing"),
    ("/functions/{ready}/call", {"nonce": 5}, "nonce: "),
    ("/functions/{ready}/call", {"nonce": "made up"}, "nonce: expected the unused nonce"),
    ("/functions/{ready}/call", {"nonce": "n", "data": []}, "data: expected an object, got list"),
    ("/functions/x/call", {"nonce": "n"}, f"functionId: expected {ID}, got 'x'"),
    ("/functions/9007199254740992/call", {"nonce": "n"}, "functionId: expected an integer from 1 to"),
    ("/functions/{ready}/calls/byids", one({"externalId": "x"}), "items[0].id: "),
    ("/functions/{ready}/calls/list", {"filter": {"status": 1}}, "filter.status: "),
    ("/functions/{ready}/calls/list", {"cursor": 1}, "cursor: "),
    ("/functions/schedules", one({**SCHEDULE, "nonce": None}), "items[0].nonce: "),
    ("/functions/schedules", one({**SCHEDULE, "data": "x"}), "items[0].data: expected an object, got 'x'"),
    ("/sessions", one({}), "items[0]: expected either clientId and clientSecret, or tokenExchange, or"),
    ("/sessions", one({"clientId": "x"}), "items[0]: expected either clientId and clientSecret"),
    ("/sessions", one({"tokenExchange": False}), "items[0].tokenExchange: expected true, got bool"),
    ("/sessions", one({"tokenExchange": True, "oneshotTokenExchange": True}), "items[0]: expected either"),
    ("/sessions/revoke", {"items": []}, "items: "),
    ("/files", {}, "name: expected a string of 1 to 256 characters, got nothing"),
    ("/files", {"name": "x", "directory": "not/absolute"}, "directory: "),
    ("/files", {"name": "x", "assetIds": [0]}, "assetIds[0]: "),
    ("/files/byids", {}, "items: expected a list of 1 to 1000 items, got nothing"),
]


@pytest.mark.parametrize(("path", "body", "message"), TABLE)
def test_field_is_named(project: Project, path: str, body: Any, message: str) -> None:
    """A body that breaks a rule is a 400 whose message begins with the field."""
    if "{ready}" in path:
        path = path.format(ready=project.deploy("def handle(): pass"))
    assert project.refused(path, body)["message"].startswith(message)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nothing", b"\xff", b'{"items": NaN}', b"1e999", b"[" * 100_000, b'{"name": "\\ud800"}', b"1" * 5000],
)
def test_body_that_is_no_json(project: Project, body: bytes) -> None:
    """A body that is not JSON, or holds a string that is no text, is a 400 that says so."""
    answer = project.http.post("/functions/list", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("The body is not JSON: ")


@pytest.mark.parametrize("depth", [100, 300, 450, 600, 900, 950, 980, 2000])
def test_nesting(project: Project, depth: int) -> None:
    """Deeply nested data is handed to the handler or refused, and never the end of the emulator."""
    function_id = project.deploy("def handle(): return 'fine'")
    data = f'{{"x": {"[" * depth}{"]" * depth}}}'
    answer = project.http.post(
        f"/functions/{function_id}/call", content=f'{{"nonce": "{project.nonce()}", "data": {data}}}'
    )
    assert answer.status_code == 201 or (answer.status_code == 400 and depth > 200)
    if answer.status_code == 201:
        assert project.response(project.finished(function_id, answer.json()["id"])) == "fine"


@pytest.mark.parametrize("path", ["/functions/x", "/functions/0", "/functions/-1", "/functions/²", "/functions/1e3"])
def test_id_in_the_path(project: Project, path: str) -> None:
    """An id in the path that is no id is named as such."""
    answer = project.http.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("functionId: expected an integer")
