"""The fields of sessions, and the credentials that they are made from. Pure."""

from typing import TYPE_CHECKING

from attrs import field, frozen

from cdf_functions._made.session import SessionProperties
from cdf_functions._resources.display import Items
from cdf_functions._resources.fields import Fields
from cdf_functions._values import known

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
        if id is None or not nonce or not isinstance(nonce, str) or not nonce.isprintable() or not nonce.isascii():  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ValueError("a session without an id or a nonce")
        return cls(id, str(known(session.status) or ""), nonce)


class Session(SessionProperties, Fields["models.Session"]):
    """A session, as far as the caller may see it: without the capability to list sessions only its id is known."""

    _shown = ("id", "type", "status", "creation_time", "expiration_time")


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
