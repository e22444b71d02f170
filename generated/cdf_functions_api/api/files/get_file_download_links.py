# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...operation import EXTENSION, Operation

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.file_download_link_list import FileDownloadLinkList
    from ...models.file_download_request import FileDownloadRequest
    from ...types import Response


def _get_kwargs(
    *,
    body: FileDownloadRequest,
) -> dict[str, Any]:

    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/files/downloadlink",
        "extensions": {EXTENSION: OPERATION},
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_success(content: Any) -> FileDownloadLinkList:
    from ...models.file_download_link_list import FileDownloadLinkList

    response_200 = FileDownloadLinkList.from_dict(content)

    return response_200


OPERATION: Final = Operation(
    "getFileDownloadLinks",
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
    body: FileDownloadRequest,
) -> FileDownloadLinkList:
    """Get addresses that give the bytes of files

    POST /files/downloadlink

    Needs filesAcl READ. An address is on a storage host, is good for 30 seconds, and is all that its
    reader needs: ask it without the bearer token. A file whose bytes have not arrived fails the
    request, and so does an unknown id.

    Args:
        body (FileDownloadRequest): Files to get addresses for.

    Raises:
        errors.ErrorResponse: if the service answers with an error that the spec knows
        errors.UnexpectedStatus: if it answers with a status that the spec does not know
        errors.UnreadableResponse: if the body is not what the spec says
        httpx.TransportError: if no answer comes
    """

    from ...responses import success

    request = _get_kwargs(
        body=body,
    )
    return success(OPERATION, client.get_httpx_client().request(**request), _parse_error)


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileDownloadRequest,
) -> Response[ErrorEnvelope | FileDownloadLinkList]:
    """Like ``sync``, with status, headers and body; an error that the spec knows is given back, not raised."""
    from ...responses import detailed

    request = _get_kwargs(
        body=body,
    )
    response = client.get_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: FileDownloadRequest,
) -> FileDownloadLinkList:
    """Like ``sync``, for ``await``."""
    from ...responses import success

    request = _get_kwargs(
        body=body,
    )
    return success(OPERATION, await client.get_async_httpx_client().request(**request), _parse_error)


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileDownloadRequest,
) -> Response[ErrorEnvelope | FileDownloadLinkList]:
    """Like ``sync_detailed``, for ``await``."""
    from ...responses import detailed

    request = _get_kwargs(
        body=body,
    )
    response = await client.get_async_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)
