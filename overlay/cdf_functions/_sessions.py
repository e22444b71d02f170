"""The fields of a session. Pure."""

from typing import TYPE_CHECKING

from attrs import field, frozen

from cdf_functions._exchange import known

if TYPE_CHECKING:
    from cdf_functions_api import models


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
