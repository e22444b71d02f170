"""Ending a session that is of no use any more, while all connections are in use."""

import asyncio
import threading
from contextlib import suppress
from typing import Any

import httpx
import pytest

from cdf_functions import AccessDeniedError, Client, NoAnswerError
from cdf_functions._async import binding as async_binding
from cdf_functions._sync import binding
from tests._async.conftest import scripted_client as async_scripted_client
from tests._sync.conftest import scripted_client
from tests.functions_service import FunctionsService, refusal
from tests.patience import PATIENCE
from tests.scripted import SILENT, Answer, Received, Script

CALL, LIST = "POST /functions/1/call", "POST /functions/list"
ONE_CONNECTION: dict[str, Any] = {"limits": httpx.Limits(max_connections=1)}
A_WHILE = 0.3  # s
each_wait = pytest.mark.parametrize("comes_free", [True, False])


class Busy:
    """A service that refuses a call; then another request has the only connection there is."""

    def __init__(self, comes_free: bool) -> None:
        self.fake = FunctionsService()
        self.called = threading.Event()
        self.in_use = threading.Event()
        self._comes_free = comes_free

    def script(self) -> Script:
        """For a scripted service."""
        return self.fake.script({CALL: self._refuse, LIST: self._take_long})

    def _refuse(self, _: Received) -> Answer:
        self.called.set()
        return refusal(403, "not you")

    def _take_long(self, _: Received) -> Answer:
        self.in_use.set()
        return Answer(200, {"items": []}, delay=A_WHILE) if self._comes_free else SILENT

    def before_revoking(self, request: httpx.Request) -> None:
        """A hook: wait until the connection is in use."""
        if request.url.path.endswith("/sessions/revoke"):
            assert self.in_use.wait(PATIENCE)

    async def before_revoking_async(self, request: httpx.Request) -> None:
        """The same in the async world."""
        await asyncio.to_thread(self.before_revoking, request)


@each_wait
async def test_async_revocation_waits_for_a_connection(comes_free: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session of a refused call is ended when a connection comes free; if none does, the refusal is told."""
    monkeypatch.setattr(async_binding, "REVOKED_WITHIN", PATIENCE if comes_free else A_WHILE)
    busy = Busy(comes_free)
    settings = {**ONE_CONNECTION, "event_hooks": {"request": [busy.before_revoking_async]}}
    async with async_scripted_client(busy.script(), httpx_args=settings, timeout=2 * PATIENCE) as (client, _):
        call = asyncio.ensure_future(client.functions.call(id=1))
        await asyncio.to_thread(busy.called.wait)
        hog = asyncio.ensure_future(client.functions.list())
        with pytest.raises(AccessDeniedError, match="not you"):
            await call
        if not comes_free:
            hog.cancel()
        await asyncio.gather(hog, return_exceptions=True)
    assert busy.fake.sessions.keys() == {1}
    assert busy.fake.revoked == ({1} if comes_free else set())


@each_wait
def test_revocation_waits_for_a_connection(comes_free: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is in threads."""
    monkeypatch.setattr(binding, "REVOKED_WITHIN", PATIENCE if comes_free else A_WHILE)
    busy = Busy(comes_free)
    settings = {**ONE_CONNECTION, "event_hooks": {"request": [busy.before_revoking]}}

    def use_the_connection(client: Client) -> None:
        assert busy.called.wait(PATIENCE)
        with suppress(NoAnswerError):  # which the end of the service brings
            client.functions.list()

    with scripted_client(busy.script(), httpx_args=settings, timeout=2 * PATIENCE) as (client, _):
        hog = threading.Thread(target=use_the_connection, args=[client])
        hog.start()
        with pytest.raises(AccessDeniedError, match="not you"):
            client.functions.call(id=1)
    hog.join()
    assert busy.fake.sessions.keys() == {1}
    assert busy.fake.revoked == ({1} if comes_free else set())
