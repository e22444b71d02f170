"""A server that answers drop by drop, on a real socket."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Literal

Slow = Literal["headers", "body", "silence"]

BODY = b'{"items": [{"id": 1, "name": "f", "status": "Ready"}]}'
HEADERS = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(BODY)
DROP_AFTER = 0.1  # s


@contextmanager
def dripping(slow: Slow) -> Generator[str]:
    """Serve one function at an address for the length of a block, with headers or a body that take seconds.

    With ``silence`` one byte of the headers comes, and then nothing.
    """
    over = threading.Event()

    def drip(connection: socket.socket, text: bytes) -> None:
        for drop in text:
            connection.sendall(bytes([drop]))
            if over.wait(DROP_AFTER):
                return

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            if slow == "silence":
                connection.sendall(HEADERS[:1])
                over.wait()
            elif slow == "headers":
                drip(connection, HEADERS + BODY)
            else:
                connection.sendall(HEADERS)
                drip(connection, BODY)

    def accept() -> None:
        with suppress(OSError):
            while not over.is_set():
                threads.append(threading.Thread(target=serve, args=(listener.accept()[0],)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threads = [threading.Thread(target=accept)]
        threads[0].start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()
