"""The httpx clients of one client of ours: a set for each process and each event loop that it is used in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cdf_functions._runtime._async import at_end, check_world, here, is_over
from cdf_functions.config import Config

if TYPE_CHECKING:
    from .http import AsyncHttp


class AsyncHttpClients:
    """Connections and a token for wherever the client is used: made when first needed, and shared there.

    A connection belongs to the process and the event loop that opened it. In another one, as after a fork, in a second
    ``asyncio.run``, or in a thread with a loop of its own, there are others. They are closed with the client, or when
    their loop ends.
    """

    def __init__(self, config: Config) -> None:
        self.__setstate__(config)

    def __getstate__(self) -> Config:
        """What goes to another process: the settings alone."""
        return self._config

    def __setstate__(self, config: Config) -> None:
        self._config = config
        self._sets: dict[tuple[object, ...], _Set] = {}
        self._closed = False

    def http(self, base_url: str) -> AsyncHttp:
        """The httpx client for the operations below an address."""
        if self._closed:
            raise RuntimeError("the client is closed")
        place = here()
        found = self._sets.get(place)
        if found is None:
            check_world()
            for other in [other for other in list(self._sets) if is_over(other)]:
                self._sets.pop(other, None)
            # of two threads that come here at once both use the same one
            found = self._sets.setdefault(place, _Set(self._config))
        return found.https.get(base_url) or found.make(base_url)

    async def aclose(self) -> None:
        """Close what was opened here, and let go of the rest, which is closed where it is; there will be no others."""
        self._closed = True
        place = here()
        ours = self._sets.pop(place, None)
        for other in [other for other in list(self._sets) if other[0] == place[0]]:
            self._sets.pop(other, None)
        if ours is not None:
            await ours.end.aclose()


class _Set:
    """What one process and loop have."""

    def __init__(self, config: Config) -> None:
        from .auth import AsyncAuth
        from .connections import connections

        self._config = config
        self._connections = connections(config)
        self._auth = AsyncAuth(config)
        self.https: dict[str, AsyncHttp] = {}
        self.end = at_end(partial(_close, self.https))

    def make(self, base_url: str) -> AsyncHttp:
        """The httpx client for an address; all have the same connections, and the same token."""
        from .http import AsyncHttp

        return self.https.setdefault(base_url, AsyncHttp(self._config, base_url, self._auth, self._connections))


async def _close(https: dict[str, AsyncHttp]) -> None:
    for http in list(https.values()):
        await http.aclose()
