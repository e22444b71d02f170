"""Sessions for calls and schedules: a nonce that is fresh whenever it is sent, and no session that is left over."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias, TypeVar

from cdf_functions import _arguments
from cdf_functions._http.options import OPTIONS
from cdf_functions._http.retry import Backoff
from cdf_functions._resources.sessions import CHAINED, CreatedSession, calls_for_oneshot, tells_of_chaining
from cdf_functions._runtime import clock
from cdf_functions._runtime._async import finished, kept, sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._runtime.network.bounds import Delivery
from cdf_functions.config import SESSION_STRATEGIES, Config, SessionStrategy
from cdf_functions.credentials import ClientCredentials, client_credentials_of
from cdf_functions.errors import ApiError, BadRequestError, CdfError, NoAnswerError
from cdf_functions_api import models, operations

from ._http.api import AsyncApi, AsyncSingleTry

LOG = logging.getLogger("cdf_functions")

NONCE_GOOD_FOR = 45.0  # s; the service lets one live for about a minute
REVOKED_WITHIN = 2.0  # s; what keeps a nonce from being used must not keep its error from being told

Credential: TypeAlias = "models.ClientCredentialsSession | models.TokenExchangeSession | models.OneshotSession"
T = TypeVar("T")


class AsyncBinding:
    """Makes sessions, and binds calls and schedules to them."""

    def __init__(self, api: AsyncApi, config: Config) -> None:
        self._api = api
        self._config = config
        self._pair = client_credentials_of(config.credentials)
        self._oneshot = False

    async def bind(
        self,
        send: Callable[[AsyncSingleTry, str], Awaitable[T]],
        *,
        nonce: str | None = None,
        client_credentials: ClientCredentials | None = None,
        session_type: SessionStrategy | None = None,
        deadline: Deadline | None = None,
        told_when_full: bool = False,
    ) -> T:
        """Send what a session is for, a call or a schedule, with a nonce that is fresh whenever it is sent.

        Sent again only if the request never left, or the service says that it did nothing: with 429, or in so many
        words; with ``told_when_full`` the caller gets those words at once. A session that nothing was bound to is
        revoked, however this ends. ``send`` gets what to ask through, and the nonce: one that the caller brought, or
        that of a session made here.
        """
        deadline = deadline or Deadline()
        backoff = Backoff(OPTIONS.get().retries or self._config.retries)
        session: CreatedSession | None = None
        made_at = clock.monotonic()
        may_be_bound = False
        renewed = False
        try:
            while True:
                if nonce is None and (session is None or clock.monotonic() - made_at > NONCE_GOOD_FOR):
                    unused, session = session, None
                    await self._discard(unused)
                    made_at = clock.monotonic()
                    session = await self.create(client_credentials, session_type, deadline)
                backoff.made += 1
                single_try = self._api.once(deadline)
                may_be_bound = True
                try:
                    return await send(single_try, nonce or (session.nonce if session else ""))
                except (ApiError, NoAnswerError) as error:
                    may_be_bound = not did_nothing(error)
                    if may_be_bound:
                        raise
                    failure, pause = error, None
                    if isinstance(error, NoAnswerError):
                        pause = backoff.pause()
                    elif error.retryable and not told_when_full:
                        pause = backoff.pause(error.retry_after)
                    elif (
                        error.status == 400
                        and nonce is None
                        and not renewed
                        and clock.monotonic() - made_at > NONCE_GOOD_FOR
                    ):
                        # it grew old on its way, as in a queue for a connection: its refusal says nothing of the work
                        renewed, pause = True, 0.0
                    elif tells_of_chaining(error.message):
                        error.add_note(CHAINED)
                except BaseException:
                    may_be_bound = single_try.sent
                    raise
                stale = nonce is not None and clock.monotonic() + (pause or 0) - made_at > NONCE_GOOD_FOR
                if pause is None or stale or pause > deadline.remaining:
                    failure.history = backoff.history
                    raise failure
                LOG.info("%s; asking again in %.1f s", failure, pause)
                await sleep(pause)
        finally:
            if not may_be_bound:
                await self._discard(session)

    async def create(
        self,
        client_credentials: ClientCredentials | None,
        session_type: SessionStrategy | None,
        deadline: Deadline | None = None,
    ) -> CreatedSession:
        """Create a session; ``client.sessions.create`` says what the arguments mean."""
        api = self._api.within(deadline) if deadline else self._api
        strategy = self._config.session if session_type is None else session_type
        if strategy not in SESSION_STRATEGIES:
            raise ValueError(f"session_type: expected one of {', '.join(SESSION_STRATEGIES)}, got {strategy!r}")
        pair = self._pair if client_credentials is None else client_credentials
        if strategy == "client_credentials" or (strategy == "auto" and pair is not None):
            if pair is None:
                raise ValueError("session_type: client_credentials needs a client id and secret, and there are none")
            _arguments.instance(pair, ClientCredentials, "client_credentials")
            return await self._created(api, models.ClientCredentialsSession(pair.client_id, pair.client_secret))
        if strategy == "oneshot" or (strategy == "auto" and self._oneshot):
            return await self._created(api, models.OneshotSession(oneshot_token_exchange=True))
        try:
            return await self._created(api, models.TokenExchangeSession(token_exchange=True))
        except BadRequestError as error:
            if strategy != "auto" or not calls_for_oneshot(error.status, error.message):
                raise
        self._oneshot = True
        return await self._created(api, models.OneshotSession(oneshot_token_exchange=True))

    async def _created(self, api: AsyncApi, credential: Credential) -> CreatedSession:
        """Ask for a session; one that is made for who is cancelled meanwhile is ended again."""
        delivery = Delivery()
        ask = partial(self._ask, api.noting(delivery), credential)
        return await kept(ask, self._revoke, lambda: delivery.sent, REVOKED_WITHIN)

    async def _ask(self, api: AsyncApi, credential: Credential) -> CreatedSession:
        body = models.SessionCreateRequest([credential])
        try:
            return CreatedSession.of(await api.single(operations.create_session, body=body))
        except ValueError as error:
            raise ApiError(f"the answer is {error}", status=200, operation=operations.create_session.id) from error
        except ApiError as error:
            if tells_of_chaining(error.message):
                error.add_note(CHAINED)
            raise

    async def _discard(self, session: CreatedSession | None) -> None:
        """End a session that no run will use, also where who used it is cancelled meanwhile."""
        if session is not None:
            await finished(partial(self._revoke, session))

    async def _revoke(self, session: CreatedSession) -> None:
        """End a session; one that cannot be ended ends by itself."""
        try:
            body = models.SessionRevokeRequest([models.IdReference(session.id)])
            await self._api.within(Deadline(REVOKED_WITHIN)).ask(operations.revoke_sessions, body=body)
        except CdfError as error:
            LOG.debug("session %d is not revoked: %s", session.id, error)


def did_nothing(error: CdfError) -> bool:
    """Whether it is certain that a request which creates or starts something did neither."""
    if isinstance(error, ApiError):
        return error.retryable or 400 <= error.status < 500
    return not (isinstance(error, NoAnswerError) and error.sent)
