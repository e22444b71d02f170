"""Clients, and functions to call with them."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, Unpack

import pytest

from cdf_functions import AsyncClient, AsyncFunction, Retries, Token
from cdf_functions._async._http.api import AsyncApi
from cdf_functions._async._http.clients import AsyncHttpClients
from cdf_functions.config import Config, Settings
from cdf_functions.credentials import Credentials
from cdf_functions_emulator import Emulator
from tests.patience import PATIENCE
from tests.scripted import Script, Scripted, scripted

ONCE = Retries(attempts=1)


def a_token(_service: Scripted) -> Credentials:
    """Credentials that are good anywhere."""
    return Token("t")


@asynccontextmanager
async def scripted_client(
    script: Script, credentials: Callable[[Scripted], Credentials] = a_token, **settings: Unpack[Settings]
) -> AsyncGenerator[tuple[AsyncClient, Scripted]]:
    """A client of a service that answers by a script, and the service; it asks once, unless the settings say more."""
    chosen: Settings = {"retries": ONCE, **settings}
    with scripted(script) as service:
        who = credentials(service)
        async with AsyncClient(project="p", base_url=service.base_url, credentials=who, **chosen) as client:
            yield client, service


@asynccontextmanager
async def asking(base_url: str) -> AsyncGenerator[AsyncApi]:
    """What a client asks through."""
    config = Config(project="p", base_url=base_url, credentials=Token("t"))
    clients = AsyncHttpClients(config)
    try:
        yield AsyncApi(clients, config.project_url)
    finally:
        await clients.aclose()


class AsyncDeploy(Protocol):
    """Deploys the source of a handler, and waits until it can be called."""

    async def __call__(self, source: str) -> AsyncFunction: ...


@pytest.fixture
async def client(emulator: Emulator, project: str) -> AsyncIterator[AsyncClient]:
    """A client of an empty project."""
    async with AsyncClient(project=project, base_url=emulator.base_url, credentials=Token("any")) as client:
        yield client


@pytest.fixture
async def deploy(client: AsyncClient, tmp_path: Path) -> AsyncDeploy:
    """Deploy the source of a handler, and wait until it can be called."""

    async def deploy(source: str) -> AsyncFunction:
        (tmp_path / "handler.py").write_text(source, encoding="utf-8")
        function = await client.functions.create("test", tmp_path, external_id="test")
        return await function.wait_until_ready(timeout=PATIENCE)

    return deploy
