"""What may be asked again, and when. Pure; never sleeps.

A request is repeated where that is known to be safe: it only reads, or it never left, or the service says that it did
nothing with it. What starts a run, creates or deletes, and may have arrived, is not.
"""

import random
import time

from attrs import field, frozen
from attrs.validators import ge, instance_of

FIRST_PAUSE = 0.5  # s, before jitter
LONGEST_PAUSE = 30.0  # s
OVERLOADED = frozenset({502, 503, 504})
REPEATABLE_POSTS = ("/list", "/byids", "/revoke")


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


class Attempts:
    """The tries of one request."""

    def __init__(self, policy: Retries) -> None:
        self.made = 0
        self._policy = policy
        self._started = time.monotonic()

    @property
    def history(self) -> str:
        """How often something was tried, and for how long; empty for a single try."""
        return f"{self.made} tries in {time.monotonic() - self._started:.1f} s" if self.made > 1 else ""

    def pause(self, asked_for: float | None = None) -> float | None:
        """Seconds to sleep before the next try: full jitter, and no less than the service asked for.

        None if there is to be no other try.
        """
        seconds = random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.made - 1)))  # noqa: S311 - jitter
        seconds = max(seconds, asked_for or 0.0)
        lasted = time.monotonic() - self._started
        if self.made >= self._policy.attempts or lasted + seconds > self._policy.within:
            return None
        return seconds


def repeatable(method: str, path: str) -> bool:
    """Whether a request may be sent again though the first one may have been carried out."""
    return method in {"GET", "PUT"} or path.endswith(REPEATABLE_POSTS)
