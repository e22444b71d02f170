# Made by `nox -s regenerate` from tests/_async/conftest.py. Do not edit: change that, and run it again.
"""Clients, and functions to call with them."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, Unpack

import pytest

from cdf_functions import Client, Function, Retries, Token
from cdf_functions._sync._http.api import Api
from cdf_functions._sync._http.clients import HttpClients
from cdf_functions.config import Config, Settings
from cdf_functions.credentials import Credentials
from cdf_functions_emulator import Emulator
from tests.patience import PATIENCE
from tests.scripted import Script, Scripted, scripted

ONCE = Retries(attempts=1)


def a_token(_service: Scripted) -> Credentials:
    """Credentials that are good anywhere."""
    return Token("t")


@contextmanager
def scripted_client(
    script: Script, credentials: Callable[[Scripted], Credentials] = a_token, **settings: Unpack[Settings]
) -> Generator[tuple[Client, Scripted]]:
    """A client of a service that answers by a script, and the service; it asks once, unless the settings say more."""
    chosen: Settings = {"retries": ONCE, **settings}
    with scripted(script) as service:
        who = credentials(service)
        with Client(project="p", base_url=service.base_url, credentials=who, **chosen) as client:
            yield client, service


@contextmanager
def asking(base_url: str) -> Generator[Api]:
    """What a client asks through."""
    config = Config(project="p", base_url=base_url, credentials=Token("t"))
    clients = HttpClients(config)
    try:
        yield Api(clients, config.project_url)
    finally:
        clients.close()


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
        (tmp_path / "handler.py").write_text(source, encoding="utf-8")
        function = client.functions.create("test", tmp_path, external_id="test")
        return function.wait_until_ready(timeout=PATIENCE)

    return deploy
