# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ...operation import EXTENSION, Operation

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.call_request import CallRequest
    from ...models.error_envelope import ErrorEnvelope
    from ...models.function_call import FunctionCall
    from ...types import Response


def _get_kwargs(
    function_id: int,
    *,
    body: CallRequest,
) -> dict[str, Any]:

    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/functions/{function_id}/call".format(
            function_id=quote(str(function_id), safe=""),
        ),
        "extensions": {EXTENSION: OPERATION},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_success(content: Any) -> FunctionCall:
    from ...models.function_call import FunctionCall

    response_201 = FunctionCall.from_dict(content)

    return response_201


OPERATION: Final = Operation(
    "callFunction",
    _get_kwargs,
    _parse_success,
    statuses=(201,),
    repeatable=False,
    authorized=True,
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
    body: CallRequest,
) -> FunctionCall:
    """Start a run of a function

    POST /functions/{functionId}/call

    Needs functionsAcl RUN. Some sources name WRITE instead. The answer does not wait for the run: poll
    getCall. Not safe to repeat blindly, as each accepted request starts a run. An answer of 429 means
    too many runs at once.

    Args:
        function_id (int): The function, by the id the service gave it; there is no form with an
            external id. Required; 1 to 9007199254740991.
        body (CallRequest): What a run is given.

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
    body: CallRequest,
) -> Response[ErrorEnvelope | FunctionCall]:
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
    body: CallRequest,
) -> FunctionCall:
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
    body: CallRequest,
) -> Response[ErrorEnvelope | FunctionCall]:
    """Like ``sync_detailed``, for ``await``."""
    from ...responses import detailed

    request = _get_kwargs(
        function_id=function_id,
        body=body,
    )
    response = await client.get_async_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)
