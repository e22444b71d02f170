# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ...operation import EXTENSION, Operation

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.call_filter_request import CallFilterRequest
    from ...models.error_envelope import ErrorEnvelope
    from ...models.function_call_list import FunctionCallList
    from ...types import Response


def _get_kwargs(
    function_id: int,
    *,
    body: CallFilterRequest,
) -> dict[str, Any]:

    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/functions/{function_id}/calls/list".format(
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
    "filterCalls",
    _get_kwargs,
    _parse_success,
    statuses=(200,),
    repeatable=True,
    authorized=True,
)


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | FunctionCallList | None:
    if response.status_code == 200:
        return _parse_success(response.json())
    if 400 <= response.status_code <= 499:
        from ...models.error_envelope import ErrorEnvelope

        response_4xx = ErrorEnvelope.from_dict(response.json())

        return response_4xx

    if client.raise_on_unexpected_status:
        from ... import errors

        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorEnvelope | FunctionCallList]:
    from http import HTTPStatus

    from ...types import Response

    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    function_id: int,
    *,
    client: AuthenticatedClient | Client,
    body: CallFilterRequest,
) -> Response[ErrorEnvelope | FunctionCallList]:
    """List calls of a function that match a filter

     Needs functionsAcl READ. Calls are kept for 90 days.

    Args:
        function_id (int):
        body (CallFilterRequest): Which calls to list, how many, and from where.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FunctionCallList]
    """

    kwargs = _get_kwargs(
        function_id=function_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    function_id: int,
    *,
    client: AuthenticatedClient | Client,
    body: CallFilterRequest,
) -> ErrorEnvelope | FunctionCallList | None:
    """List calls of a function that match a filter

     Needs functionsAcl READ. Calls are kept for 90 days.

    Args:
        function_id (int):
        body (CallFilterRequest): Which calls to list, how many, and from where.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FunctionCallList
    """

    return sync_detailed(
        function_id=function_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    function_id: int,
    *,
    client: AuthenticatedClient | Client,
    body: CallFilterRequest,
) -> Response[ErrorEnvelope | FunctionCallList]:
    """List calls of a function that match a filter

     Needs functionsAcl READ. Calls are kept for 90 days.

    Args:
        function_id (int):
        body (CallFilterRequest): Which calls to list, how many, and from where.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FunctionCallList]
    """

    kwargs = _get_kwargs(
        function_id=function_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    function_id: int,
    *,
    client: AuthenticatedClient | Client,
    body: CallFilterRequest,
) -> ErrorEnvelope | FunctionCallList | None:
    """List calls of a function that match a filter

     Needs functionsAcl READ. Calls are kept for 90 days.

    Args:
        function_id (int):
        body (CallFilterRequest): Which calls to list, how many, and from where.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FunctionCallList
    """

    return (
        await asyncio_detailed(
            function_id=function_id,
            client=client,
            body=body,
        )
    ).parsed
