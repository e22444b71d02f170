# Made by `nox -s regenerate` from overlay/cdf_functions/_async/client.py. Do not edit: change that, and run it again.
"""The client: one connection pool, one token, and the groups of operations."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cdf_functions._resources.calls import parse_call_token
from cdf_functions.config import Config, Configured

from ._http.api import Api
from ._http.clients import HttpClients
from .binding import Binding
from .calls import FunctionCall
from .functions import FunctionsAPI

if TYPE_CHECKING:  # what a call does without is loaded when it is asked for
    from ._http.lowlevel import LowLevel
    from .project import TokenAPI
    from .sessions import SessionsAPI


class Client(Configured):
    """Everything that can be done with the functions of one project.

        with Client(project="my-project", cluster="westeurope-1", credentials=Token("...")) as client:
            func = client.functions.retrieve(external_id="my-function")
            call = func.call({"x": 1})
            print(call.get_response())

    The arguments are those of ``Configured``.
    """

    def _start(self, config: Config) -> None:
        super()._start(config)
        self._clients = HttpClients(config)
        self._api = Api(self._clients, config.project_url)
        self._binding = Binding(self._api, config)
        self.functions: FunctionsAPI = FunctionsAPI(config, self._api, self._binding)
        """Functions, their calls and their schedules."""

    @cached_property
    def sessions(self) -> SessionsAPI:
        """Sessions, which calls and schedules run with."""
        from .sessions import SessionsAPI

        return SessionsAPI(self._api, self._binding)

    @cached_property
    def token(self) -> TokenAPI:
        """What the client's own credentials are good for."""
        from .project import TokenAPI

        return TokenAPI(Api(self._clients, self.config.root_url))

    @cached_property
    def api(self) -> LowLevel:
        """The low-level client, with our token and our errors, for operations that have no method here."""
        from ._http.lowlevel import LowLevel

        return LowLevel(self._clients, self.config.project_url)

    def open_call(self, token: str) -> FunctionCall:
        """Give the call that a ``call.token`` stands for (operation getCall).

        Raises:
            ValueError: if it is no such token, or one of another project
            NotFoundError: if the service has forgotten the call; it keeps them for 90 days
        """
        function_id, call_id = parse_call_token(token, self.config.project)
        return self.functions.calls.retrieve(call_id, function_id)

    def close(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        self._clients.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
