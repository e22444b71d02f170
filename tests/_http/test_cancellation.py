"""A request that is given up costs nothing: neither a connection nor a place for one."""

import asyncio
import random
from pathlib import Path

import httpx
import pytest

from cdf_functions import AsyncClient, Retries, Token
from tests.scripted import Answer, Received, scripted

REQUESTS = 3000
AT_ONCE = 200  # twice as many as there are connections, so that half of them queue


def open_files() -> int:
    """How many file descriptors this process has."""
    return len(list(Path("/proc/self/fd").iterdir()))


async def give_up(client: AsyncClient, patience: float) -> str:
    """Ask, and lose patience after so many seconds."""
    task = asyncio.create_task(client.functions.list())
    await asyncio.sleep(patience)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return "cancelled"
    return "answered"


async def settled(before: int) -> int:
    """How many files are open once the other ends of closed connections are closed, too."""
    for _ in range(500):
        if open_files() <= before:
            break
        await asyncio.sleep(0.02)
    return open_files()


async def test_cancelled_requests_cost_nothing() -> None:
    """Thousands of requests cancelled while they queue, connect, send or read; then a hundred at once succeed."""
    chance = random.Random(11)

    def answer(_: Received) -> Answer:
        return Answer(200, {"items": []}, delay=chance.uniform(0, 0.005))

    with scripted({"POST /functions/list": answer}) as service:
        before = open_files()
        once = Retries(attempts=1)
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t"), retries=once) as client:
            gate = asyncio.Semaphore(AT_ONCE)

            async def one() -> str:
                async with gate:
                    return await give_up(client, chance.uniform(0, 0.25))

            ends = await asyncio.gather(*(one() for _ in range(REQUESTS)))
            assert ends.count("cancelled") > REQUESTS / 10
            await asyncio.gather(*(client.functions.list() for _ in range(100)))
        assert await settled(before) <= before


@pytest.mark.parametrize("patience", [0.0, 0.001, 0.05])
async def test_one_place_is_given_back(patience: float) -> None:
    """With one connection, whoever gives it up lets the next in: cancelled at once, while connecting, or waiting."""
    with scripted({"POST /functions/list": [Answer(200, {"items": []}, delay=0.1), Answer(200, {"items": []})]}) as to:
        limits = {"limits": httpx.Limits(max_connections=1)}
        client = AsyncClient(project="p", base_url=to.base_url, credentials=Token("t"), httpx_args=limits)
        async with client:
            queueing = [asyncio.create_task(give_up(client, patience)) for _ in range(5)]
            await asyncio.gather(*queueing)
            assert await client.functions.list() == []
