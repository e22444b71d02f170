"""Faults on order: each kind, for the operation and as often as it was ordered, and then no more."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cdf_functions_emulator import Emulator, Settings, running
from tests.patience import eventually

from .support import NO_TLS, Project, post

if TYPE_CHECKING:
    from collections.abc import Generator

CALL = "POST /functions/{functionId}/call"
LIST = "GET /functions"


@pytest.fixture(scope="module")
def emulator() -> Generator[Emulator]:
    """One of our own, for the faults are for all that use it."""
    with running(Settings()) as emulator:
        yield emulator


@pytest.fixture
def broken(project: Project) -> Generator[Project]:
    """An empty project there; at the end each fault has come."""
    yield project
    left = project.emulator.settings.faults.coming()
    project.emulator.clear_faults()
    assert left == []


def control(project: Project, method: str, **given: Any) -> httpx.Response:
    """What the control endpoint answers."""
    return project.http.request(method, f"{project.emulator.base_url}/emulator/faults", **given)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_status(broken: Project, status: int) -> None:
    """The ordered number of requests get the status, and the one after them its answer."""
    broken.emulator.fault("status", LIST, status=status, times=2, retry_after=7)
    for _ in range(2):
        answer = broken.http.get("/functions")
        assert answer.status_code == answer.json()["error"]["code"] == status
        assert answer.headers["retry-after"] == "7"
        assert answer.headers["x-request-id"]
    assert broken.get("/functions") == {"items": []}


def test_only_the_operation(broken: Project) -> None:
    """Other operations are answered, paths that look alike included, and without an operation all are meant."""
    broken.emulator.fault("status", "GET /functions/{functionId}", status=500)
    broken.get("/functions/limits")
    broken.get("/functions")
    assert broken.http.get("/functions/7").status_code == 500
    broken.emulator.fault("status")
    assert broken.http.get("/sessions").status_code == 503
    broken.get("/sessions")
    broken.emulator.fault("status", "POST /oauth2/token", status=500)
    assert post(broken.emulator.token_url, verify=NO_TLS).status_code == 500


@pytest.mark.parametrize(("kind", "done"), [("drop", 0), ("lost", 1)])
def test_no_answer(broken: Project, kind: Any, done: int) -> None:
    """The connection is closed without a byte, before the work or after it; the next request is answered."""
    function_id = broken.deploy("def handle(): pass")
    body = {"nonce": broken.nonce()}
    broken.emulator.fault(kind, CALL)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        broken.http.post(f"/functions/{function_id}/call", json=body)
    assert len(broken.get(f"/functions/{function_id}/calls")["items"]) == done
    assert broken.http.post(f"/functions/{function_id}/call", json=body).status_code == (400 if done else 201)


def test_garbage(broken: Project) -> None:
    """The answer has its status and a body that is no JSON, after the work was done."""
    function_id = broken.deploy("def handle(): pass")
    broken.emulator.fault("garbage", CALL)
    answer = broken.http.post(f"/functions/{function_id}/call", json={"nonce": broken.nonce()})
    assert answer.status_code == 201
    with pytest.raises(UnicodeDecodeError):
        json.loads(answer.content)
    assert len(broken.get(f"/functions/{function_id}/calls")["items"]) == 1


def test_delay(broken: Project) -> None:
    """The answer comes later, and holds up no other."""
    broken.emulator.fault("delay", LIST, seconds=0.3)
    begun = time.monotonic()
    broken.get("/functions")
    assert time.monotonic() - begun >= 0.3


def test_in_the_order_of_their_ordering(broken: Project) -> None:
    """Faults of one operation come one after the other, and clearing ends them."""
    for status in (500, 502, 504):
        broken.emulator.fault("status", LIST, status=status)
    assert [broken.http.get("/functions").status_code for _ in range(2)] == [500, 502]
    broken.emulator.clear_faults()
    broken.get("/functions")


def test_by_http(broken: Project) -> None:
    """The control endpoint orders, lists and clears faults, with a bearer token, and is never hit by one itself."""
    order = {"kind": "status", "operation": LIST, "status": 502, "times": 2, "retryAfter": 1}
    assert control(broken, "POST", json=order, headers={"Authorization": ""}).status_code == 401
    assert control(broken, "POST", json=order).status_code == 201
    assert broken.http.get("/functions").status_code == 502
    listed = control(broken, "GET").json()["items"]
    assert listed == [{**order, "times": 1, "seconds": 1.0}]
    assert control(broken, "POST", json={"kind": "status"}).status_code == 201
    assert control(broken, "DELETE").json() == {}
    assert control(broken, "GET").json() == {"items": []}
    broken.get("/functions")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "kind"),
        ({"kind": "explode"}, "kind"),
        ({"kind": "drop", "operation": "GET /nothing"}, "operation"),
        ({"kind": "drop", "times": 0}, "times"),
        ({"kind": "status", "status": 200}, "status"),
        ({"kind": "delay", "seconds": -1}, "seconds"),
    ],
)
def test_orders_that_are_refused(broken: Project, given: dict[str, Any], named: str) -> None:
    """An order that makes no sense is refused, over HTTP and in Python, with the field that is wrong."""
    answer = control(broken, "POST", json=given)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(f"{named}: ")
    if given:
        with pytest.raises(ValueError, match=f"^{named}: "):
            broken.emulator.fault(**given)


def test_clock_by_http() -> None:
    """The clock can be moved from outside."""
    with running() as emulator:
        project = Project(emulator)
        with project.http:
            session = project.post("/sessions", {"items": [{"tokenExchange": True}]})["items"][0]
            moved = project.http.post(f"{emulator.base_url}/emulator/clock", json={"seconds": 61})
            assert moved.json()["now"] >= emulator.settings.clock.now_ms() - 1000
            found = project.post("/sessions/byids", {"items": [{"id": session["id"]}]})["items"]
            assert eventually(lambda: found[0]["status"]) == "CANCELLED"
