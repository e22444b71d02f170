"""Work that goes on after its request was answered: deployments and calls."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from ..clock import Clock

LONGEST_SLEEP_S = 30.0


class Background:
    """Keeps the tasks alive and lets the emulator wait for them when it stops."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._pauses: set[asyncio.Event] = set()
        self._finishing = False

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin ``work`` on the running loop."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def pause(self, clock: Clock, seconds: float) -> None:
        """Wait until so much has passed on a clock, which may jump; when the emulator stops, no longer."""
        if not seconds:
            return
        end_ms = clock.now_ms() + seconds * 1000
        loop, changed = asyncio.get_running_loop(), asyncio.Event()
        unwatch = clock.watch(lambda: loop.call_soon_threadsafe(changed.set))
        self._pauses.add(changed)
        try:
            while not self._finishing and (left_ms := end_ms - clock.now_ms()) > 0:
                changed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), min(left_ms / 1000 / clock.speed, LONGEST_SLEEP_S))
        finally:
            self._pauses.discard(changed)
            unwatch()

    async def finish(self) -> None:
        """Wait until all of it is done."""
        self._finishing = True
        for changed in self._pauses:
            changed.set()
        while self._tasks:
            await asyncio.wait(self._tasks)
