"""HTTP: paths, methods, status codes, bodies and queries. What is allowed and what it means is the service's."""

from starlette.routing import BaseRoute, Mount, Router

from . import calls, files, functions, schedules, sessions, token


def routes() -> list[BaseRoute]:
    """All operations. Schedules come first, because ``schedules`` could be taken for the id of a function."""
    in_project = [*schedules.ROUTES, *functions.ROUTES, *calls.ROUTES, *sessions.ROUTES, *files.ROUTES]
    return [Mount("/api/v1/projects/{project}", Router(in_project, redirect_slashes=False)), *token.ROUTES]
