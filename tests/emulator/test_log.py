"""What the emulator tells, as log records and as the command writes them, and what it never tells."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Clock, Emulator, Settings, events, log, running
from cdf_functions_emulator.events import Event, Subject, event_of
from tests.patience import eventually

from .support import Project, put
from .test_requirements import USES, wheel

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

FAILS = """
import time
def handle(data, secrets):
    if data:
        raise ValueError("the key is " + secrets["key"])
"""
SUBJECT = Subject("p", 3, "f")


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Callable[..., list[Event]]:
    """The events of some names so far."""
    caplog.set_level(logging.DEBUG, "cdf_functions_emulator")

    def told(*names: str) -> list[Event]:
        found = [event for record in caplog.records if (event := event_of(record))]
        return [event for event in found if event.name in names]

    return told


def test_a_functions_life(project: Project, told: Callable[..., list[Event]]) -> None:
    """Deploying, ready, each call with id, duration and outcome, and a failed one's trace, without its secret."""
    function_id = project.deploy(FAILS, externalId="f", secrets={"key": "hush-hush"})
    good, bad = project.run(function_id), project.run(function_id, {"x": 1})
    completed, failed = eventually(lambda: told("call-ended"), lambda found: len(found) == 2)
    name = project.url.rpartition("/")[2]
    assert [event.text for event in told("deploying")] == ["f: deploying"]
    (ready,) = told("ready")
    assert ready.text.startswith(f"f: ready as function {function_id} of project {name!r}, on Python 3.")
    assert re.fullmatch(rf"f: call {good['id']} Completed after [\d.]+ m?s", completed.text)
    assert completed.fields["callId"] == good["id"]
    assert completed.fields["durationMs"] > 0
    assert re.fullmatch(rf"f: call {bad['id']} Failed after [\d.]+ m?s: ValueError: the key is \*\*\*", failed.text)
    assert failed.detail.startswith("Traceback")
    assert 'raise ValueError("the key is " + secrets["key"])' in failed.detail
    assert "hush" not in failed.detail
    project.get("/functions")
    path = f"/api/v1/projects/{name}/functions"
    assert any(event.text.startswith(f"GET {path} 200 in ") for event in told("request"))


def test_deployment_that_fails(project: Project, told: Callable[..., list[Event]]) -> None:
    """Why a function is not deployed is told, as is what its author should know of one that is."""
    project.deployed(project.create("def handle(:", externalId="f"))
    (event,) = eventually(lambda: told("not-deployed"))
    assert event.text.startswith("f: not deployed: handler.py:1: SyntaxError")
    project.deploy({"handler.py": "def handle(): ...", ".env": "A=1", "other.py": "x = ("}, externalId="g")
    notices = [event.text for event in told("noticed")]
    assert notices == [
        "g: other.py:1: SyntaxError: '(' was never closed (found when it is imported)",
        "g: .env looks like a place of secrets by its name",
    ]


def test_installing(
    project_with: Callable[[Settings], AbstractContextManager[Project]],
    told: Callable[..., list[Event]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What pip is doing is told while it does it, and passwords of indexes are not."""
    wheel(tmp_path, "1.0")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = {"handler.py": USES, "requirements.txt": "emu-sample"}
    with project_with(Settings()) as project:
        project.deployed(project.create(files, externalId="f", indexUrl="http://me:pass-word@127.0.0.1:1/simple"))
        said = [event.fields["said"] for event in told("installing")]
        assert any("emu-sample" in line for line in said)
        told_in_all = [event.text + event.detail for event in told("installing", "not-deployed", "ready")]
        assert not any("pass-word" in line or "127.0.0.1:1/simple" in line for line in told_in_all)


def test_schedules(
    project_with: Callable[[Settings], AbstractContextManager[Project]], told: Callable[..., list[Event]]
) -> None:
    """A schedule that fires says which call it begins; one that cannot run says why."""
    clock = Clock()
    with project_with(Settings(clock=clock)) as project:
        function_id = project.deploy("def handle(): ...", externalId="f")
        item = {"name": "hourly", "functionId": function_id, "cronExpression": "0 * * * *", "nonce": project.nonce()}
        schedule = project.post("/functions/schedules", {"items": [item]}, 201)["items"][0]
        clock.advance(3600)
        (fired, *_) = eventually(lambda: told("schedule-fired"))
        assert fired.text == f"f: schedule {schedule['id']} (hourly) fires call {fired.fields['callId']}"
        eventually(lambda: told("call-ended"))
        project.post("/sessions/revoke", {"items": [{"id": schedule["sessionId"]}]})
        clock.advance(3600)
        eventually(lambda: any("has status REVOKED" in event.text for event in told("call-ended")))


def test_refusals(project: Project, told: Callable[..., list[Event]]) -> None:
    """What was refused is told with its reason, also where it was the token."""
    project.refused("/functions/byids", {"items": []})
    project.http.get("/functions", headers={"Authorization": ""})
    refused = told("refused")
    path = f"/api/v1/projects/{project.url.rpartition('/')[2]}/functions"
    assert refused[0].text == f"POST {path}/byids refused with 400: items: expected a list of 1 to 10 items, got 0"
    assert refused[1].text.startswith(f"GET {path} refused with 401: Unauthorized")


def test_nothing_secret_is_told(emulator: Emulator, project: Project, told: Callable[..., list[Event]]) -> None:
    """Neither tokens, nonces and client secrets are told, nor queries, nor links that are a permission."""
    nonce = project.nonce()
    link = project.post("/files", {"name": "n"}, 201)["uploadUrl"]
    put(link, content=b"x")
    put(f"{link}more", content=b"x")
    headers = {"Authorization": "Bearer my-token"}
    project.http.get("/sessions", params={"cursor": "my-query"}, headers=headers)
    project.http.get("/nothing", params={"cursor": "my-query"}, headers=headers)
    project.http.post("/functions/1/call", json={"nonce": nonce})
    project.http.post("/sessions", json={"items": [{"clientId": "a", "clientSecret": "my-secret", "x": 1}, {}]})
    names = ["request", "refused", "not-emulated"]
    everything = " ".join(json.dumps([event.text, dict(event.fields), event.detail]) for event in told(*names))
    assert "/files/upload/***" in everything
    for secret in (nonce, link.rpartition("/")[2], "my-token", "my-query", "my-secret"):
        assert secret not in everything


def test_masked() -> None:
    """Secrets, passwords in addresses and links for uploads are taken out of texts of others; short words stay."""
    text = "a at http://u:p@host/x?y and /api/v1/projects/p/files/upload/t0ken /files/download/k3y, secret-2, secret"
    masked = events.masked(text, ["secret", "secret-2", "a"])
    assert masked == "a at http://***@host/x?y and /api/v1/projects/p/files/upload/*** /files/download/*** ***, ***"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """As it says."""
        return True


@pytest.fixture
def own_logging() -> Generator[None]:
    """Puts the package's logging back as it was."""
    loggers = [logging.getLogger(name) for name in ("cdf_functions_emulator", "py.warnings")]
    before = [(logger.handlers, logger.propagate, logger.level) for logger in loggers]
    yield
    logging.captureWarnings(False)
    for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


def written(style: log.Style, stream: io.StringIO, environment: dict[str, str] | None = None) -> str:
    """What the command writes of three events."""
    log.set_up(style, stream, environment or {})
    events.ended(SUBJECT, 7, "Completed", 0.25, "", "")
    events.ended(SUBJECT, 8, "Failed", 61.5, "ValueError: \x1b[2J", "Traceback:\n  here\n")
    events.requested("GET", "/x", 200, 0.001, "id")
    return stream.getvalue()


@pytest.mark.usefixtures("own_logging")
def test_lines_for_people() -> None:
    """One line per event with its time, a trace below it, and nothing that steers a terminal; requests on request."""
    lines = written("events", io.StringIO()).splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d f: call 7 Completed after 250 ms", lines[0])
    assert lines[1].endswith("f: call 8 Failed after 61.5 s: ValueError: \\x1b[2J")
    assert lines[2:] == ["    Traceback:", "      here"]
    assert written("requests", io.StringIO()).splitlines()[-1][9:] == "GET /x 200 in 1 ms"


@pytest.mark.usefixtures("own_logging")
@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour(stream: io.StringIO, environment: dict[str, str], coloured: bool) -> None:
    """Colour is for terminals alone, and not where NO_COLOR is set."""
    lines = written("events", stream, environment)
    assert ("\x1b[32mf: call 7" in lines) == ("\x1b[31mf: call 8" in lines) == ("\x1b" in lines) == coloured


@pytest.mark.usefixtures("own_logging")
def test_lines_for_machines() -> None:
    """Each line is a JSON object with the event's name and fields, requests included, and defects as well."""
    stream = io.StringIO()
    written("json", stream)
    try:
        raise RuntimeError("a defect")
    except RuntimeError:
        logging.getLogger("cdf_functions_emulator.some.module").exception("GET /x")
    completed, failed, request, defect = map(json.loads, stream.getvalue().splitlines())
    assert completed["event"] == "call-ended"
    assert completed["level"] == "info"
    assert (completed["functionId"], completed["callId"], completed["durationMs"]) == (3, 7, 250.0)
    assert failed["reason"] == "ValueError: \x1b[2J"
    assert failed["detail"] == "Traceback:\n  here\n"
    assert (request["event"], request["status"], request["requestId"]) == ("request", 200, "id")
    assert (defect["event"], defect["message"]) == ("defect", "GET /x")
    assert "RuntimeError: a defect" in defect["detail"]


def test_command_writes_json() -> None:
    """With --log json all that the command writes is objects: first where it serves, without a secret."""
    command = [
        sys.executable,
        "-m",
        "cdf_functions_emulator",
        "--port",
        "0",
        "--log",
        "json",
        "--client-secret",
        "hush",
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
        try:
            assert process.stderr is not None
            assert process.stdout is not None
            started: dict[str, Any] = json.loads(process.stderr.readline())
            project = Project(Emulator(started["url"], Settings()))
            with project.http:
                project.run(project.deploy("def handle(): ..."))
        finally:
            process.terminate()
        lines = [json.loads(line) for line in process.stderr]
        assert process.stdout.read() == ""
    assert started["event"] == "started"
    assert "hush" not in json.dumps([started, *lines])
    assert {"request", "deploying", "ready", "call-ended"} <= {line["event"] for line in lines}


def test_silent_by_default() -> None:
    """Where nobody has set up logging, an emulator in one's own process says nothing, not even of failed calls."""
    program = (
        "from cdf_functions_emulator import events; from cdf_functions_emulator.events import Subject;"
        "events.ended(Subject('p', 1, 'f'), 1, 'Failed', 1, 'why', 'trace')"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert ended.stdout + ended.stderr == ""


def test_requests_of_a_running_emulator_cost_nothing_unless_wanted(caplog: pytest.LogCaptureFixture) -> None:
    """Without a log that wants them, there are no records of requests."""
    with running() as emulator:
        project = Project(emulator)
        with project.http:
            project.get("/functions")
    assert not [record for record in caplog.records if record.levelno < logging.WARNING]
