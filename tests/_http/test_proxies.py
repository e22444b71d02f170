"""Requests to https addresses go through a proxy's tunnel, over connections that keep the same promises."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import trustme

from cdf_functions import AsyncClient, Client, NoAnswerError, Retries, Token
from tests.scripted import Answer, Scripted, scripted

SCRIPT = {"POST /functions/list": Answer(200, {"items": []}, delay=0.02)}


@contextmanager
def proxy(*, refusing: bool = False) -> Generator[str]:
    """A proxy that makes tunnels, or refuses to, for the length of a block."""

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                target.sendall(part)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve(client: socket.socket) -> None:
        with client, suppress(OSError):
            head = client.recv(65536)
            if not head:
                return
            if refusing:
                client.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
                return
            host, _, port = head.split()[1].decode().rpartition(":")
            with socket.create_connection((host, int(port))) as server:
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                back = threading.Thread(target=pump, args=(server, client))
                back.start()
                pump(client, server)
                back.join()

    def accept() -> None:
        with suppress(OSError):
            while True:
                threads.append(threading.Thread(target=serve, args=(listener.accept()[0],)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        threads = [threading.Thread(target=accept)]
        threads[0].start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()


@pytest.fixture
def service() -> Iterator[tuple[Scripted, ssl.SSLContext]]:
    """A service with a certificate, and who trusts it."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.tempfile() as path:
        tls.load_cert_chain(path)
    trusting = ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())
    with scripted(SCRIPT, tls) as found:
        yield found, trusting


def settings(service: Scripted, **httpx_args: Any) -> dict[str, Any]:
    """Of a client of the service."""
    once = Retries(attempts=1)
    place = {"project": "p", "base_url": service.base_url, "credentials": Token("t")}
    return {**place, "retries": once, "httpx_args": httpx_args}


async def test_tunnel(service: tuple[Scripted, ssl.SSLContext]) -> None:
    """Requests one after the other share a tunnel; those that are given up cost nothing."""
    found, trusting = service
    with proxy() as address:
        given = settings(found, proxy=address, verify=trusting)
        with Client(**given) as sync:
            for _ in range(3):
                assert sync.functions.list() == []
        assert len({request.client for request in found.received}) == 1
        async with AsyncClient(**given) as client:
            for step in range(120):
                task = asyncio.create_task(client.functions.list())
                await asyncio.sleep(step % 30 / 1000)
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            assert await asyncio.gather(*(client.functions.list() for _ in range(20))) == 20 * [[]]


async def test_refused_tunnel(service: tuple[Scripted, ssl.SSLContext]) -> None:
    """What a proxy does not let through was not sent."""
    found, trusting = service
    with proxy(refusing=True) as address:
        given = settings(found, proxy=address, verify=trusting)
        refused = pytest.raises(NoAnswerError, match="ProxyError: 403 Forbidden; the request was not sent")
        async with AsyncClient(**given) as client:
            with refused:
                await client.functions.list()
        with Client(**given) as sync, refused:
            sync.functions.list()
    assert found.received == []
