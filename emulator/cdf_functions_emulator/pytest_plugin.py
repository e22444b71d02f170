"""Fixtures for whoever tests code that calls functions: an emulator, and a client of an empty project on it.

pytest loads this module in every environment that has cdf-functions, so it imports nothing until a fixture is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from .server import Emulator
    from .settings import Settings


@pytest.fixture(scope="session")
def cdf_emulator_settings() -> Settings:
    """The choices for ``cdf_emulator``; a fixture of this name in your conftest.py makes others."""
    from .settings import Settings

    return Settings()


@pytest.fixture(scope="session")
def cdf_emulator(cdf_emulator_settings: Settings) -> Generator[Emulator]:
    """A Functions service on this machine, one for the whole run."""
    try:
        from .server import running
    except ModuleNotFoundError as error:
        pytest.fail(f"cdf_emulator: {error}", pytrace=False)
    with running(cdf_emulator_settings) as emulator:
        yield emulator


@pytest.fixture
def cdf_client(cdf_emulator: Emulator) -> Generator[Any]:
    """A client of a project that is empty and that no other test has."""
    ours: Any = import_module("cdf_functions")
    credentials = ours.OAuthClientCredentials(
        token_url=cdf_emulator.token_url, client_id=cdf_emulator.client_id, client_secret=cdf_emulator.client_secret
    )
    project = f"test-{uuid4().hex[:12]}"
    with ours.Client(project=project, base_url=cdf_emulator.base_url, credentials=credentials) as client:
        yield client
