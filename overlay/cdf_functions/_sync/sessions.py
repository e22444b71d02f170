# Made by `nox -s regenerate` from overlay/cdf_functions/_async/sessions.py. Do not edit: change that, and run it again.
"""Sessions: permission for a run to act in the caller's name, handed over as a nonce."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from cdf_functions import _arguments
from cdf_functions._checks import rule
from cdf_functions._http.reader import Cursors, items
from cdf_functions._resources.requests import session_status
from cdf_functions._resources.sessions import (
    CreatedSession,
    Session,
    SessionList,
)
from cdf_functions.config import SessionStrategy
from cdf_functions.credentials import ClientCredentials
from cdf_functions_api import models, operations
from cdf_functions_api.types import UNSET

from ._http.api import Api
from .binding import Binding

PAGE: int = rule("list_sessions", "limit")["maximum"]


class SessionsAPI:
    """``client.sessions``"""

    def __init__(self, api: Api, binding: Binding) -> None:
        self._api = api
        self._binding = binding

    def create(
        self, client_credentials: ClientCredentials | None = None, session_type: SessionStrategy | None = None
    ) -> CreatedSession:
        """Create a session (operation createSession), whose nonce a call or a schedule is started with.

        ``"auto"`` hands on a client id and secret if there are any, so that the session outlives the token; else it
        exchanges the token; and if the service refuses that for a token of its own making, as those of its notebooks
        are, it makes a session that is good for one run.

        Args:
            client_credentials: a client id and secret to make it from; None for the client's own credentials
            session_type: ``"auto"``, ``"client_credentials"``, ``"token_exchange"`` or ``"oneshot"``; None for the
                client's own setting

        Raises:
            ApiError: if the service refuses; it asks for the capability sessionsAcl:CREATE
        """
        return self._binding.create(client_credentials, session_type)

    def list(self, status: str | None = None, limit: int | None = 25) -> SessionList:
        """Give the project's sessions (operation listSessions).

        Args:
            status: ``READY``, ``ACTIVE``, ``CANCELLED``, ``EXPIRED``, ``REVOKED`` or ``ACCESS_LOST``
            limit: how many to give at most; None for all
        """
        limit = _arguments.limit(limit)
        wanted = UNSET if status is None else session_status(status)
        found: list[models.Session] = []
        cursors, cursor = Cursors(operations.list_sessions), cast("str | None", "")
        while cursor is not None and (limit is None or len(found) < limit):
            size = PAGE if limit is None else min(PAGE, limit - len(found))
            page = self._api.ask(operations.list_sessions, status=wanted, cursor=cursor or UNSET, limit=size)
            found += items(page)
            cursor = cursors.after(page)
        return SessionList(map(Session, found[:limit]))

    def retrieve(self, id: int) -> Session:
        """Give one session (operation getSessionsByIds). Raises NotFoundError if there is none."""
        body = models.SessionReferences([models.IdReference(_arguments.internal_id(id, "id"))])
        return Session(self._api.single(operations.get_sessions_by_ids, body=body))

    def revoke(self, id: int | Sequence[int]) -> SessionList:
        """End sessions (operation revokeSessions); the service may take an hour to act on it.

        Ending one that has ended is no error.
        """
        body = models.SessionRevokeRequest([models.IdReference(each) for each in _arguments.internal_ids(id, "id")])
        return SessionList(map(Session, self._api.listed(operations.revoke_sessions, body=body)))
