"""The page, for people: one file that needs nothing else. It uses the API as any client; what that lacks is here."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from .bodies import Json, services
from .operation import Exchange, plain

IN_PAGE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


@cache
def _page() -> tuple[str, dict[str, str]]:
    """The page, and headers by which a browser runs its own style and script only, and talks to this server alone."""
    html = files("cdf_functions_emulator").joinpath("page.html").read_text(encoding="utf-8")
    hashes = {name: b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in IN_PAGE.findall(html)}
    policy = [
        "default-src 'none'",
        *(f"{name}-src 'sha256-{found}'" for name, found in hashes.items()),
        "connect-src 'self'",
        *(f"{name} 'none'" for name in ("base-uri", "form-action", "frame-ancestors")),
    ]
    headers = {
        "Content-Security-Policy": "; ".join(policy),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    return html, headers


async def _shown(request: Request) -> Response:
    html, headers = _page()
    return HTMLResponse(html, headers=headers)


async def _state(request: Request) -> Response:
    return Json(services(request.app).overview.state())


async def _search(request: Request) -> Response:
    return Json(services(request.app).overview.search(request.query_params.get("q")))


def _input(x: Exchange) -> object:
    call_id = x.path_id("callId")
    x.services.calls.get(x.project, x.path_id("functionId"), call_id)
    return x.services.overview.input(call_id)


ROUTES = [
    Route("/", _shown, methods=["GET"]),
    Route("/emulator/state", _state, methods=["GET"]),
    Route("/emulator/logs", _search, methods=["GET"]),
    plain("GET", "/emulator/projects/{project}/functions/{functionId}/calls/{callId}/input", _input),
]
