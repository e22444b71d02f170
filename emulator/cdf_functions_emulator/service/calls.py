"""Calls: begun when everything about them is in order, run in the background, remembered with logs and response."""

import json
import logging
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from .. import events
from ..errors import ApiError, JsonObject, not_ready, too_large, too_many_running
from ..runner import Outcome, Runner
from ..settings import MAX_RESPONSE_BYTES, Settings
from ..store import Row, Store, Where
from ..validation import ID, LIMIT, RANGE, any_object, by_ids, one_of, shape, text
from .background import Background
from .call_log import CallLog
from .functions import Functions, subject
from .inputs import keep_input
from .lags import Lags
from .lookup import look_up
from .paging import page
from .sessions import Sessions
from .tokens import Tokens

log = logging.getLogger(__name__)

MAX_PAGE = 1000

CALL = shape({"nonce": text(1, 1000)}, {"data": any_object})
BY_IDS = by_ids(shape({"id": ID}), 10_000)
LIST = shape(
    optional={
        "limit": LIMIT,
        "cursor": text(1, 1000),
        "filter": shape(
            optional={
                "scheduleId": ID,
                "status": one_of("Running", "Completed", "Failed", "Timeout"),
                "startTime": RANGE,
                "endTime": RANGE,
            }
        ),
    }
)
COLUMNS = {"scheduleId": "schedule_id", "status": "status", "startTime": "start_time", "endTime": "end_time"}


class Calls:
    """There is no cancelling: a call ends by itself, at the timeout, or with its function."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        lags: Lags,
        runner: Runner,
        background: Background,
        functions: Functions,
        sessions: Sessions,
        tokens: Tokens,
        base_url: str,
    ) -> None:
        self._store = store
        self._clock = settings.clock
        self._settings = settings
        self._lags = lags
        self._log = CallLog(store, settings.clock)
        self._runner = runner
        self._background = background
        self._functions = functions
        self._sessions = sessions
        self._tokens = tokens
        self._base_url = base_url

    def call(self, project: str, function_id: int, body: Any) -> JsonObject:
        """Begin a call. The nonce is spent last: a call refused for any other reason can be sent again with it."""
        function = self._functions.find(project, function_id)
        request: JsonObject = CALL(body, "")
        data: JsonObject = request.get("data", {})
        if function["status"] != "Ready":
            raise not_ready(function_id, function["status"])
        most = self._settings.limits.data_bytes
        if (size := len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())) > most:
            raise too_large("data", most, size)
        self._check_running(project, function_id)
        self._functions.check_bindable(function)
        with self._store.transaction():
            session_id = self._sessions.bind(project, request["nonce"])
            call = self._insert(project, function_id)
        self._begin(function, call, session_id, data)
        (row,) = self._store.select("calls", ("id", "=", call["id"]))
        return _wire(row)

    def note(self, call_id: int, line: str) -> None:
        """Put a line of the emulator's own into the log of a running call."""
        self._log.keep(call_id, [f"[emulator] {line}"])

    def call_on_schedule(self, schedule: Row, scheduled_time: int) -> None:
        """Begin a run of a schedule, with its session; one that cannot be begun is a call that failed."""
        project, function_id = schedule["project"], schedule["function_id"]
        function = self._functions.find(project, function_id)
        call = self._insert(project, function_id, schedule_id=schedule["id"], scheduled_time=scheduled_time)
        events.fired(subject(function), schedule["id"], schedule["document"]["name"], call["id"])
        try:
            if function["status"] != "Ready":
                raise not_ready(function_id, function["status"])
            self._check_running(project, function_id, allowed=1)
            self._sessions.check_active(schedule["session_id"])
        except ApiError as error:
            end = {"status": "Failed", "end_time": self._clock.now_ms(), "error": {"message": str(error)}}
            self._store.update("calls", end, ("id", "=", call["id"]))
            events.ended(subject(function), call["id"], "Failed", 0, str(error), "")
        else:
            self._begin(function, call, schedule["session_id"], schedule["data"] or {})

    def _insert(self, project: str, function_id: int, **of_schedule: int) -> Row:
        now = self._clock.now_ms()
        call: Row = {
            "id": self._store.next_id("calls"),
            "project": project,
            "function_id": function_id,
            "status": "Running",
            "start_time": now,
            **of_schedule,
        }
        self._store.insert("calls", call)
        self._lags.begin("call", call["id"])
        self._store.update("functions", {"last_called": now}, ("id", "=", function_id))
        return call

    def _begin(self, function: Row, call: Row, session_id: int, data: JsonObject) -> None:
        keep_input(self._store, call["id"], data)
        names = ("function_id", "schedule_id", "scheduled_time")
        info = {"call_id": str(call["id"]), **{name: str(call[name]) for name in names if name in call}}
        order = {
            "call_id": call["id"],
            "data": data,
            "secrets": function["secrets"],
            "function_call_info": info,
            "client": {
                "base_url": self._base_url,
                "project": call["project"],
                "token": self._tokens.issue_to_call(call["id"], session_id),
            },
            "max_response_bytes": MAX_RESPONSE_BYTES,
        }
        self._background.start(self._run(function, order))

    def end_interrupted(self) -> None:
        """The calls that an earlier emulator was running when it was killed have failed."""
        error = {"message": "The emulator was stopped while the call was running"}
        end = {"status": "Failed", "end_time": self._clock.now_ms(), "error": error}
        self._store.update("calls", end, ("status", "=", "Running"))

    def list(self, project: str, function_id: int, body: Any) -> JsonObject:
        """A page of calls, the latest first."""
        self._functions.find(project, function_id)
        request: JsonObject = LIST(body, "")
        # the project says nothing new, but the index that finds a status begins with it
        where: list[Where] = [("project", "=", project), ("function_id", "=", function_id)]
        for name, wanted in request.get("filter", {}).items():
            if name not in ("startTime", "endTime"):
                where.append((COLUMNS[name], "=", wanted))
                continue
            if "min" in wanted:
                where.append((COLUMNS[name], ">=", wanted["min"]))
            if "max" in wanted:
                where.append((COLUMNS[name], "<=", wanted["max"]))
        limit = min(request.get("limit", 100), MAX_PAGE)
        rows, more = page(self._store, "calls", where, limit, request.get("cursor"), newest_first=True)
        return {"items": [_wire(row) for row in rows if self._is_known(row)], **more}

    def by_ids(self, project: str, function_id: int, body: Any) -> JsonObject:
        """The calls in the order in which they were asked for."""
        return {"items": [_wire(row) for row in self._find(project, function_id, BY_IDS(body, ""))]}

    def get(self, project: str, function_id: int, call_id: int) -> JsonObject:  # noqa: D102
        return _wire(self._find(project, function_id, {"items": [{"id": call_id}]})[0])

    def logs(self, project: str, function_id: int, call_id: int) -> tuple[JsonObject, bool]:
        """What the call has printed so far, and whether that is all: a call ends after its last line was kept."""
        (call,) = self._find(project, function_id, {"items": [{"id": call_id}]})
        late_ms = round(1000 * self._lags.seconds("late-logs", call_id))
        items = self._log.read(call_id, late_ms)
        whole = call["status"] != "Running" and call["end_time"] + late_ms <= self._clock.now_ms()
        return {"items": items}, whole

    def response(self, project: str, function_id: int, call_id: int) -> JsonObject:
        """``response`` is absent until the call is Completed; afterwards it may be null."""
        self.get(project, function_id, call_id)
        answer: JsonObject = {"functionId": function_id, "callId": call_id}
        row = self._store.first("responses", ("call_id", "=", call_id))
        return answer if row is None else {**answer, "response": json.loads(row["response"])}

    def _check_running(self, project: str, function_id: int, allowed: int = 0) -> None:
        running: list[Where] = [("project", "=", project), ("status", "=", "Running")]
        most = self._settings.running_per_function
        if self._store.count("calls", *running, ("function_id", "=", function_id)) >= most + allowed:
            raise too_many_running(most, "function")
        most = self._settings.running_per_project
        if self._store.count("calls", *running) >= most + allowed:
            raise too_many_running(most, "project")

    async def _run(self, function: Row, order: JsonObject) -> None:
        call_id: int = order["call_id"]
        token: str = order["client"]["token"]
        begun = time.monotonic()
        try:
            outcome = await self._runner.run(function["id"], order, partial(self._log.keep, call_id))
        except Exception:  # whatever it is, no call is Running for ever
            log.exception("Call %s", call_id)
            outcome = Outcome("Failed", error={"message": "The emulator failed; its own log has the traceback"})
        finally:
            self._tokens.call_ended(token)
        end = {"status": outcome.status, "end_time": self._clock.now_ms(), "error": outcome.error}
        self._log.end(call_id)
        await self._background.pause(self._clock, self._lags.seconds("late-status", call_id))
        with self._store.transaction():
            known = self._store.update("calls", end, ("id", "=", call_id))
            if known and outcome.response is not None:
                self._store.insert("responses", {"call_id": call_id, "response": outcome.response})
        error = outcome.error or {}
        why, trace = (
            events.masked(error.get(part, ""), [*function["secrets"].values(), token]) for part in ("message", "trace")
        )
        events.ended(subject(function), call_id, outcome.status, time.monotonic() - begun, why, trace)

    def _is_known(self, call: Row) -> bool:
        age_ms: int = self._clock.now_ms() - call["start_time"]
        return age_ms >= 1000 * self._lags.seconds("late-call", call["id"])

    def _find(self, project: str, function_id: int, request: JsonObject) -> Sequence[Row]:
        self._functions.find(project, function_id)
        return look_up(self._store, "calls", ("function_id", "=", function_id), request, among=self._is_known)


def _wire(row: Row) -> JsonObject:
    call = {"id": row["id"], "functionId": row["function_id"], "status": row["status"], "startTime": row["start_time"]}
    optional = {
        "endTime": row["end_time"],
        "error": row["error"],
        "scheduleId": row["schedule_id"],
        "scheduledTime": row["scheduled_time"],
    }
    return {**call, **{name: value for name, value in optional.items() if value is not None}}
