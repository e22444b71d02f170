"""What has no id that can be asked for is nothing that a caller could go on with: one ApiError, wherever it is read."""

from collections.abc import Awaitable, Callable

import pytest

from cdf_functions import ApiError, AsyncClient
from tests.scripted import Answer

from .conftest import scripted_client

BAD_IDS = {
    "none at all": b"{}",
    "null": b'{"id": null}',
    "a text": b'{"id": "7"}',
    "NaN": b'{"id": NaN}',
    "nought": b'{"id": 0}',
    "a fraction": b'{"id": 7.5}',
    "huge": b'{"id": 9007199254740992}',
    "true": b'{"id": true}',
    "a list": b'{"id": [7]}',
}
READS: dict[str, tuple[str, bool, Callable[[AsyncClient], Awaitable[object]]]] = {
    "calls.retrieve": ("GET /functions/1/calls/7", False, lambda client: client.functions.calls.retrieve(7, 1)),
    "open_call": ("GET /functions/1/calls/7", False, lambda client: client.open_call("p/functions/1/calls/7")),
    "calls.list": ("POST /functions/1/calls/list", True, lambda client: client.functions.calls.list(1)),
    "retrieve": ("POST /functions/byids", True, lambda client: client.functions.retrieve(id=7)),
    "retrieve_multiple": ("POST /functions/byids", True, lambda client: client.functions.retrieve_multiple(ids=[7])),
    "list": ("POST /functions/list", True, lambda client: client.functions.list()),
    "schedules.retrieve": ("GET /functions/schedules/7", False, lambda client: client.functions.schedules.retrieve(7)),
    "several schedules": (
        "POST /functions/schedules/byids",
        True,
        lambda client: client.functions.schedules.retrieve([7]),
    ),
    "schedules.list": ("POST /functions/schedules/list", True, lambda client: client.functions.schedules.list()),
    "sessions.retrieve": ("POST /sessions/byids", True, lambda client: client.sessions.retrieve(7)),
    "sessions.list": ("GET /sessions", True, lambda client: client.sessions.list()),
    "sessions.revoke": ("POST /sessions/revoke", True, lambda client: client.sessions.revoke(7)),
    "sessions.create": ("POST /sessions", True, lambda client: client.sessions.create()),
}


@pytest.mark.parametrize("id", BAD_IDS)
@pytest.mark.parametrize("name", READS)
async def test_no_usable_id(name: str, id: str) -> None:
    """An answer, or an item of one, without an id or with one that is none, is an ApiError that says so."""
    operation, listed, read = READS[name]
    body = b'{"items": [%s]}' % BAD_IDS[id] if listed else BAD_IDS[id]
    async with scripted_client({operation: Answer(200, body)}) as (client, service):
        with pytest.raises(ApiError, match=r"without an id|has no id|not JSON") as caught:
            await read(client)
    assert caught.value.status == 200
    assert service.operations() == [operation]
