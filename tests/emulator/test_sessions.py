"""Sessions: what a nonce is good for, and how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Clock, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    from .support import Project

CLIENT = {"clientId": "emulator-client", "clientSecret": "emulator-secret"}
HANDLER = "def handle(): pass"


@pytest.fixture
def clock() -> Clock:
    """Time of an emulator of the test's own."""
    return Clock()


@pytest.fixture
def timed(project_with: Callable[[Settings], AbstractContextManager[Project]], clock: Clock) -> Generator[Project]:
    """A project that goes by ``clock``."""
    with project_with(Settings(clock=clock)) as project:
        yield project


def create(project: Project, credential: dict[str, Any]) -> dict[str, Any]:
    """A new session, with its nonce."""
    return dict(project.post("/sessions", {"items": [credential]})["items"][0])


def seen(project: Project, session: dict[str, Any]) -> dict[str, Any]:
    """The session as it is read later."""
    return dict(project.post("/sessions/byids", {"items": [{"id": session["id"]}]})["items"][0])


@pytest.mark.parametrize(
    ("credential", "kind"),
    [
        (CLIENT, "CLIENT_CREDENTIALS"),
        ({"tokenExchange": True}, "TOKEN_EXCHANGE"),
        ({"oneshotTokenExchange": True}, "ONESHOT_TOKEN_EXCHANGE"),
    ],
)
def test_create(project: Project, credential: dict[str, Any], kind: str) -> None:
    """Each of the three kinds is created READY; the nonce is shown once, the client's id only where there is one."""
    session = create(project, credential)
    assert session["status"] == "READY"
    assert session["type"] == kind
    assert session["nonce"]
    later = seen(project, session)
    assert "nonce" not in later
    assert later["status"] == "READY"
    assert later.get("clientId") == credential.get("clientId")
    assert later["expirationTime"] > later["creationTime"]


def test_wrong_client_credentials(project_with: Callable[[Settings], AbstractContextManager[Project]]) -> None:
    """Client credentials that the token endpoint would refuse make no session."""
    with project_with(Settings(client_secret="right")) as project:
        project.refused("/sessions", {"items": [{**CLIENT, "clientSecret": "wrong"}]}, 403)
        assert project.get("/sessions") == {"items": []}


def test_call_activates_the_session(project: Project) -> None:
    """The session of a call becomes ACTIVE."""
    function_id, session = project.deploy(HANDLER), create(project, CLIENT)
    project.post(f"/functions/{function_id}/call", {"nonce": session["nonce"]}, 201)
    assert seen(project, session)["status"] == "ACTIVE"


def test_nonce_expires(timed: Project, clock: Clock) -> None:
    """A nonce is good for a minute; its session is then CANCELLED."""
    function_id = timed.deploy(HANDLER)
    early, late = create(timed, CLIENT), create(timed, CLIENT)
    clock.advance(59)
    timed.post(f"/functions/{function_id}/call", {"nonce": early["nonce"]}, 201)
    clock.advance(2)
    timed.refused(f"/functions/{function_id}/call", {"nonce": late["nonce"]})
    assert seen(timed, early)["status"] == "ACTIVE"
    assert seen(timed, late)["status"] == "CANCELLED"


def test_active_session_expires(timed: Project, clock: Clock) -> None:
    """An ACTIVE session is EXPIRED after an hour, unless a schedule holds it and its kind can be renewed."""
    function_id = timed.deploy(HANDLER)
    sessions = [create(timed, credential) for credential in (CLIENT, CLIENT, {"oneshotTokenExchange": True})]
    of_call, of_schedule, one_shot = sessions
    timed.post(f"/functions/{function_id}/call", {"nonce": of_call["nonce"]}, 201)
    for session in (of_schedule, one_shot):
        item = {"name": "s", "cronExpression": "0 * * * *", "functionId": function_id, "nonce": session["nonce"]}
        timed.post("/functions/schedules", {"items": [item]}, 201)
    clock.advance(3601)
    statuses = [seen(timed, session)["status"] for session in sessions]
    assert statuses == ["EXPIRED", "ACTIVE", "EXPIRED"]


def test_revoke(project: Project) -> None:
    """A revoked session's nonce is worth nothing; revoking again changes nothing."""
    function_id, session = project.deploy(HANDLER), create(project, CLIENT)
    items = {"items": [{"id": session["id"]}]}
    for _ in range(2):
        assert project.post("/sessions/revoke", items)["items"][0]["status"] == "REVOKED"
    project.refused(f"/functions/{function_id}/call", {"nonce": session["nonce"]})


def test_unknown_sessions(project: Project) -> None:
    """One unknown id fails byids and revoke, and then nothing is revoked."""
    session = create(project, CLIENT)
    items = {"items": [{"id": session["id"]}, {"id": 2**40}]}
    assert project.refused("/sessions/byids", items)["missing"] == [{"id": 2**40}]
    assert project.refused("/sessions/revoke", items)["missing"] == [{"id": 2**40}]
    assert seen(project, session)["status"] == "READY"


def test_list(project: Project) -> None:
    """Sessions are listed in pages, latest first, and by status in upper or lower case."""
    ids = [create(project, CLIENT)["id"] for _ in range(3)]
    first = project.get("/sessions?limit=2")
    second = project.get(f"/sessions?limit=2&cursor={first['nextCursor']}")
    assert [session["id"] for session in first["items"] + second["items"]] == ids[::-1]
    assert "nextCursor" not in second
    project.post("/sessions/revoke", {"items": [{"id": ids[0]}]})
    for status in ("revoked", "REVOKED"):
        assert [session["id"] for session in project.get(f"/sessions?status={status}")["items"]] == [ids[0]]
    for query in ("status=gone", "limit=1001", "limit=0", "limit=x", "cursor=x"):
        answer = project.http.get(f"/sessions?{query}")
        assert answer.status_code == 400
        assert answer.json()["error"]["message"].startswith(query.partition("=")[0])
