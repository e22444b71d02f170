"""The async world."""

import asyncio
import inspect
import os
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Lock = asyncio.Lock
sleep = asyncio.sleep


def place() -> tuple[object, ...]:
    """Where connections opened now belong: this process and the loop that runs, if one does."""
    try:
        return os.getpid(), asyncio.get_running_loop()
    except RuntimeError:
        return os.getpid(), None


async def each(work: Callable[[T], Awaitable[R]], items: Sequence[T], width: int) -> list[R | BaseException]:
    """Do the same for every item, so many at once; what came of each, or what it raised, in the order of the items."""
    limit = asyncio.Semaphore(width)

    async def one(item: T) -> R:
        async with limit:
            return await work(item)

    return await asyncio.gather(*(one(item) for item in items), return_exceptions=True)


async def resolve(value: Any) -> Any:
    """What a token function gave, awaited if it is an async one."""
    return await value if inspect.isawaitable(value) else value
