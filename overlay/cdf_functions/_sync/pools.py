# Made by `nox -s regenerate` from overlay/cdf_functions/_async/pools.py. Do not edit: change that, and run it again.
"""Many small pools of connections in place of a large one.

httpx's pool takes a time for each request that grows with the square of its connections: of a hundred requests at once
that is most of the time. And from twenty connections on it closes idle ones that it is about to need, even such as
another thread was given a moment ago, whose call is then in doubt (https://github.com/encode/httpcore/pull/1035).
Pools of five, none of which has to let go of an idle connection, have neither trouble.
"""

import ssl
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any
from urllib.request import getproxies

import httpx

COUNT, SIZE = 20, 5  # the product is the number of connections that httpx, too, has at most
OF_HTTPX = {"transport", "proxy", "limits", "http1", "http2"}


def pools(httpx_args: Mapping[str, Any]) -> "Pools | None":
    """The transport of a client; None, which is httpx's own, if its connections were asked to be otherwise."""
    trust_env = httpx_args.get("trust_env", True)
    proxies = getproxies() if trust_env else {}
    if OF_HTTPX & httpx_args.keys() or any(proxies.get(scheme) for scheme in ("http", "https", "all")):
        return None
    trust = {name: httpx_args[name] for name in ("verify", "cert", "trust_env") if name in httpx_args}
    return Pools(partial(httpx.create_ssl_context, **trust))


class Pools(httpx.BaseTransport):
    """Each request goes to the pool that has the fewest, so one request at a time uses one connection."""

    def __init__(self, trust: Callable[[], ssl.SSLContext]) -> None:
        self._trust = trust
        self._pools: dict[str, list[_Pool]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        pool = min(self._pools.get(request.url.scheme) or self._make(request.url.scheme), key=len)
        pool.add(request)
        try:
            response = pool.transport.handle_request(request)
        except BaseException:
            pool.discard(request)
            raise
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Body(response.stream, pool, request)
        return response

    def close(self) -> None:
        for pool in chain(*self._pools.values()):
            pool.transport.close()

    def _make(self, scheme: str) -> "list[_Pool]":
        # reading the authorities takes 20 ms, which nobody who works with an emulator has to wait for
        verify = self._trust() if scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        limits = httpx.Limits(max_connections=SIZE, max_keepalive_connections=SIZE)
        made = [_Pool(httpx.HTTPTransport(verify=verify, limits=limits)) for _ in range(COUNT)]
        return self._pools.setdefault(scheme, made)  # those of the thread that came first


class _Pool(set[httpx.Request]):
    """A pool of connections, and the requests that are in it: in a set, which threads can share without a lock."""

    def __init__(self, transport: httpx.HTTPTransport) -> None:
        super().__init__()
        self.transport = transport


class _Body(httpx.SyncByteStream):
    """The body of an answer, whose request is in its pool until it is closed."""

    def __init__(self, body: httpx.SyncByteStream, pool: _Pool, request: httpx.Request) -> None:
        self._body = body
        self._pool = pool
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        return self._body.__iter__()

    def close(self) -> None:
        try:
            self._body.close()
        finally:
            self._pool.discard(self._request)
