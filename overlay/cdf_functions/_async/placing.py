"""Starting a run, at most once."""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Literal, TypeAlias

from cdf_functions._calls.polling import Deadline
from cdf_functions._http.options import OPTIONS, before
from cdf_functions._http.retry import Attempts, Retries
from cdf_functions._resources.sessions import CHAINED, CreatedSession, tells_of_chaining
from cdf_functions._runtime._async import sleep
from cdf_functions.config import Config
from cdf_functions.errors import AmbiguousCallError, ApiError, CdfError, NoAnswerError

from .calls import AsyncFunctionCall, AsyncFunctionCallsAPI
from .lowlevel import AsyncLowLevel
from .runs import AsyncRuns
from .sessions import AsyncSessionsAPI

LOG = logging.getLogger("cdf_functions")

RECENT = 1000  # calls that we placed, remembered so that none is taken for one whose answer was lost
NONCE_GOOD_FOR = 45.0  # s; the service lets one live for about a minute
REVOKED_WITHIN = 2.0  # s; what keeps a call from being placed must not keep its error from being told
LOOKS_FOR_CANDIDATES = 3
BETWEEN_LOOKS = 0.5  # s, for a call that was just placed to show up in a list

OnAmbiguous: TypeAlias = Literal["raise", "adopt"]
ON_AMBIGUOUS: tuple[OnAmbiguous, ...] = ("raise", "adopt")


class AsyncPlacing:
    """Places calls. What may have reached the service is never sent again."""

    def __init__(
        self,
        config: Config,
        api: AsyncLowLevel,
        sessions: AsyncSessionsAPI,
        calls: AsyncFunctionCallsAPI,
        runs: AsyncRuns,
    ) -> None:
        self._config = config
        self._api = api
        self._sessions = sessions
        self._calls = calls
        self._runs = runs
        self._recent: deque[int] = deque(maxlen=RECENT)
        self._under_way: Counter[int] = Counter()

    async def place(
        self,
        function_id: int,
        data: dict[str, object],
        deadline: Deadline | None = None,
        nonce: str | None = None,
        on_ambiguous: OnAmbiguous = "raise",
        retries: Retries | None = None,
    ) -> AsyncFunctionCall:
        """Start a run, with a nonce that is fresh whenever it is sent.

        Sent again only if the connection was refused, or the service says that it did nothing: with 429, or in so many
        words. A session whose nonce was not used is revoked.
        """
        attempts = Attempts(retries or OPTIONS.get().retries or self._config.retries)
        session: CreatedSession | None = None
        made_at = time.monotonic()
        while True:
            if nonce is None and (session is None or time.monotonic() - made_at > NONCE_GOOD_FOR):
                await self._revoke(session)
                with before(deadline or Deadline()):
                    made_at, session = time.monotonic(), await self._sessions.create()
            since = self.service_time()
            attempts.made += 1
            failure: ApiError | NoAnswerError
            try:
                return await self._post(function_id, data, nonce or (session.nonce if session else ""))
            except NoAnswerError as error:
                if error.sent:
                    return await self._settle(function_id, since, error, on_ambiguous)
                failure, pause = error, attempts.pause()
            except ApiError as error:
                if not (error.retryable or 400 <= error.status < 500):  # it may have started a run before it broke
                    return await self._settle(function_id, since, error, on_ambiguous)
                if tells_of_chaining(error.message):
                    error.add_note(CHAINED)
                failure, pause = error, attempts.pause(error.retry_after) if error.retryable else None
            stale = nonce is not None and time.monotonic() + (pause or 0) - made_at > NONCE_GOOD_FOR
            if pause is None or stale or (deadline and pause > deadline.remaining):
                await self._revoke(session)
                failure.history = attempts.history
                raise failure
            LOG.info("callFunction of %d: %s; asking again in %.1f s", function_id, failure, pause)
            await sleep(pause)

    async def _post(self, function_id: int, data: dict[str, object], nonce: str) -> AsyncFunctionCall:
        self._under_way[function_id] += 1
        try:
            call = AsyncFunctionCall(await self._runs.post(function_id, data, nonce), self._runs)
            self._recent.append(call.id)
            return call
        finally:
            self._under_way[function_id] -= 1

    def service_time(self) -> datetime:
        """The service's own clock, for telling which calls have started since; never ahead of it."""
        return self._api.get_async_httpx_client().service_time()

    async def started_since(
        self, function_id: int, since: datetime, ours: AbstractSet[int], on_ambiguous: OnAmbiguous
    ) -> AsyncFunctionCall | None:
        """The call that a program which died may have placed after ``since``; None if there was none.

        Calls whose ids are in ``ours`` are known to be others. Raises AmbiguousCallError if it cannot be told.
        """
        found = await self._calls.list(function_id, start_time={"min": since}, limit=None)
        candidates = [call for call in found if call.id not in ours]
        if not candidates:
            return None
        return self._chosen(function_id, candidates, "an earlier run died while it was placing one", on_ambiguous)

    async def _settle(
        self, function_id: int, since: datetime, error: ApiError | NoAnswerError, on_ambiguous: OnAmbiguous
    ) -> AsyncFunctionCall:
        """The call that a lost or useless answer can have been of, if the caller vouches for that; else an error."""
        try:
            return self._chosen(function_id, await self._candidates(function_id, since), str(error), on_ambiguous)
        except AmbiguousCallError as ambiguous:
            raise ambiguous from error

    async def _candidates(self, function_id: int, since: datetime) -> list[AsyncFunctionCall] | None:
        found: list[AsyncFunctionCall] = []
        for look in range(LOOKS_FOR_CANDIDATES):
            if look:
                await sleep(BETWEEN_LOOKS)
            try:
                started = await self._calls.list(function_id, start_time={"min": since}, limit=None)
            except CdfError:
                return None
            # by a clock of whole seconds, the calls that we placed just before seem to have started since, too
            found = [call for call in started if call.id not in self._recent]
            if found and not self._under_way[function_id]:
                break
        return found

    async def _revoke(self, session: CreatedSession | None) -> None:
        """End a session that no run will use; one that cannot be ended ends by itself."""
        if session is None:
            return
        try:
            with before(Deadline(REVOKED_WITHIN)):
                await self._sessions.revoke(session.id)
        except CdfError as error:
            LOG.debug("session %d is not revoked: %s", session.id, error)

    def _chosen(
        self,
        function_id: int,
        candidates: list[AsyncFunctionCall] | None,
        reason: str,
        on_ambiguous: OnAmbiguous,
    ) -> AsyncFunctionCall:
        # with another call of ours under way to the same function, a candidate may be that one
        alone = not self._under_way[function_id]
        if on_ambiguous == "adopt" and alone and candidates and len(candidates) == 1:
            return candidates[0]
        if candidates is None:
            seen = "its calls could not be listed either"
        elif candidates:
            seen = f"since then these calls have started: {', '.join(str(call.id) for call in candidates)}"
        else:
            seen = "so far no call that started since then is to be seen"
        raise AmbiguousCallError(
            f"a run of function {function_id} may have been started, or not: {reason}; {seen}", candidates=candidates
        )
