"""Files."""

import re

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


async def _download(request: Request) -> Response:
    """All of a file, or the part that a Range asks for, as storage hosts give it."""
    x = Exchange(request)
    content = x.services.files.download(x.project, request.path_params["downloadToken"])
    asked_for = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("range", ""))
    if asked_for is None:
        return Response(content, media_type="application/octet-stream")
    first, last = int(asked_for[1]), min(int(asked_for[2]), len(content) - 1)
    if first > last:
        return Response(status_code=416, headers={"content-range": f"bytes */{len(content)}"})
    headers = {"content-range": f"bytes {first}-{last}/{len(content)}"}
    return Response(content[first : last + 1], 206, headers, media_type="application/octet-stream")


ROUTES = [
    post("/files", lambda x, body: x.services.files.init_upload(x.project, body, _overwrite(x)), 201),
    Route("/files/upload/{uploadToken}", _upload, methods=["PUT"]),
    post("/files/downloadlink", lambda x, body: x.services.files.links(x.project, body)),
    Route("/files/download/{downloadToken}", _download, methods=["GET"]),
    post("/files/byids", lambda x, body: x.services.files.by_ids(x.project, body)),
    post("/files/delete", lambda x, body: x.services.files.delete(x.project, body)),
    plain("GET", "/files/{fileId}", lambda x: x.services.files.get(x.project, x.path_id("fileId"))),
]
