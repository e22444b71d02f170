"""A program that gives up while a call or a schedule is being placed leaves no session behind."""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from cdf_functions import AsyncClient, Client, CredentialsError, Retries, Token
from cdf_functions._async import binding
from cdf_functions.credentials import Credentials
from tests._async.conftest import scripted_client as async_scripted_client
from tests._sync.conftest import scripted_client
from tests.functions_service import FunctionsService
from tests.made_up_time import MadeUpTime
from tests.patience import PATIENCE
from tests.scripted import SILENT, Answer, Received, Script, Scripted, scripted

PATIENT = Retries(attempts=6, within=600)
CREATE, CALL = "POST /sessions", "POST /functions/1/call"


async def _map(client: AsyncClient) -> None:
    inputs: list[dict[str, object]] = [{}, {}, {}]
    async for _ in client.functions.map(id=1, inputs=inputs):
        pass


ASYNC_WORK: dict[str, Callable[[AsyncClient], Awaitable[object]]] = {
    "call": lambda client: client.functions.call(external_id="f"),
    "schedule": lambda client: client.functions.schedules.create("s", "* * * * *", function_external_id="f"),
    "session": lambda client: client.sessions.create(),
    "map": _map,
}
WORK: dict[str, Callable[[Client], object]] = {
    "call": lambda client: client.functions.call(external_id="f"),
    "schedule": lambda client: client.functions.schedules.create("s", "* * * * *", function_external_id="f"),
    "session": lambda client: client.sessions.create(),
    "map": lambda client: list(client.functions.map(id=1, inputs=[{}, {}, {}])),
}
each_kind = pytest.mark.parametrize("kind", ASYNC_WORK)
calls_and_schedules = pytest.mark.parametrize("kind", ["call", "schedule"])


def always_full(fake: FunctionsService) -> Script:
    """Never have room for a run or a schedule."""
    full = Answer(429, {"error": {"code": 429, "message": "full"}}, {"retry-after": "20"})
    return fake.script({CALL: full, "POST /functions/schedules": full})


@calls_and_schedules
async def test_cancellation_ends_the_session(kind: str, clock: MadeUpTime) -> None:
    """A task that is cancelled between two tries ends the session that it made."""
    fake = FunctionsService()

    def cancel() -> None:
        clock.when_sleeping = None
        task = asyncio.current_task()
        assert task is not None
        task.cancel()

    async with async_scripted_client(always_full(fake), retries=PATIENT) as (client, _):
        clock.when_sleeping = cancel
        with pytest.raises(asyncio.CancelledError):
            await asyncio.ensure_future(ASYNC_WORK[kind](client))
    assert fake.sessions
    assert fake.unused == set()


@calls_and_schedules
def test_ctrl_c_ends_the_session(kind: str, clock: MadeUpTime) -> None:
    """Ctrl-C between two tries ends the session that was made."""
    fake = FunctionsService()

    def interrupt() -> None:
        clock.when_sleeping = None
        raise KeyboardInterrupt

    with scripted_client(always_full(fake), retries=PATIENT) as (client, _):
        clock.when_sleeping = interrupt
        with pytest.raises(KeyboardInterrupt):
            WORK[kind](client)
    assert fake.sessions
    assert fake.unused == set()


class Cancelling:
    """Cancels a task while a request is being answered: the answer comes when it has been cancelled for certain."""

    def __init__(self, fake: FunctionsService, times: int = 1, *, whoever: bool = False) -> None:
        self.fake = fake
        self.loop = asyncio.get_running_loop()
        self.task: asyncio.Future[Any] | None = None
        self._times = times
        self._whoever = whoever

    def answer(self, request: Received) -> Answer:
        """The answer to a request, late."""
        for _ in range(self._times):
            cancelled = threading.Event()
            self.loop.call_soon_threadsafe(self._cancel, cancelled)
            assert cancelled.wait(PATIENCE)
        return self.fake.answer(request)

    def _cancel(self, done: threading.Event) -> None:
        assert self.task is not None
        for one in asyncio.all_tasks() if self._whoever else {self.task}:
            one.cancel()
        self.loop.call_later(0.01, done.set)  # some rounds of the loop, in which the cancellation goes its way


@each_kind
@pytest.mark.parametrize("times", [1, 3])
async def test_cancellation_while_the_session_is_made(kind: str, times: int) -> None:
    """A task that is cancelled while the service makes its session, even more than once, ends that session."""
    fake = FunctionsService()
    cancelling = Cancelling(fake, times)
    async with async_scripted_client(fake.script({CREATE: cancelling.answer})) as (client, service):
        cancelling.task = task = asyncio.ensure_future(ASYNC_WORK[kind](client))
        with pytest.raises(asyncio.CancelledError):
            await task
        assert fake.sessions
        assert fake.unused == set()
        assert fake.used == set()
        assert not {CALL, "POST /functions/schedules"}.intersection(service.operations())


async def test_cancellation_while_the_session_is_ended() -> None:
    """So does a task that is cancelled while it ends a session for another reason, which it tells, too."""
    fake = FunctionsService()
    cancelling = Cancelling(fake)
    refused = Answer(400, {"error": {"code": 400, "message": "no"}})
    script: Script = {CALL: refused, "POST /sessions/revoke": cancelling.answer}
    async with async_scripted_client(fake.script(script)) as (client, _):
        cancelling.task = task = asyncio.ensure_future(client.functions.call(id=1))
        with pytest.raises(asyncio.CancelledError):
            await task
    assert fake.revoked == {1}


def test_a_loop_that_ends_while_a_session_is_made() -> None:
    """A program that ends with a call half placed, whose tasks are all cancelled by that, leaves no session behind."""
    fake, background = FunctionsService(), set[object]()

    async def main(service: Scripted) -> None:
        cancelling = Cancelling(fake, whoever=True)
        script[CREATE] = cancelling.answer
        client = AsyncClient(project="p", base_url=service.base_url, credentials=Token("t"))
        cancelling.task = asyncio.ensure_future(client.functions.call(id=1))
        background.add(cancelling.task)
        await asyncio.sleep(PATIENCE)

    script: dict[str, Any] = dict(fake.script())
    with scripted(script) as service, pytest.raises(asyncio.CancelledError):
        asyncio.run(main(service))
    assert len(fake.sessions) == 1
    assert fake.unused == set()


async def test_cancellation_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that never answers is not waited for, once the task that asked for a session is cancelled."""
    monkeypatch.setattr(binding, "REVOKED_WITHIN", 0.05)
    asked, loop = asyncio.Event(), asyncio.get_running_loop()

    def silent(_: Received) -> Answer:
        loop.call_soon_threadsafe(asked.set)
        return SILENT

    async with async_scripted_client({CREATE: silent}, timeout=2 * PATIENCE) as (client, _):
        task = asyncio.ensure_future(client.functions.call(id=1))
        await asked.wait()
        task.cancel()
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(asyncio.CancelledError):
                await task


async def test_cancellation_before_a_session_is_asked_for() -> None:
    """Who is cancelled while the request for a session still waits for a connection is cancelled at once."""
    fake, asked, loop = FunctionsService(), asyncio.Event(), asyncio.get_running_loop()

    def silent(_: Received) -> Answer:
        loop.call_soon_threadsafe(asked.set)
        return SILENT

    limits = {"limits": httpx.Limits(max_connections=1)}
    script = fake.script({"POST /functions/list": silent})
    async with async_scripted_client(script, httpx_args=limits, timeout=2 * PATIENCE) as (client, service):
        hog = asyncio.ensure_future(client.functions.list())
        await asked.wait()
        task = asyncio.ensure_future(client.functions.call(id=1))
        await asyncio.sleep(0.01)
        task.cancel()
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(asyncio.CancelledError):
                await task
        hog.cancel()
        await asyncio.gather(hog, return_exceptions=True)
    assert CREATE not in service.operations()


async def test_token_function_that_makes_a_session() -> None:
    """What gives the token for a session, and makes a session for that, is told so, instead of waiting for itself."""
    clients: list[AsyncClient] = []

    async def token() -> str:
        await clients[0].sessions.create()
        return "t"

    def credentials(_: Scripted) -> Credentials:
        return Token(token)

    async with async_scripted_client({}, credentials) as (client, _):
        clients.append(client)
        with pytest.raises(CredentialsError, match="uses the client that the token is for"):
            async with asyncio.timeout(PATIENCE):
                await client.sessions.create()


@contextmanager
def handler(handle: Any) -> Generator[None]:
    """Have Ctrl-C do this. Skips where signals do not arrive in this thread."""
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals arrive in the main thread only")
    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
        assert signal.getsignal(signal.SIGINT) is handle
    finally:
        signal.signal(signal.SIGINT, before)


def ctrl_c() -> None:
    """Press Ctrl-C, and give the main thread time to take notice, where nothing could tell that it has."""
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    threading.Event().wait(0.05)


@each_kind
def test_ctrl_c_while_the_session_is_made(kind: str) -> None:
    """Ctrl-C while the service makes a session waits for the answer, and ends that session."""
    fake = FunctionsService()

    def create(request: Received) -> Answer:
        ctrl_c()
        return fake.answer(request)

    with handler(signal.default_int_handler), scripted_client(fake.script({CREATE: create})) as (client, service):
        with pytest.raises(KeyboardInterrupt):
            WORK[kind](client)
        assert len(fake.sessions) == 1
        assert fake.unused == set()
        assert not {CALL, "POST /functions/schedules"}.intersection(service.operations())


def test_ctrl_c_again_acts_at_once() -> None:
    """A second Ctrl-C does not wait for a service that does not answer."""

    def create(_: Received) -> Answer:
        ctrl_c()
        ctrl_c()
        return SILENT

    with (
        handler(signal.default_int_handler),
        scripted_client({CREATE: create}, timeout=2 * PATIENCE) as (client, _),
        pytest.raises(KeyboardInterrupt),
    ):
        client.functions.call(id=1)


def test_ctrl_c_that_ends_nothing() -> None:
    """Where the program's own handler goes on after Ctrl-C, so does the call; the handler is called once."""
    fake, pressed = FunctionsService(), list[int]()

    def create(request: Received) -> Answer:
        ctrl_c()
        return fake.answer(request)

    def note(number: int, _frame: object) -> None:
        pressed.append(number)

    with handler(note), scripted_client(fake.script({CREATE: create})) as (client, _):
        client.functions.call(id=1)
    assert pressed == [signal.SIGINT]
    assert fake.used == {1}
    assert fake.revoked == set()


def test_sessions_are_made_in_other_threads() -> None:
    """Other threads, where no Ctrl-C arrives, leave its handler alone."""
    fake = FunctionsService()

    def watching(request: Received) -> Answer:
        assert signal.getsignal(signal.SIGINT) is before
        return fake.answer(request)

    before = signal.getsignal(signal.SIGINT)
    with scripted_client(fake.script({CREATE: watching})) as (client, _):
        thread = threading.Thread(target=lambda: client.functions.call(id=1))
        thread.start()
        thread.join()
    assert fake.used == {1}
