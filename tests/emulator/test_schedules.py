"""Schedules: kept with their session and their data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .support import Project

HANDLER = "def handle(): pass"


def create(project: Project, **fields: Any) -> dict[str, Any]:
    """A new schedule."""
    item = {"name": "s", "cronExpression": "0 * * * *", "nonce": project.nonce(), **fields}
    return dict(project.post("/functions/schedules", {"items": [item]}, 201)["items"][0])


def test_create_and_get(project: Project) -> None:
    """A schedule binds its session, and shows neither nonce nor data."""
    function_id = project.deploy(HANDLER)
    session = project.post("/sessions", {"items": [{"tokenExchange": True}]})["items"][0]
    data = {"x": 1}
    schedule = create(project, functionId=function_id, nonce=session["nonce"], description="d", data=data)
    assert schedule["functionId"] == function_id
    assert schedule["sessionId"] == session["id"]
    assert schedule["when"]
    assert not {"nonce", "data"} & set(schedule)
    assert project.get(f"/functions/schedules/{schedule['id']}") == schedule
    assert project.get(f"/functions/schedules/{schedule['id']}/input_data") == {"id": schedule["id"], "data": data}
    assert project.get("/sessions?status=active")["items"][0]["id"] == session["id"]
    item = {"name": "s", "cronExpression": "0 * * * *", "functionId": function_id, "nonce": session["nonce"]}
    project.refused("/functions/schedules", {"items": [item]})


def test_without_data(project: Project) -> None:
    """A schedule without data has none."""
    schedule = create(project, functionId=project.deploy(HANDLER))
    assert project.get(f"/functions/schedules/{schedule['id']}/input_data") == {"id": schedule["id"]}


def test_by_external_id_of_the_function(project: Project) -> None:
    """The function may be named by its external id, but not by both, and it has to exist."""
    function_id = project.deploy(HANDLER, externalId="f")
    schedule = create(project, functionExternalId="f")
    assert (schedule["functionId"], schedule["functionExternalId"]) == (function_id, "f")
    item = {"name": "s", "cronExpression": "0 * * * *", "nonce": project.nonce()}
    for wrong in ({}, {"functionId": function_id, "functionExternalId": "f"}):
        error = project.refused("/functions/schedules", {"items": [{**item, **wrong}]})
        assert "exactly one of functionId, functionExternalId" in error["message"]
    error = project.refused("/functions/schedules", {"items": [{**item, "functionExternalId": "nope"}]})
    assert error["missing"] == [{"external_id": "nope"}]
    project.post("/functions/schedules", {"items": [{**item, "functionId": function_id}]}, 201)


@pytest.mark.parametrize("cron", ["* * * * *", "*/5 0-6 1,15 JAN-mar MON", "59 23 31 12 7", "0 8-18/2 * * mon-fri"])
def test_cron_expressions(project: Project, cron: str) -> None:
    """Five fields of numbers, names, ranges, steps and lists are accepted as they are."""
    assert create(project, functionId=project.deploy(HANDLER), cronExpression=cron)["cronExpression"] == cron


@pytest.mark.parametrize(
    ("cron", "named"),
    [
        ("", "1 to 1024"),
        ("* * * *", "5 fields"),
        ("* * * * * *", "5 fields"),
        ("@hourly", "5 fields"),
        ("60 * * * *", "minute"),
        ("* 24 * * *", "hour"),
        ("* * 0 * *", "day of month"),
        ("* * * FOO *", "month"),
        ("* * * * 8", "day of week"),
        ("5-1 * * * *", "minute"),
        ("*/0 * * * *", "minute"),
        ("1,,2 * * * *", "minute"),
    ],
)
def test_bad_cron_expressions(project: Project, cron: str, named: str) -> None:
    """A cron expression that is none is refused, with the field that is wrong."""
    item = {"name": "s", "cronExpression": cron, "nonce": "n", "functionId": 1}
    message = project.refused("/functions/schedules", {"items": [item]})["message"]
    assert message.startswith("items[0].cronExpression: ")
    assert named in message


def test_lists(project: Project) -> None:
    """Schedules are found by each filter, with its name in any case."""
    one, other = project.deploy(HANDLER, externalId="one"), project.deploy(HANDLER)
    a = create(project, functionExternalId="one", name="a", cronExpression="1 * * * *")
    b = create(project, functionId=other, name="b")
    assert project.get("/functions/schedules")["items"] == [a, b]
    assert project.get("/functions/schedules?limit=1")["items"] == [a]
    for wanted in (
        {"functionId": one},
        {"FunctionId": one},
        {"FunctionExternalId": "one"},
        {"name": "a"},
        {"cronExpression": "1 * * * *"},
        {"createdTime": {"min": a["createdTime"]}, "name": "a"},
    ):
        assert project.post("/functions/schedules/list", {"filter": wanted})["items"] == [a]
    assert project.post("/functions/schedules/list", {"filter": {"createdTime": {"max": 1}}})["items"] == []
    assert project.post("/functions/schedules/list", {"limit": 10_000})["items"] == [a, b]


def test_by_ids_and_delete(project: Project) -> None:
    """Schedules are found and deleted by id, all or none; deleting the function deletes them too."""
    function_id = project.deploy(HANDLER)
    a, b = create(project, functionId=function_id), create(project, functionId=function_id)
    path, both = "/functions/schedules", {"items": [{"id": b["id"]}, {"id": a["id"]}]}
    assert project.post(f"{path}/byids", both)["items"] == [b, a]
    unknown = {"items": [{"id": a["id"]}, {"id": 2**40}]}
    assert project.refused(f"{path}/byids", unknown)["missing"] == [{"id": 2**40}]
    assert project.post(f"{path}/byids", {**unknown, "ignoreUnknownIds": True})["items"] == [a]
    assert project.refused(f"{path}/delete", unknown)["missing"] == [{"id": 2**40}]
    assert project.post(f"{path}/delete", {"items": [{"id": a["id"]}]}) == {}
    assert project.get(path)["items"] == [b]
    for ending in ("", "/input_data"):
        assert project.http.get(f"{path}/{a['id']}{ending}").status_code == 400
    project.post("/functions/delete", {"items": [{"id": function_id}]})
    assert project.get(path)["items"] == []
