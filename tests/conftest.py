"""One emulator for the whole run; each test has a project of its own in it."""

import uuid
from collections.abc import Generator

import pytest

from cdf_functions_emulator import Emulator, running


@pytest.fixture
def anyio_backend() -> str:
    """The event loop that the async client is made for."""
    return "asyncio"


@pytest.fixture(scope="session")
def emulator() -> Generator[Emulator]:
    """A running emulator."""
    with running() as emulator:
        yield emulator


@pytest.fixture
def project() -> str:
    """The name of a project that nobody else uses."""
    return f"test-{uuid.uuid4().hex[:12]}"
