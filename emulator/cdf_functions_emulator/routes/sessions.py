"""Sessions. Their creation is answered 200, not the 201 of other creations."""

from .operation import Exchange, plain, post


def _page(x: Exchange) -> tuple[str | None, int, str | None]:
    return x.query("status"), x.limit(default=25, high=1000), x.query("cursor")


ROUTES = [
    post("/sessions", lambda x, body: x.services.sessions.create(x.project, body)),
    plain("GET", "/sessions", lambda x: x.services.sessions.list(x.project, *_page(x))),
    post("/sessions/byids", lambda x, body: x.services.sessions.by_ids(x.project, body)),
    post("/sessions/revoke", lambda x, body: x.services.sessions.revoke(x.project, body)),
]
