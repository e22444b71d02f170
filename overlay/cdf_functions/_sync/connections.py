# Made by `nox -s regenerate` from overlay/cdf_functions/_async/connections.py. Do not edit: change that, and run it again.
"""A client's connections: made when first needed, where they are needed."""

from typing import Any

from cdf_functions._concurrency import place
from cdf_functions.config import Config
from cdf_functions_api import Client as Api

from .tokens import Tokens
from .transport import Http


class Connections:
    """The httpx clients below one client of ours, and the token that they share.

    A connection belongs to the process and the event loop that opened it. In another one, as after a fork or in a
    second ``asyncio.run``, new ones are made; those left behind are the other's to close.
    """

    def __init__(self, config: Config) -> None:
        self.__setstate__(config)

    def __getstate__(self) -> Config:
        """What goes to another process: the settings alone."""
        return self._config

    def __setstate__(self, config: Config) -> None:
        self._config = config
        self._place = place()
        self._open: dict[str, Http] = {}
        self._tokens = Tokens(config)
        self._closed = False

    def http(self, base_url: str) -> Http:
        """The httpx client for the operations below an address."""
        if self._closed:
            raise RuntimeError("the client is closed")
        here = place()
        if here != self._place:
            self._place, self._open, self._tokens = here, {}, Tokens(self._config)
        if base_url in self._open:
            return self._open[base_url]
        # of two threads that come here at once both use the same one
        return self._open.setdefault(base_url, Http(self._config, base_url, self._tokens))

    def close(self) -> None:
        """Close those that were opened here; there will be no others."""
        self._closed = True
        if self._open and place() == self._place:
            for http in self._open.values():
                http.close()
        self._open = {}


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
