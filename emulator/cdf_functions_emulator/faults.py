"""What goes wrong, or comes late, on order: in place of the answer to a request, or in what becomes of a call."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

RequestKind = Literal["drop", "lost", "delay", "status", "garbage"]
LagKind = Literal["late-logs", "late-status", "late-call", "late-binding", "slow-deployment", "failed-build"]
Kind = RequestKind | LagKind

REQUEST_KINDS: tuple[RequestKind, ...] = get_args(RequestKind)
LAG_KINDS: tuple[LagKind, ...] = get_args(LagKind)
KINDS: tuple[Kind, ...] = (*REQUEST_KINDS, *LAG_KINDS)
ANY = "*"
LONGEST_S = 3600


@dataclass(frozen=True)
class Lag:
    """Something of the real service that clients have to live with: what it happens to, and what it is, in words."""

    of: Literal["call", "function"]
    says: str


#: All of them, for settings, options, orders and documents alike. Seconds are those of the emulator's clock.
LAGS: Mapping[LagKind, Lag] = {
    "late-logs": Lag("call", "a line can be read in a call's log only so long after it was printed"),
    "late-status": Lag("call", "a call that has ended is still Running for so long"),
    "late-call": Lag("call", "a call is unknown to every operation but the one that made it for so long"),
    "late-binding": Lag("function", "no session can be bound to a function that was made less than so long ago"),
    "slow-deployment": Lag("function", "a function is Deploying for so long before it is deployed"),
    "failed-build": Lag("function", "the build of a function fails after so long"),
}


@dataclass(frozen=True)
class Fault:
    """One fault, for the next ``times`` requests of an operation, written as in the spec, or of any (``*``).

    drop: the connection is closed, and nothing was done.
    lost: what was asked is done, and then the connection is closed without an answer.
    delay: the request is taken up after ``seconds``.
    status: the answer is ``status``, with ``retry_after`` in seconds if given, and nothing was done.
    garbage: what was asked is done, and the answer has its status, but a body that is no JSON.

    Those of ``LAGS`` are for the next ``times`` calls or functions, and last ``seconds``.
    """

    kind: Kind
    operation: str = ANY
    times: int = 1
    status: int = 503
    seconds: float = 1.0
    retry_after: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind: expected one of {', '.join(KINDS)}, got {self.kind!r}")
        lag = next((lag for kind, lag in LAGS.items() if kind == self.kind), None)
        if lag is not None and self.operation != ANY:
            raise ValueError(f"operation: expected none, for {self.kind} is about a {lag.of}, got {self.operation!r}")
        if self.times < 1:
            raise ValueError(f"times: expected at least 1, got {self.times}")
        if not 400 <= self.status <= 599:
            raise ValueError(f"status: expected 400 to 599, got {self.status}")
        if not 0 <= self.seconds <= LONGEST_S:
            raise ValueError(f"seconds: expected 0 to {LONGEST_S}, got {self.seconds}")


class Faults:
    """Those that are still to come, in the order in which they were ordered; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._coming: list[tuple[Fault, int]] = []

    def add(self, fault: Fault) -> None:
        """Order a fault."""
        with self._lock:
            self._coming.append((fault, fault.times))

    def clear(self) -> None:
        """Order no more."""
        with self._lock:
            self._coming.clear()

    def coming(self) -> list[tuple[Fault, int]]:
        """The faults, each with how often it is still to happen."""
        with self._lock:
            return list(self._coming)

    def take(self, operation: str) -> Fault | None:
        """What is to go wrong with this request of an operation: the fault that was ordered first."""
        with self._lock:
            for index, (fault, _) in enumerate(self._coming):
                if fault.kind not in LAGS and fault.operation in (ANY, operation):
                    return self._take(index)
        return None

    def take_lags(self, of: Literal["call", "function"]) -> dict[LagKind, float]:
        """What is ordered for the next call or function: of each kind what was ordered first, in seconds."""
        taken: dict[LagKind, float] = {}
        with self._lock:
            for kind, lag in LAGS.items():
                if lag.of != of:
                    continue
                index = next((at for at, (fault, _) in enumerate(self._coming) if fault.kind == kind), None)
                if index is not None:
                    taken[kind] = self._take(index).seconds
        return taken

    def _take(self, index: int) -> Fault:
        fault, left = self._coming[index]
        self._coming[index : index + 1] = [(fault, left - 1)] if left > 1 else []
        return fault
