# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""What the functions of the low-level client raise. What goes wrong with the connection is raised by httpx itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

    from .models.error_envelope import ErrorEnvelope

_CONFIDENTIAL: frozenset[str] = frozenset(
    ["clientSecret", "downloadUrl", "envVars", "extraIndexUrls", "indexUrl", "nonce", "secrets", "uploadUrl"]
)  # names of fields whose values the spec says not to show

_PLAIN_HEADERS = {"accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent"}
_SHORTEST = 4  # characters; to cut shorter secrets out would tear holes into words
_LONGEST = 500  # characters of a body that a text shows


class ResponseError(Exception):
    """An answer came that is not the success that was asked for.

    The text has the beginning of the body, without the token and what the spec marks as confidential. ``response`` has
    everything.

    Attributes:
        operation: the operationId of the spec
        response: the answer, read whole
    """

    def __init__(self, operation: str, response: httpx.Response, *more: object) -> None:
        super().__init__(operation, response, *more)
        self.operation = operation
        self.response = response

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def headers(self) -> httpx.Headers:
        """The headers of the answer."""
        return self.response.headers

    @property
    def content(self) -> bytes:
        """The body of the answer, as it came."""
        return self.response.content

    def __str__(self) -> str:
        kind = self.headers.get("content-type", "of no stated type")
        said = _cut(self.response)
        return f"{self.operation} was answered {self._what()}: {said if said else 'no body'} ({kind})"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def _what(self) -> str:
        return str(self.status_code)


class ErrorResponse(ResponseError):
    """The service answered with an error that the spec knows.

    Attributes:
        parsed: what it said, as a model
    """

    def __init__(self, operation: str, response: httpx.Response, parsed: ErrorEnvelope) -> None:
        super().__init__(operation, response, parsed)
        self.parsed = parsed


class UnexpectedStatus(ResponseError):
    """The service answered with a status that the spec does not know for this operation."""

    def _what(self) -> str:
        return f"{self.status_code}, which the spec does not know"


class UnreadableResponse(ResponseError):
    """The status is one that the spec knows, and the body is not what it says: HTML, no JSON, or JSON of another shape.

    Attributes:
        reason: what could not be read
    """

    def __init__(self, operation: str, response: httpx.Response, reason: str) -> None:
        super().__init__(operation, response, reason)
        self.reason = reason

    def _what(self) -> str:
        return f"{self.status_code} with a body that is not what the spec says ({self.reason})"


def _cut(response: httpx.Response) -> str:
    """The beginning of a body, as one line, without what is confidential."""
    text = " ".join(response.text.split())
    for secret in sorted(_secrets(response), key=len, reverse=True):
        for written in (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]):
            text = text.replace(written, "***") if len(secret) >= _SHORTEST else text.replace(f'"{written}"', '"***"')
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _secrets(response: httpx.Response) -> set[str]:
    """What is confidential of a request and its answer."""
    found = set(_confidential(_json(lambda: response.content)))
    found.update(_confidential(_json(lambda: response.request.content)))
    for name, value in response.request.headers.items():
        if name == "cookie":
            found.update(pair.partition("=")[2] for pair in value.split("; "))
        elif name not in _PLAIN_HEADERS:
            found.update(value.split()[1:] or [value])  # without the scheme, such as Bearer
    return found - {""}


def _json(body: Callable[[], bytes]) -> Any:
    try:
        return json.loads(body())
    except (ValueError, RuntimeError, RecursionError):  # not JSON, or a file that was sent as it was read
        return None


def _confidential(node: Any, below: bool = False) -> list[str]:
    if isinstance(node, dict):
        return [one for name, value in node.items() for one in _confidential(value, below or name in _CONFIDENTIAL)]
    if isinstance(node, list):
        return [one for value in node for one in _confidential(value, below)]
    return [node] if below and isinstance(node, str) and node else []


__all__ = ["ErrorResponse", "ResponseError", "UnexpectedStatus", "UnreadableResponse"]
