"""Polling the running calls of a function: one request at a time, for all that wait for any of them.

There is no helper task or thread. Whose pause ends first takes the lock and polls for everybody; those that come later
find that they have been polled for.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from cdf_functions._calls.polling import ENDING_PAUSE, IDS_PER_POLL, SHARED_PAUSE, Patience, pause_after
from cdf_functions._http.retry import Retries
from cdf_functions._resources.calls import CallFields
from cdf_functions._resources.requests import chunks
from cdf_functions._runtime import clock
from cdf_functions._runtime._async import Lock, acquire, sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions.errors import ApiError, CdfError, NoAnswerError
from cdf_functions_api import models, operations

from .._http.api import AsyncApi


class AsyncWaiter:
    """Somebody who waits for some calls, and when those were last polled."""

    def __init__(self, calls: Mapping[int, CallFields]) -> None:
        self.calls: Mapping[int, CallFields] = calls
        self.since: float = clock.monotonic()
        self.polled_at: float = self.since
        self.polls = 0
        self.ending = False
        self.failure: CdfError | None = None

    def due(self) -> float:
        """The moment of the monotonic clock at which its calls should be polled again."""
        return self.polled_at + (ENDING_PAUSE if self.ending else pause_after(self.polled_at - self.since))


class AsyncWatcher:
    """The one that polls the calls of one function for one client, in one process and event loop."""

    def __init__(self, api: AsyncApi, function_id: int, retries: Retries) -> None:
        self._api = api
        self._function_id = function_id
        self._lock = Lock()
        self._waiters: dict[int, AsyncWaiter] = {}
        self._polled_at = -math.inf
        self._patience = Patience(retries)
        self._not_before = -math.inf

    @contextmanager
    def waiting(self, calls: Mapping[int, CallFields]) -> Generator[AsyncWaiter]:
        """Have some calls polled during a block; the mapping may change meanwhile."""
        waiter = AsyncWaiter(calls)
        self._waiters[id(waiter)] = waiter
        try:
            yield waiter
        finally:
            del self._waiters[id(waiter)]

    def due_in(self, waiter: AsyncWaiter) -> float:
        """Seconds until the next poll of a waiter's calls; any waiter may make it."""
        apart = self._polled_at + SHARED_PAUSE if len(self._waiters) > 1 else 0.0
        return max(waiter.due(), apart, self._not_before) - clock.monotonic()

    async def turn(self, waiter: AsyncWaiter, deadline: Deadline) -> None:
        """Return when a waiter's calls have been polled once more, or at the deadline.

        Raises what the polls fail with, if they do so for good; every waiter gets an error of its own.
        """
        polls = waiter.polls
        while waiter.polls == polls and deadline.remaining:
            if waiter.failure is not None:
                raise waiter.failure
            pause = self.due_in(waiter)
            if pause > 0:
                await sleep(min(pause, deadline.remaining))
            elif await acquire(self._lock, deadline.remaining):
                try:
                    if waiter.polls == polls and waiter.failure is None and self.due_in(waiter) <= 0:
                        await self._poll(deadline)
                finally:
                    self._lock.release()

    async def _poll(self, deadline: Deadline) -> None:
        """Poll all calls that anybody waits for. A poll only reads, so one that fails is made again within a bound."""
        waiters = list(self._waiters.values())
        try:
            ended = await self._ask(waiters, self._api.within(deadline).once())
        except (ApiError, NoAnswerError) as error:
            if not deadline.remaining:
                return  # this waiter's time is over, and says nothing about the poll
            pause = self._patience.pause(error)
            if pause is None:
                self._fail(error, waiters)
            else:
                self._not_before = clock.monotonic() + pause
            return
        except CdfError as error:
            self._fail(error, waiters)
            return
        self._patience.reset()
        self._polled_at = clock.monotonic()
        for waiter in waiters:
            waiter.polled_at = self._polled_at
            waiter.polls += 1
            waiter.ending = ended and len(waiter.calls) > 1

    async def _ask(self, waiters: list[AsyncWaiter], api: AsyncApi) -> bool:
        """Ask for the calls that have not ended; True if one of them has now."""
        calls: dict[int, list[CallFields]] = {}
        for waiter in waiters:
            for id, call in list(waiter.calls.items()):
                if not call.ended:
                    calls.setdefault(id, []).append(call)
        ended = False
        for ids in chunks(list(calls), IDS_PER_POLL):
            body = models.CallReferences([models.IdReference(id) for id in ids], ignore_unknown_ids=True)
            for model in await api.listed(operations.get_calls_by_ids, self._function_id, body=body):
                # those that the service does not find, as may be right after their start, are left as they are
                if isinstance(model.id, int) and isinstance(model.status, str) and model.status:
                    model.function_id = self._function_id
                    for call in calls.get(model.id, ()):
                        call.model = model
                        ended = ended or call.ended
        return ended

    def _fail(self, error: CdfError, waiters: list[AsyncWaiter]) -> None:
        for waiter in waiters:
            waiter.failure = copy.copy(error)
            waiter.failure.__cause__ = error.__cause__
