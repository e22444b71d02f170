"""A log store that is behind: lines that can be read only some time after the run has ended."""

from collections.abc import Sequence
from typing import Any

import pytest

from cdf_functions import CallFailedError
from tests.functions_service import EPOCH_MS, FunctionsService
from tests.made_up_time import MadeUpTime
from tests.scripted import Answer, Received, Script

from .conftest import scripted_client

LOGS = "GET /functions/1/calls/101/logs"
GET = "GET /functions/1/calls/101"
POLL = "POST /functions/1/calls/byids"
END = EPOCH_MS + 5000
Line = dict[str, Any]


class Lagging:
    """A run, and a log whose lines can be read so many seconds after the end of the run was seen."""

    def __init__(self, clock: MadeUpTime, status: str, lines: Sequence[tuple[float, Line]]) -> None:
        self.clock = clock
        self.status = status
        self.lines = lines
        self.ended: float | None = None

    def poll(self, request: Received) -> Answer:
        """The run has ended."""
        return Answer(200, {"items": [self.shown(request).body]})

    def shown(self, _request: Received) -> Answer:
        """The run alone."""
        if self.ended is None:
            self.ended = self.clock.monotonic()
        call = {"id": 101, "functionId": 1, "status": self.status, "startTime": EPOCH_MS, "endTime": END}
        return Answer(200, call)

    def logs(self, _request: Received) -> Answer:
        """What can be read by now."""
        since = -1.0 if self.ended is None else self.clock.monotonic() - self.ended
        return Answer(200, {"items": [line for late, line in self.lines if since >= late]})

    def script(self) -> Script:
        """For a service with nothing else that is odd."""
        return FunctionsService(seconds=lambda _id: 1e9).script({POLL: self.poll, GET: self.shown, LOGS: self.logs})


def line(message: str, before_end: int | None = None) -> Line:
    """A line, with the time that it was written if it is known."""
    return {"message": message} if before_end is None else {"message": message, "timestamp": END - before_end}


LATE = {
    "all at once": [(1.8, line("one")), (1.8, line("two"))],
    "with times": [(1.8, line("one", 3000)), (1.8, line("two", 100))],
    "in parts": [(-1.0, line("one", 3000)), (1.5, line("two", 200)), (1.8, line("three", 100))],
    "same words": [(0.5, line("one")), (1.8, line("one"))],
}
late_lines = pytest.mark.parametrize("lines", LATE.values(), ids=LATE.keys())


@late_lines
async def test_failed_run_shows_late_lines(lines: list[tuple[float, Line]], clock: MadeUpTime) -> None:
    """The error of a run that failed has the lines that come up to two seconds late, in its text too."""
    async with scripted_client(Lagging(clock, "Failed", lines).script()) as (client, _):
        with pytest.raises(CallFailedError) as caught:
            await client.functions.call(external_id="f")
    expected = [each["message"] for _, each in lines]
    assert [entry.message for entry in caught.value.logs] == expected
    assert "\n".join(f"  {message}" for message in expected) in "\n".join(caught.value.__notes__)


@late_lines
@pytest.mark.parametrize("status", ["Completed", "Failed"])
async def test_following_gives_late_lines(status: str, lines: list[tuple[float, Line]], clock: MadeUpTime) -> None:
    """Following the log of a run gives every line once, those that come after its end too."""
    async with scripted_client(Lagging(clock, status, lines).script()) as (client, _):
        call = await client.functions.call(external_id="f", wait=False)
        found = [entry.message async for entry in call.follow_logs()]
    assert found == [each["message"] for _, each in lines]
    assert call.status == status


async def test_no_more_requests_than_it_takes(clock: MadeUpTime) -> None:
    """When the log has a line from the end of the run, or from after it, nothing can come: it is read once."""
    lines = [(-1.0, line("one", 300)), (-1.0, line("two", 0)), (-1.0, line("three", -5))]
    async with scripted_client(Lagging(clock, "Failed", lines).script()) as (client, service):
        with pytest.raises(CallFailedError) as caught:
            await client.functions.call(external_id="f")
    assert [entry.message for entry in caught.value.logs] == ["one", "two", "three"]
    assert service.operations().count(LOGS) == 1


@pytest.mark.parametrize(
    "lines", [[], [(-1.0, line("one"))], [(9.0, line("too late"))]], ids=["none", "one", "too late"]
)
async def test_late_lines_are_not_waited_for_for_ever(lines: list[tuple[float, Line]], clock: MadeUpTime) -> None:
    """Two seconds for the error, five for following: then it is taken that there are no more."""
    async with scripted_client(Lagging(clock, "Failed", lines).script()) as (client, service):
        before = clock.ahead
        with pytest.raises(CallFailedError):
            await client.functions.call(external_id="f")
        assert clock.ahead - before < 4
        assert service.operations().count(LOGS) < 30
        call = await client.open_call("p/functions/1/calls/101")
        before = clock.ahead
        [entry async for entry in call.follow_logs()]
        assert clock.ahead - before < 8
