"""Files."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import bad_field
from .bodies import read_bytes
from .operation import Exchange, plain, post

MAX_UPLOAD = 500 * 1024 * 1024


def _overwrite(x: Exchange) -> bool:
    written = (x.query("overwrite") or "false").lower()
    if written not in ("true", "false"):
        raise bad_field("overwrite", "true or false", repr(written))
    return written == "true"


async def _upload(request: Request) -> Response:
    """The link itself is the permission; an Authorization header, which some clients send, changes nothing."""
    x = Exchange(request)
    x.services.files.upload(x.project, request.path_params["uploadToken"], await read_bytes(request, MAX_UPLOAD))
    return Response()


ROUTES = [
    post("/files", lambda x, body: x.services.files.init_upload(x.project, body, _overwrite(x)), 201),
    Route("/files/upload/{uploadToken}", _upload, methods=["PUT"]),
    post("/files/byids", lambda x, body: x.services.files.by_ids(x.project, body)),
    post("/files/delete", lambda x, body: x.services.files.delete(x.project, body)),
    plain("GET", "/files/{fileId}", lambda x: x.services.files.get(x.project, x.path_id("fileId"))),
]
