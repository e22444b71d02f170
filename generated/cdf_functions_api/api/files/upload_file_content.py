# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

from ...operation import EXTENSION, Operation
from ...types import File

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.error_envelope import ErrorEnvelope
    from ...types import Response


def _get_kwargs(
    upload_token: str,
    *,
    body: File,
) -> dict[str, Any]:

    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/files/upload/{upload_token}".format(
            upload_token=quote(str(upload_token), safe=""),
        ),
        "extensions": {EXTENSION: OPERATION},
    }

    _kwargs["content"] = body.payload
    headers["Content-Type"] = "application/octet-stream"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_success(content: Any) -> None:
    return None


OPERATION: Final = Operation(
    "uploadFileContent",
    _get_kwargs,
    _parse_success,
    statuses=(200,),
    repeatable=True,
    authorized=False,
)


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | ErrorEnvelope | None:
    if response.status_code == 200:
        response_200 = cast(Any, None)
        return response_200

    if 400 <= response.status_code <= 499:
        from ...models.error_envelope import ErrorEnvelope

        response_4xx = ErrorEnvelope.from_dict(response.json())

        return response_4xx

    if client.raise_on_unexpected_status:
        from ... import errors

        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | ErrorEnvelope]:
    from http import HTTPStatus

    from ...types import Response

    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    upload_token: str,
    *,
    client: AuthenticatedClient | Client,
    body: File,
) -> Response[Any | ErrorEnvelope]:
    """Send the bytes of a file

     Stands for a PUT to the uploadUrl of initFileUpload. On the real service that is an absolute URL on
    a storage host, at most 5000 MB at once, which knows nothing of the project: send it without the
    bearer token. This path is where a local service, such as the emulator, takes the bytes. The file is
    ready when its uploaded turns true, which may be later.

    Args:
        upload_token (str):
        body (File): The bytes, as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorEnvelope]
    """

    kwargs = _get_kwargs(
        upload_token=upload_token,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    upload_token: str,
    *,
    client: AuthenticatedClient | Client,
    body: File,
) -> Any | ErrorEnvelope | None:
    """Send the bytes of a file

     Stands for a PUT to the uploadUrl of initFileUpload. On the real service that is an absolute URL on
    a storage host, at most 5000 MB at once, which knows nothing of the project: send it without the
    bearer token. This path is where a local service, such as the emulator, takes the bytes. The file is
    ready when its uploaded turns true, which may be later.

    Args:
        upload_token (str):
        body (File): The bytes, as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorEnvelope
    """

    return sync_detailed(
        upload_token=upload_token,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    upload_token: str,
    *,
    client: AuthenticatedClient | Client,
    body: File,
) -> Response[Any | ErrorEnvelope]:
    """Send the bytes of a file

     Stands for a PUT to the uploadUrl of initFileUpload. On the real service that is an absolute URL on
    a storage host, at most 5000 MB at once, which knows nothing of the project: send it without the
    bearer token. This path is where a local service, such as the emulator, takes the bytes. The file is
    ready when its uploaded turns true, which may be later.

    Args:
        upload_token (str):
        body (File): The bytes, as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorEnvelope]
    """

    kwargs = _get_kwargs(
        upload_token=upload_token,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    upload_token: str,
    *,
    client: AuthenticatedClient | Client,
    body: File,
) -> Any | ErrorEnvelope | None:
    """Send the bytes of a file

     Stands for a PUT to the uploadUrl of initFileUpload. On the real service that is an absolute URL on
    a storage host, at most 5000 MB at once, which knows nothing of the project: send it without the
    bearer token. This path is where a local service, such as the emulator, takes the bytes. The file is
    ready when its uploaded turns true, which may be later.

    Args:
        upload_token (str):
        body (File): The bytes, as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorEnvelope
    """

    return (
        await asyncio_detailed(
            upload_token=upload_token,
            client=client,
            body=body,
        )
    ).parsed
