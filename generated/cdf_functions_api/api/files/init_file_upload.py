# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...operation import EXTENSION, Operation
from ...types import UNSET, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.file_upload import FileUpload
    from ...models.file_write import FileWrite
    from ...types import Response


def _get_kwargs(
    *,
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> dict[str, Any]:

    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["overwrite"] = overwrite

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/files",
        "params": params,
        "extensions": {EXTENSION: OPERATION},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_success(content: Any) -> FileUpload:
    from ...models.file_upload import FileUpload

    response_201 = FileUpload.from_dict(content)

    return response_201


OPERATION: Final = Operation(
    "initFileUpload",
    _get_kwargs,
    _parse_success,
    statuses=(201,),
    repeatable=False,
    authorized=True,
)


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | FileUpload | None:
    if response.status_code == 201:
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
) -> Response[ErrorEnvelope | FileUpload]:
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
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> Response[ErrorEnvelope | FileUpload]:
    """Create a file entry and get an address for its bytes

     Needs filesAcl WRITE. An entry whose bytes never come is removed after a week.

    Args:
        overwrite (bool | Unset):
        body (FileWrite): A file entry to create. Labels, location and instance ids are left out:
            deploying needs none of them.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FileUpload]
    """

    kwargs = _get_kwargs(
        body=body,
        overwrite=overwrite,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> ErrorEnvelope | FileUpload | None:
    """Create a file entry and get an address for its bytes

     Needs filesAcl WRITE. An entry whose bytes never come is removed after a week.

    Args:
        overwrite (bool | Unset):
        body (FileWrite): A file entry to create. Labels, location and instance ids are left out:
            deploying needs none of them.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FileUpload
    """

    return sync_detailed(
        client=client,
        body=body,
        overwrite=overwrite,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> Response[ErrorEnvelope | FileUpload]:
    """Create a file entry and get an address for its bytes

     Needs filesAcl WRITE. An entry whose bytes never come is removed after a week.

    Args:
        overwrite (bool | Unset):
        body (FileWrite): A file entry to create. Labels, location and instance ids are left out:
            deploying needs none of them.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FileUpload]
    """

    kwargs = _get_kwargs(
        body=body,
        overwrite=overwrite,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> ErrorEnvelope | FileUpload | None:
    """Create a file entry and get an address for its bytes

     Needs filesAcl WRITE. An entry whose bytes never come is removed after a week.

    Args:
        overwrite (bool | Unset):
        body (FileWrite): A file entry to create. Labels, location and instance ids are left out:
            deploying needs none of them.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FileUpload
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            overwrite=overwrite,
        )
    ).parsed
