"""When to look again, and when to stop. Pure; never sleeps.

The first looks come quickly, for many runs are over at once. From then on the pause grows with the time waited, so that
what a caller loses after the end of a run stays near a twentieth of the run, and nine minutes cost some eighty looks.
"""

import math
import time

FIRST_PAUSE = 0.01  # s
GROWTH = 3.0  # of the pauses, while many a run may be over at once
STEADY_PAUSE = 0.15  # s, while the share of the wait is still less than that
SHARE_OF_WAIT = 0.098  # such that three seconds cost 20 looks, and thirty 45
LOOK = 0.02  # s that a look itself may take, which the caller waits for as well

GRACE = 60.0  # s beyond the service's own limit, for a run that is late to be declared timed out


class Deadline:
    """A point on the monotonic clock, or none at all (``math.inf``)."""

    def __init__(self, seconds: float = math.inf) -> None:
        self.started: float = time.monotonic()
        self.seconds = seconds

    @property
    def waited(self) -> float:
        """Seconds since the wait began."""
        return time.monotonic() - self.started

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.seconds - self.waited)

    def pause(self) -> float:
        """Seconds to sleep before the next look; the last pause ends at the deadline."""
        return min(pause_after(self.waited), self.remaining)


def pause_after(waited: float) -> float:
    """Seconds from one look to the next, ``waited`` seconds into a wait."""
    return max(SHARE_OF_WAIT * waited - LOOK, min(STEADY_PAUSE, FIRST_PAUSE + GROWTH * waited))
