# Made by `nox -s regenerate` from tests/_async/test_patience.py. Do not edit: change that, and run it again.
"""How long is waited: for a service that is full, for what is in doubt, for the log of a run that failed."""

import time

import pytest

from cdf_functions import AmbiguousCallError, CallFailedError, Retries, TooManyRequestsError
from cdf_functions._sync._calls import map as maps
from cdf_functions._sync._calls import runs, start
from tests.functions_service import EPOCH_MS, FunctionsService
from tests.made_up_time import MadeUpTime
from tests.patience import PATIENCE
from tests.scripted import LOST, SILENT, Answer

from .conftest import scripted_client

CALL = "POST /functions/1/call"
LIST = "POST /functions/1/calls/list"
POLL = "POST /functions/1/calls/byids"
LOGS = "GET /functions/1/calls/101/logs"
SOON = 0.3  # s


def full(retry_after: str | None) -> Answer:
    """No room for a call."""
    return Answer(429, {"error": {"code": 429, "message": "full"}}, {"retry-after": retry_after} if retry_after else {})


@pytest.mark.parametrize(
    ("retries", "retry_after", "least", "most"),
    [
        (Retries(attempts=2, within=20), None, 18, 20),
        (Retries(), "60", maps.STALLED_AFTER - 61, maps.STALLED_AFTER),
        (Retries(), "86400", 0, 0),
        (Retries(attempts=2, within=100), "30", 60, 100),
        (Retries(attempts=2, within=10), "30", 0, 0),
        (Retries(attempts=2, within=3000), "600", 2400, 3000),
    ],
)
def test_map_of_a_full_service(
    retries: Retries, retry_after: str | None, least: float, most: float, clock: MadeUpTime
) -> None:
    """A map to which a service says nothing but 429 gives up after a quarter of an hour, or as ``Retries`` says."""
    fake, began = FunctionsService(clock=clock.monotonic), clock.monotonic()
    with scripted_client(fake.script({CALL: full(retry_after)}), retries=retries) as (client, _):
        with pytest.raises(TooManyRequestsError, match="full") as caught:
            [value for value in client.functions.map(external_id="f", inputs=[{"x": 1}, {"x": 2}])]
    assert least <= clock.monotonic() - began
    assert clock.ahead <= most
    assert "tries in" in str(caught.value) or not least
    assert fake.unused == set()


def test_map_that_is_let_in_at_last(clock: MadeUpTime) -> None:
    """A map that its service makes wait for less than that goes on, and gives all it was asked for."""
    fake = FunctionsService(clock=clock.monotonic)
    answers = [full("60")] * 14  # two for each try, or one

    with scripted_client(
        fake.script({CALL: lambda request: answers.pop() if answers else fake.answer(request)}), retries=Retries()
    ) as (client, _):
        given = [value for value in client.functions.map(external_id="f", inputs=[{"x": 1}, {"x": 2}])]
    assert given == [{"x": 1}, {"x": 2}]
    assert clock.ahead > 6 * 60
    assert fake.unused == set()


def test_calls_that_cannot_be_listed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call in doubt is told within seconds of its deadline, also where the list of calls does not come."""
    monkeypatch.setattr(start, "SETTLED_WITHIN", SOON)
    fake, began = FunctionsService(), time.monotonic()
    with scripted_client(fake.script({CALL: LOST, LIST: SILENT}), timeout=2 * PATIENCE) as (client, _):
        with pytest.raises(AmbiguousCallError, match="could not be listed either") as caught:
            client.functions.call(id=1, timeout=SOON)
    assert caught.value.candidates is None
    assert time.monotonic() - began < PATIENCE


def test_log_that_does_not_come_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of a run that failed does not wait for a log that does not come."""
    monkeypatch.setattr(runs, "TAIL_ANSWERED_WITHIN", SOON)
    fake, began = FunctionsService(), time.monotonic()
    failed = {"id": 101, "functionId": 1, "status": "Failed", "startTime": EPOCH_MS, "endTime": EPOCH_MS + 1}
    script = fake.script({POLL: Answer(200, {"items": [failed]}), LOGS: SILENT})
    with scripted_client(script, timeout=2 * PATIENCE) as (client, _):
        with pytest.raises(CallFailedError) as caught:
            client.functions.call(id=1)
    assert list(caught.value.logs) == []
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("other", [2, None], ids=["another", "none"])
def test_polls_that_name_another_function(other: int | None) -> None:
    """A call stays that of its function, whatever a poll says, or reading it again: its response is asked for there."""
    fake = FunctionsService()
    ended = {"id": 101, "functionId": other, "status": "Completed", "startTime": EPOCH_MS, "endTime": EPOCH_MS + 1}
    script = fake.script({POLL: Answer(200, {"items": [ended]}), "GET /functions/1/calls/101": Answer(200, ended)})
    with scripted_client(script) as (client, service):
        call = client.functions.call(id=1, data={"x": 1})
        assert call.function_id == 1
        call.update()
        assert call.function_id == 1
        assert (client.functions.calls.retrieve(101, 1)).function_id == 1
        assert call.get_response() == {"x": 1}
    assert {each.split("/")[2] for each in service.operations() if "/calls" in each} == {"1"}
