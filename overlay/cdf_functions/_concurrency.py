"""The names that differ between the two worlds: the derivation turns each ``Async`` or ``async_`` name around."""

import asyncio
import inspect
import os
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AsyncLock = asyncio.Lock
Lock = threading.Lock

async_sleep = asyncio.sleep
sleep = time.sleep


def async_place() -> tuple[object, ...]:
    """Where connections opened now belong: this process and the loop that runs, if one does."""
    try:
        return os.getpid(), asyncio.get_running_loop()
    except RuntimeError:
        return os.getpid(), None


def place() -> tuple[object, ...]:
    """Where connections opened now belong: this process."""
    return (os.getpid(),)


async def async_each(work: Callable[[T], Awaitable[R]], items: Sequence[T], width: int) -> list[R | BaseException]:
    """Do the same for every item, so many at once; what came of each, or what it raised, in the order of the items."""
    limit = asyncio.Semaphore(width)

    async def one(item: T) -> R:
        async with limit:
            return await work(item)

    return await asyncio.gather(*(one(item) for item in items), return_exceptions=True)


def each(work: Callable[[T], R], items: Sequence[T], width: int) -> list[R | BaseException]:
    """Do the same for every item, one after the other, for there are no helper threads."""
    results: list[R | BaseException] = []
    for item in items:
        try:
            results.append(work(item))
        except Exception as error:  # noqa: BLE001 - kept, as the other world does
            results.append(error)
    return results


async def async_resolve(value: Any) -> Any:
    """What a token function gave, awaited if it is an async one."""
    return await value if inspect.isawaitable(value) else value


def resolve(value: Any) -> Any:
    """What a token function gave; an async one has no loop to run on here."""
    if not inspect.isawaitable(value):
        return value
    if inspect.iscoroutine(value):
        value.close()
    raise TypeError("credentials: an async function needs AsyncClient; give Client a plain one")
