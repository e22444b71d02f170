"""One connection in memory: an asyncio transport at the client's end, and requests as they arrive at the other."""

import asyncio
import os
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from .loop import MadeUpLoop, World


class Request(NamedTuple):
    """One request, as it arrives."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    sent_at: float


class _NothingToRead:
    """A socket for whoever looks whether something has come that the loop has not seen yet."""

    _pipe = os.pipe()

    def fileno(self) -> int:
        return self._pipe[0]


NOTHING_TO_READ = _NothingToRead()


class Line(asyncio.Transport):
    """One connection: the client's end, and how far things on it have come.

    Args:
        world: whose time it goes by
        loop: the client's
        protocol: the client's
        seconds: that bytes take to the service
        asked: called with each request that arrives
        closed: called when it is closed, by whomever
    """

    def __init__(
        self,
        world: World,
        loop: MadeUpLoop,
        protocol: asyncio.Protocol,
        seconds: float,
        asked: "Callable[[Line, Request], None]",
        closed: "Callable[[Line], None]",
    ) -> None:
        super().__init__()
        self.world = world
        self.loop = loop
        self.protocol = protocol
        self.seconds = seconds
        self.closed_at: float | None = None
        self.hung_up = False
        self.busy = False
        self._asked = asked
        self._closed = closed
        self._received = b""
        self._there = 0.0
        self._back = 0.0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send bytes on their way; they arrive in their order."""
        if self.closed_at is not None:
            return
        now = self.world.now
        self._there = max(self._there, now + self.seconds)
        self.world.at(self._there, partial(self._arrive, bytes(data), now))

    def abort(self) -> None:
        """Close at once; what is on its way arrives all the same."""
        if self.closed_at is None:
            self.closed_at = self.world.now
            self._closed(self)
            if not self.loop.is_closed():
                self.loop.call_soon(self.protocol.connection_lost, None)

    def close(self) -> None:
        """Close; nothing is ever left to be written."""
        self.abort()

    def is_closing(self) -> bool:
        """Whether this end is closed."""
        return self.closed_at is not None

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """There is a socket, as far as one can see."""
        return NOTHING_TO_READ if name == "socket" else default

    def pause_reading(self) -> None:
        """Answers are small."""

    def resume_reading(self) -> None:
        """Answers are small."""

    def give(self, data: bytes, after: float, then: Callable[[], object] | None = None) -> None:
        """Have bytes come to the client, after those before them; and something happen as they come."""
        self._back = max(self._back, self.world.now + after)
        self.world.at(self._back, partial(self._come, data, then))

    def hang_up(self, after: float = 0.0, error: Exception | None = None) -> None:
        """Close the service's end: quietly, or with an error."""
        self.hung_up = True
        self._back = max(self._back, self.world.now + after)
        self.world.at(self._back, partial(self._lost, error))

    def _arrive(self, data: bytes, sent_at: float) -> None:
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        if len(rest) >= length:
            self._received = rest[length:]
            method, path, _ = first.split(" ")
            self._asked(self, Request(method, path, headers, rest[:length], sent_at))

    def _come(self, data: bytes, then: Callable[[], object] | None) -> None:
        if self.closed_at is None and not self.loop.dead:
            self.protocol.data_received(data)
            if then is not None:
                then()

    def _lost(self, error: Exception | None) -> None:
        if self.closed_at is not None or self.loop.dead:
            return
        if error is None:
            self.protocol.eof_received()
        self.closed_at = self.world.now
        self._closed(self)
        self.protocol.connection_lost(error)
