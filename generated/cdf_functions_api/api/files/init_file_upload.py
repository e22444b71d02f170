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
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> FileUpload:
    """Create a file entry and get an address for its bytes

    POST /files

    Needs filesAcl WRITE. An entry whose bytes never come is removed after a week.

    Args:
        overwrite (bool | Unset): Whether a file with the same external id is replaced, once the
            new bytes have arrived. The service takes false when absent.
        body (FileWrite): A file entry to create. Labels, location and instance ids are left out:
            deploying needs none of them.

    Raises:
        errors.ErrorResponse: if the service answers with an error that the spec knows
        errors.UnexpectedStatus: if it answers with a status that the spec does not know
        errors.UnreadableResponse: if the body is not what the spec says
        httpx.TransportError: if no answer comes
    """

    from ...responses import success

    request = _get_kwargs(
        body=body,
        overwrite=overwrite,
    )
    return success(OPERATION, client.get_httpx_client().request(**request), _parse_error)


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> Response[ErrorEnvelope | FileUpload]:
    """Like ``sync``, with status, headers and body; an error that the spec knows is given back, not raised."""
    from ...responses import detailed

    request = _get_kwargs(
        body=body,
        overwrite=overwrite,
    )
    response = client.get_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> FileUpload:
    """Like ``sync``, for ``await``."""
    from ...responses import success

    request = _get_kwargs(
        body=body,
        overwrite=overwrite,
    )
    return success(OPERATION, await client.get_async_httpx_client().request(**request), _parse_error)


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileWrite,
    overwrite: bool | Unset = UNSET,
) -> Response[ErrorEnvelope | FileUpload]:
    """Like ``sync_detailed``, for ``await``."""
    from ...responses import detailed

    request = _get_kwargs(
        body=body,
        overwrite=overwrite,
    )
    response = await client.get_async_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)
