"""A service of one's own for each cell: it knows every operation of the overlay, and what was done with it."""

import re
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.functions_service import FunctionsService, Run, refusal
from tests.scripted import Answer, Received

NOW_MS = 1_700_000_000_000
RANGE = {"min": 1, "max": 3, "default": 1}
LIMITS: dict[str, Any] = {
    "timeoutMinutes": 9,
    "cpuCores": RANGE,
    "memoryGb": RANGE,
    "runtimes": ["py311"],
    "responseSizeMb": 1,
}
INSPECTION: dict[str, Any] = {
    "subject": "me",
    "projects": [{"projectUrlName": "p", "groups": [1]}],
    "capabilities": [{"a": {}}],
}
FUNCTION = {
    "id": 1,
    "name": "f",
    "externalId": "f",
    "fileId": 3,
    "status": "Ready",
    "createdTime": NOW_MS,
    "owner": "o",
    "metadata": {"a": "b"},
    "cpu": 1.0,
    "memory": 1.5,
    "lastCalled": NOW_MS,
}
SCHEDULE = {
    "id": 7,
    "name": "s",
    "functionId": 1,
    "cronExpression": "* * * * *",
    "when": "every minute",
    "createdTime": NOW_MS,
    "sessionId": "5",
}
SESSION = {"id": 5, "type": "TOKEN_EXCHANGE", "status": "READY", "creationTime": NOW_MS, "expirationTime": NOW_MS}

Act = Callable[["Any", Answer], Awaitable[bool]]
"""Answers a request on its wire in place of a good answer; True if the connection can serve another one."""


@dataclass
class Fault:
    """Something that goes wrong with an answer.

    Attributes:
        before: whether the service does nothing of what was asked
        times: how often it happens, before the service is well again
        slow: whether the client has to lose its patience
        refused: whether nobody listens at the service's address at all
        garbled: whether the answer is another one than the service meant
    """

    name: str
    group: str
    act: Act
    before: bool = False
    times: int = 1_000_000
    slow: bool = False
    refused: bool = False
    garbled: bool = False


@dataclass
class World(FunctionsService):
    """The service that one client knows, and the fault that one of its operations has.

    ``attacked`` is what operations with the fault look like, such as ``POST /functions/1/call``.
    """

    name: str = "world"
    base_url: str = ""
    attacked: str = r"(?!)"
    fault: Fault | None = None
    wall: Callable[[], float] = time.time
    """The time of day that answers are dated with."""
    end: str = "Completed"
    """How runs end."""
    uploaded: set[int] = field(default_factory=set[int])
    asked: int = 0
    """Requests so far."""
    struck: int = 0
    """How many of them had the fault."""
    held: threading.Event | None = None
    """Once: a run is not started before this is set."""
    executed: list[Any] = field(default_factory=list[Any])
    """The data of the calls that were carried out, in their order."""
    strike: Callable[[str], Fault | None] = lambda _operation: None
    """Asked for a fault for each request that has none yet."""
    pause: Callable[[str], tuple[float, float]] = lambda _operation: (0.0, 0.0)
    """Seconds before and after the work of an operation."""

    def due(self, operation: str) -> Fault | None:
        """The fault that an operation has now, which is asked for."""
        self.asked += 1
        if self.fault is not None and self.fault.times > 0 and re.search(self.attacked, operation):
            self.fault.times -= 1
            self.struck += 1
            return self.fault
        return self.strike(operation)

    def _answer(self, request: Received) -> Answer:  # noqa: PLR0912 - a row for each operation
        method, _, path = request.operation.partition(" ")
        match [method, *path.strip("/").split("/")]:
            case ["POST", "oauth2", "token", *_]:
                return Answer(200, {"access_token": f"secret-{self.name}", "expires_in": 3600, "token_type": "Bearer"})
            case ["GET", "api", "v1", "token", "inspect"]:
                return Answer(200, INSPECTION)
            case [_, "functions", "limits"]:
                return Answer(200, LIMITS)
            case [method, "functions", "status"]:
                return Answer(200 if method == "GET" else 202, {"status": "activated"})
            case ["POST", "functions"]:
                return Answer(201, {"items": [FUNCTION]})
            case ["POST", "functions", "list"]:
                return Answer(200, {"items": [FUNCTION]})
            case ["POST", "functions" | "files", "delete"] | ["POST", "functions", "schedules", "delete"]:
                return Answer(200, {})
            case ["POST", "functions", "schedules", "list" | "byids"]:
                return Answer(200, {"items": [SCHEDULE]})
            case ["GET", "functions", "schedules", _]:
                return Answer(200, SCHEDULE)
            case ["GET", "functions", "schedules", _, "input_data"]:
                return Answer(200, {"id": 7, "data": {"a": 1}})
            case ["GET", "sessions"] | ["POST", "sessions", "byids"]:
                return Answer(200, {"items": [SESSION]})
            case ["POST", "files"]:
                url = f"{self.base_url}/upload/{self.name}/31?sig=secret-{self.name}"
                return Answer(201, {"id": 31, "name": "z", "uploaded": False, "uploadUrl": url})
            case ["PUT", "upload", _, id]:
                self.uploaded.add(int(id))
                return Answer(200, {})
            case ["GET", "files", id]:
                return Answer(200, {"id": int(id), "name": "z", "uploaded": int(id) in self.uploaded})
            case _:
                try:
                    return super()._answer(request)
                except (AttributeError, KeyError, TypeError, ValueError) as error:  # ids that it has made up itself
                    return refusal(400, f"cannot be read: {error!r}")

    def bind(self, nonce: str) -> Answer | None:
        """Take a nonce in; a refusal if it is no good, as one that was made up is."""
        known = nonce.removeprefix("n-")
        return super().bind(nonce) if known.isdecimal() and int(known) in self.sessions else refusal(400, "no nonce")

    def start(self, request: Received) -> Answer:
        """Start a run, and note of what."""
        answer = super().start(request)
        if answer.status == 201:
            self.executed.append(request.json["data"])
        return answer

    def create_schedule(self, request: Received) -> Answer:
        """Create a schedule, which is the one that there is."""
        answer = super().create_schedule(request)
        return answer if answer.status != 201 else Answer(201, {"items": [SCHEDULE]})

    def _answer_of_calls(self, request: Received, function_id: int, rest: list[str]) -> Answer:
        if rest == ["list"]:
            return self._listed(request.json, function_id)
        if rest and rest[0].isdecimal() and int(rest[0]) not in self.runs:
            self.runs[int(rest[0])] = Run(int(rest[0]), function_id, {"a": 1}, self.clock(), self.clock())
        if rest[1:] == ["logs"]:  # of which the last line is later than the end, so that nobody waits for others
            return Answer(200, {"items": [{"message": "a line", "timestamp": int((self.wall() + 3600) * 1000)}]})
        return super()._answer_of_calls(request, function_id, rest)

    def _listed(self, asked: dict[str, Any], function_id: int) -> Answer:
        since = asked.get("filter", {}).get("startTime", {}).get("min", 0)
        runs = [run for run in self.runs.values() if run.function_id == function_id]
        shown = [call for call in map(self.shown, runs) if int(str(call["startTime"])) >= since]
        if "limit" not in asked:
            return refusal(400, "limit is missing")
        first = int(asked.get("cursor") or 0)
        after = first + int(asked["limit"])
        more = {"nextCursor": str(after)} if after < len(shown) else {}
        return Answer(200, {"items": shown[first:after], **more})

    def shown(self, run: Run) -> dict[str, object]:
        """A call on the wire, with times by the clock that the service dates its answers with."""
        began = int((run.started - self.clock() + self.wall()) * 1000)
        call: dict[str, object] = {"id": run.id, "functionId": run.function_id, "startTime": began}
        if self.clock() < run.ends:
            return {**call, "status": "Running"}
        return {**call, "status": self.end, "endTime": began + int((run.ends - run.started) * 1000)}
