# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""From an answer to what the caller is given: a model, or one error that has the status, the headers and the body."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from .operation import Operation
from .types import Model, Response, Unset

if TYPE_CHECKING:
    import httpx

M = TypeVar("M")
E = TypeVar("E")


def success(operation: Operation[..., M], response: httpx.Response, parse_error: Callable[[httpx.Response], Any]) -> M:
    """The model of a success.

    Raises:
        ErrorResponse: if the service answered with an error that the spec knows
        UnexpectedStatus: if it answered with a status that the spec does not know
        UnreadableResponse: if the body is not what the spec says
    """
    if response.status_code in operation.statuses:
        return _read(operation, response, _parse_success)
    from .errors import ErrorResponse

    raise ErrorResponse(operation.id, response, _read(operation, response, lambda _, answer: parse_error(answer)))


def detailed(
    operation: Operation[..., M], response: httpx.Response, parse_error: Callable[[httpx.Response], E], *, strict: bool
) -> Response[M | E]:
    """Status, headers, body, and the model of a success or of an error that the spec knows.

    Raises:
        UnexpectedStatus: if ``strict``, and the spec does not know the status
        UnreadableResponse: if the body is not what the spec says
    """
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parsed(operation, response, parse_error, strict),
    )


def _parsed(
    operation: Operation[..., M], response: httpx.Response, parse_error: Callable[[httpx.Response], E], strict: bool
) -> M | E | None:
    if response.status_code in operation.statuses:
        return _read(operation, response, _parse_success)
    from .errors import UnexpectedStatus

    try:
        return _read(operation, response, lambda _, answer: parse_error(answer))
    except UnexpectedStatus:
        if strict:
            raise
        return None


def _read(
    operation: Operation[..., M],
    response: httpx.Response,
    parse: Callable[[Operation[..., M], httpx.Response], E],
) -> E:
    try:
        return parse(operation, response)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
        from .errors import UnreadableResponse

        raise UnreadableResponse(operation.id, response, f"{type(error).__name__}: {error}") from error


def _parse_success(operation: Operation[..., M], response: httpx.Response) -> M:
    model = operation.parse(None if operation.empty else response.json())
    if operation.listed:
        items: list[object] | Unset | None = getattr(model, "items", None)
        if not (items is None or isinstance(items, Unset | list)):
            raise TypeError("items that are no list")
        # what cannot be read the model keeps as it came
        if items and not all(issubclass(kind, Model) for kind in set(map(type, items))):
            raise TypeError("items that are something else than was asked for")
    return model
