"""Puts the layers together: one ASGI app, whose lifespan is that of the store, the runner and what they run."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from . import errors
from .data_dir import STORE, make_private
from .environments import Environments
from .routes import namer, operations, routes
from .routes.bodies import Json
from .routes.door import Door
from .routes.faulty import Faulty, HangUp
from .runner import Limits, Runner
from .service import Services, build
from .service.background import Background
from .settings import MAX_ENTRIES, MAX_UNPACKED_BYTES, Settings
from .store import Store, StoreInUseError

OPERATIONS = operations()


class DataDirError(Exception):
    """The folder that was to keep everything cannot; the text says why."""


def create_app(settings: Settings, base_url: str, hang_up: HangUp) -> ASGIApp:
    """An emulator that will be reachable at ``base_url``; DataDirError if it has no place to keep its state.

    ``hang_up`` closes the connection with a client, named by its address.
    """

    home = settings.data_dir
    try:
        if home is not None:
            make_private(home)
        store = Store(home and home / STORE)
    except (OSError, StoreInUseError) as error:
        raise DataDirError(f"data-dir: {error}") from None

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        environments = Environments(home / "environments" if home else _cache()) if settings.install else None
        runner = Runner(
            settings.timeout_s,
            home and home / "code",
            environments,
            limits=Limits(MAX_UNPACKED_BYTES, MAX_ENTRIES),
            debug_port=settings.debug_port or 0,
        )
        background = Background()
        services = build(store, runner, background, settings, base_url)
        await services.resume()
        app.state.services = services
        watchers = [asyncio.create_task(_watch(folder, services)) for folder in settings.watch]
        yield
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)
        await services.scheduler.stop()
        await runner.stop()
        await background.finish()
        store.close()

    app = Starlette(
        routes=routes(),
        exception_handlers={
            errors.ApiError: _api_error,
            errors.OAuthError: _oauth_error,
            HTTPException: _no_operation,
            RecursionError: _too_deep,
            Exception: _internal_error,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.operations = OPERATIONS
    return Door(app, Faulty(app, settings.faults, namer(), hang_up))


async def _watch(folder: Path, services: Services) -> None:
    from .watch import watch  # what packs archives takes a hundredth of the memory that there is at the start

    await watch(folder, services)


def _cache() -> Path:
    """Where this user's caches are, by the convention of Linux desktops or of macOS."""
    default = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return Path(os.environ.get("XDG_CACHE_HOME") or default) / "cdf-functions-emulator" / "environments"


async def _api_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.ApiError)
    return Json(error.body, error.status, error.headers)


async def _oauth_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.OAuthError)
    return Json(error.body, error.status, {"Cache-Control": "no-store"})


async def _no_operation(request: Request, error: Exception) -> Response:
    """The framework's own refusals: no such path, or not this method on it."""
    assert isinstance(error, HTTPException)
    method, path = request.method, request.url.path
    if error.status_code == 405:
        refusal = errors.wrong_method(method, path, (error.headers or {}).get("Allow", ""))
    else:
        refusal = errors.no_route(method, path)
    return await _api_error(request, refusal)


async def _too_deep(request: Request, error: Exception) -> Response:
    """How deep is too deep depends on the stack at the time, so no check before could say."""
    return await _api_error(request, errors.bad_request("The JSON is nested too deeply"))


async def _internal_error(request: Request, error: Exception) -> Response:
    return await _api_error(request, errors.internal())
