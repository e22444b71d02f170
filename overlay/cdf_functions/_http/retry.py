"""What may be asked again, and when. Pure; never sleeps.

A request is repeated where that is known to be safe: it only reads, or it never left, or the service says that it did
nothing with it. What starts a run, creates or deletes, and may have arrived, is not.
"""

from attrs import field, frozen
from attrs.validators import ge, instance_of

from cdf_functions._runtime import clock
from cdf_functions._runtime.deadline import Deadline

FIRST_BACKOFF = 0.5  # s, before jitter
LONGEST_BACKOFF = 30.0  # s
OVERLOADED = frozenset({502, 503, 504})


@frozen
class Retries:
    """How patiently a client asks again, where that is safe.

    Attributes:
        attempts: tries in all; 1 never asks again
        within: seconds after the first try in which another may begin
    """

    attempts: int = field(default=6, validator=[instance_of(int), ge(1)])
    within: float = field(default=120.0, validator=[instance_of((int, float)), ge(0)])

    def no_longer_than(self, seconds: float) -> "Retries":
        """The same number of tries, in no more time."""
        return Retries(self.attempts, min(self.within, seconds))


class Backoff:
    """The tries of one request, and the pauses between them."""

    __slots__ = ("_attempts", "_started", "_within", "made")

    def __init__(self, policy: Retries, deadline: Deadline | None = None, attempts: int | None = None) -> None:
        self.made = 0
        self._attempts = policy.attempts if attempts is None else min(policy.attempts, attempts)
        self._within = policy.within if deadline is None else min(policy.within, deadline.remaining)
        self._started = clock.monotonic()

    @property
    def history(self) -> str:
        """How often something was tried, and for how long; empty for a single try."""
        return f"{self.made} tries in {clock.monotonic() - self._started:.1f} s" if self.made > 1 else ""

    def pause(self, asked_for: float | None = None) -> float | None:
        """Seconds to sleep before the next try: full jitter, and no less than the service asked for.

        None if there is to be no other try.
        """
        seconds = clock.jitter(min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (self.made - 1)))
        seconds = max(seconds, asked_for or 0.0)
        lasted = clock.monotonic() - self._started
        if self.made >= self._attempts or lasted + seconds > self._within:
            return None
        return seconds
