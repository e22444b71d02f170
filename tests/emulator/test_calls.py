"""Calls as a client sees them: begun, listed, looked up, limited."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Settings
from tests.patience import eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .support import Project

    ProjectWith = Callable[[Settings], AbstractContextManager[Project]]

ECHO = "def handle(data): return data"
WAITS = """
import os, time
def handle(data):
    while not os.path.exists(data["until"]):
        time.sleep(0.002)
    return data
"""


def test_call_from_deployment_to_response(project: Project) -> None:
    """A call is Running when it begins and ends Completed, with its output as log and its return value as response."""
    function_id = project.deploy("def handle(data):\n    print('got', data)\n    return {'sum': data['a'] + data['b']}")
    before = time.time() * 1000
    call = project.post(f"/functions/{function_id}/call", {"nonce": project.nonce(), "data": {"a": 2, "b": 3}}, 201)
    assert call["status"] == "Running"
    assert call["functionId"] == function_id
    assert "endTime" not in call
    assert "response" not in project.get(f"/functions/{function_id}/calls/{call['id']}/response")

    ended = project.finished(function_id, call["id"])
    assert ended == {**call, "status": "Completed", "endTime": ended["endTime"]}
    assert before - 1 <= call["startTime"] <= ended["endTime"] <= time.time() * 1000
    (line,) = project.get(f"/functions/{function_id}/calls/{call['id']}/logs")["items"]
    assert line["message"] == "got {'a': 2, 'b': 3}"
    assert call["startTime"] <= line["timestamp"] <= ended["endTime"]
    response = project.get(f"/functions/{function_id}/calls/{call['id']}/response")
    assert response == {"functionId": function_id, "callId": call["id"], "response": {"sum": 5}}
    assert project.get(f"/functions/{function_id}")["lastCalled"] == call["startTime"]


def test_data_may_be_left_out(project: Project) -> None:
    """A call without data hands the handler an empty object."""
    assert project.response(project.run(project.deploy(ECHO))) == {}


@pytest.mark.parametrize("value", [None, 42, 1.5, "text", [1, [2]], {"ü": "\ud800"}, True])
def test_any_json_is_a_response(project: Project, value: object) -> None:
    """Whatever JSON can hold may be returned."""
    call = project.run(project.deploy(f"def handle(): return {value!r}"))
    assert call["status"] == "Completed"
    assert project.response(call) == value


def test_nonce_is_good_once(project: Project) -> None:
    """A nonce that began a call begins no other."""
    function_id, nonce = project.deploy(ECHO), project.nonce()
    project.post(f"/functions/{function_id}/call", {"nonce": nonce}, 201)
    assert "nonce" in project.refused(f"/functions/{function_id}/call", {"nonce": nonce})["message"]


def test_refused_call_leaves_the_nonce_unspent(project: Project) -> None:
    """A nonce survives a call that is refused for another reason."""
    function_id, nonce = project.deploy(ECHO), project.nonce()
    too_much = {"nonce": nonce, "data": {"x": "x" * (9 * 1024 * 1024)}}
    assert project.refused(f"/functions/{function_id}/call", too_much)["message"].startswith("data: ")
    project.post(f"/functions/{function_id}/call", {"nonce": nonce}, 201)


def test_nonce_of_another_project(project: Project) -> None:
    """A nonce is good in its own project only."""
    session = {"items": [{"tokenExchange": True}]}
    elsewhere = project.http.post(f"{project.emulator.base_url}/api/v1/projects/elsewhere/sessions", json=session)
    function_id = project.deploy(ECHO)
    project.refused(f"/functions/{function_id}/call", {"nonce": elsewhere.json()["items"][0]["nonce"]})


def test_by_ids_and_unknown_calls(project: Project) -> None:
    """byids answers in the order of the ids and names the unknown ones, unless told to ignore them."""
    function_id = project.deploy(ECHO)
    a, b = project.run(function_id), project.run(function_id)
    path = f"/functions/{function_id}/calls"
    assert project.post(f"{path}/byids", {"items": [{"id": b["id"]}, {"id": a["id"]}]})["items"] == [b, a]
    unknown = {"items": [{"id": 2**40}, {"id": a["id"]}]}
    assert project.refused(f"{path}/byids", unknown)["missing"] == [{"id": 2**40}]
    assert project.post(f"{path}/byids", {**unknown, "ignoreUnknownIds": True})["items"] == [a]
    for ending in ("", "/logs", "/response"):
        answer = project.http.get(f"{path}/{2**40}{ending}")
        assert answer.status_code == 400
        assert answer.json()["error"]["missing"] == [{"id": 2**40}]


def test_call_of_another_function_is_unknown(project: Project) -> None:
    """A call is found under its own function only."""
    one, other = project.deploy(ECHO), project.deploy(ECHO)
    call = project.run(one)
    assert project.http.get(f"/functions/{other}/calls/{call['id']}").status_code == 400


def test_pages_by_cursor(project: Project) -> None:
    """Both lists come in pages, latest first, each call once, and the last page has no cursor."""
    function_id = project.deploy(ECHO)
    ids = [project.start(function_id) for _ in range(5)]
    path = f"/functions/{function_id}/calls"
    first = project.get(f"{path}?limit=2")
    second = project.post(f"{path}/list", {"limit": 2, "cursor": first["nextCursor"]})
    project.start(function_id)  # one that is begun meanwhile does not push the others onto the next page
    third = project.get(f"{path}?limit=2&cursor={second['nextCursor']}")
    found = [call["id"] for page in (first, second, third) for call in page["items"]]
    assert found == ids[::-1]
    assert "nextCursor" not in third
    assert project.refused(f"{path}/list", {"cursor": "made up"})["message"].startswith("cursor: ")


def test_list_filter(project: Project) -> None:
    """Calls are found by status and by times."""
    function_id = project.deploy("def handle(data): return 1 / data['x']")
    good, bad = project.run(function_id, {"x": 1}), project.run(function_id, {"x": 0})

    def found(**wanted: object) -> list[int]:
        return [
            call["id"] for call in project.post(f"/functions/{function_id}/calls/list", {"filter": wanted})["items"]
        ]

    assert found() == [bad["id"], good["id"]]
    assert found(status="Failed") == [bad["id"]]
    assert found(startTime={"max": good["startTime"]}, status="Completed") == [good["id"]]
    assert found(endTime={"min": bad["endTime"] + 1}) == []
    assert found(scheduleId=7) == []


def test_logs_are_readable_while_the_call_runs(project: Project, tmp_path: Path) -> None:
    """A line can be read as soon as it is printed."""
    go = tmp_path / "go"
    talks = WAITS.replace("def handle(data):", "print('loading')\ndef handle(data):\n    print('waiting')")
    function_id = project.deploy(talks)
    call = {"functionId": function_id, "id": project.start(function_id, {"until": str(go)})}
    eventually(lambda: project.messages(call), ["loading", "waiting"].__eq__)
    assert project.get(f"/functions/{function_id}/calls/{call['id']}")["status"] == "Running"
    go.touch()
    assert project.finished(function_id, call["id"])["status"] == "Completed"


@pytest.mark.parametrize("end", ["return data", "raise ValueError", "os._exit(1)"])
def test_log_of_an_ended_call_is_immutable(project: Project, tmp_path: Path, end: str) -> None:
    """The log says that it will not change any more as soon as the call has ended, however it did, and not before."""
    go = tmp_path / "go"
    talks = WAITS.replace("return data", f"print('last', flush=True)\n    {end}")
    function_id = project.deploy(talks)
    call_id = project.start(function_id, {"until": str(go)})
    log = f"/functions/{function_id}/calls/{call_id}/logs"
    assert "Cache-Control" not in project.http.get(log).headers
    go.touch()
    answer = eventually(lambda: project.http.get(log), lambda answer: "Cache-Control" in answer.headers)
    assert answer.headers["Cache-Control"] == "immutable"
    assert answer.json()["items"][0]["message"] == "last"
    assert answer.json() == project.get(log)
    assert project.get(f"/functions/{function_id}/calls/{call_id}")["status"] != "Running"


def test_calls_of_one_function_run_in_parallel(project: Project, tmp_path: Path) -> None:
    """Ten calls that wait for each other all end, each with its own data and log."""
    function_id = project.deploy("""
import os, pathlib, time
def handle(data):
    here = pathlib.Path(data["dir"])
    (here / str(data["n"])).touch()
    while len(list(here.iterdir())) < 10:
        time.sleep(0.005)
    print("number", data["n"])
    return data["n"]
""")
    calls = [project.start(function_id, {"dir": str(tmp_path), "n": n}) for n in range(10)]
    for n, call_id in enumerate(calls):
        call = project.finished(function_id, call_id)
        assert project.response(call) == n
        assert project.messages(call) == [f"number {n}"]


@pytest.mark.parametrize("where", ["function", "project"])
def test_too_many_running_calls(project_with: ProjectWith, tmp_path: Path, where: str) -> None:
    """A call above the limit of running ones is refused with Retry-After, and accepted when another has ended."""
    limited = Settings(running_per_function=2) if where == "function" else Settings(running_per_project=2)
    with project_with(limited) as project:
        function_id, go = project.deploy(WAITS), tmp_path / "go"
        running = [project.start(function_id, {"until": str(go)}) for _ in range(2)]
        nonce = project.nonce()
        answer = project.http.post(f"/functions/{function_id}/call", json={"nonce": nonce})
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "1"
        assert f"2 per {where}" in answer.json()["error"]["message"]
        go.touch()
        for call_id in running:
            project.finished(function_id, call_id)
        project.post(f"/functions/{function_id}/call", {"nonce": nonce, "data": {"until": str(go)}}, 201)


def test_unset_limits_are_those_of_the_service() -> None:
    """100 calls may run at once per function and 250 per project."""
    assert (Settings().running_per_function, Settings().running_per_project) == (100, 250)
