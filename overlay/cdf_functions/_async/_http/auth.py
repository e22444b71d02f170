"""The bearer token of the moment, from whatever credentials a client was given.

All that goes wrong on the way to it is a CredentialsError: it says nothing of the request that the token was for, which
has not been sent.
"""

from __future__ import annotations

from typing import Protocol

from cdf_functions._addresses import hidden, shown
from cdf_functions._http.redaction import redacted
from cdf_functions._http.refusals import token_of
from cdf_functions._runtime import clock
from cdf_functions._runtime._async import Lock, acquire, caller, resolve
from cdf_functions._runtime.deadline import Deadline
from cdf_functions.config import Config
from cdf_functions.credentials import (
    OAuthClientCredentials,
    Token,
    TokenProvider,
    bearer,
    bearer_of_header,
)
from cdf_functions.errors import CdfError, CredentialsError

EARLY = 30.0  # s before its end at which a token is replaced

Given = tuple[str, float]
"""A token, and the time of day from which on it is not to be used; in the past if it is not to be kept."""


class AsyncFormPoster(Protocol):
    """The part of the HTTP layer that a token is fetched with."""

    async def post_form(self, url: str, form: dict[str, str], deadline: Deadline | None = None) -> tuple[int, bytes]:
        """Post without our own token; the status and the body of whatever answer comes."""
        ...


class AsyncAuth:
    """One client's token: asked for by one request at a time, for all that wait, and kept while it is good."""

    def __init__(self, config: Config) -> None:
        self._source = config.credentials
        self._scope = config.default_scope
        self._lock = Lock()
        self._asking: object = None
        self._answers = 0
        self._failure: CredentialsError | None = None
        self._token = ""
        self._replace_at = 0.0
        if isinstance(self._source, Token) and isinstance(self._source.token, str):
            self._token, self._replace_at = self._source.token, float("inf")

    async def token(self, http: AsyncFormPoster, deadline: Deadline | None = None) -> str:
        """The token to send now: the one that is kept, or one that was given after this request began.

        Raises:
            CredentialsError: if there is none to be had
        """
        # the wall clock, for it goes on while a laptop sleeps, and the token does not live longer for that
        if clock.time() < self._replace_at:
            return self._token
        if self._asking is not None and self._asking == caller():
            raise CredentialsError("credentials: what gives the token uses the client that the token is for")
        before = self._answers
        if not await acquire(self._lock, deadline.remaining if deadline is not None else float("inf")):
            raise CredentialsError("no token: another request has asked for it, and the deadline has passed")
        try:
            if self._answers == before:
                await self._ask(http, deadline)
            token, failure = self._token, self._failure
        finally:
            self._lock.release()
        if failure is not None:
            raise CredentialsError(str(failure)) from failure.__cause__
        return token

    def refused(self, token: str) -> bool:
        """Forget a token that the service answered 401 to; True if asking again may give a better one."""
        if isinstance(self._source, Token) and isinstance(self._source.token, str):
            return False
        if token == self._token:
            self._replace_at = 0.0
        return True

    async def _ask(self, http: AsyncFormPoster, deadline: Deadline | None) -> None:
        """Ask for a token, for this request and all that wait; they share what comes of it, failures as well."""
        self._asking = caller()
        try:
            self._token, self._replace_at = await self._new(http, deadline)
            self._failure = None
        except CredentialsError as error:
            if deadline is not None and not deadline.remaining:
                raise  # this request was in a hurry, which is no answer for the others
            self._failure = error
        finally:
            self._asking = None
        self._answers += 1

    async def _new(self, http: AsyncFormPoster, deadline: Deadline | None) -> Given:
        source = self._source
        if isinstance(source, OAuthClientCredentials):
            return await self._fetch(http, source, deadline)
        try:
            if isinstance(source, Token):
                return bearer(await resolve(source.token() if callable(source.token) else source.token)), 0.0
            if isinstance(source, TokenProvider):
                return await self._provided(source)
            return bearer_of_header(await resolve(source.authorization_header())), 0.0
        except Exception as error:
            kind, secrets = type(source).__name__, (self._token, getattr(source, "client_secret", None))
            words = redacted(str(error), *secrets)
            reason = f"{type(error).__name__}: {words}" if words else type(error).__name__
            raise CredentialsError(f"{kind} gave no token: {reason}") from error

    async def _provided(self, source: TokenProvider) -> Given:
        """A token of ``azure-identity``, kept for as long as it says."""
        asked_at = clock.time()
        found = await resolve(source.get_token(self._scope))
        ends = getattr(found, "expires_on", None)
        lifetime = float(ends) - asked_at if isinstance(ends, int | float) else 0.0
        return bearer(found.token), _replaced(asked_at, lifetime)

    async def _fetch(self, http: AsyncFormPoster, source: OAuthClientCredentials, deadline: Deadline | None) -> Given:
        asked_at = clock.time()
        try:
            status, body = await http.post_form(source.token_url, source.form(), deadline)
        except CdfError as error:
            raise CredentialsError(f"no answer from the token endpoint: {error}") from error
        try:
            token, lifetime = token_of(status, body, shown(source.token_url))
            return bearer(token), _replaced(asked_at, lifetime)
        except (CredentialsError, TypeError, ValueError) as error:
            secrets = (source.client_secret, *hidden(source.token_url))
            raise CredentialsError(redacted(str(error), *secrets)) from error.__cause__


def _replaced(asked_at: float, lifetime: float) -> float:
    return asked_at + max(lifetime - EARLY, lifetime / 2)
