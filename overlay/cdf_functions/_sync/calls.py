# Made by `nox -s regenerate` from overlay/cdf_functions/_async/calls.py. Do not edit: change that, and run it again.
"""Calls: the runs of a function."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Self

from cdf_functions import _arguments
from cdf_functions._calls.polling import Deadline
from cdf_functions._http.exchange import exchange, known
from cdf_functions._resources.calls import CallFields, FunctionCallLog, FunctionCallLogEntry, call_token
from cdf_functions._resources.display import Items
from cdf_functions._resources.requests import call_filter
from cdf_functions._resources.times import TimeRange
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.calls import filter_calls
from cdf_functions_api.types import UNSET

from .memory import Memory
from .runs import Runs

PAGE = 1000  # calls


class FunctionCall(CallFields):
    """One run of a function: its fields, and what can be done about it."""

    def __init__(self, model: models.FunctionCall, runs: Runs) -> None:
        self.model: models.FunctionCall = model
        self._runs = runs

    @property
    def token(self) -> str:
        """A short text to keep, from which ``client.open_call`` gives this call again, in any process. Not secret."""
        return call_token(self._runs.project, self.function_id, self.id)

    def update(self) -> None:
        """Look at the run again and take over what is new (operation getCall)."""
        self.model = self._runs.get(self.function_id, self.id)

    def wait(self, timeout: float | timedelta | None = None, *, raise_on_failure: bool = True) -> Self:
        """Wait for the run to end; gives back this call, with its fields as they ended.

        Args:
            timeout: seconds, or a timedelta, to wait at most; None for as long as the service lets a run take, and a
                minute more
            raise_on_failure: False to give back a call that ended Failed or Timeout like any other

        Raises:
            CallFailedError: if the run ended Failed or Timeout
            WaitTimeoutError: if it still runs after ``timeout``; it goes on
        """
        self._runs.wait_for(self, Deadline(math.inf if timeout is None else _arguments.seconds(timeout, "timeout")))
        if raise_on_failure:
            self._runs.check(self)
        return self

    def result(self, timeout: float | timedelta | None = None) -> Any:
        """Wait for the run to end, and give what it returned; the arguments and the errors are those of ``wait``."""
        self.wait(timeout)
        return self.get_response()

    def get_response(self, default: Any = None) -> Any:
        """What the run returned: any JSON value (operation getCallResponse).

        Args:
            default: given back if the service holds no response, as while the run goes on or when it failed; pass
                something of your own to tell that from a run that returned None
        """
        return self._runs.response(self.function_id, self.id, default)

    def get_logs(self) -> FunctionCallLog:
        """What the run has written so far, oldest first (operation getCallLogs)."""
        return self._runs.logs(self.function_id, self.id)

    def follow_logs(self) -> Iterator[FunctionCallLogEntry]:
        """Every line that the run writes, once, as it comes; ends when the run has ended, however it did."""
        return self._runs.follow(self)


class FunctionCallList(Items[FunctionCall]):
    """Calls, each of which can do all that a single one can."""

    _kind = FunctionCall


class FunctionCallsAPI:
    """``client.functions.calls``"""

    def __init__(self, api: Api, memory: Memory, runs: Runs) -> None:
        self._api = api
        self._memory = memory
        self._runs = runs

    def list(
        self,
        function_id: int | None = None,
        function_external_id: str | None = None,
        status: str | None = None,
        schedule_id: int | None = None,
        start_time: TimeRange | None = None,
        end_time: TimeRange | None = None,
        limit: int | None = 25,
    ) -> FunctionCallList:
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
        pages = self._pages(function_id, function_external_id, status, schedule_id, start_time, end_time, limit)
        found: list[FunctionCall] = []
        for page in pages:
            found += page
        return FunctionCallList(found)

    def __call__(
        self,
        function_id: int | None = None,
        function_external_id: str | None = None,
        status: str | None = None,
        schedule_id: int | None = None,
        start_time: TimeRange | None = None,
        end_time: TimeRange | None = None,
        limit: int | None = None,
    ) -> Iterator[FunctionCall]:
        """Iterate over the calls of a function that match, of which only a page at a time is in memory.

            for call in client.functions.calls(function_id=1, status="Failed"):
                print(call.start_time, call.error)

        The arguments are those of ``list``.
        """
        pages = self._pages(function_id, function_external_id, status, schedule_id, start_time, end_time, limit)
        return self._one_by_one(pages)

    def _one_by_one(self, pages: Iterator[Sequence[FunctionCall]]) -> Iterator[FunctionCall]:
        for page in pages:
            for call in page:
                yield call

    def _pages(
        self,
        function_id: int | None,
        function_external_id: str | None,
        status: str | None,
        schedule_id: int | None,
        start_time: TimeRange | None,
        end_time: TimeRange | None,
        limit: int | None,
    ) -> Iterator[Sequence[FunctionCall]]:
        _arguments.limit(limit)
        _arguments.one_identifier(function_id, function_external_id, "function_id", "function_external_id")
        filter = call_filter(status, schedule_id, start_time, end_time)
        return self._ask(function_id, function_external_id, filter, sys.maxsize if limit is None else limit)

    def _ask(
        self, function_id: int | None, function_external_id: str | None, filter: models.CallFilter, left: int
    ) -> Iterator[Sequence[FunctionCall]]:
        id = self._memory.function_id(function_id, function_external_id)
        cursor: str | None = ""
        while cursor is not None and left > 0:
            body = models.CallFilterRequest(filter_=filter, limit=min(PAGE, left), cursor=cursor or UNSET)
            with exchange("filterCalls") as one:
                answer = filter_calls.sync_detailed(id, client=self._api, body=body)
                page = one.unwrap(answer, models.FunctionCallList)
                found = one.listed(page.items, models.FunctionCall)
            yield [FunctionCall(model, self._runs) for model in found[:left]]
            left -= len(found)
            cursor = known(page.next_cursor) or None

    def retrieve(
        self, call_id: int, function_id: int | None = None, function_external_id: str | None = None
    ) -> FunctionCall:
        """Give one call (operation getCall). Raises NotFoundError if there is none."""
        _arguments.internal_id(call_id, "call_id")
        id = self._memory.function_id(function_id, function_external_id)
        return FunctionCall(self._runs.get(id, call_id), self._runs)

    def get_response(
        self,
        call_id: int,
        function_id: int | None = None,
        function_external_id: str | None = None,
        *,
        default: Any = None,
    ) -> Any:
        """Give what a run returned, or ``default`` if the service holds no response (operation getCallResponse)."""
        _arguments.internal_id(call_id, "call_id")
        id = self._memory.function_id(function_id, function_external_id)
        return self._runs.response(id, call_id, default)

    def get_logs(
        self, call_id: int, function_id: int | None = None, function_external_id: str | None = None
    ) -> FunctionCallLog:
        """Give what a run has written so far, oldest first (operation getCallLogs)."""
        _arguments.internal_id(call_id, "call_id")
        id = self._memory.function_id(function_id, function_external_id)
        return self._runs.logs(id, call_id)
