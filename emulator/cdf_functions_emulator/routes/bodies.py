"""Bodies in and JSON out."""

import json
import math
import zlib
from typing import Any, NoReturn

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from ..errors import bad_request, body_too_large
from ..service import Services

MAX_BODY = 64 * 1024 * 1024
GZIP = 16 + zlib.MAX_WBITS


class Json(Response):
    """JSON that survives any string, lone surrogates included, because all but ASCII is escaped."""

    media_type = "application/json"

    def __init__(self, content: Any, status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(json.dumps(content, allow_nan=False, separators=(",", ":")).encode(), status_code, headers)


def services(app: Starlette) -> Services:
    """What the app was built over."""
    found = app.state.services
    assert isinstance(found, Services)
    return found


async def read_json(request: Request) -> Any:
    """The body, whatever it holds, gunzipped if need be."""
    content_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise bad_request(f"Content-Type: expected application/json, got {content_type}")
    body = await read_bytes(request, MAX_BODY)
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "gzip":
        body = _gunzip(body)
    elif encoding != "identity":
        raise bad_request(f"Content-Encoding: expected gzip or identity, got {encoding}")
    try:
        value = json.loads(body, parse_constant=_not_json, parse_float=_finite)
        # Only an escape can make a string that is no text; nothing could store or send it.
        if b"\\u" in body:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise bad_request(f"The body is not JSON: {error}") from None
    return value


async def read_bytes(request: Request, most: int) -> bytes:
    """The body as it was sent; refused as soon as it is more than ``most``."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise body_too_large(most)
    except ClientDisconnect:
        raise bad_request("The body ended too early") from None
    return bytes(body)


def _gunzip(body: bytes) -> bytes:
    unzip = zlib.decompressobj(GZIP)
    try:
        plain = unzip.decompress(body, MAX_BODY)
    except zlib.error:
        raise bad_request("The body is not gzip, which Content-Encoding says it is") from None
    if unzip.unconsumed_tail:
        raise body_too_large(MAX_BODY)
    if not unzip.eof:
        raise bad_request("The body is gzip that ends too early")
    return plain


def _finite(written: str) -> float:
    value = float(written)
    if math.isinf(value):
        raise ValueError(f"{written} is larger than any number that JSON readers hold")
    return value


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON value")
