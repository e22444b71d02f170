# Made by `nox -s regenerate` from tests/_async/test_unlikely.py. Do not edit: change that, and run it again.
"""What hardly ever happens: calls that are gone or never end, answers about something else, looks that fail."""

import math
from pathlib import Path
from typing import Any

import httpx
import pytest

from cdf_functions import (
    AccessDeniedError,
    AmbiguousCallError,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    OAuthClientCredentials,
    ServerError,
    WaitTimeoutError,
)
from tests.functions_service import FunctionsService, refusal
from tests.made_up_time import MadeUpTime
from tests.scripted import Answer, Script

from .conftest import scripted_client

BYIDS = "POST /functions/byids"
CALL = "POST /functions/1/call"
BUSY = refusal(503, "busy")
INPUTS = [{"x": 0}, {"x": 1}]


def function(status: str) -> Answer:
    """The function, as it is looked up."""
    return Answer(200, {"items": [{"id": 1, "name": "f", "status": status}]})


def test_call_of_a_journal_that_is_gone(tmp_path: Path) -> None:
    """A call that the journal has and the service does not is told as gone; the other inputs have their values."""
    fake, journal = FunctionsService(), tmp_path / "map.jsonl"
    with scripted_client(fake.script()) as (client, _):
        assert [each for each in client.functions.map(1, inputs=INPUTS, journal=journal)] == INPUTS
        (gone,) = [run.id for run in fake.runs.values() if run.data == INPUTS[1]]
        del fake.runs[gone]
        values = client.functions.map(1, inputs=INPUTS, journal=journal, return_exceptions=True)
        value, error = [each for each in values]
    assert value == INPUTS[0]
    assert isinstance(error, NotFoundError)
    assert f"call {gone}, which the journal has for input 1, is gone" in str(error)


def test_run_that_never_ends(clock: MadeUpTime) -> None:
    """A map gives up a run that the service should have ended long ago, and says how to find it again."""
    fake = FunctionsService(seconds=lambda _: math.inf, clock=clock.monotonic)
    with scripted_client(fake.script()) as (client, _):
        values = client.functions.map(1, inputs=INPUTS, return_exceptions=True)
        errors: list[Any] = [each for each in values]
    for error, given in zip(errors, INPUTS, strict=True):
        assert isinstance(error, WaitTimeoutError)
        (call_id,) = [run.id for run in fake.runs.values() if run.data == given]
        assert any(f"functions/1/calls/{call_id}" in note for note in error.__notes__)


def test_call_of_another_function() -> None:
    """An answer that is about a call of another function leaves the one that was placed in doubt."""
    other = {"id": 7, "functionId": 2, "status": "Running", "startTime": 1_700_000_000_000}
    fake = FunctionsService()
    script = fake.script({CALL: Answer(201, other), "POST /functions/1/calls/list": Answer(200, {"items": []})})
    with scripted_client(script) as (client, _):
        with pytest.raises(AmbiguousCallError, match="the answer is a call of function 2"):
            client.functions.call(id=1)


@pytest.mark.usefixtures("clock")
def test_deployment_is_looked_at_again() -> None:
    """Waiting for a deployment outlives looks that fail, but not what says that it is no use."""
    looks: Script = {BYIDS: [function("Deploying"), BUSY, BUSY, function("Ready")]}
    with scripted_client(looks) as (client, _):
        assert ((client.functions.retrieve(1)).wait_until_ready()).status == "Ready"
    looks = {BYIDS: [function("Deploying"), BUSY, refusal(400, "no")]}
    with scripted_client(looks) as (client, _):
        with pytest.raises(BadRequestError):
            (client.functions.retrieve(1)).wait_until_ready()


def test_what_a_refusal_means_is_not_to_be_had() -> None:
    """Where it cannot be looked up whether the function was replaced or is missing, the refusal is told as it came."""
    fake = FunctionsService()
    no = refusal(400, "no")
    placed = Answer(201, {"id": 7, "functionId": 1, "status": "Running", "startTime": 1_700_000_000_000})
    with scripted_client(fake.script({BYIDS: [function("Ready"), BUSY], CALL: [placed, no]})) as (client, _):
        client.functions.call(external_id="f", wait=False)
        with pytest.raises(BadRequestError, match="no"):
            client.functions.call(external_id="f")
    with scripted_client(fake.script({BYIDS: BUSY, CALL: no})) as (client, _):
        with pytest.raises(BadRequestError, match="no"):
            client.functions.call(id=1)
        with pytest.raises(ServerError):
            client.functions.retrieve(id=1)
    missing = refusal(400, "some are missing", missing=[{"id": 1}])
    with scripted_client(fake.script({BYIDS: missing, CALL: no})) as (client, _):
        with pytest.raises(NotFoundError):
            client.functions.call(id=1)


def test_session_that_was_chosen() -> None:
    """A client that was told how to make sessions makes those of its schedules in that way."""
    fake = FunctionsService()
    script = fake.script({"POST /token": Answer(200, {"access_token": "t", "expires_in": 3600})})
    with scripted_client(
        script,
        lambda service: OAuthClientCredentials(f"{service.base_url}/token", "id", "secret"),
        session="token_exchange",
    ) as (client, service):
        client.functions.schedules.create("s", "* * * * *", 1)
    (asked,) = [request.json for request in service.received if request.operation == "POST /sessions"]
    assert asked == {"items": [{"tokenExchange": True}]}


def test_session_that_cannot_be_chained() -> None:
    """The error explains what chaining means also where the session itself is refused for it."""
    no = refusal(403, "Nonces can only be used with root sessions.")
    with scripted_client(FunctionsService().script({"POST /sessions": no})) as (client, _):
        with pytest.raises(AccessDeniedError) as caught:
            client.functions.call(id=1)
    assert "chain one level deep" in caught.value.__notes__[0]


def test_arguments_that_httpx_refuses() -> None:
    """What httpx does not take is told as a matter of the client's configuration; a Proxy object is httpx's own."""
    with scripted_client({}, httpx_args={"no_such": 1}) as (client, _):
        with pytest.raises(ConfigurationError, match=r"httpx_args: .*no_such"):
            client.functions.list()
    script: Script = {"POST /functions/list": Answer(200, {"items": []})}
    with scripted_client(script) as (_, proxy):
        # a request that goes through a proxy for http has the whole address, which says the same
        given = httpx.Proxy(proxy.base_url, headers={"x-way": "proxy"})
        with scripted_client({}, httpx_args={"proxy": given, "trust_env": False}) as (client, _):
            assert client.functions.list() == []
        assert proxy.received[0].headers["x-way"] == "proxy"
