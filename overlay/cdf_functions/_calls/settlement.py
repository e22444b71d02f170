"""Which lost call belongs to which input: all that are in doubt are settled together, never pair by pair. Pure."""

from collections import Counter, deque
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypeVar

from cdf_functions._runtime import clock

OnAmbiguous: TypeAlias = Literal["raise", "adopt"]
ON_AMBIGUOUS: tuple[OnAmbiguous, ...] = ("raise", "adopt")

RECENT = 1000  # calls that we started, remembered so that none is taken for one whose answer was lost
DOUBT_LASTS = 60.0  # s after which a request that was lost can no longer start a run, for its nonce has expired


T = TypeVar("T")


def own_call(inputs: int, candidates: Sequence[T], vouched: bool) -> T | None:
    """The call that an input in doubt was started as, of those that nobody else accounts for; None if it is not known.

    A call is an input's own only where exactly one input and one candidate are left, and if the caller vouches for
    nobody else calling the function.
    """
    return candidates[0] if vouched and inputs == 1 and len(candidates) == 1 else None


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
