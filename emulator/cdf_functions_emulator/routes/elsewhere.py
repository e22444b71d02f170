"""Operations that are not emulated: answered by a stub, forwarded to a real project, or refused with 501 by name.

All of them tell whoever reads the log of the emulator, and of the call that asked.
"""

import asyncio
import time
import traceback
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .. import events
from ..errors import ApiError, no_route, not_emulated, stub_failed, upstream_failed, wrong_method
from ..protobuf import DATAPOINTS, PROTOBUF, encode
from ..stubs import METHODS, Stub, StubRequest, Stubs
from .bodies import MAX_BODY, Json, read_bytes, read_json, services
from .refusals import asking_call, refusal

if TYPE_CHECKING:  # it costs a third of the emulator's start, and few use it
    from ..upstream import Upstream

API = "/api/"
VERSION = "/api/v1"
PROJECTS = "/api/v1/projects/"


class Elsewhere:
    """What the app hands a request to that fits none of its routes."""

    def __init__(self, stubs: Stubs | None, upstream: "Upstream | None") -> None:
        self._stubs = stubs
        self._upstream = upstream

    async def answer(self, request: Request, error: Exception) -> Response:
        """The answer to a request for which the framework has ``error``, its 404 or 405."""
        assert isinstance(error, HTTPException)
        path: str = request.scope["path"]
        try:
            if path.startswith(API) and request.method in METHODS:
                return await self._beyond(request)
            if error.status_code == 405:
                raise wrong_method(request.method, path, (error.headers or {}).get("Allow", ""))
            raise no_route(request.method, path)
        except ApiError as refused:
            return refusal(request, refused)

    async def _beyond(self, request: Request) -> Response:
        project, path = _below(request.scope["path"])
        operation = f"{request.method} {path}"
        hint = "; --stubs and --upstream let others answer"
        if self._stubs is not None and (stub := await self._stub(self._stubs, request, path)):
            return await self._stubbed(stub, request, project, path)
        if self._upstream is not None:
            hint = self._upstream.refusal(request.method, path)
            if not hint:
                return await self._forwarded(self._upstream, request, operation)
        error = not_emulated(operation, hint)
        call_id = asking_call(request)
        events.not_emulated(operation, project, str(error), call_id)
        _note(request, str(error))
        return Json(error.body, error.status)

    async def _stub(self, stubs: Stubs, request: Request, path: str) -> Stub | None:
        try:
            return await asyncio.to_thread(stubs.find, request.method, path)
        except ValueError as error:  # the file was edited since it was read for the first time, and is not right now
            raise self._failure(request, f"{request.method} {path}", str(stubs.path), error) from None

    async def _stubbed(self, stub: Stub, request: Request, project: str, path: str) -> Response:
        body = await read_json(request) if await request.body() else None
        asked = StubRequest(request.method, path, project, stub.parameters, dict(request.query_params), body)
        wants_protobuf = path == DATAPOINTS and PROTOBUF in request.headers.get("accept", "")
        try:
            status, answer = await asyncio.to_thread(stub.answer, asked)
            if wants_protobuf and status < 400:
                response = Response(encode(answer), status, media_type=PROTOBUF)
            else:
                response = Json(answer, status)
        except Exception as error:  # noqa: BLE001 - the code is the user's
            raise self._failure(request, stub.operation, stub.source, error) from None
        events.stubbed(f"{request.method} {path}", stub.source, status, asking_call(request))
        return response

    def _failure(self, request: Request, operation: str, source: str, error: Exception) -> ApiError:
        failure = stub_failed(operation, source, f"{type(error).__name__}: {error}")
        events.stub_failed(operation, source, f"{type(error).__name__}: {error}", traceback.format_exc())
        _note(request, str(failure))
        return failure

    async def _forwarded(self, upstream: "Upstream", request: Request, operation: str) -> Response:
        body = await read_bytes(request, MAX_BODY)
        begun = time.monotonic()
        raw_path: bytes = request.scope["raw_path"]
        query: bytes = request.scope["query_string"]
        try:
            answer = await upstream.send(request.method, raw_path.decode(), query.decode(), request.headers, body)
        except upstream.error as error:
            failure = upstream_failed(operation, upstream.shown, str(error))
            _note(request, str(failure))
            raise failure from None
        seconds = time.monotonic() - begun
        events.forwarded(operation, upstream.shown, answer.status, seconds, asking_call(request))
        if answer.status >= 400:
            _note(request, f"{operation} was forwarded to {upstream.shown}, which answered {answer.status}")
        return StreamingResponse(answer.content, answer.status, answer.headers)


def _below(path: str) -> tuple[str, str]:
    """The project of a path, if it has one, and the path as the API's documents write it."""
    if path.startswith(PROJECTS):
        project, slash, rest = path.removeprefix(PROJECTS).partition("/")
        return project, slash + rest or f"/projects/{project}"
    return "", path.removeprefix(VERSION)


def _note(request: Request, line: str) -> None:
    call_id = asking_call(request)
    if call_id is not None:
        services(request.app).calls.note(call_id, line)
