# Made by `nox -s regenerate` from overlay/cdf_functions/_async/calls.py. Do not edit: change that, and run it again.
"""Calls: the runs of a function."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Self, cast

from cdf_functions import _arguments
from cdf_functions._http.reader import Cursors, items
from cdf_functions._resources.calls import CallFields, FunctionCallLog, FunctionCallLogEntry, call_token
from cdf_functions._resources.display import Items
from cdf_functions._resources.functions import FunctionFields
from cdf_functions._resources.requests import call_filter
from cdf_functions._resources.times import TimeRange
from cdf_functions._runtime.deadline import Deadline
from cdf_functions_api import models, operations
from cdf_functions_api.types import UNSET

from ._calls.runs import Runs
from ._http.api import Api
from .lookup import Lookup, function_identifier

PAGE = 1000  # calls


class FunctionCall(CallFields):
    """One run of a function: its fields, and what can be done about it."""

    def __init__(self, model: models.FunctionCall, runs: Runs) -> None:
        super().__init__(model)
        self._runs = runs

    @property
    def token(self) -> str:
        """A short text to keep, from which ``client.open_call`` gives this call again, in any process. Not secret."""
        return call_token(self._runs.project, self.function_id, self.id)

    def update(self) -> None:
        """Look at the run again and take over what is new (operation getCall)."""
        self.model: models.FunctionCall = self._runs.get(self.function_id, self.id)

    def wait(self, timeout: float | timedelta | None = None, *, raise_on_failure: bool = True) -> Self:
        """Wait for the run to end (operation getCallsByIds); gives back this call, with its fields as they ended.

        All waits and maps of one client poll a function's calls together, with one request at a time.

        Args:
            timeout: seconds, or a timedelta, to wait at most; None for as long as the service lets a run take, and a
                minute more
            raise_on_failure: False to give back a call that ended Failed or Timeout like any other

        Raises:
            CallFailedError: if the run ended Failed or Timeout; it waits up to 2 s for the last lines of the log
            WaitTimeoutError: if it still runs after ``timeout``; it goes on. Other errors that end the wait name the
                call in a note
        """
        deadline = Deadline(math.inf if timeout is None else _arguments.seconds(timeout, "timeout"))
        self._runs.wait(self, deadline, raise_on_failure=raise_on_failure)
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
        log, _ = self._runs.log(self.function_id, self.id)
        return log

    def follow_logs(self) -> Iterator[FunctionCallLogEntry]:
        """Every line that the run writes, once, as it comes; ends when the run has ended, however it did.

        A log store may be behind: after the end the log is read again until it has had no new line for 3 s, for 5 s at
        most, or until a line says by its time that nothing can come after it.
        """
        return self._runs.follow(self)


class FunctionCallList(Items[FunctionCall]):
    """Calls, each of which can do all that a single one can."""

    _kind = FunctionCall


class FunctionCallsAPI:
    """``client.functions.calls``"""

    def __init__(self, api: Api, lookup: Lookup, runs: Runs) -> None:
        self._api = api
        self._lookup = lookup
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
        limit = _arguments.limit(limit)
        identifier = function_identifier(function_id, function_external_id)
        filter = call_filter(status, schedule_id, start_time, end_time)
        return self._following(identifier, filter, sys.maxsize if limit is None else limit)

    def _following(
        self, identifier: int | str, filter: models.CallFilter, left: int
    ) -> Iterator[Sequence[FunctionCall]]:
        cursors, cursor = Cursors(operations.filter_calls), cast("str | None", "")
        while cursor is not None and left > 0:
            body = models.CallFilterRequest(filter_=filter, limit=min(PAGE, left), cursor=cursor or UNSET)
            page = self._page(identifier, body)
            found = items(page)
            yield [FunctionCall(model, self._runs) for model in found[:left]]
            left -= len(found)
            cursor = cursors.after(page)

    def _page(self, identifier: int | str, body: models.CallFilterRequest) -> models.FunctionCallList:
        return self._lookup.use(identifier, lambda id: self._api.ask(operations.filter_calls, id, body=body))

    def retrieve(
        self, call_id: int, function_id: int | None = None, function_external_id: str | None = None
    ) -> FunctionCall:
        """Give one call (operation getCall). Raises NotFoundError if there is none."""
        call_id = _arguments.internal_id(call_id, "call_id")
        identifier = function_identifier(function_id, function_external_id)
        model = self._lookup.use(identifier, lambda id: self._runs.get(id, call_id))
        return FunctionCall(model, self._runs)

    def get_response(
        self,
        call_id: int,
        function_id: int | None = None,
        function_external_id: str | None = None,
        *,
        default: Any = None,
    ) -> Any:
        """Give what a run returned, or ``default`` if the service holds no response (operation getCallResponse)."""
        call_id = _arguments.internal_id(call_id, "call_id")
        identifier = function_identifier(function_id, function_external_id)
        return self._lookup.use(identifier, lambda id: self._runs.response(id, call_id, default))

    def get_logs(
        self, call_id: int, function_id: int | None = None, function_external_id: str | None = None
    ) -> FunctionCallLog:
        """Give what a run has written so far, oldest first (operation getCallLogs)."""
        call_id = _arguments.internal_id(call_id, "call_id")
        identifier = function_identifier(function_id, function_external_id)
        log, _ = self._lookup.use(identifier, lambda id: self._runs.log(id, call_id))
        return log


class CalledFunction(FunctionFields):
    """A function, as far as its calls go: their filters stand below those of ``client.functions.calls``."""

    def __init__(self, model: models.Function, calls: FunctionCallsAPI) -> None:
        super().__init__(model)
        self._calls = calls

    def list_calls(
        self,
        status: str | None = None,
        schedule_id: int | None = None,
        start_time: TimeRange | None = None,
        end_time: TimeRange | None = None,
        limit: int | None = 25,
    ) -> FunctionCallList:
        """Give the calls of this function that match; the arguments are those of ``client.functions.calls.list``."""
        return self._calls.list(
            self.id,
            status=status,
            schedule_id=schedule_id,
            start_time=start_time,
            end_time=end_time,
            limit=limit,
        )

    def retrieve_call(self, id: int) -> FunctionCall:
        """Give one call of this function. Raises NotFoundError if there is none."""
        return self._calls.retrieve(id, self.id)
