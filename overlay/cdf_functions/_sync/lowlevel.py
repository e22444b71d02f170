# Made by `nox -s regenerate` from overlay/cdf_functions/_async/lowlevel.py. Do not edit: change that, and run it again.
"""The low-level client that the overlay itself works with."""

from typing import Any

from cdf_functions_api import Client as Api

from .connections import Connections
from .transport import Http


class LowLevel(Api):
    """A low-level client whose requests go through our connections: with our token, our retries and our errors."""

    def __init__(self, connections: Connections, base_url: str) -> None:
        super().__init__(base_url=base_url)
        self._connections = connections

    def get_httpx_client(self) -> Http:
        """What every generated operation asks for."""
        return self._connections.http(self._base_url)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._connections, self._base_url)
