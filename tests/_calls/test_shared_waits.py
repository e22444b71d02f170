"""Many waits at once share what they ask of the service, whichever tasks or threads they are in."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cdf_functions import AccessDeniedError, AsyncFunctionCall, Client, FunctionCall, WaitTimeoutError
from tests._async.conftest import scripted_client as async_scripted_client
from tests._sync.conftest import scripted_client
from tests.functions_service import FunctionsService, refusal
from tests.scripted import Answer, Received

POLL = "POST /functions/1/calls/byids"


def polls_allowed(started: float, most: int) -> int:
    """So many polls in four seconds, and a few for each second that a busy machine takes longer."""
    return most + int(5 * max(0.0, time.monotonic() - started - 4))


async def test_hundred_calls_in_tasks() -> None:
    """A hundred calls of one to three seconds, by external id: one lookup, few polls, no other request to spare."""
    fake = FunctionsService(seconds=lambda call_id: 1 + call_id % 21 / 10)
    started = time.monotonic()
    async with async_scripted_client(fake.script()) as (client, service):
        calls = await asyncio.gather(*(client.functions.call(external_id="f", data={"x": x}) for x in range(100)))
    assert {call.status for call in calls} == {"Completed"}
    assert len({call.id for call in calls}) == 100
    assert fake.lookups == 1
    assert fake.polls <= polls_allowed(started, 25)
    assert len(service.received) <= 225 + polls_allowed(started, 25)


def test_calls_in_threads() -> None:
    """Twenty threads that wait with one client share the polls, and the lookup."""
    fake = FunctionsService(seconds=lambda call_id: 1 + call_id % 6 / 10)
    started = time.monotonic()
    begin = threading.Barrier(20)

    def call(client: Client) -> str:
        begin.wait()
        return client.functions.call(external_id="f").status

    with scripted_client(fake.script()) as (client, _), ThreadPoolExecutor(20) as pool:
        assert list(pool.map(call, [client] * 20)) == ["Completed"] * 20
    assert fake.lookups == 1
    assert fake.polls <= polls_allowed(started, 40)


async def test_lookup_of_a_replaced_function_is_shared() -> None:
    """When a function was replaced, a hundred tasks that find out at once look it up again together."""
    fake = FunctionsService()
    async with async_scripted_client(fake.script()) as (client, _):
        await client.functions.retrieve(external_id="f")
        fake.replace()
        works = (client.functions.calls.list(function_external_id="f") for _ in range(100))
        assert await asyncio.gather(*works) == [[]] * 100
    assert fake.lookups <= 3  # one, and some for tasks that are refused after it was answered


async def test_failing_poll_is_shared() -> None:
    """A poll that fails for good is told to every wait, each with its own call, and not made again by each."""
    fake = FunctionsService(seconds=lambda _id: 1e9)
    refused = Answer(403, refusal(403, "not any more").body, delay=0.3)
    async with async_scripted_client(fake.script({POLL: refused})) as (client, service):
        calls = [await client.functions.call(external_id="f", wait=False) for _ in range(30)]
        found = await asyncio.gather(*(call.wait() for call in calls), return_exceptions=True)
    for call, error in zip(calls, found, strict=True):
        assert isinstance(error, AccessDeniedError)
        assert f"client.open_call('{call.token}')" in "\n".join(error.__notes__)
        assert len(error.__notes__) < 5
    assert service.operations().count(POLL) <= 5


def test_failing_poll_is_shared_by_threads() -> None:
    """So it is among threads."""
    fake = FunctionsService(seconds=lambda _id: 1e9)
    refused = Answer(403, refusal(403, "not any more").body, delay=0.5)
    begin = threading.Barrier(20)

    def wait(call: FunctionCall) -> str:
        begin.wait()
        with pytest.raises(AccessDeniedError) as caught:
            call.wait()
        assert f"client.open_call('{call.token}')" in "\n".join(caught.value.__notes__)
        return call.token

    with scripted_client(fake.script({POLL: refused})) as (client, service), ThreadPoolExecutor(20) as pool:
        calls = [client.functions.call(external_id="f", wait=False) for _ in range(20)]
        assert len(set(pool.map(wait, calls))) == 20
    assert service.operations().count(POLL) <= 10


async def test_cancelled_waits_stop_no_others() -> None:
    """Whoever asks at the moment may be cancelled, or run out of time: the other waits go on, and share as before."""
    fake = FunctionsService(seconds=lambda _id: 0.7)

    def slow(request: Received) -> Answer:
        answer = fake.answer(request)
        return Answer(answer.status, answer.body, delay=0.1)

    async def wait(call: AsyncFunctionCall, timeout: float | None) -> str:
        return (await call.wait(timeout)).status

    async with async_scripted_client(fake.script({POLL: slow})) as (client, _):
        calls = [await client.functions.call(external_id="f", wait=False) for _ in range(20)]
        tasks = [asyncio.create_task(wait(call, 0.2 if n in {3, 4} else None)) for n, call in enumerate(calls)]
        for n in (0, 1, 10):
            await asyncio.sleep(0.05)
            tasks[n].cancel()
        found = await asyncio.gather(*tasks, return_exceptions=True)
    for n, outcome in enumerate(found):
        if n in {0, 1, 10}:
            assert isinstance(outcome, asyncio.CancelledError)
        elif n in {3, 4}:
            assert isinstance(outcome, WaitTimeoutError) or outcome == "Completed"
        else:
            assert outcome == "Completed"
    assert fake.polls <= 30


async def test_a_call_that_two_wait_for() -> None:
    """Two objects of one call both see its end, from the same polls."""
    fake = FunctionsService(seconds=lambda _id: 0.5)
    async with async_scripted_client(fake.script()) as (client, _):
        first = await client.functions.call(external_id="f", wait=False)
        second = await client.open_call(first.token)
        await asyncio.gather(first.wait(), second.wait())
    assert [first.status, second.status] == ["Completed", "Completed"]
