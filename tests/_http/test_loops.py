"""One set of connections and one token for each process and event loop."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from cdf_functions import AsyncClient, Client, OAuthClientCredentials, Token
from tests.patience import eventually
from tests.scripted import Answer, scripted

from .sockets import open_sockets

SCRIPT = {
    "POST /token": Answer(200, {"access_token": "t", "expires_in": 3600}),
    "POST /functions/list": Answer(200, {"items": []}),
}


def test_loops_in_threads_share_a_client() -> None:
    """Four threads, each with a loop, use one client: each loop asks for one token, and leaves nothing open."""
    with scripted(SCRIPT) as service:
        pair = OAuthClientCredentials(f"{service.base_url}/token", "id", "s")
        client = AsyncClient(project="p", base_url=service.base_url, credentials=pair)
        together = threading.Barrier(4)

        async def use() -> None:
            together.wait()  # all four loops are there at once
            for _ in range(20):
                await client.functions.list()
                await asyncio.sleep(0.001)

        with ThreadPoolExecutor(4) as threads:
            for done in [threads.submit(asyncio.run, use()) for _ in range(4)]:
                done.result()
        assert service.operations().count("POST /token") == 4
        assert service.operations().count("POST /functions/list") == 80
        assert len({request.client for request in service.received}) == 4
    assert eventually(lambda: open_sockets(service.base_url) == 0)


def test_connections_end_with_their_loop() -> None:
    """A client that nobody closes leaves nothing open after ``asyncio.run``, and works in the next."""
    with scripted(SCRIPT) as service:
        client = AsyncClient(project="p", base_url=service.base_url, credentials=Token("t"))
        for _ in range(5):
            asyncio.run(client.functions.list())
        assert len({request.client for request in service.received}) == 5
    assert eventually(lambda: open_sockets(service.base_url) == 0)


MANY_RUNS = """
import asyncio, gc
from cdf_functions import AsyncClient, OAuthClientCredentials

client = AsyncClient(project="p", base_url="{url}", credentials=OAuthClientCredentials("{url}/token", "id", "s"))

async def use(number):
    await asyncio.gather(*(client.functions.list() for _ in range(3)))
    if number % 2:  # left in the middle of something, as by Ctrl-C
        asyncio.get_running_loop().create_task(client.functions.list())
        await asyncio.sleep(0.01)

for number in range(20):
    asyncio.run(use(number))
    gc.collect()
print(len(client._clients._sets))
"""


def test_many_runs_leave_nothing_open() -> None:
    """One client in many ``asyncio.run``, which may leave work behind, has no warning said of what was left open."""
    with scripted(SCRIPT) as service:
        command = [sys.executable, "-W", "error", "-c", MANY_RUNS.replace("{url}", service.base_url)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    assert int(done.stdout) <= 1
    assert len(service.received) >= 20 * 3


WORK: dict[str, Callable[[AsyncClient], Awaitable[object]]] = {
    "a list": lambda client: client.functions.list(),
    "a call": lambda client: client.functions.call(id=1),
    "a call by external id": lambda client: client.functions.call(external_id="f"),
    "a session": lambda client: client.sessions.create(),
    "a schedule": lambda client: client.functions.schedules.create("s", "* * * * *", 1),
    "the next of a map": lambda client: anext(client.functions.map(id=1, inputs=[{}])),
    "the next of a list": lambda client: anext(client.functions.calls(1)),
    "a function": lambda client: client.functions.create("f", file_id=1),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_no_loop_of_asyncio(work: Callable[[AsyncClient], Awaitable[object]]) -> None:
    """Where no loop of asyncio runs, as under trio, work says at its first step that it needs one, and what to do."""
    client = AsyncClient(project="p", base_url="http://127.0.0.1:1", credentials=Token("t"))
    with pytest.raises(RuntimeError, match=r"an async client needs asyncio.*under trio, or without one, use Client"):
        next(work(client).__await__())


def test_closing_in_one_loop_lets_go_of_another() -> None:
    """Whoever closes the client closes what other loops have, too, in those loops."""
    done = threading.Event()
    with scripted(SCRIPT) as service:
        client = AsyncClient(project="p", base_url=service.base_url, credentials=Token("t"))

        async def elsewhere(used: Callable[[], None]) -> None:
            await client.functions.list()
            used()
            await asyncio.to_thread(done.wait)
            with pytest.raises(RuntimeError, match="the client is closed"):
                await client.functions.list()

        used = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(elsewhere(used.set)))
        thread.start()
        used.wait()
        asyncio.run(client.aclose())
        done.set()
        thread.join()
    assert eventually(lambda: open_sockets(service.base_url) == 0)


@pytest.mark.parametrize("threads", [1, 12])
def test_requests_that_begin_together_share_a_token(threads: int) -> None:
    """A token function is called once for the requests that begin together, and again for those that follow."""
    asked = 0
    begun = threading.Barrier(threads)

    def token() -> str:
        nonlocal asked
        asked += 1
        threading.Event().wait(0.3)
        return "t"

    with (
        scripted(SCRIPT) as service,
        ThreadPoolExecutor(threads) as pool,
        Client(project="p", base_url=service.base_url, credentials=Token(token)) as client,
    ):

        def ask(_: int) -> None:
            begun.wait()
            client.functions.list()

        list(pool.map(ask, range(threads)))
        assert asked <= 1 + threads // 2  # whoever comes late, on a busy machine, asks again
        before = asked
        client.functions.list()
        assert asked == before + 1
