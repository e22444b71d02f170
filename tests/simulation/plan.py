"""What a run is made of. All of it is drawn from one seed, and any part can be left out without touching the others."""

from dataclasses import dataclass, fields
from random import Random
from typing import Literal, get_args

Kind = Literal["call", "follow", "map", "schedule", "retrieve"]
How = Literal["at once", "as it ends", "later"]
Operation = Literal["call", "session", "revoke", "poll", "lookup", "response", "list", "logs", "schedule", "token"]
Happening = Literal["replace", "revoke tokens", "hang up", "jump"]

BEFORE = ("429", "500", "503", "401", "408", "vanish", "mute")
"""What goes wrong before the service has done anything."""
AFTER = ("lost", "silent", "cut", "502", "garbage")
"""What goes wrong when it has."""
SLOW = ("late", "drip", "closing")
"""What only takes its time, or ends the connection."""
CONNECTING = ("refused", "nowhere")
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
HAPPENINGS: tuple[Happening, ...] = get_args(Happening)


class Short:
    """Shows what is not as by default, so that a plan can be read, and pasted into a test."""

    def __repr__(self) -> str:
        values = {field.name: (getattr(self, field.name), field.default) for field in fields(self)}  # type: ignore[arg-type]
        shown = (f"{name}={value!r}" for name, (value, default) in values.items() if value != default)
        return f"{type(self).__name__}({', '.join(shown)})"


@dataclass(frozen=True, repr=False)
class Cancel(Short):
    """A task is cancelled at its so-manieth pause: at once, as what it waits for ends, or some seconds later."""

    pause: int
    how: How = "at once"
    seconds: float = 0.0


@dataclass(frozen=True, repr=False)
class Step(Short):
    """Something that a user does, in a task of its own."""

    kind: Kind
    at: float = 0.0
    function: str = "f"
    by_id: bool = False
    timeout: float | None = None
    adopt: bool = False
    inputs: int = 1
    concurrency: int = 100
    ordered: bool = True
    journal: bool = False
    leave: int | None = None
    cancel: Cancel | None = None


@dataclass(frozen=True, repr=False)
class Fault(Short):
    """What goes wrong with the so-manieth request of an operation, and some after it."""

    kind: str
    operation: str
    nth: int = 1
    times: int = 1
    seconds: float = 0.0


@dataclass(frozen=True, repr=False)
class Event(Short):
    """What happens at a time, whoever asks for what then."""

    kind: Happening
    at: float
    seconds: float = 0.0


@dataclass(frozen=True, repr=False)
class Plan(Short):
    """One run. The seed still decides latencies, and how long runs take and how they end."""

    seed: int
    steps: tuple[Step, ...] = ()
    faults: tuple[Fault, ...] = ()
    events: tuple[Event, ...] = ()
    deaths: tuple[int, ...] = ()
    """The rounds in which each process after the other dies."""
    restart_after: float = 5.0
    timeout: float = 60.0
    attempts: int = 6
    connections: int = 100
    capacity: int = 100
    """Calls of a function that the service lets run at once."""
    token_lives: float = 3600.0
    late: float = 0.0
    """Seconds by which logs, and lists of calls, are behind."""
    spikes: bool = False
    skew: float = 0.0
    """Seconds by which the client's wall clock is ahead at first."""

    def chance(self, *what: object) -> Random:
        """The dice for one thing, which do not depend on any other."""
        return Random(f"{self.seed} {what}")
