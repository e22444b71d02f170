"""The time the service goes by."""

import time


class Clock:
    """Wall time, which a test can move forward instead of sleeping."""

    def __init__(self) -> None:
        self._ahead_ms = 0

    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, as every time on the wire."""
        return time.time_ns() // 1_000_000 + self._ahead_ms

    def advance(self, seconds: float) -> None:
        """Let this much time have passed for nonces, sessions, tokens and upload links, not for running handlers."""
        self._ahead_ms += round(seconds * 1000)
