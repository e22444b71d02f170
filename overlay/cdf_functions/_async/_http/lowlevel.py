"""The low-level client that users reach as ``client.api``."""

from __future__ import annotations

from typing import Any

from cdf_functions_api import Client

from .clients import AsyncHttpClients
from .http import AsyncHttp


class AsyncLowLevel(Client):
    """A low-level client whose requests go through our connections: with our token, our retries and our errors."""

    def __init__(self, clients: AsyncHttpClients, base_url: str) -> None:
        super().__init__(base_url=base_url)
        self._clients = clients

    def get_async_httpx_client(self) -> AsyncHttp:
        """What every generated operation asks for."""
        return self._clients.http(self._base_url)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._clients, self._base_url)
