"""A made-up network: connections in memory over which HTTP/1.1 is spoken, with a service at their other end."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from typing import Any, TypeVar

from .line import Line, Request
from .loop import MadeUpLoop, World
from .plan import BEFORE, Fault, Plan
from .service import EPOCH, Answer, Service, refusal

P = TypeVar("P", bound=asyncio.BaseProtocol)

A_MOMENT = 1e-3  # s


@dataclass
class Exchange:
    """One request that has arrived, and what became of its answer."""

    operation: str
    line: Line
    content: Any
    sent_at: float
    fault: str | None = None
    answer: Answer | None = None
    """What the service said."""
    status: int | None = None
    """What was sent of that."""
    delivered_at: float | None = None
    """When the last byte of the answer had come, to a connection that was open."""

    @property
    def known(self) -> bool:
        """Whether the client has surely read the answer: it came, and the connection was not given up just then."""
        if self.delivered_at is None:
            return False
        return self.line.closed_at is None or not 0.0 <= self.line.closed_at - self.delivered_at < A_MOMENT


class Network:
    """All connections of a run, and what goes wrong with them."""

    def __init__(self, world: World, plan: Plan, service: Service) -> None:
        self.world = world
        self.plan = plan
        self.service = service
        self.open: set[Line] = set()
        self.exchanges: list[Exchange] = []
        self.trouble: list[tuple[float, str, str]] = []
        """When something went wrong: what, and with which operation."""
        self.trace: list[str] = []
        self._counts: Counter[str] = Counter()
        self._lines: list[Line] = []

    async def connect(self, loop: MadeUpLoop, factory: Callable[[], P]) -> tuple[asyncio.Transport, P]:
        """Open a connection. Raises OSError, or waits for ever, if the plan says so."""
        fault, number = self._fault("connect")
        seconds = self.plan.chance("connection", number).uniform(0.001, 0.05)
        if fault is not None and fault.kind == "nowhere":
            await asyncio.sleep(3600.0)
        await asyncio.sleep(2 * seconds)
        if fault is not None:
            raise ConnectionRefusedError("refused")
        protocol = factory()
        assert isinstance(protocol, asyncio.Protocol)
        line = Line(self.world, loop, protocol, seconds, self._exchange, self.open.discard)
        self.open.add(line)
        self._lines.append(line)
        protocol.connection_made(line)
        return line, protocol

    def hang_up(self) -> None:
        """The service closes every connection on which it is not asked anything."""
        for line in self._lines:
            if line in self.open and not line.busy:
                line.hang_up(line.seconds)

    def forget(self, loop: MadeUpLoop) -> None:
        """A process has died, and its connections with it; what was sent on them arrives."""
        for line in [line for line in self._lines if line in self.open and line.loop is loop]:
            line.closed_at = self.world.now
            self.open.discard(line)

    def note(self, what: str) -> None:
        """Add a line to the trace, which is the same whenever the plan is."""
        self.trace.append(f"{self.world.now:.6f} {what}")

    def _exchange(self, line: Line, request: Request) -> None:
        """Answer a request, or do to it what the plan says."""
        path, body = request.path, request.body
        parts = path.partition("/projects/p/")[2].split("/") if "/projects/" in path else [path.strip("/")]
        operation = operation_of(request.method, parts)
        fault, number = self._fault(operation)
        if line.hung_up:  # whoever closed their end reads nothing any more
            fault = Fault("vanish", operation)
        kind = None if fault is None else fault.kind
        content = json.loads(body) if body.startswith(b"{") else None
        exchange = Exchange(operation, line, content, request.sent_at, kind)
        self.exchanges.append(exchange)
        line.busy = True
        if fault is None or kind not in BEFORE:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            exchange.answer = self.service.answer(operation, parts, content, token)
        elif kind not in ("vanish", "mute"):
            wait = {"retry-after": f"{fault.seconds:.0f}"} if fault.seconds else {}
            exchange.answer = refusal(int(fault.kind), "made up", wait)
        self.note(f"{operation} {number} {kind or ''} -> {exchange.answer.status if exchange.answer else '-'}")
        self._give(exchange, fault, self.plan.chance("answer", operation, number).uniform(0.001, 0.1))

    def _give(self, exchange: Exchange, fault: Fault | None, seconds: float) -> None:
        """Send the answer back, as far as it gets."""
        line, kind = exchange.line, None if fault is None else fault.kind
        if self.plan.spikes and seconds > 0.09:
            seconds *= 50
        if kind in ("mute", "silent"):
            return
        if kind in ("vanish", "lost") or exchange.answer is None:
            line.hang_up(seconds, ConnectionResetError("reset by the network"))
            return
        answer = exchange.answer
        if kind == "502":
            answer = Answer(502, {})
        exchange.status = answer.status
        body = json.dumps(answer.content).encode()
        if kind == "garbage":
            # an empty object is a response that the service does not hold
            body = b"{" if exchange.operation == "response" else b"{}"
        headers = {
            "date": formatdate(EPOCH + self.world.now, usegmt=True),
            "content-type": "application/json",
            "content-length": str(len(body)),
            **answer.headers,
            **({"connection": "close"} if kind == "closing" else {}),
        }
        head = f"HTTP/1.1 {answer.status} -\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        whole = head.encode() + b"\r\n" + body
        if kind == "cut":
            line.give(whole[:-2], seconds)
            line.hang_up(0.0)
            return
        if fault is not None and kind == "drip":
            for n in range(4):
                line.give(whole[n * 20 : n * 20 + 20], seconds + n * fault.seconds / 4)
            whole, seconds = whole[80:], seconds + fault.seconds
        elif fault is not None and kind == "late":
            seconds += fault.seconds
        line.give(whole, seconds, partial(self._delivered, exchange))
        if kind == "closing":
            line.hang_up(0.0)

    def _delivered(self, exchange: Exchange) -> None:
        exchange.delivered_at = self.world.now
        exchange.line.busy = False

    def _fault(self, operation: str) -> tuple[Fault | None, int]:
        """What goes wrong with the next request of an operation, and its number."""
        self._counts[operation] += 1
        number = self._counts[operation]
        for fault in self.plan.faults:
            if fault.operation == operation and fault.nth <= number < fault.nth + fault.times:
                self.trouble.append((self.world.now, fault.kind, operation))
                return fault, number
        return None, number


def operation_of(method: str, parts: list[str]) -> str:
    """What is asked for, in the words of a plan."""
    match parts:
        case ["token"]:
            return "token"
        case ["sessions"]:
            return "session"
        case ["sessions", "revoke"]:
            return "revoke"
        case ["functions", "byids"]:
            return "lookup"
        case ["functions", "limits"]:
            return "limits"
        case ["functions", "schedules"]:
            return "schedule"
        case ["functions", _, "call"]:
            return "call"
        case ["functions", _, "calls", "byids"]:
            return "poll"
        case ["functions", _, "calls", "list"]:
            return "list"
        case ["functions", _, "calls", _, ("response" | "logs") as last]:
            return last
        case _:
            raise AssertionError(f"the model does not know {method} {parts}")
