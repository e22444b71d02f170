"""Faults that the client once had, or might have: put back, to see whether the simulation finds them."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from cdf_functions._async import binding
from cdf_functions._async._calls.start import AsyncStarter
from cdf_functions._async._http.connections import AsyncConnections
from cdf_functions._calls.polling import Patience
from cdf_functions._calls.settlement import Ledger
from cdf_functions._runtime._async import Semaphore

_settle: Any = AsyncStarter.settle


async def _settled_one_by_one(self: AsyncStarter, function_id: int, doubts: Sequence[Any], *how: Any) -> list[Any]:
    """Takes the call that is there for that of whoever asks first."""
    return [(await _settle(self, function_id, [doubt], *how))[0] for doubt in doubts]


def _yes(*_: object) -> bool:
    return True


@contextmanager
def _pair_by_pair() -> Generator[None]:
    with (
        patch.object(AsyncStarter, "settle", _settled_one_by_one),
        patch.object(Ledger, "alone", _yes),
    ):
        yield


async def _acquired_for_nobody(self: Semaphore, seconds: float = math.inf) -> bool:
    """Keeps the place that it was given in the moment in which the waiting was cancelled."""
    inner: Any = self
    if inner._free > 0:
        inner._free -= 1
        return True
    loop = asyncio.get_running_loop()
    future: asyncio.Future[bool] = loop.create_future()
    inner._waiting.append(future)
    timer = None if math.isinf(seconds) else loop.call_later(seconds, inner._give_up, future)
    try:
        return await future
    finally:
        if timer is not None:
            timer.cancel()
        if future in inner._waiting:
            inner._waiting.remove(future)


_drop = AsyncConnections.drop


def _dropped_but_for_cancelled(self: AsyncConnections, connection: Any) -> None:
    """Keeps the place of a request that was cancelled."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        attempt: Any = self
        attempt._busy.discard(connection)
        if connection is not None:
            connection.network.abort()
        return
    _drop(self, connection)


def _no_patience(self: Patience, error: Exception) -> float | None:
    """Gives up at the first poll that fails."""
    return None


async def _not_revoked(self: binding.AsyncBinding, session: object) -> None:
    """Leaves a session that nothing was bound to as it is."""


async def _not_kept(work: Callable[[], Awaitable[Any]], *_: object) -> Any:
    """Forgets a session that is being made when its work is cancelled."""
    return await work()


MUTATIONS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "two in doubt are matched pair by pair": _pair_by_pair,
    "a place is lost when its waiting is cancelled": partial(patch.object, Semaphore, "acquire", _acquired_for_nobody),
    "a place is lost when its request is cancelled": partial(
        patch.object, AsyncConnections, "drop", _dropped_but_for_cancelled
    ),
    "a nonce grows old under 429": partial(patch.object, binding, "NONCE_GOOD_FOR", math.inf),
    "what is in doubt is sent again": partial(patch.object, binding, "did_nothing", _yes),
    "sessions that nobody uses are left": partial(patch.object, binding.AsyncBinding, "_discard", _not_revoked),
    "a session that is being made is forgotten": partial(patch.object, binding, "kept", _not_kept),
    "one bad poll ends a map": partial(patch.object, Patience, "pause", _no_patience),
}
