"""Functions."""

from .operation import plain, post

ROUTES = [
    plain("GET", "/functions", lambda x: x.services.functions.list(x.project, {"limit": x.limit()})),
    post("/functions", lambda x, body: x.services.functions.create(x.project, body), 201),
    post("/functions/list", lambda x, body: x.services.functions.list(x.project, body)),
    post("/functions/byids", lambda x, body: x.services.functions.by_ids(x.project, body)),
    post("/functions/delete", lambda x, body: x.services.functions.delete(x.project, body)),
    plain("GET", "/functions/limits", lambda x: x.services.functions.limits()),
    plain("GET", "/functions/status", lambda x: x.services.functions.status()),
    plain("POST", "/functions/status", lambda x: x.services.functions.status(), 202),
    plain("GET", "/functions/{functionId}", lambda x: x.services.functions.get(x.project, x.path_id("functionId"))),
]
