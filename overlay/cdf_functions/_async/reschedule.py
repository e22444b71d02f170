"""Giving a function the schedules that it is to have, each once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from cdf_functions._deploy.schedules import FunctionScheduleWrite, missing_schedules, wanted_schedules
from cdf_functions._runtime._async import sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions.config import Config, lasting_type
from cdf_functions.errors import ApiError, BadRequestError, CdfError, NoAnswerError, NotFoundError

from .schedules import AsyncFunctionSchedulesAPI
from .sessions import AsyncSessionsAPI
from .standing import AsyncStandings

TRIES = 5  # of what may have happened though its answer was lost, or is refused for a moment
PAUSE = 1.0  # s before the second of them; it doubles


class AsyncScheduling:
    """Makes and deletes schedules of functions that are deployed."""

    def __init__(
        self,
        config: Config,
        schedules: AsyncFunctionSchedulesAPI,
        sessions: AsyncSessionsAPI,
        standings: AsyncStandings,
        deadline: Deadline,
    ) -> None:
        self._config = config
        self._schedules = schedules
        self._sessions = sessions
        self._standings = standings
        self._deadline = deadline

    async def make_sure(self) -> None:
        """See that schedules can be made, by making a session and ending it, while the old ones are still there."""
        session = await self._sessions.create(session_type=lasting_type(self._config, None))
        with suppress(CdfError):
            await self._sessions.revoke(session.id)

    async def make(
        self,
        function_id: int,
        inherited: Sequence[FunctionScheduleWrite],
        given: Sequence[FunctionScheduleWrite],
    ) -> None:
        """Make what a function lacks, then delete what it has in the place of that."""

        async def make() -> None:
            existing = await self._standings.schedules(function_id)
            there = [each.write for each in existing]
            wanted = wanted_schedules([*there, *missing_schedules(inherited, there)], given)
            for write in missing_schedules(wanted, there):
                await self._schedules.create(
                    write.name,
                    write.cron_expression,
                    function_id=function_id,
                    description=write.description,
                    data=write.data,
                )
            for each in existing:
                if missing_schedules([each.write], wanted):
                    await self._schedules.delete(each.id)
                else:
                    wanted.remove(next(other for other in wanted if not missing_schedules([other], [each.write])))

        await again(make, self._deadline)

    async def delete(self, function_id: int) -> None:
        """Delete those of a function that is gone; nobody says whether the service has done so."""
        with suppress(BadRequestError, NotFoundError):
            for schedule in await self._schedules.list(function_id=function_id, limit=None):
                await self._schedules.delete(schedule.id)


async def again(work: Callable[[], Awaitable[Any]], deadline: Deadline) -> None:
    """Do what looks first, and so does no harm where it is done again, until its outcome is certain."""
    pause = PAUSE
    for left in reversed(range(TRIES)):
        try:
            await work()
        except (ApiError, NoAnswerError) as error:
            passes = isinstance(error, NoAnswerError) or error.status >= 500 or _cannot_bind_yet(error)
            if not left or not passes or pause > deadline.remaining:
                raise
        else:
            return
        await sleep(pause)
        pause *= 2


def _cannot_bind_yet(error: ApiError) -> bool:
    """Whether a schedule was refused as was seen right after its function was created."""
    return isinstance(error, BadRequestError) and "bind" in error.message.lower()
