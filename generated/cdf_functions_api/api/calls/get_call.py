# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ...operation import EXTENSION, Operation

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.function_call import FunctionCall
    from ...types import Response


def _get_kwargs(
    function_id: int,
    call_id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/functions/{function_id}/calls/{call_id}".format(
            function_id=quote(str(function_id), safe=""),
            call_id=quote(str(call_id), safe=""),
        ),
        "extensions": {EXTENSION: OPERATION},
    }

    return _kwargs


def _parse_success(content: Any) -> FunctionCall:
    from ...models.function_call import FunctionCall

    response_200 = FunctionCall.from_dict(content)

    return response_200


OPERATION: Final = Operation(
    "getCall",
    _get_kwargs,
    _parse_success,
    statuses=(200,),
    repeatable=True,
    authorized=True,
)


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | FunctionCall | None:
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
) -> Response[ErrorEnvelope | FunctionCall]:
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
    call_id: int,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ErrorEnvelope | FunctionCall]:
    """Get a call by id

     Needs functionsAcl READ.

    Args:
        function_id (int):
        call_id (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FunctionCall]
    """

    kwargs = _get_kwargs(
        function_id=function_id,
        call_id=call_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    function_id: int,
    call_id: int,
    *,
    client: AuthenticatedClient | Client,
) -> ErrorEnvelope | FunctionCall | None:
    """Get a call by id

     Needs functionsAcl READ.

    Args:
        function_id (int):
        call_id (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FunctionCall
    """

    return sync_detailed(
        function_id=function_id,
        call_id=call_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    function_id: int,
    call_id: int,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ErrorEnvelope | FunctionCall]:
    """Get a call by id

     Needs functionsAcl READ.

    Args:
        function_id (int):
        call_id (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FunctionCall]
    """

    kwargs = _get_kwargs(
        function_id=function_id,
        call_id=call_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    function_id: int,
    call_id: int,
    *,
    client: AuthenticatedClient | Client,
) -> ErrorEnvelope | FunctionCall | None:
    """Get a call by id

     Needs functionsAcl READ.

    Args:
        function_id (int):
        call_id (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FunctionCall
    """

    return (
        await asyncio_detailed(
            function_id=function_id,
            call_id=call_id,
            client=client,
        )
    ).parsed
