"""Clearing away functions that nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from cdf_functions._deploy.prune import PrunedFunction, PrunePlan, stale
from cdf_functions._resources.functions import FunctionFields
from cdf_functions._resources.requests import call_filter, chunks, function_references, most_at_once
from cdf_functions._runtime import clock
from cdf_functions._values import EPOCH
from cdf_functions_api import models, operations

from ._http.api import AsyncApi
from .files import AsyncFilesAPI
from .lookup import AsyncLookup
from .schedules import AsyncFunctionSchedulesAPI

ALL = 10_000  # functions, far more than a project may have
AT_ONCE = most_at_once("FunctionReferences")


class AsyncPruning:
    """Finds functions that nobody needs, and deletes them."""

    def __init__(self, api: AsyncApi, lookup: AsyncLookup, schedules: AsyncFunctionSchedulesAPI) -> None:
        self._api = api
        self._lookup = lookup
        self._schedules = schedules
        self._files = AsyncFilesAPI(api)

    async def look(self, keep: float) -> PrunePlan:
        """Those that have not been used for so many seconds."""
        now = clock.now()
        since = now - min(timedelta(seconds=min(keep, 10**12)), now - EPOCH)
        body = models.FunctionFilterRequest(limit=ALL)
        functions = [FunctionFields(each) for each in await self._api.listed(operations.filter_functions, body=body)]
        schedules = await self._schedules.list(limit=None)
        scheduled = {each.function_id for each in schedules if each.function_id is not None}
        named = {each.function_external_id for each in schedules}
        scheduled |= {each.id for each in functions if each.external_id and each.external_id in named}
        found = stale(functions, scheduled, since)
        # not every service says when a function was last called
        filter = call_filter(None, None, {"min": since}, None)
        return PrunePlan(tuple([each for each in found if not await self._is_called(each, filter)]))

    async def _is_called(self, function: PrunedFunction, filter: models.CallFilter) -> bool:
        body = models.CallFilterRequest(filter_=filter, limit=1)
        return bool(await self._api.listed(operations.filter_calls, function.id, body=body))

    async def carry_out(self, plan: PrunePlan) -> None:
        """Delete the functions, ten at a time, then their archives."""
        for some in chunks(plan.functions, AT_ONCE):
            body = function_references([each.id for each in some], ignore_unknown_ids=True)
            await self._api.ask(operations.delete_functions, body=body)
            for each in some:
                self._lookup.forget(each.id)
            if files := [each.file_id for each in some if each.file_id is not None]:
                await self._files.delete(files)
