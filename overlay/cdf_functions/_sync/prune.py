# Made by `nox -s regenerate` from overlay/cdf_functions/_async/prune.py. Do not edit: change that, and run it again.
"""Clearing away functions that nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from cdf_functions._deploy.prune import PrunedFunction, PrunePlan, stale
from cdf_functions._resources.functions import FunctionFields
from cdf_functions._resources.requests import call_filter, chunks, function_references, most_at_once
from cdf_functions._runtime import clock
from cdf_functions._values import EPOCH
from cdf_functions_api import models, operations

from ._http.api import Api
from .files import FilesAPI
from .lookup import Lookup
from .schedules import FunctionSchedulesAPI

ALL = 10_000  # functions, far more than a project may have
AT_ONCE = most_at_once("FunctionReferences")


class Pruning:
    """Finds functions that nobody needs, and deletes them."""

    def __init__(self, api: Api, lookup: Lookup, schedules: FunctionSchedulesAPI) -> None:
        self._api = api
        self._lookup = lookup
        self._schedules = schedules
        self._files = FilesAPI(api)

    def look(self, keep: float) -> PrunePlan:
        """Those that have not been used for so many seconds."""
        now = clock.now()
        since = now - min(timedelta(seconds=min(keep, 10**12)), now - EPOCH)
        body = models.FunctionFilterRequest(limit=ALL)
        functions = [FunctionFields(each) for each in self._api.listed(operations.filter_functions, body=body)]
        schedules = self._schedules.list(limit=None)
        scheduled = {each.function_id for each in schedules if each.function_id is not None}
        named = {each.function_external_id for each in schedules}
        scheduled |= {each.id for each in functions if each.external_id and each.external_id in named}
        found = stale(functions, scheduled, since)
        # not every service says when a function was last called
        filter = call_filter(None, None, {"min": since}, None)
        return PrunePlan(tuple([each for each in found if not self._is_called(each, filter)]))

    def _is_called(self, function: PrunedFunction, filter: models.CallFilter) -> bool:
        body = models.CallFilterRequest(filter_=filter, limit=1)
        return bool(self._api.listed(operations.filter_calls, function.id, body=body))

    def carry_out(self, plan: PrunePlan) -> None:
        """Delete the functions, ten at a time, then their archives."""
        for some in chunks(plan.functions, AT_ONCE):
            body = function_references([each.id for each in some], ignore_unknown_ids=True)
            self._api.ask(operations.delete_functions, body=body)
            for each in some:
                self._lookup.forget(each.id)
            if files := [each.file_id for each in some if each.file_id is not None]:
                self._files.delete(files)
