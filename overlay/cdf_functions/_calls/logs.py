"""When the log of a call is whole: a log store may be some seconds behind the end of the call. Pure; never sleeps."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from cdf_functions._resources.calls import FunctionCallLogEntry
from cdf_functions._runtime import clock

TAIL = 10  # lines that an error shows
TAIL_FOR = 2.0  # s after the end for which an error waits for late lines
TAIL_ANSWERED_WITHIN = 5.0  # s for all requests of an error's lines: the error matters more
FOLLOWED_FOR = 5.0  # s after the end, or less once the log has come to rest
AT_REST_AFTER = 3.0  # s without a new line
FIRST_REREAD = 0.1  # s after the first reading; each pause is twice the one before


class Quiet:
    """Tells how long the log of a call that has ended is still to be read."""

    def __init__(self, seconds: float, end_time: datetime | None, since_end: float) -> None:
        self._end_time = end_time
        self._until = clock.monotonic() + seconds - max(0.0, since_end)
        self._grown_at = clock.monotonic()
        self._pause = FIRST_REREAD

    def pause(self, log: Sequence[FunctionCallLogEntry], final: bool, grown: bool = False) -> float | None:
        """Seconds after which to read the log again; None if nothing more can come, or not in time.

        ``final`` is the service's word that the log will not change. Nothing comes after a line that is no older than
        the end of the call.
        """
        now = clock.monotonic()
        if grown:
            self._grown_at = now
        late = self._end_time is not None and any(e.timestamp and e.timestamp >= self._end_time for e in log)
        left = min(self._until, self._grown_at + AT_REST_AFTER) - now
        if final or late or left <= 0:
            return None
        pause, self._pause = self._pause, 2 * self._pause
        return min(pause, left)


class NewLines:
    """Tells the lines of a log that are new since the last time, wherever in it they turn up."""

    def __init__(self) -> None:
        self._seen: Counter[FunctionCallLogEntry] = Counter()

    def of(self, entries: Sequence[FunctionCallLogEntry]) -> list[FunctionCallLogEntry]:
        """The entries that were not there the last time, in their order; a line written twice is two."""
        now: Counter[FunctionCallLogEntry] = Counter()
        new: list[FunctionCallLogEntry] = []
        for entry in entries:
            now[entry] += 1
            if now[entry] > self._seen[entry]:
                new.append(entry)
        self._seen |= now
        return new
