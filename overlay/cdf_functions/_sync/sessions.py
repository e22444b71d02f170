# Made by `nox -s regenerate` from overlay/cdf_functions/_async/sessions.py. Do not edit: change that, and run it again.
"""Sessions: permission for a run to act in the caller's name, handed over as a nonce."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from cdf_functions import _arguments
from cdf_functions._http.exchange import exchange, known
from cdf_functions._resources.sessions import (
    CHAINED,
    CreatedSession,
    Session,
    SessionList,
    calls_for_oneshot,
    tells_of_chaining,
)
from cdf_functions.config import SESSION_STRATEGIES, Config, SessionStrategy
from cdf_functions.credentials import ClientCredentials, client_credentials_of
from cdf_functions.errors import ApiError, BadRequestError
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.sessions import create_session, get_sessions_by_ids, list_sessions, revoke_sessions
from cdf_functions_api.types import UNSET

PAGE = 1000  # sessions

Credential: TypeAlias = "models.ClientCredentialsSession | models.TokenExchangeSession | models.OneshotSession"


class SessionsAPI:
    """``client.sessions``"""

    def __init__(self, api: Api, config: Config) -> None:
        self._api = api
        self._config = config
        self._oneshot = False

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
        strategy = self._config.session if session_type is None else session_type
        if strategy not in SESSION_STRATEGIES:
            raise ValueError(f"session_type: expected one of {', '.join(SESSION_STRATEGIES)}, got {strategy!r}")
        pair = client_credentials_of(self._config.credentials) if client_credentials is None else client_credentials
        if strategy == "client_credentials" or (strategy == "auto" and pair is not None):
            if pair is None:
                raise ValueError("session_type: client_credentials needs a client id and secret, and there are none")
            _arguments.instance(pair, ClientCredentials, "client_credentials")
            return self._create(models.ClientCredentialsSession(pair.client_id, pair.client_secret))
        if strategy == "oneshot" or (strategy == "auto" and self._oneshot):
            return self._create(models.OneshotSession(oneshot_token_exchange=True))
        try:
            return self._create(models.TokenExchangeSession(token_exchange=True))
        except BadRequestError as error:
            if strategy != "auto" or not calls_for_oneshot(error.status, error.message):
                raise
        self._oneshot = True
        return self._create(models.OneshotSession(oneshot_token_exchange=True))

    def list(self, status: str | None = None, limit: int | None = 25) -> SessionList:
        """Give the project's sessions (operation listSessions).

        Args:
            status: ``READY``, ``ACTIVE``, ``CANCELLED``, ``EXPIRED``, ``REVOKED`` or ``ACCESS_LOST``
            limit: how many to give at most; None for all
        """
        _arguments.limit(limit)
        wanted = UNSET if status is None else models.SessionStatus(_arguments.text(status, "status", 64).upper())
        found: list[models.Session] = []
        cursor: str | None = ""
        while cursor is not None and (limit is None or len(found) < limit):
            size = PAGE if limit is None else min(PAGE, limit - len(found))
            with exchange("listSessions") as one:
                answer = list_sessions.sync_detailed(
                    client=self._api, status=wanted, cursor=cursor or UNSET, limit=size
                )
                page = one.unwrap(answer, models.SessionList)
                found += one.listed(page.items, models.Session)
            cursor = known(page.next_cursor) or None
        return SessionList(map(Session, found[:limit]))

    def retrieve(self, id: int) -> Session:
        """Give one session (operation getSessionsByIds). Raises NotFoundError if there is none."""
        body = models.SessionReferences([models.IdReference(_arguments.internal_id(id, "id"))])
        with exchange("getSessionsByIds") as one:
            answer = get_sessions_by_ids.sync_detailed(client=self._api, body=body)
            return Session(one.single(one.unwrap(answer, models.SessionList).items, models.Session))

    def revoke(self, id: int | Sequence[int]) -> SessionList:
        """End sessions (operation revokeSessions); the service may take an hour to act on it.

        Ending one that has ended is no error.
        """
        ids = [id] if isinstance(id, int) else id
        body = models.SessionRevokeRequest([models.IdReference(_arguments.internal_id(each, "id")) for each in ids])
        with exchange("revokeSessions") as one:
            answer = revoke_sessions.sync_detailed(client=self._api, body=body)
            revoked = one.listed(one.unwrap(answer, models.SessionList).items, models.Session)
        return SessionList(map(Session, revoked))

    def _create(self, credential: Credential) -> CreatedSession:
        try:
            with exchange("createSession") as one:
                body = models.SessionCreateRequest([credential])
                answer = create_session.sync_detailed(client=self._api, body=body)
                created = one.unwrap(answer, models.CreatedSessionList)
                return CreatedSession.of(one.single(created.items, models.CreatedSession))
        except ApiError as error:
            if tells_of_chaining(error.message):
                error.add_note(CHAINED)
            raise
