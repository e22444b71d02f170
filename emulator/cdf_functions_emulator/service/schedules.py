"""Schedules: kept with the session that they hold and the data that they call with."""

from collections.abc import Sequence
from typing import Any

from ..clock import Clock
from ..errors import JsonObject
from ..store import Row, Store, Where
from ..validation import (
    EXTERNAL_ID,
    ID,
    LIMIT,
    RANGE,
    any_object,
    array,
    by_ids,
    either,
    exactly_one,
    shape,
    text,
)
from .cron import cron
from .functions import Functions
from .lookup import look_up
from .scheduler import Scheduler
from .sessions import Sessions

CREATE = exactly_one(
    either(
        "functionId",
        "functionExternalId",
        among=shape(
            {"name": text(1, 140), "cronExpression": cron, "nonce": text(1, 1000)},
            {
                "description": text(0, 500),
                "functionId": ID,
                "functionExternalId": EXTERNAL_ID,
                "data": any_object,
            },
        ),
    )
)
BY_IDS = by_ids(shape({"id": ID}), 10_000)
DELETE = shape({"items": array(shape({"id": ID}), 1, 10_000)})
FILTER = shape(
    optional={
        "name": text(1, 140),
        "functionid": ID,
        "functionexternalid": EXTERNAL_ID,
        "createdtime": RANGE,
        "cronexpression": text(1, 1024),
    }
)


def _filter(value: object, path: str) -> JsonObject:
    """Names in any case: the API's documents write FunctionId where its clients send functionId."""
    lowered: JsonObject = FILTER({name.lower(): each for name, each in any_object(value, path).items()}, path)
    return lowered


LIST = shape(optional={"limit": LIMIT, "filter": _filter})


class Schedules:
    """There is no update: a schedule is deleted and created again."""

    def __init__(
        self, store: Store, clock: Clock, functions: Functions, sessions: Sessions, scheduler: Scheduler
    ) -> None:
        self._store = store
        self._clock = clock
        self._functions = functions
        self._sessions = sessions
        self._scheduler = scheduler

    def create(self, project: str, body: Any) -> JsonObject:
        """Bind the nonce's session for as long as the schedule lives."""
        given: JsonObject = CREATE(body, "")["items"][0]
        external_id = given.pop("functionExternalId", None)
        if external_id is None:
            function = self._functions.find(project, given["functionId"])
        else:
            function = self._functions.find_by_external_id(project, external_id)
        self._functions.check_bindable(function)
        function_id = function["id"]
        session_id = self._sessions.bind(project, given.pop("nonce"))
        data = given.pop("data", None)
        document = {
            "id": self._store.next_id("schedules"),
            "createdTime": self._clock.now_ms(),
            **given,
            "functionId": function_id,
            "sessionId": session_id,
            "when": f"Whenever {given['cronExpression']!r} matches the time in UTC",
        }
        if external_id is not None:
            document["functionExternalId"] = external_id
        row: Row = {
            "id": document["id"],
            "project": project,
            "function_id": function_id,
            "session_id": session_id,
            "document": document,
            "data": data,
        }
        self._store.insert("schedules", row)
        self._scheduler.nudge()
        return {"items": [document]}

    def list(self, project: str, body: Any) -> JsonObject:
        """The schedules that match, up to ``limit``; there is no cursor."""
        request: JsonObject = LIST(body, "")
        wanted: JsonObject = request.get("filter", {})
        where: list[Where] = [("project", "=", project)]
        if (external_id := wanted.get("functionexternalid")) is not None:
            named = self._store.select("functions", *where, ("external_id", "=", external_id))
            where.append(("function_id", "in", [function["id"] for function in named]))
        schedules = [row["document"] for row in self._store.select("schedules", *where)]
        matching = [schedule for schedule in schedules if _matches(schedule, wanted)]
        return {"items": matching[: request.get("limit", 100)]}

    def by_ids(self, project: str, body: Any) -> JsonObject:
        """The schedules in the order in which they were asked for."""
        return {"items": [row["document"] for row in self._find(project, BY_IDS(body, ""))]}

    def get(self, project: str, schedule_id: int) -> JsonObject:  # noqa: D102
        document: JsonObject = self._find(project, {"items": [{"id": schedule_id}]})[0]["document"]
        return document

    def delete(self, project: str, body: Any) -> JsonObject:
        """The calls that the schedules have made stay."""
        ids = [row["id"] for row in self._find(project, DELETE(body, ""))]
        self._store.delete("schedules", ("id", "in", ids))
        return {}

    def input_data(self, project: str, schedule_id: int) -> JsonObject:
        """``data`` is absent if none was given."""
        row = self._find(project, {"items": [{"id": schedule_id}]})[0]
        return {"id": schedule_id} if row["data"] is None else {"id": schedule_id, "data": row["data"]}

    def _find(self, project: str, request: JsonObject) -> Sequence[Row]:
        return look_up(self._store, "schedules", ("project", "=", project), request)


def _matches(schedule: JsonObject, wanted: JsonObject) -> bool:
    created: JsonObject = wanted.get("createdtime", {})
    names = ("name", "functionId", "cronExpression")
    return all(schedule.get(name) == wanted[name.lower()] for name in names if name.lower() in wanted) and created.get(
        "min", 0
    ) <= schedule["createdTime"] <= created.get("max", schedule["createdTime"])
