"""The fields of sessions, and the credentials that they are made from. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from cdf_functions import _arguments
from cdf_functions._http.exchange import known
from cdf_functions._resources.display import Items
from cdf_functions._resources.fields import Fields
from cdf_functions.config import Config, SessionStrategy
from cdf_functions.credentials import ClientCredentials, client_credentials_of

if TYPE_CHECKING:
    from cdf_functions_api import models

CHAINED = (
    "A function that runs with a session of its own can call another one, but that one cannot call a third: sessions "
    "chain one level deep. A deeper call needs credentials of its own, such as OAuthClientCredentials."
)


@frozen
class CreatedSession:
    """A session that was just made.

    Attributes:
        id: the session's id
        status: ``READY`` until a run binds it
        nonce: what the run binds it with: good once, and for about a minute; never shown
    """

    id: int
    status: str
    nonce: str = field(repr=lambda _: "'***'")

    @classmethod
    def of(cls, session: "models.CreatedSession") -> "CreatedSession":
        """The session for the one on the wire; without an id or a nonce it is none."""
        id, nonce = known(session.id), known(session.nonce)
        if id is None or not nonce:
            raise ValueError("a session without an id or a nonce")
        return cls(id, str(known(session.status) or ""), nonce)


class Session(Fields["models.Session"]):
    """A session, as far as the caller may see it: without the capability to list sessions only its id is known."""

    _shown = ("id", "type", "status", "creation_time", "expiration_time")

    @property
    def id(self) -> int:
        """The service's own id."""
        return self.model.id or self._lacking("id")

    @property
    def type(self) -> str | None:
        """``CLIENT_CREDENTIALS``, ``TOKEN_EXCHANGE`` or ``ONESHOT_TOKEN_EXCHANGE``."""
        kind = known(self.model.type_)
        return None if kind is None else str(kind)

    @property
    def status(self) -> str | None:
        """``READY``, ``ACTIVE``, ``CANCELLED``, ``EXPIRED``, ``REVOKED`` or ``ACCESS_LOST``."""
        status = known(self.model.status)
        return None if status is None else str(status)

    @property
    def creation_time(self) -> datetime | None:
        """When it was made."""
        return self._moment(self.model.creation_time, "creation_time")

    @property
    def expiration_time(self) -> datetime | None:
        """When it ends unless it is refreshed."""
        return self._moment(self.model.expiration_time, "expiration_time")

    @property
    def client_id(self) -> str | None:
        """The client id that it was made from; None for a token."""
        return known(self.model.client_id)


class SessionList(Items[Session]):
    """Sessions."""

    _kind = Session


def calls_for_oneshot(status: int, message: str) -> bool:
    """Whether a refusal is the one that CDF's own tokens, as in its notebooks, get for a token exchange."""
    words = message.lower()
    return status == 400 and "access token" in words and "identity provider" in words


def tells_of_chaining(message: str) -> bool:
    """Whether a refusal says that sessions cannot be chained any further."""
    words = message.lower()
    return "root session" in words or "chained" in words


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
