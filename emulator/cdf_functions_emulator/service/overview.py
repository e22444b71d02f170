"""What there is at the moment in all projects, for people to look at."""

from datetime import UTC, datetime
from itertools import islice
from typing import Literal

from ..errors import JsonObject, bad_field
from ..settings import Settings
from ..store import Row, Store, Where
from ..validation import text
from .cron import times
from .inputs import find_input

DAY_MS = 24 * 3600 * 1000
NEXT_TIMES = 3
LINES = 200
UNSUCCESSFUL = ("Failed", "Timeout")

_searched = text(1, 1000)


class Overview:
    """Every project with its functions and their schedules; and what calls were given and have printed."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._next: dict[int, list[int]] = {}

    def state(self) -> JsonObject:
        """Small enough to be asked for each second: calls are not in it, only when the latest was and how it is."""
        now = self._settings.clock.now_ms()
        functions = self._store.select("functions")
        schedules = self._store.select("schedules")
        known = {row["id"] for row in schedules}
        self._next = {id_: coming for id_, coming in self._next.items() if id_ in known}
        of_function: dict[int, list[JsonObject]] = {}
        for row in schedules:
            of_function.setdefault(row["function_id"], []).append(self._schedule(row, now))
        return {
            "now": now,
            "strictAuth": self._settings.strict_auth,
            "functions": [self._function(row, of_function.get(row["id"], []), now) for row in functions],
        }

    def input(self, call_id: int) -> JsonObject:
        """What a call was given."""
        return find_input(self._store, call_id)

    def search(self, written: str | None) -> JsonObject:
        """The latest lines of logs that hold a text, in any case, each with its call."""
        if not written:
            raise bad_field("q", "a text to look for", "nothing")
        wanted: str = _searched(written, "q")
        lines = self._store.select("logs", ("message", "contains", wanted), limit=LINES, newest_first=True)
        calls = self._rows("calls", [line["call_id"] for line in lines])
        functions = self._rows("functions", [call["function_id"] for call in calls.values()])
        items: list[JsonObject] = []
        for line in lines:
            call = calls[line["call_id"]]
            items.append(
                {
                    "project": call["project"],
                    "functionId": call["function_id"],
                    "functionName": functions[call["function_id"]]["document"]["name"],
                    "callId": call["id"],
                    "timestamp": line["timestamp"],
                    "message": line["message"],
                }
            )
        return {"items": items}

    def _rows(self, table: Literal["calls", "functions"], ids: list[int]) -> dict[int, Row]:
        return {row["id"]: row for row in self._store.select(table, ("id", "in", ids))}

    def _function(self, row: Row, schedules: list[JsonObject], now: int) -> JsonObject:
        this: Where = ("function_id", "=", row["id"])
        latest = next(iter(self._store.select("calls", this, limit=1, newest_first=True)), None)
        today: Where = ("start_time", ">", now - DAY_MS)
        return {
            "project": row["project"],
            "id": row["id"],
            "externalId": row["external_id"],
            "name": row["document"]["name"],
            "created": row["document"]["createdTime"],
            "status": row["status"],
            "error": row["error"],
            "failures": sum(self._store.count("calls", this, ("status", "=", each), today) for each in UNSUCCESSFUL),
            "latest": latest and {"status": latest["status"], "start": latest["start_time"]},
            "schedules": schedules,
        }

    def _schedule(self, row: Row, now: int) -> JsonObject:
        """Some expressions take long to work out, so what comes next is looked for when the last has passed."""
        document = row["document"]
        coming = self._next.get(row["id"])
        if coming is None or (coming and coming[0] <= now):
            found = islice(times(document["cronExpression"], datetime.fromtimestamp(now / 1000, UTC)), NEXT_TIMES)
            coming = self._next[row["id"]] = [int(time.timestamp() * 1000) for time in found]
        return {
            "id": row["id"],
            "name": document["name"],
            "cronExpression": document["cronExpression"],
            "next": coming,
        }
