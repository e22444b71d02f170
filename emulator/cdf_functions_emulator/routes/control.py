"""What steers the emulator itself, outside of the API that it emulates: faults on order, and its clock."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import JsonObject, bad_field, bad_request
from ..faults import KINDS, LONGEST_S, Fault, Faults
from ..validation import integer, number, one_of, shape, text
from .bodies import Json, read_json, services

FAULT = shape(
    {"kind": one_of(*KINDS)},
    {
        "operation": text(1, 200),
        "times": integer(1, 1_000_000),
        "status": integer(400, 599),
        "seconds": number(0, LONGEST_S),
        "retryAfter": integer(0, 3600),
    },
)
ADVANCE = shape({"seconds": number(0, 10 * 366 * 24 * 3600)})


def _faults(request: Request) -> Faults:
    return services(request.app).settings.faults


def _wire(fault: Fault, left: int) -> JsonObject:
    fields = {**asdict(fault), "times": left}
    retry_after = fields.pop("retry_after")
    return fields if retry_after is None else {**fields, "retryAfter": retry_after}


async def _order(request: Request) -> Response:
    given: JsonObject = FAULT(await read_json(request), "")
    if "retryAfter" in given:
        given["retry_after"] = given.pop("retryAfter")
    operations: frozenset[str] = request.app.state.operations
    if given.get("operation", "*") not in {"*", *operations}:
        raise bad_field("operation", "one of the spec, such as 'POST /functions/{functionId}/call', or *", "another")
    try:
        fault = Fault(**given)
    except ValueError as error:
        raise bad_request(str(error)) from None
    _faults(request).add(fault)
    return _coming(request, 201)


def _coming(request: Request, status: int = 200) -> Response:
    return Json({"items": [_wire(fault, left) for fault, left in _faults(request).coming()]}, status)


async def _list(request: Request) -> Response:
    return _coming(request)


async def _clear(request: Request) -> Response:
    _faults(request).clear()
    return Json({})


async def _advance(request: Request) -> Response:
    clock = services(request.app).settings.clock
    given: dict[str, Any] = ADVANCE(await read_json(request), "")
    clock.advance(given["seconds"])
    return Json({"now": clock.now_ms()})


ROUTES = [
    Route("/emulator/faults", _order, methods=["POST"]),
    Route("/emulator/faults", _list, methods=["GET"]),
    Route("/emulator/faults", _clear, methods=["DELETE"]),
    Route("/emulator/clock", _advance, methods=["POST"]),
]
