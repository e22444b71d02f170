"""What there is at the moment, for people to look at."""

from ..clock import Clock
from ..errors import JsonObject
from ..store import Row, Store

CALLS = 20


class Overview:
    """Every project with its functions, and of each the latest calls."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def state(self) -> JsonObject:  # noqa: D102
        functions = self._store.select("functions")
        return {"now": self._clock.now_ms(), "functions": [self._function(row) for row in functions]}

    def _function(self, row: Row) -> JsonObject:
        calls = self._store.select("calls", ("function_id", "=", row["id"]), limit=CALLS, newest_first=True)
        schedules = self._store.select("schedules", ("function_id", "=", row["id"]))
        error: JsonObject = row["error"] or {}
        return {
            "project": row["project"],
            "id": row["id"],
            "name": row["document"]["name"],
            "status": row["status"],
            "error": error.get("message"),
            "schedules": [schedule["document"]["cronExpression"] for schedule in schedules],
            "calls": [_call(call) for call in calls],
        }


def _call(row: Row) -> JsonObject:
    error: JsonObject = row["error"] or {}
    return {
        "id": row["id"],
        "status": row["status"],
        "start": row["start_time"],
        "end": row["end_time"],
        "scheduled": row["schedule_id"] is not None,
        "error": error.get("message"),
    }
