"""The log of a call: kept line by line, up to a size, and read as late as is ordered."""

from collections.abc import Sequence

from ..clock import Clock
from ..errors import JsonObject
from ..settings import MAX_LOG_BYTES, MAX_LOG_LINES, MB
from ..store import Store

CUT = (
    f"The log ends here: the emulator keeps {MAX_LOG_BYTES // MB} MB and {MAX_LOG_LINES:,} lines of each call, "
    "and drops what comes after"
)


class CallLog:
    """Of all calls; how much of a call's there is is counted while the call runs."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._kept: dict[int, tuple[int, int]] = {}

    def keep(self, call_id: int, lines: Sequence[str]) -> None:
        """Add lines as printed now."""
        size, count = self._kept.get(call_id, (0, 0))
        if count > MAX_LOG_LINES:
            return
        fitting: list[str] = []
        for line in lines:
            size, count = size + len(line) + 1, count + 1
            if size > MAX_LOG_BYTES or count > MAX_LOG_LINES:
                fitting.append(CUT)
                count = MAX_LOG_LINES + 1
                break
            fitting.append(line)
        self._kept[call_id] = size, count
        now = self._clock.now_ms()
        if self._store.count("calls", ("id", "=", call_id)):  # it may have been deleted with its function
            rows = [{"call_id": call_id, "timestamp": now, "message": line} for line in fitting]
            with self._store.transaction():
                self._store.insert("logs", *rows)

    def end(self, call_id: int) -> None:
        """The call prints no more."""
        self._kept.pop(call_id, None)

    def read(self, call_id: int, late_ms: int) -> list[JsonObject]:
        """What was printed until so long ago."""
        until = self._clock.now_ms() - late_ms
        lines = self._store.select("logs", ("call_id", "=", call_id), ("timestamp", "<=", until))
        return [{"timestamp": line["timestamp"], "message": line["message"]} for line in lines]
