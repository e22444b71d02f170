"""What holds for every request: encodings, headers, unknown paths, and who may send one."""

from __future__ import annotations

import gzip
import json
import socket
from typing import TYPE_CHECKING
from uuid import UUID

import httpx
import pytest

from cdf_functions_emulator.server import listen
from tests.patience import eventually

from .support import get

if TYPE_CHECKING:
    from .support import Project


def test_gzip_body(project: Project) -> None:
    """A body may be gzipped."""
    body = gzip.compress(json.dumps({"limit": 1}).encode())
    answer = project.http.post("/functions/list", content=body, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (b"{}", "gzip", 400),
        (gzip.compress(b"{}")[:-9], "gzip", 400),
        (b"{}", "br", 400),
        (gzip.compress(b" " * (65 * 1024 * 1024)), "gzip", 413),
        (b" " * (65 * 1024 * 1024), "identity", 413),
    ],
    ids=["no gzip", "cut off", "brotli", "bomb", "too large"],
)
def test_bad_encodings(project: Project, body: bytes, encoding: str, status: int) -> None:
    """A body that is not what its Content-Encoding says, or that is too large unpacked, is refused."""
    answer = project.http.post("/functions/list", content=body, headers={"Content-Encoding": encoding})
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == status


def test_content_type(project: Project) -> None:
    """Only JSON is taken."""
    answer = project.http.post("/functions/list", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("Content-Type: ")
    accepted = {"Content-Type": "application/json; charset=utf-8"}
    assert project.http.post("/functions/list", content=b"{}", headers=accepted).status_code == 200


def test_request_id(project: Project) -> None:
    """Every answer has a request id of its own, refusals included."""
    answers = [project.http.get("/functions"), project.http.get("/nothing"), get(f"{project.url}/functions")]
    assert [answer.status_code for answer in answers] == [200, 501, 401]
    assert len({UUID(answer.headers["x-request-id"]) for answer in answers}) == 3


def test_client_that_goes_away(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    """A client that closes its connection in the middle of a body is no defect."""
    url = httpx.URL(project.url)
    head = f"POST {url.path}/functions/list HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: 9"
    with socket.create_connection((url.host, url.port)) as connection:
        connection.sendall(f"{head}\r\n\r\n{{".encode())
    project.get("/functions")
    assert not caplog.records


def test_defect_of_the_emulator(
    project: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What the emulator did not foresee is 500 in the envelope, with a request id, and it goes on."""

    def fail(self: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("cdf_functions_emulator.service.functions.Functions.limits", fail)
    answer = project.http.get("/functions/limits")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == 500
    assert UUID(answer.headers["x-request-id"])
    eventually(lambda: "a defect" in caplog.text)
    assert project.get("/functions") == {"items": []}


def test_unknown_operations(project: Project) -> None:
    """What the emulator does not have of the API is 501 by its name; elsewhere, unknown paths are 404, methods 405."""
    url = project.emulator.base_url
    for method, path, operation, status in (
        ("GET", f"{project.url}/nothing", "GET /nothing", 501),
        ("GET", f"{project.url}/functions/", "GET /functions/", 501),
        ("DELETE", f"{project.url}/functions", "DELETE /functions", 501),
        ("PATCH", f"{project.url}/functions/1", "PATCH /functions/1", 501),
        ("POST", f"{project.url}/functions/1/cancel", "POST /functions/1/cancel", 501),
        ("POST", f"{project.url}/files/list", "POST /files/list", 501),
        ("POST", f"{project.url}/timeseries/data/list", "POST /timeseries/data/list", 501),
        ("GET", f"{url}/api/v1/orgs", "GET /orgs", 501),
        ("GET", project.url, f"GET /projects/{project.url.rpartition('/')[2]}", 501),
        ("TRACE", f"{project.url}/functions", "TRACE", 405),
        ("GET", f"{url}/nothing", "GET /nothing", 404),
        ("PUT", f"{url}/oauth2/token", "PUT /oauth2/token", 405),
    ):
        answer = project.http.request(method, path)
        assert answer.status_code == status
        assert answer.json()["error"]["code"] == status
        assert operation in answer.json()["error"]["message"]
        assert ("allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize(("host", "status"), [
    ("127.0.0.1", 200), ("localhost:8400", 200), ("LOCALHOST", 200), ("[::1]:1", 200), ("127.8.9.1", 200),
    ("evil.example", 403), ("localhost.evil.example", 403), ("192.168.0.1", 403), ("0.0.0.0", 403),
    ("", 403), ("[x", 403),
])  # fmt: skip
def test_host(project: Project, host: str, status: int) -> None:
    """A name that was made to resolve to this machine is not enough."""
    answer = project.http.get("/functions", headers={"Host": host})
    assert answer.status_code == status


@pytest.mark.parametrize(("origin", "status"), [
    ("http://localhost:3000", 200), ("http://127.0.0.1", 200), ("https://evil.example", 403), ("null", 403), ("[", 403),
])  # fmt: skip
def test_origin(project: Project, origin: str, status: int) -> None:
    """A page of another machine may not send requests, whatever it sends with them."""
    answer = project.http.get("/functions", headers={"Origin": origin})
    assert answer.status_code == status
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "8.8.8.8", "example.com", ""])
def test_only_loopback_is_listened_on(host: str) -> None:
    """An address that other machines could reach is refused, with the reason."""
    with pytest.raises(ValueError, match="only this machine may reach it"):
        listen(host, 0)
