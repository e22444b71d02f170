# Made by `nox -s regenerate` from tests/_async/test_bent_answers.py. Do not edit: change that, and run it again.
"""Every answer, with any part of it replaced by what does not belong there: a value, or an error of ours."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, cast

import pytest

from cdf_functions import CdfError, Client
from cdf_functions._resources.display import Shown
from tests.hostile import bent_answers
from tests.scripted import Answer

from .conftest import scripted_client

pytestmark = pytest.mark.usefixtures("clock")

FUNCTION = {
    "id": 1,
    "name": "f",
    "status": "Failed",
    "createdTime": 1_700_000_000_000,
    "secrets": {"key": "***"},
    "metadata": {"a": "b"},
    "error": {"message": "m", "trace": "t"},
}
CALL = {"id": 7, "functionId": 1, "status": "Failed", "startTime": 1_700_000_000_000, "endTime": 1_700_000_001_000}
FAILED = {**CALL, "error": {"message": "m", "trace": "t"}}
SCHEDULE = {"id": 3, "name": "s", "cronExpression": "0 8 * * *", "when": "w", "sessionId": 5, "functionId": 1}
NOTHING: dict[str, object] = {}
SESSION = {"id": 5, "status": "READY", "nonce": "n"}

INSPECTION: dict[str, object] = {
    "subject": "s",
    "projects": [{"projectUrlName": "p", "groups": [1]}],
    "capabilities": [{"functionsAcl": {"actions": ["READ"], "scope": {"all": NOTHING}}}],
}

GOOD: dict[str, Answer] = {
    "POST /functions/list": Answer(200, {"items": [FUNCTION]}),
    "POST /functions/byids": Answer(200, {"items": [FUNCTION]}),
    "POST /functions/delete": Answer(200, NOTHING),
    "GET /functions/limits": Answer(
        200, {"timeoutMinutes": 9, "cpuCores": {"min": 1, "max": 2, "default": 1}, "runtimes": ["py311"]}
    ),
    "GET /functions/status": Answer(200, {"status": "activated"}),
    "POST /functions/1/call": Answer(201, CALL),
    "POST /functions/1/calls/byids": Answer(200, {"items": [FAILED]}),
    "POST /functions/1/calls/list": Answer(200, {"items": [FAILED], "nextCursor": None}),
    "GET /functions/1/calls/7": Answer(200, FAILED),
    "GET /functions/1/calls/7/response": Answer(200, {"callId": 7, "functionId": 1, "response": {"x": 1}}),
    "GET /functions/1/calls/7/logs": Answer(200, {"items": [{"timestamp": 1_700_000_000_500, "message": "line"}]}),
    "GET /functions/schedules/3": Answer(200, SCHEDULE),
    "POST /functions/schedules/list": Answer(200, {"items": [SCHEDULE]}),
    "GET /functions/schedules/3/input_data": Answer(200, {"id": 3, "data": {"x": 1}}),
    "POST /functions/schedules": Answer(201, {"items": [SCHEDULE]}),
    "POST /functions/schedules/delete": Answer(200, NOTHING),
    "POST /sessions": Answer(200, {"items": [SESSION]}),
    "GET /sessions": Answer(200, {"items": [{**SESSION, "creationTime": 1, "expirationTime": 2}], "nextCursor": None}),
    "POST /sessions/byids": Answer(200, {"items": [SESSION]}),
    "POST /sessions/revoke": Answer(200, {"items": [{"id": 5}]}),
    "GET /api/v1/token/inspect": Answer(200, INSPECTION),
    "POST /files": Answer(201, {"id": 3, "uploadUrl": "http://127.0.0.1:1/upload"}),
    "POST /files/delete": Answer(200, NOTHING),
}

Act = Callable[[Client], object]


def handle(data: object) -> object:
    """A function to deploy."""
    return data


def mapped(client: Client) -> object:
    """The values of a map of one input."""
    return [value for value in client.functions.map(id=1, inputs=[{}])]


def followed(client: Client) -> object:
    """The log of a call, as it comes."""
    call = client.functions.calls.retrieve(7, 1)
    return [entry for entry in call.follow_logs()]


def waited(client: Client) -> object:
    """A function that is waited for."""
    return (client.functions.retrieve(id=1)).wait_until_ready(timeout=30)


ACTS: list[tuple[str, Act]] = [
    ("POST /functions/list", lambda c: c.functions.list()),
    ("POST /functions/byids", lambda c: c.functions.retrieve(id=1)),
    ("POST /functions/byids", lambda c: c.functions.retrieve_multiple(ids=[1])),
    ("POST /functions/byids", waited),
    ("POST /functions/delete", lambda c: c.functions.delete(id=1)),
    ("GET /functions/limits", lambda c: c.functions.limits()),
    ("GET /functions/status", lambda c: c.functions.status()),
    ("POST /functions/1/call", lambda c: c.functions.call(id=1)),
    ("POST /functions/1/calls/byids", lambda c: c.functions.call(id=1)),
    ("POST /sessions", lambda c: c.functions.call(id=1)),
    ("POST /functions/1/calls/list", lambda c: c.functions.calls.list(1)),
    ("GET /functions/1/calls/7", lambda c: c.functions.calls.retrieve(7, 1)),
    ("GET /functions/1/calls/7/response", lambda c: c.functions.calls.get_response(7, 1)),
    ("GET /functions/1/calls/7/logs", lambda c: c.functions.calls.get_logs(7, 1)),
    ("GET /functions/1/calls/7/logs", followed),
    ("GET /functions/schedules/3", lambda c: c.functions.schedules.retrieve(3)),
    ("POST /functions/schedules/list", lambda c: c.functions.schedules.list()),
    ("GET /functions/schedules/3/input_data", lambda c: c.functions.schedules.get_input_data(3)),
    ("POST /functions/schedules", lambda c: c.functions.schedules.create("s", "0 8 * * *", 1)),
    ("POST /functions/schedules/delete", lambda c: c.functions.schedules.delete(3)),
    ("POST /sessions", lambda c: c.sessions.create()),
    ("GET /sessions", lambda c: c.sessions.list()),
    ("POST /sessions/byids", lambda c: c.sessions.retrieve(5)),
    ("POST /sessions/revoke", lambda c: c.sessions.revoke(5)),
    ("GET /api/v1/token/inspect", lambda c: c.token.inspect()),
    ("POST /files", lambda c: c.functions.create("f", function_handle=handle)),
    ("POST /functions/1/calls/byids", mapped),
]


def use(value: Any) -> None:
    """Look at everything that a value has, as a program or a notebook does."""
    repr(value)
    for part in cast("Iterable[object]", value) if isinstance(value, list) else [value]:
        for name in [
            name for kind in type(part).__mro__ for name, each in vars(kind).items() if type(each) is property
        ]:
            with suppress(CdfError):
                getattr(part, name)
        if isinstance(part, Shown):
            part._repr_html_()  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(("operation", "act"), ACTS, ids=[f"{i}-{op}" for i, (op, _) in enumerate(ACTS)])
def test_bent(operation: str, act: Act) -> None:
    """Whatever part of an answer is something else, the outcome is a value that can be looked at, or our error."""
    foreign: dict[str, str] = {}
    with scripted_client({}) as (client, service):
        for how, answer in bent_answers(GOOD[operation]):
            service.script = {**GOOD, operation: answer}
            try:
                use(act(client))
            except CdfError:
                continue
            except Exception as error:  # noqa: BLE001 - whatever is foreign
                foreign[how] = f"{type(error).__name__}: {error}"
    assert foreign == {}
