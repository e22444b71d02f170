"""What every request passes first: it comes from this machine, not from a web page, and carries a bearer token."""

import ipaddress
import logging
import re
import time
import uuid
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .. import events
from ..errors import ApiError, foreign_page
from .bodies import services
from .refusals import refusal

log = logging.getLogger(__name__)

#: The page itself shows nothing; what it shows it asks for, with a token.
OPEN = ("/", "/oauth2/token")
LINKS = re.compile(r"(PUT /api/v1/projects/[^/]+/files/upload|GET /api/v1/projects/[^/]+/files/download)/[^/]+")
"""Whoever knows such an address may do this there."""
PROJECTS = "/api/v1/projects/"


class Door:
    """Around the whole app, so that its every answer, whatever went wrong, has an ``x-request-id``."""

    def __init__(self, app: Starlette, behind: ASGIApp) -> None:
        self._app = app
        self._behind = behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand on what is not one."""
        if scope["type"] != "http":
            await self._behind(scope, receive, send)
            return

        begun = time.monotonic()
        request_id = str(uuid.uuid4())

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = request_id
                seconds = time.monotonic() - begun
                events.requested(scope["method"], scope["path"], message["status"], seconds, request_id)
            await send(message)

        request = Request(scope)
        try:
            self._check(request)
        except ApiError as error:
            await refusal(request, error)(scope, receive, send_with_id)
        else:
            try:
                await self._behind(scope, receive, send_with_id)
            except Exception:
                # It was answered as 500. Raised further it would cost the client its connection.
                log.exception("%s %s", scope["method"], scope["path"])

    def _check(self, request: Request) -> None:
        host = request.headers.get("host", "")
        # Where tokens are checked no other name can do harm, and machines that are let in use other names.
        if not _is_loopback(f"//{host}") and not services(self._app).settings.strict_auth:
            raise foreign_page("Host", host)
        origin = request.headers.get("origin")
        if origin is not None and not _is_loopback(origin) and urlsplit(origin).netloc != host:
            raise foreign_page("Origin", origin)
        path: str = request.scope["path"]
        open_ = path in OPEN or LINKS.fullmatch(f"{request.method} {path}") is not None
        if not open_:
            authorization = request.headers.get("authorization")
            request.state.caller = services(self._app).tokens.authenticate(authorization)
        if path.startswith(PROJECTS):
            services(self._app).tokens.use(path.removeprefix(PROJECTS).partition("/")[0])


def _is_loopback(url: str) -> bool:
    """Whether the host of a URL can only mean this machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
