"""What a program does to one client, many at a time; afterwards nothing is left of it: ``python -m tests.chaos.load``.

Each is run in a process of its own, for it counts what the process has open, and forks and interrupts it.
"""

import asyncio
import gc
import itertools
import json
import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from cdf_functions import AsyncClient, Client, Token
from cdf_functions._async import binding as async_binding
from cdf_functions._sync import binding
from tests.patience import BETWEEN_PROBES, PATIENCE

LOOPS = FORKS = 4
PROCESSES = 8
AT_ONCE = 200  # twice as many as there are connections


def work(client: Any, number: int) -> None:
    """A call, a list and a map, each of which has to give what is its own."""
    call = client.functions.call(id=1, data={"i": number})
    assert call.get_response() == {"i": number}
    assert len(client.functions.list()) == 1
    inputs = [{"i": number, "j": j} for j in range(3)]
    assert list(client.functions.map(id=1, inputs=inputs)) == inputs


async def async_work(client: Any, number: int) -> None:
    """The same, in the async world."""
    call = await client.functions.call(id=1, data={"i": number})
    assert await call.get_response() == {"i": number}
    assert len(await client.functions.list()) == 1
    inputs = [{"i": number, "j": j} for j in range(3)]
    assert [value async for value in client.functions.map(id=1, inputs=inputs)] == inputs


def elsewhere(client: Any, number: int) -> None:
    """Work with a client that came to this process."""
    with client:
        work(client, number)


def threads(settings: dict[str, Any], size: int, _chance: random.Random) -> list[str]:
    """Threads on one client."""
    with Client(**settings) as client, ThreadPoolExecutor(size) as pool:
        list(pool.map(partial(work, client), range(2 * size)))
        return kept(client)


def tasks(settings: dict[str, Any], size: int, _chance: random.Random) -> list[str]:
    """Tasks on one client."""

    async def main() -> list[str]:
        async with AsyncClient(**settings) as client:
            await asyncio.gather(*(async_work(client, number) for number in range(size)))
            return kept(client) + tasks_left()

    return asyncio.run(main())


def loops(settings: dict[str, Any], size: int, _chance: random.Random) -> list[str]:
    """Event loops in threads of their own, on one client."""
    client = AsyncClient(**settings)

    async def main(first: int) -> list[str]:
        await asyncio.gather(*(async_work(client, first + number) for number in range(size)))
        return tasks_left()

    def one(loop: int) -> list[str]:
        return asyncio.run(main(loop * size))

    with ThreadPoolExecutor(LOOPS) as pool:
        found = list(pool.map(one, range(LOOPS)))
    return [*itertools.chain(*found), *kept(client)]


def fork(settings: dict[str, Any], size: int, _chance: random.Random) -> list[str]:
    """Forked processes go on with the client of their parent, which goes on with it, too."""
    with Client(**settings) as client:
        work(client, 0)
        children: list[int] = []
        for child in range(1, FORKS + 1):
            pid = os.fork()
            if not pid:
                try:
                    for number in range(size):
                        work(client, child * size + number)
                except BaseException:  # noqa: BLE001 - told by the exit status
                    os._exit(1)
                os._exit(0)
            children.append(pid)
        for number in range(size):
            work(client, number)
        failed = sum(os.waitpid(pid, 0)[1] != 0 for pid in children)
        return kept(client) + ([f"{failed} forked processes failed"] if failed else [])


def pickled(settings: dict[str, Any], size: int, _chance: random.Random) -> list[str]:
    """A client is pickled to processes that were spawned."""
    context = multiprocessing.get_context("spawn")
    with Client(**settings) as client, ProcessPoolExecutor(min(PROCESSES, size), mp_context=context) as pool:
        work(client, 0)
        list(pool.map(elsewhere, [client] * size, range(1, size + 1)))
        found = kept(client)
    multiprocessing.resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]
    return found


def interrupts(settings: dict[str, Any], size: int, chance: random.Random) -> list[str]:
    """Ctrl-C at random points, in both worlds by turns."""

    def interrupt(_number: int, _frame: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    signal.signal(signal.SIGALRM, interrupt)
    client, async_client = Client(**settings), AsyncClient(**settings)

    async def a_task(number: int) -> None:
        await async_work(async_client, number)

    lasts = [duration(lambda: work(client, 0)), duration(lambda: asyncio.run(a_task(0)))]

    def in_a_loop(number: int, seconds: float) -> None:
        # only what the loop runs is interrupted: asyncio leaves sockets open when that happens as it makes one
        with asyncio.Runner() as runner:
            runner.get_loop()
            task = a_task(number)
            try:
                signal.setitimer(signal.ITIMER_REAL, seconds)
                runner.run(task)
                signal.setitimer(signal.ITIMER_REAL, 0)
            finally:
                task.close()

    hits = number = 0
    while hits < size:
        number += 1
        # an interrupt in the last moments of asyncio.run leaves its handler behind, and the next run without one of its
        # own: then KeyboardInterrupt is raised wherever the loop just is, which forgets what it was about to do
        signal.signal(signal.SIGINT, signal.default_int_handler)
        seconds = chance.uniform(1e-5, lasts[number % 2])
        try:
            if number % 2:
                in_a_loop(number, seconds)
            else:
                signal.setitimer(signal.ITIMER_REAL, seconds)
                work(client, number)
                signal.setitimer(signal.ITIMER_REAL, 0)
        except KeyboardInterrupt:
            hits += 1
    work(client, number + 1)
    asyncio.run(a_task(number + 2))
    client.close()
    return kept(client) + kept(async_client)


def cancellations(settings: dict[str, Any], size: int, chance: random.Random) -> list[str]:
    """Tasks cancelled at random points."""

    async def main() -> list[str]:
        async with AsyncClient(**settings) as client:
            gate = asyncio.Semaphore(AT_ONCE)

            async def one(number: int) -> None:
                async with gate:
                    task = asyncio.create_task(async_work(client, number))
                    await asyncio.sleep(chance.uniform(0, 0.3))
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)

            await asyncio.gather(*(one(number) for number in range(size)))
            found = kept(client)
            await asyncio.gather(*(async_work(client, size + number) for number in range(100)))
            return found + kept(client) + tasks_left()

    return asyncio.run(main())


def duration(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def kept(client: Any) -> list[str]:
    """What a client that does nothing still holds: places in its gate, and for connections."""
    found: list[str] = []
    gate = client.functions._maps._gate._running
    if any(gate.values()):
        found.append(f"places in the gate: {dict(gate)}")
    for one in client._clients._sets.values():
        connections = one._connections
        places = connections._places
        free = places._free if hasattr(places, "_free") else places._inner._value
        if connections._busy or free != connections._most:
            found.append(f"connections in use: {len(connections._busy)}; free places: {free} of {connections._most}")
    return found


def tasks_left() -> list[str]:
    """Tasks of this loop, besides the one that asks."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    return [f"tasks: {others}"] if others else []


def opened() -> tuple[int, int]:
    """Files and sockets, and threads."""
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


SCENARIOS = {one.__name__: one for one in (threads, tasks, loops, fork, pickled, interrupts, cancellations)}


def main() -> None:
    """Do what the command line says, and print what is wrong afterwards."""
    name, base_url, token, size, seed = sys.argv[1:]
    settings = {"project": "p", "base_url": base_url, "credentials": Token(token)}
    # on a busy machine the service may take longer than that to make or to end a session
    async_binding.REVOKED_WITHIN = binding.REVOKED_WITHIN = PATIENCE
    before = opened()
    found = SCENARIOS[name](settings, int(size), random.Random(seed))
    deadline = time.monotonic() + PATIENCE
    while opened() != before and time.monotonic() < deadline:
        time.sleep(BETWEEN_PROBES)
    if opened() != before:
        found.append(f"files and threads were {before}, and are {opened()}")
    print(json.dumps(found))  # noqa: T201 - for the one that started this


if __name__ == "__main__":
    from tests.chaos import load  # noqa: PLW0406 - by its own name, as other processes know it

    load.main()
