"""When to look again, and when to stop. Pure; never sleeps.

A look soon after the start catches short runs. From then on the pause grows with the time waited, so that what a caller
loses after the end of the run stays near a twentieth of the run, and a run of nine minutes costs some seventy looks.
"""

import math
import time

SHORTEST_PAUSE = 0.15  # s
SHARE_OF_WAIT = 0.1

GRACE = 60.0  # s beyond the service's own limit, for a run that is late to be declared timed out


class Deadline:
    """A point on the monotonic clock, or none at all (``math.inf``)."""

    def __init__(self, seconds: float = math.inf) -> None:
        self.started = time.monotonic()
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
        return min(max(SHORTEST_PAUSE, SHARE_OF_WAIT * self.waited), self.remaining)
