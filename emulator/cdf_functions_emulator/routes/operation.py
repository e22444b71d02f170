"""One operation of the API as one line of a route table: method, path, what the service is asked, success code."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..validation import integer
from .bodies import Json, read_json, services


class Exchange:
    """A request in the terms of the API."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.services = services(request.app)
        self.project = str(request.path_params["project"])

    def path_id(self, name: str) -> int:
        """An id in the path."""
        id_: int = integer()(_number(self.request.path_params[name]), name)
        return id_

    def limit(self, default: int = 100, high: int | None = None) -> int:
        """The query's ``limit``."""
        written = self.request.query_params.get("limit")
        limit: int = default if written is None else integer(1, high)(_number(written), "limit")
        return limit

    def query(self, name: str) -> str | None:
        """A string in the query."""
        return self.request.query_params.get(name)


def plain(method: str, path: str, answer: Callable[[Exchange], Any], status: int = 200) -> Route:
    """An operation that takes no body; an answer that is more than JSON is a whole response."""

    async def endpoint(request: Request) -> Response:
        found = answer(Exchange(request))
        return found if isinstance(found, Response) else Json(found, status)

    return Route(path, endpoint, methods=[method])


def post(path: str, answer: Callable[[Exchange, Any], Any], status: int = 200) -> Route:
    """An operation that takes JSON."""

    async def endpoint(request: Request) -> Response:
        return Json(answer(Exchange(request), await read_json(request)), status)

    return Route(path, endpoint, methods=["POST"])


def _number(written: str) -> int | str:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 30 else written
