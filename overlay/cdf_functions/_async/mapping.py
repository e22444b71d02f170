"""One function over many inputs: placed up to a gate, looked at together, handed out as they end."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from datetime import datetime
from itertools import islice
from os import PathLike
from typing import Any

from attrs import define

from cdf_functions._calls.gate import Gate
from cdf_functions._calls.journal import Journal
from cdf_functions._calls.outcomes import AHEAD, Outcome, Outcomes, Progress, Task
from cdf_functions._calls.polling import pause_after
from cdf_functions._http.retry import Retries
from cdf_functions._runtime._async import each, sleep
from cdf_functions.errors import (
    AmbiguousCallError,
    ApiError,
    CdfError,
    NoAnswerError,
    NotFoundError,
    TooManyRequestsError,
    WaitTimeoutError,
)

from .calls import AsyncFunctionCall
from .memory import AsyncMemory
from .placing import AsyncPlacing, OnAmbiguous
from .runs import ASK_LIMIT_AFTER, AsyncRuns

PLACED_BETWEEN_LOOKS = 50  # calls
IN_FLIGHT = 10  # requests at once, in the world that can
IDS_PER_LOOK = 10_000
BETWEEN_LOOKS = 0.08  # s, while runs are ending: one look then sees many of them
FULL_PAUSE = 1.0  # s, when the service says that it is full and not for how long
STALLED_AFTER = 15 * 60.0  # s of nothing but refusals, with nothing of ours running


@define
class AsyncRunning:
    """A call on its way, since a moment of the monotonic clock."""

    index: int
    call: AsyncFunctionCall
    since: float


class AsyncMapper:
    """One map. Holds no more than the calls that run, and the outcomes that wait for their turn."""

    def __init__(
        self,
        placing: AsyncPlacing,
        runs: AsyncRuns,
        gate: Gate,
        function_id: int,
        concurrency: int,
        journal: Journal | None,
        on_ambiguous: OnAmbiguous,
    ) -> None:
        self._placing = placing
        self._runs = runs
        self._gate = gate
        self._function_id = function_id
        self._concurrency = concurrency
        self._journal = journal
        self._on_ambiguous: OnAmbiguous = on_ambiguous
        self._running: dict[int, AsyncRunning] = {}
        self._refused: deque[Task] = deque()
        self._full_until = 0.0
        self._placed = 0
        self._placed_at = time.monotonic()
        self._look_at = 0.0

    async def run(
        self, tasks: Iterator[Task], outcomes: Outcomes, on_progress: Callable[[Progress], object] | None
    ) -> AsyncGenerator[Outcome]:
        """Every input's outcome, as soon as it may be handed out."""
        try:
            more = True
            while more or self._running or self._refused:
                if more or self._refused:
                    more = await self._fill(tasks, outcomes)
                if self._running and time.monotonic() >= self._look_at:
                    await self._look(outcomes)
                if on_progress is not None:
                    on_progress(Progress(self._placed, len(self._running), outcomes.succeeded, outcomes.failed))
                for outcome in outcomes.ready():
                    yield outcome
                await sleep(self._pause(more and outcomes.room(self._concurrency * AHEAD) > 0))
        finally:
            self._gate.leave(self._function_id, len(self._running))

    async def _fill(self, tasks: Iterator[Task], outcomes: Outcomes) -> bool:
        """Place as much as there is room for; False if there are no more inputs."""
        if time.monotonic() < self._full_until:
            return True
        room = min(self._concurrency - len(self._running), PLACED_BETWEEN_LOOKS)
        places = self._gate.enter(self._function_id, room, self._concurrency)
        before = len(self._running)
        try:
            batch = [self._refused.popleft() for _ in range(min(places, len(self._refused)))]
            wanted = min(places - len(batch), outcomes.room(self._concurrency * AHEAD))
            fresh = list(islice(tasks, wanted))
            outcomes.taken += len(fresh)
            # first what an earlier run left, while nothing is under way that could be taken for it
            batch = await self._take_up([*batch, *fresh], outcomes)
            for task, result in zip(batch, await each(self._place, batch, IN_FLIGHT), strict=True):
                if isinstance(result, AsyncFunctionCall):
                    self._begin(task, result)
                elif isinstance(result, TooManyRequestsError):
                    self._stop_for_now(task, result)
                elif isinstance(result, Exception):
                    outcomes.add(task.index, Outcome(error=result))
                else:
                    raise result
        finally:
            self._gate.leave(self._function_id, places - (len(self._running) - before))
        return len(fresh) == wanted

    def _begin(self, task: Task, call: AsyncFunctionCall) -> None:
        self._placed_at = time.monotonic()
        self._placed += 1
        self._running[call.id] = AsyncRunning(task.index, call, self._placed_at)

    async def _take_up(self, batch: list[Task], outcomes: Outcomes) -> list[Task]:
        """Go on with the calls that an earlier run has placed; gives the inputs that are still to be placed."""
        if self._journal is None:
            return batch
        left: list[Task] = []
        placed: dict[int, Task] = {}
        for task in batch:
            try:
                earlier = None if isinstance(task.data, Exception) else self._journal.earlier(task.index, task.data)
                if earlier is not None and earlier.call_id is not None:
                    placed[earlier.call_id] = task
                elif earlier is None or not await self._was_placed(task, earlier.since):
                    left.append(task)
            except (CdfError, ValueError) as error:
                outcomes.add(task.index, Outcome(error=error))
        for model in await self._runs.look(self._function_id, list(placed)) if placed else ():
            call = AsyncFunctionCall(model, self._runs)
            self._begin(placed.pop(call.id), call)
        for call_id, task in placed.items():
            gone = NotFoundError(f"call {call_id}, which the journal has for input {task.index}, is gone", status=404)
            outcomes.add(task.index, Outcome(error=gone))
        return left

    async def _was_placed(self, task: Task, since: datetime) -> bool:
        """Whether an input whose program died while placing it was placed. Raises if that cannot be told."""
        assert self._journal is not None
        call = await self._placing.started_since(
            self._function_id, since, self._journal.calls | self._running.keys(), self._on_ambiguous
        )
        if call is None:
            return False
        self._journal.note(task.index, call.id)
        self._begin(task, call)
        return True

    async def _place(self, task: Task) -> AsyncFunctionCall:
        """Place one input, with a note in the journal before and after."""
        if isinstance(task.data, Exception):
            raise task.data
        if self._journal is None:
            return await self._start(task.data)
        self._journal.intend(task.index, task.data, self._placing.service_time())
        try:
            call = await self._start(task.data)
        except (ApiError, NoAnswerError) as error:
            if not isinstance(error, AmbiguousCallError):
                self._journal.note(task.index, None)
            raise
        self._journal.note(task.index, call.id)
        return call

    async def _start(self, data: dict[str, object]) -> AsyncFunctionCall:
        # a full service is waited for up in run(), where the calls that run are looked at meanwhile
        return await self._placing.place(
            self._function_id, data, on_ambiguous=self._on_ambiguous, retries=Retries(attempts=1)
        )

    def _stop_for_now(self, task: Task, error: TooManyRequestsError) -> None:
        now = time.monotonic()
        if not self._running and now - self._placed_at > STALLED_AFTER:
            raise error
        self._refused.append(task)
        self._full_until = now + (error.retry_after or FULL_PAUSE)

    async def _look(self, outcomes: Outcomes) -> None:
        """See which calls have ended, and take in what became of them."""
        ids = list(self._running)
        ended: list[AsyncRunning] = []
        for start in range(0, len(ids), IDS_PER_LOOK):
            for model in await self._runs.look(self._function_id, ids[start : start + IDS_PER_LOOK]):
                running = self._running.get(model.id) if isinstance(model.id, int) else None
                if running is not None:
                    running.call.model = model
                    if running.call.ended:
                        ended.append(running)
        results = await each(self._value, ended, IN_FLIGHT)
        for running, result in zip(ended, results, strict=True):
            outcomes.add(running.index, result if isinstance(result, Outcome) else Outcome(error=result))
        await self._give_up_on_lost(ended, outcomes)
        for running in ended:
            del self._running[running.call.id]
        self._gate.leave(self._function_id, len(ended))
        now = time.monotonic()
        self._look_at = now + (BETWEEN_LOOKS if ended else pause_after(now - self._placed_at))

    async def _value(self, running: AsyncRunning) -> Outcome:
        await self._runs.check(running.call)
        return Outcome(await self._runs.response(self._function_id, running.call.id, None))

    async def _give_up_on_lost(self, ended: list[AsyncRunning], outcomes: Outcomes) -> None:
        """Calls that have been running for longer than the service lets any run are not waited for for ever."""
        now = time.monotonic()
        old = [running for running in self._running.values() if now - running.since > ASK_LIMIT_AFTER]
        if not old:
            return
        patience = await self._runs.patience()
        for running in old:
            if now - running.since > patience and running not in ended:
                outcomes.add(running.index, Outcome(error=WaitTimeoutError(running.call, now - running.since)))
                ended.append(running)

    def _pause(self, more: bool) -> float:
        """Seconds until there may be something to do."""
        now = time.monotonic()
        until_look = max(0.0, self._look_at - now) if self._running else math.inf
        if now < self._full_until:
            return min(until_look, self._full_until - now)
        room = len(self._running) < self._concurrency and self._gate.is_open(self._function_id, self._concurrency)
        if (room and (more or self._refused)) or not (self._running or more or self._refused):
            return 0.0
        # without a call of its own, this map waits for those of others to leave the gate
        return min(until_look, pause_after(now - self._placed_at))


class AsyncMaps:
    """Makes the maps of one client, which share its gate."""

    def __init__(self, placing: AsyncPlacing, runs: AsyncRuns, memory: AsyncMemory) -> None:
        self._placing = placing
        self._runs = runs
        self._memory = memory
        self._gate = Gate()

    async def values(
        self,
        identifier: int | str,
        tasks: Iterator[Task],
        *,
        concurrency: int,
        ordered: bool,
        return_exceptions: bool,
        journal: str | PathLike[str] | None,
        on_progress: Callable[[Progress], object] | None,
        on_ambiguous: OnAmbiguous,
    ) -> AsyncGenerator[Any]:
        """The value of each input; for ``functions.map``, which says what the arguments mean."""
        function_id = await self._memory.existing(identifier)
        book = None if journal is None else Journal(journal, function_id)
        mapper = AsyncMapper(self._placing, self._runs, self._gate, function_id, concurrency, book, on_ambiguous)
        try:
            async with aclosing(mapper.run(tasks, Outcomes(ordered), on_progress)) as outcomes:
                async for outcome in outcomes:
                    if outcome.error is not None and not return_exceptions:
                        raise outcome.error
                    yield outcome.error if outcome.error is not None else outcome.value
        finally:
            if book is not None:
                book.close()
