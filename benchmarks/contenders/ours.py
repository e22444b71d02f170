"""cdf-functions, as a user would write it."""

import asyncio
import cProfile
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

from serving import serve
from timing import each, processor, returned, together

from cdf_functions import AsyncClient, Client, Token

BASE_URL = sys.argv[1]
SETTINGS: Any = {"project": "p", "base_url": BASE_URL, "credentials": Token("t")}

client = Client(**SETTINGS)


def place(times: int) -> list[float]:
    """Place calls one after the other."""
    return each(lambda: client.functions.call(id=1, wait=False), times)


def place_together(times: int, width: int, transport: str = "") -> float:
    """Place calls, many at once."""

    async def run() -> float:
        async with AsyncClient(**SETTINGS, **_through(transport)) as one:
            await together(lambda: one.functions.call(id=1, wait=False), width, width)
            return await together(lambda: one.functions.call(id=1, wait=False), times, width)

    return asyncio.run(run())


def wait(runs: list[float], width: int) -> list[tuple[int, float]]:
    """Wait for runs that take so many seconds each."""

    def one(seconds: float) -> int:
        return client.functions.call(id=1, data={"seconds": seconds}, timeout=600).id

    return returned(one, runs, width)


def many(count: int, seconds: float, gate: int, transport: str = "") -> float:
    """Run a function so many times, up to a gate at once, and read all responses; seconds for all of it."""

    async def run() -> float:
        async with AsyncClient(**SETTINGS, **_through(transport)) as one:
            inputs = [{"seconds": seconds} for _ in range(count)]
            began = time.perf_counter()
            values = [value async for value in one.functions.map(id=1, inputs=inputs, concurrency=gate)]
            assert values == [{"doubled": 42}] * count
            return time.perf_counter() - began

    return asyncio.run(run())


def gather(count: int, seconds: float) -> float:
    """Call a function so many times at once, each waited for by itself; seconds for all of it."""

    async def run() -> float:
        async with AsyncClient(**SETTINGS) as one:
            began = time.perf_counter()
            await asyncio.gather(*(one.functions.call(id=1, data={"seconds": seconds}) for _ in range(count)))
            return time.perf_counter() - began

    return asyncio.run(run())


def _through(transport: str) -> Any:
    """The arguments of a client that sends through another transport; inside the loop that it is for."""
    if not transport:
        return {}
    assert transport == "aiohttp"
    return {"httpx_args": {"transport": import_module("httpx_aiohttp").AiohttpTransport()}}


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
    "gather": gather,
    "list_calls": list_calls,
}


def profile(of: str, **arguments: Any) -> Counter[str]:
    """Package -> seconds that some work spends in it, and in the C code that it calls."""
    profiler = cProfile.Profile()
    profiler.runcall(WORKS[of], **arguments)
    profiler.create_stats()
    stats: dict[Any, Any] = profiler.stats  # pyright: ignore[reportAttributeAccessIssue]
    seconds: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, callers) in stats.items():
        if "poll" in name and "epoll" in name:
            continue  # waiting is no work
        if file == "~":
            for (caller, _, _), (_, _, part, _) in callers.items():
                seconds[_package(caller)] += part
        else:
            seconds[_package(file)] += own
    return seconds


def _package(file: str) -> str:
    found = re.search(r"site-packages[/\\](\w+)", file)
    return found[1] if found else "Python"


if __name__ == "__main__":
    serve({**WORKS, "profile": profile})
