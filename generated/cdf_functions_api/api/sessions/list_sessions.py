# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...operation import EXTENSION, Operation
from ...types import UNSET, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.session_list import SessionList
    from ...models.session_status import SessionStatus
    from ...types import Response


def _get_kwargs(
    *,
    status: SessionStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/sessions",
        "params": params,
        "extensions": {EXTENSION: OPERATION},
    }

    return _kwargs


def _parse_success(content: Any) -> SessionList:
    from ...models.session_list import SessionList

    response_200 = SessionList.from_dict(content)

    return response_200


OPERATION: Final = Operation(
    "listSessions",
    _get_kwargs,
    _parse_success,
    statuses=(200,),
    repeatable=True,
    authorized=True,
    listed=True,
)


def _parse_error(response: httpx.Response) -> ErrorEnvelope:
    if 400 <= response.status_code <= 499:
        from ...models.error_envelope import ErrorEnvelope

        response_4xx = ErrorEnvelope.from_dict(response.json())

        return response_4xx

    from ... import errors

    raise errors.UnexpectedStatus(OPERATION.id, response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    status: SessionStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> SessionList:
    """List sessions

    GET /sessions

    Needs sessionsAcl LIST.

    Args:
        status (SessionStatus | Unset): READY until a service binds it with the nonce, ACTIVE from
            then on; the others are ends. An open list; as a query value the upper-case form is the
            one that clients are seen to send with success. Readers keep a value they do not know.
        limit (int | Unset): Most items to answer with. The service takes 25 when absent. 1 to
            1000.
        cursor (str | Unset): nextCursor of the page before; absent for the first page.

    Raises:
        errors.ErrorResponse: if the service answers with an error that the spec knows
        errors.UnexpectedStatus: if it answers with a status that the spec does not know
        errors.UnreadableResponse: if the body is not what the spec says
        httpx.TransportError: if no answer comes
    """

    from ...responses import success

    request = _get_kwargs(
        status=status,
        limit=limit,
        cursor=cursor,
    )
    return success(OPERATION, client.get_httpx_client().request(**request), _parse_error)


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: SessionStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[ErrorEnvelope | SessionList]:
    """Like ``sync``, with status, headers and body; an error that the spec knows is given back, not raised."""
    from ...responses import detailed

    request = _get_kwargs(
        status=status,
        limit=limit,
        cursor=cursor,
    )
    response = client.get_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    status: SessionStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> SessionList:
    """Like ``sync``, for ``await``."""
    from ...responses import success

    request = _get_kwargs(
        status=status,
        limit=limit,
        cursor=cursor,
    )
    return success(OPERATION, await client.get_async_httpx_client().request(**request), _parse_error)


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: SessionStatus | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[ErrorEnvelope | SessionList]:
    """Like ``sync_detailed``, for ``await``."""
    from ...responses import detailed

    request = _get_kwargs(
        status=status,
        limit=limit,
        cursor=cursor,
    )
    response = await client.get_async_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)
