# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The fields of Session, as the spec has them. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from cdf_functions._values import known, moment, sent, word

if TYPE_CHECKING:
    from cdf_functions_api import models


class SessionProperties:
    """Borrowed rights: what lets a service act for the one who created the session.

    Answers to revokeSessions may hold the id alone.
    """

    model: "models.Session"

    @property
    def id(self) -> int:
        """Identifier given by the service."""
        return sent(self.model.id, self, "id")

    @property
    def type(self) -> str | None:
        """How the session was created.

        One of ``CLIENT_CREDENTIALS``, ``TOKEN_EXCHANGE``, ``ONESHOT_TOKEN_EXCHANGE``, or a word newer than this
        package.
        """
        return word(self.model.type_)

    @property
    def status(self) -> str | None:
        """State of the session; set by the service.

        One of ``READY``, ``ACTIVE``, ``CANCELLED``, ``EXPIRED``, ``REVOKED``, ``ACCESS_LOST``, or a word newer than
        this package.
        """
        return word(self.model.status)

    @property
    def creation_time(self) -> datetime | None:
        """When the session was created; set by the service."""
        return moment(self.model.creation_time, self, "creation_time")

    @property
    def expiration_time(self) -> datetime | None:
        """When the session ends if it is not refreshed; a refresh moves it. Set by the service."""
        return moment(self.model.expiration_time, self, "expiration_time")

    @property
    def client_id(self) -> str | None:
        """Client id the session was created with; only for client credentials."""
        return known(self.model.client_id)
