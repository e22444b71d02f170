"""What nobody asked for is nobody's answer."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

import httpx
import pytest

from cdf_functions import ApiError, AsyncClient, Client, NoAnswerError, Retries, Token
from tests.patience import PATIENCE

ONCE = Retries(attempts=1)


def answer(id: int) -> bytes:
    """An answer to a look-up, which has this function."""
    body = b'{"items": [{"id": %d, "name": "f"}]}' % id
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


@contextmanager
def service(said: bytes) -> Generator[str]:
    """A service that says the same to each request."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)

        def serve(connection: socket.socket) -> None:
            with connection:
                while got := connection.recv(65536):
                    if b"\r\n\r\n" in got:
                        connection.sendall(said)

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


async def test_a_second_answer_is_not_that_of_the_next_request() -> None:
    """Bytes after an answer, in the same packet, are thrown away with their connection."""
    with service(answer(1) + answer(2)) as url:
        async with AsyncClient(project="p", base_url=url, credentials=Token("t"), retries=ONCE) as client:
            for _ in range(3):
                assert (await client.functions.retrieve(id=1)).id == 1
        with Client(project="p", base_url=url, credentials=Token("t"), retries=ONCE) as other:
            for _ in range(3):
                assert other.functions.retrieve(id=1).id == 1


@pytest.mark.parametrize("location", ["javascript:x", "http://", "//", "http://[", "\xff", "http://a:b/"])
async def test_redirects_to_nowhere(location: str) -> None:
    """A redirect is not followed, wherever it leads, and is one error."""
    said = b"HTTP/1.1 307 x\r\nlocation: %s\r\ncontent-length: 0\r\n\r\n" % location.encode("latin-1")
    with service(said) as url:
        async with AsyncClient(project="p", base_url=url, credentials=Token("t"), retries=ONCE) as client:
            with pytest.raises((ApiError, NoAnswerError)):
                await client.functions.retrieve(id=1)


class MineError(Exception):
    """What no package raises."""


@pytest.mark.parametrize("error", [MineError("x"), httpx.ReadTimeout("x"), ApiError("x", status=429, retryable=True)])
@pytest.mark.parametrize("when", ["request", "response"])
async def test_event_hooks_that_fail(error: Exception, when: str) -> None:
    """What a hook raises is told as what it is: not asked again, no answer, and no doubt about a call."""
    asked: list[str] = []

    async def hook(message: httpx.Request | httpx.Response) -> None:
        asked.append(when)
        raise error

    with service(answer(1)) as url:
        hooks = {"event_hooks": {when: [hook]}}
        async with AsyncClient(project="p", base_url=url, credentials=Token("t"), httpx_args=hooks) as client:
            with pytest.raises((type(error), RuntimeError)) as caught:
                await client.functions.retrieve(id=1)
    assert error in (caught.value, caught.value.__cause__)
    assert not isinstance(caught.value, ApiError)
    assert asked == [when]
