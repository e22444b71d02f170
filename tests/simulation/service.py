"""A small model of the service: functions, sessions, runs that end, logs that are late, tokens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .plan import Plan

EPOCH = 1_700_000_000.0
NONCE_LIVES = 60.0  # s
CUTOFF = 100  # ids of functions and calls begin here, so that neither is taken for an index


@dataclass
class Answer:
    """Of the service."""

    status: int
    content: Mapping[str, Any]
    headers: dict[str, str] = field(default_factory=dict[str, str])


def refusal(status: int, message: str, headers: dict[str, str] | None = None, **more: object) -> Answer:
    """A refusal, in the envelope of the service."""
    return Answer(status, {"error": {"code": status, "message": message, **more}}, headers or {})


@dataclass
class Run:
    """One call, as the service knows it."""

    id: int
    function_id: int
    data: dict[str, Any]
    started: float
    ends: float
    status: str
    seen_from: float
    """When lists know it."""
    lines: list[tuple[float, float, str]]
    """When a line can be read, when it was written, and its text."""


@dataclass
class Session:
    """One session, and what was bound to it."""

    id: int
    made_at: float
    status: str = "READY"

    @property
    def nonce(self) -> str:
        """What a call binds it with."""
        return f"n-{self.id}"


class Service:
    """What the service is, at each moment of a clock."""

    def __init__(self, plan: Plan, clock: Callable[[], float]) -> None:
        self._plan = plan
        self._clock = clock
        self.functions = {"f": CUTOFF + 1, "g": CUTOFF + 2}
        self.runs: dict[int, Run] = {}
        self.sessions: dict[int, Session] = {}
        self.schedules: list[dict[str, Any]] = []
        self._tokens: dict[str, float] = {}
        self._given = 0

    def replace(self) -> None:
        """Delete every function, and create it again: other ids, the same external ids; their runs are gone."""
        self.functions = {name: id + 10 for name, id in self.functions.items()}

    def revoke_tokens(self) -> None:
        """From now on, all tokens that were given are no good."""
        self._tokens.clear()

    def answer(self, operation: str, path: list[str], content: Any, token: str) -> Answer:
        """The answer to any request; what it starts or creates is there from then on."""
        if operation == "token":
            self._given += 1
            self._tokens[f"t-{self._given}"] = self._clock() + self._plan.token_lives
            return Answer(200, {"access_token": f"t-{self._given}", "expires_in": self._plan.token_lives})
        if self._clock() >= self._tokens.get(token, -1.0):
            return refusal(401, "Unauthorized")
        match operation, path:
            case "lookup", _:
                return self._lookup(content["items"])
            case "session", _:
                id = len(self.sessions) + 1
                self.sessions[id] = session = Session(id, self._clock())
                return Answer(200, {"items": [{"id": id, "status": "READY", "nonce": session.nonce}]})
            case "revoke", _:
                ids = [item["id"] for item in content["items"]]
                for id in ids:
                    self.sessions[id].status = "REVOKED"
                return Answer(200, {"items": [{"id": id} for id in ids]})
            case "schedule", _:
                return self._schedule(content["items"][0])
            case "limits", _:
                return Answer(200, {"timeoutMinutes": 10})
            case _, [_, function_id, *rest] if int(function_id) in self.functions.values():
                return self._of_function(operation, int(function_id), rest, content)
            case _:
                return refusal(404, "there is no such function")

    def _of_function(self, operation: str, function_id: int, rest: list[str], content: Any) -> Answer:
        now = self._clock()
        runs = {run.id: run for run in self.runs.values() if run.function_id == function_id}
        if operation == "call":
            return self._start(function_id, content)
        if operation == "poll":
            wanted = [item["id"] for item in content["items"]]
            return Answer(200, {"items": [self._shown(runs[id]) for id in wanted if id in runs]})
        if operation == "list":
            since = content.get("filter", {}).get("startTime", {}).get("min", 0)
            found = [run for run in runs.values() if _ms(run.started) >= since and run.seen_from <= now]
            return Answer(200, {"items": [self._shown(run) for run in found]})
        run = runs.get(int(rest[1]))
        if run is None:
            return refusal(404, "there is no such call")
        if operation == "response":
            ended = now >= run.ends and run.status == "Completed"
            return Answer(200, {"callId": run.id, **({"response": run.data} if ended else {})})
        lines = [{"timestamp": _ms(at), "message": text} for seen_from, at, text in run.lines if seen_from <= now]
        return Answer(200, {"items": lines})

    def _lookup(self, items: list[dict[str, Any]]) -> Answer:
        ids = [self.functions.get(item["externalId"], 0) if "externalId" in item else item["id"] for item in items]
        missing = [item for item, id in zip(items, ids, strict=True) if id not in self.functions.values()]
        if missing:
            return refusal(400, "some are missing", missing=missing)
        return Answer(200, {"items": [{"id": id, "name": "f", "status": "Ready"} for id in ids]})

    def _bind(self, nonce: str) -> Answer | None:
        """Take a nonce in; a refusal if it is no good."""
        session = self.sessions[int(nonce.removeprefix("n-"))]
        if session.status != "READY" or self._clock() - session.made_at >= NONCE_LIVES:
            return refusal(400, "Failed to bind session")
        session.status = "ACTIVE"
        return None

    def _start(self, function_id: int, content: Any) -> Answer:
        now = self._clock()
        running = sum(1 for run in self.runs.values() if run.function_id == function_id and now < run.ends)
        if running >= self._plan.capacity:
            return refusal(429, "too many calls", {"retry-after": "1"})
        if (refused := self._bind(content["nonce"])) is not None:
            return refused
        id = CUTOFF + 1 + len(self.runs)
        chance = self._plan.chance("run", id)
        lasts = chance.choice((0.01, 0.01, 0.1, 0.3, chance.uniform(0, 1), chance.uniform(0, 1)))
        ends = now + (lasts if chance.random() < 0.95 else chance.uniform(1, 90))
        status = chance.choice(("Completed",) * 7 + ("Failed", "Timeout"))
        late = self._plan.late
        times = sorted(chance.uniform(now, ends - 0.005) for _ in range(chance.randint(0, 3)))
        lines = [(at + chance.uniform(0, 3) * late, at, f"line {n} of {id}") for n, at in enumerate(times)]
        run = Run(id, function_id, content["data"], now, ends, status, now + chance.uniform(0, late), lines)
        self.runs[id] = run
        return Answer(201, {"id": id, "functionId": function_id, "status": "Running", "startTime": _ms(now)})

    def _schedule(self, item: dict[str, Any]) -> Answer:
        if item["functionId"] not in self.functions.values():
            return refusal(404, "there is no such function")
        if (refused := self._bind(item["nonce"])) is not None:
            return refused
        made = {"id": 1 + len(self.schedules), **{name: item[name] for name in ("name", "functionId")}}
        self.schedules.append({**made, "data": item.get("data")})
        return Answer(201, {"items": [made]})

    def _shown(self, run: Run) -> Mapping[str, object]:
        call = {"id": run.id, "functionId": run.function_id, "startTime": _ms(run.started)}
        if self._clock() < run.ends:
            return {**call, "status": "Running"}
        error = {"error": {"message": "failed", "trace": "trace"}} if run.status == "Failed" else {}
        return {**call, "status": run.status, "endTime": _ms(run.ends), **error}


def _ms(at: float) -> int:
    return int((EPOCH + at) * 1000)
