"""Scripts, notebooks, threads, forks, other processes, one event loop after another: the client works in all."""

import asyncio
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from cdf_functions import (
    AmbiguousCallError,
    AsyncClient,
    Client,
    CredentialsError,
    Function,
    FunctionCall,
    OAuthClientCredentials,
    Token,
)
from cdf_functions_emulator import Emulator
from tests.patience import PATIENCE, eventually
from tests.scripted import LOST, Answer, Received, Scripted, scripted

FUNCTION = Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]})
RUNNING = {"id": 7, "functionId": 1, "status": "Running", "startTime": 1_700_000_000_000}
NEVER_ENDS = {
    "POST /functions/byids": FUNCTION,
    "POST /sessions": Answer(200, {"items": [{"id": 5, "nonce": "n"}]}),
    "POST /functions/1/call": Answer(201, RUNNING),
    "POST /functions/1/calls/byids": Answer(200, {"items": [RUNNING]}),
}


@pytest.fixture
def client(emulator: Emulator, project: str) -> Iterator[Client]:
    """A client of an empty project."""
    credentials = OAuthClientCredentials(emulator.token_url, emulator.client_id, emulator.client_secret)
    with Client(project=project, base_url=emulator.base_url, credentials=credentials) as client:
        yield client


@pytest.fixture
def function(client: Client, tmp_path: Path) -> Function:
    """A function that doubles."""
    (tmp_path / "handler.py").write_text("def handle(data): return 2 * data['x']", encoding="utf-8")
    return client.functions.create("double", tmp_path).wait_until_ready(timeout=PATIENCE)


def open_files() -> int:
    """How many file descriptors this process has."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_no_threads_and_no_loop(client: Client, function: Function) -> None:
    """Neither client starts threads, and the sync one starts no event loop."""
    before = set(threading.enumerate())
    function.call({"x": 1})
    list(function.map([{"x": 1}, {"x": 2}]))
    assert set(threading.enumerate()) == before

    async def use() -> None:
        place, token = client.config, Token("t")
        async with AsyncClient(project=place.project, base_url=place.base_url, credentials=token) as other:
            await other.functions.call(id=function.id, data={"x": 1})
        assert set(threading.enumerate()) == before

    asyncio.run(use())


async def test_sync_client_inside_a_running_loop(function: Function) -> None:
    """The sync client works where a loop is running, as in a notebook."""
    assert function.call({"x": 21}).get_response() == 42


def test_threads_share_a_client(client: Client, function: Function) -> None:
    """One client serves many threads at once."""
    with ThreadPoolExecutor(8) as pool:
        calls = pool.map(function.call, [{"x": x} for x in range(24)])
        results = list(pool.map(FunctionCall.get_response, calls))
    assert results == [2 * x for x in range(24)]


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_after_a_fork(client: Client, function: Function) -> None:
    """A forked child goes on with the client on connections of its own; so does the parent."""
    function.call({"x": 1})
    child = os.fork()
    if child == 0:
        os._exit(42 if function.call({"x": 21}).get_response() == 42 else 1)
    assert function.call({"x": 2}).get_response() == 4
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 42


def test_in_another_process(client: Client, function: Function) -> None:
    """Clients, functions and calls can be pickled, and are good for use in another process."""
    call = function.call({"x": 1})
    code = (
        "import pickle, sys; client, function, call = pickle.load(sys.stdin.buffer); print("
        "function.call({'x': 21}).get_response(), call.get_response(), client.functions.retrieve(function.id).name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps((client, function, call)), capture_output=True, check=False
    )
    assert done.stdout.split() == [b"42", b"2", b"double"], done.stderr.decode()


def test_async_client_can_be_pickled() -> None:
    """An async client goes to another process too, with its settings."""
    client = AsyncClient(project="p", base_url="http://127.0.0.1:1", credentials=Token("t"), timeout=5)
    assert pickle.loads(pickle.dumps(client)).config == client.config


def test_fifty_loops_leak_nothing(emulator: Emulator, project: str) -> None:
    """Fifty times asyncio.run leave no socket behind."""

    async def use() -> None:
        async with AsyncClient(project=project, base_url=emulator.base_url, credentials=Token("t")) as client:
            await client.sessions.create()

    asyncio.run(use())
    before = open_files()
    for _ in range(50):
        asyncio.run(use())
    eventually(lambda: open_files() <= before + 1)  # the emulator's end may take a moment


def test_one_client_in_one_loop_after_another(emulator: Emulator, project: str) -> None:
    """A client that outlives its event loop works in the next one, on new connections."""
    client = AsyncClient(project=project, base_url=emulator.base_url, credentials=Token("t"))
    for _ in range(3):
        assert asyncio.run(client.sessions.create()).status == "READY"
    del client
    gc.collect()


def test_closed_is_closed(emulator: Emulator, project: str) -> None:
    """After close nothing is sent, and closing again is no error."""
    before = open_files()
    client = Client(project=project, base_url=emulator.base_url, credentials=Token("t"))
    client.sessions.create()
    client.close()
    client.close()
    eventually(lambda: open_files() <= before + 1)  # the emulator's end may take a moment
    with pytest.raises(RuntimeError, match="the client is closed"):
        client.sessions.create()


def test_interrupt_stops_waiting_at_once() -> None:
    """Ctrl-C ends a wait that would never end, and with it the program: nothing goes on polling."""
    with scripted(NEVER_ENDS) as service:
        code = (
            "import signal; from cdf_functions import Client, Token\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # which a background job starts without
            f"client = Client(project='p', base_url={service.base_url!r}, credentials=Token('t'))\n"
            "client.functions.call(id=1)"
        )
        process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
        eventually(lambda: service.operations().count("POST /functions/1/calls/byids") >= 8)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        assert b"KeyboardInterrupt" in errors


async def test_cancelling_stops_waiting_at_once() -> None:
    """A cancelled task stops a wait that would never end, and nothing is left behind to go on polling."""
    with scripted(NEVER_ENDS) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            tasks = asyncio.all_tasks()
            task = asyncio.create_task(client.functions.call(id=1))
            while service.operations().count("POST /functions/1/calls/byids") < 3:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.wait([task], timeout=PATIENCE)
            assert task.cancelled()
            assert asyncio.all_tasks() == tasks


def slow_token(service: Scripted) -> OAuthClientCredentials:
    """Client credentials whose token takes a while."""
    return OAuthClientCredentials(f"{service.base_url}/token", "id", "s")


TOKEN = Answer(200, {"access_token": "t", "expires_in": 3600}, delay=0.4)
SLOW_TOKEN = {
    "POST /token": TOKEN,
    "POST /functions/byids": FUNCTION,
}


async def test_token_is_fetched_once_without_blocking_the_loop() -> None:
    """Twenty tasks that need a token wait for one request, while the loop goes on."""
    ticked = threading.Event()

    async def tick() -> None:
        for _ in range(10):
            await asyncio.sleep(0.02)
        ticked.set()

    def token(_request: Received) -> Answer:
        """Given when the loop has gone on for a while, which it could not if it stood still until then."""
        return TOKEN if ticked.wait(PATIENCE) else LOST

    with scripted({**SLOW_TOKEN, "POST /token": token}) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=slow_token(service)) as client:
            ticking = asyncio.create_task(tick())
            await asyncio.gather(*(client.functions.retrieve(id=1) for _ in range(20)))
            await ticking
    assert service.operations().count("POST /token") == 1


def test_token_is_fetched_once_by_threads() -> None:
    """Eight threads that need a token wait for one request."""
    with scripted(SLOW_TOKEN) as service:
        client = Client(project="p", base_url=service.base_url, credentials=slow_token(service))
        with client, ThreadPoolExecutor(8) as pool:
            list(pool.map(client.functions.retrieve, [1] * 8))
        assert service.operations().count("POST /token") == 1


async def test_async_token_function() -> None:
    """The async client takes an async token function; the sync one says that it cannot."""

    async def token() -> str:
        await asyncio.sleep(0)
        return "t-async"

    with scripted({"POST /functions/byids": FUNCTION}) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token(token)) as client:
            await client.functions.retrieve(id=1)
        assert service.received[0].headers["authorization"] == "Bearer t-async"
        sync = Client(project="p", base_url=service.base_url, credentials=Token(token))
        with sync, pytest.raises(CredentialsError, match="an async function needs AsyncClient"):
            sync.functions.retrieve(id=1)


def test_users_keep_their_hooks() -> None:
    """Event hooks, and whatever else httpx takes, can be given, for tracing and the like."""
    seen: list[str] = []

    def answer(request: Received) -> Answer:
        return FUNCTION if request.headers.get("traceparent") == "00-1" else Answer(500)

    def trace(request: object) -> None:
        request.headers["traceparent"] = "00-1"  # type: ignore[attr-defined]  # pyright: ignore
        seen.append("request")

    with scripted({"POST /functions/byids": answer}) as service:
        hooks = {"event_hooks": {"request": [trace]}}
        client = Client(project="p", base_url=service.base_url, credentials=Token("t"), httpx_args=hooks)
        with client:
            client.functions.retrieve(id=1)
    assert seen == ["request"]
    with pytest.raises(ValueError, match="httpx_args: auth cannot be set"):
        Client(project="p", base_url="http://a", credentials=Token("t"), httpx_args={"auth": None})


class Confused(httpx.BaseTransport):
    """Another library below httpx, which takes a broken connection for one that was never made, as aiohttp's does."""

    def __init__(self) -> None:
        self.below = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, and tell a lie about what went wrong."""
        try:
            return self.below.handle_request(request)
        except httpx.RemoteProtocolError as error:
            raise httpx.ConnectTimeout(str(error)) from error

    def close(self) -> None:
        """Close the connections."""
        self.below.close()


def test_word_of_other_transports_is_not_taken() -> None:
    """A call that another transport than httpx's says never left is in doubt all the same, and is sent once."""
    script = {
        "POST /functions/byids": Answer(body={"items": [{"id": 1, "name": "f"}]}),
        "POST /sessions": Answer(body={"items": [{"id": 1, "nonce": "n"}]}),
        "POST /functions/1/call": LOST,
        "POST /functions/1/calls/list": Answer(body={"items": []}),
    }
    with (
        scripted(script) as to,
        Client(
            project="p", base_url=to.base_url, credentials=Token("t"), httpx_args={"transport": Confused()}
        ) as client,
        pytest.raises(AmbiguousCallError),
    ):
        client.functions.call(id=1)
    assert to.operations().count("POST /functions/1/call") == 1
