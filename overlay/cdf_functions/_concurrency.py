"""The names that differ between the two worlds: the derivation turns each ``Async`` or ``async_`` name around."""

import asyncio
import inspect
import os
import threading
import time
from collections.abc import Awaitable

AsyncLock = asyncio.Lock
Lock = threading.Lock

async_sleep = asyncio.sleep
sleep = time.sleep


def async_place() -> tuple[object, ...]:
    """Where connections opened now belong: this process and the loop that runs."""
    return os.getpid(), asyncio.get_running_loop()


def place() -> tuple[object, ...]:
    """Where connections opened now belong: this process."""
    return (os.getpid(),)


async def async_resolve(value: str | Awaitable[str]) -> str:
    """What a token function gave, awaited if it is an async one."""
    return await value if inspect.isawaitable(value) else value


def resolve(value: str | Awaitable[str]) -> str:
    """What a token function gave; an async one has no loop to run on here."""
    if not isinstance(value, Awaitable):
        return value
    if inspect.iscoroutine(value):
        value.close()
    raise TypeError("token: an async function needs AsyncClient; give Client a plain one")
