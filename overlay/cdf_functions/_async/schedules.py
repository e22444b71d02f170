"""Schedules: rules that call a function again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, overload

from cdf_functions import _arguments
from cdf_functions._resources.display import Items
from cdf_functions._resources.requests import chunks, most_at_once, schedule_filter, schedule_write
from cdf_functions._resources.schedules import ScheduleFields, input_data
from cdf_functions._resources.times import TimeRange
from cdf_functions.config import Config, lasting_type
from cdf_functions.credentials import ClientCredentials
from cdf_functions_api import models, operations

from ._http.api import AsyncApi, AsyncSingleTry
from .binding import AsyncBinding
from .lookup import AsyncLookup, function_identifier

ALL = 10_000  # schedules, far more than a project may have; the service has no pages for them


class AsyncFunctionSchedule(ScheduleFields):
    """A rule that calls a function again and again: its fields, and what can be done with it."""

    def __init__(self, model: models.FunctionSchedule, schedules: AsyncFunctionSchedulesAPI) -> None:
        super().__init__(model)
        self._schedules = schedules

    async def get_input_data(self) -> dict[str, Any] | None:
        """Give what its calls get as ``data``; None for nothing (operation getScheduleInputData)."""
        return await self._schedules.get_input_data(self.id)


class AsyncFunctionSchedulesList(Items[AsyncFunctionSchedule]):
    """Schedules, each of which can do all that a single one can."""

    _kind = AsyncFunctionSchedule


class AsyncFunctionSchedulesAPI:
    """``client.functions.schedules``"""

    def __init__(self, config: Config, api: AsyncApi, lookup: AsyncLookup, binding: AsyncBinding) -> None:
        self._config = config
        self._api = api
        self._lookup = lookup
        self._binding = binding

    async def list(
        self,
        name: str | None = None,
        function_id: int | None = None,
        function_external_id: str | None = None,
        created_time: TimeRange | None = None,
        cron_expression: str | None = None,
        limit: int | None = 25,
    ) -> AsyncFunctionSchedulesList:
        """Give the schedules that match in every way asked for (operation filterSchedules).

        Args:
            name: the whole name
            function_id: only those of one function, or
            function_external_id: only those of one function, by its external id
            created_time: ``{"min": ..., "max": ...}``, both ends included, either may be left out
            cron_expression: the whole cron expression, letter by letter
            limit: how many to give at most; None for all
        """
        limit = _arguments.limit(limit)
        filter = schedule_filter(name, created_time, cron_expression)
        if function_id is not None or function_external_id is not None:
            # by its id in any case: most schedules do not know their function's external id. And by the id of this
            # moment: the service refuses no id here, so that of a function that was replaced would find nothing
            filter.function_id = await self._lookup.current(function_identifier(function_id, function_external_id))
        body = models.ScheduleFilterRequest(filter_=filter, limit=ALL if limit is None else limit)
        found = await self._api.listed(operations.filter_schedules, body=body)
        return AsyncFunctionSchedulesList(AsyncFunctionSchedule(model, self) for model in found[:limit])

    @overload
    async def retrieve(self, id: int, ignore_unknown_ids: bool = False) -> AsyncFunctionSchedule: ...

    @overload
    async def retrieve(self, id: Sequence[int], ignore_unknown_ids: bool = False) -> AsyncFunctionSchedulesList: ...

    async def retrieve(
        self, id: int | Sequence[int], ignore_unknown_ids: bool = False
    ) -> AsyncFunctionSchedule | AsyncFunctionSchedulesList:
        """Give one schedule (operation getSchedule), or several (operation getSchedulesByIds).

        Args:
            id: the id of one, or those of several
            ignore_unknown_ids: True to pass over what is not there, when asking for several

        Raises:
            NotFoundError: naming what is not there
        """
        ids = _arguments.internal_ids(id, "id")
        if not _arguments.is_several(id):
            return AsyncFunctionSchedule(await self._api.ask(operations.get_schedule, ids[0]), self)
        found: list[models.FunctionSchedule] = []
        for some in chunks(ids, most_at_once("ScheduleReferences")):
            references = [models.IdReference(each) for each in some]
            body = models.ScheduleReferences(references, ignore_unknown_ids=ignore_unknown_ids)
            found += await self._api.listed(operations.get_schedules_by_ids, body=body)
        return AsyncFunctionSchedulesList(AsyncFunctionSchedule(model, self) for model in found)

    async def create(
        self,
        name: str,
        cron_expression: str,
        function_id: int | None = None,
        function_external_id: str | None = None,
        client_credentials: ClientCredentials | None = None,
        description: str | None = None,
        data: Mapping[str, object] | None = None,
        nonce: str | None = None,
    ) -> AsyncFunctionSchedule:
        """Create a schedule, with a session that lives as long as it (operations createSession and createSchedule).

        Args:
            name: shown to people; need not be unique
            cron_expression: minute, hour, day of month, month and day of week, such as ``0 8 * * MON-FRI``
            function_id: the function to call, or
            function_external_id: the function by its external id
            client_credentials: whose rights its calls have; None for those of this client
            description: free text, up to 500 characters
            data: what ``handle`` gets as ``data`` each time. Not the place for secrets: the service keeps it
            nonce: of a session that you made yourself, less than a minute ago; it should be one that lasts

        Raises:
            TypeError, ValueError: for input that can be seen to be wrong; nothing was sent
            NotFoundError: if there is no such function
        """
        write = schedule_write(name, cron_expression, description, data)
        identifier = function_identifier(function_id, function_external_id)
        if nonce is not None:
            _arguments.nonce(nonce)
            if client_credentials is not None:
                raise TypeError("client_credentials, nonce: expected at most one of them, got both")
        session_type = lasting_type(self._config, client_credentials) if nonce is None else None
        if isinstance(identifier, int):
            await self._lookup.make_sure(identifier)

        async def send(api: AsyncSingleTry, nonce: str) -> models.FunctionSchedule:
            write.nonce = nonce
            return await api.single(operations.create_schedule, body=models.ScheduleCreateRequest([write]))

        async def create(id: int) -> models.FunctionSchedule:
            write.function_id = id
            return await self._binding.bind(
                send, nonce=nonce, client_credentials=client_credentials, session_type=session_type
            )

        return AsyncFunctionSchedule(await self._lookup.use(identifier, create), self)

    async def delete(self, id: int) -> None:
        """Delete a schedule (operation deleteSchedules). Raises NotFoundError if there is none."""
        body = models.ScheduleDeleteRequest([models.IdReference(_arguments.internal_id(id, "id"))])
        await self._api.ask(operations.delete_schedules, body=body)

    async def get_input_data(self, id: int) -> dict[str, Any] | None:
        """Give what the calls of a schedule get as ``data``; None for nothing (operation getScheduleInputData)."""
        id = _arguments.internal_id(id, "id")
        return await self._api.made(input_data, operations.get_schedule_input_data, id)
