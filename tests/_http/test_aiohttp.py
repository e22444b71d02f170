"""Another transport below the async client: that of httpx-aiohttp, which the extra ``aiohttp`` brings."""

import asyncio
import gc
import ssl
from collections.abc import Callable
from typing import Any

import pytest
from httpx_aiohttp import AiohttpTransport

from cdf_functions import AmbiguousCallError, AsyncClient, Retries, Token
from tests.scripted import LOST, Answer, Received, Script, Scripted, scripted

SESSION = Answer(200, {"items": [{"id": 1, "nonce": "n", "status": "READY"}]})
CALL = "POST /functions/1/call"
NOTHING: Script = {
    "POST /sessions": SESSION,
    CALL: LOST,
    "POST /functions/1/calls/list": Answer(200, {"items": []}),
    "POST /sessions/revoke": Answer(200, {"items": []}),
}
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Made once, for it is quicker than to read the certificates for each test."""


def client(service: Scripted, **settings: Any) -> AsyncClient:
    """A client with the other transport."""
    through = {"transport": AiohttpTransport(verify=NO_TLS)}
    return AsyncClient(project="p", base_url=service.base_url, credentials=Token("t"), httpx_args=through, **settings)


def started() -> Callable[[Received], Answer]:
    """What answers to calls, each with an id of its own."""
    ids = iter(range(1, 1000))
    return lambda _: Answer(201, {"id": next(ids), "functionId": 1, "status": "Running", "startTime": 1})


async def test_lost_answer_is_in_doubt() -> None:
    """A connection that breaks after the request has left leaves the call in doubt; it is not sent again."""
    with scripted(NOTHING) as service:
        async with client(service, retries=Retries(attempts=5)) as one:
            with pytest.raises(AmbiguousCallError):
                await one.functions.call(id=1)
    assert service.operations().count(CALL) == 1
    assert service.received[0].client == service.received[1].client, "on a connection that was used before"


async def test_answer_that_is_no_http_is_in_doubt() -> None:
    """So does an answer that the other library cannot read, and says so with an error of its own."""
    both = Answer(201, {"id": 1}, {"transfer-encoding": "chunked"})  # and a length, which no answer may have beside it
    with scripted({**NOTHING, CALL: both}) as service:
        async with client(service, retries=Retries(attempts=5)) as one:
            with pytest.raises(AmbiguousCallError):
                await one.functions.call(id=1)
    assert service.operations().count(CALL) == 1


async def test_reading_is_repeated() -> None:
    """What only reads is asked again."""
    with scripted({"POST /functions/byids": [LOST, Answer(200, {"items": [{"id": 1, "name": "f"}]})]}) as service:
        async with client(service) as one:
            function = await one.functions.retrieve(id=1)
    assert function is not None
    assert service.operations() == ["POST /functions/byids"] * 2


async def test_fifty_at_once() -> None:
    """Fifty calls at once all start, on as many connections, and none of them is left open."""
    script: Script = {"POST /sessions": SESSION, CALL: started()}
    with scripted(script) as service:
        async with client(service) as one:
            calls = await asyncio.gather(*(one.functions.call(id=1, wait=False) for _ in range(50)))
        assert sorted(call.id for call in calls) == list(range(1, 51))
        assert service.operations().count(CALL) == 50
        del one
        gc.collect()  # what was not closed would warn, and warnings are errors
