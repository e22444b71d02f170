"""From an uploaded archive to a function that is Ready, and back to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.patience import eventually

from .support import archive, process_exists

if TYPE_CHECKING:
    from .support import Project

HANDLER = "def handle(data): return data"


def test_created_function_is_queued_then_ready(project: Project) -> None:
    """A created function is answered as Queued with its defaults, and becomes Ready by itself."""
    file_id = project.upload(archive({"handler.py": HANDLER}))
    item = {"name": "f", "fileId": file_id, "externalId": "x", "secrets": {"key": "value"}, "envVars": {"A": "b"}}
    created = project.post("/functions", {"items": [item]}, 201)["items"][0]
    assert created["status"] == "Queued"
    assert created["functionPath"] == "handler.py"
    assert created["secrets"] == {"key": "***"}
    assert created["envVars"] == {"A": "b"}
    assert created["cpu"] == 1.0
    assert created["memory"] == 1.5
    assert "lastCalled" not in created

    ready = project.deployed(created["id"])
    assert ready == {**created, "status": "Ready"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not a zip", "not a zip archive"),
        (archive({"other.py": HANDLER}), "no file 'handler.py'"),
        (archive({"handler.py/inner.py": HANDLER}), "no file 'handler.py'"),
    ],
)
def test_archive_without_handler_fails_deployment(project: Project, content: bytes, message: str) -> None:
    """A file that is no archive, or one without the handler's file, ends as Failed with an error that says so."""
    created = project.post("/functions", {"items": [{"name": "f", "fileId": project.upload(content)}]}, 201)
    function = project.deployed(created["items"][0]["id"])
    assert function["status"] == "Failed"
    assert message in function["error"]["message"]
    error = project.refused(f"/functions/{function['id']}/call", {"nonce": project.nonce()})
    assert "Failed" in error["message"]


def test_function_needs_an_uploaded_file(project: Project) -> None:
    """An unknown file is missing; a file that nothing was uploaded to yet is refused."""
    error = project.refused("/functions", {"items": [{"name": "f", "fileId": 2**40}]})
    assert error["missing"] == [{"id": 2**40}]
    announced = project.post("/files", {"name": "f.zip"}, 201)
    assert not announced["uploaded"]
    error = project.refused("/functions", {"items": [{"name": "f", "fileId": announced["id"]}]})
    assert "items[0].fileId" in error["message"]


def test_duplicate_external_id(project: Project) -> None:
    """A second function with the same externalId is a conflict, until the first is deleted."""
    first = project.deploy(HANDLER, externalId="same")
    item = {"name": "f", "fileId": project.upload(archive({"handler.py": HANDLER})), "externalId": "same"}
    assert project.refused("/functions", {"items": [item]}, 409)["duplicated"] == [{"external_id": "same"}]
    assert project.post("/functions/delete", {"items": [{"id": first}]}) == {}
    project.post("/functions", {"items": [item]}, 201)


def test_empty_strings_and_nulls_count_as_absent(project: Project) -> None:
    """Optional fields sent as null or as an empty string are taken as not given."""
    function = project.deployed(project.create(HANDLER, externalId="", owner=None, functionPath=""))
    assert function["functionPath"] == "handler.py"
    assert "externalId" not in function
    assert "owner" not in function


def test_by_ids(project: Project) -> None:
    """byids takes ids and external ids, answers in their order, and names what it does not know in snake_case."""
    a, b = project.create(HANDLER, externalId="a"), project.create(HANDLER)
    found = project.post("/functions/byids", {"items": [{"id": b}, {"externalId": "a"}]})["items"]
    assert [function["id"] for function in found] == [b, a]

    unknown = {"items": [{"id": a}, {"externalId": "nope"}, {"id": 2**40}]}
    error = project.refused("/functions/byids", unknown)
    assert error["missing"] == [{"external_id": "nope"}, {"id": 2**40}]
    found = project.post("/functions/byids", {**unknown, "ignoreUnknownIds": True})["items"]
    assert [function["id"] for function in found] == [a]


def test_get_unknown(project: Project) -> None:
    """A single unknown function is a 400 with what is missing."""
    answer = project.http.get(f"/functions/{2**40}")
    assert answer.status_code == 400
    assert answer.json()["error"]["missing"] == [{"id": 2**40}]


FILTERS: list[dict[str, Any]] = [
    {"name": "wanted"},
    {"owner": "me"},
    {"externalIdPrefix": "wan"},
    {"metadata": {"team": "a"}},
    {"createdTime": {"min": 0, "max": 2**53}, "name": "wanted"},
    {"status": "Ready", "owner": "me"},
]


@pytest.mark.parametrize("wanted", FILTERS)
def test_list_filter(project: Project, wanted: dict[str, Any]) -> None:
    """Every filter finds the function that it describes, and not the other."""
    project.deploy(HANDLER, name="other", metadata={"team": "b"})
    fields = {"name": "wanted", "owner": "me", "externalId": "wanted-1", "metadata": {"team": "a", "more": "x"}}
    function_id = project.deploy(HANDLER, **fields)
    found = project.post("/functions/list", {"filter": wanted, "limit": 10_000})
    assert [function["id"] for function in found["items"]] == [function_id]
    assert "nextCursor" not in found


def test_list_limit_and_filter_that_matches_nothing(project: Project) -> None:
    """``limit`` cuts both lists; a range in the past matches nothing."""
    for _ in range(3):
        project.create(HANDLER)
    assert len(project.get("/functions")["items"]) == 3
    assert len(project.get("/functions?limit=2")["items"]) == 2
    assert len(project.post("/functions/list", {"limit": 1})["items"]) == 1
    assert project.post("/functions/list", {"filter": {"createdTime": {"max": 1}}})["items"] == []


def test_delete(project: Project) -> None:
    """Deleting takes the calls along and leaves the file; an unknown id deletes nothing at all."""
    function_id = project.deploy(HANDLER)
    file_id = project.get(f"/functions/{function_id}")["fileId"]
    call = project.run(function_id)
    error = project.refused("/functions/delete", {"items": [{"id": function_id}, {"id": 2**40}]})
    assert error["missing"] == [{"id": 2**40}]
    project.get(f"/functions/{function_id}")

    ignoring = {"items": [{"id": function_id}, {"id": 2**40}], "ignoreUnknownIds": True}
    assert project.post("/functions/delete", ignoring) == {}
    assert project.http.get(f"/functions/{function_id}").status_code == 400
    assert project.http.get(f"/functions/{function_id}/calls/{call['id']}").status_code == 400
    assert project.get(f"/files/{file_id}")["uploaded"]


def test_delete_ends_running_calls(project: Project) -> None:
    """The processes of a deleted function are ended."""
    function_id = project.deploy("import os, time\ndef handle(data):\n    print(os.getpid())\n    time.sleep(600)")
    call_id = project.start(function_id)
    call = {"functionId": function_id, "id": call_id}
    (pid,) = eventually(lambda: project.messages(call))
    project.post("/functions/delete", {"items": [{"id": function_id}]})
    eventually(lambda: not process_exists(int(pid)))


def test_projects_are_apart(project: Project) -> None:
    """A function of one project does not exist in another."""
    function_id = project.create(HANDLER)
    elsewhere = f"{project.emulator.base_url}/api/v1/projects/elsewhere/functions"
    assert project.http.get(elsewhere).json() == {"items": []}
    assert project.http.get(f"{elsewhere}/{function_id}").status_code == 400


def test_status_and_limits(project: Project) -> None:
    """Projects are activated; limits name the range of every resource."""
    assert project.get("/functions/status") == {"status": "activated"}
    assert project.http.post("/functions/status").status_code == 202
    limits = project.get("/functions/limits")
    assert limits["timeoutMinutes"] == 9
    assert limits["responseSizeMb"] == 1
    assert set(limits["cpuCores"]) == set(limits["memoryGb"]) == {"min", "max", "default"}
    assert "py313" in limits["runtimes"]
