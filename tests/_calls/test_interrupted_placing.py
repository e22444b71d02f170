"""A program that gives up while a call or a schedule waits for its turn leaves no session behind."""

import asyncio
from typing import Literal

import pytest

from cdf_functions import Retries
from tests._async.conftest import scripted_client as async_scripted_client
from tests._sync.conftest import scripted_client
from tests.functions_service import FunctionsService
from tests.made_up_time import MadeUpTime
from tests.scripted import Answer, Script

Kind = Literal["call", "schedule"]
PATIENT = Retries(attempts=6, within=600)
both = pytest.mark.parametrize("kind", ["call", "schedule"])


def always_full(fake: FunctionsService) -> Script:
    """Never have room for a run or a schedule."""
    full = Answer(429, {"error": {"code": 429, "message": "full"}}, {"retry-after": "20"})
    return fake.script({"POST /functions/1/call": full, "POST /functions/schedules": full})


@both
async def test_cancellation_ends_the_session(kind: Kind, clock: MadeUpTime) -> None:
    """A task that is cancelled between two tries ends the session that it made."""
    fake = FunctionsService()

    def cancel() -> None:
        clock.when_sleeping = None
        task = asyncio.current_task()
        assert task is not None
        task.cancel()

    async with async_scripted_client(always_full(fake), retries=PATIENT) as (client, _):
        clock.when_sleeping = cancel
        work = (
            client.functions.call(external_id="f")
            if kind == "call"
            else client.functions.schedules.create("s", "* * * * *", function_external_id="f")
        )
        task: asyncio.Task[object] = asyncio.ensure_future(work)
        with pytest.raises(asyncio.CancelledError):
            await task
    assert fake.sessions
    assert fake.unused == set()


@both
def test_ctrl_c_ends_the_session(kind: Kind, clock: MadeUpTime) -> None:
    """Ctrl-C between two tries ends the session that was made."""
    fake = FunctionsService()

    def interrupt() -> None:
        clock.when_sleeping = None
        raise KeyboardInterrupt

    with scripted_client(always_full(fake), retries=PATIENT) as (client, _):
        clock.when_sleeping = interrupt
        with pytest.raises(KeyboardInterrupt):
            if kind == "call":
                client.functions.call(external_id="f")
            else:
                client.functions.schedules.create("s", "* * * * *", function_external_id="f")
    assert fake.sessions
    assert fake.unused == set()
