# Made by `nox -s regenerate` from overlay/cdf_functions/_async/_calls/map.py. Do not edit: change that, and run it again.
"""One function over many inputs: started up to a gate, polled together, handed out as they end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from datetime import datetime
from itertools import islice
from os import PathLike
from typing import Any

from cdf_functions._calls.gate import Gate
from cdf_functions._calls.journal import Journal, JournalInUseError
from cdf_functions._calls.outcomes import AHEAD, Outcome, Outcomes, Progress, Reports, Task, tasks
from cdf_functions._calls.polling import ASK_LIMIT_AFTER, IDS_PER_POLL, pause_after
from cdf_functions._calls.settlement import DOUBT_LASTS, LATEST_START, OnAmbiguous
from cdf_functions._http.options import OPTIONS
from cdf_functions._http.retry import Retries
from cdf_functions._resources.requests import chunks
from cdf_functions._runtime import clock
from cdf_functions._runtime._sync import each, sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions.errors import (
    AmbiguousCallError,
    ApiError,
    CdfError,
    JournalError,
    NotFoundError,
    WaitTimeoutError,
)
from cdf_functions_api import operations

from ..calls import FunctionCall
from ..lookup import Lookup
from .runs import Runs
from .start import Doubt, Starter
from .watcher import Waiter

STARTED_BETWEEN_POLLS = 50  # calls
IN_FLIGHT = 10  # requests at once in the async client; the sync one sends one after the other
FULL_PAUSE = 1.0  # s, when the service says that it is full and not for how long
STALLED_AFTER = 15 * 60.0  # s of nothing but refusals, with nothing of ours running, where the policy is the default
LET_GO_WITHIN = 0.2  # s


class Running:
    """A call on its way, since a moment of the monotonic clock."""

    def __init__(self, index: int, call: FunctionCall, since: float) -> None:
        self.index = index
        self.call = call
        self.since = since
        self.seen_at: float | None = None
        """The moment at which its end was seen."""


class Map:
    """One map. Holds no more than the calls that run, and the outcomes that wait for their turn."""

    def __init__(
        self,
        starter: Starter,
        runs: Runs,
        gate: Gate,
        function_id: int,
        concurrency: int,
        journal: Journal | None,
        on_ambiguous: OnAmbiguous,
        on_progress: Callable[[Progress], object] | None,
    ) -> None:
        self._starter = starter
        self._runs = runs
        self._watcher = runs.watcher(function_id)
        self._gate = gate
        self._function_id = function_id
        self._concurrency = concurrency
        self._journal = journal
        self._on_ambiguous: OnAmbiguous = on_ambiguous
        self._running: dict[int, Running] = {}
        self._polled: dict[int, FunctionCall] = {}
        self._refused: deque[Task] = deque()
        self._refusal: ApiError | None = None
        self._in_doubt: dict[int, Task] = {}
        """Inputs that earlier runs left in doubt, whose turn has come before it was known what became of them."""
        self._ambiguous: dict[int, AmbiguousCallError] = {}
        """Those of which it cannot be known."""
        self._settle_at = 0.0
        self._full_until = 0.0
        self._idle_since: float | None = None
        self._tries = 0
        self._started = 0
        self._started_at = clock.monotonic()
        self._reports = Reports(on_progress)

    def run(self, tasks: Iterator[Task], outcomes: Outcomes) -> Generator[Outcome]:
        """Every input's outcome, as soon as it may be handed out."""
        try:
            with self._watcher.waiting(self._polled) as waiter:
                more = True
                while more or self._running or self._refused or self._in_doubt:
                    with self._naming():
                        if more or self._refused or self._in_doubt:
                            more = self._fill(tasks, outcomes, waiter)
                        self._collect(outcomes)
                    with self._naming():
                        self._reports.settle(self._progress(outcomes))
                    for outcome in outcomes.ready():
                        yield outcome
                    with self._naming():
                        self._pause(waiter, more and outcomes.room(self._concurrency * AHEAD) > 0)
        finally:
            self._gate.leave(self._function_id, len(self._running))

    def _progress(self, outcomes: Outcomes) -> Progress:
        return Progress(self._started, len(self._running), outcomes.succeeded, outcomes.failed)

    def _naming(self) -> AbstractContextManager[None]:
        return self._runs.naming(self._polled.values())

    def _fill(self, tasks: Iterator[Task], outcomes: Outcomes, waiter: Waiter) -> bool:
        """Start as much as there is room for; False if there are no more inputs."""
        if self._is_full():
            return True
        room = min(self._concurrency - len(self._running), STARTED_BETWEEN_POLLS)
        places = self._gate.enter(self._function_id, room, self._concurrency)
        before = len(self._running)
        try:
            batch = [self._refused.popleft() for _ in range(min(places, len(self._refused)))]
            wanted = min(places - len(batch), outcomes.room(self._concurrency * AHEAD))
            fresh = list(islice(tasks, wanted))
            outcomes.taken += len(fresh)
            # first what an earlier run left, while nothing is under way that could be taken for it
            batch = self._take_up([*batch, *fresh], outcomes)
            doubts: list[tuple[Task, Doubt]] = []
            self._refusal = None
            fatal: BaseException | None = None
            self._reports.begin(self._progress(outcomes))
            for task, result in zip(batch, each(self._start, batch, IN_FLIGHT), strict=True):
                if isinstance(result, FunctionCall):
                    self._begin(task, result, outcomes)
                elif isinstance(result, Doubt):
                    doubts.append((task, result))
                elif result is None or (isinstance(result, ApiError) and result.retryable):
                    self._refused.append(task)
                elif isinstance(result, Exception) and not isinstance(result, JournalError):
                    outcomes.add(task.index, Outcome(error=result))
                else:
                    fatal = result
            if fatal is not None:
                raise fatal
            if doubts:
                self._settle(doubts, outcomes)
            waiter.since = self._started_at
        finally:
            self._gate.leave(self._function_id, places - (len(self._running) - before))
        return len(fresh) == wanted

    def _begin(self, task: Task, call: FunctionCall, outcomes: Outcomes) -> None:
        if call.id in self._running:
            said = f"the answer is call {call.id}, which another input has"
            error = ApiError(said, status=201, operation=operations.call_function.id)
            outcomes.add(task.index, Outcome(error=error))
            return
        self._started_at = clock.monotonic()
        self._started += 1
        self._running[call.id] = Running(task.index, call, self._started_at)
        self._polled[call.id] = call

    def _take_up(self, batch: list[Task], outcomes: Outcomes) -> list[Task]:
        """Go on with the calls that an earlier run has started; gives the inputs that are still to be started."""
        if self._journal is None:
            return batch
        left: list[Task] = []
        started: dict[int, Task] = {}
        for task in batch:
            try:
                earlier = None if isinstance(task.data, Exception) else self._journal.earlier(task.index, task.data)
            except JournalError as error:
                outcomes.add(task.index, Outcome(error=error))
                continue
            if earlier is None:
                left.append(task)
            elif earlier.call_id is not None:
                started[earlier.call_id] = task
            elif task.index in self._ambiguous:
                outcomes.add(task.index, Outcome(error=self._ambiguous[task.index]))
            else:
                self._in_doubt[task.index] = task
        if self._in_doubt:
            self._settle_earlier(self._journal, outcomes)
        for ids in chunks(list(started), IDS_PER_POLL):
            for model in self._runs.several(self._function_id, ids):
                call = FunctionCall(model, self._runs)
                self._begin(started.pop(call.id), call, outcomes)
        for call_id, task in started.items():
            gone = NotFoundError(f"call {call_id}, which the journal has for input {task.index}, is gone", status=404)
            outcomes.add(task.index, Outcome(error=gone))
        return left

    def _settle_earlier(self, journal: Journal, outcomes: Outcomes) -> None:
        """Find out what became of all inputs that earlier runs left in doubt, whether or not their turn has come.

        They are looked at together, for a call may be that of any of them. Those that may still be under way are looked
        at again when they cannot be any more.
        """
        if clock.monotonic() < self._settle_at or not journal.in_doubt.keys() - self._ambiguous.keys():
            return
        looked_before, self._settle_at = self._settle_at > 0.0, clock.monotonic() + DOUBT_LASTS
        ours = journal.calls | self._running.keys()
        settled = self._starter.settle_earlier(
            self._function_id, journal.in_doubt, ours, self._on_ambiguous, over=looked_before
        )
        for index, result in settled.items():
            task = self._in_doubt.pop(index, None)
            if isinstance(result, AmbiguousCallError):
                self._ambiguous[index] = result
                if task is not None:
                    outcomes.add(index, Outcome(error=result))
                continue
            journal.note(index, None if result is None else result.id)
            if task is not None and result is None:
                self._refused.append(task)
            elif task is not None and result is not None:
                self._begin(task, result, outcomes)

    def _start(self, task: Task) -> FunctionCall | Doubt | None:
        """Start one input, with a note in the journal before and after; None if the service is full."""
        if isinstance(task.data, Exception):
            raise task.data
        if self._refusal is not None:
            return None
        index, data, journal = task.index, task.data, self._journal
        intended: list[datetime] = []

        def intend(since: datetime) -> None:
            if journal is not None:
                journal.intend(index, data, since)
                intended.append(since)

        try:
            # a full service is waited for up in run(), where the calls that run are polled meanwhile
            call = self._starter.start(self._function_id, data, told_when_full=True, before=intend)
        except CdfError as error:
            if journal is not None and intended:
                journal.note(index, None)
            if isinstance(error, ApiError) and error.retryable:
                self._stop_for_now(error)
            raise
        if journal is not None and isinstance(call, FunctionCall):
            try:
                journal.note(index, call.id)
            except JournalError as error:
                error.add_note(self._runs.way_back(call))
                raise
        if isinstance(call, FunctionCall):
            self._reports.placed()
        return call

    def _settle(self, doubts: list[tuple[Task, Doubt]], outcomes: Outcomes) -> None:
        """What became of the inputs whose answers were lost."""
        # a call that shows up may be that of an input which an earlier run left in doubt
        earlier = [] if self._journal is None else list(self._journal.in_doubt.values())
        rivals = any(doubt.since <= moment + LATEST_START for moment in earlier for _, doubt in doubts)
        how: OnAmbiguous = "raise" if rivals else self._on_ambiguous
        settled = self._starter.settle(self._function_id, [doubt for _, doubt in doubts], how)
        for (task, doubt), result in zip(doubts, settled, strict=True):
            if isinstance(result, AmbiguousCallError):
                result.__cause__ = doubt.error
                outcomes.add(task.index, Outcome(error=result))
                continue
            if self._journal is not None:
                self._journal.note(task.index, result.id)
            self._begin(task, result, outcomes)

    def _stop_for_now(self, refusal: ApiError) -> None:
        self._refusal = refusal
        self._tries += 1
        self._full_until = clock.monotonic() + (refusal.retry_after or FULL_PAUSE)

    def _is_full(self) -> bool:
        """Whether the service has asked to be left alone for now.

        Raises its refusal where nothing of this map runs, and it asked for longer than the client is patient.
        """
        now = clock.monotonic()
        if self._running or self._refusal is None:
            self._idle_since = None
            self._tries = min(self._tries, 1)
        else:
            self._idle_since = now if self._idle_since is None else self._idle_since
            if self._full_until - self._idle_since > self._patience():
                self._refusal.history = (
                    f"{self._tries} tries in {now - self._idle_since:.1f} s" if self._tries > 1 else ""
                )
                raise self._refusal
        return now < self._full_until

    def _patience(self) -> float:
        """Seconds of nothing but refusals: as many as the client's own policy has, if it was given one."""
        policy = OPTIONS.get().retries or self._runs.retries
        return STALLED_AFTER if policy == Retries() else policy.within

    def _collect(self, outcomes: Outcomes) -> None:
        """Take in what became of the calls that have ended, and of those that must have."""
        ended = [running for running in self._running.values() if running.call.ended]
        for running in ended:
            running.seen_at = running.seen_at or clock.monotonic()
        self._reports.begin(self._progress(outcomes))
        results = each(self._value, ended, IN_FLIGHT)
        for running, result in zip(ended, results, strict=True):
            outcomes.add(running.index, result if isinstance(result, Outcome) else Outcome(error=result))
        ended += self._lost(outcomes)
        for running in ended:
            del self._running[running.call.id], self._polled[running.call.id]
        self._gate.leave(self._function_id, len(ended))

    def _value(self, running: Running) -> Outcome:
        try:
            self._runs.check(running.call, running.seen_at)
            outcome = Outcome(self._runs.response(self._function_id, running.call.id, None))
        except Exception:
            self._reports.ended(succeeded=False)
            raise
        self._reports.ended(succeeded=True)
        return outcome

    def _lost(self, outcomes: Outcomes) -> list[Running]:
        """Calls that have been running for longer than the service lets any run are not waited for for ever."""
        now = clock.monotonic()
        old = [each for each in self._running.values() if not each.call.ended and now - each.since > ASK_LIMIT_AFTER]
        if not old:
            return []
        patience = self._runs.patience()
        lost = [running for running in old if now - running.since > patience]
        for running in lost:
            error = WaitTimeoutError(running.call, now - running.since)
            error.add_note(self._runs.way_back(running.call))
            outcomes.add(running.index, Outcome(error=error))
        return lost

    def _pause(self, waiter: Waiter, more: bool) -> None:
        """Return when there may be something to do: calls were polled, or there is room for further ones."""
        now = clock.monotonic()
        room = len(self._running) < self._concurrency and self._gate.is_open(self._function_id, self._concurrency)
        until = Deadline()
        if self._is_full():  # which raises before a pause that would be too long
            until = Deadline(self._full_until - now)
        elif room and (more or self._refused):
            if self._running and self._watcher.due_in(waiter) <= 0:
                self._watcher.turn(waiter, until)
            return
        if self._running:
            self._watcher.turn(waiter, until)
        elif more or self._refused:
            # without a call of its own, this map waits for those of others to leave the gate
            sleep(min(pause_after(now - self._started_at), until.remaining))
        elif self._in_doubt:
            sleep(max(0.0, self._settle_at - now))


class Maps:
    """Makes the maps of one client."""

    def __init__(self, starter: Starter, runs: Runs, lookup: Lookup) -> None:
        self._starter = starter
        self._runs = runs
        self._lookup = lookup
        self._gate = runs.gate

    def values(
        self,
        identifier: int | str,
        inputs: Iterable[Mapping[str, object]],
        *,
        concurrency: int,
        ordered: bool,
        return_exceptions: bool,
        journal: str | PathLike[str] | None,
        on_progress: Callable[[Progress], object] | None,
        on_ambiguous: OnAmbiguous,
    ) -> Generator[Any]:
        """The value of each input; for ``functions.map``, which says what the arguments mean."""
        # an external id as of now: a map goes on for long, and keeps to one function
        function_id = self._lookup.current(identifier)
        book = None if journal is None else _opened(journal, function_id)
        one = Map(self._starter, self._runs, self._gate, function_id, concurrency, book, on_ambiguous, on_progress)
        try:
            with closing(one.run(tasks(inputs), Outcomes(ordered))) as outcomes:
                for outcome in outcomes:
                    if outcome.error is not None and not return_exceptions:
                        raise outcome.error
                    yield outcome.error if outcome.error is not None else outcome.value
        finally:
            if book is not None:
                book.close()


def _opened(path: str | PathLike[str], function_id: int) -> Journal:
    """The journal, also where a map that was left a moment ago has still to let go of it."""
    deadline = Deadline(LET_GO_WITHIN)
    while True:
        try:
            return Journal(path, function_id)
        except JournalInUseError:
            if not deadline.remaining:
                raise
        sleep(LET_GO_WITHIN / 10)
