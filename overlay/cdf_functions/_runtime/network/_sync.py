"""The sync world: the streams of httpcore."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from .bounds import Bounds

CHUNK = 64 * 1024  # bytes written with one look at the clock


class Network(httpcore.NetworkBackend):
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
        return self.is_open and self._stream is not None and not self._stream.get_extra_info("is_readable")

    def abort(self) -> None:
        """Close the connection at once."""
        if self._stream is not None:
            self._stream.close()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Open the connection."""
        seconds = self.bounds.left(timeout, httpcore.ConnectTimeout)
        try:
            stream = httpcore.SyncBackend().connect_tcp(host, port, seconds, local_address, socket_options)
        except UnicodeError as error:  # a name that cannot be looked up
            raise httpcore.ConnectError(str(error)) from error
        self._stream = _Stream(stream, self.bounds)
        return self._stream


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, bounds: Bounds) -> None:
        self._inner = inner
        self._bounds = bounds
        self._head: bytes | None = None
        self._may_hold = True
        self.is_open = True

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._head is not None:
            self.write(b"", timeout)
        self._may_hold = True
        return self._inner.read(max_bytes, self._bounds.left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # httpcore writes a head, then a body or nothing; in one piece they cost half the system calls and wake-ups
        if self._may_hold:
            self._head, self._may_hold = buffer, False
            return
        if self._head is not None:
            buffer, self._head = self._head + buffer, None
        for start in range(0, len(buffer), CHUNK):
            seconds = self._bounds.left(timeout, httpcore.WriteTimeout)
            self._bounds.delivery.sent = True
            self._inner.write(buffer[start : start + CHUNK], seconds)

    def close(self) -> None:
        self.is_open = False
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = self._bounds.left(timeout, httpcore.ConnectTimeout)
        self._bounds.shake_hands()
        self._inner = self._inner.start_tls(ssl_context, server_hostname, seconds)
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
