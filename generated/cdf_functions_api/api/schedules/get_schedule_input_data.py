# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ...operation import EXTENSION, Operation

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.schedule_input_data import ScheduleInputData
    from ...types import Response


def _get_kwargs(
    schedule_id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/functions/schedules/{schedule_id}/input_data".format(
            schedule_id=quote(str(schedule_id), safe=""),
        ),
        "extensions": {EXTENSION: OPERATION},
    }

    return _kwargs


def _parse_success(content: Any) -> ScheduleInputData:
    from ...models.schedule_input_data import ScheduleInputData

    response_200 = ScheduleInputData.from_dict(content)

    return response_200


OPERATION: Final = Operation(
    "getScheduleInputData",
    _get_kwargs,
    _parse_success,
    statuses=(200,),
    repeatable=True,
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
    schedule_id: int,
    *,
    client: AuthenticatedClient | Client,
) -> ScheduleInputData:
    """Get the data a schedule hands to each run

    GET /functions/schedules/{scheduleId}/input_data

    Needs functionsAcl READ.

    Args:
        schedule_id (int): The schedule. Required; 1 to 9007199254740991.

    Raises:
        errors.ErrorResponse: if the service answers with an error that the spec knows
        errors.UnexpectedStatus: if it answers with a status that the spec does not know
        errors.UnreadableResponse: if the body is not what the spec says
        httpx.TransportError: if no answer comes
    """

    from ...responses import success

    request = _get_kwargs(
        schedule_id=schedule_id,
    )
    return success(OPERATION, client.get_httpx_client().request(**request), _parse_error)


def sync_detailed(
    schedule_id: int,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ErrorEnvelope | ScheduleInputData]:
    """Like ``sync``, with status, headers and body; an error that the spec knows is given back, not raised."""
    from ...responses import detailed

    request = _get_kwargs(
        schedule_id=schedule_id,
    )
    response = client.get_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)


async def asyncio(
    schedule_id: int,
    *,
    client: AuthenticatedClient | Client,
) -> ScheduleInputData:
    """Like ``sync``, for ``await``."""
    from ...responses import success

    request = _get_kwargs(
        schedule_id=schedule_id,
    )
    return success(OPERATION, await client.get_async_httpx_client().request(**request), _parse_error)


async def asyncio_detailed(
    schedule_id: int,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ErrorEnvelope | ScheduleInputData]:
    """Like ``sync_detailed``, for ``await``."""
    from ...responses import detailed

    request = _get_kwargs(
        schedule_id=schedule_id,
    )
    response = await client.get_async_httpx_client().request(**request)
    return detailed(OPERATION, response, _parse_error, strict=client.raise_on_unexpected_status)
