"""Time that runs faster than ours, for a program and its service alike, so that pauses and nonces end sooner."""

import asyncio
import time
from dataclasses import dataclass


@dataclass
class FastTime:
    """Clocks that run so many times as fast as ours since the epoch of another clock, and can be moved on."""

    speed: float
    monotonic_at: float
    time_at: float
    ahead: float = 0.0

    def monotonic(self) -> float:
        """Seconds on a clock that only goes forward."""
        return self.monotonic_at + (time.monotonic() - self.monotonic_at) * self.speed + self.ahead

    def time(self) -> float:
        """Seconds since the epoch."""
        return self.time_at + self.monotonic() - self.monotonic_at

    def sleep(self, seconds: float) -> None:
        """A pause of the sync world."""
        time.sleep(max(0.0, seconds) / self.speed)

    async def async_sleep(self, seconds: float) -> None:
        """A pause of the async world."""
        await asyncio.sleep(max(0.0, seconds) / self.speed)

    def install(self) -> None:
        """Let the package go by this time; to be done before its other modules are loaded."""
        from cdf_functions._runtime import _async, _sync, clock

        setattr(clock, "monotonic", self.monotonic)  # noqa: B010 - as a fact about a module, it has another type
        setattr(clock, "time", self.time)  # noqa: B010
        setattr(_sync, "sleep", self.sleep)  # noqa: B010
        setattr(_async, "sleep", self.async_sleep)  # noqa: B010


def fast(speed: float) -> FastTime:
    """Time that runs fast from now on."""
    return FastTime(speed, time.monotonic(), time.time())
