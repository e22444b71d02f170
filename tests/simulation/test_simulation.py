"""Runs drawn from seeds: whatever goes wrong, what has to hold does; and what is known to break it is found.

``python -m tests.simulation --seed N`` shrinks the plan of a seed that fails, and shows what happens in it.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from .batch import CHUNK, broken, many, simulated, smallest
from .dice import drawn
from .mutations import MUTATIONS
from .plan import Cancel, Event, Fault, Plan, Step

SEEDS = 2000
ENOUGH = 600
"""Seeds within which each fault that is put back has to be found."""

FOUND: dict[str, Plan] = {
    "resumed with a clock that was ahead": Plan(
        seed=1432, steps=(Step("map", by_id=True, inputs=2, journal=True),), deaths=(27,), skew=100.0
    ),
    "calls that nobody lists in time": Plan(
        seed=960,
        steps=(Step("call", timeout=3.0),),
        faults=(Fault("503", "call"), Fault("mute", "list")),
    ),
    "no connection for looking for a lost call": Plan(
        seed=573,
        steps=(Step("call", timeout=3.0),),
        faults=(Fault("nowhere", "connect", 3, 3), Fault("vanish", "call")),
    ),
    "a log that cannot be had": Plan(seed=0, steps=(Step("call", timeout=3.0),), faults=(Fault("mute", "logs", 1, 8),)),
    "nonces that wait for a connection": Plan(
        seed=517, steps=(Step("map", inputs=3),), faults=(Fault("silent", "call", 1, 2),), connections=2
    ),
    "no connection for the call itself": Plan(
        seed=142015,
        steps=(
            Step("call", at=1.42, timeout=3.0),
            Step("call", at=1.61, function="g", cancel=Cancel(7)),
        ),
        faults=(Fault("nowhere", "connect", 3),),
        connections=1,
    ),
    "a pool that is full of a call that hangs": Plan(
        seed=141943,
        steps=(Step("map", function="g"), Step("call", timeout=3.0)),
        faults=(Fault("mute", "call"),),
        connections=1,
    ),
    "a list that hangs, and tries that have no time left": Plan(
        seed=140567, steps=(Step("call", timeout=3.0),), faults=(Fault("mute", "list"), Fault("mute", "call"))
    ),
    "cancelled while a new token is fetched for the call": Plan(
        seed=129879,
        steps=(Step("call"), Step("follow", at=0.95, cancel=Cancel(3, "later", 0.1925))),
        faults=(Fault("401", "call", 2),),
    ),
}
"""Plans that broke something once, as small as they could be made."""


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_whatever_is_drawn(first: int, record_property: Callable[[str, object], None]) -> None:
    """Nothing runs twice, each input has its own outcome, nothing is left over, and every error is one of ours."""
    record_property("seeds", CHUNK)
    found = {result.plan.seed: result.breaches for result in broken(range(first, first + CHUNK))}
    assert found == {}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_once(name: str) -> None:
    """What broke something once does so no more."""
    with many():
        assert simulated(FOUND[name]).breaches == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_faults_that_are_put_back_are_found(name: str) -> None:
    """The simulation would tell of each of these, by itself, within some hundred seeds."""
    with many(), MUTATIONS[name]():
        first = next(result for seed in count() if (result := simulated(drawn(seed))).breaches)
    assert first.plan.seed < ENOUGH
    with many():
        assert simulated(first.plan).breaches == []


def test_same_seed_is_the_same_run() -> None:
    """A seed leads to the same, to the microsecond, again and in other processes, however those hash."""
    seeds = range(40)
    with many():
        digests = [simulated(drawn(seed)).digest for seed in seeds]
        assert [simulated(drawn(seed)).digest for seed in reversed(seeds)] == digests[::-1]
    program = (
        "from tests.simulation.batch import simulated\nfrom tests.simulation.dice import drawn\n"
        f"print(*[simulated(drawn(seed)).digest for seed in range({len(seeds)})])"
    )
    for hashes in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            encoding="utf-8",
            check=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": hashes},
        )
        assert there.stdout.split() == digests


def test_plan_is_shrunk() -> None:
    """Of a plan that breaks something only that is left which it takes."""
    plan = Plan(
        seed=1,
        steps=(
            Step("call"),
            Step("map", at=1.0, inputs=3, concurrency=2, ordered=False, leave=1),
            Step("call", at=0.5, function="g", cancel=Cancel(5)),
        ),
        faults=(Fault("429", "call", 1, 2, 35.0), Fault("late", "poll", 2, seconds=4.0)),
        events=(Event("hang up", 2.0), Event("jump", 1.0, 20.0)),
        connections=3,
        late=0.5,
    )
    with MUTATIONS["a place is lost when its request is cancelled"]():
        result = simulated(plan)
        assert result.kinds == {"connections"}
        small = smallest(result)
    assert small.kinds == {"connections"}
    assert len(small.plan.steps) == 1
    assert (small.plan.faults, small.plan.events, small.plan.late) == ((), (), 0.0)
    assert eval(repr(small.plan)) == small.plan
