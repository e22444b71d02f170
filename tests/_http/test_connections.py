"""How many connections are opened, and that whatever is said of them still holds."""

import asyncio
import gc
import ssl
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import trustme

from cdf_functions import AsyncClient, Client, NoAnswerError, Retries, Token, request_options
from tests.scripted import LOST, Answer, Scripted, scripted

SCRIPT = {"POST /functions/byids": Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]})}


@pytest.fixture
def service() -> Iterator[Scripted]:
    """A service with one function."""
    with scripted(SCRIPT) as service:
        yield service


def settings(service: Scripted, **httpx_args: Any) -> dict[str, Any]:
    """Of a client of the service."""
    return {"project": "p", "base_url": service.base_url, "credentials": Token("t"), "httpx_args": httpx_args}


def connections(service: Scripted) -> int:
    """How many the service has seen."""
    return len({request.client for request in service.received})


async def ask(service: Scripted, times: int, width: int, **httpx_args: Any) -> None:
    """Look the function up so many times, so many at once."""
    gate = asyncio.Semaphore(width)
    async with AsyncClient(**settings(service, **httpx_args)) as client:

        async def one() -> None:
            async with gate:
                await client.functions.retrieve(id=1)

        await asyncio.gather(*(one() for _ in range(times)))
    assert len(service.received) == times


async def test_connections_are_used_again(service: Scripted) -> None:
    """Sixty requests at once, again and again, take sixty connections."""
    await ask(service, 900, 60)
    assert connections(service) <= 60


async def test_one_at_a_time_takes_one_connection(service: Scripted) -> None:
    """One request after the other, all go over the same connection."""
    await ask(service, 30, 1)
    assert connections(service) == 1
    with Client(**settings(service)) as client:
        for _ in range(30):
            client.functions.retrieve(id=1)
    assert connections(service) == 2  # the other client's, and this one's


def test_threads_use_connections_again(service: Scripted) -> None:
    """Fifty threads share a client: no more connections than are allowed, and none is closed under another's hands."""
    with Client(**settings(service)) as client, ThreadPoolExecutor(50) as threads:
        found = list(threads.map(client.functions.retrieve, [1] * 1500))
    assert {function.id for function in found} == {1}
    assert connections(service) <= 100
    assert len(service.received) == 1500  # nothing had to be asked again


async def test_requests_that_failed_are_forgotten() -> None:
    """What went wrong with a request leaves nothing of it behind, as long as the client may live."""
    sent: list[weakref.ref[httpx.Request]] = []

    def note(request: httpx.Request) -> None:
        sent.append(weakref.ref(request))

    async def note_too(request: httpx.Request) -> None:
        note(request)

    with scripted({"POST /functions/byids": LOST}) as service, request_options(retries=Retries(attempts=1)):
        hooks = {"request": [note_too]}
        async with AsyncClient(**settings(service, event_hooks=hooks)) as client:
            with pytest.raises(NoAnswerError):
                await client.functions.retrieve(id=1)
            gc.collect()
            assert [request() for request in sent] == [None]
        with Client(**settings(service, event_hooks={"request": [note]})) as sync:
            with pytest.raises(NoAnswerError):
                sync.functions.retrieve(id=1)
            gc.collect()
            assert [request() for request in sent] == [None, None]


async def test_limits_that_are_given_hold(service: Scripted) -> None:
    """Whoever says how many connections there may be gets as many."""
    await ask(service, 30, 10, limits=httpx.Limits(max_connections=2))
    assert connections(service) == 2


@pytest.mark.filterwarnings("ignore:http.//cdf.invalid is no https address")
@pytest.mark.parametrize("how", ["argument", "environment"])
async def test_proxy(service: Scripted, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Requests go to the proxy that is given, or that the environment names."""
    arguments = {}
    if how == "argument":
        arguments["proxy"] = service.base_url
    else:
        monkeypatch.setenv("http_proxy", service.base_url)
        monkeypatch.setenv("no_proxy", "")
    place: dict[str, Any] = {**settings(service, **arguments), "base_url": "http://cdf.invalid"}
    async with AsyncClient(**place) as client:
        assert (await client.functions.retrieve(id=1)).id == 1
    with Client(**place) as client:
        assert client.functions.retrieve(id=1).id == 1
    assert [request.path.partition("/api")[0] for request in service.received] == 2 * ["http://cdf.invalid"]


async def test_certificates_are_checked() -> None:
    """A certificate of an unknown authority is refused at once, with nothing sent; of one that is trusted, accepted."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.tempfile() as path:
        tls.load_cert_chain(path)
    trusting = ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())
    refused = pytest.raises(NoAnswerError, match=r"CERTIFICATE_VERIFY_FAILED.*the request was not sent$")
    with scripted(SCRIPT, tls) as service:
        async with AsyncClient(**settings(service)) as client:
            with refused:
                await client.functions.retrieve(id=1)
        with Client(**settings(service)) as client, refused:
            client.functions.retrieve(id=1)
        assert service.received == []
        for verify in (trusting, False):
            async with AsyncClient(**settings(service, verify=verify)) as client:
                assert (await client.functions.retrieve(id=1)).id == 1
            with Client(**settings(service, verify=verify)) as client:
                assert client.functions.retrieve(id=1).id == 1
