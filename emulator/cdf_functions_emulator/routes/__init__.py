"""HTTP: paths, methods, status codes, bodies and queries. What is allowed and what it means is the service's."""

from collections.abc import Callable

from starlette.routing import BaseRoute, Mount, Route, Router, compile_path

from . import calls, control, files, functions, page, schedules, sessions, surroundings, token

PROJECT = "/api/v1/projects/{project}"


def routes() -> list[BaseRoute]:
    """All operations, and what steers the emulator itself.

    Schedules come first, because ``schedules`` could be taken for the id of a function.
    """
    return [Mount(PROJECT, Router(_in_project(), redirect_slashes=False)), *token.ROUTES, *control.ROUTES, *page.ROUTES]


def operations() -> frozenset[str]:
    """The names of all operations, as ``POST /functions/{functionId}/call``."""
    return frozenset(name for _, _, name in _operations())


def namer() -> Callable[[str, str], str | None]:
    """What finds the name of the operation behind a method and a path."""
    compiled = [(method, compile_path(path)[0], name) for method, path, name in _operations()]

    def name_of(method: str, path: str) -> str | None:
        return next((name for each, regex, name in compiled if each == method and regex.match(path)), None)

    return name_of


def _in_project() -> list[Route]:
    ours = [*schedules.ROUTES, *functions.ROUTES, *calls.ROUTES, *sessions.ROUTES, *files.ROUTES]
    return [*ours, *surroundings.ROUTES]


def _operations() -> list[tuple[str, str, str]]:
    """Of every operation the method, the whole path and the name."""
    inner = [(route, PROJECT + route.path, route.path) for route in _in_project()]
    outer = [(route, route.path, route.path.removeprefix("/api/v1")) for route in token.ROUTES]
    return [
        (method, whole, f"{method} {path}")
        for route, whole, path in inner + outer
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]
