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
from .routes.door import Door
from .routes.elsewhere import Elsewhere
from .routes.faulty import Faulty, HangUp
from .routes.refusals import refusal
from .runner import Limits, Runner
from .service import Services, build
from .service.background import Background
from .settings import MAX_ENTRIES, MAX_UNPACKED_BYTES, Settings
from .store import Store, StoreInUseError
from .stubs import Stubs

OPERATIONS = operations()


class DataDirError(Exception):
    """The folder that was to keep everything cannot; the text says why."""


def create_app(settings: Settings, base_url: str, hang_up: HangUp) -> ASGIApp:
    """An emulator that will be reachable at ``base_url``; DataDirError if it has no place to keep its state.

    ``hang_up`` closes the connection with a client, named by its address. ValueError for stubs or an upstream that
    cannot be used.
    """
    stubs = None if settings.stubs is None else Stubs(settings.stubs, OPERATIONS)
    upstream = None
    if settings.upstream is not None:
        from .upstream import upstream_of

        upstream = upstream_of(settings.upstream, settings.upstream_writes, os.environ)
        if upstream.origin == base_url:
            raise ValueError(f"upstream: expected a real project, got this emulator, {base_url}; is CDF_URL set to it?")

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
        if upstream is not None:
            await upstream.close()
        store.close()

    app = Starlette(
        routes=routes(),
        exception_handlers={
            errors.ApiError: _refused,
            errors.OAuthError: _refused,
            HTTPException: Elsewhere(stubs, upstream).answer,
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


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.ApiError | errors.OAuthError)
    return refusal(request, error)


async def _too_deep(request: Request, error: Exception) -> Response:
    """How deep is too deep depends on the stack at the time, so no check before could say."""
    return refusal(request, errors.bad_request("The JSON is nested too deeply"))


async def _internal_error(request: Request, error: Exception) -> Response:
    return refusal(request, errors.internal())
