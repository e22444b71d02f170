# Made by `nox -s regenerate` from tests/_async/conftest.py. Do not edit: change that, and run it again.
"""Clients, and functions to call with them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from cdf_functions import Client, Function, Token
from cdf_functions_emulator import Emulator
from tests.patience import PATIENCE


class Deploy(Protocol):
    """Deploys the source of a handler, and waits until it can be called."""

    def __call__(self, source: str) -> Function: ...


@pytest.fixture
def client(emulator: Emulator, project: str) -> Iterator[Client]:
    """A client of an empty project."""
    with Client(project=project, base_url=emulator.base_url, credentials=Token("any")) as client:
        yield client


@pytest.fixture
def deploy(client: Client, tmp_path: Path) -> Deploy:
    """Deploy the source of a handler, and wait until it can be called."""

    def deploy(source: str) -> Function:
        (tmp_path / "handler.py").write_text(source)
        function = client.functions.create("test", tmp_path, external_id="test")
        return function.wait_until_ready(timeout=PATIENCE)

    return deploy
