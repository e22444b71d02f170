"""From a seed to a plan. Each plan has a theme, so that what has to come together for a fault often does."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import get_args

from .plan import AFTER, BEFORE, CONNECTING, HAPPENINGS, OPERATIONS, SLOW, Cancel, Event, Fault, How, Kind, Plan, Step


def drawn(seed: int) -> Plan:
    """The plan of a seed."""
    chance = Random(seed)
    plan = Plan(
        seed=seed,
        restart_after=chance.choice((2.0, 20.0, 90.0)),
        timeout=chance.choice((5.0, 20.0, 60.0)),
        attempts=chance.choice((1, 3, 6, 6)),
        connections=chance.choice((1, 2, 3, 100, 100)),
        capacity=chance.choice((1, 2, 100, 100, 100)),
        token_lives=chance.choice((20.0, 100.0, 3600.0)),
        late=chance.choice((0.0, 0.0, 0.5)),
        spikes=chance.random() < 0.2,
        skew=chance.choice((0.0, 0.0, 0.0, -100.0, 100.0)),
    )
    return chance.choice(THEMES)(chance, plan)


def _anything(chance: Random, plan: Plan) -> Plan:
    """Whatever steps, faults and events."""
    steps = tuple(_step(chance) for _ in range(chance.choice((1, 1, 2, 3))))
    faults = tuple(_fault(chance) for _ in range(chance.choice((0, 1, 1, 2, 3, 5))))
    events = tuple(_event(chance) for _ in range(chance.choice((0, 0, 1, 2))))
    return replace(plan, steps=steps, faults=faults, events=events)


def _crowd(chance: Random, plan: Plan) -> Plan:
    """Many at once on few connections, some of whom are cancelled meanwhile."""
    kinds: tuple[Kind, ...] = ("retrieve", "call", "map", "schedule")
    steps = tuple(
        Step(chance.choice(kinds), by_id=chance.random() < 0.7, inputs=2, cancel=_cancel(chance, 12))
        for _ in range(chance.choice((3, 4, 5)))
    )
    faults = tuple(_fault(chance) for _ in range(chance.choice((0, 0, 1))))
    return replace(plan, steps=steps, faults=faults, connections=chance.choice((1, 1, 2)), spikes=False)


def _doubts(chance: Random, plan: Plan) -> Plan:
    """Calls whose answers are lost, by those who vouch that nobody else calls their function."""
    step = Step("map", adopt=chance.random() < 0.8, inputs=chance.choice((2, 3, 4)), ordered=chance.random() < 0.7)
    other = Step(
        "call", chance.choice((0.0, 0.2)), chance.choice(("f", "g")), timeout=chance.choice((None, 3.0)), adopt=True
    )
    steps = chance.choice(((step,), (step,), (step, other), (other,)))
    kinds = (*AFTER, "vanish", "lost")
    faults = tuple(
        Fault(chance.choice(kinds), "call", chance.choice((1, 1, 2, 3)), chance.choice((1, 1, 2)))
        for _ in range(chance.choice((1, 2)))
    )
    faults += tuple(_fault(chance) for _ in range(chance.choice((0, 0, 0, 1))))
    return replace(plan, steps=steps, faults=faults, connections=100)


def _full(chance: Random, plan: Plan) -> Plan:
    """A service that is full for longer than a nonce lives."""
    step = Step(chance.choice(("call", "call", "schedule", "map", "follow")))
    others = (_step(chance),) if chance.random() < 0.3 else ()
    operation = "schedule" if step.kind == "schedule" else "call"
    faults = (Fault("429", operation, 1, chance.choice((1, 2, 3)), chance.choice((1.0, 35.0, 50.0))),)
    events = (_event(chance),)
    return replace(plan, steps=(step, *others), faults=faults, events=events, attempts=chance.choice((3, 6)))


def _polls(chance: Random, plan: Plan) -> Plan:
    """Trouble with what only reads."""
    steps = tuple(Step(chance.choice(("map", "call", "follow")), inputs=2) for _ in range(chance.choice((1, 2))))
    operations = ("poll", "poll", "response", "logs", "lookup")
    kinds = (*BEFORE[1:], *AFTER, *SLOW)
    faults = tuple(
        Fault(chance.choice(kinds), chance.choice(operations), _some(chance, 4), chance.choice((1, 1, 3)), 0.5)
        for _ in range(chance.choice((1, 2)))
    )
    return replace(plan, steps=steps, faults=faults)


def _mortal(chance: Random, plan: Plan) -> Plan:
    """Processes that die, and maps that go on in the next; beside them others, which do not."""
    step = replace(_step(chance), kind="map", inputs=chance.randint(1, 5), journal=True, timeout=None)
    step = replace(step, by_id=chance.random() < 0.4, cancel=step.cancel if chance.random() < 0.3 else None)
    others = tuple(_step(chance) for _ in range(chance.choice((0, 0, 1))))
    alone = all(other.function != step.function for other in others)
    steps = (replace(step, adopt=step.adopt and alone), *others)  # who died left calls that nobody vouches for
    faults = tuple(_fault(chance) for _ in range(chance.choice((0, 0, 1, 2))))
    events = (_event(chance),) if chance.random() < 0.3 else ()
    deaths = tuple(10 + _some(chance, 150) for _ in range(chance.choice((1, 1, 2))))
    return replace(plan, steps=steps, faults=faults, events=events, deaths=deaths)


THEMES: tuple[Callable[[Random, Plan], Plan], ...] = (
    *(_anything, _anything, _anything, _crowd, _crowd, _doubts, _doubts, _full, _polls, _mortal, _mortal, _mortal),
)


def _some(chance: Random, most: int) -> int:
    """A number from 1 on: small ones as often as large ones."""
    return int(most ** chance.random())


def _step(chance: Random) -> Step:
    kind: Kind = chance.choice(("call", "call", "map", "map", "follow", "schedule", "retrieve"))
    step = Step(
        kind,
        at=chance.choice((0.0, 0.0, round(chance.uniform(0, 2), 2))),
        function=chance.choice(("f", "f", "g")),
        by_id=chance.random() < 0.2,
        timeout=chance.choice((None, None, 3.0, 30.0)) if kind == "call" else None,
        adopt=chance.random() < 0.5,
        cancel=_cancel(chance, 40) if chance.random() < 0.4 else None,
    )
    if kind != "map":
        return step
    return replace(
        step,
        inputs=_some(chance, 6),
        concurrency=chance.choice((1, 2, 100)),
        ordered=chance.random() < 0.5,
        journal=chance.random() < 0.1,
        leave=chance.choice((None, None, None, None, 1)),
    )


def _cancel(chance: Random, most: int) -> Cancel:
    how = chance.choice(get_args(How))
    return Cancel(_some(chance, most), how, round(chance.uniform(0, 0.2), 4) if how == "later" else 0.0)


def _fault(chance: Random) -> Fault:
    if chance.random() < 0.15:
        return Fault(chance.choice(CONNECTING), "connect", _some(chance, 8), chance.choice((1, 1, 1, 3, 8)))
    kind = chance.choice((*BEFORE, *AFTER, *SLOW, "429", "lost", "vanish"))
    operation = chance.choice((*OPERATIONS, "call", "call", "poll"))
    seconds = 0.0
    if kind == "429":
        seconds = chance.choice((0.0, 1.0, 35.0))
    elif kind in SLOW:
        seconds = chance.choice((0.5, 4.0, 30.0))
    return Fault(kind, operation, _some(chance, 4), chance.choice((1, 1, 1, 2, 3, 8)), seconds)


def _event(chance: Random) -> Event:
    kind = chance.choice(HAPPENINGS)
    seconds = chance.choice((-300.0, -20.0, 20.0, 4000.0)) if kind == "jump" else 0.0
    return Event(kind, round(4 ** chance.random() - 1, 2), seconds)
