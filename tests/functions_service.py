"""A scripted service that has a function, and runs it: what a test does not say goes as on a good day."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.scripted import ANYTHING_ELSE, Answer, Received, Script

EPOCH_MS = 1_700_000_000_000


def refusal(status: int, message: str, **more: object) -> Answer:
    """A refusal, in the envelope of the service."""
    return Answer(status, {"error": {"code": status, "message": message, **more}})


@dataclass
class Run:
    """One call, as the service knows it."""

    id: int
    function_id: int
    data: Any
    started: float
    ends: float


@dataclass
class FunctionsService:
    """Functions under their external ids, what was asked of them, and how long a run takes.

    ``clock`` is what its runs, and its nonces, go by.
    """

    functions: dict[str, int] = field(default_factory=lambda: {"f": 1})
    seconds: Callable[[int], float] = lambda _call_id: 0.0
    """How long the run with this id takes."""
    clock: Callable[[], float] = time.monotonic
    gone: Answer = field(default_factory=lambda: refusal(404, "there is no such function"))
    """The answer to whatever is asked of a function that is not there."""
    runs: dict[int, Run] = field(default_factory=dict[int, Run])
    schedules: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    sessions: dict[int, float] = field(default_factory=dict[int, float])
    used: set[int] = field(default_factory=set[int])
    revoked: set[int] = field(default_factory=set[int])
    lookups: int = 0
    polls: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    NONCE_LIVES = 60.0  # s

    def script(self, overrides: Script | None = None) -> Script:
        """For ``scripted``."""
        return {ANYTHING_ELSE: self.answer, **(overrides or {})}

    def replace(self) -> None:
        """Delete the function and create it again: another id, the same external id."""
        self.functions["f"] += 1

    @property
    def unused(self) -> set[int]:
        """Sessions that nothing was started with, and that nobody has ended."""
        return self.sessions.keys() - self.used - self.revoked

    def answer(self, request: Received) -> Answer:
        """The answer to any request."""
        with self._lock:
            return self._answer(request)

    def _answer(self, request: Received) -> Answer:
        path = request.operation.partition(" ")[2]
        match path.strip("/").split("/"):
            case ["functions", "byids"]:
                return self._lookup(request.json["items"])
            case ["functions", "limits"]:
                return Answer(200, {"timeoutMinutes": 10})
            case ["sessions"]:
                id = len(self.sessions) + 1
                self.sessions[id] = self.clock()
                return Answer(200, {"items": [{"id": id, "status": "READY", "nonce": f"n-{id}"}]})
            case ["sessions", "revoke"]:
                ids = [item["id"] for item in request.json["items"]]
                self.revoked.update(ids)
                return Answer(200, {"items": [{"id": id} for id in ids]})
            case ["functions", "schedules"]:
                return self.create_schedule(request)
            case ["functions", "schedules", "list"]:
                wanted = request.json["filter"].items()
                return Answer(200, {"items": [each for each in self.schedules if wanted <= each.items()]})
            case ["functions", function_id, *_] if int(function_id) not in self.functions.values():
                return self.gone
            case ["functions", _, "call"]:
                return self.start(request)
            case ["functions", function_id, "calls", *rest]:
                return self._answer_of_calls(request, int(function_id), rest)
            case _:
                return refusal(404, request.operation)

    def _answer_of_calls(self, request: Received, function_id: int, rest: list[str]) -> Answer:
        match rest:
            case ["byids"]:
                return self.poll(request)
            case ["list"]:
                runs = [run for run in self.runs.values() if run.function_id == function_id]
                return Answer(200, {"items": [self.shown(run) for run in runs]})
            case [id, *_] if int(id) not in self.runs:
                return refusal(404, "there is no such call")
            case [id]:
                return Answer(200, self.shown(self.runs[int(id)]))
            case [id, "response"]:
                return Answer(200, {"callId": int(id), "functionId": function_id, "response": self.runs[int(id)].data})
            case [id, "logs"]:
                return Answer(200, {"items": [{"message": f"line of {id}", "timestamp": EPOCH_MS + 10**9}]})
            case _:
                return refusal(404, request.operation)

    def _lookup(self, items: list[dict[str, Any]]) -> Answer:
        self.lookups += 1
        ids = [self.functions.get(item["externalId"]) if "externalId" in item else item["id"] for item in items]
        missing = [item for item, id in zip(items, ids, strict=True) if id not in self.functions.values()]
        if missing:
            return refusal(400, "some are missing", missing=missing)
        return Answer(200, {"items": [{"id": id, "name": "f", "status": "Ready", "externalId": "f"} for id in ids]})

    def bind(self, nonce: str) -> Answer | None:
        """Take a nonce in; a refusal if it is no good."""
        id = int(nonce.removeprefix("n-"))
        if id in self.used or id in self.revoked or self.clock() - self.sessions[id] >= self.NONCE_LIVES:
            return refusal(400, "Failed to bind session")
        self.used.add(id)
        return None

    def start(self, request: Received) -> Answer:
        """Start a run."""
        refused = self.bind(request.json["nonce"])
        if refused:
            return refused
        with self._lock:
            id, now = 101 + len(self.runs), self.clock()
            function_id = int(request.operation.split("/")[2])
            run = self.runs[id] = Run(id, function_id, request.json["data"], now, now + self.seconds(id))
        return Answer(201, {**self.shown(run), "status": "Running", "endTime": None})

    def create_schedule(self, request: Received) -> Answer:
        """Create a schedule."""
        (item,) = request.json["items"]
        if item["functionId"] not in self.functions.values():
            return self.gone
        refused = self.bind(item["nonce"])
        if refused:
            return refused
        self.schedules.append(
            {"id": 900 + len(self.schedules), **{name: item[name] for name in ("name", "cronExpression", "functionId")}}
        )
        return Answer(201, {"items": [self.schedules[-1]]})

    def poll(self, request: Received) -> Answer:
        """How the calls asked for stand."""
        self.polls += 1
        asked_for = [item["id"] for item in request.json["items"]]
        return Answer(200, {"items": [self.shown(self.runs[id]) for id in asked_for if id in self.runs]})

    def shown(self, run: Run) -> Mapping[str, object]:
        """A call on the wire."""
        call = {"id": run.id, "functionId": run.function_id, "startTime": EPOCH_MS + run.id}
        if self.clock() < run.ends:
            return {**call, "status": "Running"}
        return {**call, "status": "Completed", "endTime": EPOCH_MS + run.id + 1000}
