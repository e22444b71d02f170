# Made by `nox -s regenerate` from overlay/cdf_functions/_async/_calls/start.py. Do not edit: change that, and run it again.
"""Starting a call, at most once. What may have reached the service is never sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from cdf_functions._calls.settlement import (
    DOUBT_LASTS,
    EARLIEST_START,
    Ledger,
    OnAmbiguous,
    own_call,
    own_calls,
    possible_calls,
)
from cdf_functions._runtime._sync import sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._values import known
from cdf_functions.errors import AmbiguousCallError, ApiError, CdfError, NoAnswerError
from cdf_functions_api import models, operations

from .._http.api import Api, SingleTry
from ..binding import Binding, did_nothing
from ..calls import FunctionCall, FunctionCallList, FunctionCallsAPI
from ..lookup import Lookup
from .runs import Runs

DIED = "an earlier run died while it was placing one"
TRIES_TO_FIND = 3
SETTLED_WITHIN = 5.0  # s, at least, also where the caller's own time is over: what is in doubt has to be told
BETWEEN_TRIES = 0.5  # s, for a call that was just started to show up in a list


class Doubt:
    """A request that may have started a call: since when, and what came instead of a usable answer."""

    def __init__(self, since: datetime, error: ApiError | NoAnswerError) -> None:
        self.since = since
        self.error = error


class Starter:
    """Starts the calls of one client."""

    def __init__(self, api: Api, binding: Binding, calls: FunctionCallsAPI, runs: Runs) -> None:
        self._api = api
        self._binding = binding
        self._calls = calls
        self._runs = runs
        self._ledger = Ledger()

    def call(
        self,
        function_id: int,
        data: dict[str, object],
        nonce: str | None,
        deadline: Deadline,
        on_ambiguous: OnAmbiguous,
    ) -> FunctionCall:
        """Start a call; one whose answer is lost is looked for, and adopted if the caller vouches for that.

        Raises AmbiguousCallError if it stays in doubt.
        """
        started = self.start(function_id, data, nonce=nonce, deadline=deadline)
        if not isinstance(started, Doubt):
            return started
        last = Deadline(max(deadline.remaining, SETTLED_WITHIN))
        (settled,) = self.settle(function_id, [started], on_ambiguous, last)
        if isinstance(settled, AmbiguousCallError):
            raise settled from started.error
        return settled

    def start(
        self,
        function_id: int,
        data: dict[str, object],
        *,
        nonce: str | None = None,
        deadline: Deadline | None = None,
        told_when_full: bool = False,
        before: Callable[[datetime], object] | None = None,
    ) -> FunctionCall | Doubt:
        """Start a call (operations createSession and callFunction); what is in doubt is to be settled by the caller.

        ``before`` is called when the session is there and the call is about to be sent, with the service's time then.
        """
        sent: list[datetime] = []

        def send(api: SingleTry, nonce: str) -> FunctionCall:
            sent.append(self._api.service_time())
            if before is not None:
                before(sent[-1])
            return self._send(api, function_id, data, nonce)

        try:
            return self._binding.bind(send, nonce=nonce, deadline=deadline, told_when_full=told_when_full)
        except (ApiError, NoAnswerError) as error:
            if did_nothing(error) or error.operation != operations.call_function.id:
                raise
            self._ledger.doubt(function_id)
            return Doubt(sent[-1], error)

    def settle(
        self,
        function_id: int,
        doubts: Sequence[Doubt],
        on_ambiguous: OnAmbiguous,
        deadline: Deadline | None = None,
    ) -> list[FunctionCall | AmbiguousCallError]:
        """What became of several requests of one function that are in doubt, in their order.

        One that no call can be seen of may still be under way, so it stays in doubt.
        """
        candidates = self._candidates(function_id, min(doubt.since for doubt in doubts), deadline)
        vouched = on_ambiguous == "adopt" and self._ledger.alone(function_id, len(doubts))
        if (call := own_call(len(doubts), candidates or (), vouched)) is not None:
            return [call]
        return [ambiguous(function_id, str(doubt.error), candidates) for doubt in doubts]

    def settle_earlier(
        self,
        function_id: int,
        since: Mapping[int, datetime],
        ours: AbstractSet[int],
        on_ambiguous: OnAmbiguous,
        *,
        over: bool,
    ) -> dict[int, FunctionCall | AmbiguousCallError | None]:
        """What became of inputs that earlier runs left in doubt, each with the moment before its request was sent.

        Calls whose ids are in ``ours`` are known to be others. None is for one that was not started; one that is
        missing may still be under way, for the nonce that was sent with it is good for a minute, unless that is known
        to be ``over``.
        """
        listed = self._patiently(function_id, min(since.values()) + EARLIEST_START)
        started = {call.id: call for call in listed if call.id not in ours}
        possible = possible_calls(since, {id: call.start_time for id, call in started.items()})
        vouched = on_ambiguous == "adopt" and self._ledger.alone(function_id, 0)
        own = own_calls(possible) if vouched else {}
        found: dict[int, FunctionCall | AmbiguousCallError | None] = {}
        for index, moment in since.items():
            if index in own:
                found[index] = started[own[index]]
            elif possible[index]:
                found[index] = ambiguous(function_id, DIED, [started[id] for id in possible[index]])
            elif over or (self._api.service_time() - moment).total_seconds() > DOUBT_LASTS:
                found[index] = None
        return found

    def _send(self, api: SingleTry, function_id: int, data: dict[str, object], nonce: str) -> FunctionCall:
        self._ledger.under_way[function_id] += 1
        try:
            body = models.CallRequest(nonce, models.JsonObject(data))
            model = api.ask(operations.call_function, function_id, body=body)
            if not model.id or not model.status:
                said = "the answer is a call without an id or a status"
                raise ApiError(said, status=201, operation=operations.call_function.id)
            if known(model.function_id) not in (None, function_id):
                said = f"the answer is a call of function {model.function_id}"
                raise ApiError(said, status=201, operation=operations.call_function.id)
            model.function_id = function_id
            self._ledger.started.append(model.id)
            return FunctionCall(model, self._runs)
        finally:
            self._ledger.under_way[function_id] -= 1

    def _patiently(self, function_id: int, since: datetime) -> FunctionCallList:
        """All calls that have started since; it only reads, so what fails is asked again within a bound."""
        return self._runs.patiently(lambda: self._calls.list(function_id, start_time={"min": since}, limit=None))

    def _candidates(self, function_id: int, since: datetime, deadline: Deadline | None) -> list[FunctionCall] | None:
        api = self._api.within(deadline) if deadline else self._api
        calls = FunctionCallsAPI(api, Lookup(api), self._runs)
        found: list[FunctionCall] | None = None
        for attempt in range(TRIES_TO_FIND):
            if attempt:
                if deadline and deadline.remaining < BETWEEN_TRIES:
                    break
                sleep(BETWEEN_TRIES)
            try:
                started = calls.list(function_id, start_time={"min": since}, limit=None)
            except CdfError:
                continue
            # by a clock of whole seconds, the calls that we started just before seem to have started since, too
            found = [call for call in started if call.id not in self._ledger.started]
            if found and not self._ledger.under_way[function_id]:
                break
        return found


def ambiguous(function_id: int, reason: str, candidates: Sequence[FunctionCall] | None) -> AmbiguousCallError:
    """The error for a request that may have started one of some calls; None if they could not be listed."""
    if candidates is None:
        seen = "its calls could not be listed either"
    elif candidates:
        seen = f"since then these calls have started: {', '.join(str(call.id) for call in candidates)}"
    else:
        seen = "so far no call that started since then is to be seen"
    return AmbiguousCallError(
        f"a run of function {function_id} may have been started, or not: {reason}; {seen}", candidates=candidates
    )
