"""The async world: streams of asyncio, which can be closed without awaiting, and so also by who was cancelled."""

import asyncio
import select
import ssl
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import httpcore

from .bounds import Bounds

ENOUGH = 256 * 1024  # bytes that wait to be read, from which on the other end is made to wait
SECOND_ADDRESS_AFTER = 0.25  # s, where a name has several addresses (RFC 8305)


class AsyncNetwork(httpcore.AsyncNetworkBackend):
    """What opens the one connection that it is for, and watches over it."""

    def __init__(self) -> None:
        self.bounds: Bounds = Bounds()
        self._stream: _Stream | None = None

    @property
    def is_open(self) -> bool:
        """Whether neither end has closed the connection, as far as is known."""
        return self._stream is not None and self._stream.is_open

    @property
    def usable(self) -> bool:
        """Whether the connection is open, and the other end silent, as it has to be between two requests."""
        return self.is_open and self._stream is not None and not self._stream.is_readable()

    def abort(self) -> None:
        """Close the connection at once."""
        if self._stream is not None:
            self._stream.abort()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open the connection."""
        seconds = self.bounds.left(timeout, httpcore.ConnectTimeout)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                _, protocol = await loop.create_connection(
                    lambda: _Protocol(loop),
                    host,
                    port,
                    local_addr=(local_address, 0) if local_address else None,
                    happy_eyeballs_delay=None if _is_address(host) else SECOND_ADDRESS_AFTER,
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except (OSError, UnicodeError) as error:  # the latter for names that cannot be looked up
            raise httpcore.ConnectError(str(error)) from error
        self._stream = _Stream(protocol, self.bounds)
        return self._stream


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class _Protocol(asyncio.Protocol):
    """What has arrived on a connection, until it is read, and who waits for it."""

    transport: asyncio.Transport

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.arrived = bytearray()
        self.ended = False
        self.error: Exception | None = None
        self.full = False
        self.reading: asyncio.Future[None] | None = None
        self.writing: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.arrived += data
        if len(self.arrived) > ENOUGH:
            self.transport.pause_reading()
        _wake(self.reading)

    def eof_received(self) -> None:
        self.ended = True
        _wake(self.reading)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        self.error = exc
        _wake(self.reading)
        _wake(self.writing)

    def pause_writing(self) -> None:
        self.full = True

    def resume_writing(self) -> None:
        self.full = False
        _wake(self.writing)

    async def wait(self, future: "asyncio.Future[None]", seconds: float | None, expired: type[Exception]) -> None:
        """Wait until somebody wakes this, or the time is over."""
        timer = None if seconds is None else self.loop.call_later(seconds, _expire, future, expired)
        try:
            await future
        finally:
            if timer is not None:
                timer.cancel()


def _wake(future: "asyncio.Future[None] | None") -> None:
    if future is not None and not future.done():
        future.set_result(None)


def _expire(future: "asyncio.Future[None]", expired: type[Exception]) -> None:
    if not future.done():
        future.set_exception(expired())


class _Stream(httpcore.AsyncNetworkStream):
    def __init__(self, protocol: _Protocol, bounds: Bounds) -> None:
        self._protocol = protocol
        self._bounds = bounds
        self._head: bytes | None = None
        self._may_hold = True
        self._closed = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._head is not None:
            await self.write(b"", timeout)
        self._may_hold = True
        protocol = self._protocol
        seconds = self._bounds.left(timeout, httpcore.ReadTimeout)
        if not (protocol.arrived or protocol.ended):
            protocol.reading = protocol.loop.create_future()
            await protocol.wait(protocol.reading, seconds, httpcore.ReadTimeout)
        if not protocol.arrived and protocol.error is not None:
            raise httpcore.ReadError(str(protocol.error)) from protocol.error
        if len(protocol.arrived) > ENOUGH:
            protocol.transport.resume_reading()
        found = bytes(protocol.arrived[:max_bytes])
        del protocol.arrived[:max_bytes]
        return found

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # httpcore writes a head, then a body or nothing; in one piece they cost half the system calls and wake-ups
        if self._may_hold:
            self._head, self._may_hold = buffer, False
            return
        if self._head is not None:
            buffer, self._head = self._head + buffer, None
        if not buffer:
            return
        protocol = self._protocol
        seconds = self._bounds.left(timeout, httpcore.WriteTimeout)
        if protocol.ended or self._closed:
            raise httpcore.WriteError(str(protocol.error or "the connection is closed"))
        self._bounds.delivery.sent = True
        protocol.transport.write(buffer)
        if protocol.full:
            protocol.writing = protocol.loop.create_future()
            await protocol.wait(protocol.writing, seconds, httpcore.WriteTimeout)

    async def aclose(self) -> None:
        self.abort()

    def abort(self) -> None:
        if not self._closed:
            self._closed = True
            self._protocol.transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        protocol = self._protocol
        seconds = self._bounds.left(timeout, httpcore.ConnectTimeout)
        self._bounds.shake_hands()
        try:
            async with asyncio.timeout(seconds):
                transport = await protocol.loop.start_tls(
                    protocol.transport, protocol, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            self.abort()
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:  # those of ssl among them
            self.abort()
            raise httpcore.ConnectError(str(error)) from error
        if transport is None:
            raise httpcore.ConnectError("the connection was closed")
        protocol.transport = transport
        return self

    @property
    def is_open(self) -> bool:
        return not (self._closed or self._protocol.ended)

    def is_readable(self) -> bool:
        """Whether something has come, be it the end; what the loop has not seen yet included."""
        protocol = self._protocol
        return bool(not self.is_open or protocol.arrived) or _is_readable(protocol.transport.get_extra_info("socket"))

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return self.is_readable()
        name = {"client_addr": "sockname", "server_addr": "peername"}.get(info, info)
        return self._protocol.transport.get_extra_info(name)


def _is_readable(socket: Any) -> bool:
    number = -1 if socket is None else socket.fileno()
    if number < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))
