"""A server that answers as it is told, on a real socket: for the answers that no good service gives."""

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.patience import PATIENCE


@dataclass(frozen=True)
class Received:
    """One request, as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    client: tuple[str, int]
    """The address of the other end: another one for each connection."""
    at: float = field(default_factory=time.monotonic)

    @property
    def operation(self) -> str:
        """Method and path below the project, such as ``POST /functions/1/call``."""
        path = urlsplit(self.path).path
        return f"{self.method} {path.removeprefix('/api/v1/projects/p')}"

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a form."""
        return parse_qs(self.body.decode())


@dataclass(frozen=True)
class Answer:
    """What to send back: ``body`` goes out as JSON unless it is bytes."""

    status: int = 200
    body: object = field(default_factory=dict[str, object])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    delay: float = 0.0
    lost: bool = False
    """Close the connection instead of answering."""
    silent: bool = False
    """Say nothing until the client hangs up."""


LOST = Answer(lost=True)
ANYTHING_ELSE = "*"
"""The key in a script of what answers to operations without a key of their own."""
SILENT = Answer(silent=True)

Told = Answer | list[Answer] | Callable[[Received], Answer]
Script = Mapping[str, Told]


class Scripted:
    """What a test says the service does, and what the service saw."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.received: list[Received] = []
        self.base_url = ""
        self.date: str | None = None
        """What answers have as their date; None for the real one."""
        self.connections: set[socket.socket] = set()
        """Those that are open."""

    def operations(self) -> list[str]:
        """The operations asked for, in the order of their arrival."""
        return [request.operation for request in self.received]

    def answer(self, request: Received) -> Answer:
        """A list is used up from its front, down to its last answer, which stays."""
        self.received.append(request)
        told = self.script.get(request.operation, self.script.get(ANYTHING_ELSE))
        if told is None:
            return Answer(404, {"error": {"code": 404, "message": f"not in the script: {request.operation}"}})
        if callable(told):
            return told(request)
        if isinstance(told, list):
            return told.pop(0) if len(told) > 1 else told[0]
        return told


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The date of an answer."""
        return super().date_time_string(timestamp) if self.scripted.date is None else self.scripted.date

    wbufsize = -1  # an answer goes out in one piece; in two, the second would wait for the first to be acknowledged
    scripted: Scripted

    def setup(self) -> None:
        """Let the end of the test find the connection."""
        super().setup()
        self.scripted.connections.add(self.connection)

    def finish(self) -> None:
        """Forget it."""
        self.scripted.connections.discard(self.connection)
        super().finish()

    def _respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.scripted.answer(Received(self.command, self.path, headers, body, self.client_address))
        time.sleep(answer.delay)
        if answer.silent:
            self.rfile.read(1)
            self.close_connection = True
            return
        if answer.lost:
            # no lingering: the client sees a reset, as from a load balancer that gave up
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status, "scripted")
        for name, value in {"content-type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = _respond  # noqa: N815 - the names that the base class calls

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; the test has it all in ``received``."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # connections that are opened at once; the base class lets five wait
    daemon_threads = False  # closing waits for them, so that no socket outlives its test

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that give up are what some tests are about."""


@contextmanager
def scripted(script: Script, tls: ssl.SSLContext | None = None) -> Generator[Scripted]:
    """Serve a script, keyed by operation, on a free port of loopback for the length of a block."""
    service = Scripted(script)
    handler = type("Handler", (_Handler,), {"scripted": service, "timeout": PATIENCE})
    with _Server(("127.0.0.1", 0), handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        service.base_url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()
            for connection in list(service.connections):  # which a client has kept open
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
