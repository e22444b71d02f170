"""Files: announced, uploaded through a link, looked up, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from cdf_functions_emulator import Clock, Settings

from .support import archive, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from .support import Project


def test_upload(project: Project) -> None:
    """An announced file has a link on the same server that takes its bytes without a bearer token."""
    metadata = {"name": "f.zip", "externalId": "f", "directory": "/d", "metadata": {"a": "b"}, "mimeType": "a/b"}
    announced = project.post("/files", metadata, 201)
    link = announced.pop("uploadUrl")
    assert link.startswith(project.url)
    assert metadata.items() <= announced.items()
    assert project.get(f"/files/{announced['id']}") == announced
    assert announced["uploaded"] is False

    answer = put(link, content=b"bytes")
    assert (answer.status_code, answer.content) == (200, b"")
    uploaded = project.get(f"/files/{announced['id']}")
    assert uploaded["uploaded"] is True
    assert uploaded["uploadedTime"] >= uploaded["createdTime"]


def test_upload_with_any_authorization(project: Project) -> None:
    """An Authorization header on the upload, whatever it says, is no obstacle."""
    link = project.post("/files", {"name": "f.zip"}, 201)["uploadUrl"]
    assert put(link, content=b"bytes", headers={"Authorization": "Basic x"}).status_code == 200


def test_upload_link(project: Project, project_with: Callable[[Settings], AbstractContextManager[Project]]) -> None:
    """A made-up link and one older than a week are refused."""
    assert project.http.put("/files/upload/made-up", content=b"").status_code == 404
    clock = Clock()
    with project_with(Settings(clock=clock)) as timed:
        link = timed.post("/files", {"name": "f.zip"}, 201)["uploadUrl"]
        clock.advance(7 * 24 * 3600)
        assert timed.http.put(link, content=b"").status_code == 404


def test_overwrite(project: Project) -> None:
    """The same externalId is a conflict, or with ``overwrite`` the same file with new metadata and then new bytes."""
    handler = "def handle(): return {!r}"
    file_id = project.upload(archive({"handler.py": handler.format("old")}), externalId="same")
    assert project.refused("/files", {"name": "f.zip", "externalId": "same"}, 409)["duplicated"] == [
        {"externalId": "same"}
    ]
    again = project.post("/files?overwrite=true", {"name": "new.zip", "externalId": "same"}, 201)
    assert (again["id"], again["name"], again["uploaded"]) == (file_id, "new.zip", True)

    def deployed_now() -> object:
        function_id = project.post("/functions", {"items": [{"name": "f", "fileId": file_id}]}, 201)["items"][0]["id"]
        project.deployed(function_id)
        return project.response(project.run(function_id))

    assert deployed_now() == "old"
    project.http.put(again["uploadUrl"], content=archive({"handler.py": handler.format("new")}))
    assert deployed_now() == "new"
    assert project.http.post("/files?overwrite=perhaps", json={"name": "f"}).status_code == 400


def test_by_ids_and_delete(project: Project) -> None:
    """Files are found and deleted by id and external id; unknown ones are named in camelCase."""
    a, b = project.upload(b"a", externalId="a"), project.upload(b"b")
    items = [{"id": b}, {"externalId": "a"}]
    assert [file["id"] for file in project.post("/files/byids", {"items": items})["items"]] == [b, a]
    unknown = {"items": [*items, {"externalId": "nope"}, {"id": 2**40}]}
    for path in ("/files/byids", "/files/delete"):
        assert project.refused(path, unknown)["missing"] == [{"externalId": "nope"}, {"id": 2**40}]
    assert project.post("/files/delete", {**unknown, "ignoreUnknownIds": True}) == {}
    assert project.post("/files/byids", {**unknown, "ignoreUnknownIds": True}) == {"items": []}
    answer = project.http.get(f"/files/{a}")
    assert answer.status_code == 400
    assert answer.json()["error"]["missing"] == [{"id": a}]


def test_download(project: Project, project_with: Callable[[Settings], AbstractContextManager[Project]]) -> None:
    """A link gives the bytes, or a part of them, to whoever has it; not for long, and not before there are any."""
    file_id = project.upload(b"0123456789", externalId="a")
    items: list[dict[str, object]] = [{"id": file_id}, {"externalId": "a"}]
    links = project.post("/files/downloadlink", {"items": items})["items"]
    assert [{**link, "downloadUrl": ""} for link in links] == [{**item, "downloadUrl": ""} for item in items]
    assert httpx.get(links[0]["downloadUrl"]).content == httpx.get(links[1]["downloadUrl"]).content == b"0123456789"

    part = httpx.get(links[0]["downloadUrl"], headers={"range": "bytes=7-100"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"789", "bytes 7-9/10")
    assert httpx.get(links[0]["downloadUrl"], headers={"range": "bytes=10-11"}).status_code == 416

    empty = project.post("/files", {"name": "b"}, 201)["id"]
    assert "nothing was uploaded yet" in project.refused("/files/downloadlink", {"items": [{"id": empty}]})["message"]
    assert project.refused("/files/downloadlink", {"items": [{"externalId": "b"}]})["missing"] == [{"externalId": "b"}]
    clock = Clock()
    with project_with(Settings(clock=clock)) as timed:
        link = timed.post("/files/downloadlink", {"items": [{"id": timed.upload(b"a")}]})["items"][0]["downloadUrl"]
        clock.advance(30)
        assert httpx.get(link).status_code == 404


def test_function_keeps_the_code_of_a_deleted_file(project: Project) -> None:
    """A deployed function runs on after its file was deleted."""
    function_id = project.deploy("def handle(): return 1")
    project.post("/files/delete", {"items": [{"id": project.get(f"/functions/{function_id}")["fileId"]}]})
    assert project.response(project.run(function_id)) == 1
