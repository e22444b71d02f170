"""Who is asking: what a client turns into the bearer token of each request.

Objects here hold settings only, so one may serve many clients; each client keeps the token it got for itself.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, Self, TypeAlias, cast, runtime_checkable

from attrs import Attribute, field, frozen

from cdf_functions import _addresses, _arguments

ENTRA_ID = "https://login.microsoftonline.com/{}/oauth2/v2.0/token"

_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")

TokenSource: TypeAlias = Callable[[], str] | Callable[[], Awaitable[str]]


def _hidden(value: object) -> str:
    return "'***'" if isinstance(value, str) else repr(value)


def _check_text(_instance: object, attribute: "Attribute[str]", value: str) -> None:
    _arguments.text(value, attribute.name, 10_000)


def _check_token_url(_instance: object, _attribute: object, value: str) -> None:
    _addresses.token_url(value)


def _shown_address(value: str) -> str:
    return repr(_addresses.shown(value))


def _check_token(_instance: object, _attribute: object, value: str | TokenSource) -> None:
    if not callable(value):
        bearer(value)


def _scopes(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError("scopes: expected a sequence of strings, got a single str")
    return tuple(_arguments.text(scope, "scopes", 10_000) for scope in value)


@frozen
class Token:
    """A bearer token that you have already, or a function that gives the one of the moment.

    The function is called for every request, so it should remember its token while that is good; requests that begin
    together share one call. After a 401 it is called once more.

    An async client also takes an async function. A plain one that waits for something, such as another service or a
    program that it starts, holds up the event loop with all that runs there; hand it over to a thread::

        async def token() -> str:
            return await asyncio.to_thread(slow_function)
    """

    token: str | TokenSource = field(repr=_hidden, validator=_check_token)


def bearer(token: object) -> str:
    """Check that this can be a token: text, without spaces or line ends, not shown when it is not."""
    if not isinstance(token, str):
        raise TypeError(f"token: expected a string or a function that gives one, got {type(token).__name__}")
    if not token.isascii() or not token.isprintable() or not token or " " in token:
        raise ValueError("token: expected a token without spaces, line ends or characters outside ASCII")
    return token


def bearer_of_header(header: object) -> str:
    """The token in a header that a provider gave, as name and value; the scheme is Bearer, in any case."""
    parts = cast("tuple[object, ...]", header) if isinstance(header, tuple) else ()
    if len(parts) != 2:
        raise TypeError("expected the header's name and value, as a tuple of two")
    name, value = parts
    if not isinstance(name, str) or name.lower() != "authorization":
        raise ValueError(f"expected the header Authorization, got {name!r}")
    scheme, _, token = str(value).strip().partition(" ")
    if scheme.lower() != "bearer":
        raise ValueError("expected a bearer token, got a header of another scheme")
    return bearer(token.strip())


@frozen
class OAuthClientCredentials:
    """The OAuth 2.0 client-credentials flow: a client id and secret, traded for a token that lives about an hour.

    Sessions for calls are made from the same pair, so a run may last longer than the token.

    Args:
        token_url: the identity provider's token endpoint; a user and a query in it are not shown
        client_id: the application's id there
        client_secret: its secret; never shown
        scopes: such as ``["https://westeurope-1.cognitedata.com/.default"]`` for Entra ID; none for CDF's own provider
        audience: for providers that ask for one, such as Auth0
    """

    token_url: str = field(validator=_check_token_url, repr=_shown_address)
    client_id: str = field(validator=_check_text)
    client_secret: str = field(validator=_check_text, repr=_hidden)
    scopes: Sequence[str] = field(default=(), converter=_scopes)
    audience: str | None = None

    @classmethod
    def default_for_entra_id(cls, tenant_id: str, client_id: str, client_secret: str, cdf_cluster: str) -> Self:
        """Make the credentials of an application in Entra ID, with the scope of a cluster such as ``westeurope-1``."""
        if not _TENANT.fullmatch(_arguments.text(tenant_id, "tenant_id", 255)):
            raise ValueError(f"tenant_id: expected a tenant's id or domain, got {tenant_id!r}")
        scope = f"{_addresses.cluster_url(cdf_cluster, 'cdf_cluster')}/.default"
        return cls(ENTRA_ID.format(tenant_id), client_id, client_secret, [scope])

    def form(self) -> dict[str, str]:
        """The fields of the token request."""
        fields = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "scope": " ".join(self.scopes),
            "audience": self.audience or "",
        }
        return {name: value for name, value in fields.items() if value}


@frozen
class ClientCredentials:
    """A client id and secret that a session is made from.

    Args:
        client_id: the application's id at the identity provider
        client_secret: its secret; never shown
    """

    client_id: str = field(validator=_check_text)
    client_secret: str = field(validator=_check_text, repr=_hidden)


@runtime_checkable
class TokenProvider(Protocol):
    """What the credentials of ``azure-identity`` offer, in their sync and their async form.

    A token is kept until shortly before its ``expires_on``, and asked for again after a 401; one without is asked for
    at each request. Those of ``azure.identity`` block the event loop of an async client while they ask, and some start
    a program for it: give it one of ``azure.identity.aio``.
    """

    def get_token(self, *scopes: str) -> Any:
        """An object with the token in ``token``, or an awaitable of one."""
        ...


@runtime_checkable
class HeaderProvider(Protocol):
    """What the credential providers of ``cognite-sdk`` offer.

    They keep their token themselves, and are asked at each request. They block the event loop of an async client while
    they fetch one; where that matters, give it OAuthClientCredentials, or Token with an async function that asks them
    in a thread.
    """

    def authorization_header(self) -> Any:
        """The name and the value of the header, as a tuple, or an awaitable of it."""
        ...


Credentials: TypeAlias = Token | OAuthClientCredentials | TokenProvider | HeaderProvider


KINDS = (Token, OAuthClientCredentials, TokenProvider, HeaderProvider)


def check_credentials(_instance: object, _attribute: object, value: Any) -> None:
    """Refuse what no token can be had from, as a validator of attrs."""
    if isinstance(value, type):
        raise TypeError(f"credentials: expected an instance, got the class itself: write {value.__name__}(...)")
    if not isinstance(value, KINDS):
        raise TypeError(
            "credentials: expected Token, OAuthClientCredentials, or an object with get_token() or "
            f"authorization_header(), got {type(value).__name__}"
        )


def client_credentials_of(credentials: Credentials) -> ClientCredentials | None:
    """The client id and secret that credentials of ours, or of ``cognite-sdk``, are made of; None if they have none."""
    client_id, secret = (getattr(credentials, name, None) for name in ("client_id", "client_secret"))
    if isinstance(client_id, str) and isinstance(secret, str):
        return ClientCredentials(client_id, secret)
    return None


def credentials_from_env(environ: Mapping[str, str], address: str) -> Credentials:
    """The credentials that the environment holds, for a service at an address; ``Config`` says under which names."""
    if token := environ.get("CDF_TOKEN"):
        return Token(token)
    client_id, secret = (needed(environ, name, "CDF_TOKEN") for name in ("IDP_CLIENT_ID", "IDP_CLIENT_SECRET"))
    scopes = re.split(r"[\s,]+", environ.get("IDP_SCOPES", "").strip()) if environ.get("IDP_SCOPES") else []
    audience = environ.get("IDP_AUDIENCE")
    if token_url := environ.get("IDP_TOKEN_URL"):
        return OAuthClientCredentials(token_url, client_id, secret, scopes, audience)
    token_url = ENTRA_ID.format(needed(environ, "IDP_TENANT_ID", "IDP_TOKEN_URL"))
    return OAuthClientCredentials(token_url, client_id, secret, scopes or [f"{address.rstrip('/')}/.default"], audience)


def needed(environ: Mapping[str, str], name: str, other: str | None = None) -> str:
    """A variable of the environment. Raises ValueError, naming it, if it is missing or empty."""
    value = environ.get(name)
    if not value:
        raise ValueError(f"the environment has no {name}" + (f", and no {other} either" if other else ""))
    return value
