"""A wait that a person or a program ends from outside says which call goes on."""

import asyncio
import signal
import threading

import pytest

from tests._async.conftest import scripted_client as async_scripted_client
from tests._sync.conftest import scripted_client
from tests.functions_service import FunctionsService
from tests.scripted import Answer, Received

POLL = "POST /functions/1/calls/byids"
WAY_BACK = "client.open_call('p/functions/1/calls/101')"


def endless() -> FunctionsService:
    """A service whose runs do not end."""
    return FunctionsService(seconds=lambda _id: 1e9)


def test_ctrl_c_names_the_call() -> None:
    """Ctrl-C during a wait leaves the call's name, and the way back to it, below the traceback."""
    main = threading.current_thread()
    if main is not threading.main_thread():
        pytest.skip("signals arrive in the main thread only")
    fake = endless()

    def ctrl_c(request: Received) -> Answer:
        signal.pthread_kill(main.ident or 0, signal.SIGINT)
        return fake.answer(request)

    with scripted_client(fake.script({POLL: ctrl_c})) as (client, _), pytest.raises(KeyboardInterrupt) as caught:
        client.functions.call(external_id="f")
    notes = "\n".join(caught.value.__notes__)
    assert "call 101 of function 1" in notes
    assert WAY_BACK in notes


@pytest.mark.parametrize("by_timeout", [False, True], ids=["cancel", "timeout"])
async def test_cancellation_names_the_call(by_timeout: bool) -> None:
    """So does the cancellation of a task that waits, also by a timeout around it."""
    fake, caught, polled = endless(), list[asyncio.CancelledError](), asyncio.Event()
    loop = asyncio.get_running_loop()

    def poll(request: Received) -> Answer:
        loop.call_soon_threadsafe(polled.set)
        return fake.answer(request)

    async with async_scripted_client(fake.script({POLL: poll})) as (client, _):

        async def wait() -> None:
            try:
                await client.functions.call(external_id="f")
            except asyncio.CancelledError as error:
                caught.append(error)
                raise

        if by_timeout:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await wait()
        else:
            task = asyncio.create_task(wait())
            await polled.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    (error,) = caught
    notes = "\n".join(error.__notes__)
    assert "call 101 of function 1" in notes
    assert WAY_BACK in notes


def test_ctrl_c_in_a_map_names_the_calls() -> None:
    """Ctrl-C during a map names the calls that go on."""
    main = threading.current_thread()
    if main is not threading.main_thread():
        pytest.skip("signals arrive in the main thread only")
    fake = endless()

    def ctrl_c(request: Received) -> Answer:
        signal.pthread_kill(main.ident or 0, signal.SIGINT)
        return fake.answer(request)

    with scripted_client(fake.script({POLL: ctrl_c})) as (client, _), pytest.raises(KeyboardInterrupt) as caught:
        list(client.functions.map(external_id="f", inputs=[{}, {}, {}]))
    notes = "\n".join(caught.value.__notes__)
    assert all(str(id) in notes for id in (101, 102, 103))
