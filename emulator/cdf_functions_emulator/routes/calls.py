"""Calls of one function."""

from .bodies import Json
from .operation import Exchange, plain, post

FUNCTION = "/functions/{functionId}"


def _function(x: Exchange) -> tuple[str, int]:
    return x.project, x.path_id("functionId")


def _call(x: Exchange) -> tuple[str, int, int]:
    return (*_function(x), x.path_id("callId"))


def _page(x: Exchange) -> dict[str, object]:
    return {"limit": x.limit(), "cursor": x.query("cursor")}


def _logs(x: Exchange) -> Json:
    """Of a call that has ended, marked as what will not change any more (RFC 8246)."""
    lines, whole = x.services.calls.logs(*_call(x))
    return Json(lines, headers={"Cache-Control": "immutable"} if whole else None)


ROUTES = [
    post(f"{FUNCTION}/call", lambda x, body: x.services.calls.call(*_function(x), body), 201),
    plain("GET", f"{FUNCTION}/calls", lambda x: x.services.calls.list(*_function(x), _page(x))),
    post(f"{FUNCTION}/calls/list", lambda x, body: x.services.calls.list(*_function(x), body)),
    post(f"{FUNCTION}/calls/byids", lambda x, body: x.services.calls.by_ids(*_function(x), body)),
    plain("GET", f"{FUNCTION}/calls/{{callId}}", lambda x: x.services.calls.get(*_call(x))),
    plain("GET", f"{FUNCTION}/calls/{{callId}}/logs", _logs),
    plain("GET", f"{FUNCTION}/calls/{{callId}}/response", lambda x: x.services.calls.response(*_call(x))),
]
