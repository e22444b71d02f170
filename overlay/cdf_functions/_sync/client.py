# Made by `nox -s regenerate` from overlay/cdf_functions/_async/client.py. Do not edit: change that, and run it again.
"""The client: one connection pool, one token, and the groups of operations."""

from types import TracebackType
from typing import Self

from cdf_functions.config import TIMEOUT, Config, config_from_env, make_config
from cdf_functions.credentials import Credentials

from .connections import Connections, LowLevel
from .files import FilesAPI
from .functions import FunctionsAPI
from .sessions import SessionsAPI


class Client:
    """Everything that can be done with the functions of one project.

        with Client(project="my-project", cluster="westeurope-1", credentials=Token("...")) as client:
            func = client.functions.retrieve(external_id="my-function")
            call = func.call({"x": 1})
            print(call.get_response())

    Args:
        project: the project's name
        cluster: the cluster that it is on, such as ``westeurope-1``; or
        base_url: the service's address, such as that of a private link or of the emulator
        credentials: Token or OAuthClientCredentials
        timeout: seconds that connecting, and each read and write, may take

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
    ) -> None:
        self._start(make_config(project, cluster, base_url, credentials, timeout))

    @classmethod
    def from_env(cls) -> Self:
        """Make a client from the environment.

        Reads ``CDF_PROJECT``; ``CDF_CLUSTER`` or ``CDF_URL``; then ``CDF_TOKEN``, or ``IDP_CLIENT_ID`` and
        ``IDP_CLIENT_SECRET`` with ``IDP_TOKEN_URL`` or ``IDP_TENANT_ID``, and ``IDP_SCOPES`` and ``IDP_AUDIENCE`` where
        the provider wants them.

        Raises:
            ValueError: naming the variable that is missing
        """
        client = cls.__new__(cls)
        client._start(config_from_env())
        return client

    def _start(self, config: Config) -> None:
        self.config = config
        self._connections = Connections(config)
        self.api = LowLevel(self._connections, config.project_url)
        """The low-level client, with our token and our errors, for operations that have no method here."""
        self.sessions = SessionsAPI(self.api, config.credentials)
        self.functions = FunctionsAPI(self.api, self.sessions, FilesAPI(self.api))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(project={self.config.project!r}, base_url={self.config.base_url!r})"

    def close(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
