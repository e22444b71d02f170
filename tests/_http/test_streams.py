"""What goes over a connection in many pieces, and connections that are not made."""

import pickle
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
import trustme

from cdf_functions import AsyncClient, Client, NoAnswerError, Retries, Token
from cdf_functions_api.api.functions import get_functions_limits
from tests.functions_service import FunctionsService
from tests.scripted import Answer, Scripted, scripted

BIG = "0123456789abcdef" * 500_000  # 8 MB, more than any buffer on the way holds


def settings(base_url: str) -> dict[str, Any]:
    """Of a client that asks once."""
    return {"project": "p", "base_url": base_url, "credentials": Token("t"), "retries": Retries(attempts=1)}


async def test_big_bodies() -> None:
    """Bodies that no buffer holds go out and come back whole, in both worlds."""
    with scripted(FunctionsService().script()) as service:
        with Client(**settings(service.base_url)) as sync:
            assert sync.functions.call(1, data={"x": BIG}).get_response() == {"x": BIG}
        async with AsyncClient(**settings(service.base_url)) as client:
            call = await client.functions.call(1, data={"x": BIG})
            assert await call.get_response() == {"x": BIG}


@pytest.fixture
def untrusted() -> Iterator[Scripted]:
    """A service whose certificate nobody trusts."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with trustme.CA().issue_cert("127.0.0.1").private_key_and_cert_chain_pem.tempfile() as path:
        tls.load_cert_chain(path)
    with scripted({}, tls) as service:
        yield service


async def test_untrusted_certificate(untrusted: Scripted) -> None:
    """Whoever cannot show who they are is sent nothing, and the error says so."""
    refused = pytest.raises(NoAnswerError, match=r"(?i)certificate.*the request was not sent")
    with Client(**settings(untrusted.base_url)) as sync, refused:
        sync.functions.list()
    async with AsyncClient(**settings(untrusted.base_url)) as client:
        with refused:
            await client.functions.list()
    assert untrusted.received == []


async def test_name_instead_of_an_address() -> None:
    """A host may be given by its name; one that cannot be looked up is told."""
    with scripted({"POST /functions/list": Answer(200, {"items": []})}) as service:
        named = service.base_url.replace("127.0.0.1", "localhost")
        with Client(**settings(named)) as sync:
            assert sync.functions.list() == []
        async with AsyncClient(**settings(named)) as client:
            assert await client.functions.list() == []


async def test_silent_handshake() -> None:
    """A handshake that nobody answers ends with the client's timeout, in both worlds."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        given: dict[str, Any] = {**settings(f"https://127.0.0.1:{mute.getsockname()[1]}"), "timeout": 0.2}
        unanswered = pytest.raises(NoAnswerError, match=r"ConnectTimeout.*the request was not sent")
        with Client(**given) as sync, unanswered:
            sync.functions.list()
        async with AsyncClient(**given) as client:
            with unanswered:
                await client.functions.list()


async def test_low_level_client_is_carried_along() -> None:
    """The low-level client of a client says where it asks, and works after it was pickled."""
    with scripted({"GET /functions/limits": Answer(200, {"timeoutMinutes": 10})}) as service:
        async with AsyncClient(**settings(service.base_url)) as client:
            assert service.base_url in repr(client.api)
            carried = pickle.loads(pickle.dumps(client.api))
            limits = await get_functions_limits.asyncio(client=carried)
            assert limits is not None
            assert limits.timeout_minutes == 10
