"""How long a whole operation may take. Pure."""

import math

from cdf_functions._runtime import clock


class Deadline:
    """A point on the monotonic clock, or none at all (``math.inf``)."""

    __slots__ = ("seconds", "started")

    def __init__(self, seconds: float = math.inf) -> None:
        self.started: float = clock.monotonic()
        self.seconds: float = seconds

    @property
    def waited(self) -> float:
        """Seconds since the beginning."""
        return clock.monotonic() - self.started

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.seconds - self.waited)
