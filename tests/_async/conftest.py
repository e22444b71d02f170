"""Clients, and functions to call with them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from cdf_functions import AsyncClient, AsyncFunction, Token
from cdf_functions_emulator import Emulator
from tests.patience import PATIENCE


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
        (tmp_path / "handler.py").write_text(source)
        function = await client.functions.create("test", tmp_path, external_id="test")
        return await function.wait_until_ready(timeout=PATIENCE)

    return deploy
