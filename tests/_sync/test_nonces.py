# Made by `nox -s regenerate` from tests/_async/test_nonces.py. Do not edit: change that, and run it again.
"""Sessions of calls and of schedules: their nonces are fresh when sent, and what is not used is revoked."""

from collections.abc import Callable
from typing import Any

import pytest

from cdf_functions import AccessDeniedError, ApiError, BadRequestError, Client, Retries, TooManyRequestsError
from tests.functions_service import FunctionsService, refusal
from tests.made_up_time import MadeUpTime
from tests.scripted import Answer, Received, Script

from .conftest import scripted_client

PATIENT = Retries(attempts=6, within=600)
FULL = Answer(429, {"error": {"code": 429, "message": "full"}}, {"retry-after": "35"})
Start = Callable[[Client, Any], Any]


def call(client: Client, data: Any = None) -> Any:
    """Start a run."""
    return client.functions.call(external_id="f", data=data, wait=False)


def schedule(client: Client, data: Any = None) -> Any:
    """Create a schedule."""
    return client.functions.schedules.create("s", "* * * * *", function_external_id="f", data=data)


both = pytest.mark.parametrize("start", [call, schedule], ids=["call", "schedule"])


def first(fake: FunctionsService, *answers: Answer) -> Script:
    """Begin with these answers to whatever would use a nonce."""
    left = list(answers)

    def answer(request: Received) -> Answer:
        return left.pop(0) if left else fake.answer(request)

    return fake.script({"POST /functions/1/call": answer, "POST /functions/schedules": answer})


@both
@pytest.mark.parametrize("times", [1, 2, 4])
def test_nonce_is_fresh_when_it_is_sent(start: Start, times: int, clock: MadeUpTime) -> None:
    """A service that is full for longer than a nonce lives gets one that is fresh; the old ones' sessions are ended."""
    fake = FunctionsService(clock=clock.monotonic)
    with scripted_client(first(fake, *[FULL] * times), retries=PATIENT) as (client, _):
        start(client, None)
    assert clock.ahead >= 35 * times
    assert len(fake.used) == 1
    assert fake.unused == set()


@both
@pytest.mark.parametrize("refusals", [1, 2])
def test_nonce_that_grew_old_on_its_way(start: Start, refusals: int, clock: MadeUpTime) -> None:
    """A nonce that is refused when it is old, as after a queue for a connection, is replaced once; then it is told."""
    fake = FunctionsService(clock=clock.monotonic)
    asked: list[Received] = []

    def queued(request: Received) -> Answer:
        asked.append(request)
        if len(asked) <= refusals:
            clock.ahead += 61
        return fake.answer(request)

    script = fake.script({"POST /functions/1/call": queued, "POST /functions/schedules": queued})
    with scripted_client(script) as (client, _):
        if refusals == 1:
            start(client, None)
        else:
            with pytest.raises(BadRequestError, match="Failed to bind session"):
                start(client, None)
    assert len(asked) == 2
    assert len(fake.used) == 2 - refusals
    assert fake.unused == set()


@both
@pytest.mark.parametrize("attempts", [1, 2, 3])
def test_full_service_is_told_as_full(start: Start, attempts: int, clock: MadeUpTime) -> None:
    """However old the nonce has grown meanwhile, a service that stays full is told as such; no session is left."""
    fake = FunctionsService(clock=clock.monotonic)
    retries = Retries(attempts=attempts, within=600)
    with scripted_client(first(fake, *[FULL] * 9), retries=retries) as (client, _):
        with pytest.raises(TooManyRequestsError, match="full") as caught:
            start(client, None)
    assert caught.value.retry_after == 35
    assert fake.used == set()
    assert fake.unused == set()


@both
@pytest.mark.parametrize(
    ("refused", "kind"),
    [
        (refusal(400, "odd"), BadRequestError),
        (refusal(403, "not you"), AccessDeniedError),
        (refusal(422, "no"), ApiError),
    ],
    ids=["400", "403", "422"],
)
def test_session_is_ended_after_a_refusal(start: Start, refused: Answer, kind: type[ApiError]) -> None:
    """What is refused uses no nonce, so its session is ended."""
    fake = FunctionsService()
    with scripted_client(first(fake, *[refused] * 3)) as (client, _):
        with pytest.raises(kind):
            start(client, None)
    assert fake.sessions
    assert fake.unused == set()


@both
@pytest.mark.parametrize("odd", ["\ud800", "\udfff"], ids=["half a character", "the other half"])
def test_input_that_is_no_json_after_all(start: Start, odd: Any) -> None:
    """Input that only turns out not to be JSON when it is written raises, and leaves neither a run nor a session."""
    fake = FunctionsService()
    with scripted_client(fake.script()) as (client, service):
        with pytest.raises((TypeError, ValueError)):
            start(client, {"x": odd})
    assert not {"POST /functions/1/call", "POST /functions/schedules"}.intersection(service.operations())
    assert fake.unused == set()


@both
@pytest.mark.parametrize("odd", [10**5000, -(10**5000), [{"y": 10**5000}]], ids=["one", "negative", "in a list"])
def test_number_that_cannot_be_written(start: Start, odd: Any) -> None:
    """An int of 5,000 digits, which Python does not write out, is refused before a session is made."""
    fake = FunctionsService()
    with scripted_client(fake.script()) as (client, service):
        with pytest.raises(ValueError, match="an int of so many digits cannot be written out"):
            start(client, {"x": odd})
        outcomes = [
            outcome
            for outcome in client.functions.map(external_id="f", inputs=[{"x": odd}, {"x": 1}], return_exceptions=True)
        ]
    assert [type(outcome) for outcome in outcomes] == [ValueError, dict]
    assert fake.sessions.keys() == fake.used == {1}
    assert service.operations().count("POST /sessions") == 1


@both
@pytest.mark.usefixtures("clock")
def test_session_is_kept_when_it_may_be_used(start: Start) -> None:
    """When it cannot be known whether a run or a schedule has the session, it is left alone."""
    fake = FunctionsService()
    with scripted_client(first(fake, Answer(502, b"<html>"))) as (client, _):
        with pytest.raises(Exception, match="502"):
            start(client, None)
    assert fake.revoked == set()
