"""The client: one connection pool, one token, and the groups of operations."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cdf_functions._resources.calls import parse_call_token
from cdf_functions.config import Config, Configured

from ._http.api import AsyncApi
from ._http.clients import AsyncHttpClients
from .binding import AsyncBinding
from .calls import AsyncFunctionCall
from .functions import AsyncFunctionsAPI

if TYPE_CHECKING:  # what a call does without is loaded when it is asked for
    from ._http.lowlevel import AsyncLowLevel
    from .project import AsyncTokenAPI
    from .sessions import AsyncSessionsAPI


class AsyncClient(Configured):
    """Everything that can be done with the functions of one project.

        async with AsyncClient(project="my-project", cluster="westeurope-1", credentials=Token("...")) as client:
            func = await client.functions.retrieve(external_id="my-function")
            call = await func.call({"x": 1})
            print(await call.get_response())

    The arguments are those of ``Configured``.
    """

    def _start(self, config: Config) -> None:
        super()._start(config)
        self._clients = AsyncHttpClients(config)
        self._api = AsyncApi(self._clients, config.project_url)
        self._binding = AsyncBinding(self._api, config)
        self.functions: AsyncFunctionsAPI = AsyncFunctionsAPI(config, self._api, self._binding)
        """Functions, their calls and their schedules."""

    @cached_property
    def sessions(self) -> AsyncSessionsAPI:
        """Sessions, which calls and schedules run with."""
        from .sessions import AsyncSessionsAPI

        return AsyncSessionsAPI(self._api, self._binding)

    @cached_property
    def token(self) -> AsyncTokenAPI:
        """What the client's own credentials are good for."""
        from .project import AsyncTokenAPI

        return AsyncTokenAPI(AsyncApi(self._clients, self.config.root_url))

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

    async def aclose(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        await self._clients.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()
