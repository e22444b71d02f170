# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...operation import EXTENSION, Operation

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.function_filter_request import FunctionFilterRequest
    from ...models.function_list import FunctionList
    from ...types import Response


def _get_kwargs(
    *,
    body: FunctionFilterRequest,
) -> dict[str, Any]:

    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/functions/list",
        "extensions": {EXTENSION: OPERATION},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_success(content: Any) -> FunctionList:
    from ...models.function_list import FunctionList

    response_200 = FunctionList.from_dict(content)

    return response_200


OPERATION: Final = Operation(
    "filterFunctions",
    _get_kwargs,
    _parse_success,
    statuses=(200,),
    repeatable=True,
    authorized=True,
)


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | FunctionList | None:
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
) -> Response[ErrorEnvelope | FunctionList]:
    from http import HTTPStatus

    from ...types import Response

    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FunctionFilterRequest,
) -> Response[ErrorEnvelope | FunctionList]:
    """List functions that match a filter

     Needs functionsAcl READ. No pages: ask for as many as are wanted.

    Args:
        body (FunctionFilterRequest): Which functions to list, and how many.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FunctionList]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: FunctionFilterRequest,
) -> ErrorEnvelope | FunctionList | None:
    """List functions that match a filter

     Needs functionsAcl READ. No pages: ask for as many as are wanted.

    Args:
        body (FunctionFilterRequest): Which functions to list, and how many.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FunctionList
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FunctionFilterRequest,
) -> Response[ErrorEnvelope | FunctionList]:
    """List functions that match a filter

     Needs functionsAcl READ. No pages: ask for as many as are wanted.

    Args:
        body (FunctionFilterRequest): Which functions to list, and how many.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FunctionList]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: FunctionFilterRequest,
) -> ErrorEnvelope | FunctionList | None:
    """List functions that match a filter

     Needs functionsAcl READ. No pages: ask for as many as are wanted.

    Args:
        body (FunctionFilterRequest): Which functions to list, and how many.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FunctionList
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
