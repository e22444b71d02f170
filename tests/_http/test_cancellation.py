"""A request that is given up costs nothing: neither a connection nor a place for one."""

import asyncio
import random

import httpx
import pytest

from cdf_functions import AsyncClient, Retries, Token
from tests.patience import BETWEEN_PROBES, PATIENCE
from tests.scripted import Answer, Received, scripted

from .sockets import open_sockets

REQUESTS = 3000
AT_ONCE = 200  # twice as many as there are connections, so that half of them queue


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


async def settled(base_url: str) -> int:
    """How many sockets are open once the other ends of closed connections are closed, too."""
    for _ in range(int(PATIENCE / BETWEEN_PROBES)):
        if not open_sockets(base_url):
            break
        await asyncio.sleep(BETWEEN_PROBES)
    return open_sockets(base_url)


async def test_cancelled_requests_cost_nothing() -> None:
    """Thousands of requests cancelled while they queue, connect, send or read; then a hundred at once succeed."""
    chance = random.Random(11)

    def answer(_: Received) -> Answer:
        return Answer(200, {"items": []}, delay=chance.uniform(0, 0.005))

    with scripted({"POST /functions/list": answer}) as service:
        once = Retries(attempts=1)
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t"), retries=once) as client:
            gate = asyncio.Semaphore(AT_ONCE)

            async def one() -> str:
                async with gate:
                    return await give_up(client, chance.uniform(0, 0.25))

            ends = await asyncio.gather(*(one() for _ in range(REQUESTS)))
            assert ends.count("cancelled") > REQUESTS / 10
            await asyncio.gather(*(client.functions.list() for _ in range(100)))
        assert await settled(service.base_url) == 0


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
