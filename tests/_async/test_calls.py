"""Calls: placed, awaited, read."""

from datetime import UTC, datetime, timedelta

import pytest

from cdf_functions import (
    AsyncClient,
    AsyncFunctionCall,
    BadRequestError,
    CallFailedError,
    NotFoundError,
    TimeRange,
    WaitTimeoutError,
)
from cdf_functions_api.api.sessions import list_sessions
from cdf_functions_api.models import SessionList
from tests.patience import PATIENCE, WAITS, Signal
from tests.scripted import LOST, Answer, Script

from .conftest import AsyncDeploy, scripted_client

ECHO = """
def handle(data, secrets, function_call_info):
    print("got", data)
    return {"echo": data}
"""

RUNNING = {"id": 7, "functionId": 1, "status": "Running", "startTime": 1_700_000_000_000}
DONE = {**RUNNING, "status": "Completed", "endTime": 1_700_000_001_000}
ONE_CALL: Script = {
    "POST /functions/byids": Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]}),
    "POST /sessions": Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": "n-1"}]}),
    "POST /functions/1/call": Answer(201, RUNNING),
    "POST /functions/1/calls/byids": Answer(200, {"items": [DONE]}),
    "GET /functions/1/calls/7/logs": Answer(200, {"items": []}),
}


async def sessions(client: AsyncClient) -> int:
    """How many sessions the project has had."""
    found = await list_sessions.asyncio_detailed(client=client.api, limit=1000)
    assert isinstance(found.parsed, SessionList)
    assert isinstance(found.parsed.items, list)
    return len(found.parsed.items)


async def test_call_waits_and_has_times(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """A call comes back ended, with aware times in UTC in the right order."""
    function = await deploy(ECHO)
    before = datetime.now(UTC) - timedelta(milliseconds=1)

    call = await client.functions.call(id=function.id)

    assert call.status == "Completed"
    assert call.end_time is not None
    assert call.start_time.tzinfo is UTC
    assert before <= call.start_time <= call.end_time <= datetime.now(UTC) + timedelta(milliseconds=1)
    assert call.error is None


async def test_call_of_a_function(deploy: AsyncDeploy) -> None:
    """What is given as data reaches the handler, and what it returns and prints can be read."""
    function = await deploy(ECHO)

    call = await function.call({"x": [1, 2.5, None, "ü"]})

    assert await call.get_response() == {"echo": {"x": [1, 2.5, None, "ü"]}}
    (entry,) = await call.get_logs()
    assert entry.message == "got {'x': [1, 2.5, None, 'ü']}"
    assert entry.timestamp is not None
    assert call.start_time <= entry.timestamp


async def test_call_by_external_id_without_data(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """A function can be called by its external id; without data the handler gets an empty dict."""
    await deploy(ECHO)

    call = await client.functions.call(external_id="test")

    assert await call.get_response() == {"echo": {}}


async def test_call_without_waiting(deploy: AsyncDeploy, go: Signal) -> None:
    """With wait=False the call comes back as it was placed; update, and wait, bring it up to date."""
    function = await deploy(WAITS)

    call = await function.call({"go": go.path}, wait=False)

    assert call.status == "Running"
    assert call.end_time is None
    await call.update()
    assert call.status == "Running"
    go.give()
    assert await call.wait() is call
    assert call.status == "Completed"


async def test_failed_run_raises(deploy: AsyncDeploy) -> None:
    """A run that raised raises here, with its message, its trace and the end of its log."""
    function = await deploy("def handle(data):\n    print('about to')\n    return 1 / data['x']")

    with pytest.raises(CallFailedError, match=r"ended Failed: ZeroDivisionError: division by zero") as caught:
        await function.call({"x": 0})

    assert caught.value.error is not None
    assert caught.value.error.trace is not None
    assert 'handler.py", line 3, in handle' in caught.value.error.trace
    assert [entry.message for entry in caught.value.logs] == ["about to"]
    assert isinstance(caught.value.call, AsyncFunctionCall)
    notes = "\n".join(caught.value.__notes__)
    assert "line 3, in handle" in notes
    assert "about to" in notes


async def test_failed_run_given_back(deploy: AsyncDeploy) -> None:
    """With raise_on_failure=False a failed call is given back, and has no response."""
    function = await deploy("def handle(data): raise ValueError('no')")

    call = await function.call(raise_on_failure=False)

    assert call.status == "Failed"
    assert call.error is not None
    assert call.error.message == "ValueError: no"
    nothing = object()
    assert await call.get_response(default=nothing) is nothing


async def test_null_response_is_a_response(deploy: AsyncDeploy) -> None:
    """A handler that returns None has a response, which is None, whatever default is given."""
    function = await deploy("def handle(data): return None")

    call = await function.call()

    assert await call.get_response(default="nothing") is None


async def test_wait_stops_at_its_timeout(deploy: AsyncDeploy, go: Signal) -> None:
    """A run that is not over in time raises, is left running, and can be waited for again."""
    function = await deploy(WAITS)
    call = await function.call({"go": go.path}, wait=False)

    with pytest.raises(WaitTimeoutError, match=r"is still Running after \d+\.\d s of waiting") as caught:
        await call.wait(timeout=timedelta(seconds=0.2))

    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value.subject, AsyncFunctionCall)
    go.give()
    assert (await caught.value.subject.wait(timeout=PATIENCE)).status == "Completed"


async def test_each_call_has_its_own_nonce(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """Every call makes a session of its own; its nonce is good for that call only."""
    function = await deploy(ECHO)
    await function.call()
    await function.call()
    assert await sessions(client) == 2

    nonce = (await client.sessions.create()).nonce
    await function.call(nonce=nonce)
    with pytest.raises(BadRequestError, match="nonce"):
        await function.call(nonce=nonce)
    assert await sessions(client) == 3


async def test_no_session_for_a_call_that_cannot_be(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """An unknown external id, or data that JSON cannot hold, is refused before a session is made."""
    function = await deploy(ECHO)
    with pytest.raises(NotFoundError, match="nobody"):
        await client.functions.call(external_id="nobody")
    with pytest.raises(TypeError, match=r"data\.x: JSON cannot hold a set"):
        await function.call({"x": {1}})
    assert await sessions(client) == 0


async def test_known_function_is_not_looked_up_again() -> None:
    """The first call by an external id looks the function up; the next ones place the call at once."""
    async with scripted_client(ONE_CALL) as (client, service):
        await client.functions.call(external_id="f", wait=False)
        await client.functions.call(external_id="f", wait=False)
        await client.functions.call(id=1, wait=False)

    assert service.operations() == ["POST /functions/byids", *["POST /sessions", "POST /functions/1/call"] * 3]


async def test_deleted_function_is_looked_up_again() -> None:
    """When a remembered function turns out to be gone, the next call asks for it anew."""
    gone = Answer(404, {"error": {"code": 404, "message": "gone"}})
    async with scripted_client({**ONE_CALL, "POST /functions/1/call": gone}) as (client, service):
        for _ in range(2):
            with pytest.raises(NotFoundError, match="404 from callFunction: gone"):
                await client.functions.call(external_id="f")

    assert service.operations().count("POST /functions/byids") == 2


async def test_wire_of_a_call() -> None:
    """A call is placed with its data and the session's nonce; a token is exchanged for the session."""
    async with scripted_client(ONE_CALL) as (client, service):
        await client.functions.call(id=1, data={"x": 1})

    session, call, poll = service.received
    assert session.json == {"items": [{"tokenExchange": True}]}
    assert call.json == {"data": {"x": 1}, "nonce": "n-1"}
    assert poll.json == {"items": [{"id": 7}], "ignoreUnknownIds": True}
    assert {request.headers["authorization"] for request in service.received} == {"Bearer t"}
    assert {request.headers["cdf-version"] for request in service.received} == {"20230101"}


async def test_call_missing_for_a_moment() -> None:
    """A call that the service does not find yet is looked for again."""
    looks = [Answer(200, {"items": []}), Answer(200, {"items": [RUNNING]}), Answer(200, {"items": [DONE]})]
    async with scripted_client({**ONE_CALL, "POST /functions/1/calls/byids": looks}) as (client, service):
        call = await client.functions.call(id=1)

    assert call.status == "Completed"
    assert service.operations().count("POST /functions/1/calls/byids") == 3


async def test_unknown_status() -> None:
    """A status newer than this client, without an end time, does not end a wait."""
    napping = Answer(200, {"items": [{**RUNNING, "status": "Napping"}]})
    polls = [napping, napping, napping, Answer(200, {"items": [DONE]})]
    async with scripted_client({**ONE_CALL, "POST /functions/1/calls/byids": polls}) as (client, service):
        assert (await client.functions.call(id=1, timeout=PATIENCE)).status == "Completed"
    assert service.operations().count("POST /functions/1/calls/byids") == 4


@pytest.mark.usefixtures("clock")
async def test_unknown_status_with_an_end() -> None:
    """A status newer than this client, with an end time, ends a wait, and is no success."""
    vanished = Answer(200, {"items": [{**DONE, "status": "Vanished"}]})
    async with scripted_client({**ONE_CALL, "POST /functions/1/calls/byids": vanished}) as (client, _):
        with pytest.raises(CallFailedError, match="Vanished"):
            await client.functions.call(id=1, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("error", "message", "trace"),
    [
        ("ZeroDivisionError: division by zero", "ZeroDivisionError: division by zero", None),
        ({"message": "m", "trace": "t"}, "m", "t"),
        ({"code": 400, "message": "m"}, "m", None),
        ({"message": "m", "trace": None}, "m", None),
        (None, "the service gives no reason", None),
        ({}, "without a message", None),
    ],
)
async def test_every_shape_of_error(error: object, message: str, trace: str | None) -> None:
    """The reason of a failure is told the same way, in whichever of its shapes the service sends it."""
    failed = {**DONE, "status": "Failed", "error": error}
    async with scripted_client({**ONE_CALL, "POST /functions/1/call": Answer(201, failed)}) as (client, _):
        with pytest.raises(CallFailedError, match=f"ended Failed: {message}") as caught:
            await client.functions.call(id=1)

    assert (caught.value.error.trace if caught.value.error else None) == trace


async def test_failure_without_its_log() -> None:
    """A failure is told even when its log cannot be had."""
    failed = {**DONE, "status": "Timeout"}
    script = {**ONE_CALL, "POST /functions/1/call": Answer(201, failed), "GET /functions/1/calls/7/logs": LOST}
    async with scripted_client(script) as (client, _):
        with pytest.raises(CallFailedError, match="ended Timeout") as caught:
            await client.functions.call(id=1)

    assert caught.value.logs == ()


async def test_list_of_calls(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """Calls can be listed by status and by time, over as many pages as it takes."""
    function = await deploy("def handle(data): return 1 / data.get('x', 1)")
    first = await function.call()
    failed = await function.call({"x": 0}, raise_on_failure=False)

    calls = client.functions.calls
    assert {call.id for call in await calls.list(function.id)} == {first.id, failed.id}
    assert [call.id for call in await calls.list(function_external_id="test", status="Failed")] == [failed.id]
    later: TimeRange = {"min": failed.start_time}
    assert failed.id in {call.id for call in await calls.list(function.id, start_time=later)}
    assert await calls.list(function.id, start_time={"min": timedelta(hours=1)}) == []
    assert await calls.list(function.id, end_time={"max": "2020-01-01T00:00:00Z"}) == []
    assert len(await calls.list(function.id, limit=1)) == 1


async def test_list_follows_cursors() -> None:
    """A limit beyond a page, or none, takes in the pages that follow."""
    pages = [
        Answer(200, {"items": [DONE] * 1000, "nextCursor": "c1"}),
        Answer(200, {"items": [DONE] * 500, "nextCursor": None}),
    ]
    async with scripted_client({"POST /functions/1/calls/list": [*pages, *pages]}) as (client, service):
        assert len(await client.functions.calls.list(1, limit=None)) == 1500
        assert len(await client.functions.calls.list(1, limit=1200)) == 1200

    bodies = [request.json for request in service.received]
    assert bodies[1] == {"filter": {}, "limit": 1000, "cursor": "c1"}
    assert bodies[3] == {"filter": {}, "limit": 200, "cursor": "c1"}


async def test_call_can_be_taken_up_again(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """A call can be retrieved by its ids, with its response and its log."""
    function = await deploy(ECHO)
    call = await function.call({"x": 1})

    again = await client.functions.calls.retrieve(call.id, function_external_id="test")

    assert (again.id, again.status, again.start_time) == (call.id, call.status, call.start_time)
    assert await client.functions.calls.get_response(call.id, function.id) == {"echo": {"x": 1}}
    assert [entry.message for entry in await client.functions.calls.get_logs(call.id, function.id)] == ["got {'x': 1}"]
    with pytest.raises(NotFoundError, match="12345"):
        await client.functions.calls.retrieve(12345, function.id)


async def test_readable(deploy: AsyncDeploy) -> None:
    """The repr of a call shows what it is and how it stands."""
    function = await deploy(ECHO)

    call = await function.call()

    assert f"FunctionCall(id={call.id}, function_id={function.id}, status='Completed', start_time=20" in repr(call)


async def test_result(deploy: AsyncDeploy) -> None:
    """result waits, and gives what the run returned; it raises as wait does."""
    function = await deploy("import time\ndef handle(data):\n    time.sleep(0.1)\n    return 6 / data['x']")

    assert await (await function.call({"x": 2}, wait=False)).result(timeout=PATIENCE) == 3.0
    with pytest.raises(CallFailedError):
        await (await function.call({"x": 0}, wait=False)).result()


async def test_follow_logs(deploy: AsyncDeploy, go: Signal) -> None:
    """Lines come while the run goes on, each once, the same line twice if it was written twice, the last one too."""
    function = await deploy(WAITS.replace("    while", "    print('1\\n2\\n2')\n    while") + "    print(3)\n")
    call = await function.call({"go": go.path}, wait=False)

    seen: list[tuple[str, str]] = []
    async for entry in call.follow_logs():
        seen.append((entry.message, call.status))
        if len(seen) == 3:
            go.give()

    assert [message for message, _ in seen] == ["1", "2", "2", "3"]
    assert seen[0][1] == "Running"
    assert call.status == "Completed"


async def test_follow_logs_of_an_ended_run(deploy: AsyncDeploy) -> None:
    """A run that has ended, however it did, gives its lines and no error."""
    function = await deploy("def handle(data):\n    print('last words')\n    raise ValueError('no')")
    call = await function.call(raise_on_failure=False)
    assert [entry.message async for entry in call.follow_logs()] == ["last words"]


async def test_token_reopens_a_call(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """The token of a call gives the same call again, in a client of the same project only."""
    function = await deploy(ECHO)
    call = await function.call({"x": 1})

    again = await client.open_call(call.token)

    assert (again.id, again.function_id, again.status) == (call.id, call.function_id, "Completed")
    assert await again.get_response() == {"echo": {"x": 1}}
    for wrong in ("", "7", "other/functions/1/calls/2", f"{client.config.project}/functions/0/calls/1"):
        with pytest.raises(ValueError, match="token: "):
            await client.open_call(wrong)


async def test_default_deadline_is_the_services_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a timeout a wait lasts as long as the service lets a run take, which is asked for only if it is long."""
    monkeypatch.setattr("cdf_functions._async._calls.runs.ASK_LIMIT_AFTER", 0.1)
    monkeypatch.setattr("cdf_functions._async._calls.runs.GRACE", 0.4 - 60)
    script = {
        **ONE_CALL,
        "POST /functions/1/calls/byids": Answer(200, {"items": [RUNNING]}),
        "GET /functions/limits": Answer(200, {"timeoutMinutes": 1}),
    }
    async with scripted_client(script) as (client, service):
        with pytest.raises(WaitTimeoutError, match=r"still Running after \d+\.\d s"):
            await client.functions.call(id=1)
    assert service.operations().count("GET /functions/limits") == 1


async def test_nothing_is_asked_after_the_end() -> None:
    """A call that has ended when it is placed is not looked at again."""
    async with scripted_client({**ONE_CALL, "POST /functions/1/call": Answer(201, DONE)}) as (client, service):
        await client.functions.call(id=1)
    assert service.operations()[-1] == "POST /functions/1/call"
