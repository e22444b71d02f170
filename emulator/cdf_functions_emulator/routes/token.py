"""Getting a token, and asking what it allows: the two operations outside of any project."""

import base64
import binascii
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import OAuthError
from .bodies import Json, read_bytes, services

MAX_FORM = 64 * 1024


async def _grant(request: Request) -> Response:
    """The client may give its id and secret in the form or, as RFC 6749 prefers, by HTTP Basic."""
    body = await read_bytes(request, MAX_FORM)
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise OAuthError(400, "invalid_request", "Content-Type: expected application/x-www-form-urlencoded")
    form = dict(parse_qsl(body.decode(errors="replace")))
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            raise OAuthError(400, "invalid_request", "Authorization: expected base64 of id:secret") from None
        form |= {"client_id": unquote_plus(user), "client_secret": unquote_plus(password)}
    return Json(services(request.app).tokens.grant(form), headers={"Cache-Control": "no-store"})


async def _inspect(request: Request) -> Response:
    return Json(services(request.app).tokens.inspect(request.state.caller))


ROUTES = [
    Route("/oauth2/token", _grant, methods=["POST"]),
    Route("/api/v1/token/inspect", _inspect, methods=["GET"]),
]
