"""Locks and semaphores whose waiting can be bounded and cancelled."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from cdf_functions._runtime import _async, _sync


async def test_lock_is_not_lost() -> None:
    """Whoever gives up a lock, by time or by cancellation, in whichever moment, does not take it along."""
    lock = asyncio.Lock()
    async with lock:
        assert not await _async.acquire(lock, 0.01)
    for rounds in range(50):
        await lock.acquire()
        waiting = [asyncio.create_task(_async.acquire(lock, 0.001 * (rounds % 3))) for _ in range(3)]
        await asyncio.sleep(0.0005 * (rounds % 5))
        lock.release()
        waiting[rounds % 3].cancel()
        for task in waiting:
            with suppress(asyncio.CancelledError):
                if await task:
                    lock.release()
        assert not lock.locked()


async def test_place_is_not_lost() -> None:
    """A place that is given in the moment in which its waiter is cancelled goes to the next."""
    places = _async.Semaphore(1)
    assert await places.acquire()
    assert not await places.acquire(0.01)
    first, second = (asyncio.create_task(places.acquire()) for _ in range(2))
    await asyncio.sleep(0)
    places.release()
    first.cancel()
    assert await second
    places.release()
    assert await places.acquire(0.0)


def test_bounded_in_threads() -> None:
    """Threads do not wait longer than they say, either."""
    lock, places = threading.Lock(), _sync.Semaphore(1)
    with lock:
        assert not _sync.acquire(lock, 0.01)
    assert _sync.acquire(lock)
    assert places.acquire()
    assert not places.acquire(0.01)
    places.release()
    assert places.acquire(0.01)


def test_token_that_is_awaited() -> None:
    """A token function that gives something to be awaited is refused where there is no loop, coroutine or not."""

    class Later:
        def __await__(self) -> Iterator[None]:
            yield

    with pytest.raises(TypeError, match="an async function needs AsyncClient"):
        _sync.resolve(Later())
