"""Fires schedules: when the clock reaches a time that a schedule's expression matches, in UTC, a call begins."""

import asyncio
import contextlib
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..clock import Clock
from ..store import Row, Store
from .calls import Calls
from .cron import CronTimes, times

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

#: Of the times that the clock has jumped over, a schedule makes up for the latest so many.
MOST_AT_ONCE = 100
LONGEST_SLEEP_S = 30.0


class Scheduler:
    """Made and stopped inside the event loop. What passes while no emulator runs is not made up for."""

    def __init__(self, store: Store, clock: Clock, calls: Calls) -> None:
        self._store = store
        self._clock = clock
        self._calls = calls
        self._began_ms = clock.now_ms()
        self._coming: dict[int, tuple[int, CronTimes]] = {}
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._unwatch: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to watch the clock."""
        loop = asyncio.get_running_loop()
        self._unwatch = self._clock.watch(lambda: loop.call_soon_threadsafe(self._changed.set))
        self._task = loop.create_task(self._fire())

    def nudge(self) -> None:
        """There is another schedule."""
        self._changed.set()

    async def stop(self) -> None:
        """Fire no more."""
        if self._unwatch is not None:
            self._unwatch()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _fire(self) -> None:
        while True:
            self._changed.clear()
            wait_s = LONGEST_SLEEP_S
            try:
                next_ms = self._fire_due()
                if next_ms is not None:
                    wait_s = (next_ms - self._clock.now_ms()) / 1000 / self._clock.speed
            except Exception:
                log.exception("Schedules could not be fired")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), min(max(wait_s, 0), LONGEST_SLEEP_S))

    def _fire_due(self) -> int | None:
        """Fire what is due, and say when the next is; None if there is none."""
        now = self._clock.now_ms()
        coming: dict[int, tuple[int, CronTimes]] = {}
        for schedule in self._store.select("schedules"):
            next_ms, later = self._coming.get(schedule["id"]) or self._first(schedule)
            due: list[int] = []
            while next_ms <= now:
                due.append(next_ms)
                next_ms = _next(later)
            coming[schedule["id"]] = (next_ms, later)
            for scheduled_ms in due[-MOST_AT_ONCE:]:
                self._calls.call_on_schedule(schedule, scheduled_ms)
        self._coming = coming
        return min((next_ms for next_ms, _ in coming.values()), default=None)

    def _first(self, schedule: Row) -> tuple[int, CronTimes]:
        document = schedule["document"]
        after = max(document["createdTime"], self._began_ms) / 1000
        later = times(document["cronExpression"], datetime.fromtimestamp(after, UTC))
        return _next(later), later


def _next(later: CronTimes) -> int:
    """The next time, or one that never comes."""
    found = next(later, None)
    return 2**53 if found is None else int(found.timestamp() * 1000)
