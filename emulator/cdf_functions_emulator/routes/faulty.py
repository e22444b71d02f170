"""Lets requests go wrong, as ordered."""

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import ordered_failure
from ..faults import Fault, Faults
from .bodies import Json

HangUp = Callable[[tuple[str, int]], None]
GARBAGE = b'<!doctype html>\xff{"items": ['


class Faulty:
    """Around the app, behind the door: a request that may not come in cannot use up a fault."""

    def __init__(
        self, app: ASGIApp, faults: Faults, name_of: Callable[[str, str], str | None], hang_up: HangUp
    ) -> None:
        self._app = app
        self._faults = faults
        self._name_of = name_of
        self._hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or do with it what was ordered."""
        name = self._name_of(scope["method"], scope["path"]) if scope["type"] == "http" else None
        fault = self._faults.take(name) if name else None
        if fault is None:
            await self._app(scope, receive, send)
            return
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            await self._app(scope, receive, send)
        elif fault.kind == "garbage":
            await self._app(scope, receive, _garble(send))
        elif fault.kind == "status":
            await _refuse(fault)(scope, receive, send)
        else:
            if fault.kind == "lost":
                await self._app(scope, receive, _swallow)
            self._hang_up(scope["client"])
            while (await receive())["type"] != "http.disconnect":
                pass


def _refuse(fault: Fault) -> Json:
    error = ordered_failure(fault.status, fault.retry_after)
    return Json(error.body, error.status, error.headers)


async def _swallow(message: Message) -> None:
    pass


def _garble(send: Send) -> Send:
    async def garbled(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message["headers"] if name.lower() != b"content-length"]
            await send({**message, "headers": [*headers, (b"content-length", str(len(GARBAGE)).encode())]})
        elif not message.get("more_body"):
            await send({"type": "http.response.body", "body": GARBAGE})

    return garbled
