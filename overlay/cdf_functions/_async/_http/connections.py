"""One owner of connections, which counts for itself.

httpx's own pool loses places when requests are cancelled, takes a time for each request that grows with the square of
its connections, and closes idle ones that another thread was given a moment ago
(https://github.com/encode/httpcore/pull/1035). Here a request has a connection to itself, which it gives back when its
answer was read to the end, and which is closed in every other case; either way its place is free again.
"""

import math
import ssl
from collections.abc import AsyncIterator, Callable
from functools import partial
from threading import Lock
from typing import Any, cast

import httpcore
import httpx

from cdf_functions._http.environment import Proxies, authorities, check, proxies
from cdf_functions._runtime import clock
from cdf_functions._runtime._async import Semaphore, sleep
from cdf_functions._runtime.network._async import AsyncNetwork
from cdf_functions._runtime.network.bounds import DELIVERY, Delivery
from cdf_functions.config import Config

MOST = 100  # connections, as httpx has at most
OTHERWISE = {"transport", "mounts", "http1", "http2"}  # arguments with which httpx's own connections are used

Route = tuple[str, str, int]
"""Scheme, host and port."""

ERRORS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.ReadError, httpx.ReadError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.ProxyError, httpx.ProxyError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.ConnectionNotAvailable, httpx.RemoteProtocolError),
    (httpcore.TimeoutException, httpx.TimeoutException),
    (httpcore.NetworkError, httpx.NetworkError),
)


def connections(config: Config) -> "AsyncConnections | None":
    """The connections of a client; None if its arguments ask for a transport or a protocol of httpx's own.

    Raises:
        ConfigurationError: if the environment, or an argument for httpx, is of no use
    """
    httpx_args = config.httpx_args
    check(httpx_args, config.base_url)
    if any(httpx_args.get(name) is not None for name in OTHERWISE):
        return None
    if not isinstance(httpx_args.get("proxy", ""), str | None):
        return None  # an httpx.Proxy, with headers or authorities of its own
    trust = {name: httpx_args[name] for name in ("verify", "cert", "trust_env") if name in httpx_args}
    make = partial(authorities, partial(httpx.create_ssl_context, **trust), httpx_args)
    return AsyncConnections(make, proxies(httpx_args), httpx_args.get("limits") or httpx.Limits(max_connections=MOST))


class AsyncConnections(httpx.AsyncBaseTransport):
    """Connections to wherever requests go: a new one where no idle one is, up to a bound.

    Args:
        trust: reads the authorities, when the first request to an https address needs them
        proxies: which addresses are asked through which proxy
        limits: how many connections there may be, how many idle ones are kept, and for how many seconds
    """

    def __init__(self, trust: Callable[[], ssl.SSLContext], proxies: Proxies, limits: httpx.Limits) -> None:
        self._trust = trust
        self._proxies = proxies
        self._most = limits.max_connections or 2**31
        self._most_idle = self._most if limits.max_keepalive_connections is None else limits.max_keepalive_connections
        self._kept_for = math.inf if limits.keepalive_expiry is None else limits.keepalive_expiry
        self._places = Semaphore(self._most)
        self._lock = Lock()
        self._idle: list[_Connection] = []  # the one that was used last comes last
        self._busy: set[_Connection] = set()
        self._tls: ssl.SSLContext | None = None
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request over a connection that it has to itself until its answer is read, or given up."""
        url, extensions = request.url, request.extensions
        deadline = extensions.get("deadline")
        delivery = extensions.get(DELIVERY) or Delivery()
        if not delivery.noted:
            delivery.noted, delivery.sent = True, False
        patience = extensions.get("timeout", {}).get("pool")
        seconds = math.inf if patience is None else patience
        if (bound := delivery.deadline(deadline)) is not None:
            seconds = min(seconds, bound.remaining)
        if not await self._places.acquire(seconds):
            raise httpx.PoolTimeout(f"all {self._most} connections were in use")
        connection = None
        try:
            if url.scheme not in ("http", "https"):
                raise httpx.UnsupportedProtocol(f"no connections to {url.scheme!r} addresses")
            port = url.port or (443 if url.scheme == "https" else 80)
            connection = self._take((url.scheme, url.raw_host.decode("ascii"), port))
            connection.network.bounds.begin(deadline, delivery)
            response = await connection.core.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=extensions,
                )
            )
        except BaseException as error:
            if isinstance(error, httpcore.ProxyError):
                delivery.sent = False  # there is no tunnel that it could have gone through
            self.drop(connection)
            raise_as_httpx(error)
            raise
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(self, connection, response),
            extensions=cast("dict[str, Any]", response.extensions),  # pyright: ignore[reportUnknownMemberType]
        )

    async def aclose(self) -> None:
        """Close all connections, those in use as well."""
        with self._lock:
            self._closed = True
            found = [*self._idle, *self._busy]
            self._idle.clear()
        for connection in found:
            connection.network.abort()
        await sleep(0)  # a loop closes sockets in its next round, those that were given up just before included

    def give_back(self, connection: "_Connection") -> None:
        """Keep a connection whose answer was read, if it is open, for the next request."""
        connection.network.bounds.begin(None, NOBODY)
        connection.idle_since = now = clock.monotonic()
        leaving: list[_Connection] = []
        with self._lock:
            self._busy.discard(connection)
            if self._closed or not connection.network.is_open or _has_more(connection.core):
                leaving.append(connection)
            else:
                self._idle.append(connection)
            while self._idle and (len(self._idle) > self._most_idle or self._idle[0].idle_since + self._kept_for < now):
                leaving.append(self._idle.pop(0))
        self._places.release()
        for one in leaving:
            one.network.abort()

    def _take(self, route: Route) -> "_Connection":
        """The connection to a place that was used last, or a new one."""
        while True:
            with self._lock:
                found = next((one for one in reversed(self._idle) if one.route == route), None)
                if found is None:
                    break
                self._idle.remove(found)
                self._busy.add(found)
            if found.idle_since + self._kept_for >= clock.monotonic() and found.network.usable:
                return found
            with self._lock:
                self._busy.discard(found)
            found.network.abort()
        if self._closed:
            raise RuntimeError("the client is closed")
        made = self._make(route)
        oldest = None
        with self._lock:
            self._busy.add(made)
            if len(self._idle) + len(self._busy) > self._most and self._idle:
                oldest = self._idle.pop(0)
        if oldest is not None:
            oldest.network.abort()
        return made

    def drop(self, connection: "_Connection | None") -> None:
        """Close a connection whose request failed or was given up."""
        if connection is not None:
            with self._lock:
                self._busy.discard(connection)
            connection.network.abort()
        self._places.release()

    def _make(self, route: Route) -> "_Connection":
        scheme, host, port = route
        network = AsyncNetwork()
        proxy = self._proxies.to(scheme, host, port)
        tls = self._authorities() if scheme == "https" else None
        core: httpcore.AsyncConnectionInterface | httpcore.AsyncConnectionPool
        if proxy is None:
            origin = httpcore.Origin(scheme.encode(), host.encode(), port)
            core = httpcore.AsyncHTTPConnection(origin, ssl_context=tls, network_backend=network)
        else:
            core = self._through(proxy, network, tls)
        return _Connection(route, network, core)

    def _through(self, address: str, network: AsyncNetwork, tls: ssl.SSLContext | None) -> httpcore.AsyncConnectionPool:
        """A pool of one connection, which goes through a proxy."""
        proxy = httpx.Proxy(address)
        url = httpcore.URL(
            scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=proxy.url.raw_path
        )
        if proxy.url.scheme.startswith("socks"):
            return httpcore.AsyncSOCKSProxy(
                url, proxy_auth=proxy.raw_auth, ssl_context=tls, max_connections=1, network_backend=network
            )
        return httpcore.AsyncHTTPProxy(
            url,
            proxy_auth=proxy.raw_auth,
            proxy_headers=proxy.headers.raw,
            ssl_context=tls,
            proxy_ssl_context=self._authorities() if proxy.url.scheme == "https" else None,
            max_connections=1,
            network_backend=network,
        )

    def _authorities(self) -> ssl.SSLContext:
        # reading them takes 20 ms, which nobody who works with an emulator has to wait for
        if self._tls is None:
            self._tls = self._trust()
        return self._tls


NOBODY = Delivery()


def _has_more(core: object) -> bool:
    """Whether something came after the answer, which nobody asked for: the next request would take it for its own."""
    state = getattr(getattr(core, "_connection", None), "_h11_state", None)
    return bool(getattr(state, "trailing_data", (b"",))[0])


class _Connection:
    """One connection, idle or one request's."""

    __slots__ = ("core", "idle_since", "network", "route")

    def __init__(
        self,
        route: Route,
        network: AsyncNetwork,
        core: httpcore.AsyncConnectionInterface | httpcore.AsyncConnectionPool,
    ) -> None:
        self.route: Route = route
        self.network: AsyncNetwork = network
        self.core: httpcore.AsyncConnectionInterface | httpcore.AsyncConnectionPool = core
        self.idle_since: float = 0.0


class _Body(httpx.AsyncByteStream):
    """The body of an answer, which has a connection until it is closed."""

    def __init__(self, owner: AsyncConnections, connection: _Connection, response: httpcore.Response) -> None:
        self._owner = owner
        self._connection = connection
        self._response = response
        self._done = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._response.aiter_stream():
                yield part
        except BaseException as error:
            self._fail()
            raise_as_httpx(error)
            raise

    async def aclose(self) -> None:
        if self._done:
            return
        try:
            await self._response.aclose()
        except BaseException as error:
            self._fail()
            raise_as_httpx(error)
            raise
        self._done = True
        self._owner.give_back(self._connection)

    def _fail(self) -> None:
        if not self._done:
            self._done = True
            self._owner.drop(self._connection)


def raise_as_httpx(error: BaseException) -> None:
    """Raise httpx's own error in place of httpcore's."""
    for theirs, ours in ERRORS:
        if isinstance(error, theirs):
            raise ours(str(error)) from error
