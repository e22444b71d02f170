# Made by `nox -s regenerate` from overlay/cdf_functions/_async/tokens.py. Do not edit: change that, and run it again.
"""From credentials to the bearer token of the moment."""

import time
from collections.abc import Callable
from typing import Protocol

from cdf_functions._http.refusals import token_of
from cdf_functions._runtime._sync import Lock, resolve
from cdf_functions.config import Config
from cdf_functions.credentials import HeaderProvider, OAuthClientCredentials, Token, TokenProvider, bearer
from cdf_functions.errors import CdfError, CredentialsError

EARLY = 30.0  # s before its end at which a token is replaced


class FormPoster(Protocol):
    """The part of the httpx layer that a token is fetched with."""

    def post_form(self, url: str, form: dict[str, str]) -> tuple[int, bytes]:
        """Post without our own token; the status and the body of whatever answer comes."""
        ...


class Tokens:
    """One client's token: fetched when first needed, kept, and replaced before it ends, by one task at a time."""

    def __init__(self, config: Config, clock: Callable[[], float] = time.time) -> None:
        # the wall clock, for it goes on while a laptop sleeps, and the token does not live longer for that
        self._credentials = config.credentials
        self._scope = config.default_scope
        self._clock = clock
        self._lock = Lock()
        self._token = ""
        self._replace_at = 0.0

    def get(self, http: FormPoster) -> str:
        """The token to send now.

        Raises CredentialsError if there is none to be had.
        """
        if not isinstance(self._credentials, OAuthClientCredentials):
            return self._given(self._credentials)
        if self._clock() < self._replace_at:
            return self._token
        with self._lock:
            if self._clock() >= self._replace_at:  # nobody else replaced it while we waited
                self._fetch(http, self._credentials.token_url, self._credentials.form())
        return self._token

    def refused(self, token: str) -> bool:
        """Forget a token that the service answered 401 to; True if asking again may give a better one."""
        if not isinstance(self._credentials, OAuthClientCredentials):
            return False
        if token == self._token:
            self._replace_at = 0.0
        return True

    def _given(self, source: Token | TokenProvider | HeaderProvider) -> str:
        """The token of somebody who keeps it fresh for us."""
        try:
            if isinstance(source, Token):
                given = source.token if isinstance(source.token, str) else resolve(source.token())
            elif isinstance(source, TokenProvider):
                given = (resolve(source.get_token(self._scope))).token
            else:
                _, header = resolve(source.authorization_header())
                given = str(header).removeprefix("Bearer ")
        except (CdfError, TypeError, ValueError):
            raise
        except Exception as error:
            raise CredentialsError(f"{type(source).__name__} gave no token: {type(error).__name__}") from error
        return bearer(given)

    def _fetch(self, http: FormPoster, url: str, form: dict[str, str]) -> None:
        asked_at = self._clock()
        try:
            status, body = http.post_form(url, form)
        except CdfError as error:
            raise CredentialsError(f"no answer from the token endpoint: {error}") from error
        token, lifetime = token_of(status, body, url)
        self._token = bearer(token)
        self._replace_at = asked_at + max(lifetime - EARLY, lifetime / 2)
