"""What every contender measures in the same way. Standard library only, like all that runs in a foreign environment."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor


def each(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of so many calls of some work."""
    seconds: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


async def together(work: Callable[[], Awaitable[object]], times: int, width: int) -> float:
    """Seconds per piece of work, when so many are under way at once."""
    todo = iter(range(times))

    async def worker() -> None:
        for _ in todo:
            await work()

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(width)))
    return (time.perf_counter() - began) / times


def processor(work: Callable[[], object]) -> float:
    """Seconds of the processor, after what earlier work left behind is cleared away."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def returned(wait: Callable[[float], int], runs: Sequence[float], width: int) -> list[tuple[int, float]]:
    """The run's id, and the moment at which waiting for it returned, of runs that take so many seconds each."""

    def one(seconds: float) -> tuple[int, float]:
        return wait(seconds), time.monotonic()

    with ThreadPoolExecutor(width) as pool:
        return list(pool.map(one, runs))
