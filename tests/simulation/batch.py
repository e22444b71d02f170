"""Many seeds, one after the other."""

import gc
import tempfile
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .dice import drawn
from .invariants import breaches
from .plan import Plan
from .run import Simulation
from .shrink import shrunk

CHUNK = 100  # seeds


@dataclass
class Result:
    """What one plan led to: what did not hold, and a digest of all that happened."""

    plan: Plan
    breaches: list[str]
    trace: list[str]

    @property
    def kinds(self) -> set[str]:
        """The kinds of what did not hold."""
        return {breach.partition(":")[0] for breach in self.breaches}

    @property
    def digest(self) -> str:
        """The same for the same plan, always."""
        return sha256("\n".join([*self.trace, *self.breaches]).encode()).hexdigest()


def simulated(plan: Plan) -> Result:
    """Run a plan."""
    journals = any(step.journal for step in plan.steps)
    with tempfile.TemporaryDirectory() if journals else nullcontext("") as folder:
        simulation = Simulation(plan, Path(folder))
        try:
            simulation.run()
        except Exception as error:
            error.add_note(repr(plan))
            raise
        return Result(plan, breaches(simulation), simulation.network.trace)


@contextmanager
def many() -> Generator[None]:
    """Leave the collector of garbage nothing to look at but what runs leave behind: it is called after some of them."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def broken(seeds: Iterable[int]) -> list[Result]:
    """Of these seeds, what those led to that break something."""
    with many():
        return [result for result in map(simulated, map(drawn, seeds)) if result.breaches]


def chunk(first: int) -> tuple[list[Result], float]:
    """So many seeds: what broke something, and seconds of processor time."""
    began = time.process_time()
    return broken(range(first, first + CHUNK)), time.process_time() - began


def smallest(result: Result) -> Result:
    """The smallest plan that breaks something of the same kind."""
    kinds = result.kinds
    with many():
        return simulated(shrunk(result.plan, lambda plan: bool(kinds & simulated(plan).kinds)))
