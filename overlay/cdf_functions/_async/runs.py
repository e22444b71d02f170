"""The operations on single runs, and waiting for their end: what a call and a list of calls have in common."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Sequence
from typing import Any

from cdf_functions._calls.polling import GRACE, Deadline, pause_after
from cdf_functions._http.exchange import exchange
from cdf_functions._http.options import before
from cdf_functions._resources.calls import COMPLETED, CallFields, FunctionCallLog, FunctionCallLogEntry, NewLines
from cdf_functions._resources.requests import call_request
from cdf_functions._runtime._async import sleep
from cdf_functions.errors import ApiError, CallFailedError, CdfError, NoAnswerError, WaitTimeoutError
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.calls import (
    call_function,
    get_call,
    get_call_logs,
    get_call_response,
    get_calls_by_ids,
)
from cdf_functions_api.types import UNSET

from .memory import AsyncMemory

LOG_TAIL = 10  # lines
ASK_LIMIT_AFTER = 60.0  # s; most runs are over by then, and never cost the request


class AsyncRuns:
    """Runs by their ids. Nothing here is checked: that is done where the arguments come in."""

    def __init__(self, api: Api, memory: AsyncMemory, project: str) -> None:
        self._api = api
        self._memory = memory
        self.project = project

    async def post(self, function_id: int, data: dict[str, object], nonce: str) -> models.FunctionCall:
        """Start a run (operation callFunction), without ever asking twice."""
        with exchange("callFunction", once=True) as one:
            body = call_request(data, nonce)
            answer = await call_function.asyncio_detailed(function_id, client=self._api, body=body)
            return one.unwrap(answer, models.FunctionCall)

    async def get(self, function_id: int, call_id: int) -> models.FunctionCall:
        """Look at one run (operation getCall)."""
        with exchange("getCall") as one:
            answer = await get_call.asyncio_detailed(function_id, call_id, client=self._api)
            return one.unwrap(answer, models.FunctionCall)

    async def look(self, function_id: int, call_ids: Sequence[int]) -> list[models.FunctionCall]:
        """Look at many runs of a function at once (operation getCallsByIds).

        Those that the service does not find, as may be right after their start, are left out.
        """
        body = models.CallReferences([models.IdReference(id) for id in call_ids], ignore_unknown_ids=True)
        with exchange("getCallsByIds") as one:
            answer = await get_calls_by_ids.asyncio_detailed(function_id, client=self._api, body=body)
            return one.listed(one.unwrap(answer, models.FunctionCallList).items, models.FunctionCall)

    async def response(self, function_id: int, call_id: int, default: Any) -> Any:
        """What a run returned, or ``default`` (operation getCallResponse)."""
        with exchange("getCallResponse") as one:
            answer = await get_call_response.asyncio_detailed(function_id, call_id, client=self._api)
            response = one.unwrap(answer, models.CallResponse).response
        return default if response is UNSET else response

    async def logs(self, function_id: int, call_id: int) -> FunctionCallLog:
        """What a run has written so far (operation getCallLogs)."""
        with exchange("getCallLogs") as one:
            answer = await get_call_logs.asyncio_detailed(function_id, call_id, client=self._api)
            entries = one.listed(one.unwrap(answer, models.CallLogs).items, models.CallLogEntry)
            return FunctionCallLog(map(FunctionCallLogEntry.of, entries))

    async def wait_for(self, call: CallFields, deadline: Deadline) -> None:
        """Look at a run until it has ended; never sleeps after that.

        Raises WaitTimeoutError at the deadline, which without a timeout is the service's own limit and some grace.
        """
        try:
            while not call.ended:
                if not deadline.remaining:
                    raise WaitTimeoutError(call, deadline.waited)
                if math.isinf(deadline.seconds) and deadline.waited > ASK_LIMIT_AFTER:
                    deadline.seconds = await self.patience()
                await sleep(deadline.pause())
                await self._refresh(call, deadline)
        except (ApiError, NoAnswerError) as error:
            error.add_note(f"{call.label} was placed and may go on: calls.retrieve({call.id}, {call.function_id})")
            raise

    async def follow(self, call: CallFields) -> AsyncIterator[FunctionCallLogEntry]:
        """Every line of a run's log, once, as it comes, until the run has ended."""
        deadline = Deadline()
        lines = NewLines()
        while True:
            ended = call.ended  # before the log is read, so that what the run wrote last is in it
            for entry in lines.of(await self.logs(call.function_id, call.id)):
                yield entry
            if ended:
                return
            await sleep(pause_after(deadline.waited))
            await self._refresh(call, deadline)

    async def patience(self) -> float:
        """Seconds after which a run must have ended: the service's own limit, and some grace."""
        return await self._memory.longest_run() + GRACE

    async def log_tail(self, call: CallFields) -> list[FunctionCallLogEntry]:
        """The end of a run's log, for an error; nothing if it cannot be had, for the error matters more."""
        try:
            return (await self.logs(call.function_id, call.id))[-LOG_TAIL:]
        except CdfError:
            return []

    async def check(self, call: CallFields) -> None:
        """Raise CallFailedError if a run that has ended is no success."""
        if call.status != COMPLETED:
            raise CallFailedError(call, call.error, await self.log_tail(call))

    async def _refresh(self, call: CallFields, deadline: Deadline) -> None:
        try:
            with before(deadline):
                found = await self.look(call.function_id, [call.id])
        except NoAnswerError as error:
            if deadline.remaining:
                raise
            raise WaitTimeoutError(call, deadline.waited) from error
        if found:
            call.model = found[0]
