# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ...operation import EXTENSION, Operation

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.call_references import CallReferences
    from ...models.error_envelope import ErrorEnvelope
    from ...models.function_call_list import FunctionCallList
    from ...types import Response


def _get_kwargs(
    function_id: int,
    *,
    body: CallReferences,
) -> dict[str, Any]:

    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/functions/{function_id}/calls/byids".format(
            function_id=quote(str(function_id), safe=""),
        ),
        "extensions": {EXTENSION: OPERATION},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_success(content: Any) -> FunctionCallList:
    from ...models.function_call_list import FunctionCallList

    response_200 = FunctionCallList.from_dict(content)

    return response_200


OPERATION: Final = Operation(
    "getCallsByIds",
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
    function_id: int,
    *,
    client: AuthenticatedClient | Client,
    body: CallReferences,
) -> FunctionCallList:
    """Get calls by id

    POST /functions/{functionId}/calls/byids

    Needs functionsAcl READ. An unknown id fails the request, unless it is passed over.

    Args:
        function_id (int): The function, by the id the service gave it; there is no form with an
            external id. Required; 1 to 9007199254740991.
        body (CallReferences): Calls to read.

    Raises:
        errors.ErrorResponse: if the service answers with an error that the spec knows
        errors.UnexpectedStatus: if it answers with a status that the spec does not know
        errors.UnreadableResponse: if the body is not what the spec says
        httpx.TransportError: if no answer comes
    """

    from ...responses import success

    request = _get_kwargs(
        function_id=function_id,
        body=body,
    )
    return success(OPERATION, client.get_httpx_client().request(**request), _parse_error)


def sync_detailed(
    function_id: int,
    *,
    client: AuthenticatedClient | Client,
    body: CallReferences,
) -> Response[ErrorEnvelope | FunctionCallList]:
    """Like ``sync``, with status, headers and body; an error that the spec knows is given back, not raised."""
    from ...responses import detailed

    request = _get_kwargs(
        function_id=function_id,
        body=body,
    )
    response = client.get_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)


async def asyncio(
    function_id: int,
    *,
    client: AuthenticatedClient | Client,
    body: CallReferences,
) -> FunctionCallList:
    """Like ``sync``, for ``await``."""
    from ...responses import success

    request = _get_kwargs(
        function_id=function_id,
        body=body,
    )
    return success(OPERATION, await client.get_async_httpx_client().request(**request), _parse_error)


async def asyncio_detailed(
    function_id: int,
    *,
    client: AuthenticatedClient | Client,
    body: CallReferences,
) -> Response[ErrorEnvelope | FunctionCallList]:
    """Like ``sync_detailed``, for ``await``."""
    from ...responses import detailed

    request = _get_kwargs(
        function_id=function_id,
        body=body,
    )
    response = await client.get_async_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)
