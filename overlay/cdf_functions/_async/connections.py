"""A client's connections: made when first needed, where they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdf_functions._runtime._async import place
from cdf_functions.config import Config

from .tokens import AsyncTokens

if TYPE_CHECKING:
    from .transport import AsyncHttp


class AsyncConnections:
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
        self._open: dict[str, AsyncHttp] = {}
        self._tokens = AsyncTokens(config)
        self._closed = False

    def http(self, base_url: str) -> AsyncHttp:
        """The httpx client for the operations below an address."""
        from .transport import AsyncHttp

        if self._closed:
            raise RuntimeError("the client is closed")
        here = place()
        if here != self._place:
            self._place, self._open, self._tokens = here, {}, AsyncTokens(self._config)
        if base_url in self._open:
            return self._open[base_url]
        # of two threads that come here at once both use the same one
        return self._open.setdefault(base_url, AsyncHttp(self._config, base_url, self._tokens))

    async def aclose(self) -> None:
        """Close those that were opened here; there will be no others."""
        self._closed = True
        if self._open and place() == self._place:
            for http in self._open.values():
                await http.aclose()
        self._open = {}
