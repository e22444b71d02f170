"""What time it is, and chance: read here and nowhere else, so that a simulation replaces both in one place.

Always used as an attribute of this module, as in ``clock.monotonic()``. How to sleep is in the twins beside it.
"""

import time as _time
from collections.abc import Callable
from datetime import UTC, datetime

monotonic: Callable[[], float] = _time.monotonic
"""Seconds on a clock that only goes forward: for whatever is waited for."""

time: Callable[[], float] = _time.time
"""Seconds since the epoch, which go on while a laptop sleeps: for what others date, such as the end of a token."""


def now() -> datetime:
    """The time of day, aware, in UTC."""
    return datetime.fromtimestamp(time(), UTC)


def jitter(bound: float) -> float:
    """Seconds drawn from nought to a bound."""
    from random import uniform

    return uniform(0.0, bound)  # noqa: S311 - no secret
