"""Operations that are not emulated: told by name, answered by stubs, or forwarded to a project upstream."""

from __future__ import annotations

import gzip
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Settings, events
from cdf_functions_emulator.routes import operations
from cdf_functions_emulator.server import address, listen, prepare
from cdf_functions_emulator.stubs import Stubs
from cdf_functions_emulator.upstream import reads, upstream_of
from tests.scripted import ANYTHING_ELSE, LOST, Answer, Scripted, scripted

from .support import get

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    from .support import Project

    ProjectWith = Callable[[Settings], AbstractContextManager[Project]]

ASKS = """
import json, sys, types, urllib.error, urllib.request
sys.modules["cognite.client"] = None
ours = sys.modules["cdf_functions"] = types.ModuleType("cdf_functions")
ours.Token, ours.Client = str, lambda **given: given

def handle(client, data):
    url = f"{client['base_url']}/api/v1/projects/{client['project']}{data['path']}"
    body = json.dumps(data["body"]).encode() if "body" in data else None
    headers = {"Authorization": f"Bearer {client['credentials']}", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code
"""
STUBS = """
def byids(request):
    return {"items": [{**item, "project": request.project} for item in request.body["items"]]}

STUBS = {
    "POST /timeseries/byids": byids,
    "GET /assets/{id}": lambda request: {"id": int(request.parameters["id"]), "query": dict(request.query)},
    "GET /assets/7": {"id": 7, "name": "the seventh"},
    "POST /assets": lambda request: (409, {"error": {"code": 409, "message": "no"}}),
    "GET /events/1": lambda request: request.body["x"],
    "GET /events/2": lambda request: object(),
}
"""


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Callable[[str], list[str]]:
    """The texts of the events of a name."""
    caplog.set_level(logging.INFO, "cdf_functions_emulator")

    def told(name: str) -> list[str]:
        found = [event for record in caplog.records if (event := events.event_of(record))]
        return [event.text for event in found if event.name == name]

    return told


def test_named_everywhere(project: Project, told: Callable[[str], list[str]]) -> None:
    """An operation that is not emulated is named in the answer, in the log, and in the log of the call that asked."""
    call = project.run(project.deploy(ASKS), {"path": "/timeseries/list", "body": {}})
    assert project.response(call) == 501
    why = "POST /timeseries/list is not emulated; --stubs and --upstream let others answer"
    assert project.messages(call) == [f"[emulator] {why}"]
    assert told("not-emulated") == [f"{why} (asked for by call {call['id']})"]
    assert project.refused("/timeseries/list", {}, 501)["message"] == why
    assert project.messages(call) == [f"[emulator] {why}"]


def test_python_stubs(project_with: ProjectWith, tmp_path: Path, told: Callable[[str], list[str]]) -> None:
    """A Python file answers with values and functions, by operation, and is read again when it changes."""
    file = tmp_path / "stubs.py"
    file.write_text(STUBS, encoding="utf-8")
    with project_with(Settings(stubs=file)) as project:
        name = project.url.rpartition("/")[2]
        call = project.run(project.deploy(ASKS), {"path": "/timeseries/byids", "body": {"items": [{"id": 1}]}})
        assert project.response(call) == {"items": [{"id": 1, "project": name}]}
        assert project.get("/assets/12?x=1") == {"id": 12, "query": {"x": "1"}}
        assert project.get("/assets/7")["name"] == "the seventh"
        assert project.refused("/assets", {}, 409)["message"] == "no"
        assert project.http.get("/assets").status_code == 501
        assert told("stubbed")[0] == f"POST /timeseries/byids answered 200 by {file}"
        for path, why in (("/events/1", "TypeError"), ("/events/2", "TypeError")):
            answer = project.http.get(path)
            assert answer.status_code == 500
            assert f"GET {path} in {file} failed: {why}" in answer.json()["error"]["message"]
        file.write_text("STUBS = {'GET /assets/7': 'another'}", encoding="utf-8")
        assert project.get("/assets/7") == "another"
        file.write_text("STUBS = {'GET /assets/7': another}", encoding="utf-8")
        assert "NameError" in project.http.get("/assets/7").json()["error"]["message"]


def test_stubs_of_the_docs(project_with: ProjectWith, tmp_path: Path) -> None:
    """The example in the docs is one that works."""
    page = (Path(__file__).parent.parent.parent / "docs" / "emulator.md").read_text(encoding="utf-8")
    (example,) = (block for block in page.split("```") if "STUBS" in block)
    file = tmp_path / "stubs.py"
    file.write_text(example.removeprefix("python"), encoding="utf-8")
    with project_with(Settings(stubs=file)) as project:
        latest = project.post("/timeseries/data/latest", {"items": [{"externalId": "flow"}]})["items"]
        assert latest == [{"externalId": "flow", "datapoints": [{"timestamp": 0, "value": 1.5}]}]
        assert project.get("/assets/5") == {"id": 5, "name": "pump"}
        assert project.post("/assets/list", {}) == {"items": []}
        assert project.refused("/events", {}, 403)["message"] == "not here"


def test_stubs_in_a_folder(project_with: ProjectWith, tmp_path: Path) -> None:
    """A folder has a file per operation, whose name is the path and the method."""
    for name, text in (
        ("assets/{id}.get.json", "[1]"),
        ("assets/list.post.json", '{"items": []}'),
        ("x.get.json", "null"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with project_with(Settings(stubs=tmp_path)) as project:
        assert project.get("/assets/12") == [1]
        assert project.post("/assets/list", {}) == {"items": []}
        assert project.get("/x") is None
        (tmp_path / "x.get.json").write_text("[2]", encoding="utf-8")
        assert project.get("/x") == [2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = ", "SyntaxError"),
        ("x = 1", "expected STUBS, a dict from operations to answers, got NoneType"),
        ("STUBS = {'assets': 1}", "expected an operation such as 'POST /timeseries/data/list', got 'assets'"),
        ("STUBS = {'GET /functions': 1}", "GET /functions is emulated; stubs answer what is not"),
    ],
)
def test_stubs_that_are_none(tmp_path: Path, text: str, message: str) -> None:
    """A file that is wrong is named when the emulator starts, with the reason."""
    file = tmp_path / "stubs.py"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"stubs\.py") as refused:
        Stubs(file, operations())
    assert message in str(refused.value)


def test_files_that_are_no_stubs(tmp_path: Path) -> None:
    """A name without a method is refused, as is a path that is neither a folder nor a Python file."""
    (tmp_path / "assets.json").touch()
    with pytest.raises(ValueError, match=r"assets\.json: expected a name such as list\.post\.json"):
        Stubs(tmp_path, frozenset())
    with pytest.raises(ValueError, match=r"expected a folder of JSON files or a Python file, got .*assets\.json"):
        Stubs(tmp_path / "assets.json", frozenset())


def test_time_series_of_the_vendors_sdk(project_with: ProjectWith, tmp_path: Path) -> None:
    """A handler that reads datapoints with cognite-sdk, which asks for protobuf, runs offline."""
    pytest.importorskip("cognite.client")
    (tmp_path / "timeseries" / "data").mkdir(parents=True)
    points = [{"timestamp": 1000, "value": 1.5}, {"timestamp": 2000, "value": 2.5}]
    series = {
        "id": 5,
        "externalId": "flow",
        "isString": False,
        "isStep": False,
        "type": "numeric",
        "datapoints": points,
    }
    (tmp_path / "timeseries" / "data" / "list.post.json").write_text(json.dumps({"items": [series]}), encoding="utf-8")
    latest = {"items": [{**series, "datapoints": points[1:]}]}
    (tmp_path / "timeseries" / "data" / "latest.post.json").write_text(json.dumps(latest), encoding="utf-8")
    handler = """
def handle(client):
    points = client.time_series.data.retrieve(external_id="flow", start=0, end=5000, limit=2)
    latest = client.time_series.data.retrieve_latest(external_id="flow")
    return [points.value, list(points.timestamp), latest.value]
"""
    with project_with(Settings(stubs=tmp_path)) as project:
        call = project.run(project.deploy(handler))
        assert call["status"] == "Completed", call
        assert project.response(call) == [[1.5, 2.5], [1000, 2000], 2.5]


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Generator[Scripted]:
    """What stands for the real API, with a token for it in the environment and no proxy on the way."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CDF_TOKEN", "real-token")
    with scripted({}) as service:
        yield service


def test_forwarded(project_with: ProjectWith, real: Scripted, told: Callable[[str], list[str]]) -> None:
    """What reads is forwarded with the user's token to the user's project, and nothing of the emulator's goes along."""
    upstream = f"{real.base_url}/api/v1/projects/real"
    content = gzip.compress(b'{"items": [1]}')
    real.script = {ANYTHING_ELSE: Answer(200, content, {"content-encoding": "gzip"})}
    with project_with(Settings(upstream=upstream)) as project:
        call = project.run(project.deploy(ASKS), {"path": "/timeseries/list", "body": {"limit": 1}})
        assert call["status"] == "Failed"  # urllib does not unpack gzip, which shows that it came as it was
        (sent,) = real.received
        assert (sent.method, sent.path) == ("POST", "/api/v1/projects/real/timeseries/list")
        assert sent.headers["authorization"] == "Bearer real-token"
        assert sent.json == {"limit": 1}
        real.script = {ANYTHING_ELSE: Answer(200, b"[3]")}
        assert project.http.get("/assets/a%2Fb?cursor=x%20y").json() == [3]
        assert real.received[1].path.endswith("/projects/real/assets/a%2Fb?cursor=x%20y")
        assert [text.partition(":")[0] for text in told("forwarded")] == [
            "POST /timeseries/list forwarded to http",
            "GET /assets/a/b forwarded to http",
        ]
        assert all(upstream in text and "real-token" not in text for text in told("forwarded"))


def test_never_forwarded(project_with: ProjectWith, real: Scripted) -> None:
    """What is emulated, what belongs to it, and what may write is not forwarded; that needs its own option."""
    with project_with(Settings(upstream=real.base_url)) as project:
        project.get("/functions")
        project.deploy(ASKS)
        for method, path in (("GET", "/functions/1/x"), ("GET", "/functions/a/b/list"), ("POST", "/sessions/list")):
            answer = project.http.request(method, path)
            assert answer.status_code == 501
            assert "functions and sessions are those of the emulator" in answer.json()["error"]["message"]
        for method, path in (("POST", "/assets"), ("POST", "/assets/delete"), ("DELETE", "/x/list"), ("PUT", "/x")):
            answer = project.http.request(method, path, json={})
            assert answer.status_code == 501
            assert "--upstream-write" in answer.json()["error"]["message"]
        headers = {"Authorization": ""}
        assert project.http.get("/assets/1", headers=headers).status_code == 401
        url = f"{project.url}/assets/files/upload/x"
        assert project.http.put(url, headers=headers).status_code == 401
    assert real.received == []
    with project_with(Settings(upstream=real.base_url, upstream_writes=True)) as project:
        real.script = {ANYTHING_ELSE: Answer(201, b"{}")}
        assert project.http.post("/assets", json={}).status_code == 201
        assert real.received[0].path == f"/api/v1/projects/{project.url.rpartition('/')[2]}/assets"


def test_upstream_that_refuses(project_with: ProjectWith, real: Scripted) -> None:
    """A refusal is handed on, and told in the log of the call; no answer at all is 502."""
    with project_with(Settings(upstream=real.base_url)) as project:
        function_id = project.deploy(ASKS)
        real.script = {ANYTHING_ELSE: Answer(403, b'{"error": {"code": 403, "message": "no"}}')}
        call = project.run(function_id, {"path": "/assets/list", "body": {}})
        assert project.response(call) == 403
        (line,) = project.messages(call)
        assert line == f"[emulator] POST /assets/list was forwarded to {real.base_url}, which answered 403"
        real.script = {ANYTHING_ELSE: LOST}
        call = project.run(function_id, {"path": "/assets/list", "body": {}})
        assert project.response(call) == 502
        assert "could not be forwarded" in project.messages(call)[0]


def test_upstream_that_is_the_emulator(real: Scripted) -> None:
    """An emulator that would forward to itself does not start."""
    listener = listen("127.0.0.1", 0)
    try:
        with pytest.raises(ValueError, match="expected a real project, got this emulator"):
            prepare(Settings(upstream=address(listener)), listener)
    finally:
        listener.close()
    assert real.received == []


@pytest.mark.parametrize(
    ("method", "path", "does"),
    [
        ("GET", "/assets", True),
        ("POST", "/assets/list", True),
        ("POST", "/models/instances/query", True),
        ("POST", "/files/downloadlink", True),
        ("POST", "/timeseries/data/latest", True),
        ("POST", "/timeseries/data", False),
        ("POST", "/assets/update", False),
        ("POST", "/graphql/query", False),
        ("PATCH", "/x/list", False),
    ],
)
def test_reads(method: str, path: str, does: bool) -> None:
    """Whether an operation only reads is told by its method and how its path ends."""
    assert reads(method, path) == does


ENVIRONMENT = {"CDF_TOKEN": "t", "CDF_CLUSTER": "westeurope-1"}


@pytest.mark.parametrize(
    ("written", "environment", "shown"),
    [
        ("p", ENVIRONMENT, "https://westeurope-1.cognitedata.com/api/v1/projects/p"),
        ("p", {**ENVIRONMENT, "CDF_URL": "https://x.example"}, "https://x.example/api/v1/projects/p"),
        ("https://x.example", ENVIRONMENT, "https://x.example"),
        ("https://x.example/api/v1/projects/p/", ENVIRONMENT, "https://x.example/api/v1/projects/p"),
        ("http://localhost:1", ENVIRONMENT, "http://localhost:1"),
    ],
)
async def test_where_upstream_is(written: str, environment: dict[str, str], shown: str) -> None:
    """An address goes as far as a project or not; a name takes the rest from the environment."""
    upstream = upstream_of(written, False, environment)
    assert upstream.shown == shown
    await upstream.close()


@pytest.mark.parametrize(
    ("written", "environment", "message"),
    [
        ("p", {}, "the environment variable CDF_TOKEN, which is not set"),
        ("p", {"CDF_TOKEN": "t"}, "CDF_CLUSTER or CDF_URL"),
        ("http://x.example", ENVIRONMENT, "begins with https://"),
        ("https://u:secret@x.example", ENVIRONMENT, "has no user"),
        ("https://x.example/other", ENVIRONMENT, "as far as the project"),
        ("a b", ENVIRONMENT, "the name of a project, got 'a b'"),
    ],
)
def test_no_upstream(written: str, environment: dict[str, str], message: str) -> None:
    """What is missing or wrong is said when the emulator starts, without what is secret."""
    with pytest.raises(ValueError, match=r"^upstream: ") as refused:
        upstream_of(written, False, environment)
    assert message in str(refused.value)
    assert "secret" not in str(refused.value)


def test_tools_are_answered(project: Project) -> None:
    """Data sets are there, with an id that stays, and so is the profile of whoever asks."""
    first, second = (
        project.post("/datasets/byids", {"items": [{"externalId": "a"}, {"id": 3}]})["items"] for _ in range(2)
    )
    assert first == second
    assert [item["externalId"] for item in first] == ["a", "data-set-3"]
    assert first[1]["id"] == 3
    assert project.get("/profiles/me")["userIdentifier"] == "unknown bearer"


def test_the_project_that_the_command_advertises(project: Project) -> None:
    """A client that begins by inspecting its token finds the project of the printed environment."""
    inspected: Any = get(f"{project.emulator.base_url}/api/v1/token/inspect", headers={"Authorization": "Bearer x"})
    assert "any" in [entry["projectUrlName"] for entry in inspected.json()["projects"]]
