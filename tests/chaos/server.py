"""Thousands of services at one address, each known by the token that it is asked with, over real sockets."""

import asyncio
import json
import re
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from typing import Any

from tests.chaos.world import World
from tests.scripted import Answer, Received

NAME = re.compile(r"secret-([\w.:-]+)|/(?:upload|token)/([\w.:-]+)")
MOST = 1 << 26  # bytes of a request's head
Header = tuple[str, str]


class Wire:
    """The connection that a request came over, and what one may do to it."""

    def __init__(self, writer: asyncio.StreamWriter, world: World, elsewhere: str) -> None:
        self._writer = writer
        self._world = world
        self.elsewhere = elsewhere
        """The address of another host, which nothing of ours has any business with."""

    async def put(self, content: bytes) -> None:
        """Send bytes as they are."""
        self._writer.write(content)
        await self._writer.drain()

    def head(self, status: object, length: object = None, *headers: Header, kind: str = "application/json") -> bytes:
        """The head of an answer."""
        lines = [f"HTTP/1.1 {status} X"]
        given = {name.lower() for name, _ in headers}
        if "date" not in given:
            lines.append(f"date: {formatdate(self._world.wall(), usegmt=True)}")
        if kind:
            lines.append(f"content-type: {kind}")
        if length is not None:
            lines.append(f"content-length: {length}")
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join([*lines, "", ""]).encode()

    async def answer(self, status: object, body: bytes, *headers: Header, kind: str = "application/json") -> bool:
        """Answer, and go on."""
        await self.put(self.head(status, len(body), *headers, kind=kind) + body)
        return True

    def reset(self) -> bool:
        """Break the connection, so that the client sees a reset."""
        found: Any = self._writer.get_extra_info("socket")
        with suppress(OSError):
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
        return False

    async def gone(self, seconds: float) -> bool:
        """Wait for so long, or until the connection ends."""
        for _ in range(int(seconds / 0.05)):
            if self._writer.is_closing():
                break
            await asyncio.sleep(0.05)
        return False


def body_of(answer: Answer) -> bytes:
    """What goes over the wire for an answer."""
    return answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()


class Services:
    """The worlds at one address, and the other host."""

    def __init__(self) -> None:
        self.worlds: dict[str, World] = {}
        self.base_url = ""
        self.elsewhere = ""
        self.led_astray: list[str] = []
        """What arrived at the other host."""
        self.broken: list[Exception] = []
        """What went wrong in the services themselves, which is no fault that anybody meant."""
        self.open = 0
        """Connections that are open."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None

    def add(self, world: World) -> World:
        """Take in a world, which gets the address of all."""
        world.base_url = self.base_url
        self.worlds[world.name] = world
        return world

    def run(self, ready: threading.Event) -> None:
        """Serve until told otherwise; for a thread."""
        asyncio.run(self._serve(ready))

    def end(self) -> None:
        """Stop serving."""
        if self._loop is not None and self._over is not None:
            self._loop.call_soon_threadsafe(self._over.set)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        ours = await asyncio.start_server(self._converse, "127.0.0.1", 0, limit=MOST, backlog=4096)
        other = await asyncio.start_server(self._stray, "127.0.0.1", 0, limit=MOST)
        self.base_url, self.elsewhere = (f"http://127.0.0.1:{one.sockets[0].getsockname()[1]}" for one in (ours, other))
        ready.set()
        async with ours, other:
            await self._over.wait()
            ours.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

    async def _stray(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            self.led_astray.append((await reader.readuntil(b"\r\n\r\n")).decode("latin1"))
            writer.write(b'HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{"items":[]}')
            await writer.drain()
        writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                while await self._request(reader, writer):
                    pass
        except asyncio.CancelledError:
            writer.transport.abort()
        except Exception as error:  # noqa: BLE001 - told at the end
            self.broken.append(error)
        finally:
            self.open -= 1
            writer.close()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1")
        first, *lines = head.rstrip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        peer: tuple[str, int] = writer.get_extra_info("peername")[:2]
        request = Received(method, target, headers, body, peer)
        named = NAME.search(headers.get("authorization", "")) or NAME.search(target)
        world = self.worlds.get((named.group(1) or named.group(2)) if named else "")
        if world is None:
            wire = Wire(writer, World(), self.elsewhere)
            return await wire.answer(401, b'{"error": {"code": 401, "message": "whose token is that?"}}')
        return await self._respond(world, request, Wire(writer, world, self.elsewhere))

    async def _respond(self, world: World, request: Received, wire: Wire) -> bool:
        fault = world.due(request.operation)
        before, after = world.pause(request.operation)
        if before:
            await asyncio.sleep(before)
        if request.operation.endswith("/call") and world.held is not None:
            held, world.held = world.held, None
            while not held.is_set():  # noqa: ASYNC110 - an event of another thread
                await asyncio.sleep(0.01)
        good = Answer() if fault is not None and fault.before else world.answer(request)
        if after:
            await asyncio.sleep(after)
        if fault is None:
            return await wire.answer(good.status, body_of(good), *good.headers.items())
        act: Callable[[Wire, Answer], Awaitable[bool]] = fault.act
        return await act(wire, good)


@contextmanager
def serving() -> Generator[Services]:
    """Services for the length of a block."""
    services, ready = Services(), threading.Event()
    thread = threading.Thread(target=services.run, args=(ready,), name="services")
    thread.start()
    ready.wait()
    try:
        yield services
    finally:
        services.end()
        thread.join()
    if services.broken:
        raise ExceptionGroup("the services broke", services.broken)
