"""Faults on order: what goes wrong, with which operation, how often."""

import threading
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["drop", "lost", "delay", "status", "garbage"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ANY = "*"


@dataclass(frozen=True)
class Fault:
    """One fault, for the next ``times`` requests of an operation, written as in the spec, or of any (``*``).

    drop: the connection is closed, and nothing was done.
    lost: what was asked is done, and then the connection is closed without an answer.
    delay: the request is taken up after ``seconds``.
    status: the answer is ``status``, with ``retry_after`` in seconds if given, and nothing was done.
    garbage: what was asked is done, and the answer has its status, but a body that is no JSON.
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
        if self.times < 1:
            raise ValueError(f"times: expected at least 1, got {self.times}")
        if not 400 <= self.status <= 599:
            raise ValueError(f"status: expected 400 to 599, got {self.status}")
        if not 0 <= self.seconds <= 3600:
            raise ValueError(f"seconds: expected 0 to 3600, got {self.seconds}")


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
            for index, (fault, left) in enumerate(self._coming):
                if fault.operation in (ANY, operation):
                    self._coming[index : index + 1] = [(fault, left - 1)] if left > 1 else []
                    return fault
        return None
