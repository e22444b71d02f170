"""Schedules fire when the clock reaches the times that their expressions match."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cdf_functions_emulator import Clock, Settings, running
from tests.patience import eventually

from .support import Project

if TYPE_CHECKING:
    from collections.abc import Generator

SHOW = "def handle(data, function_call_info): return [data, function_call_info]"
MINUTE_MS = 60_000


@pytest.fixture
def clock() -> Clock:
    """The time of the project's emulator, just past the full minute."""
    clock = Clock()
    clock.advance(60 - clock.now_ms() / 1000 % 60 + 1)
    return clock


@pytest.fixture
def project(clock: Clock) -> Generator[Project]:
    """One whose time is ours to move."""
    with running(Settings(clock=clock)) as emulator:
        project = Project(emulator)
        with project.http:
            yield project


def schedule(project: Project, function_id: int, cron: str = "* * * * *", **fields: Any) -> dict[str, Any]:
    """A new schedule."""
    item = {"name": "s", "functionId": function_id, "cronExpression": cron, "nonce": project.nonce(), **fields}
    return dict(project.post("/functions/schedules", {"items": [item]}, 201)["items"][0])


def fired(project: Project, schedule: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The calls of a schedule once there are so many and they have ended, the oldest first."""

    def calls() -> list[dict[str, Any]]:
        body = {"filter": {"scheduleId": schedule["id"]}, "limit": 1000}
        found = project.post(f"/functions/{schedule['functionId']}/calls/list", body)["items"]
        return list(takewhile(lambda call: call["status"] != "Running", reversed(found)))

    return eventually(calls, lambda found: len(found) >= number)


def test_fires_by_the_clock(project: Project, clock: Clock) -> None:
    """At the full minute a call begins that knows its schedule, its time and its data; another minute, another call."""
    made = schedule(project, project.deploy(SHOW), data={"x": 1})
    minute = (clock.now_ms() // MINUTE_MS + 1) * MINUTE_MS
    clock.advance(60)
    (call,) = fired(project, made, 1)
    assert (call["scheduleId"], call["scheduledTime"], call["status"]) == (made["id"], minute, "Completed")
    assert minute <= call["startTime"] < minute + MINUTE_MS
    info = {
        "function_id": str(made["functionId"]),
        "call_id": str(call["id"]),
        "schedule_id": str(made["id"]),
        "scheduled_time": str(minute),
    }
    assert project.response(call) == [{"x": 1}, info]
    clock.advance(60)
    assert [each["scheduledTime"] for each in fired(project, made, 2)] == [minute, minute + MINUTE_MS]


def test_times_that_were_jumped_over(project: Project, clock: Clock) -> None:
    """Each time that a moved clock jumps over fires, in order, in UTC, and a deleted schedule fires no more."""
    function_id = project.deploy(SHOW)
    by_quarter, deleted = schedule(project, function_id, "*/15 3,15 * * *"), schedule(project, function_id, "0 * * * *")
    project.post("/functions/schedules/delete", {"items": [{"id": deleted["id"]}]})
    clock.advance(24 * 3600)
    times = [datetime.fromtimestamp(call["scheduledTime"] / 1000, UTC) for call in fired(project, by_quarter, 8)]
    assert sorted((time.hour, time.minute) for time in times) == [(h, m) for h in (3, 15) for m in (0, 15, 30, 45)]
    assert times == sorted(times)
    body = {"filter": {"scheduleId": deleted["id"]}}
    assert project.post(f"/functions/{function_id}/calls/list", body)["items"] == []


def test_runs_with_the_session_of_the_schedule(project: Project, clock: Clock) -> None:
    """The client of a run acts for the schedule's session; when that was revoked, runs fail and say so."""
    source = """
import sys, types
sys.modules["cognite.client"] = None
ours = sys.modules["cdf_functions"] = types.ModuleType("cdf_functions")
ours.Token = lambda token: token
ours.Client = lambda **given: given
def handle(client): return client["credentials"]
"""
    made = schedule(project, project.deploy(source))
    clock.advance(60)
    (call,) = fired(project, made, 1)
    headers = {"Authorization": f"Bearer {project.response(call)}"}
    inspected = project.http.get(f"{project.emulator.base_url}/api/v1/token/inspect", headers=headers)
    assert inspected.json()["subject"] == f"session {made['sessionId']}"

    project.post("/sessions/revoke", {"items": [{"id": made["sessionId"]}]})
    clock.advance(60)
    _, refused = fired(project, made, 2)
    assert refused["status"] == "Failed"
    assert f"Session {made['sessionId']} has status REVOKED" in refused["error"]["message"]


def test_session_of_a_schedule_outlives_its_hour(project: Project, clock: Clock) -> None:
    """A schedule that fires rarely still has its session, unless that is of the kind that cannot be renewed."""
    function_id = project.deploy(SHOW)
    session = project.post("/sessions", {"items": [{"oneshotTokenExchange": True}]})["items"][0]
    renewed = schedule(project, function_id, "0 12 * * *")
    lapsed = schedule(project, function_id, "0 12 * * *", nonce=session["nonce"])
    clock.advance(24 * 3600)
    assert fired(project, renewed, 1)[0]["status"] == "Completed"
    assert "EXPIRED" in fired(project, lapsed, 1)[0]["error"]["message"]


def test_expression_that_never_matches(project: Project) -> None:
    """A day that no month has is refused, so that nobody waits for it."""
    item = {"name": "s", "functionId": project.deploy(SHOW), "cronExpression": "0 0 31 4,6 *", "nonce": project.nonce()}
    assert "31 4,6" in project.refused("/functions/schedules", {"items": [item]})["message"]


def test_accelerated_clock() -> None:
    """With a clock that runs 600 times as fast, a schedule of every minute fires ten times a second."""
    with running(Settings(clock=Clock(speed=600))) as emulator:
        project = Project(emulator)
        with project.http:
            item = {"name": "s", "functionId": project.deploy(SHOW), "cronExpression": "* * * * *"}

            def ask() -> httpx.Response:
                """With a new nonce, which is good for a tenth of a second."""
                body = {"items": [{**item, "nonce": project.nonce()}]}
                return project.http.post("/functions/schedules", json=body)

            made = eventually(ask, lambda answer: answer.status_code == 201).json()["items"][0]
            calls = fired(project, made, 4)
        times = [call["scheduledTime"] for call in calls[:4]]
        assert times == list(range(times[0], times[0] + 4 * MINUTE_MS, MINUTE_MS))


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_clocks_that_would_stand_still(speed: float) -> None:
    """A clock runs forward."""
    with pytest.raises(ValueError, match="above 0"):
        Clock(speed)
