"""The status page: open to look at, closed to other sites, and its content for those who have a token."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Clock, Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from .support import Project

PATHS = ["/", "/emulator/state", "/emulator/logs?q=x", "/emulator/projects/any/functions/1/calls/1/input"]


def test_page_needs_nothing_else(project: Project) -> None:
    """The page is served to whoever is here, names no other address, and may not be framed or load anything."""
    answer = project.http.get(f"{project.emulator.base_url}/", headers={"Authorization": ""})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"].split("; ")
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", answer.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert {"default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} < {*policy}
    assert not any("unsafe" in one for one in policy)
    assert not re.search(r"(src|href)=|https?://|@import|innerHTML", answer.text)


@pytest.mark.parametrize("path", PATHS)
def test_other_sites_are_kept_out(project: Project, path: str) -> None:
    """A name that was made to mean this machine, and a page of another site, get nothing; nobody can post here."""
    for headers in ({"Host": "example.org"}, {"Origin": "https://example.org"}):
        assert project.http.get(f"{project.emulator.base_url}{path}", headers=headers).status_code == 403
    assert project.http.post(f"{project.emulator.base_url}{path}").status_code == 405


@pytest.mark.parametrize("path", PATHS[1:])
def test_content_is_for_those_with_a_token(project: Project, path: str) -> None:
    """All that the page shows is asked for with a token, as all of the API is."""
    assert project.http.get(f"{project.emulator.base_url}{path}", headers={"Authorization": ""}).status_code == 401


def test_state(project: Project) -> None:
    """What the page shows of functions: status, failures, latest call, schedules with their next times; no secret."""
    function_id = project.deploy("def handle(data): return 1 / data['x']", externalId="my:f", secrets={"key": "s3cret"})
    item = {"name": "s", "functionId": function_id, "cronExpression": "0 0 1 1 *", "nonce": project.nonce()}
    project.post("/functions/schedules", {"items": [item]}, 201)
    project.run(function_id, {"x": 1})
    bad = project.run(function_id, {"x": 0})
    state = project.http.get(f"{project.emulator.base_url}/emulator/state")
    (function,) = [each for each in state.json()["functions"] if each["id"] == function_id]
    assert project.url.endswith(function["project"])
    assert (function["status"], function["externalId"], function["error"]) == ("Ready", "my:f", None)
    assert (function["failures"], function["latest"]) == (1, {"status": "Failed", "start": bad["startTime"]})
    (schedule,) = function["schedules"]
    assert (schedule["name"], schedule["cronExpression"]) == ("s", "0 0 1 1 *")
    found = [datetime.fromtimestamp(ms / 1000, UTC) for ms in schedule["next"]]
    assert [(when.month, when.day, when.hour) for when in found] == [(1, 1, 0)] * 3
    assert [when.year - found[0].year for when in found] == [0, 1, 2]
    assert "s3cret" not in state.text


def test_failures_of_the_day_and_next_times_go_with_the_clock(
    project_with: Callable[[Settings], AbstractContextManager[Project]],
) -> None:
    """A failure counts for a day, and a time that has come is no longer the next."""
    clock = Clock()
    with project_with(Settings(clock=clock)) as project:
        function_id = project.deploy("def handle(): raise ValueError('no')")
        item = {"name": "s", "functionId": function_id, "cronExpression": "0 0 29 2 *", "nonce": project.nonce()}
        project.post("/functions/schedules", {"items": [item]}, 201)
        project.run(function_id)

        def shown() -> tuple[int, int]:
            (function,) = project.http.get(f"{project.emulator.base_url}/emulator/state").json()["functions"]
            return function["failures"], function["schedules"][0]["next"][0]

        failures, first = shown()
        assert failures == 1
        clock.advance((first - clock.now_ms()) / 1000 + 1)
        assert shown()[1] > first


def test_input_is_remembered(project: Project) -> None:
    """What a call was given can be read again, also an empty one; one too large to be kept is absent."""
    function_id = project.deploy("def handle(data): return len(data)")
    for data, kept in (({"x": "ü"}, True), ({}, True), ({"x": "y" * 2**20}, False)):
        call = project.run(function_id, data)
        path = f"{project.url.replace('/api/v1', '/emulator')}/functions/{function_id}/calls/{call['id']}/input"
        assert project.http.get(path).json() == {"callId": call["id"], **({"data": data} if kept else {})}
        assert project.http.get(path.replace(project.url.rpartition("/")[2], "other")).status_code == 400


def test_logs_are_searched(project: Project) -> None:
    """Lines with a text, in any case and not as a pattern, come newest first with their call; no text is refused."""
    function_id = project.deploy("def handle(data): print('Need%le', data['n'])", name="seeker")
    calls = [project.run(function_id, {"n": n}) for n in (1, 2)]
    url = f"{project.emulator.base_url}/emulator/logs"
    found = project.http.get(url, params={"q": "need%LE"}).json()["items"]
    assert [(line["callId"], line["message"]) for line in found] == [
        (calls[1]["id"], "Need%le 2"),
        (calls[0]["id"], "Need%le 1"),
    ]
    assert (found[0]["functionId"], found[0]["functionName"]) == (function_id, "seeker")
    assert project.http.get(url, params={"q": "need%%"}).json() == {"items": []}
    for refused in ({}, {"q": ""}, {"q": "x" * 1001}):
        assert project.http.get(url, params=refused).status_code == 400
    project.post("/functions/delete", {"items": [{"id": function_id}]})
    assert project.http.get(url, params={"q": "need%LE"}).json() == {"items": []}
