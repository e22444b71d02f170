# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
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
    empty=True,
)


def _parse_error(response: httpx.Response) -> ErrorEnvelope:
    if 400 <= response.status_code <= 499:
        from ...models.error_envelope import ErrorEnvelope

        response_4xx = ErrorEnvelope.from_dict(response.json())

        return response_4xx

    from ... import errors

    raise errors.UnexpectedStatus(OPERATION.id, response)


def sync(
    upload_token: str,
    *,
    client: AuthenticatedClient | Client,
    body: File,
) -> None:
    """Send the bytes of a file

    PUT /files/upload/{uploadToken}

    Stands for a PUT to the uploadUrl of initFileUpload. On the real service that is an absolute URL on
    a storage host, at most 5000 MB at once, which knows nothing of the project: send it without the
    bearer token. This path is where a local service, such as the emulator, takes the bytes. The file is
    ready when its uploaded turns true, which may be later.

    Args:
        upload_token (str): Last segment of the uploadUrl; opaque, and all that entitles the
            sender. Required; at least 1 character.
        body (File): The bytes, as they are.

    Raises:
        errors.ErrorResponse: if the service answers with an error that the spec knows
        errors.UnexpectedStatus: if it answers with a status that the spec does not know
        errors.UnreadableResponse: if the body is not what the spec says
        httpx.TransportError: if no answer comes
    """

    from ...responses import success

    request = _get_kwargs(
        upload_token=upload_token,
        body=body,
    )
    return success(OPERATION, client.get_httpx_client().request(**request), _parse_error)


def sync_detailed(
    upload_token: str,
    *,
    client: AuthenticatedClient | Client,
    body: File,
) -> Response[ErrorEnvelope | None]:
    """Like ``sync``, with status, headers and body; an error that the spec knows is given back, not raised."""
    from ...responses import detailed

    request = _get_kwargs(
        upload_token=upload_token,
        body=body,
    )
    response = client.get_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)


async def asyncio(
    upload_token: str,
    *,
    client: AuthenticatedClient | Client,
    body: File,
) -> None:
    """Like ``sync``, for ``await``."""
    from ...responses import success

    request = _get_kwargs(
        upload_token=upload_token,
        body=body,
    )
    return success(OPERATION, await client.get_async_httpx_client().request(**request), _parse_error)


async def asyncio_detailed(
    upload_token: str,
    *,
    client: AuthenticatedClient | Client,
    body: File,
) -> Response[ErrorEnvelope | None]:
    """Like ``sync_detailed``, for ``await``."""
    from ...responses import detailed

    request = _get_kwargs(
        upload_token=upload_token,
        body=body,
    )
    response = await client.get_async_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)
