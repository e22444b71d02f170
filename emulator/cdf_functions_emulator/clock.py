"""The time the service goes by."""

import time
from collections.abc import Callable


class Clock:
    """Wall time, which a test can move forward, or let run faster, instead of sleeping."""

    def __init__(self, speed: float = 1.0) -> None:
        if not speed > 0:
            raise ValueError(f"speed: expected a number above 0, got {speed}")
        self.speed = speed
        self._ahead_ms = 0
        self._began_ns = time.time_ns()
        self._watchers: list[Callable[[], object]] = []

    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, as every time on the wire."""
        real_ns = time.time_ns()
        fast_ns = self._began_ns + (real_ns - self._began_ns) * self.speed if self.speed != 1 else real_ns
        return int(fast_ns) // 1_000_000 + self._ahead_ms

    def advance(self, seconds: float) -> None:
        """Let this much time have passed for nonces, sessions, tokens, upload links and schedules, not for handlers."""
        self._ahead_ms += round(seconds * 1000)
        for watcher in list(self._watchers):
            watcher()

    def watch(self, watcher: Callable[[], object]) -> Callable[[], None]:
        """Call ``watcher`` at every ``advance``, in the thread that does it; the answer is how to end that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)
