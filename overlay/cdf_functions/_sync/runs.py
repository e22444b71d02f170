# Made by `nox -s regenerate` from overlay/cdf_functions/_async/runs.py. Do not edit: change that, and run it again.
"""The operations on single runs, and waiting for their end: what a call and a list of calls have in common."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from cdf_functions._calls.polling import GRACE, Deadline, pause_after
from cdf_functions._http.exchange import exchange
from cdf_functions._http.options import before
from cdf_functions._resources.calls import COMPLETED, CallFields, FunctionCallLog, FunctionCallLogEntry, NewLines
from cdf_functions._resources.requests import call_request
from cdf_functions._runtime._sync import sleep
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

from .memory import Memory

LOG_TAIL = 10  # lines
ASK_LIMIT_AFTER = 60.0  # s; most runs are over by then, and never cost the request


class Runs:
    """Runs by their ids. Nothing here is checked: that is done where the arguments come in."""

    def __init__(self, api: Api, memory: Memory, project: str) -> None:
        self._api = api
        self._memory = memory
        self.project = project

    def post(self, function_id: int, data: dict[str, object], nonce: str) -> models.FunctionCall:
        """Start a run (operation callFunction), without ever asking twice."""
        with exchange("callFunction", once=True) as one:
            body = call_request(data, nonce)
            answer = call_function.sync_detailed(function_id, client=self._api, body=body)
            return one.unwrap(answer, models.FunctionCall)

    def get(self, function_id: int, call_id: int) -> models.FunctionCall:
        """Look at one run (operation getCall)."""
        with exchange("getCall") as one:
            answer = get_call.sync_detailed(function_id, call_id, client=self._api)
            return one.unwrap(answer, models.FunctionCall)

    def look(self, function_id: int, call_ids: Sequence[int]) -> list[models.FunctionCall]:
        """Look at many runs of a function at once (operation getCallsByIds).

        Those that the service does not find, as may be right after their start, are left out.
        """
        body = models.CallReferences([models.IdReference(id) for id in call_ids], ignore_unknown_ids=True)
        with exchange("getCallsByIds") as one:
            answer = get_calls_by_ids.sync_detailed(function_id, client=self._api, body=body)
            return one.listed(one.unwrap(answer, models.FunctionCallList).items, models.FunctionCall)

    def response(self, function_id: int, call_id: int, default: Any) -> Any:
        """What a run returned, or ``default`` (operation getCallResponse)."""
        with exchange("getCallResponse") as one:
            answer = get_call_response.sync_detailed(function_id, call_id, client=self._api)
            response = one.unwrap(answer, models.CallResponse).response
        return default if response is UNSET else response

    def logs(self, function_id: int, call_id: int) -> FunctionCallLog:
        """What a run has written so far (operation getCallLogs)."""
        with exchange("getCallLogs") as one:
            answer = get_call_logs.sync_detailed(function_id, call_id, client=self._api)
            entries = one.listed(one.unwrap(answer, models.CallLogs).items, models.CallLogEntry)
            return FunctionCallLog(map(FunctionCallLogEntry.of, entries))

    def wait_for(self, call: CallFields, deadline: Deadline) -> None:
        """Look at a run until it has ended; never sleeps after that.

        Raises WaitTimeoutError at the deadline, which without a timeout is the service's own limit and some grace.
        """
        try:
            while not call.ended:
                if not deadline.remaining:
                    raise WaitTimeoutError(call, deadline.waited)
                if math.isinf(deadline.seconds) and deadline.waited > ASK_LIMIT_AFTER:
                    deadline.seconds = self.patience()
                sleep(deadline.pause())
                self._refresh(call, deadline)
        except (ApiError, NoAnswerError) as error:
            error.add_note(f"{call.label} was placed and may go on: calls.retrieve({call.id}, {call.function_id})")
            raise

    def follow(self, call: CallFields) -> Iterator[FunctionCallLogEntry]:
        """Every line of a run's log, once, as it comes, until the run has ended."""
        deadline = Deadline()
        lines = NewLines()
        while True:
            ended = call.ended  # before the log is read, so that what the run wrote last is in it
            for entry in lines.of(self.logs(call.function_id, call.id)):
                yield entry
            if ended:
                return
            sleep(pause_after(deadline.waited))
            self._refresh(call, deadline)

    def patience(self) -> float:
        """Seconds after which a run must have ended: the service's own limit, and some grace."""
        return self._memory.longest_run() + GRACE

    def log_tail(self, call: CallFields) -> list[FunctionCallLogEntry]:
        """The end of a run's log, for an error; nothing if it cannot be had, for the error matters more."""
        try:
            return (self.logs(call.function_id, call.id))[-LOG_TAIL:]
        except CdfError:
            return []

    def check(self, call: CallFields) -> None:
        """Raise CallFailedError if a run that has ended is no success."""
        if call.status != COMPLETED:
            raise CallFailedError(call, call.error, self.log_tail(call))

    def _refresh(self, call: CallFields, deadline: Deadline) -> None:
        try:
            with before(deadline):
                found = self.look(call.function_id, [call.id])
        except NoAnswerError as error:
            if deadline.remaining:
                raise
            raise WaitTimeoutError(call, deadline.waited) from error
        if found:
            call.model = found[0]
