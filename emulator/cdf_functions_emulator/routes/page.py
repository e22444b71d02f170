"""The status page, for people: one file that needs nothing else, and what it shows as JSON."""

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from .bodies import Json, services

#: The page holds its style and script, and may talk to this server alone.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'"
)


async def _page(request: Request) -> Response:
    html = files("cdf_functions_emulator").joinpath("page.html").read_text(encoding="utf-8")
    headers = {"Content-Security-Policy": POLICY, "X-Frame-Options": "DENY", "Cache-Control": "no-store"}
    return HTMLResponse(html, headers=headers)


async def _state(request: Request) -> Response:
    return Json(services(request.app).overview.state())


ROUTES = [Route("/", _page, methods=["GET"]), Route("/emulator/state", _state, methods=["GET"])]
