"""The operations on single runs, and waiting for their end: what calls, lists of calls and maps have in common."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Generator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from cdf_functions._calls.gate import Gate
from cdf_functions._calls.logs import FOLLOWED_FOR, TAIL, TAIL_ANSWERED_WITHIN, TAIL_FOR, NewLines, Quiet
from cdf_functions._calls.polling import ASK_LIMIT_AFTER, GRACE, LONGEST_LIMIT, UNSTATED_LIMIT, Patience
from cdf_functions._http.reader import items, read
from cdf_functions._http.retry import Retries
from cdf_functions._resources.calls import (
    COMPLETED,
    CallFields,
    FunctionCallLog,
    FunctionCallLogEntry,
    call_token,
    over_at,
)
from cdf_functions._runtime import clock
from cdf_functions._runtime._async import Local, sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._values import number
from cdf_functions.config import Config
from cdf_functions.errors import ApiError, CallFailedError, CdfError, NoAnswerError, WaitTimeoutError
from cdf_functions_api import models, operations
from cdf_functions_api.types import UNSET

from .._http.api import AsyncApi
from .watcher import AsyncWatcher

T = TypeVar("T")


class AsyncRuns:
    """Runs by their ids, which are checked where they come in. What all waits and maps of one client share is here:
    the gate, a watcher for each function, and how long a run may take."""

    def __init__(self, api: AsyncApi, config: Config) -> None:
        self._api = api
        self.retries: Retries = config.retries
        self.project: str = config.project
        self.gate: Gate = Gate()
        self._watchers: Local[dict[int, AsyncWatcher]] = Local(dict[int, AsyncWatcher])
        self._longest_run = 0.0

    def watcher(self, function_id: int) -> AsyncWatcher:
        """The one that polls the calls of a function."""
        watchers = self._watchers.get()
        if function_id in watchers:
            return watchers[function_id]
        return watchers.setdefault(function_id, AsyncWatcher(self._api, function_id, self.retries))

    async def get(self, function_id: int, call_id: int) -> models.FunctionCall:
        """One run as it is now (operation getCall)."""
        call = await self._api.ask(operations.get_call, function_id, call_id)
        call.function_id = function_id
        return call

    async def several(self, function_id: int, call_ids: Sequence[int]) -> list[models.FunctionCall]:
        """Those runs of a function that the service finds, as they are now (operation getCallsByIds)."""
        body = models.CallReferences([models.IdReference(id) for id in call_ids], ignore_unknown_ids=True)
        calls = await self.patiently(lambda: self._api.listed(operations.get_calls_by_ids, function_id, body=body))
        for call in calls:
            call.function_id = function_id
        found = {call.id: call for call in calls}
        return [found[id] for id in call_ids if id in found]

    async def patiently(self, read: Callable[[], Awaitable[T]]) -> T:
        """What reading gives; where it fails it is done again, as polls are, within the same bound."""
        patience = Patience(self.retries)
        while True:
            try:
                return await read()
            except (ApiError, NoAnswerError) as error:
                pause = patience.pause(error)
                if pause is None:
                    raise
            await sleep(pause)

    async def response(self, function_id: int, call_id: int, default: Any) -> Any:
        """What a run returned, or ``default`` (operation getCallResponse)."""
        response = (await self._api.ask(operations.get_call_response, function_id, call_id)).response
        return default if response is UNSET else response

    async def wait(self, call: CallFields, deadline: Deadline, *, raise_on_failure: bool) -> None:
        """Wait for the end of a call, and raise if it is no success and that matters.

        Raises WaitTimeoutError at the deadline, which without a timeout is the service's own limit and some grace.
        Whatever else ends the wait says which call goes on.
        """
        seen_at = await self._wait(call, deadline)
        if raise_on_failure:
            await self.check(call, seen_at)

    async def _wait(self, call: CallFields, deadline: Deadline) -> float | None:
        """The moment at which the end was seen; None if the call had ended before."""
        seen_at = None
        watcher = self.watcher(call.function_id)
        with self.naming([call]), watcher.waiting({call.id: call}) as waiter:
            while not call.ended:
                if not deadline.remaining:
                    raise WaitTimeoutError(call, deadline.waited)
                if math.isinf(deadline.seconds) and deadline.waited > ASK_LIMIT_AFTER:
                    deadline.seconds = await self.patience()
                await watcher.turn(waiter, deadline)
                seen_at = clock.monotonic()
        return seen_at

    @contextmanager
    def naming(self, calls: Collection[CallFields]) -> Generator[None]:
        """Whatever ends a block early says which calls go on, and how to come back to them."""
        try:
            yield
        except GeneratorExit:
            raise
        except BaseException as error:
            for call in calls:
                error.add_note(self.way_back(call))
            raise

    def way_back(self, call: CallFields) -> str:
        """How to come back to a call that is not waited for any more."""
        token = call_token(self.project, call.function_id, call.id)
        return f"{call.label} goes on, as far as is known: client.open_call({token!r}) gives it again"

    async def patience(self) -> float:
        """Seconds after which a run must have ended: the service's own limit, if it tells that, and some grace."""
        if not self._longest_run:
            try:
                minutes = (await self._api.ask(operations.get_functions_limits)).timeout_minutes
            except CdfError:
                minutes = None
            said = number(minutes) or 0.0
            self._longest_run = min(said, LONGEST_LIMIT) * 60.0 if said > 0 else UNSTATED_LIMIT
        return self._longest_run + GRACE

    async def check(self, call: CallFields, seen_at: float | None) -> None:
        """Raise CallFailedError if a call is no success, whose end was seen at a moment of the monotonic clock."""
        if call.status != COMPLETED:
            raise CallFailedError(call, call.error, await self._log_tail(call, seen_at))

    async def follow(self, call: CallFields) -> AsyncIterator[FunctionCallLogEntry]:
        """Every line of a call's log, once, as it comes, until the call has ended and its log has come to rest."""
        lines = NewLines()
        seen_at = None
        watcher = self.watcher(call.function_id)
        with self.naming([call]), watcher.waiting({call.id: call}) as waiter:
            while not call.ended:
                log, _ = await self.log(call.function_id, call.id)
                for entry in lines.of(log):
                    yield entry
                await watcher.turn(waiter, Deadline())
                seen_at = clock.monotonic()
        quiet = Quiet(FOLLOWED_FOR, over_at(call), self._since_end(call, seen_at))
        while True:
            log, final = await self.log(call.function_id, call.id)
            new = lines.of(log)
            for entry in new:
                yield entry
            pause = quiet.pause(log, final, grown=bool(new))
            if pause is None:
                return
            await sleep(pause)

    async def log(
        self, function_id: int, call_id: int, deadline: Deadline | None = None
    ) -> tuple[FunctionCallLog, bool]:
        """What a call has written so far (operation getCallLogs), and whether the service says that this is all.

        It says so with ``Cache-Control: immutable`` (RFC 8246), as the emulator does once a run has ended.
        """
        operation = operations.get_call_logs
        api = self._api.within(deadline) if deadline else self._api
        response = await api.respond(operation, function_id, call_id)
        entries = items(read(operation, response))
        log = FunctionCallLog(map(FunctionCallLogEntry.of, entries))
        return log, "immutable" in response.headers.get("cache-control", "")

    def _since_end(self, call: CallFields, seen_at: float | None) -> float:
        """Seconds since a call's end was seen; of one that had ended before, since its end by the service's clock."""
        if seen_at is not None:
            return clock.monotonic() - seen_at
        return (self._api.service_time() - end).total_seconds() if (end := over_at(call)) else 0.0

    async def _log_tail(self, call: CallFields, seen_at: float | None) -> list[FunctionCallLogEntry]:
        """The end of a call's log, for an error; as much as can be had, for the error matters more."""
        log = FunctionCallLog()
        try:
            quiet = Quiet(TAIL_FOR, over_at(call), self._since_end(call, seen_at))
            deadline = Deadline(TAIL_ANSWERED_WITHIN)
            pause: float | None = 0.0
            while pause is not None and deadline.remaining:
                await sleep(pause)
                log, final = await self.log(call.function_id, call.id, deadline)
                pause = quiet.pause(log, final)
        except CdfError:
            pass
        return log[-TAIL:]
