"""Which lost call belongs to which input: all that are in doubt are settled together, never pair by pair. Pure."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, TypeVar

from cdf_functions._runtime import clock

OnAmbiguous: TypeAlias = Literal["raise", "adopt"]
ON_AMBIGUOUS: tuple[OnAmbiguous, ...] = ("raise", "adopt")

RECENT = 1000  # calls that we started, remembered so that none is taken for one whose answer was lost
DOUBT_LASTS = 60.0  # s after which a request that was lost can no longer start a run, for its nonce has expired
EARLIEST_START = timedelta(seconds=-2)  # after the moment that was noted, for the service tells it in whole seconds
LATEST_START = timedelta(seconds=2 * DOUBT_LASTS)  # as long again as the doubt lasts, for services have several clocks


T = TypeVar("T")


def own_call(inputs: int, candidates: Sequence[T], vouched: bool) -> T | None:
    """The call that an input in doubt was started as, of those that nobody else accounts for; None if it is not known.

    A call is an input's own only where exactly one input and one candidate are left, and if the caller vouches for
    nobody else calling the function.
    """
    return candidates[0] if vouched and inputs == 1 and len(candidates) == 1 else None


def possible_calls(since: Mapping[int, datetime], started: Mapping[int, datetime]) -> dict[int, list[int]]:
    """By their times: the calls that each input in doubt may have been started as.

    Args:
        since: input -> the moment before its request was sent
        started: call -> its start, of those that have started since the first of these moments by the word of the
            service, and are not accounted for; one whose time denies that may be anybody's
    """
    earliest = min(since.values()) + EARLIEST_START
    return {
        index: [
            id for id, start in started.items() if start < earliest or EARLIEST_START <= start - moment <= LATEST_START
        ]
        for index, moment in since.items()
    }


def own_calls(possible: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Input -> call, where that is the only call possible for the input, and the input the only one for the call."""
    wanted = Counter(id for ids in possible.values() for id in ids)
    return {index: ids[0] for index, ids in possible.items() if len(ids) == 1 and wanted[ids[0]] == 1}


class Ledger:
    """The calls that one client started or may have started: those are never taken for another's."""

    def __init__(self) -> None:
        self.started: deque[int] = deque(maxlen=RECENT)
        self.under_way: Counter[int] = Counter()
        """Function -> requests that start a call of it, and are not answered yet."""
        self._doubts: deque[tuple[int, float]] = deque(maxlen=RECENT)

    def doubt(self, function_id: int) -> None:
        """Note that a request may have started a call of a function, or may yet."""
        self._doubts.append((function_id, clock.monotonic()))

    def alone(self, function_id: int, doubts: int) -> bool:
        """Whether nothing else of this client than so many doubts can have started a call of a function."""
        since = clock.monotonic() - DOUBT_LASTS
        recent = sum(1 for function, at in self._doubts if function == function_id and at > since)
        return not self.under_way[function_id] and recent <= doubts

    def __reduce__(self) -> tuple[type["Ledger"], tuple[()]]:
        # in another process nothing is under way that this one started
        return Ledger, ()
