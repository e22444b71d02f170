"""A refusal into its answer, and into the log: all but the faults on order go through here."""

from starlette.requests import Request
from starlette.responses import Response

from .. import events
from ..errors import ApiError, OAuthError
from ..service.tokens import Caller
from .bodies import Json


def refusal(request: Request, error: ApiError | OAuthError) -> Response:
    """The answer that says why."""
    events.refused(request.method, request.scope["path"], error.status, str(error), asking_call(request))
    if isinstance(error, OAuthError):
        return Json(error.body, error.status, {"Cache-Control": "no-store"})
    return Json(error.body, error.status, error.headers)


def asking_call(request: Request) -> int | None:
    """The call whose handler sent the request, as far as its token tells."""
    caller = getattr(request.state, "caller", None)
    return caller.call_id if isinstance(caller, Caller) else None
