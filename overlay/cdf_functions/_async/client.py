"""The client: one connection pool, one token, and the groups of operations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from cdf_functions._http.retry import Retries
from cdf_functions._resources.calls import parse_call_token
from cdf_functions.config import TIMEOUT, Config, SessionStrategy, Settings, address_of, config_from_env
from cdf_functions.credentials import Credentials

from ._http.api import AsyncApi
from ._http.clients import AsyncHttpClients
from .binding import AsyncBinding
from .calls import AsyncFunctionCall
from .functions import AsyncFunctionsAPI
from .project import AsyncTokenAPI
from .sessions import AsyncSessionsAPI

if TYPE_CHECKING:
    from ._http.lowlevel import AsyncLowLevel


class AsyncClient:
    """Everything that can be done with the functions of one project.

        async with AsyncClient(project="my-project", cluster="westeurope-1", credentials=Token("...")) as client:
            func = await client.functions.retrieve(external_id="my-function")
            call = await func.call({"x": 1})
            print(await call.get_response())

    Args:
        project: the project's name
        cluster: the cluster that it is on, such as ``westeurope-1``; or
        base_url: the service's address, such as that of a private link or of the emulator
        credentials: Token or OAuthClientCredentials
        timeout: seconds that connecting, and each read and write, may take
        retries: how patiently to ask again, where that is safe
        session: how the sessions of calls are made: ``"client_credentials"``, ``"token_exchange"`` or ``"oneshot"``;
            ``"auto"`` takes the first of them that fits the credentials and the service
        httpx_args: passed to httpx, such as ``transport``, ``proxy``, ``verify``, ``limits`` or ``event_hooks``

    Raises:
        TypeError, ValueError: naming the argument that is missing or wrong; nothing is sent before the first request
    """

    def __init__(
        self,
        *,
        project: str,
        cluster: str | None = None,
        base_url: str | None = None,
        credentials: Credentials,
        timeout: float = TIMEOUT,
        retries: Retries | None = None,
        session: SessionStrategy = "auto",
        httpx_args: Mapping[str, Any] | None = None,
    ) -> None:
        self._start(
            Config(
                project=project,
                base_url=address_of(cluster, base_url),
                credentials=credentials,
                timeout=timeout,
                retries=Retries() if retries is None else retries,
                session=session,
                httpx_args={} if httpx_args is None else httpx_args,
            )
        )

    @classmethod
    def from_env(cls, **settings: Unpack[Settings]) -> Self:
        """Make a client from the environment; ``timeout`` and the other settings are those of the class itself.

        Reads ``CDF_PROJECT``; ``CDF_CLUSTER`` or ``CDF_URL``; then ``CDF_TOKEN``, or ``IDP_CLIENT_ID`` and
        ``IDP_CLIENT_SECRET`` with ``IDP_TOKEN_URL`` or ``IDP_TENANT_ID``, and ``IDP_SCOPES`` and ``IDP_AUDIENCE`` where
        the provider wants them.

        Raises:
            ValueError: naming the variable that is missing
        """
        found = config_from_env()
        return cls(project=found.project, base_url=found.base_url, credentials=found.credentials, **settings)

    @classmethod
    def from_cognite(cls, client: Any, **settings: Unpack[Settings]) -> Self:
        """Make a client for the project, the address and the credentials of a ``CogniteClient`` of ``cognite-sdk``.

        ``timeout`` and the other settings are those of the class itself.

        Raises:
            TypeError: if it has no such config
        """
        config = getattr(client, "config", None)
        project, base_url, credentials = (
            getattr(config, name, None) for name in ("project", "base_url", "credentials")
        )
        if project is None or base_url is None or credentials is None:
            raise TypeError(f"client: expected a CogniteClient, got {type(client).__name__}")
        return cls(project=project, base_url=base_url, credentials=credentials, **settings)

    def _start(self, config: Config) -> None:
        self.config = config
        self._clients = AsyncHttpClients(config)
        api = AsyncApi(self._clients, config.project_url)
        binding = AsyncBinding(api, config)
        self.sessions: AsyncSessionsAPI = AsyncSessionsAPI(api, binding)
        """Sessions, which calls and schedules run with."""
        self.functions: AsyncFunctionsAPI = AsyncFunctionsAPI(config, api, binding)
        """Functions, their calls and their schedules."""
        self.token: AsyncTokenAPI = AsyncTokenAPI(AsyncApi(self._clients, config.root_url))
        """What the client's own credentials are good for."""

    @cached_property
    def api(self) -> AsyncLowLevel:
        """The low-level client, with our token and our errors, for operations that have no method here."""
        from ._http.lowlevel import AsyncLowLevel

        return AsyncLowLevel(self._clients, self.config.project_url)

    async def open_call(self, token: str) -> AsyncFunctionCall:
        """Give the call that a ``call.token`` stands for (operation getCall).

        Raises:
            ValueError: if it is no such token, or one of another project
            NotFoundError: if the service has forgotten the call; it keeps them for 90 days
        """
        function_id, call_id = parse_call_token(token, self.config.project)
        return await self.functions.calls.retrieve(call_id, function_id)

    def __getstate__(self) -> Config:
        """What goes to another process: the settings; connections and tokens are made anew there."""
        return self.config

    def __setstate__(self, config: Config) -> None:
        self._start(config)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(project={self.config.project!r}, base_url={self.config.base_url!r})"

    async def aclose(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        await self._clients.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()
