"""Which project, where, as whom: all that a client is made of, and how it is made."""

import os
import re
from collections.abc import Mapping
from typing import Any, Literal, Self, TypeAlias, TypedDict, Unpack

from attrs import field, frozen

from cdf_functions import _addresses, _arguments
from cdf_functions._http.environment import check
from cdf_functions._http.retry import Retries
from cdf_functions.credentials import (
    ClientCredentials,
    Credentials,
    check_credentials,
    client_credentials_of,
    credentials_from_env,
    needed,
)

API_VERSION = "20230101"
TIMEOUT = 60.0  # s

SessionStrategy: TypeAlias = Literal["auto", "client_credentials", "token_exchange", "oneshot"]
SESSION_STRATEGIES = ("auto", "client_credentials", "token_exchange", "oneshot")

_PROJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def _seconds(value: float) -> float:
    return _arguments.seconds(value, "timeout")


def _check_retries(_instance: object, _attribute: object, value: Retries) -> None:
    _arguments.instance(value, Retries, "retries")


def _check_session(_instance: object, _attribute: object, value: SessionStrategy) -> None:
    if value not in SESSION_STRATEGIES:
        raise ValueError(f"session: expected one of {', '.join(SESSION_STRATEGIES)}, got {value!r}")


def _check_httpx_args(_instance: object, _attribute: object, value: Mapping[str, Any]) -> None:
    taken = {"base_url", "timeout", "headers", "auth"}.intersection(value)
    if taken:
        raise ValueError(f"httpx_args: {', '.join(sorted(taken))} cannot be set, for the client itself does")


def _check_project(_instance: object, _attribute: object, value: str) -> None:
    if not _PROJECT.fullmatch(_arguments.text(value, "project", 255)):
        raise ValueError(f"project: expected letters, digits, dots, dashes and underscores, got {value!r}")


def _check_base_url(_instance: object, _attribute: object, value: str) -> None:
    _addresses.base_url(value)


class Settings(TypedDict, total=False):
    """What may be said of a client besides where it works and as whom; see Config."""

    timeout: float
    retries: Retries
    session: SessionStrategy
    httpx_args: Mapping[str, Any]


@frozen(kw_only=True)
class Config:
    """The settings of a client.

    Attributes:
        project: the project's name, as it stands in addresses
        credentials: where the bearer token comes from
        base_url: the service's address up to, and without, ``/api``
        timeout: seconds that connecting, and each read and write, may take
        retries: how patiently to ask again, where that is safe
        session: how sessions are made: "auto", "client_credentials", "token_exchange" or "oneshot"
        httpx_args: passed to httpx, such as ``transport``, ``proxy``, ``verify`` or ``event_hooks``
    """

    project: str = field(validator=_check_project)
    credentials: Credentials = field(validator=check_credentials)
    base_url: str = field(validator=_check_base_url)
    timeout: float = field(default=TIMEOUT, converter=_seconds)
    retries: Retries = field(factory=Retries, validator=_check_retries)
    session: SessionStrategy = field(default="auto", validator=_check_session)
    httpx_args: Mapping[str, Any] = field(factory=dict[str, Any], repr=False, validator=_check_httpx_args)

    def __attrs_post_init__(self) -> None:
        check(self.httpx_args, self.base_url)
        if self.httpx_args.get("transport") is None:  # else it is not known that anything is sent there
            _addresses.warn_of_clear_text(self.base_url, "tokens and data")
            token_url = getattr(self.credentials, "token_url", None)
            if isinstance(token_url, str):
                _addresses.warn_of_clear_text(token_url, "client ids and secrets")

    @property
    def project_url(self) -> str:
        """What the paths of all operations but one hang on."""
        return f"{self.root_url}/projects/{self.project}"

    @property
    def default_scope(self) -> str:
        """The scope that Entra ID knows the cluster by."""
        return f"{self.base_url.rstrip('/')}/.default"

    @property
    def root_url(self) -> str:
        """What the path of inspectToken hangs on."""
        return f"{self.base_url.rstrip('/')}/api/v1"


class Configured:
    """How clients are made: the part that a sync and an async one have in common."""

    config: Config

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
        """Make a client; nothing is sent before the first request.

        An address of ``http://`` that is not on this machine gives a warning, for tokens can be read on the way there.

        Args:
            project: the project's name
            cluster: the cluster that it is on, such as ``westeurope-1``; or
            base_url: the service's address, such as that of a private link or of the emulator
            credentials: Token or OAuthClientCredentials
            timeout: seconds that connecting, and each read and write, may take
            retries: how patiently to ask again, where that is safe
            session: how the sessions of calls are made: ``"client_credentials"``, ``"token_exchange"`` or
                ``"oneshot"``; ``"auto"`` takes the first of them that fits the credentials and the service
            httpx_args: passed to httpx, such as ``transport``, ``proxy``, ``verify``, ``limits`` or ``event_hooks``

        Raises:
            TypeError, ValueError: naming the argument that is missing or wrong
        """
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
        """Take over the settings; clients connect their groups of operations here."""
        self.config = config

    def __getstate__(self) -> Config:
        """What goes to another process: the settings; connections and tokens are made anew there."""
        return self.config

    def __setstate__(self, config: Config) -> None:
        self._start(config)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(project={self.config.project!r}, base_url={self.config.base_url!r})"


def lasting_type(config: Config, client_credentials: ClientCredentials | None) -> SessionStrategy:
    """The ``session_type`` for work that goes on without the caller, as that of a schedule does: never one-shot.

    Raises ValueError if a client with this config makes one-shot sessions only.
    """
    if client_credentials is not None:
        _arguments.instance(client_credentials, ClientCredentials, "client_credentials")
        return "client_credentials"
    if config.session == "oneshot":
        raise ValueError(
            "session: a schedule needs a session that lasts, and this client makes one-shot ones; "
            "give client_credentials, or the nonce of another session"
        )
    if config.session == "auto":
        return "token_exchange" if client_credentials_of(config.credentials) is None else "client_credentials"
    return config.session


def address_of(cluster: str | None, base_url: str | None) -> str:
    """The address that exactly one of cluster and base_url gives."""
    if (cluster is None) == (base_url is None):
        raise TypeError(
            f"cluster, base_url: expected exactly one of them, got {'neither' if cluster is None else 'both'}"
        )
    return _addresses.cluster_url(cluster) if base_url is None else base_url


def config_from_env(environ: Mapping[str, str] = os.environ) -> Config:
    """The config that the environment holds, under the names that Cognite's own tools use.

    ``CDF_PROJECT``; ``CDF_URL`` or ``CDF_CLUSTER``; then ``CDF_TOKEN``, or ``IDP_CLIENT_ID`` and ``IDP_CLIENT_SECRET``
    with ``IDP_TOKEN_URL`` or, for Entra ID, ``IDP_TENANT_ID``; ``IDP_SCOPES`` (spaces or commas between) and
    ``IDP_AUDIENCE`` if the provider asks for them.

    Raises:
        ValueError: naming the variable that is missing
    """
    address = environ.get("CDF_URL") or _addresses.cluster_url(needed(environ, "CDF_CLUSTER", "CDF_URL"))
    return Config(
        project=needed(environ, "CDF_PROJECT"), base_url=address, credentials=credentials_from_env(environ, address)
    )
