# Made by `nox -s regenerate` from overlay/cdf_functions/_async/_http/lowlevel.py. Do not edit: change that, and run it again.
"""The low-level client that users reach as ``client.api``."""

from __future__ import annotations

from typing import Any

from cdf_functions_api import Client

from .clients import HttpClients
from .http import Http


class LowLevel(Client):
    """A low-level client whose requests go through our connections: with our token, our retries and our errors."""

    def __init__(self, clients: HttpClients, base_url: str) -> None:
        super().__init__(base_url=base_url)
        self._clients = clients

    def get_httpx_client(self) -> Http:
        """What every generated operation asks for."""
        return self._clients.http(self._base_url)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._clients, self._base_url)
