"""Asking for an operation through its object."""

import pickle
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cdf_functions import ApiError, AsyncClient, NoAnswerError, ServerError, Token
from cdf_functions._runtime.deadline import Deadline
from cdf_functions_api.api.calls import get_call
from cdf_functions_api.models import FunctionCall, FunctionCallList
from cdf_functions_api.operation import EXTENSION, Operation
from tests.dripping import dripping
from tests.scripted import LOST, Answer, scripted

from .conftest import ONCE, asking

CALL = {"id": 7, "functionId": 1, "status": "Running", "startTime": 1}


def operation(id: str, parse: Callable[[Any], Any], *, repeatable: bool = True) -> Operation[[str], Any]:
    """What a generated module says of its operation, for an address of the test's own."""

    def request(path: str) -> dict[str, Any]:
        return {"method": "post", "url": path, "extensions": {EXTENSION: made}}

    made = Operation(id, request, parse, statuses=(200,), repeatable=repeatable, authorized=True)
    return made


ONE = operation("getCall", FunctionCall.from_dict)
LIST = operation("listCalls", FunctionCallList.from_dict)
START = operation("callFunction", FunctionCall.from_dict, repeatable=False)


async def test_asking() -> None:
    """A success is given as its model; a list as its items."""
    with scripted({"POST /one": Answer(200, CALL), "POST /list": Answer(200, {"items": [CALL]})}) as service:
        async with asking(service.base_url) as api:
            assert (await api.ask(ONE, "/one")).id == 7
            assert [call.id for call in await api.listed(LIST, "/list")] == [7]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "not JSON: '{'"),
        (b"\xff", "not JSON: "),
        (b"NaN", "not JSON: 'NaN'"),
        (b"[" * 100_000, "not JSON: "),
        (b"", "the answer has no body: not what the spec says: TypeError"),
        (b"3", "not what the spec says: a int where an object belongs: '3'"),
        (b'{"items": null}', "without a list of items: "),
        (b'{"items": [3]}', "a list with something else in it than was asked for: "),
        (b'{"nonce": "planted"', "not JSON: "),
    ],
)
async def test_odd_answers_are_one_error(body: bytes, said: str) -> None:
    """Whatever the bytes are, the error says which operation, request and status it was, and how the body begins."""
    with scripted({"POST /list": Answer(200, body, {"x-request-id": "r-1"})}) as service:
        async with asking(service.base_url) as api:
            with pytest.raises(ApiError, match=said) as caught:
                await api.listed(LIST, "/list")
    error = caught.value
    assert (error.status, error.operation, error.request_id) == (200, "listCalls", "r-1")
    assert "planted" not in str(error)


async def test_generated_functions_see_no_odd_answer() -> None:
    """Through the low-level client, too, a body that is no JSON is one ApiError."""
    with scripted({"GET /functions/1/calls/7": Answer(200, b'{"id": ')}) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            with pytest.raises(ApiError, match="the answer is not JSON"):
                await get_call.asyncio_detailed(1, 7, client=client.api)


async def test_a_low_level_client_made_from_another_has_more() -> None:
    """It sends more headers and cookies with the same token, and so does one that was pickled; the other does not."""
    with scripted({"GET /functions/1/calls/7": Answer(200, CALL)}) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            more = client.api.with_headers({"x-more": "1"}).with_headers({"User-Agent": "me"}).with_cookies({"c": "1"})
            assert pickle.loads(pickle.dumps(more)) == more != client.api
            for one in (more, client.api):
                await get_call.asyncio_detailed(1, 7, client=one)
    seen = [[one.headers.get(name) for name in ("x-more", "cookie", "authorization")] for one in service.received]
    assert seen == [["1", "c=1", "Bearer t"], [None, None, "Bearer t"]]
    assert [one.headers["user-agent"] == "me" for one in service.received] == [True, False]


async def test_a_low_level_client_made_from_another_has_its_timeout() -> None:
    """It waits no longer for an answer than it was told."""
    with scripted({"GET /functions/1/calls/7": Answer(200, CALL, delay=0.5)}) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t"), retries=ONCE) as client:
            with pytest.raises(NoAnswerError):
                await get_call.asyncio_detailed(1, 7, client=client.api.with_timeout(httpx.Timeout(0.05)))
            assert await get_call.asyncio_detailed(1, 7, client=client.api)


async def test_once() -> None:
    """What is sent once is not sent again, even if that were safe."""
    with scripted({"POST /one": Answer(503), "POST /two": LOST}) as service:
        async with asking(service.base_url) as api:
            with pytest.raises(ServerError):
                await api.once().ask(ONE, "/one")
            with pytest.raises(NoAnswerError) as caught:
                await api.ask(START, "/two")
    assert service.operations() == ["POST /one", "POST /two"]
    assert caught.value.sent


async def test_within() -> None:
    """A deadline bounds asking with all tries, and what the service asks for in between."""
    with scripted({"POST /one": Answer(503, headers={"retry-after": "30"})}) as service:
        async with asking(service.base_url) as api:
            with pytest.raises(ServerError):
                await api.within(Deadline(5.0)).ask(ONE, "/one")
        assert len(service.received) == 1
    with dripping("body") as address:
        async with asking(address) as api:
            started = time.monotonic()
            with pytest.raises(NoAnswerError, match="ReadTimeout"):
                await api.within(Deadline(0.3)).ask(ONE, "/one")
            assert time.monotonic() - started < 3.0
