"""The vendor's cognite-sdk, as its documentation shows it."""

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

from cognite.client import AsyncCogniteClient, ClientConfig, CogniteClient, global_config
from cognite.client.credentials import Token
from serving import serve
from timing import each, processor, returned, together

global_config.disable_pypi_version_check = True


def config() -> ClientConfig:
    """A config for the service at hand."""
    return ClientConfig(client_name="bench", project="p", credentials=Token("t"), base_url=sys.argv[1])


client = CogniteClient(config())


def place(times: int) -> list[float]:
    """Place calls one after the other."""
    return each(lambda: client.functions.call(id=1, wait=False), times)


def place_together(times: int, width: int) -> float:
    """Place calls, many at once."""

    async def run() -> float:
        one = AsyncCogniteClient(config())
        await together(lambda: one.functions.call(id=1, wait=False), width, width)
        return await together(lambda: one.functions.call(id=1, wait=False), times, width)

    return asyncio.run(run())


def wait(runs: list[float], width: int) -> list[tuple[int, float]]:
    """Wait for runs that take so many seconds each."""

    def one(seconds: float) -> int:
        return client.functions.call(id=1, data={"seconds": seconds}).id

    return returned(one, runs, width)


def many(count: int, seconds: float, gate: int) -> float:
    """Run a function so many times, up to a gate at once, and read all responses; seconds for all of it."""

    async def run() -> float:
        one = AsyncCogniteClient(config())
        limit = asyncio.Semaphore(gate)

        async def value() -> Any:
            async with limit:
                call = await one.functions.call(id=1, data={"seconds": seconds})
                return await call.get_response_async()

        began = time.perf_counter()
        values = await asyncio.gather(*(value() for _ in range(count)))
        assert values == [{"doubled": 42}] * count
        return time.perf_counter() - began

    return asyncio.run(run())


def list_calls(count: int) -> float:
    """List calls and look at the id and the status of each; processor seconds."""

    def work() -> None:
        calls = client.functions.calls.list(function_id=1, limit=None)
        assert len([call.id for call in calls if call.status == "Completed"]) == count

    return processor(work)


WORKS: dict[str, Callable[..., Any]] = {
    "place": place,
    "place_together": place_together,
    "wait": wait,
    "many": many,
    "list_calls": list_calls,
}

if __name__ == "__main__":
    serve(WORKS)
