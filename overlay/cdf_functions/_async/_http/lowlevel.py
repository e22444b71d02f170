"""The low-level client that users reach as ``client.api``."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import Any, Self

import httpx

from cdf_functions_api import Client

from .clients import AsyncHttpClients
from .http import AsyncHttp


class AsyncLowLevel(Client):
    """A low-level client whose requests go through our connections: with our token, our retries and our errors."""

    def __init__(self, clients: AsyncHttpClients, base_url: str, **more: Any) -> None:
        super().__init__(base_url=base_url, **more)
        self._clients = clients
        self._more = more

    def get_async_httpx_client(self) -> AsyncHttp:
        """What every generated operation asks for."""
        http = self._clients.http(self._base_url)
        if self._more:  # with the same connections and token
            http, cookies = copy(http), httpx.Cookies(http.cookies)
            cookies.update(self._cookies)
            http.cookies = cookies
            http.headers = httpx.Headers({**http.headers, **httpx.Headers(self._headers)})
            http.timeout = http.timeout if self._timeout is None else self._timeout
        return http

    def _like(self, **others: Any) -> Self:
        return type(self)(self._clients, self._base_url, **{**self._more, **others})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), **self._more), (self._clients, self._base_url)
