"""Calls: the runs of a function."""

import builtins
import math
from datetime import timedelta
from typing import Any, Self

from cdf_functions import _check
from cdf_functions._calls import COMPLETED, CallFields, FunctionCallLogEntry
from cdf_functions._concurrency import async_sleep
from cdf_functions._exchange import exchange, known
from cdf_functions._polling import GRACE, STEADY_PAUSE, Deadline
from cdf_functions._requests import call_filter, call_request
from cdf_functions._time import TimeRange
from cdf_functions.errors import CallFailedError, CdfError, WaitTimeoutError
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.calls import (
    call_function,
    filter_calls,
    get_call,
    get_call_logs,
    get_call_response,
    get_calls_by_ids,
)
from cdf_functions_api.types import UNSET

from .memory import AsyncMemory

LOG_TAIL = 10  # lines
PAGE = 1000  # calls
ASK_LIMIT_AFTER = 60.0  # s; most runs are over by then, and never cost the request


class AsyncFunctionCall(CallFields):
    """One run of a function: its fields, and what can be done about it."""

    def __init__(self, model: models.FunctionCall, calls: "AsyncFunctionCallsAPI") -> None:
        super().__init__(model)
        self._calls = calls

    async def update(self) -> None:
        """Look at the run again and take over what is new (operation getCall)."""
        self.model = (await self._calls.retrieve(self.id, self.function_id)).model

    async def wait(self, timeout: float | timedelta | None = None, *, raise_on_failure: bool = True) -> Self:
        """Wait for the run to end; gives back this call, with its fields as they ended.

        Args:
            timeout: seconds, or a timedelta, to wait at most; None for as long as the service lets a run take, and a
                minute more
            raise_on_failure: False to give back a call that ended Failed or Timeout like any other

        Raises:
            CallFailedError: if the run ended Failed or Timeout
            WaitTimeoutError: if it still runs after ``timeout``; it goes on
        """
        deadline = Deadline(math.inf if timeout is None else _check.seconds(timeout, "timeout"))
        while not self.ended:
            if not deadline.remaining:
                raise WaitTimeoutError(self, deadline.waited)
            if math.isinf(deadline.seconds) and deadline.waited > ASK_LIMIT_AFTER:
                deadline.seconds = await self._calls.longest_run() + GRACE
            await async_sleep(deadline.pause())
            self.model = await self._calls.look(self, deadline)
        if raise_on_failure and self.status != COMPLETED:
            raise CallFailedError(self, self.error, await self._log_tail())
        return self

    async def get_response(self, default: Any = None) -> Any:
        """What the run returned: any JSON value (operation getCallResponse).

        Args:
            default: given back if the service holds no response, as while the run goes on or when it failed; pass
                something of your own to tell that from a run that returned None
        """
        return await self._calls.get_response(self.id, self.function_id, default=default)

    async def get_logs(self) -> list[FunctionCallLogEntry]:
        """What the run has written so far, oldest first (operation getCallLogs)."""
        return await self._calls.get_logs(self.id, self.function_id)

    async def _log_tail(self) -> list[FunctionCallLogEntry]:
        try:
            return (await self.get_logs())[-LOG_TAIL:]
        except CdfError:  # the failure is what the caller must hear of, with or without its log
            return []


class AsyncFunctionCallsAPI:
    """``client.functions.calls``"""

    def __init__(self, api: Api, memory: AsyncMemory) -> None:
        self._api = api
        self._memory = memory

    async def list(
        self,
        function_id: int | None = None,
        function_external_id: str | None = None,
        status: str | None = None,
        schedule_id: int | None = None,
        start_time: TimeRange | None = None,
        end_time: TimeRange | None = None,
        limit: int | None = 25,
    ) -> list[AsyncFunctionCall]:
        """Give the calls of a function that match (operation filterCalls); the service keeps them for 90 days.

        Args:
            function_id: the function, or
            function_external_id: the function by its external id
            status: ``Running``, ``Completed``, ``Failed`` or ``Timeout``
            schedule_id: only calls that this schedule started
            start_time: ``{"min": ..., "max": ...}``, both ends included, either may be left out
            end_time: likewise
            limit: how many to give at most; None for all
        """
        _check.limit(limit)
        filter = call_filter(status, schedule_id, start_time, end_time)
        id = await self._memory.function_id(function_id, function_external_id)
        found: list[models.FunctionCall] = []
        cursor: str | None = ""
        while cursor is not None and (limit is None or len(found) < limit):
            size = PAGE if limit is None else min(PAGE, limit - len(found))
            body = models.CallFilterRequest(filter_=filter, limit=size, cursor=cursor or UNSET)
            with exchange("filterCalls") as one:
                answer = await filter_calls.asyncio_detailed(id, client=self._api, body=body)
                page = one.unwrap(answer, models.FunctionCallList)
                found += one.listed(page.items, models.FunctionCall)
            cursor = known(page.next_cursor) or None
        return [AsyncFunctionCall(model, self) for model in found[:limit]]

    async def retrieve(
        self, call_id: int, function_id: int | None = None, function_external_id: str | None = None
    ) -> AsyncFunctionCall:
        """Give one call (operation getCall). Raises NotFoundError if there is none."""
        _check.internal_id(call_id, "call_id")
        id = await self._memory.function_id(function_id, function_external_id)
        with exchange("getCall") as one:
            answer = await get_call.asyncio_detailed(id, call_id, client=self._api)
            return AsyncFunctionCall(one.unwrap(answer, models.FunctionCall), self)

    async def get_response(
        self,
        call_id: int,
        function_id: int | None = None,
        function_external_id: str | None = None,
        *,
        default: Any = None,
    ) -> Any:
        """Give what a run returned, or ``default`` if the service holds no response (operation getCallResponse)."""
        _check.internal_id(call_id, "call_id")
        id = await self._memory.function_id(function_id, function_external_id)
        with exchange("getCallResponse") as one:
            answer = await get_call_response.asyncio_detailed(id, call_id, client=self._api)
            response = one.unwrap(answer, models.CallResponse).response
        return default if response is UNSET else response

    async def get_logs(
        self, call_id: int, function_id: int | None = None, function_external_id: str | None = None
    ) -> builtins.list[FunctionCallLogEntry]:
        """Give what a run has written so far, oldest first (operation getCallLogs)."""
        _check.internal_id(call_id, "call_id")
        id = await self._memory.function_id(function_id, function_external_id)
        with exchange("getCallLogs") as one:
            answer = await get_call_logs.asyncio_detailed(id, call_id, client=self._api)
            entries = one.listed(one.unwrap(answer, models.CallLogs).items, models.CallLogEntry)
            return [FunctionCallLogEntry.of(entry) for entry in entries]

    async def place(self, function_id: int, data: dict[str, object], nonce: str) -> AsyncFunctionCall:
        """Start a run (operation callFunction); for ``functions.call``, which looks after data and nonce."""
        with exchange("callFunction") as one:
            body = call_request(data, nonce)
            answer = await call_function.asyncio_detailed(function_id, client=self._api, body=body)
            return AsyncFunctionCall(one.unwrap(answer, models.FunctionCall), self)

    async def look(self, call: AsyncFunctionCall, deadline: Deadline) -> models.FunctionCall:
        """Look at a call again before the deadline (operation getCallsByIds).

        One that the service does not find for a moment, as it may right after the start, is given as it was.
        """
        timeout = None if math.isinf(deadline.seconds) else max(deadline.remaining, STEADY_PAUSE)
        body = models.CallReferences([models.IdReference(call.id)], ignore_unknown_ids=True)
        with exchange("getCallsByIds", timeout) as one:
            answer = await get_calls_by_ids.asyncio_detailed(call.function_id, client=self._api, body=body)
            found = one.listed(one.unwrap(answer, models.FunctionCallList).items, models.FunctionCall)
        return found[0] if found else call.model

    async def longest_run(self) -> float:
        """Seconds that the service lets a run take."""
        return await self._memory.longest_run()
