"""The service of the benchmarks: a fast process that answers every contender alike, and counts what it is asked.

Speaks just enough HTTP/1.1 to be no slower than it must: its own time is part of every figure. Runs end when their
``data`` says, in seconds; the moments are those of the monotonic clock, which all processes of a machine share.

    python benchmarks/server.py [CERTIFICATE]    prints the port, and serves until its standard input ends
"""

import asyncio
import gzip
import json
import re
import ssl
import sys
import time
from collections import Counter
from typing import Any

PREFIX = "/api/v1/projects/p"
FUNCTION = {"id": 1, "name": "f", "fileId": 1, "status": "Ready", "createdTime": 1}
PAGE = 1000  # calls, at most
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ZIPPED = re.compile(rb"\r\ncontent-encoding: *gzip", re.IGNORECASE)


class Service:
    """What is remembered: runs by their ids, and how often each operation was asked for."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.ends: dict[int, float] = {}
        self.history = 10_000
        self.delay = 0.0
        self.items = b""

    def reset(self, history: int, delay: float) -> None:
        """Forget all runs and all counts; have so many calls in the list, and take so many seconds for each answer."""
        self.requests.clear()
        self.ends.clear()
        self.history = history
        self.delay = delay

    def answer(self, method: str, path: str, body: Any) -> tuple[int, bytes]:
        """The status and the body of the answer to a request."""
        parts = path.removeprefix(PREFIX).strip("/").split("/")
        match method, parts:
            case "POST", ["sessions", *_]:
                return 200, dumps({"items": [{"id": 1, "nonce": "n" * 40, "status": "READY"}]})
            case "POST", ["functions", "byids"]:
                return 200, dumps({"items": [FUNCTION]})
            case "POST", ["functions", _, "call"]:
                id = len(self.ends) + 1
                self.ends[id] = time.monotonic() + body.get("data", {}).get("seconds", 0)
                return 201, dumps(self.call(id))
            case "POST", ["functions", _, "calls", "byids"]:
                return 200, dumps({"items": [self.call(item["id"]) for item in body["items"]]})
            case "POST", ["functions", _, "calls", "list"]:
                return 200, self.page(int(body.get("cursor") or 0), min(body.get("limit", 100), PAGE))
            case "GET", ["functions", _, "calls", id, "response"]:
                return 200, dumps({"callId": int(id), "functionId": 1, "response": {"doubled": 42}})
            case _, ["control", what]:
                return 200, dumps(self.control(what, body))
            case _:
                return 404, dumps({"error": {"code": 404, "message": f"{method} {path} is not here"}})

    def control(self, what: str, body: Any) -> object:
        """What the benchmark itself asks for."""
        if what == "reset":
            self.reset(body["history"], body["delay"])
        return {"ends": self.ends, "requests": self.requests}.get(what)

    def call(self, id: int) -> dict[str, object]:
        """A run as it is now; one that is not known has ended."""
        call: dict[str, object] = {"id": id, "functionId": 1, "startTime": 1_757_000_000_000, "status": "Running"}
        if time.monotonic() >= self.ends.get(id, 0.0):
            call |= {"status": "Completed", "endTime": 1_757_000_001_000}
        return call

    def page(self, start: int, limit: int) -> bytes:
        """A page of the list of calls; the same calls each time, so that making them is not part of a figure."""
        if not self.items:
            self.items = dumps([self.call(id) for id in range(1, PAGE + 1)])
        items = self.items if limit == PAGE else dumps(json.loads(self.items)[:limit])
        more = b',"nextCursor":"%d"' % (start + limit) if start + limit < self.history else b""
        return b'{"items":%b%b}' % (items, more)


def dumps(body: object) -> bytes:
    """JSON, as short as it goes."""
    return json.dumps(body, separators=(",", ":")).encode()


class Connection(asyncio.Protocol):
    """One connection, kept alive; requests are answered in the order of their arrival."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where the answers go."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            length = LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self.buffer) < whole:
                return
            body, self.buffer = self.buffer[end + 4 : whole], self.buffer[whole:]
            self.respond(head, body)

    def respond(self, head: bytes, body: bytes) -> None:
        """Answer one request."""
        method, target, _ = head[: head.find(b"\r\n")].decode("ascii").split(" ")
        path = target.partition("?")[0]
        if ZIPPED.search(head):
            body = gzip.decompress(body)
        if "/control/" not in path:
            self.service.requests[f"{method} {re.sub(r'/[0-9]+', '/{}', path.removeprefix(PREFIX))}"] += 1
        status, content = self.service.answer(method, path, json.loads(body) if body else {})
        assert self.transport is not None
        head = b"HTTP/1.1 %d OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (
            status,
            len(content),
        )
        if self.service.delay:
            asyncio.get_running_loop().call_later(self.service.delay, self.transport.write, head + content)
        else:
            self.transport.write(head + content)


async def main() -> None:
    """Serve until standard input ends, as it does when the process that started this one is gone."""
    loop = asyncio.get_running_loop()
    service = Service()
    tls = None
    if sys.argv[1:]:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(sys.argv[1])
    server = await loop.create_server(lambda: Connection(service), "127.0.0.1", 0, backlog=1024, ssl=tls)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
